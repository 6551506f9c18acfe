"""What the nightly clean-up does: forget what has been kept long enough."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekom import cleaning_up


class Command(BaseCommand):
    """Forget personal data whose time is over, or say how much of it there is."""

    help = "Forget personal data whose time is over; with --dry-run only say how much."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Change nothing; say what would go."
        )

    def handle(self, *args, dry_run, **options):
        with override("sv"):
            found = cleaning_up.overdue() if dry_run else cleaning_up.clean_up()
            for kept, number in found:
                self.stdout.write(f"{number:7}  {kept.name}: {kept.purpose.period}")
            words = _("Nothing has been changed.") if dry_run else _("All that is forgotten.")
            self.stdout.write(words)
