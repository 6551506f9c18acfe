"""The secretariat reviews an issue, sends or schedules it, and sees what became of it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from newsletter import audiences, dispatching, editing
from newsletter.models import Issue
from sekom.outbox.models import Delivery, Mailing
from tests.factories import make_secretary
from tests.newsletter_factories import make_issue, make_subscriber
from tests.outbox.making import state_of as state_of_mailing

pytestmark = pytest.mark.django_db

State = Delivery.State


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    person = make_secretary()
    client.force_login(person)
    return person


@pytest.fixture
def issue(secretary):
    make_subscriber("anna@example.org", name="Anna")
    make_subscriber("bo@example.org", name="Bo")
    return make_issue(audience={"subscribers": "all"})


def address(name, *about):
    return reverse(f"newsletter:{name}", args=[one.pk for one in about])


def words_of(response):
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def press(client, issue, **given):
    """Press the button of the review."""
    seen = dispatching.edition_of(Issue.objects.get(pk=issue.pk))
    pressed = {"when": "nu", "is_in_archive": "on", "expected": 2, "seen": seen} | given
    return client.post(address("review_issue", issue), pressed)


def state_of(issue):
    return Issue.objects.get(pk=issue.pk).state


def test_the_review_shows_what_leaves_and_to_how_many(client, issue):
    words = words_of(client.get(address("review_issue", issue)))

    assert "Svara tillsammans Fem korta nyheter." in words
    assert "Skicka till 2" in words
    assert "Anna, Bo" in words


def test_the_review_sends_a_test_and_comes_back(client, issue, secretary):
    review = address("review_issue", issue)
    before = client.get(review).text

    answer = client.post(address("edit_issue", issue), {"act": "test-and-review"})

    assert 'value="test-and-review"' in before
    assert answer.url == review
    assert Mailing.objects.get().deliveries.get().email == secretary.email
    assert "Ett testmejl har skickats efter senaste ändringen." in words_of(client.get(review))


def test_the_review_has_no_button_for_an_issue_that_something_stops(client, secretary):
    issue = make_issue(subject="", audience={"subscribers": "all"})

    words = words_of(client.get(address("review_issue", issue)))

    assert "Skriv en ämnesrad." in words
    assert "Ingen får brevet. Välj mottagare." in words
    assert "Skicka till" not in words


def test_the_review_looks_at_a_large_change_of_readers(client, issue, secretary):
    dispatching.send(issue, by=secretary)
    make_subscriber()
    another = make_issue(audience={"subscribers": "all"})

    words = words_of(client.get(address("review_issue", another)))

    assert "Det förra brevet om samma sak gick till 2, det här går till 3." in words


def test_the_button_sends_and_leads_to_where_it_can_be_undone(client, issue):
    answer = press(client, issue)

    page = client.get(answer.url)
    assert (answer.url, state_of(issue)) == (address("issue_sending", issue), Issue.State.SENT)
    mailing = Mailing.objects.get()
    assert address("take_back", issue, mailing) in page.text
    undone = client.post(address("take_back", issue, mailing))
    assert (undone.url, state_of(issue)) == (address("review_issue", issue), Issue.State.DRAFT)


def test_the_outbox_undoes_no_mailing_of_an_issue_but_leads_to_where_it_is_undone(client, issue):
    press(client, issue)
    mailing = Mailing.objects.get()

    answer = client.post(reverse("outbox:undo", args=[mailing.pk]))

    assert answer.url == address("issue_sending", issue)
    assert (state_of(issue), state_of_mailing(mailing)) == (Issue.State.SENT, "approved")
    page = client.get(answer.url).text
    assert 'role="alert"' in page
    assert address("take_back", issue, mailing) in page


@pytest.mark.parametrize("acts", [["pause"], ["pause", "resume"]])
def test_the_outbox_stops_and_goes_on_with_a_mailing_of_an_issue_that_stays_sent(
    client, issue, acts
):
    press(client, issue)
    mailing = Mailing.objects.get()

    pages = {client.post(reverse(f"outbox:{act}", args=[mailing.pk])).url for act in acts}

    assert (pages, state_of(issue)) == ({address("issue_sending", issue)}, Issue.State.SENT)


def test_an_issue_whose_mailing_is_cancelled_in_the_outbox_can_be_a_draft_again(client, issue):
    press(client, issue)
    mailing = Mailing.objects.get()

    page = client.post(reverse("outbox:cancel", args=[mailing.pk]), follow=True)
    approved = client.post(reverse("outbox:approve", args=[mailing.pk]), follow=True)

    assert "Gör till utkast igen" in words_of(page)
    assert 'role="alert"' in approved.text
    client.post(address("take_back", issue, mailing))
    assert (state_of(issue), state_of_mailing(mailing)) == (Issue.State.DRAFT, "cancelled")


def test_the_button_sends_nothing_when_the_number_is_another(client, issue):
    make_subscriber("cilla@example.org")

    answer = press(client, issue)

    assert (answer.status_code, Mailing.objects.count()) == (422, 0)
    assert "nu är de 3" in words_of(answer)
    assert 'name="expected" value="3"' in answer.text


@pytest.mark.parametrize("when", ["nu", "sedan"])
@pytest.mark.parametrize("what", ["the words", "the readers"])
def test_the_button_sends_nothing_that_was_changed_since_it_was_seen(client, issue, what, when):
    seen = dispatching.edition_of(issue)
    if what == "the words":
        editing.save_issue(issue, {"subject": "Halvskrivet"}, number=issue.number)
    else:
        audiences.choose(issue, {"roles": [], "subscribers": "all"})

    refused = press(client, issue, seen=seen, when=when, at="2030-01-02 08:00")
    now = dispatching.edition_of(Issue.objects.get(pk=issue.pk))

    assert refused.status_code == 422
    assert "har ändrats sedan du öppnade sidan" in words_of(refused)
    assert re.findall(r'name="seen" value="(.*?)"', refused.text) == [now]
    assert state_of(issue) == "draft"
    assert press(client, issue, when=when, at="2030-01-02 08:00").status_code == 302


def test_undoing_and_sending_again_may_be_pressed_twice(client, issue, secretary):
    def press_twice(place, **given):
        return [client.post(place, given).status_code for _press in range(2)]

    undone = dispatching.send(issue, by=secretary)
    assert press_twice(address("take_back", issue, undone)) == [302, 302]
    assert state_of(issue) == "draft"

    sent = dispatching.send(issue, by=secretary)
    sent.deliveries.update(state=State.FAILED, settled_at=timezone.now())
    assert press_twice(address("issue_sending", issue), states=["failed"]) == [302, 302]
    assert Mailing.objects.filter(state="approved").count() == 2


def test_a_letter_is_scheduled_sent_by_hand_or_made_a_draft_again(client, issue):
    at = timezone.localtime() + timedelta(days=1)

    press(client, issue, when="sedan", at=f"{at:%Y-%m-%dT%H:%M}")

    waiting = Issue.objects.get()
    assert waiting.scheduled_at == at.replace(second=0, microsecond=0)
    assert "Gör till utkast igen" in words_of(client.get(address("review_issue", issue)))
    client.post(address("unschedule_issue", issue))
    assert state_of(issue) == Issue.State.DRAFT


@pytest.mark.parametrize(
    "at",
    ["", "i morgon", "2020-01-01T08:00", "2027-03-28T02:30", "2027-10-31T02:30"],
    ids=["none", "no time", "past", "skipped by the clock", "twice on the clock"],
)
def test_a_time_that_is_none_is_refused_and_what_was_typed_stays(client, issue, at):
    answer = press(client, issue, when="sedan", at=at)

    assert (answer.status_code, state_of(issue)) == (422, Issue.State.DRAFT)
    assert f'value="{at}"' in answer.text or not at


def test_the_desk_asks_about_an_issue_that_was_not_sent(client, issue):
    Issue.objects.update(
        state=Issue.State.SCHEDULED, scheduled_at=timezone.now(), held_because="Det är för sent."
    )

    desk = client.get(reverse("desk"))
    review = words_of(client.get(address("review_issue", issue)))

    assert address("review_issue", issue) in desk.text
    assert "Det är för sent." in review


def test_the_page_sends_the_letter_to_those_who_did_not_get_it(client, issue, secretary):
    mailing = dispatching.send(issue, by=secretary)
    now = timezone.now()
    mailing.deliveries.filter(email="anna@example.org").update(state=State.SENT, settled_at=now)
    mailing.deliveries.filter(email="bo@example.org").update(state=State.FAILED, settled_at=now)

    before = words_of(client.get(address("issue_sending", issue)))
    nobody = client.post(address("issue_sending", issue), {})
    client.post(address("issue_sending", issue), {"states": ["failed"]})

    assert "1 fick det inte" in before
    assert nobody.status_code == 422
    again = Mailing.objects.order_by("pk").last()
    assert [one.email for one in again.deliveries.all()] == ["bo@example.org"]
    after = words_of(client.get(address("issue_sending", issue)))
    assert "Skickat tidigare" in after


def test_the_recipients_are_searched_and_taken_along(client, issue, secretary):
    mailing = dispatching.send(issue, by=secretary)

    found = client.get(reverse("outbox:detail", args=[mailing.pk]) + "?q=ann")
    file = client.get(reverse("outbox:workbook", args=[mailing.pk]) + "?q=ann")

    assert "anna@example.org" in found.text
    assert "bo@example.org" not in found.text
    rows = list(load_workbook(filename=_kept(file)).active.values)
    assert [row[:3] for row in rows[1:]] == [("Anna", "anna@example.org", "Väntar")]


def _kept(response):
    return BytesIO(b"".join(response.streaming_content))
