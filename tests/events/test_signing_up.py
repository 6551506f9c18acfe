"""Every way a sign-up comes, moves to somebody else and goes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from events import signing_up
from events.models import Event, Signup, SignupNeeds
from events.signing_up import Colleague, PartialFit
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_event
from tests.factories import make_member, make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db

State = Signup.State


def sign_up(event, name="Anna", **given):
    return signing_up.sign_up(event, name=name, email=f"{name.lower()}@example.org", **given)


def states(event):
    """{name: state}."""
    return dict(event.signups.values_list("name", "state"))


def letters():
    """[(kind, to whom)], in the order in which they were posted."""
    rows = Delivery.objects.order_by("pk").values_list("mailing__kind", "email")
    return [(kind.removeprefix("events/"), email) for kind, email in rows]


def refused(act, *given, **named):
    with pytest.raises(ValidationError) as refusal:
        act(*given, **named)
    return refusal.value.code


# --- Coming -------------------------------------------------------------------------------------


def test_sign_up_gives_away_the_last_place_and_then_a_place_in_line():
    event = make_event(places=1)

    first, second = sign_up(event, "Anna"), sign_up(event, "Bo")

    assert [first.state, second.state] == [State.CONFIRMED, State.WAITING]
    assert second.place_in_line() == 1
    assert letters() == [("confirmation", "anna@example.org"), ("waiting", "bo@example.org")]


def test_sign_up_without_a_limit_lets_everybody_come():
    event = make_event(places=None)

    for name in ("Anna", "Bo", "Cia"):
        sign_up(event, name)

    assert states(event) == dict.fromkeys(("Anna", "Bo", "Cia"), State.CONFIRMED)


def test_sign_up_twice_keeps_the_first_and_tells_nobody_again():
    event = make_event(places=1)

    first = sign_up(event)
    again = signing_up.sign_up(event, name="Anna A", email=" ANNA@example.org ")

    assert again == first
    assert letters() == [("confirmation", "anna@example.org")]


def test_sign_up_after_cancelling_is_a_new_one():
    event = make_event(places=1)
    signing_up.cancel(sign_up(event))

    again = sign_up(event)

    assert again.state == State.CONFIRMED
    assert event.signups.count() == 2


def test_sign_up_knows_who_has_the_address():
    person = make_person()
    event = make_event()

    own = signing_up.sign_up(event, name=person.name, email=person.email.upper(), by=person)

    assert (own.person, own.signed_up_by) == (person, None)


def test_sign_up_is_refused_when_closed_cancelled_or_a_draft():
    now = timezone.now()
    closed = make_event(signup_closes_at=now - timedelta(minutes=1))
    cancelled = make_event(state=Event.State.CANCELLED, cancelled_at=now)
    draft = make_event(state=Event.State.DRAFT, published_at=None)
    without = make_event(has_signup=False)

    codes = [refused(sign_up, event) for event in (closed, cancelled, draft, without)]

    assert codes == ["closed", "cancelled", "closed", "closed"]
    assert Signup.objects.count() == Mailing.objects.count() == 0


def test_the_secretariat_signs_up_after_closing_until_the_event_is_over():
    secretary = make_secretary()
    late = make_event(signup_closes_at=timezone.now() - timedelta(minutes=1))
    over = make_event(starts_at=timezone.now() - timedelta(days=1))

    signup = sign_up(late, by=secretary)

    assert (signup.state, signup.signed_up_by) == (State.CONFIRMED, secretary)
    assert refused(sign_up, over, by=secretary) == "closed"


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Anna", "anna"),
        ("Anna", "x" * 300 + "@example.org"),
        ("A" * 121, "a@example.org"),
        ("", "a@example.org"),
    ],
)
def test_sign_up_refuses_what_is_no_name_or_address(name, email):
    event = make_event()

    with pytest.raises(ValidationError):
        signing_up.sign_up(event, name=name, email=email)

    assert event.signups.count() == 0


def test_sign_up_writes_the_name_on_one_line():
    signup = signing_up.sign_up(
        make_event(), name="Anna\r\nBcc: all@example.org", email="anna@example.org"
    )

    assert signup.name == "Anna Bcc: all@example.org"


def test_a_member_has_no_more_places_than_it_may():
    event = make_event(places=10, most_per_member=1)
    granfors, havsvik = make_member(), make_member()

    signups = [
        sign_up(event, "Anna", member=granfors),
        sign_up(event, "Bo", member=granfors),
        sign_up(event, "Cia", member=havsvik),
        sign_up(event, "Dan"),
    ]

    assert [signup.state for signup in signups] == [
        State.CONFIRMED,
        State.WAITING,
        State.CONFIRMED,
        State.CONFIRMED,
    ]


def test_nobody_passes_who_waits_and_could_come():
    event = make_event(places=1)
    sign_up(event, "Anna")
    sign_up(event, "Bo")
    Event.objects.filter(pk=event.pk).update(places=2)  # as by a hand in the database

    third = sign_up(event, "Cia")

    assert third.state == State.WAITING


# --- Colleagues ---------------------------------------------------------------------------------

THREE = [Colleague(name, f"{name.lower()}@example.org") for name in ("Anna", "Bo", "Cia")]


def test_colleagues_get_a_letter_each():
    politician, _officer = make_pair(member := make_member())
    event = make_event(places=3)

    signups = signing_up.sign_up_colleagues(event, THREE, by=politician, member=member)

    assert [(one.name, one.state, one.member, one.signed_up_by) for one in signups] == [
        (name, State.CONFIRMED, member, politician) for name in ("Anna", "Bo", "Cia")
    ]
    assert letters() == [("confirmation", f"{name}@example.org") for name in ("anna", "bo", "cia")]
    assert len(set(Delivery.objects.values_list("values__link", flat=True))) == 3


def test_colleagues_who_do_not_all_fit_ask_first():
    politician, _officer = make_pair()
    event = make_event(places=2)

    with pytest.raises(PartialFit) as partial:
        signing_up.sign_up_colleagues(event, THREE, by=politician)

    assert partial.value.fit == 2
    assert states(event) == {}
    assert letters() == []


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        ("fit", {"Anna": State.CONFIRMED, "Bo": State.CONFIRMED}),
        ("all", {"Anna": State.CONFIRMED, "Bo": State.CONFIRMED, "Cia": State.WAITING}),
    ],
)
def test_colleagues_who_do_not_all_fit_come_as_was_chosen(take, expected):
    politician, _officer = make_pair()
    event = make_event(places=2)

    signing_up.sign_up_colleagues(event, THREE, by=politician, take=take)

    assert states(event) == expected
    assert len(letters()) == len(expected)


def test_colleagues_all_wait_when_none_fits():
    politician, _officer = make_pair()
    event = make_event(places=1)
    sign_up(event, "Dan")

    signups = signing_up.sign_up_colleagues(event, THREE, by=politician)

    assert [signup.place_in_line() for signup in signups] == [1, 2, 3]


def test_colleagues_signed_up_twice_are_there_once():
    politician, _officer = make_pair()
    event = make_event(places=3)

    first = signing_up.sign_up_colleagues(event, [*THREE, THREE[0]], by=politician)
    again = signing_up.sign_up_colleagues(event, THREE, by=politician)

    assert again == first
    assert len(letters()) == 3


def test_colleagues_are_at_most_ten_at_a_time():
    politician, _officer = make_pair()
    many = [Colleague(f"Nr {number}", f"nr{number}@example.org") for number in range(11)]

    code = refused(signing_up.sign_up_colleagues, make_event(), many, by=politician)

    assert code == "many"


# --- Somebody else instead ----------------------------------------------------------------------


def test_swap_keeps_the_place_of_a_full_event():
    event = make_event(places=1)
    anna = sign_up(event, "Anna")
    sign_up(event, "Bo")

    other = signing_up.swap(anna, name="Cia", email="cia@example.org")

    assert other.state == State.CONFIRMED
    assert states(event) == {
        "Anna": State.CANCELLED,
        "Bo": State.WAITING,
        "Cia": State.CONFIRMED,
    }
    assert letters()[2:] == [
        ("cancellation", "anna@example.org"),
        ("confirmation", "cia@example.org"),
    ]


def test_swap_keeps_the_place_in_line():
    event = make_event(places=1)
    sign_up(event, "Anna")
    bo = sign_up(event, "Bo")
    sign_up(event, "Dan")

    other = signing_up.swap(bo, name="Cia", email="cia@example.org")

    assert (other.state, other.place_in_line()) == (State.WAITING, 1)


def test_swap_is_refused_for_somebody_who_comes_already_and_for_what_is_gone():
    event = make_event(places=5)
    anna, bo = sign_up(event, "Anna"), sign_up(event, "Bo")

    twice = refused(signing_up.swap, anna, name="Bo", email="BO@example.org")
    signing_up.cancel(bo)
    gone = refused(signing_up.swap, bo, name="Cia", email="cia@example.org")

    assert [twice, gone] == ["twice", "gone"]


def test_swap_is_refused_once_the_event_has_begun_but_not_to_the_secretariat():
    event = make_event()
    anna = sign_up(event)

    with time_machine.travel(event.starts_at + timedelta(minutes=1)):
        late = refused(signing_up.swap, anna, name="Cia", email="cia@example.org")
        other = signing_up.swap(anna, name="Cia", email="cia@example.org", by=make_secretary())

    assert (late, other.state) == ("late", State.CONFIRMED)


# --- Going --------------------------------------------------------------------------------------


def test_cancel_frees_the_place_for_the_next_in_line():
    event = make_event(places=1)
    anna = sign_up(event, "Anna")
    sign_up(event, "Bo")

    signing_up.cancel(anna)
    signing_up.cancel(anna)

    assert states(event) == {"Anna": State.CANCELLED, "Bo": State.OFFERED}
    assert letters()[2:] == [("cancellation", "anna@example.org"), ("offer", "bo@example.org")]


def test_cancel_is_refused_once_the_event_is_over():
    event = make_event()
    anna = sign_up(event)

    with time_machine.travel(event.ends_at + timedelta(minutes=1)):
        assert refused(signing_up.cancel, anna) == "over"


def test_the_letters_of_a_place_carry_an_invitation_and_a_cancellation_takes_it_back():
    event = make_event(places=1)
    anna = sign_up(event, "Anna")
    bo = sign_up(event, "Bo")

    signing_up.cancel(anna)
    signing_up.cancel(bo)

    methods = [
        (
            delivery.mailing.kind,
            [m for m in ("REQUEST", "CANCEL") if m in delivery.values.get("calendar", "")][:1],
        )
        for delivery in Delivery.objects.order_by("pk").select_related("mailing")
    ]
    assert methods == [
        ("events/confirmation", ["REQUEST"]),
        ("events/waiting", []),
        ("events/cancellation", ["CANCEL"]),
        ("events/offer", []),
        ("events/cancellation", []),
    ]


def test_decline_says_so_and_offers_the_place_to_the_next():
    event = make_event(places=1)
    anna = sign_up(event, "Anna")
    sign_up(event, "Bo")

    signing_up.decline(anna)

    assert states(event) == {"Anna": State.DECLINED, "Bo": State.OFFERED}


def test_decline_with_erasure_leaves_nothing_of_who_it_was():
    politician, _officer = make_pair()
    event = make_event(places=1, asks_diet=True)
    [anna] = signing_up.sign_up_colleagues(event, THREE[:1], by=politician)
    signing_up.answer(anna, answers={}, diet="Vegan")

    signing_up.decline(anna, erase=True)

    anna.refresh_from_db()
    kept = (anna.state, anna.name, anna.email, anna.signed_up_by, SignupNeeds.objects.count())
    assert kept == (
        State.DECLINED,
        gettext("Erased"),
        f"raderad-{anna.pk}@raderad.invalid",
        None,
        0,
    )
    delivery = Delivery.objects.get()
    assert (delivery.name, delivery.values, delivery.state) == ("", {}, Delivery.State.CANCELLED)
    assert "anna@" not in f"{delivery.email} {delivery.mailing.audience}"


def test_answers_can_be_changed_until_sign_up_closes():
    event = make_event(asks_access_needs=True, signup_closes_at=timezone.now() + timedelta(days=1))
    anna = sign_up(event, answers={"ärende": "Ett"}, access="Hörslinga")

    signing_up.answer(anna, answers={"ärende": "Två"})
    with time_machine.travel(event.signup_closes_at + timedelta(minutes=1)):
        late = refused(signing_up.answer, anna, answers={"ärende": "Tre"})

    anna.refresh_from_db()
    assert (anna.answers, anna.needs.access, late) == ({"ärende": "Två"}, "Hörslinga", "late")


def test_needs_that_are_not_asked_for_are_not_kept_and_can_be_taken_back():
    event = make_event(asks_diet=True)

    anna = sign_up(event, diet="Nötter", access="Ramp")
    told = list(SignupNeeds.objects.values_list("diet", "access"))
    signing_up.answer(anna, forget=True)

    assert told == [("Nötter", "")]
    assert SignupNeeds.objects.count() == 0
