"""`manage.py load_frameworks`: put goals, objectives, principles and clauses where pages look."""

from django.core.management.base import BaseCommand

from sekom import history
from toolbox import loading


class Command(BaseCommand):
    help = "Load the frameworks that we begin with; running it again mends what differs."

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="*", help="only these, by their address")

    def handle(self, *, slugs, **options):
        with history.door("load_frameworks"):
            loading.load_frameworks(*slugs)
