"""A newsletter, walked through in a browser: from the first word to a reader who leaves."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from newsletter import dispatching
from newsletter.models import Issue, Subscriber
from sekom.outbox import sending
from sekom.outbox.models import Mailing
from tests.browser import PHONE
from tests.event_factories import make_event
from tests.factories import make_pair, make_secretary
from tests.outbox.conftest import server as server  # the fixture of the outbox's tests
from tests.outbox.making import states_of
from tests.outbox.test_killed_workers import Nursery, await_messages

pytestmark = pytest.mark.django_db(transaction=True)

READERS = 60


@pytest.fixture
def nursery(server):
    nursery = Nursery(server.port)
    yield nursery
    nursery.close()


@pytest.fixture(autouse=True)
def place(settings, tmp_path, live_server):
    settings.SITE_URL = live_server.url
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def press(button, key="Enter"):
    """What the keyboard does with a button."""
    button.focus()
    button.press(key)


def write(field, words):
    """Write in a field by the keyboard."""
    field.focus()
    field.press("Control+A")
    field.page.keyboard.type(words)


def newest_letter(server, address):
    """The last letter to this address, when all that is due has left."""
    sending.send_due()
    return server.messages(address)[-1]


def link_in(letter, beginning):
    """The path of the link in a letter that begins so."""
    return re.search(rf"{beginning}\S+", letter.get_body(("plain",)).get_content()).group()


def test_a_newsletter_from_its_first_word_to_a_reader_who_leaves(page_as, server, nursery):
    _politician, officer = make_pair()
    make_event("Verktygslådan i praktiken")
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(email=f"lasare{n:02}@example.org", state="active", confirmed_at=now)
        for n in range(READERS)
    )
    secretary = make_secretary()
    office = page_as(secretary)

    # The secretariat begins with a starter, adds a divider and a workshop, and moves it up.
    office.goto("/kansli/nyhetsbrev/")
    write(office.get_by_label("Namn"), "Nyhetsbrev november")
    press(office.locator("[name=starter][value=enkatpaminnelse]"), "Space")
    press(office.get_by_role("button", name="Börja"))
    office.wait_for_url(re.compile(r"/kansli/nyhetsbrev/\d+/"))
    issue = Issue.objects.get()
    blocks = office.locator(".sk-block")
    for number, kind in ((4, "divider"), (5, "event")):
        press(office.locator(f".sk-adding button[value^='add:{kind}']"))
        expect(blocks).to_have_count(number)
    stops = office.locator("#checks .sk-checks__row--stop")
    expect(stops).to_have_count(1)
    choice = office.locator("select[name$='-event']")
    press(choice, "ArrowDown")
    expect(stops).to_have_count(0)
    press(office.locator(".sk-block:last-child [id^='up-']"))
    expect(blocks.nth(3)).to_contain_text("Verktygslådan")
    assert [block.kind for block in issue.blocks.all()] == [
        *("heading", "button", "text", "event", "divider")
    ]

    # The letter stands beside it, and comes as a test.
    letter = office.frame_locator("iframe[name=letter]")
    expect(letter.get_by_text("Verktygslådan i praktiken").first).to_be_attached()
    press(office.get_by_text("Testmejl", exact=True))
    press(office.locator(".sk-menu button[value='test:me']"))
    expect(office.locator("#toasts")).to_contain_text(secretary.email)
    assert newest_letter(server, secretary.email)["Subject"].startswith("[PROV] ")

    # Whom it goes to is chosen and counted; sent too soon, it is taken back, and sent again.
    press(office.locator("button[value='audience']"))
    office.wait_for_url("**/mottagare/")
    press(office.locator("#reach button.sk-button--primary"))
    office.goto(f"/kansli/nyhetsbrev/{issue.pk}/granska/")
    press(office.get_by_role("button", name="Skicka till 62"))
    office.wait_for_url("**/utskick/")
    press(office.get_by_role("button", name="Ångra"))
    office.wait_for_url("**/granska/")
    assert Issue.objects.get().is_draft
    press(office.get_by_role("button", name="Skicka till 62"))
    office.wait_for_url("**/utskick/")
    [mailing] = dispatching.mailings_of(Issue.objects.get())

    # A worker dies in the middle; the page goes on by itself until all have got it.
    server.delay = 0.05
    tested = len(server.addresses())
    Mailing.objects.filter(pk=mailing.pk).update(send_after=timezone.now())
    nursery.make()
    await_messages(server, tested + 10)
    nursery.kill_one()
    nursery.make()
    expect(office.locator("#mailing-status")).to_contain_text("Klart", timeout=20_000)
    expect(office.locator("#mailing-status")).to_contain_text("62 av 62 mottagare")
    assert set(states_of(mailing).values()) == {"sent"}
    assert set(states_of(mailing)) <= set(server.addresses())
    nursery.close()
    server.delay = 0

    # The officer finds it in the archive and passes it on; a colleague subscribes on the phone.
    hers = page_as(officer)
    hers.goto("/nyhetsbrev/")
    hers.get_by_role("link", name=re.compile("Nyhetsbrev november|Ert svar")).first.click()
    hers.goto(f"{Issue.objects.get().get_absolute_url()}sprid/")
    share = hers.locator("#share-link").input_value()
    phone = page_as(width=PHONE)
    phone.goto(re.sub(r"^https?://[^/]+", "", share))
    phone.locator("#subscribe-email").fill("kollega@example.org")
    phone.get_by_role("button", name="Prenumerera").click()
    phone.wait_for_url("**/tack/")
    phone.goto(link_in(newest_letter(server, "kollega@example.org"), "/nyhetsbrev/prenumerera/ja/"))
    phone.get_by_role("button", name="Ja, jag prenumererar").click()
    colleague = Subscriber.objects.get(email="kollega@example.org")
    assert (colleague.is_active, colleague.member) == (True, officer.holdings.get().seat.member)

    # A reader's mail program leaves with one click, without a cookie.
    [got] = server.messages("lasare07@example.org")[:1]
    way_out = re.search(r"<https?://[^/>]+(/[^>]+)>", got["List-Unsubscribe"]).group(1)
    answer = page_as().request.post(way_out, form={"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    assert Subscriber.objects.get(email="lasare07@example.org").state == Subscriber.State.LEFT
