"""Audiences of several querysets: who is found twice, who must not get it, and the count."""

import pytest
from django.db.models import Value

from members.models import Person
from sekom.outbox import freezing, posting
from sekom.outbox.freezing import Audience, Judged
from sekom.outbox.models import Suppression, address_hash
from tests.factories import make_person

pytestmark = pytest.mark.django_db

SOURCE = {"subject": "Ämne", "text": "Text", "html": "<p>Text</p>"}


def test_the_count_of_several_querysets_is_what_freezing_makes():
    anna, bo, cilla = (make_person(name, email=f"{name}@example.org") for name in ("a", "b", "c"))
    Suppression.objects.create(address_hash=address_hash(cilla.email), reason="Studsar")
    people = Person.objects.annotate(refusal=Value(""))
    audience = Audience(
        [
            people.filter(pk__in=[anna.pk, cilla.pk]),
            Person.objects.filter(pk__in=[anna.pk, bo.pk]).annotate(refusal=Value("no")),
            Person.objects.none(),
        ],
        refusals={"no": "Vill inte."},
    )

    counted = freezing.count(audience)
    mailing = posting.prepare("test", recipients=audience, audience="", source=SOURCE)

    assert counted == {(0, "queued"): 1, (0, "suppressed"): 1, (1, "duplicate"): 1, (1, "no"): 1}
    assert freezing.pick(audience, "no") == [Judged(1, bo.pk, "b", "b@example.org")]
    assert freezing.pick(audience, "queued", start=1, most=1) == []
    rows = mailing.deliveries.order_by("name", "-email")
    assert list(rows.values_list("name", "email", "state", "answer")) == [
        ("a", "a@example.org", "queued", ""),
        ("a", "", "duplicate", ""),
        ("b", "b@example.org", "suppressed", "Vill inte."),
        ("c", "c@example.org", "suppressed", ""),
    ]
    batch = mailing.batches.get()
    assert (batch.total, batch.suppressed, batch.duplicate) == (4, 2, 1)


def test_an_audience_of_nothing_but_empty_querysets_is_nobody():
    audience = Audience([Person.objects.none(), Person.objects.none()])

    assert (audience.first(), freezing.count(audience)) == (None, {})
