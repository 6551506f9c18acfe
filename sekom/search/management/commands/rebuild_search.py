"""`manage.py rebuild_search`: make the search's whole index anew."""

from django.core.management.base import BaseCommand

from sekom.search import indexing


class Command(BaseCommand):
    help = "Make the search's whole index anew."

    def handle(self, *args, **options):
        count = indexing.rebuild()
        self.stdout.write(f"{count} entries")
