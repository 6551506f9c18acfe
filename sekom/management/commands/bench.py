"""`manage.py bench`: measure what must be quick, and print it as ratios against named floors."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from members.models import Member
from sekom.bench.everything import measure_all
from sekom.bench.measuring import Size
from sekom.bench.running import run_elsewhere, show


class Command(BaseCommand):
    help = "Measures over servers and a data folder of its own, which are gone afterwards."

    def add_arguments(self, parser):
        parser.add_argument(
            "--here", action="store_true", help="over the servers that the settings name, if empty"
        )

    def handle(self, *, here, **options):
        if not here:
            return run_elsewhere("bench", "--here")
        call_command("migrate", interactive=False, verbosity=0)
        if Member.objects.exists():
            raise CommandError("There are members in this database. The bench needs an empty one.")
        show(self, measure_all(Size()))
