"""`manage.py load_network members.csv contacts.csv`: load a network, all of it or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from members import loading
from sekom import history


class Command(BaseCommand):
    help = "Load members and contacts from two CSV files; the same files twice change nothing."

    def add_arguments(self, parser):
        parser.add_argument("members", type=Path)
        parser.add_argument("contacts", type=Path)

    def handle(self, *, members, contacts, **options):
        try:
            with history.door("load_network"):
                done = loading.load_network(members, contacts)
        except loading.NetworkRefused as refusal:
            nothing = _("Nothing was loaded. Mend these lines and load again:")
            raise CommandError("\n".join([nothing, *refusal.faults])) from refusal
        self.stdout.write(
            _(
                "%(members_made)d members and %(holdings_made)d contacts added, "
                "%(members_changed)d members and %(people_changed)d contacts changed, "
                "%(unchanged)d lines unchanged."
            )
            % vars(done)
        )
