"""`manage.py load_example`: fill an empty portal with the example network."""

from django.core.management.base import BaseCommand

from sekom.demo import example


class Command(BaseCommand):
    help = "Load the example network; running it again changes nothing."

    def handle(self, **options):
        example.load()
