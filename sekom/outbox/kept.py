"""Mail that stays on the machine: for the example network, read at /demo/post/."""

import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


def folder() -> Path:
    """Where the messages are kept, one file each, the newest last by name."""
    return Path(settings.DATA_DIR) / "post"


class KeptMail(BaseEmailBackend):
    """Keep each message as a file instead of sending it."""

    def send_messages(self, email_messages) -> int:
        kept = folder()
        kept.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns():020}-{uuid.uuid4().hex[:8]}"
            making = kept / f"{name}.new"
            making.write_bytes(message.message().as_bytes())
            making.rename(kept / f"{name}.eml")
        return len(email_messages)
