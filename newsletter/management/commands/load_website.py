"""`manage.py load_website`: the website's first pages, where there are none."""

from django.core.management.base import BaseCommand

from newsletter import loading
from sekom import history


class Command(BaseCommand):
    help = "Make and publish the website's first pages; what has been written since stays."

    def handle(self, **options):
        with history.door("load_website"):
            made = loading.load_pages()
        self.stdout.write(f"{made} pages made")
