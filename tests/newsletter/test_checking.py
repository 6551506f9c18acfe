"""What stands in the way of sending an issue, and what is only worth a look."""

import re

import pytest
from django.utils.translation import override

from newsletter import attaching, checking
from newsletter.checking import Verdict
from tests.event_factories import make_event
from tests.factories import make_draft, make_group
from tests.newsletter_factories import (
    make_block,
    make_file,
    make_issue,
    make_picture,
    make_subscriber,
)

pytestmark = pytest.mark.django_db

STOP, LOOK, FINE = Verdict


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with override("sv"):
        yield


def verdicts(issue, verdict=STOP):
    return [check.words for check in checking.checks(issue) if check.verdict == verdict]


def test_an_issue_that_is_whole_may_be_sent():
    issue = make_issue(content_number=3, tested_number=3)

    assert [check.verdict for check in checking.checks(issue)] == [FINE, FINE]
    assert checking.problems(issue) == []


def test_an_issue_without_subject_or_content_may_not():
    issue = make_issue("divider", subject="")

    assert len(verdicts(issue)) == 2


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", {}),
        ("button", {"link_text": "Tryck"}),
        ("button", {"link": "/enkater/"}),
        ("button", {}),
        ("columns", {"text": "<p>Vänster</p>"}),
        ("image", {}),
        ("article", {}),
        ("event", {}),
        ("tool", {}),
        ("file", {"heading": "Dagordning"}),
        ("text", {"heading": "Hej {{ namn }}"}),
        ("text", {"text": "<p>Hej [namn], välkommen</p>"}),
        ("text", {"text": '<p><a href="/finns-inte-alls/x/">Läs</a></p>'}),
        ("text", {"heading": "Läs", "link_text": "Läs", "link": "/finns-inte-alls/x/"}),
    ],
)
def test_a_block_that_lacks_something_stops_it_once_and_says_where(kind, values):
    issue = make_issue()
    block = make_block(issue, kind, values=values)

    assert [check.block for check in checking.problems(issue)] == [block.pk]


def test_what_readers_may_not_see_is_not_sent_to_them():
    issue = make_issue()
    make_block(issue, "event", event=make_event(state="draft", published_at=None))
    make_block(issue, "event", event=make_event(group=make_group()))
    make_block(issue, "tool", tool=make_draft())

    assert len(verdicts(issue)) == 3


def test_a_picture_needs_its_description():
    issue = make_issue()
    picture = make_picture()
    make_block(issue, "image", picture=picture)
    assert verdicts(issue) == []

    type(picture).objects.update(alt="")

    assert len(verdicts(issue)) == 1


def test_an_issue_that_has_changed_since_its_test_says_so():
    issue = make_issue(content_number=4, tested_number=3, subject="x" * 61)

    assert len(verdicts(issue, LOOK)) == 2


def test_a_letter_that_gmail_cuts_off_says_so():
    issue = make_issue()
    make_block(issue, "text", values={"text": f"<p>{'ord ' * 26_000}</p>"})

    assert any("102" in words for words in verdicts(issue, LOOK))


def test_attachments_are_warned_of_and_stop_the_letter_when_they_are_too_large(monkeypatch):
    make_subscriber()
    issue = make_issue(content_number=1, tested_number=1, audience={"subscribers": "all"})
    for name, along in {"a": True, "b": True, "c": False}.items():
        make_file(issue, name, b"%PDF-" + bytes(570_000), along=along)
    may_go = [check.verdict for check in checking.checks(issue)]

    monkeypatch.setattr(attaching, "MOST_ATTACHED", 1_000_000)

    assert may_go == [LOOK, FINE, FINE]
    [stops], [warns] = verdicts(issue), verdicts(issue, LOOK)
    assert re.findall(r"[\d,]+\s[kM]B", stops) == ["1,1\xa0MB", "976,6\xa0kB"]
    assert re.findall(r"[\d,]+\s[kM]B", warns) == ["1,5\xa0MB", "1,5\xa0MB"]


def test_a_file_by_its_link_is_nothing_to_warn_of():
    issue = make_issue(content_number=1, tested_number=1)
    make_file(issue)

    assert [check.verdict for check in checking.checks(issue)] == [FINE, FINE]
