"""`manage.py bench_mail`: what a great mailing costs, beside the limit and beside a peer."""

from django.core.management.base import BaseCommand, CommandError

from sekom.bench import sending
from sekom.bench.peer import NoPeer
from sekom.bench.running import run_elsewhere, show


class Command(BaseCommand):
    help = "Measures over servers and a data folder of its own, which are gone afterwards."
    requires_system_checks = ()  # they would bring every page of the portal into memory

    def add_arguments(self, parser):
        parser.add_argument("--number", type=int, default=20_000, help="people to send mail to")
        parser.add_argument(
            "--here", action="store_true", help="over the PostgreSQL that the settings name"
        )

    def handle(self, *, number, here, **options):
        if not here:
            return run_elsewhere("bench_mail", "--here", f"--number={number}")
        try:
            show(self, sending.measure_sending(number))
        except NoPeer as error:
            raise CommandError(f"The peer could not be installed: {error}") from error
