"""The pages of mailings and of the mailbox in a real browser."""

import pytest
from django.urls import reverse

from sekom.outbox import kept, posting, sending
from sekom.outbox.models import Mailing
from tests.browser import DESKTOP, PHONE, assert_accessible, assert_fits
from tests.factories import make_secretary
from tests.outbox.making import make_draft, make_leaving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(("width", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_pages_of_mailings_are_accessible_and_fit(page_as, server, width, theme):
    server.refuse = {"bo@example.org": "550 5.1.1 No such user"}
    mailing = make_leaving("Anna", "Bo", "Cilla", audience="3 personer hos 2 medlemmar")
    sending.send_due()
    page = page_as(make_secretary(), width=width, theme=theme)

    for address in (reverse("outbox:list"), mailing.get_absolute_url()):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize(("width", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_the_mailbox_is_accessible_and_fits(page_as, settings, width, theme):
    settings.MAILERS = {"default": {"BACKEND": "sekom.outbox.kept.KeptMail"}}
    make_leaving("Anna")
    sending.send_due()
    [found] = kept.newest(most=1)
    page = page_as(width=width, theme=theme)

    for address in (reverse("demo:mailbox"), reverse("demo:message", args=[found.name])):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
    assert page.frame_locator("iframe").locator("h1").inner_text() == "Enkäten är öppen"


def test_a_mailing_tells_how_it_goes_without_a_reload_and_keeps_the_focus(page_as, server):
    mailing = make_leaving("Anna", "Bo")
    Mailing.objects.filter(pk=mailing.pk).update(state="sending")
    page = page_as(make_secretary())
    page.goto(mailing.get_absolute_url())
    number = page.locator("#mailing-status .sk-figure-key__number")
    page.locator("#mailing-pause").focus()

    page.evaluate("document.querySelector('#mailing-status').dataset.seen = 'yes'")
    page.locator("#mailing-status:not([data-seen])").wait_for(timeout=15_000)
    focused = page.evaluate("document.activeElement.id")
    sending.send_due()
    page.locator("#mailing-status .sk-tag--ok").wait_for(timeout=15_000)

    assert focused == "mailing-pause"
    assert number.inner_text() == "2"


def test_a_mailing_can_be_undone_without_javascript(page_as):
    mailing = posting.approve(make_draft("Anna"), by=None)
    page = page_as(make_secretary(), javascript=False)
    page.goto(mailing.get_absolute_url())

    page.locator("#mailing-undo").click()

    assert page.locator("#mailing-approve").inner_text() == "Skicka till 1"
