"""A workshop, walked through in a browser: from the starter to a certificate that is checked."""

import re
from datetime import datetime, time, timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event, Signup
from members.models import today
from sekom.outbox import sending
from sekom.text import STOCKHOLM
from tests.browser import PHONE
from tests.events.ics import Calendar
from tests.factories import make_pair, make_secretary

pytestmark = pytest.mark.django_db(transaction=True)

MEETING_LINK = "https://moten.example.org/hemlig-lank"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def newest_letter(address):
    """The last letter to this address, when all that is due has left."""
    sending.send_due()
    return [letter for letter in mail.outbox if address in letter.to[0]][-1]


def link_in(letter, beginning):
    """The path of the link in a letter that begins so."""
    return re.search(rf"{beginning}\S+", letter.body).group()


def calendar_in(letter):
    """The method and the one entry of the calendar that goes along with a letter."""
    [part] = [
        part for part in letter.message().walk() if part.get_content_type() == "text/calendar"
    ]
    calendar = Calendar(part.get_content().replace("\r\n", "\n").replace("\n", "\r\n"))
    [entry] = calendar.events
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return calendar["METHOD"], entry


def states(event):
    """{name: state} of all who have signed up."""
    return dict(event.signups.values_list("name", "state"))


def test_a_workshop_from_starter_to_certificate(page_as):
    _politician, officer = make_pair()
    starts_at = datetime.combine(today() + timedelta(days=7), time(9), STOCKHOLM)
    office = page_as(make_secretary())

    # The secretariat takes a workshop from a starter and publishes it, with three places.
    office.goto("/kansli/evenemang/")
    office.get_by_role("link", name="Nytt evenemang").first.click()
    office.get_by_label(re.compile("^Workshop på nätet")).check()
    office.get_by_label("Titel").fill("Verktygslådan i praktiken")
    office.get_by_label("Börjar", exact=True).fill(f"{starts_at:%Y-%m-%dT%H:%M}")
    office.get_by_role("button", name="Börja", exact=True).click()
    office.locator("[name=online_link]").fill(MEETING_LINK)
    office.locator("[name=places]").fill("3")
    office.get_by_role("button", name="Spara", exact=True).click()
    office.get_by_role("button", name="Publicera", exact=True).click()
    expect(office.locator("body")).to_contain_text("Evenemanget är publicerat.")
    event = Event.objects.get()
    assert (event.starts_at, event.places, event.is_published) == (starts_at, 3, True)
    manage = office.url

    # The officer of a pair signs up two colleagues and herself: then it is full.
    hers = page_as(officer)
    hers.goto("/evenemang/")
    hers.get_by_role("link", name="Verktygslådan i praktiken").first.click()
    hers.get_by_role("link", name="Anmäl kollegor").click()
    for row, name in enumerate(("Kollega Ett", "Kollega Två")):
        hers.locator(f"[name=form-{row}-name]").fill(name)
        hers.locator(f"[name=form-{row}-email]").fill(f"kollega{row}@example.org")
    hers.get_by_role("button", name="Anmäl dem").click()
    expect(hers.locator("body")).to_contain_text("Anmälda: 2, varav 2 har plats.")
    hers.goto(event.get_absolute_url())
    expect(hers.locator("#anmalan")).to_contain_text("1 plats kvar")
    hers.get_by_role("link", name="Anmäl mig").click()
    hers.get_by_role("button", name="Bekräfta anmälan").click()
    expect(hers.locator("h2", has_text="har plats")).to_be_visible()
    method, invited = calendar_in(newest_letter(officer.email))
    assert (method, invited["DTSTART"]) == ("REQUEST", f"{starts_at:%Y%m%dT%H%M%S}")

    # A guest on the phone stands in line, and sees by the link in the letter where.
    phone = page_as(width=PHONE)
    phone.goto(event.get_absolute_url())
    expect(phone.locator("#anmalan")).to_contain_text("Alla platser är tagna")
    phone.locator("#anmalan [name=name]").fill("Exempelgäst")
    phone.locator("#anmalan [name=email]").fill("gast@example.org")
    phone.get_by_role("button", name="Ställ mig i kö").click()
    phone.wait_for_url(f"**{event.get_absolute_url()}")
    own_page = link_in(newest_letter("gast@example.org"), "/anmalan/")
    phone.goto(own_page)
    expect(phone.locator("h2").first).to_have_text("Exempelgäst är nummer 1 i kön")

    # A colleague looks at the own link, which changes nothing, and cancels by its button.
    colleague = page_as(width=PHONE)
    colleague.goto(link_in(newest_letter("kollega0@example.org"), "/anmalan/"))
    expect(colleague.locator("h2").first).to_have_text("Kollega Ett har plats")
    assert states(event)["Kollega Ett"] == Signup.State.CONFIRMED
    colleague.get_by_role("button", name="Avboka").click()
    expect(colleague.locator("body")).to_contain_text("Din anmälan är avbokad.")
    assert calendar_in(newest_letter("kollega0@example.org"))[0] == "CANCEL"

    # Who waits is offered the place by letter, and takes it on the page.
    offer = newest_letter("gast@example.org")
    assert offer.subject == "En plats är ledig för dig: Verktygslådan i praktiken"
    phone.goto(link_in(offer, "/anmalan/"))
    assert states(event)["Exempelgäst"] == Signup.State.OFFERED
    phone.get_by_role("button", name="Ta platsen").click()
    expect(phone.locator("h2").first).to_have_text("Exempelgäst har plats")
    assert states(event) == {
        officer.name: Signup.State.CONFIRMED,
        "Kollega Ett": Signup.State.CANCELLED,
        "Kollega Två": Signup.State.CONFIRMED,
        "Exempelgäst": Signup.State.CONFIRMED,
    }

    # The secretariat moves it by an hour, and what stands in the calendars follows.
    office.goto(manage)
    office.get_by_role("link", name="Flytta").click()
    for name, at in (("starts_at", event.starts_at), ("ends_at", event.ends_at)):
        later = timezone.localtime(at + timedelta(hours=1), STOCKHOLM)
        office.locator(f"[name={name}]").fill(f"{later:%Y-%m-%dT%H:%M}")
    office.get_by_role("button", name="Spara tiden").click()
    expect(office.locator("main")).to_contain_text("10.00–11.30")
    method, moved = calendar_in(newest_letter(officer.email))
    assert (method, moved["UID"]) == ("REQUEST", invited["UID"])
    assert int(moved["SEQUENCE"]) == int(invited["SEQUENCE"]) + 1
    assert moved["DTSTART"] == f"{starts_at + timedelta(hours=1):%Y%m%dT%H%M%S}"
    event.refresh_from_db()

    with time_machine.travel(event.ends_at + timedelta(minutes=5)):
        after_the_workshop(event, office, phone)


def after_the_workshop(event, office, phone):
    """Who came is noted, thanked and asked; a guest answers and gets the certificate."""
    after = reverse("events:after", args=[event.slug])

    # The secretariat ticks who came: two together, and the last by a button of its own.
    office.goto(after)
    office.get_by_role("link", name="Närvaro", exact=True).click()
    for name in ("Exempelgäst", "Kollega Två"):
        office.get_by_role("checkbox", name=f"Välj {name}").check()
    office.locator("[data-bulk]").get_by_role("button", name="Kom", exact=True).click()
    expect(office.locator(".sk-day-numbers")).to_contain_text("2 kom")
    office.get_by_role("button", name=re.compile("^Kom ")).click()
    expect(office.locator(".sk-day-numbers")).to_contain_text("3 kom")

    # It thanks them and asks what they thought; the letters leave after a minute.
    office.goto(after)
    office.locator("form[action$='/tack/'] button").click()
    office.wait_for_url("**/utskick/**")
    office.goto(after)
    office.get_by_role("button", name="Fråga 3 personer").click()
    # The first evaluation puts its form in place, with everything that goes with it.
    expect(office.locator("main")).to_contain_text("0 av 3 har svarat", timeout=30_000)
    letters = len(mail.outbox)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sending.send_due()
    sent = [letter for letter in mail.outbox[letters:] if "gast@example.org" in letter.to[0]]
    thanks, asked = sorted(sent, key=lambda letter: "/utvardering/" in letter.body)

    # The guest answers by the link, once, and the share of answers is seen.
    phone.goto(link_in(asked, "/utvardering/"))
    phone.get_by_label("Stor nytta", exact=True).check()
    phone.get_by_role("button", name="Skicka svaren").click()
    expect(phone.locator("h1")).to_have_text("Tack!")
    office.goto(after)
    expect(office.locator("main")).to_contain_text("1 av 3 har svarat")

    # The letter of thanks leads to the certificate, whose code anybody can check.
    phone.goto(link_in(thanks, "/intyg/hamta/"))
    phone.get_by_role("button", name="Hämta intyget (PDF)").click()
    phone.wait_for_url("**/intyg.pdf", wait_until="commit")
    certificate = phone.url
    phone.goto("/intyg/")
    with pikepdf.open(BytesIO(phone.request.get(certificate).body())) as pdf:
        assert pdf.docinfo["/Title"] == "Intyg för Exempelgäst"
        [link] = pdf.pages[0].Annots
    code = re.search(r"/intyg/([^/]+)/$", str(link.A.URI)).group(1)
    phone.get_by_label("Kod").fill(code.lower())
    phone.get_by_role("button", name="Kontrollera", exact=True).click()
    expect(phone.locator("h1")).to_have_text("Intyget är vårt")
    expect(phone.locator("main")).to_contain_text("Exempelgäst")
    expect(phone.locator("main")).to_contain_text("Verktygslådan i praktiken")
