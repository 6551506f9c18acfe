"""The example network's news and newsletter."""

from collections import Counter

import pytest

from newsletter import checking, example
from newsletter.models import Article, Issue, OwnCount, Reach, ShareLink, Subscriber
from sekom.outbox.models import Delivery, Mailing
from tests.event_factories import make_event
from tests.factories import make_member, make_pair, make_secretary, publish, tool_values
from toolbox import writing
from toolbox.models import Tool

pytestmark = pytest.mark.django_db

LINKED = ("en-karta-for-standard-mal-och-miljomal", "intervjuer-och-tematisk-sammanstallning")
TAKEN_UP = "arsavstamning-for-kontaktpersoner"


@pytest.fixture
def network():
    """A made-up member and a real one, each with its pair, and what the texts lead to."""
    for slug in (*LINKED, TAKEN_UP):
        publish(writing.begin(Tool, title=slug, slug=slug, values=tool_values()))
    make_event(slug="vintermote-2027")
    make_pair(make_member(code="9905", is_fictional=True))
    make_pair(make_member(code="9906", is_fictional=False))


def counted():
    kinds = (Article, Issue, Mailing, Delivery, Subscriber, ShareLink, Reach, OwnCount)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_example_is_loaded_once_and_sends_nothing(network):
    secretary = make_secretary()
    example.load(by=secretary)
    first = counted()

    example.load(by=secretary)

    sent = Issue.objects.archived().get()
    assert counted() == first
    states = Counter(sent.mailing.deliveries.values_list("state", flat=True))
    assert states == {"sent": 4 + 7, "suppressed": 2}
    assert list(sent.mailing.batches.values_list("total", "sent", "due_at")) == [(13, 11, None)]
    assert [block.frozen is not None for block in sent.blocks.all()] == [True] * 7
    assert [(file.name, file.fetched_count) for file in sent.files.all()] == [
        ("svara-tillsammans.pdf", 31)
    ]


def test_draft_of_the_example_can_be_sent(network):
    example.load(by=make_secretary())

    draft = Issue.objects.drafts().get()

    assert (draft.blocks.count(), checking.problems(draft)) == (5, [])


def test_no_real_member_is_said_to_have_passed_it_on(network):
    example.load(by=make_secretary())

    links = ShareLink.objects.values_list("member__code", "readers__email")

    assert {code for code, _email in links} == {"9905"}
    assert len(links) == 3
