"""`manage.py add_to_secretariat ADDRESS NAME`: let somebody in who then lets in the others."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from members import grouping, seating
from members.models import Group, today
from sekom import history


class Command(BaseCommand):
    help = "Seat a person in the secretariat; the first one has nobody else to do it."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, email, name, **options):
        group = grouping.found(Group.Kind.SECRETARIAT, name=_("The secretariat"))
        with history.door("add_to_secretariat"):
            try:
                person = seating.person_of(email=email, name=name)
                if person.sits_in(Group.Kind.SECRETARIAT):
                    self.stdout.write(
                        _("%(person)s sits in the secretariat already.") % {"person": person}
                    )
                    return
                seating.appoint(
                    seating.add_seat(group), person=person, starts_on=today(), by=person
                )
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(_("%(person)s now sits in the secretariat.") % {"person": person})
