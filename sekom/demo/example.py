"""The example network: members, contacts and groups that are roles, not people."""

from datetime import timedelta

from django.db import transaction

from events import example as events_example
from members import example_contacts, example_groups, example_rounds, grouping, loading, reference
from members.models import Confirmation, Group, Holding, Member, Person, Seat, today
from newsletter import example as newsletter_example
from newsletter.loading import load_pages
from sekom import history
from surveys import example as surveys_example
from surveys.interviews import example as interviews_example
from toolbox import example as toolbox_example
from toolbox import example_paths
from toolbox.loading import load_frameworks, load_glossary

GROUPS = {
    Group.Kind.SECRETARIAT: (
        "Kansliet",
        [
            ("Exempelkansliet Redaktör", "redaktor@example.org", "Kommunikatör"),
            ("Exempelkansliet Samordnare", "samordnare@example.org", "Samordnare"),
        ],
    ),
    Group.Kind.EXPERT_GROUP: (
        "Expertgruppen",
        [
            ("Exempelexpert Enkäter", "expert.enkater@example.org", "Hållbarhetsstrateg"),
            ("Exempelexpert Verktyg", "expert.verktyg@example.org", "Miljöchef"),
        ],
    ),
    Group.Kind.BOARD: (
        "Styrelsen",
        [("Exempelordförande", "ordforande@example.org", "Ordförande i SEKOM")],
    ),
}
SECRETARY = "samordnare@example.org"
FORMER = ("Exempelpolitiker Tidigare", "tidigare.politiker@example.org", "Tidigare kommunalråd")


def load() -> None:
    """Load the whole example network; loading it again changes nothing.

    What people of it have done stands in the history as theirs, each by itself.
    """
    with history.door("load_example"), transaction.atomic():
        loading.load_network(
            reference.DATA / "example_members.csv", reference.DATA / "example_contacts.csv"
        )
        load_frameworks()
        load_glossary()
        for kind, (name, people) in GROUPS.items():
            _load_group(kind, name, people)
        _load_former_contact()
    secretary = Person.objects.get(email=SECRETARY)
    example_contacts.load(by=secretary)
    example_groups.load(by=secretary)
    example_rounds.load(by=secretary)
    with history.door("load_example"):
        toolbox_example.load(by=secretary)
        example_paths.load(by=secretary)
        surveys_example.load()
        events_example.load(by=secretary)
        interviews_example.load()
        load_pages()
        newsletter_example.load(by=secretary)


def _load_group(kind: str, name: str, people: list[tuple[str, str, str]]) -> None:
    group = grouping.found(kind, name=name)
    for number, facts in enumerate(people, start=1):
        seat_kind = Seat.Kind.CHAIR if kind == Group.Kind.BOARD else Seat.Kind.ORDINARY
        seat, _is_new = Seat.objects.get_or_create(group=group, kind=seat_kind, number=number)
        if not seat.holding_on(today()):
            holding = Holding.objects.create(seat=seat, person=_person(*facts))
            Confirmation.objects.create(holding=holding, through=Confirmation.Through.REGISTER)


def _load_former_contact() -> None:
    """A contact politician of a made-up member whose mandate has ended."""
    member = Member.objects.get(code="9901")
    seat = Seat.objects.get(member=member, kind=Seat.Kind.POLITICIAN)
    if not seat.holdings.exists():
        Holding.objects.create(
            seat=seat,
            person=_person(*FORMER),
            starts_on=today() - timedelta(days=1400),
            ends_on=today() - timedelta(days=38),
            reason="Mandatperioden är slut",
        )


def _person(name: str, email: str, title: str) -> Person:
    known = Person.objects.filter(email=email).first()
    return known or Person.objects.create_person(email, name=name, title=title)
