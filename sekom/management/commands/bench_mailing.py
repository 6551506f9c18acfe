"""`manage.py bench_mailing`: one great mailing, measured from outside.

Reads BENCH_N, BENCH_SMTP_HOST, BENCH_SMTP_PORT, BENCH_PGHOST, BENCH_PGPORT, BENCH_HTML, BENCH_TEXT
and BENCH_SUBJECT. Prints READY, waits for a line, sends, and prints the seconds as JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sekom.bench import mailing
from sekom.outbox import sending


class Command(BaseCommand):
    help = "Sends a mailing to BENCH_N people over a database of its own, and tells the seconds."
    requires_system_checks = ()  # they would bring every page of the portal into memory

    def add_arguments(self, parser):
        parser.add_argument(
            "--resume", action="store_true", help="only send what an earlier run left"
        )
        parser.add_argument("--anyway", action="store_true", help="also outside the demo")

    def handle(self, *, resume, anyway, **options):
        if not (settings.DEMO or anyway):
            raise CommandError("This is for the demo. Add --anyway to send a mailing here.")
        environment = os.environ
        host = environment.get("BENCH_SMTP_HOST", "127.0.0.1")
        mailing.send_to(host, int(environment["BENCH_SMTP_PORT"]))
        if resume:
            with mailing.own_database(is_new=False):
                self._resume()
        else:
            with mailing.own_database():
                self._send(int(environment["BENCH_N"]), self._source())

    def _source(self) -> mailing.Source:
        given = {"subject": os.environ.get("BENCH_SUBJECT")}
        for name in ("html", "text"):
            if path := os.environ.get(f"BENCH_{name.upper()}"):
                given[name] = Path(path).read_text(encoding="utf-8")
        return mailing.Source(**{name: value for name, value in given.items() if value})

    def _send(self, number: int, source: mailing.Source) -> None:
        mailing.make_people(number)
        workers = mailing.Workers()
        try:
            mailing.is_finished()  # connects
            print("READY", flush=True)
            sys.stdin.readline()
            began = time.perf_counter()
            mailing.freeze(source)
            frozen = time.perf_counter()
            mailing.await_the_end()
            sent = time.perf_counter()
        finally:
            workers.stop()
        phases = {"freeze": round(frozen - began, 4), "send": round(sent - frozen, 4)}
        print(json.dumps({"n": number, "phases": phases}), flush=True)

    def _resume(self) -> None:
        while not mailing.is_finished():
            sending.send_due()
            time.sleep(mailing.PAUSE)
