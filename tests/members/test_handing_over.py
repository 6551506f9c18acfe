"""Handing a seat over: what ends, begins and moves, who is told, and undoing it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import handing_over, seating
from members.models import Confirmation, Handover, Holding, Person, Seat, today
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_holding, make_person, make_secretary
from tests.members.conftest import ROLES
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def successor(**given):
    return {
        "name": "Exempelpolitiker Efter",
        "email": "efter@example.org",
        "title": "Kommunalråd",
        "starts_on": today() + DAY,
    } | given


def hand_over(kalix, *, by=None, keys=(), **given):
    holding = kalix.politician.holdings.get()
    return handing_over.hand_over(
        holding, by=by or kalix.politician, keys=keys, **successor(**given)
    )


def letters():
    return sorted(Delivery.objects.values_list("mailing__kind", "email"))


def test_hand_over_ends_one_holding_and_begins_the_next_on_its_day(kalix):
    handover = hand_over(kalix)

    old, new = handover.old_holding, handover.new_holding
    old.refresh_from_db()
    assert (old.ends_on, old.reason) == (today(), "Överlämnat")
    assert (new.starts_on, new.person.email, new.person.title) == (
        today() + DAY,
        "efter@example.org",
        "Kommunalråd",
    )
    assert old.seat.holding_on(today()) == old
    assert old.seat.holding_on(today() + DAY) == new


def test_hand_over_invites_the_successor_and_tells_the_other_two(kalix):
    hand_over(kalix)

    assert letters() == sorted(
        [
            ("members/handed_over", kalix.officer.email),
            ("members/handed_over", kalix.politician.email),
            ("members/invitation", "efter@example.org"),
        ]
    )


def test_hand_over_keeps_a_last_day_that_comes_sooner(kalix):
    kalix.politician.holdings.update(ends_on=today() + 5 * DAY)

    handover = hand_over(kalix, starts_on=today() + 30 * DAY)

    assert Holding.objects.get(pk=handover.old_holding_id).ends_on == today() + 5 * DAY


def test_rights_follow_the_days(kalix):
    new = hand_over(kalix, starts_on=today()).new_holding.person

    assert [
        Person.objects.get(pk=person.pk).may_see_contacts() for person in (kalix.politician, new)
    ] == [False, True]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"starts_on": today() - 900 * DAY},
            "Efterträdaren måste börja efter den dag då nuvarande kontakt började. "
            "Välj en senare dag.",
        ),
        (
            {"email": "politiker@example.org"},
            "Det är adressen till den som har platsen nu. Skriv efterträdarens.",
        ),
    ],
)
def test_hand_over_refuses_what_makes_no_sense(kalix, given, words):
    Person.objects.filter(pk=kalix.politician.pk).update(email="politiker@example.org")

    with pytest.raises(ValidationError) as refusal:
        hand_over(kalix, **given)

    assert refusal.value.messages == [words]
    assert (Handover.objects.count(), Delivery.objects.count()) == (0, 0)


def test_hand_over_refuses_a_second_time_and_a_holding_that_has_ended(kalix):
    hand_over(kalix)
    with pytest.raises(ValidationError) as twice:
        hand_over(kalix, email="annan@example.org")

    ended = make_holding(ends_on=today() - DAY)
    with pytest.raises(ValidationError) as late:
        handing_over.hand_over(ended, by=ended.person, **successor())

    assert (twice.value.code, late.value.code) == ("done", "ended")


def test_hand_over_leaves_nothing_behind_when_the_seat_is_taken_then(kalix):
    holding = kalix.politician.holdings.get()
    seating.end(holding, on=today() + 10 * DAY, reason="Mandatet", by=make_secretary())
    make_holding(seat=holding.seat, starts_on=today() + 11 * DAY)

    with pytest.raises(ValidationError):
        hand_over(kalix)

    holding.refresh_from_db()
    assert holding.ends_on == today() + 10 * DAY
    assert not Person.objects.filter(email="efter@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_hand_over_at_once_is_refused():
    politician = make_holding(kind="politician")
    officer = make_holding(member=politician.seat.member, kind="officer")
    start = Barrier(2)

    def attempt(number):
        start.wait(timeout=10)
        try:
            handing_over.hand_over(
                politician, by=officer.person, **successor(email=f"nr{number}@example.org")
            )
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "handed over"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(attempt, (1, 2)))

    assert outcomes == ["handed over", "refused"]
    assert (Handover.objects.count(), politician.seat.holdings.count()) == (1, 2)


# --- What was open ------------------------------------------------------------------------------


@pytest.fixture
def approved(kalix):
    """A response that the politician alone has approved."""
    return make_response(make_round(), kalix.member, answers={"home": "bygg"}, signed="politician")


def test_answers_follow_the_seat_and_an_approval_moves_by_choice(kalix, approved):
    approval = approved.signatures.get()

    kept = hand_over(kalix)
    assert [item["key"] for item in kept.moved] == [f"surveys.response:{approved.pk}"]
    assert approved.signatures.valid().count() == 1

    handing_over.undo(kept, by=kalix.politician)
    moved = hand_over(kalix, keys=[f"surveys.approval:{approval.pk}"])
    assert [item["key"] for item in moved.moved] == [
        f"surveys.response:{approved.pk}",
        f"surveys.approval:{approval.pk}",
    ]
    assert approved.signatures.valid().count() == 0


def test_undo_gives_an_approval_back(kalix, approved):
    approval = approved.signatures.get()
    handover = hand_over(kalix, keys=[f"surveys.approval:{approval.pk}"])

    handing_over.undo(handover, by=kalix.politician)

    assert list(approved.signatures.valid()) == [approval]


def test_an_approval_of_another_member_is_left_alone(kalix):
    other = make_response(make_round(), answers={"home": "bygg"}, signed="politician")

    hand_over(kalix, keys=[f"surveys.approval:{other.signatures.get().pk}"])

    assert other.signatures.valid().count() == 1


# --- Undoing ------------------------------------------------------------------------------------


def test_undo_gives_the_seat_back_and_keeps_the_invitation_back(kalix):
    kalix.politician.holdings.update(ends_on=today() + 90 * DAY, reason="Mandatperioden")
    handover = hand_over(kalix)

    for _time in range(2):
        handing_over.undo(handover, by=kalix.officer)

    holding = kalix.politician.holdings.get()
    assert (holding.ends_on, holding.reason) == (today() + 90 * DAY, "Mandatperioden")
    assert list(holding.seat.holdings.all()) == [holding]
    kept_back = Mailing.objects.filter(kind__in=["members/invitation", "members/handed_over"])
    assert set(kept_back.values_list("state", "deliveries__state")) == {("cancelled", "cancelled")}
    assert not Person.objects.filter(email="efter@example.org").exists()
    assert sorted(
        Delivery.objects.filter(mailing__kind="members/handover_undone").values_list(
            "email", flat=True
        )
    ) == sorted([kalix.officer.email, kalix.politician.email])


def test_undo_tells_a_successor_whose_invitation_has_left(kalix):
    handover = hand_over(kalix)
    Delivery.objects.update(state="sent", settled_at=timezone.now())

    handing_over.undo(handover, by=kalix.officer)

    assert ("members/handover_undone", "efter@example.org") in letters()


def test_a_handover_to_somebody_who_is_taken_away_makes_room_for_another(kalix):
    first = hand_over(kalix)

    seating.cancel(first.new_holding, by=make_secretary(), why="Kom inte")
    handing_over.undo(first, by=kalix.officer)
    second = hand_over(kalix, email="annan@example.org")

    assert list(Handover.objects.standing()) == [second]


@pytest.mark.parametrize("accepts", ["log-in", "confirmation"])
def test_undo_is_refused_once_the_successor_has_accepted(kalix, accepts):
    handover = hand_over(kalix, starts_on=today())
    person = handover.new_holding.person
    if accepts == "log-in":
        Person.objects.filter(pk=person.pk).update(last_login=timezone.now())
    else:
        seating.confirm(handover.new_holding, by=person, through=Confirmation.Through.LINK)

    with pytest.raises(ValidationError) as refusal:
        handing_over.undo(handover, by=kalix.officer)

    assert refusal.value.code == "accepted"
    assert handover.new_holding.seat.current_holding() == handover.new_holding


# --- Pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_form_is_for_the_pair_and_the_secretariat(visit, kalix, role):
    address = reverse("members:hand_over", args=[kalix.politician.holdings.get().pk])
    may = {"own", "secretary"}

    response = visit(role).get(address)

    assert response.status_code == (200 if role in may else 302 if role == "guest" else 404)


def test_the_form_hands_over_and_shows_what_it_did(visit, kalix, approved):
    client = visit("own")
    address = reverse("members:hand_over", args=[kalix.politician.holdings.get().pk])
    key = f"surveys.approval:{approved.signatures.get().pk}"

    assert f'value="{key}"' in client.get(address).content.decode()
    answer = client.post(
        address,
        successor(starts_on=(today() + DAY).isoformat(), keys=[key]),
        follow=True,
    )

    page = answer.content.decode()
    assert "Exempelpolitiker Efter tar över" in page
    assert "Ångra överlämningen" in page
    assert approved.signatures.valid().count() == 0


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(visit, kalix):
    address = reverse("members:hand_over", args=[kalix.politician.holdings.get().pk])

    response = visit("own").post(address, successor(starts_on="2001-01-01", email="fel"))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Exempelpolitiker Efter"' in page
    assert 'value="fel"' in page


def test_a_link_opens_the_form_without_log_in_and_undo_works_from_its_page(kalix, client):
    holding = kalix.politician.holdings.get()
    door = handing_over.door(holding, by=kalix.politician)

    for method in (client.get, client.head):
        assert method(door).status_code == 200
    assert Handover.objects.count() == 0
    done = client.post(door, successor(starts_on=(today() + DAY).isoformat()))
    assert client.head(done.url).status_code == 200
    assert Handover.objects.standing().count() == 1
    undone = client.post(f"{done.url}angra/", follow=True)

    assert "Överlämningen är ångrad" in undone.content.decode()
    assert list(holding.seat.holdings.all()) == [holding]


def test_a_link_that_was_used_tampered_with_or_outlived_its_holder_says_what_to_do(kalix):
    holding = kalix.politician.holdings.get()
    door = handing_over.door(holding, by=kalix.politician)
    client = Client()
    kalix.politician.holdings.update(starts_on=today() - 9 * DAY, ends_on=today() - DAY)

    answers = [
        client.get(door),
        client.post(door, successor()),
        client.get(f"{door[:-3]}x/"),
        client.get(reverse("members:handover", args=["a:b:c"])),
        client.post(reverse("members:undo_handover", args=["a:b:c"])),
    ]

    assert [answer.status_code for answer in answers] == [410] * 5
    assert all("Logga in och se hur det ligger till" in a.content.decode() for a in answers)
    assert Handover.objects.count() == 0


def test_the_page_of_an_accepted_handover_offers_no_undoing(kalix, client):
    handover = hand_over(kalix)
    Person.objects.filter(email="efter@example.org").update(last_login=timezone.now())

    page = client.get(handing_over.address(handover)).content.decode()
    answer = client.post(f"{handing_over.address(handover)}angra/", follow=True)

    assert "Ångra överlämningen" not in page
    assert "har tackat ja" in answer.content.decode()
    assert Handover.objects.standing().count() == 1


def test_a_key_figure_reporter_is_handed_over_by_either_of_the_pair(kalix):
    reporter = make_holding(member=kalix.member, kind=Seat.Kind.KEY_FIGURE_REPORTER)

    assert Holding.objects.handable_by(kalix.officer).contains(reporter)
    assert Holding.objects.handable_by(reporter.person).contains(reporter)
    assert not Holding.objects.handable_by(reporter.person).contains(
        kalix.politician.holdings.get()
    )
    assert not Holding.objects.handable_by(make_person()).exists()


def test_a_successor_who_logs_in_early_sees_when_the_seat_begins(kalix, client):
    handover = hand_over(kalix)
    client.force_login(handover.new_holding.person)

    page = client.get(reverse("my_page")).text

    assert "Din plats börjar" in page
    assert "ingen plats i nätverket" not in page
