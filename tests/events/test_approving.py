from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from events import approving, deciding, noting, preparing
from events.models import AgendaItem, Approver, Correction, Decision, Event, Notes, Paper
from members import links, merging
from members.models import Group, Seat, today
from sekom.outbox.models import Delivery
from tests.event_factories import make_meeting
from tests.factories import make_group, make_holding, make_pair, make_seat, make_secretary, sit_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(settings):
    settings.REQUIRE_TWO_FACTOR = False
    return make_secretary()


@pytest.fixture
def item(by):
    """An item with a note, of a meeting of the network."""
    made = preparing.add_item(make_meeting(), {"title": "Budget"}, by=by)
    return noting.save_note(made, text="Budgeten visades.", version=0, by=by).item


def send_out(item, *people, by):
    until = today() + timedelta(days=7)
    return approving.send_out(item.event, until=until, approvers=people, by=by)


def approve(notes, person):
    notes.refresh_from_db()
    approver = notes.approvers.get(person=person)
    return approving.approve(approver, number=notes.number)


def approved(item, by):
    return approve(send_out(item, by, by=by), by)


def code_of(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    error = refusal.value
    return list(error.message_dict) if hasattr(error, "error_dict") else error.code


# --- Out for comments ---------------------------------------------------------------------------


def test_send_out_asks_each_who_shall_approve_once(item, by):
    chair = make_holding(seat=make_seat(group=make_group(Group.Kind.BOARD), kind=Seat.Kind.CHAIR))

    for _press in range(2):
        notes = send_out(item, by, chair.person, by=by)

    assert [notes.state, notes.comments_until] == ["out", today() + timedelta(days=7)]
    asked = Delivery.objects.filter(mailing__kind="events/approve_notes")
    assert sorted(asked.values_list("email", flat=True)) == sorted([by.email, chair.person.email])


def test_send_out_needs_notes_a_day_to_come_and_somebody_who_may_approve(item, by):
    event = item.event
    empty = preparing.add_item(make_meeting(), {"title": "Tomt"}, by=by)
    politician, _officer = make_pair()
    day = today()

    def out(event, *people, until=day):
        return code_of(lambda: approving.send_out(event, until=until, approvers=people, by=by))

    assert [
        out(empty.event, by),
        out(event),
        out(event, by, until=day - timedelta(days=1)),
        out(event, politician),
    ] == ["empty", ["approvers"], ["until"], ["approvers"]]


def test_take_back_makes_them_a_draft_and_asks_anew_next_time(item, by):
    notes = send_out(item, by, by=by)

    for _press in range(2):
        notes = approving.take_back(item.event, by=by)
    send_out(item, by, by=by)

    assert notes.state == "draft"
    assert Delivery.objects.filter(mailing__kind="events/approve_notes").count() == 2


# --- Approving ----------------------------------------------------------------------------------


def test_notes_are_approved_when_everybody_has(item, by):
    other = make_secretary()
    notes = send_out(item, by, other, by=by)

    states = [approve(notes, person).state for person in (by, by, other)]

    assert states == ["out", "out", "approved"]
    assert Notes.objects.get().approved_at == Approver.objects.get(person=other).approved_at


def test_who_has_read_an_older_text_cannot_approve_it(item, by):
    notes = send_out(item, by, by=by)
    approver = notes.approvers.get()
    read = notes.number
    noting.save_note(item, text="Annat.", version=item.version, by=by)

    assert code_of(lambda: approving.approve(approver, number=read)) == "stale"


def test_a_change_asks_those_who_have_approved_again(item, by):
    notes = send_out(item, by, make_secretary(), by=by)
    approve(notes, by)

    noting.save_note(item, text="Annat.", version=item.version, by=by)

    assert notes.approvers.filter(approved_at=None).count() == 2


def test_a_draft_cannot_be_approved(item, by):
    notes = send_out(item, by, by=by)
    approver = notes.approvers.get()
    Notes.objects.update(state="draft")

    assert code_of(lambda: approving.approve(approver, number=notes.number)) == "state"


def test_the_link_of_the_letter_approves_by_a_button_and_never_by_looking(client, item, by):
    notes = send_out(item, by, by=by)
    path = Delivery.objects.get().values["url"].removeprefix("http://testserver")
    path = path[path.index("/moten/") :]

    seen = [client.get(path).status_code, client.head(path).status_code]
    state = Notes.objects.get().state
    client.post(path, {"number": str(Notes.objects.get().number)})

    assert [seen, state, Notes.objects.get(pk=notes.pk).state] == [[200, 200], "out", "approved"]
    assert b'name="number"' not in client.get(path).content


def test_a_forged_or_withdrawn_link_leads_nowhere(client, item, by):
    send_out(item, by, by=by)
    token = links.sign(approving.PURPOSE, Approver.objects.get().pk)
    approving.take_back(item.event, by=by)

    pages = [reverse("events:approve_notes_by_link", args=[one]) for one in (token, "skräp")]

    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_only_those_who_were_asked_approve_on_the_page(client, item, by):
    notes = send_out(item, by, by=by)
    address = reverse("events:approve_notes", args=[item.event.slug])
    number = {"number": str(notes.number)}

    seen = []
    for person in (make_secretary(), by):
        client.force_login(person)
        seen.append((client.post(address, number).status_code, Notes.objects.get().state))

    assert seen == [(404, "out"), (302, "approved")]


# --- Approved for good --------------------------------------------------------------------------


def test_approved_notes_refuse_every_operation(item, by):
    decision = deciding.decide(item, text="Vi antar budgeten.", by=by)
    approved(item, by)

    acts = [
        lambda: noting.save_note(item, text="Annat.", version=1, by=by),
        lambda: noting.say_participants(item.event, text="Alla", by=by),
        lambda: noting.comment(item, text="Nej.", by=by),
        lambda: deciding.decide(item, text="Mer.", by=by),
        lambda: deciding.change(decision, text="Mer.", participants="", by=by),
        lambda: deciding.withdraw(decision, by=by),
        lambda: approving.take_back(item.event, by=by),
        lambda: approving.send_out(item.event, until=today(), approvers=[by], by=by),
    ]

    assert {code_of(act) for act in acts} == {"approved"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events_agendaitem SET note = 'Annat'",
        "UPDATE events_agendaitem SET title = 'Annat'",
        "DELETE FROM events_agendaitem",
        "INSERT INTO events_agendaitem (event_id, position, is_follow_up, title, presenter, text,"
        " note, version) SELECT event_id, 9, false, 'Nytt', '', '', '', 0 FROM events_notes",
        "UPDATE events_decision SET text = 'Annat'",
        "DELETE FROM events_decision",
        "UPDATE events_notes SET state = 'draft', approved_at = NULL",
        "UPDATE events_notes SET participants = 'Andra'",
        "DELETE FROM events_notes",
        "UPDATE events_approver SET approved_at = now() - interval '1 year'",
        "DELETE FROM events_approver",
        "DELETE FROM events_paper",
        "UPDATE events_correction SET text = 'Annat'",
        "DELETE FROM events_correction",
    ],
)
def test_approved_notes_stay_whatever_sql_is_run(item, by, sql):
    deciding.decide(item, text="Vi antar budgeten.", by=by)
    preparing.add_paper(item, title="Budget", link="https://budget.example.org", by=by)
    approved(item, by)
    approving.correct(item, text="Det var 2027.", reason="Skrivfel", by=by)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    kept = [AgendaItem, Decision, Notes, Approver, Paper, Correction]
    assert [model.objects.count() for model in kept] == [2, 1, 1, 1, 1, 1]
    assert AgendaItem.objects.get(pk=item.pk).note == "Budgeten visades."


def test_the_notes_of_other_meetings_can_still_change(item, by):
    other = preparing.add_item(make_meeting(), {"title": "Annat möte"}, by=by)
    approved(item, by)

    save = noting.save_note(other, text="Går bra.", version=0, by=by)

    assert save.item.version == 1


def test_a_correction_stands_beside_the_text_with_who_when_and_why(client, item, by):
    assert code_of(lambda: approving.correct(item, text="X", reason="Y", by=by)) == "state"
    approved(item, by)

    for _press in range(2):
        correction = approving.correct(item, text="Det var 2027.", reason="Skrivfel", by=by)

    assert list(item.corrections.values_list("text", "reason", "by_name", "by")) == [
        ("Det var 2027.", "Skrivfel", by.name, by.pk)
    ]
    politician, _officer = make_pair()
    client.force_login(politician)
    page = client.get(reverse("events:meeting", args=[item.event.slug])).content.decode()
    said = ["Budgeten visades.", "Det var 2027.", "Skrivfel", correction.by_name]
    assert [word in page for word in said] == [True] * 4


def test_a_double_that_has_approved_can_be_merged(item, by):
    double = make_secretary()
    approved(item, double)

    merging.merge(by, double, by=make_secretary())

    assert Approver.objects.get().person == by


# --- Who reads ----------------------------------------------------------------------------------


def test_notes_are_read_by_the_network_once_they_are_out(client, item, by):
    politician, _officer = make_pair()
    client.force_login(politician)
    page = reverse("events:meeting", args=[item.event.slug])

    def is_read():
        return "Budgeten visades." in client.get(page).content.decode()

    seen = [is_read()]
    send_out(item, by, by=by)
    seen.append(is_read())

    assert seen == [False, True]


def test_notes_of_a_group_are_for_the_group_and_the_secretariat(by):
    board = make_group(Group.Kind.BOARD)
    sitting = sit_in(Group.Kind.BOARD)
    item = preparing.add_item(
        make_meeting(kind=Event.Kind.MEETING, group=board), {"title": "Budget"}, by=by
    )
    noting.save_note(item, text="Hemligt.", version=0, by=by)
    politician, _officer = make_pair()

    def readers():
        people = (sitting, politician, by)
        return [Notes.objects.readable_by(person).exists() for person in people]

    before = readers()
    send_out(item, by, by=by)

    assert [before, readers()] == [[False, False, True], [True, False, True]]
