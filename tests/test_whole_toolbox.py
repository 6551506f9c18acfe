"""The toolbox, walked through in a browser: a tool from draft to readers, a path to its PDF."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect

from sekom.search import indexing
from tests.browser import PHONE
from tests.factories import make_member, make_pair, make_secretary
from toolbox import example, example_paths
from toolbox.models import Tool

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def write(page, name, text):
    """Write in a rich text field's editor as a person does."""
    field = page.locator(f"[name={name}]").first
    around = field.locator("xpath=ancestor::*[contains(@class, 'sk-field')][1]")
    around.locator("[contenteditable=true]").click()
    page.keyboard.type(text)


def test_a_tool_from_a_guests_draft_to_a_reader_who_misspells_it(page_as):
    call_command("load_frameworks", "hallbarhetsprinciper")
    office = page_as(make_secretary())

    # The secretariat begins a tool and makes a link for the university.
    office.goto("/kansli/verktygslada/")
    office.locator("[name=title]").fill("Klimatbudget på en timme")
    office.get_by_role("button", name="Börja").click()
    office.goto("/kansli/verktygslada/klimatbudget-pa-en-timme/granska/")
    office.locator("form[action$='/lank/'] [name=name]").fill("Exempelforskare")
    office.get_by_role("button", name="Skapa en länk").click()
    link = office.locator("#invitation").input_value()

    # The guest, without an account, writes the draft and sends it to review.
    guest = page_as()
    guest.goto(link[link.index("/verktygslada/") :])
    guest.get_by_role("link", name="Skriv i utkastet").click()
    guest.locator("[name=summary]").fill("Räkna fram vad som återstår att släppa ut.")
    write(guest, "solves", "Gruppen ser hur mycket som återstår.")
    write(guest, "when", "Inför budgeten.")
    guest.locator("[name=minutes]").fill("60")
    guest.locator("[name=people]").fill("Ledningsgruppen")
    write(guest, "steg-0-text", "Hämta siffrorna.")
    write(guest, "result", "En siffra per år.")
    principle = guest.locator("#framework-items option").first.get_attribute("value")
    guest.locator("[list=framework-items]").first.fill(principle)
    guest.locator("[name=source]").fill("Blekinge Tekniska Högskola")
    guest.get_by_role("button", name="Spara utkastet").click()
    guest.goto(link[link.index("/verktygslada/") :])
    guest.get_by_role("button", name="Skicka till granskning").click()
    expect(guest.locator("main")).to_contain_text("Kansliet har fått utkastet")
    draft = guest.request.get("/verktygslada/klimatbudget-pa-en-timme/")
    assert draft.status == 404

    # Somebody of the secretariat looks it through and publishes it, then gives it a new address.
    office.goto("/kansli/verktygslada/klimatbudget-pa-en-timme/granska/")
    office.locator("form[action$='/publicera/'] button").click()
    office.goto("/kansli/verktygslada/klimatbudget-pa-en-timme/granska/")
    office.locator("form[action$='/adress/'] [name=slug]").fill("klimatbudget")
    office.get_by_role("button", name="Byt adress").click()
    tool = Tool.objects.get()
    assert (tool.is_published, tool.slug) == (True, "klimatbudget")

    # The old link still works, and a reader without account finds the tool by a misspelt word.
    indexing.refresh()
    reader = page_as(width=PHONE)
    reader.goto("/verktygslada/klimatbudget-pa-en-timme/")
    assert reader.url.endswith("/verktygslada/klimatbudget/")
    reader.goto("/sok/?q=klimatbudjet")
    reader.get_by_role("link", name=re.compile("Klimatbudget")).first.click()
    expect(reader.locator("h1")).to_have_text("Klimatbudget på en timme")
    expect(reader.locator("main")).to_contain_text("Gruppen ser hur mycket som återstår.")


def test_a_pair_walks_a_path_from_two_browsers_to_its_pdf(page_as, worker):
    call_command("load_frameworks")
    secretary = make_secretary()
    example.load(by=secretary)
    example_paths.load(by=secretary)
    politician, officer = make_pair(make_member("Granfors"))
    phone, desk = page_as(politician, width=PHONE), page_as(officer)

    # The officer begins the path and sees the first step; the politician sees the same path.
    desk.goto("/arbetsgangar/abcd-i-en-forvaltning/")
    desk.get_by_role("button", name="Börja arbetsgången").click()
    desk.wait_for_url(re.compile("/arbetsgangar/vag/"))
    journey = desk.url
    phone.goto(journey)
    expect(phone.locator("h1")).to_have_text("ABCD i en förvaltning")

    # One marks a step as done; the other sees it within two seconds, without loading anew.
    desk.get_by_role("button", name="Markera som klart").first.click()
    expect(phone.locator(".sk-stop--done")).to_have_count(1, timeout=4000)

    # Both write on the same step; the later is shown both texts.
    step = phone.locator(".sk-stop:not(.sk-stop--done)").first.locator("a[href*='/steg/']").first
    address = step.get_attribute("href") or ""
    desk.goto(address)
    phone.goto(address)
    desk.locator("[name=note]").fill("Vi börjar med miljöförvaltningen.")
    desk.get_by_role("button", name="Spara").first.click()
    desk.wait_for_url(re.compile("/arbetsgangar/vag/\\d+/(#.*)?$"))
    page_as.expect_complaint("409")
    phone.locator("[name=note]").fill("Vi börjar med skolan.")
    phone.get_by_role("button", name="Spara").first.click()
    expect(phone.locator("main")).to_contain_text("Vi börjar med miljöförvaltningen.")
    expect(phone.locator("main")).to_contain_text("Vi börjar med skolan.")
    phone.get_by_role("button", name="Spara mitt").click()

    # What they have come to is a tagged document, made in the background.
    connection.close()
    desk.goto(journey)
    document = desk.locator("a[href$='/sa-langt.pdf']").first.get_attribute("href")
    for _try in range(60):
        made = desk.request.get(document)
        if made.headers["content-type"] == "application/pdf":
            break
        desk.wait_for_timeout(500)
    with pikepdf.open(BytesIO(made.body())) as pdf:
        assert pdf.Root.MarkInfo.Marked
    assert b"/StructTreeRoot" in made.body() or pdf.Root.StructTreeRoot is not None
