from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import acting
from events.models import Action, ActionEntry, Responsible
from members.models import Group, Seat, today
from tests.event_factories import make_action, make_event, make_meeting
from tests.factories import (
    make_expert,
    make_former_contact,
    make_group,
    make_holding,
    make_member,
    make_pair,
    make_person,
    make_seat,
    make_secretary,
    sit_in,
)

pytestmark = pytest.mark.django_db

Kind, State = ActionEntry.Kind, Action.State


def log_of(action):
    """Every line of the log: (what happened, words)."""
    return list(action.log.values_list("kind", "words"))


def refusal(operation, *args, **given):
    """What somebody reads who is refused."""
    with pytest.raises(ValidationError) as refused:
        operation(*args, **given)
    return refused.value.messages


def in_days(days):
    return today() + timedelta(days=days)


def responsible_for(action):
    return [responsible.who for responsible in action.responsible.with_names()]


# --- Agreeing -------------------------------------------------------------------------------------


def test_agree_writes_down_what_is_to_be_done_by_whom_and_when():
    meeting, by = make_meeting(), make_secretary()
    group, seat = (
        make_group(Group.Kind.EXPERT_GROUP),
        make_seat(member=make_member(), kind="officer"),
    )

    action = acting.agree(
        "  Workshoppar\n på nätet ",
        meeting=meeting,
        responsible=[group, "BTH", seat, by, "BTH"],
        due_on=in_days(10),
        by=by,
    )

    assert (action.title, action.number, action.state) == ("Workshoppar på nätet", 1, State.NEW)
    assert (action.due_on, action.agreed_on, action.agreed_by) == (in_days(10), today(), by)
    assert responsible_for(action) == [group, "BTH", seat, by]
    assert log_of(action) == [(Kind.AGREED, "")]


def test_agree_numbers_the_actions_of_each_meeting_and_makes_the_same_words_once():
    first, second = make_meeting(), make_meeting()

    made = [make_action(title, meeting=first) for title in ("En", "Två", "En")]
    others = [make_action("En", meeting=second), make_action("En")]

    assert [action.number for action in made] == [1, 2, 1]
    assert made[2] == made[0]
    assert [action.number for action in others] == [1, None]
    assert Action.objects.count() == 4


def test_agree_refuses_what_says_nothing_and_a_day_that_has_passed():
    assert refusal(make_action, " ", meeting=make_meeting()) == ["Detta fält får inte vara tomt."]
    assert refusal(make_action, due_on=in_days(-1)) == [
        "Dagen har passerat. Välj i dag eller en kommande dag."
    ]
    assert Action.objects.count() == 0


def test_change_says_in_the_log_what_it_was():
    by, group = make_secretary(), make_group(Group.Kind.BOARD)
    action = make_action("Enkät", responsible=["BTH"], due_on=in_days(3))
    values = {"title": "En enkät", "due_on": None, "responsible": [group], "description": "Kort."}

    for _time in range(2):
        changed = acting.change(action, values, by=by, words="Bättre så")

    assert (changed.title, changed.due_on, changed.description) == ("En enkät", None, "Kort.")
    assert responsible_for(changed) == [group]
    _agreed, entry = action.log.all()
    assert (entry.kind, entry.words, entry.by_name) == (Kind.CHANGED, "Bättre så", by.name)
    assert entry.changed == {
        "title": "Enkät",
        "due_on": in_days(3).isoformat(),
        "description": "",
        "responsible": "",
    }
    assert len(entry.say_changes()) == 4


def test_change_from_an_older_version_is_refused_and_changes_nothing():
    action, by = make_action("Enkät"), make_secretary()
    acting.change(action, {"title": "Enkät"}, by=by, version=action.version)
    acting.change(action, {"title": "Deras"}, by=by, version=action.version)

    with pytest.raises(acting.StaleAction) as refusal:
        acting.change(action, {"title": "Min"}, by=by, version=action.version)

    action.refresh_from_db()
    assert (refusal.value.theirs, action.title) == (action, "Deras")


def test_change_keeps_a_late_day_and_refuses_a_new_one_that_has_passed():
    action = make_action("Enkät", due_on=in_days(1))

    with time_machine.travel(timezone.now() + timedelta(days=5)):
        kept = acting.change(action, {"title": "Ny", "due_on": action.due_on}, by=make_secretary())
        refused = refusal(acting.change, action, {"due_on": in_days(-1)}, by=make_secretary())

    assert kept.title == "Ny"
    assert refused == ["Dagen har passerat. Välj i dag eller en kommande dag."]


# --- How it goes ----------------------------------------------------------------------------------


def test_an_action_is_begun_done_and_opened_again_each_once():
    by, action = make_secretary(), make_action()

    for _time in range(2):
        begun = acting.start(action, by=by)
    for _time in range(2):
        done = acting.finish(action, by=by, words="Klart nu.")
    for _time in range(2):
        again = acting.reopen(action, by=by)

    assert [begun.state, done.state, again.state] == [State.UNDER_WAY, State.DONE, State.UNDER_WAY]
    assert [begun.is_open, done.is_open, again.is_open] == [True, False, True]
    assert log_of(action) == [
        (Kind.AGREED, ""),
        (Kind.STARTED, ""),
        (Kind.DONE, "Klart nu."),
        (Kind.REOPENED, ""),
    ]


def test_an_action_is_dropped_with_a_reason_and_then_only_opened_again():
    by, action = make_secretary(), make_action()

    assert refusal(acting.drop, action, by=by, words=" ") == ["Skriv varför den inte blir av."]
    dropped = acting.drop(action, by=by, words="Behövs inte.")

    assert dropped.state == State.DROPPED
    for operation in (acting.start, acting.finish):
        assert refusal(operation, action, by=by) == ["Åtgärden är avslutad. Öppna den igen först."]


def test_comment_writes_a_line_once_also_on_what_is_closed():
    by, action = make_secretary(), make_action()
    acting.finish(action, by=by)

    for _time in range(2):
        acting.comment(action, by=by, words="Tack alla.")

    assert log_of(action)[2:] == [(Kind.COMMENT, "Tack alla.")]
    assert refusal(acting.comment, action, by=by, words="") == ["Skriv en rad först."]


# --- What came of it ------------------------------------------------------------------------------


def test_link_looks_up_our_own_pages_and_keeps_each_once(settings):
    by, action, event = make_secretary(), make_action(), make_event("Vintermötet")
    address = settings.SITE_URL + event.get_absolute_url()

    for given in (address, event.get_absolute_url()):
        acting.link(action, given, by=by)
    acting.link(action, "https://exempel.se/rapport", by=by, title="Rapporten")

    found = list(action.links.values_list("title", "address", "added_by"))
    assert found == [
        ("Vintermötet", event.get_absolute_url(), by.pk),
        ("Rapporten", "https://exempel.se/rapport", by.pk),
    ]
    assert log_of(action)[1:] == [(Kind.LINKED, "Vintermötet"), (Kind.LINKED, "Rapporten")]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/finns/inte/alls/", "Det finns ingen sådan sida här. Kopiera adressen en gång till."),
        ("/finns-inte/", "Det finns ingen sådan sida här. Kopiera adressen en gång till."),
        ("/evenemang/nej/", "Det finns ingen sådan sida här. Kopiera adressen en gång till."),
        ("/evenemang/%00/", "Det finns ingen sådan sida här. Kopiera adressen en gång till."),
        (
            "javascript:alert(1)",
            "Skriv adressen till en av våra sidor, eller en som börjar med https://.",
        ),
        (
            "http://exempel.se",
            "Skriv adressen till en av våra sidor, eller en som börjar med https://.",
        ),
        ("https://exempel.se", "Skriv vad sidan heter."),
        ("/medlemmar/", "Skriv vad sidan heter."),
    ],
)
def test_link_refuses_what_is_no_page_and_what_it_cannot_name(address, said):
    action = make_action()

    assert refusal(acting.link, action, address, by=make_secretary()) == [said]
    assert action.links.count() == 0


def test_link_names_no_page_that_its_writer_may_not_see():
    draft = make_event("Hemligt", state="draft", published_at=None)
    politician, _officer = make_pair()

    said = refusal(acting.link, make_action(), draft.get_absolute_url(), by=politician)

    assert said == ["Det finns ingen sådan sida här. Kopiera adressen en gång till."]


def test_unlink_takes_a_link_away_once_and_the_log_keeps_its_title():
    by, action = make_secretary(), make_action()
    made = acting.link(action, "https://exempel.se/", by=by, title="Fel")

    for _time in range(2):
        acting.unlink(made, by=by)

    assert action.links.count() == 0
    assert action.log.last().changed == {"links": "Fel"}
    assert action.log.count() == 3


# --- What comes back ------------------------------------------------------------------------------


def test_an_action_of_one_meeting_is_on_the_agenda_of_the_next_until_it_is_closed_there():
    by, now = make_secretary(), timezone.now()
    first = make_meeting("A", starts_at=now - timedelta(days=90))
    second = make_meeting("B", starts_at=now + timedelta(hours=1))
    with time_machine.travel(first.starts_at):
        action = make_action("Workshoppar", meeting=first)
    with time_machine.travel(second.starts_at + timedelta(minutes=10)):
        acting.finish(action, by=by, words="Tre hölls.", meeting=second)
    third = make_meeting("C", starts_at=now + timedelta(days=30))

    assert [list(acting.open_for(meeting)) for meeting in (first, second, third)] == [
        [],
        [action],
        [],
    ]
    assert list(action.log.values_list("kind", "meeting__title")) == [
        ("agreed", "A"),
        ("done", "B"),
    ]


def test_a_groups_meetings_take_up_its_own_actions_and_what_it_answers_for():
    board = make_group(Group.Kind.BOARD)
    earlier = timezone.now() - timedelta(days=9)
    theirs = make_meeting("Styrelsen", kind="meeting", group=board, starts_at=earlier)
    with time_machine.travel(earlier):
        own = make_action("Styrelsens egen", meeting=theirs)
        asked = make_action("Nätverkets, hos styrelsen", responsible=[board])
        make_action("Nätverkets")
    coming = make_meeting(kind="meeting", group=board)

    assert list(acting.open_for(coming)) == [own, asked]
    assert own not in acting.open_for(make_meeting())


# --- Who may --------------------------------------------------------------------------------------


def test_who_may_read_work_on_and_change_an_action():
    board = make_group(Group.Kind.BOARD)
    chair = make_holding(seat=make_seat(group=board, kind=Seat.Kind.CHAIR)).person
    open_meeting, closed_meeting = make_meeting(), make_meeting(kind="meeting", group=board)
    politician, officer = make_pair()
    seat = Seat.objects.held_by(officer).get()
    seated = make_action("Sätets", meeting=open_meeting, responsible=[seat])
    group = make_action("Styrelsens", meeting=closed_meeting, responsible=["BTH"])
    person = make_action("En persons", responsible=[make_former_contact()])
    loner = person.responsible.get().person
    people = [loner, politician, officer, make_expert(), chair, make_secretary()]

    def may(right):
        return [list(getattr(Action.objects, right)(who).order_by("pk")) for who in people]

    everything, network = [seated, group, person], [seated, person]
    assert may("readable_by") == [[person], network, network, network, everything, everything]
    assert may("workable_by") == [[person], [], [seated], [], [group], everything]
    assert may("editable_by") == [[], [], [], [], [group], everything]


def test_a_seat_keeps_its_action_when_it_is_handed_over():
    seat = make_seat(member=make_member(), kind="officer")
    old = make_holding(seat=seat, ends_on=in_days(-1)).person
    new = make_holding(seat=seat, starts_on=today()).person
    action = make_action(responsible=[seat])

    assert list(Action.objects.resting_with(new)) == [action]
    assert list(Action.objects.resting_with(old)) == []
    assert Responsible.objects.get().people() == [new]


def test_people_are_the_groups_of_today_and_nobody_for_a_name():
    expert = make_expert()
    sit_in(Group.Kind.EXPERT_GROUP, ends_on=in_days(-1))
    someone = make_person()
    action = make_action(responsible=[make_group(Group.Kind.EXPERT_GROUP), someone, "BTH"])

    assert [row.people() for row in action.responsible.with_names()] == [[expert], [someone], []]
