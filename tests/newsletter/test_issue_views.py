"""The list of issues, beginning and copying one, and its letter as it will be sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newsletter import composing, trying
from newsletter.models import Issue
from sekom.outbox import foot, posting, sending
from sekom.outbox.letters import LETTER_CSP
from tests.newsletter_factories import (
    make_article,
    make_block,
    make_issue,
    make_sent_issue,
    make_subscriber,
)

pytestmark = pytest.mark.django_db


def page_of(issue):
    return reverse("newsletter:edit_issue", args=[issue.pk])


def test_a_new_issue_begins_with_the_blocks_of_its_starter(office):
    answer = office.post(
        reverse("newsletter:issues"), {"title": "Nyhetsbrev maj", "starter": "notis"}
    )

    issue = Issue.objects.get()
    assert answer.url == page_of(issue)
    assert [block.kind for block in issue.blocks.all()] == ["text", "button"]


def test_a_new_issue_without_a_name_is_refused(office):
    answer = office.post(reverse("newsletter:issues"), {"title": "", "starter": "brev"})

    assert (answer.status_code, Issue.objects.count()) == (422, 0)


def test_the_list_shows_each_issue_by_its_state(office):
    draft, sent = make_issue(), make_sent_issue()
    later = make_issue(state=Issue.State.SCHEDULED, scheduled_at=timezone.now())

    context = office.get(reverse("newsletter:issues")).context

    assert [list(context["drafts"]), list(context["scheduled"])] == [[draft], [later]]
    assert list(context["page"]) == [sent]


def test_an_issue_that_was_sent_says_what_it_was(office):
    sent = make_sent_issue(subject="Svara tillsammans", audience={"subscribers": "all"})

    text = office.get(page_of(sent)).text

    assert "<strong>Svara tillsammans</strong>" in text
    assert "<dd>Alla prenumeranter. </dd>" in text
    assert 'name="act"' not in text


def test_an_issue_that_was_sent_can_be_copied(office):
    sent = make_sent_issue()

    answer = office.post(reverse("newsletter:copy_issue", args=[sent.pk]))

    made = Issue.objects.drafts().get()
    assert (answer.url, made.blocks.count()) == (page_of(made), 1)


def test_a_draft_can_be_thrown_away_and_a_sent_issue_cannot(office):
    draft, sent = make_issue("text"), make_sent_issue()
    gone, kept = (reverse("newsletter:discard_issue", args=[one.pk]) for one in (draft, sent))

    answers = [office.post(gone), office.post(gone), office.post(kept)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    everything = reverse("newsletter:issues")
    assert [answer.url for answer in answers] == [everything, everything, page_of(sent)]
    assert list(Issue.objects.all()) == [sent]


def test_the_preview_is_the_letter_that_is_sent(office, secretary):
    issue = make_issue("heading", "text", "divider")
    make_block(issue, "article", article=make_article())
    mailing = posting.prepare(
        trying.KIND,
        recipients=[posting.Recipient(secretary)],
        audience="",
        source=composing.source_of(issue),
    )
    [delivery] = mailing.deliveries.all()
    made = sending.letter_of(delivery)
    own = (foot.sign(trying.NOBODY), foot.sign(delivery.token))

    address = reverse("newsletter:issue_letter", args=[issue.pk])
    html = office.get(address).content.decode()
    text = office.get(address, {"visa": "text"}).content.decode()
    dark = office.get(address, {"visa": "mork"}).content.decode()

    assert html.replace(*own) == made.html
    assert text.replace(*own) == made.text
    assert dark == html.replace("@media (prefers-color-scheme: dark)", "@media all") != html


def test_the_preview_is_of_any_reader_by_name(office):
    issue = make_issue(audience={"subscribers": "all"})
    make_subscriber("bo@example.org", name="Bo Ek")

    address = reverse("newsletter:issue_letter", args=[issue.pk])
    answers = [
        office.get(address, {"mottagare": name}) for name in ("bo e", "bo@EXAMPLE.org", "x\x00y")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 404]


def test_a_letter_asks_no_other_server_for_anything(office):
    issue = make_issue("heading", "text", "button")

    html = composing.source_of(issue)["html"]

    assert "@import" not in html
    assert "<link" not in html


def test_only_the_letter_itself_may_carry_its_styles(office):
    issue = make_issue()

    letter = office.get(reverse("newsletter:issue_letter", args=[issue.pk]))
    page = office.get(page_of(issue))

    assert LETTER_CSP["style-src"] == ["'unsafe-inline'"]
    assert "'unsafe-inline'" in letter.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
