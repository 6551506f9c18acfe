"""A meeting, walked through in a browser: agenda, notes, action, reminder, next agenda, done."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events import tasks
from events.models import Action
from members.models import Group, today
from sekom.outbox.models import Delivery
from tests.browser import PHONE
from tests.event_factories import make_meeting
from tests.factories import make_expert, make_group, make_secretary

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def test_an_action_goes_from_one_meetings_notes_to_the_next_agenda_and_is_done_there(page_as):
    now = timezone.now()
    make_group(Group.Kind.EXPERT_GROUP, name="Expertgruppen")
    expert = make_expert()
    summer = make_meeting("Sommarmötet", starts_at=now - timedelta(days=1))
    winter = make_meeting("Vintermötet", starts_at=now - timedelta(minutes=5))
    office = page_as(make_secretary())

    # The secretariat writes the agenda.
    office.goto(reverse("events:edit_agenda", args=[summer.slug]))
    office.locator("#ny-punkt [name=title]").fill("Verktygslådan")
    office.locator("#ny-punkt button").click()
    expect(office.locator("#punkterna")).to_contain_text("2. Verktygslådan")

    # A line of its notes becomes an action.
    line = f"/åtgärd Workshoppar på nätet, expertgruppen och @BTH, {today() + timedelta(days=5)}"
    office.goto(reverse("events:take_notes", args=[summer.slug]))
    office.locator("textarea.sk-noting").last.fill(line)
    office.locator("textarea.sk-noting").last.blur()
    expect(office.locator("[data-actions]")).to_contain_text("1. Workshoppar på nätet")
    action = Action.objects.get()
    assert (action.say_responsible(), action.meeting) == ("Expertgruppen och BTH", summer)

    # Who answers for it is reminded, and says how it goes on the phone without logging in.
    for _time in range(2):
        tasks.remind_of_actions()
    letter = Delivery.objects.get(mailing__kind="events/action_due")
    assert letter.person == expert
    phone = page_as(width=PHONE)
    phone.goto(urlsplit(letter.values["link"]).path)
    phone.locator("[name=words]").fill("Två är bokade.")
    phone.get_by_role("button", name="Pågår").click()
    expect(phone.locator("main")).to_contain_text("Pågår")

    # It is the first item of the next meeting by itself, and done there.
    reader = page_as(expert)
    reader.goto(reverse("events:meeting", args=[winter.slug]))
    first = reader.locator(".sk-item").first
    expect(first).to_contain_text("Expertgruppen och BTH")
    first.get_by_role("link", name="Workshoppar på nätet").click()
    reader.locator("[name=words]").fill("Tre hölls.")
    reader.get_by_role("button", name="Klar", exact=True).click()
    expect(reader).to_have_url(f"{page_as.address}{reverse('events:meeting', args=[winter.slug])}")
    expect(reader.locator(".sk-item").first).to_contain_text("Klar")

    # What became of the first meeting shows both.
    reader.goto(reverse("events:meeting_actions", args=[summer.slug]))
    wall = reader.locator("main")
    for words in ("1 av 1 klara", "Sommarmötet", "Två är bokade.", "Vintermötet", "Tre hölls."):
        expect(wall).to_contain_text(words)
