"""Whom an issue goes to: who is found, who does not want it, and that the count is what is sent."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Group, Member, Seat, today
from newsletter import audiences, counting
from newsletter.models import Issue, Subscriber
from sekom.outbox import posting
from sekom.outbox.models import Delivery, Mailing, Suppression, address_hash, reference
from tests.event_factories import make_event, make_signup
from tests.factories import (
    make_group,
    make_holding,
    make_member,
    make_person,
    sit_in,
)
from tests.newsletter_factories import make_issue, make_letter, make_sent_issue, make_subscriber
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db

SOURCE = {"subject": "Ämne", "text": "Text {{ token }}", "html": "<p>{{ token }}</p>"}
JONKOPING, KALMAR = "06", "08"


def someone(name, member, kind="politician", **days):
    """A person by this name on a seat of a member."""
    person = make_person(name, email=f"{name.lower()}@example.org")
    make_holding(member=member, kind=kind, person=person, **days)
    return person


@pytest.fixture
def network():
    """Two municipalities and a region with their contacts, and two subscribers."""
    aneby = make_member("Aneby", county=JONKOPING)
    borgholm = make_member("Borgholm", county=KALMAR)
    region = make_member("Kalmar", county=KALMAR, kind=Member.Kind.REGION)
    for name, member, kind in (
        ("Anna", aneby, "politician"),
        ("Bo", aneby, "officer"),
        ("Cilla", borgholm, "politician"),
        ("David", region, "officer"),
    ):
        someone(name, member, kind)
    make_subscriber("lars@example.org", name="Lars", member=aneby)
    make_subscriber("maja@example.org", name="Maja")
    return aneby, borgholm, region


def found(choice, issue=None):
    """Who would get an issue with this choice, as the ledger has it; the count says the same."""
    issue = issue or make_issue()
    issue.audience = choice
    audience = audiences.resolve(issue)
    if audience.first() is None:
        assert counting.counted(issue).total == 0
        return []
    mailing = posting.prepare("newsletter/issue", recipients=audience, audience="", source=SOURCE)
    queued = list(mailing.deliveries.unsent().order_by("name").values_list("name", flat=True))
    counted = counting.counted(issue)
    assert (counted.total, sum(counted.by_reason.values())) == (
        len(queued),
        mailing.deliveries.count() - len(queued),
    )
    mailing.delete()
    return queued


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({}, ["Anna", "Bo", "Cilla", "David", "Lars", "Maja"]),
        ({"roles": ["politician"]}, ["Anna", "Cilla"]),
        ({"roles": ["politician", "officer"], "counties": [KALMAR]}, ["Cilla", "David"]),
        ({"roles": ["officer"], "kinds": ["region"]}, ["David"]),
        ({"roles": ["officer"], "kinds": ["municipality"], "counties": [KALMAR]}, []),
        ({"subscribers": "all"}, ["Lars", "Maja"]),
        ({"subscribers": "members"}, ["Lars"]),
        ({"roles": ["officer"], "subscribers": "all"}, ["Bo", "David", "Lars", "Maja"]),
        ({"roles": ["key_figure_reporter"]}, []),
    ],
)
def test_an_issue_goes_to_those_who_are_chosen(network, choice, names):
    assert found(choice) == names


def test_subscribers_are_chosen_by_organisation(network):
    aneby, borgholm, _region = network

    assert found({"subscribers": "some", "organisations": [aneby.pk, borgholm.pk]}) == ["Lars"]


def test_groups_are_added_and_nobody_gets_it_twice(network):
    board = make_group(Group.Kind.BOARD)
    make_holding(
        seat=Seat.objects.create(group=board, kind="chair"), person=someone("Eva", make_member())
    )
    sit_in(Group.Kind.BOARD, person=make_person("Filip"))
    choice = {"roles": ["politician"], "groups": [board.pk]}

    counted = counting.counted(make_issue(audience=choice))

    assert found(choice) == ["Anna", "Cilla", "Eva", "Filip"]
    assert counted.by_part == {"contacts": 3, "groups": 1, "subscribers": 0}
    board.closed_on = today() - timedelta(days=1)
    board.save()
    assert found(choice) == ["Anna", "Cilla", "Eva"]


def test_whose_task_or_membership_has_ended_gets_nothing(network):
    aneby, _borgholm, _region = network
    someone("Gunnar", make_member(), ends_on=today() - timedelta(days=1))
    someone("Hanna", make_member(), starts_on=today() + timedelta(days=1))
    Member.objects.filter(pk=aneby.pk).update(status=Member.Status.LEFT, left_on=today())

    assert found({"roles": ["politician", "officer"]}) == ["Cilla", "David"]


def test_contacts_are_narrowed_by_what_their_member_has_answered(network):
    aneby, borgholm, _region = network
    asked = make_round()
    make_response(asked, aneby, signed="both")
    make_response(asked, borgholm)
    chosen = {"roles": ["politician", "officer"], "round": asked.pk}

    assert found(chosen | {"answered": "yes"}) == ["Anna", "Bo"]
    assert found(chosen | {"answered": "no"}) == ["Cilla"]


def test_contacts_are_narrowed_by_an_event(network):
    event = make_event()
    make_signup(event, email="ANNA@example.org", attended=True)
    make_signup(event, email="bo@example.org", state="waiting")
    make_signup(event, email="cilla@example.org", state="cancelled", ended_at=timezone.now())
    chosen = {"roles": ["politician", "officer"], "event": event.pk}

    assert found(chosen | {"came": "attended"}) == ["Anna"]
    assert found(chosen | {"came": "signed_up"}) == ["Anna", "Bo"]
    assert found(chosen | {"came": "not"}) == ["Cilla", "David"]


def test_wishes_of_contacts_and_subscribers_are_kept_and_the_ledger_says_why(network):
    anna = someone("Anna2", make_member())
    make_subscriber(
        "anna2@example.org", person=anna, paused_until=today() + timedelta(days=1), proof={}
    )
    make_subscriber("bo@example.org", state=Subscriber.State.LEFT)
    make_subscriber("Cilla@Example.org", topics=["events"])
    make_subscriber("david@example.org", state=Subscriber.State.ASKED, topics=[])
    Suppression.objects.create(address_hash=address_hash("maja@example.org"), reason="Studsar")
    issue = make_issue(topic=Issue.Topic.NEWS)

    counted = counting.counted(issue)

    assert counted == counting.Counted(
        total=3,
        by_part={"contacts": 2, "groups": 0, "subscribers": 1},
        by_reason={"left": 1, "paused": 1, "topic": 1, "suppressed": 1, "duplicate": 1},
    )
    assert found({}) == ["Anna", "David", "Lars"]
    mailing = posting.prepare(
        "newsletter/issue", recipients=audiences.resolve(issue), audience="", source=SOURCE
    )
    told = mailing.deliveries.exclude(state="queued").order_by("name", "email")
    assert list(told.values_list("name", "email", "state", "answer")) == [
        ("", "", "duplicate", ""),
        ("Anna2", "anna2@example.org", "suppressed", "Har pausat nyhetsbrevet."),
        ("Bo", "bo@example.org", "suppressed", "Har avslutat nyhetsbrevet."),
        ("Cilla", "cilla@example.org", "suppressed", "Vill inte ha brev om det här ämnet."),
        ("Maja", "maja@example.org", "suppressed", ""),
    ]


def test_the_row_of_a_person_goes_before_one_of_their_address():
    anna = someone("Anna", make_member())
    make_subscriber("other@example.org", person=anna, state=Subscriber.State.LEFT)
    make_subscriber("anna@example.org")

    assert found({}) == []


def test_a_former_contact_gets_it_only_by_a_subscription_of_their_own():
    for name, proof in (("Inga", {}), ("Jan", {"words": "Ja."})):
        person = someone(name, make_member(), ends_on=today() - timedelta(days=1))
        make_subscriber(f"old-{name}@example.org", person=person, proof=proof)

    assert found({}) == ["Jan"]


@pytest.mark.parametrize(
    ("frequency", "days", "gets_it"),
    [
        ("each", 1, True),
        ("month", 27, False),
        ("month", 28, True),
        ("quarter", 83, False),
        ("quarter", 84, True),
    ],
)
def test_who_wants_letters_seldom_gets_none_too_soon(frequency, days, gets_it):
    reader = make_subscriber("kim@example.org", name="Kim", frequency=frequency)
    letter = make_letter(reader)
    Mailing.objects.update(approved_at=timezone.now() - timedelta(days=days, minutes=1))

    assert found({}) == (["Kim"] if gets_it else [])
    Delivery.objects.filter(pk=letter.pk).update(state=Delivery.State.BOUNCED)
    assert found({}) == ["Kim"]


def test_a_letter_on_its_way_counts_as_had_but_not_this_one_itself():
    reader = make_subscriber("kim@example.org", name="Kim", frequency="month")
    letter = make_letter(reader)
    Delivery.objects.filter(pk=letter.pk).update(state=Delivery.State.QUEUED, settled_at=None)
    Mailing.objects.update(state=Mailing.State.SENDING)
    issue = make_issue()

    assert found({}, issue) == []
    Mailing.objects.update(about=reference(issue))
    assert found({}, issue) == ["Kim"]


def test_choosing_keeps_it_until_the_issue_is_on_its_way(network):
    issue = audiences.choose(make_issue(), {"roles": ["officer"]})

    assert Issue.objects.get().audience == {"roles": ["officer"]}
    with pytest.raises(ValidationError) as refusal:
        audiences.choose(make_sent_issue(), {})
    assert refusal.value.code == "state"
    assert counting.counted(issue).total == 2
