"""`manage.py load_principles`: put the sustainability principles where pages look for them."""

from django.core.management.base import BaseCommand

from sekom import history
from toolbox import loading


class Command(BaseCommand):
    help = "Load the sustainability principles; running it again mends what differs."

    def handle(self, **options):
        with history.door("load_principles"):
            loading.load_principles()
