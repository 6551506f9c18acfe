"""What the portal says at start when the machine lacks something."""

import ctypes
import ctypes.util
import sys

from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from sekom.outbox import signing
from sekom.pdf import APT_LINE

LIBRARIES = {
    "gobject-2.0": "libgobject-2.0.so.0",
    "pango-1.0": "libpango-1.0.so.0",
    "harfbuzz": "libharfbuzz.so.0",
    "fontconfig": "libfontconfig.so.1",
    "pangoft2-1.0": "libpangoft2-1.0.so.0",
}


def pdf_can_be_made(app_configs, **kwargs) -> list[Warning]:
    """Whether WeasyPrint's libraries are there, without loading WeasyPrint."""
    missing = [name for name, file in LIBRARIES.items() if not _can_load(name, file)]
    if not missing:
        return []
    return [
        Warning(
            f"PDF cannot be made here: {', '.join(missing)} is missing.",
            hint=f"Install it: {APT_LINE}. Everything else works without.",
            id="sekom.W001",
        )
    ]


def _can_load(name: str, file: str) -> bool:
    """Whether the system finds a library: by its file on Linux, else by its name."""
    known = file if sys.platform == "linux" else ctypes.util.find_library(name)
    try:
        return bool(known and ctypes.CDLL(known))
    except OSError:
        return False


def letters_can_be_signed(app_configs, **kwargs) -> list[CheckMessage]:
    """Refuse to start with a key for letters that cannot be used: none would leave."""
    try:
        signing.signer()
    except (OSError, ValueError, ImproperlyConfigured) as error:
        hint = "Let MAIL_DKIM_KEY be an RSA or Ed25519 key as PEM, or the path of such a file."
        return [Error(f"Letters cannot be signed: {error}", hint=hint, id="sekom.E001")]
    return []
