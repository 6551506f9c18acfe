"""`manage.py load_glossary`: put the words that pages explain where they look for them."""

from django.core.management.base import BaseCommand

from sekom import history
from toolbox import loading


class Command(BaseCommand):
    help = "Load the words that we begin with; those that are there stay as they are."

    def handle(self, **options):
        with history.door("load_glossary"):
            self.stdout.write(f"{loading.load_glossary()} new words")
