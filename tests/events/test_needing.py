"""What people need, and who they are: seen by few, counted without names, erased in time."""

from datetime import timedelta

import pytest

from events import needing, signing_up
from events.models import SignupNeeds
from members import erasing
from sekom import cleaning_up
from sekom.outbox.models import Delivery
from tests.event_factories import make_event, make_signup
from tests.events.dumping import tables_with
from tests.factories import make_former_contact, make_holding

pytestmark = pytest.mark.django_db

DIET, ACCESS = "Tål inte lupiner", "Teckentolk på svenska"


def make_needy(event, **columns):
    """Somebody who signs up with needs."""
    given = {"name": "Gunnar Gäst", "email": "gunnar@example.org", "diet": DIET, "access": ACCESS}
    return signing_up.sign_up(event, **(given | columns))


def years_later(event):
    return event.ends_at + timedelta(days=366)


def test_needs_are_erased_30_days_after_the_event_and_nothing_is_left_of_them():
    event = make_event(asks_diet=True, asks_access_needs=True)
    make_needy(event)

    cleaning_up.clean_up(event.ends_at + timedelta(days=29))
    soon = tables_with(DIET) | tables_with(ACCESS)
    cleaning_up.clean_up(event.ends_at + timedelta(days=31))

    left = tables_with(DIET) | tables_with(ACCESS)
    assert (soon, left) == ({"events_signupneeds"}, set())
    assert "events_signup" in tables_with("Gunnar Gäst")


def test_needs_are_in_no_letter():
    event = make_event(asks_diet=True, asks_access_needs=True)

    make_needy(event)

    said = str(list(Delivery.objects.values_list("values", flat=True)))
    assert (DIET in said, ACCESS in said) == (False, False)


def test_guests_are_erased_a_year_after_the_event_with_their_letters():
    event = make_event()
    make_needy(event)
    contact = make_holding().person
    make_needy(event, name=contact.name, email=contact.email)
    there = tables_with("gunnar@example.org")

    cleaning_up.clean_up(years_later(event))
    cleaning_up.clean_up(years_later(event))

    left = tables_with("gunnar@example.org") | tables_with("Gunnar Gäst")
    assert (there, left) == ({"events_signup", "outbox_delivery"}, set())
    assert event.signups.filter(person=contact).get().name == contact.name
    assert event.signups.confirmed().count() == 2


def test_an_erased_contact_leaves_their_sign_ups_and_not_those_of_colleagues():
    former = make_former_contact()
    event = make_event(asks_diet=True)
    own = make_needy(event, name=former.name, email=former.email)
    colleague = make_signup(event, signed_up_by=former, name="Kollega Ek")

    erasing.erase(former, by=None)

    own.refresh_from_db()
    colleague.refresh_from_db()
    assert (own.name, own.email, SignupNeeds.objects.count()) == (
        "Tidigare kontakt",
        f"raderad-{own.pk}@raderad.invalid",
        0,
    )
    assert colleague.name == "Kollega Ek"


def test_the_kitchen_counts_those_who_come_without_names():
    event = make_event(places=4, asks_diet=True)
    for number, diet in enumerate(["Vegan", "vegan ", "", "Nötter", "Fisk"]):
        make_needy(event, email=f"nr{number}@example.org", diet=diet)

    assert needing.of_kitchen(event) == [("vegan", 2), ("nötter", 1)]
