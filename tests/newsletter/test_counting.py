"""How many an issue goes to, beside the last one; the count itself stands with the audiences."""

import pytest

from newsletter import counting
from newsletter.models import Issue
from tests.newsletter_factories import make_issue, make_sent_issue, make_subscriber

pytestmark = pytest.mark.django_db


def test_a_change_of_more_than_a_fifth_is_large():
    issue = make_issue()
    for _number in range(6):
        make_subscriber()
    assert counting.change_since_last(issue, counting.counted(issue)) is None
    make_sent_issue(topic=Issue.Topic.EVENTS)
    assert counting.change_since_last(issue, counting.counted(issue)) is None

    last = make_sent_issue()
    last.mailing.batches.create(number=0, total=9, sent=3, bounced=2, no_address=2, duplicate=2)
    change = counting.change_since_last(issue, counting.counted(issue))

    assert (change.last, change.before, change.now, change.percent) == (last, 5, 6, 20)
    assert not change.is_large
    make_subscriber()
    assert counting.change_since_last(issue, counting.counted(issue)).is_large
