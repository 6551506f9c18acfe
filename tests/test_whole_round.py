"""The main job, walked through in a real browser: from the workbook to the report."""

import re
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from members.models import today
from sekom.outbox import sending
from surveys.models import Report, Response, SurveyRound, Version
from tests.factories import make_member, make_pair, make_secretary
from tests.survey_factories import REAL_WORKBOOK

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus, and what a person at the keyboard does there.
WHERE_AM_I = """() => {
  const here = document.activeElement;
  const place = here.closest("[data-question]");
  return {
    type: here.type ?? "",
    value: here.value ?? "",
    name: here.name ?? "",
    isOutside: !here.closest("#questions"),
    isAnswered: !!place?.querySelector("input:checked"),
    isMain: here.classList.contains("sk-button--primary"),
  };
}"""
TYPED = {"o3_ar": "2021"}


def hear(letters, address):
    """The letters to this address, the newest last."""
    return [letter for letter in letters if address in letter.to[0]]


def let_the_minute_pass():
    """Send what has been approved, as it happens once its minute of grace is over."""
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        sending.send_due()


def answer_page_by_keyboard(page, page_keys):
    """Tab through a page of the survey, answer what is empty, and press the main button."""
    page.locator("#page-heading").focus()
    for _step in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE_AM_I)
        if here["isMain"] and not here["isOutside"]:
            expect(page.locator("[data-progress] .sk-save--saved")).to_be_visible()
            page.keyboard.press("Enter")
            return
        if here["type"] in ("radio", "checkbox") and not here["isAnswered"]:
            page.keyboard.press("Space")
            expect(page.locator("[data-progress] .sk-save--saved")).to_be_visible()
        elif (
            here["type"] in ("text", "textarea") and here["name"] in page_keys and not here["value"]
        ):
            page.keyboard.type(TYPED.get(here["name"], "Ett svar"))
    pytest.fail("The main button was never reached by Tab.")


def press_by_keyboard(page, button):
    """Reach a button by Tab alone, and press Enter."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail("The button was never reached by Tab.")


def test_a_round_from_workbook_to_report(page_as, worker, settings):
    settings.REQUIRE_TWO_FACTOR = False
    member = make_member("Granfors")
    politician, officer = make_pair(member)
    office = page_as(make_secretary())

    # The secretariat imports the workbook, looks through it and publishes it.
    office.goto("/kansli/enkater/importera/")
    office.locator("input[type=file]").set_input_files(REAL_WORKBOOK)
    office.locator("form[enctype] button.sk-button--primary").click()
    office.wait_for_url(re.compile("/version/"))
    office.locator("form[action$='/publicera/'] button").first.click()
    office.wait_for_load_state()
    assert Version.objects.get().is_published

    # It makes a round, sees whom it asks, and sends it out.
    office.goto("/kansli/enkater/ny-omgang/")
    office.locator("[name=title]").fill("Organisationsenkäten 2026")
    office.locator("[name=closes_on]").fill((today() + timedelta(days=30)).isoformat())
    office.locator("form.sk-form button.sk-button--primary").click()
    office.wait_for_url(re.compile("/omgang/"))
    expect(office.locator("main")).to_contain_text("2 personer hos 1 medlem")
    office.locator("form[action$='/skicka/'] button").click()
    expect(office.locator("form[action$='/angra/'] button")).to_be_visible()
    round = SurveyRound.objects.get()
    assert mail.outbox == []
    let_the_minute_pass()
    assert sorted(letter.to[0].split("<")[-1].strip(">") for letter in mail.outbox) == sorted(
        [politician.email, officer.email]
    )

    # The officer follows the link in the letter, gets a code, and is in.
    phone = page_as(width=390)
    letter = hear(mail.outbox, officer.email)[0]
    link = re.search(r"/enkater/oppna/\S+", letter.body).group()
    phone.goto(link)
    expect(phone.locator("h1")).to_contain_text("Granfors kommun")
    phone.locator("form[action*='login'] button").click()
    code_field = phone.locator("[name=code]")
    expect(code_field).to_be_visible()
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.MULTILINE).group()
    code_field.fill(code)
    code_field.press("Enter")
    phone.wait_for_url(re.compile(f"/enkater/{round.slug}/svara/"))

    # The officer answers the whole survey by keyboard, while the politician looks on.
    desktop = page_as(politician)
    desktop.goto(f"/enkater/{round.slug}/svara/?sida=g1")
    pages = round.questionnaire().pages
    for number, page in enumerate(pages):
        if number:
            phone.wait_for_url(re.compile(f"sida={page.key}"))
        if page.key == "g1":
            expect(desktop.locator("[data-here] .sk-present")).to_be_visible(timeout=10_000)
        answer_page_by_keyboard(phone, [item.key for item in page.items])
    phone.wait_for_url(re.compile("/godkann/"))
    response = Response.objects.get()
    assert round.questionnaire().judge(response.values()).is_complete

    # Both approve by keyboard; the second one sends it in.
    press_by_keyboard(phone, phone.locator("button[value=sign]"))
    expect(phone.locator("button[value=withdraw]")).to_be_visible()
    desktop.goto(f"/enkater/{round.slug}/godkann/")
    press_by_keyboard(desktop, desktop.locator("button[value=sign]"))
    expect(desktop.locator("h1")).to_contain_text("inskickat")
    response.refresh_from_db()
    assert response.submitted_at is not None

    # The secretariat closes the round, reads the results and gets the report.
    office.goto(f"/kansli/enkater/omgang/{round.slug}/stang/")
    office.locator("form.sk-buttons button.sk-button--primary").click()
    office.wait_for_load_state()
    office.goto(f"/enkater/{round.slug}/resultat/")
    expect(office.locator("h1")).to_contain_text("Organisationsenkäten 2026")
    office.locator("form[action$='/rapport/bygg/'] button").click()
    link = office.locator("a[href$='rapport.pdf']").first
    expect(link).to_be_visible(timeout=60_000)
    with office.expect_download() as download:
        office.evaluate("a => { a.download = 'rapport.pdf'; a.click(); }", link.element_handle())
    with pikepdf.open(BytesIO(download.value.path().read_bytes())) as pdf:
        assert len(pdf.pages) > 3
        assert "/StructTreeRoot" in pdf.Root
    assert Report.objects.get().state == Report.State.READY
