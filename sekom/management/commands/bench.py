"""`manage.py bench`: measure what must be quick, and print it as ratios against named floors."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from members.models import Member
from sekom.bench import sending
from sekom.bench.everything import measure_all
from sekom.bench.measuring import Row, Size

# Empty, so that neither the environment nor an .env file leads to the portal's own servers.
NO_SERVERS = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL"), "")


class Command(BaseCommand):
    help = "Measures over servers and a data folder of its own, which are gone afterwards."

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="?", choices=["mail"], help="all of it, or mail alone")
        parser.add_argument("--number", type=int, default=20_000, help="people to send mail to")
        parser.add_argument(
            "--here", action="store_true", help="over the servers that the settings name, if empty"
        )

    def handle(self, *, what, number, here, **options):
        if not here:
            return self._measure_elsewhere(what, number)
        call_command("migrate", interactive=False, verbosity=0)
        if Member.objects.exists():
            raise CommandError("There are members in this database. The bench needs an empty one.")
        began = time.monotonic()
        measured = (
            [(sending.FLOOR, sending.measure_sending(number))] if what else measure_all(Size())
        )
        for floor, rows in measured:
            self._print(floor, rows)
        self.stdout.write(f"\nMeasured in {time.monotonic() - began:.0f} s.")

    def _measure_elsewhere(self, what: str | None, number: int) -> None:
        asked = [what, f"--number={number}"] if what else []
        with tempfile.TemporaryDirectory(prefix="sekom-bench-") as folder:
            done = subprocess.run(  # noqa: S603
                [sys.executable, Path(settings.BASE_DIR) / "manage.py", "bench", "--here", *asked],
                env=os.environ | NO_SERVERS | {"SEKOM_DATA": folder, "LOG_LEVEL": "WARNING"},
                check=False,
            )
        if done.returncode:
            raise CommandError("The bench did not come to its end.", returncode=done.returncode)

    def _print(self, floor: str, rows: list[Row]) -> None:
        self.stdout.write(f"\nAgainst {floor}:")
        for row in rows:
            self.stdout.write(f"{row.ratio:8.3g} ×  {row.what:<38}  {'; '.join(row.facts)}")
        self.stdout.flush()
