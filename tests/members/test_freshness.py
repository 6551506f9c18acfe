"""How fresh a contact is, at the edges of each age."""

from datetime import timedelta

import pytest

from members import freshness
from members.models import Bounce, Holding, today
from tests.factories import make_holding


@pytest.mark.parametrize(
    ("confirmed", "began", "is_bouncing", "expected"),
    [
        (0, 400, False, "fresh"),
        (181, 400, False, "fresh"),
        (182, 400, False, "ageing"),
        (365, 400, False, "ageing"),
        (366, 400, False, "stale"),
        (None, 30, False, "invited"),
        (None, 31, False, "silent"),
        (0, 400, True, "bouncing"),
        (None, 0, True, "bouncing"),
    ],
)
def test_freshness_follows_age_silence_and_bounces(confirmed, began, is_bouncing, expected):
    day = today()

    found = freshness.judge(
        starts_on=day - timedelta(days=began),
        confirmed_on=None if confirmed is None else day - timedelta(days=confirmed),
        is_bouncing=is_bouncing,
    )

    assert found == expected
    assert found.is_gap == (expected in ("stale", "silent", "bouncing"))


@pytest.mark.django_db
def test_bounce_counts_for_the_present_address_until_it_is_cleared():
    holding = make_holding()
    person = holding.person
    bounce = Bounce.objects.create(person=person, email=person.email)
    seen = []

    def look():
        found = Holding.objects.with_names().get(pk=holding.pk)
        seen.append(str(freshness.of(found)))

    look()
    person.email = "ny@example.org"
    person.save()
    look()
    person.email = bounce.email
    person.save()
    bounce.cleared_at = bounce.bounced_at
    bounce.save()
    look()

    assert seen == ["bouncing", "fresh", "fresh"]
