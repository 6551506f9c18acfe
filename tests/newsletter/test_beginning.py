"""How an issue begins: as a copy of another one, or with a starter."""

import pytest

from newsletter import beginning, checking, editing, starters
from newsletter.models import Issue
from tests.factories import make_secretary
from tests.newsletter_factories import make_block, make_sent_issue

pytestmark = pytest.mark.django_db


def kinds(issue):
    return list(issue.blocks.values_list("kind", flat=True))


def test_a_copy_says_the_same_and_is_a_draft_of_its_own():
    issue = make_sent_issue(audience={"alla": True}, topic=Issue.Topic.EVENTS, title="Maj")
    make_block(issue, "divider")

    made = beginning.copy(issue, by=None)

    assert kinds(made) == ["text", "divider"]
    assert editing.said_in(made.blocks.first()) == editing.said_in(issue.blocks.first())
    assert (made.is_draft, made.audience, made.topic) == (True, {"alla": True}, "events")
    assert made.slug != issue.slug


@pytest.mark.parametrize("starter", starters.STARTERS.values(), ids=lambda one: one.key)
def test_every_starter_begins_a_letter(starter):
    anna = make_secretary()

    issue = starters.begin(starter, title="Nyhetsbrev juni", by=anna)

    assert kinds(issue) == [kind for kind, _said in starter.blocks]
    assert (issue.created_by, issue.topic, issue.slug) == (anna, starter.topic, "nyhetsbrev-juni")
    # What is to be filled in stands in the way; the reminder is whole.
    assert bool(checking.problems(issue)) == (starter.key != "enkatpaminnelse")
