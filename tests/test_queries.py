"""What pages ask of the database: as much for one row as for three, or for forty."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events import approving, deciding, noting, planning, preparing
from events.models import Event, EventTool, Material, ProgrammeItem, Series, Speaker
from members import seating, verifying
from members.models import Bounce, Group, Inquiry, Seat, today
from newsletter import entrusting, parts
from newsletter.models import ApiDeed, ApiKey, Issue, OwnCount, Reach
from sekom.outbox import hearing
from sekom.outbox.models import Delivery, Mailing, Return
from sekom.outbox.reading import Verdict
from surveys import answering
from tests.event_factories import make_event, make_meeting, make_signup
from tests.factories import (
    hand_over,
    make_document,
    make_doubt,
    make_expert,
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_secretary,
    make_tool,
    sit_in,
)
from tests.newsletter_factories import make_block, make_issue, make_sent_issue, make_subscriber
from tests.outbox.making import make_draft
from tests.survey_factories import make_response, make_round, make_version
from toolbox.loading import load_principles
from toolbox.models import Tool

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    """A member with its pair, a round, and people to look at pages as."""
    settings.REQUIRE_TWO_FACTOR = False
    load_principles()
    member = make_member("Granfors", slug="granfors")
    politician, officer = make_pair(member)
    round = make_round(slug="enkat")
    return SimpleNamespace(
        member=member,
        politician=politician,
        round=round,
        draft=make_round(opened=False, slug="utkast"),
        response=make_response(round, member, answers={"home": "bygg"}),
        mailing=make_draft("Anna", "Bo"),
        contact=officer,
        secretary=make_secretary(),
        expert=make_expert(),
    )


# --- What there is one more of ------------------------------------------------------------------


def add_own_seat(world):
    make_holding(kind=Seat.Kind.POLITICIAN, person=world.contact)


def add_pair(world):
    make_pair(make_member())


def add_gap(world):
    make_holding(member=make_member(), kind=Seat.Kind.OFFICER)


def add_asked(world):
    """One more contact that the open round asks."""
    round, holding = asking_round(), make_holding()
    Bounce.objects.create(person=holding.person, email=holding.person.email)
    Inquiry.objects.create(round=round, holding=holding, new_email="ny@example.org")


def asking_round():
    """The round that asks the contacts, opened when it is first needed."""
    return verifying.open_round(
        verifying.contacts(), answer_by=today() + timedelta(days=20), by=make_secretary()
    )


def add_former_holding(world):
    seat = Seat.objects.get(member=world.member, kind=Seat.Kind.POLITICIAN)
    last = seat.holdings.earliest("starts_on").starts_on - timedelta(days=1)
    make_holding(seat=seat, starts_on=last - timedelta(days=300), ends_on=last)


def add_other_seat(world):
    seat = seating.add_member_seat(world.member, kind=Seat.Kind.SUBSTITUTE)
    make_holding(seat=seat)


def add_handover(world):
    hand_over(make_holding(seat=seating.add_member_seat(world.member, kind=Seat.Kind.SUBSTITUTE)))


def add_former_member(world):
    make_member(status="left", left_on="2025-12-31")


def add_document(world):
    make_document(world.member, by=world.secretary)


def add_doubt(world):
    make_doubt(make_holding())


def add_seat(world):
    sit_in(Group.Kind.EXPERT_GROUP)


def add_round(world):
    make_response(make_round(), world.member, answers={"home": "bygg"})


def add_closed_round(world):
    make_response(make_round(closed=True), world.member, answers={"home": "bygg"})


def add_survey(world):
    make_version()


def add_response(world):
    make_response(world.round, answers={"home": "bygg", "share": 4}, signed="both")


def add_waiting(world):
    make_pair(member := make_member())
    make_response(world.round, member, answers={"home": "bygg"}, signed="officer")


def add_edit(world):
    for home in ("bygg", "skola"):
        answer = world.response.answers.get(key="home")
        answering.save(
            world.response,
            key="home",
            raw=home,
            base_number=answer.number,
            by=world.politician if home == "bygg" else world.contact,
        )


def add_issue(world):
    make_issue("text", "event")
    make_sent_issue()


def add_api_key(world):
    """One more key, by which an issue was sent."""
    key = entrusting.make_key(name=f"Nyckel {ApiKey.objects.count()}", by=make_secretary())[0]
    issue = make_sent_issue()
    ApiDeed.objects.create(key=key, what="sent", issue=issue, mailing=issue.mailing)


def add_subscriber(world):
    make_subscriber(member=world.member)


def add_who_takes_no_newsletter(world):
    seat = seating.add_member_seat(world.member, kind=Seat.Kind.SUBSTITUTE)
    make_subscriber(person=make_holding(seat=seat).person, state="left")


def add_comment(world):
    said = world.response.comments.count()
    answering.comment(world.response, key="home", text=f"Nummer {said}", by=world.politician)


def add_mailing(world):
    make_draft("Anna", "Bo")


def add_return(world):
    """One more letter of the mailing that came back, for a dead address."""
    mailing, _is_new = Mailing.objects.get_or_create(pk=1, defaults={"subject": "Enkäten"})
    back = Return.objects.count()
    letter = Delivery.objects.create(
        mailing=mailing, email=f"retur{back}@example.org", state="sent", settled_at=timezone.now()
    )
    hearing.note(letter, Verdict(Return.Kind.HARD, True, "550 User unknown"), key=str(back))


def add_event(world):
    """One more workshop of the same tool, with programme, speaker, sign-up and material."""
    event = make_event(
        f"Workshop {Event.objects.count()}", slug=f"workshop-{Event.objects.count()}"
    )
    row = {"minutes": 10, "title": "Välkomna", "text": ""}
    who = dict.fromkeys(planning.SPEAKER_TEXTS, "") | {"id": None, "name": "Ada"}
    tool = Tool.objects.first() or make_tool("Nulägesanalys")
    planning.put_parts(event, planning.Parts([row], [who], [tool]))
    make_signup(event)


def the_workshop():
    """The workshop that the pages of one event are of."""
    return Event.objects.filter(slug="workshop-0").first() or make_event(slug="workshop-0")


def add_to_event(world):
    """One more of each thing that a workshop has: row, speaker, tool, date, sign-up, material."""
    event, number = the_workshop(), Event.objects.count()
    ProgrammeItem.objects.create(event=event, minutes=number, title="Rad")
    speaker = Speaker.objects.create(event=event, name=f"Talare {number}")
    tool = make_tool(f"Verktyg {number}")
    EventTool.objects.create(event=event, tool=tool)
    for is_out in (True, False):
        Material.objects.create(
            event=event, title="Bild", link="https://x.se/", speaker=speaker, is_out=is_out
        )
    event.series = event.series or Series.objects.create(title="Serien")
    event.save()
    make_event(series=event.series)
    make_signup(event)


def add_to_meeting(world, event=None):
    """One more of each thing that a meeting has: item, paper, decision, comment, action."""
    event = event or Event.objects.filter(slug="mote").first() or make_meeting(slug="mote")
    by, number = world.secretary, event.agenda.count()
    item = preparing.add_item(event, {"title": f"Punkt {number}", "minutes": 5}, by=by)
    preparing.add_paper(item, title="Underlag", link="https://x.se/", by=by)
    order = f"/åtgärd Nummer {number}, @BTH"
    noting.save_note(item, text=order, version=0, by=by, is_finished=True)
    deciding.decide(item, text="Ja.", by=by)
    approvers = [by, make_secretary()]
    approving.send_out(event, until=today(), approvers=approvers, by=by)
    noting.comment(item, text="Bra.", by=by)


def add_meeting(world):
    """One more meeting that has been, with all that it may have."""
    starts_at = timezone.now() - timedelta(days=30)
    add_to_meeting(world, make_meeting(starts_at=starts_at))


def add_spread(world):
    """One more member that spreads an issue, one more block of it, and a draft to thank in."""
    issue = Issue.objects.filter(slug="spritt").first() or make_sent_issue(slug="spritt")
    parts.freeze(make_block(issue))
    facts = {"issue": issue, "member": make_member()}
    Reach.objects.create(**facts, on=today(), visitor_count=3)
    OwnCount.objects.create(**facts, channel="mail", reader_count=5)
    channel = OwnCount.Channel.values[issue.own_counts.filter(member=world.member).count()]
    OwnCount.objects.create(issue=issue, member=world.member, channel=channel, reader_count=7)
    make_issue()


PAGES = [
    ("/moten/", "contact", add_meeting),
    ("/moten/?format=xlsx", "contact", add_meeting),
    ("/moten/beslut/", "contact", add_meeting),
    ("/moten/beslut/?format=xlsx", "contact", add_meeting),
    ("/moten/mote/", "contact", add_to_meeting),
    ("/moten/mote/anteckna/", "secretary", add_to_meeting),
    ("/moten/mote/dagordning/", "secretary", add_to_meeting),
    ("/kansli/nyhetsbrev/", "secretary", add_issue),
    ("/kansli/nyhetsbrev/spridning/", "secretary", add_spread),
    ("/kansli/nyhetsbrev/api-nycklar/", "secretary", add_api_key),
    ("/nyhetsbrev/spritt/sprid/", "contact", add_spread),
    ("/kansli/prenumeranter/", "secretary", add_subscriber),
    ("/kansli/prenumeranter/excel/", "secretary", add_subscriber),
    ("/medlemmar/granfors/", "secretary", add_who_takes_no_newsletter),
    ("/", None, add_event),
    ("/evenemang/", None, add_event),
    ("/evenemang/", "contact", add_event),
    ("/evenemang/?format=xlsx", "contact", add_event),
    ("/min-sida/", "contact", add_event),
    ("/evenemang/workshop-0/", None, add_to_event),
    ("/evenemang/workshop-0/", "secretary", add_to_event),
    ("/verktygslada/nulagesanalys/", None, add_event),
    ("/kansli/evenemang/", "secretary", add_event),
    ("/kansli/evenemang/?format=xlsx", "secretary", add_event),
    ("/kansli/evenemang/workshop-0/", "secretary", add_to_event),
    ("/kansli/", "secretary", add_to_event),
    ("/", None, add_pair),
    ("/", None, add_round),
    ("/min-sida/", "contact", add_round),
    ("/min-sida/", "contact", add_closed_round),
    ("/min-sida/", "contact", add_own_seat),
    ("/medlemmar/", None, add_pair),
    ("/medlemmar/", "contact", add_pair),
    ("/medlemmar/", "secretary", add_pair),
    ("/medlemmar/?vy=karta", None, add_pair),
    ("/medlemmar/?vy=luckor", None, add_gap),
    ("/medlemmar/?vy=luckor", "contact", add_gap),
    ("/medlemmar/?vy=luckor", "secretary", add_gap),
    ("/medlemmar/?vy=luckor", "secretary", add_asked),
    ("/kansli/medlemmar/fragor/", "secretary", add_asked),
    ("/kansli/medlemmar/fragor/ny/", "secretary", add_pair),
    ("/kansli/medlemmar/mandatskifte/", "secretary", add_pair),
    ("/kansli/", "secretary", add_asked),
    ("/medlemmar/granfors/", None, add_former_holding),
    ("/medlemmar/granfors/", "contact", add_former_holding),
    ("/medlemmar/granfors/", "secretary", add_former_holding),
    ("/medlemmar/granfors/", "contact", add_round),
    ("/medlemmar/granfors/", "secretary", add_other_seat),
    ("/medlemmar/granfors/", "secretary", add_handover),
    ("/kansli/medlemmar/tidigare/", "secretary", add_former_member),
    ("/kansli/medlemmar/granfors/medlemskap/", "secretary", add_document),
    ("/kansli/", "secretary", add_doubt),
    ("/min-sida/vem-ser-mig/", "contact", add_own_seat),
    ("/medlemmar/granfors/", "secretary", add_round),
    ("/min-sida/mina-uppgifter/", "contact", add_edit),
    ("/enkater/", "contact", add_round),
    ("/enkater/", "expert", add_closed_round),
    ("/enkater/enkat/svara/", "contact", add_comment),
    ("/enkater/enkat/svara/andringar/", "contact", add_edit),
    ("/enkater/enkat/godkann/", "contact", add_edit),
    ("/enkater/enkat/resultat/", "contact", add_response),
    ("/enkater/enkat/resultat/", "secretary", add_response),
    ("/natverket/", "expert", add_pair),
    ("/natverket/", "secretary", add_response),
    ("/natverket/", "secretary", add_former_member),
    ("/natverket/kontakter/farska/", "expert", add_pair),
    ("/kansli/", "secretary", add_gap),
    ("/kansli/", "secretary", add_round),
    ("/kansli/", "secretary", add_closed_round),
    ("/kansli/", "secretary", add_response),
    ("/kansli/", "secretary", add_waiting),
    ("/kansli/", "secretary", add_mailing),
    ("/kansli/", "secretary", add_survey),
    ("/kansli/grupper/", "secretary", add_seat),
    ("/kansli/enkater/", "secretary", add_round),
    ("/kansli/enkater/", "secretary", add_survey),
    ("/kansli/enkater/omgang/enkat/", "secretary", add_response),
    ("/kansli/enkater/omgang/enkat/", "secretary", add_waiting),
    ("/kansli/enkater/omgang/utkast/", "secretary", add_pair),
    ("/kansli/enkater/omgang/enkat/paminn/underskrift/", "secretary", add_waiting),
    ("/kansli/enkater/omgang/enkat/stang/", "secretary", add_waiting),
    ("/kansli/utskick/", "secretary", add_mailing),
    ("/kansli/utskick/stopplista/", "secretary", add_return),
    ("/kansli/utskick/1/returer/", "secretary", add_return),
]


def queries_of(client, address):
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("address", "role", "add"), PAGES)
def test_page_asks_as_often_for_three_rows_as_for_one(client, world, address, role, add):
    if role:
        client.force_login(getattr(world, role))
    add(world)
    client.get(address)

    one = queries_of(client, address)
    add(world)
    add(world)

    assert queries_of(client, address) == one


@pytest.mark.parametrize(
    ("address", "role", "add"),
    [
        ("/medlemmar/", "contact", add_pair),
        ("/medlemmar/", "secretary", add_pair),
        ("/kansli/enkater/omgang/enkat/", "secretary", add_waiting),
        ("/kansli/enkater/omgang/utkast/", "secretary", add_pair),
    ],
)
def test_page_asks_as_often_for_forty_members_as_for_one(client, world, address, role, add):
    client.force_login(getattr(world, role))
    add(world)
    client.get(address)

    one = queries_of(client, address)
    for _number in range(39):
        add(world)

    assert queries_of(client, address) == one


def test_mailing_asks_as_often_for_thirty_letters_as_for_two(client, world):
    client.force_login(world.secretary)
    many = make_draft(*(f"Namn{number}" for number in range(30)))
    few, many = (reverse("outbox:detail", args=[one.pk]) for one in (world.mailing, many))
    client.get(few)

    assert queries_of(client, many) == queries_of(client, few)


def test_people_of_the_demo_are_found_as_often_for_one_of_each_as_for_three(
    client, world, settings
):
    settings.DEMO = True
    make_former_contact()
    for _number in range(3):
        add_pair(world)
    add_gap(world)
    client.get("/demo/")

    one = queries_of(client, "/demo/")
    for _number in range(2):
        make_secretary()
        make_expert()
        make_former_contact()
        add_pair(world)
        add_gap(world)

    assert queries_of(client, "/demo/") == one
