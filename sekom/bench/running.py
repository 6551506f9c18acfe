"""Running the bench: over servers and a data folder of its own, which are gone afterwards."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sekom.bench.measuring import Row

# Empty, so that neither the environment nor an .env file leads to the portal's own servers.
NO_SERVERS = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL"), "")


def run_elsewhere(*command: str) -> None:
    """Run a command of manage.py over servers of its own."""
    with tempfile.TemporaryDirectory(prefix="sekom-bench-") as folder:
        done = subprocess.run(  # noqa: S603
            [sys.executable, Path(settings.BASE_DIR) / "manage.py", *command],
            env=os.environ | NO_SERVERS | {"SEKOM_DATA": folder, "LOG_LEVEL": "WARNING"},
            check=False,
        )
    if done.returncode:
        raise CommandError("The bench did not come to its end.", returncode=done.returncode)


def show(command: BaseCommand, measured: Iterable[tuple[str, list[Row]]]) -> None:
    """Print each row as soon as it is there."""
    began = time.monotonic()
    for floor, rows in measured:
        command.stdout.write(f"\nAgainst {floor}:")
        for row in rows:
            facts = "; ".join(row.facts)
            command.stdout.write(f"{row.ratio:8.3g} ×  {row.what:<38}  {facts}")
        command.stdout.flush()
    command.stdout.write(f"\nMeasured in {time.monotonic() - began:.0f} s.")
