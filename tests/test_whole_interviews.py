"""Interviews, walked through in a browser: from the study to the approved report."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from playwright.sync_api import expect

from surveys.interviews.models import Interview, Report, Statement, Study
from tests.browser import PHONE
from tests.factories import make_member, make_pair

pytestmark = pytest.mark.django_db(transaction=True)

# What each department says: two sentences to each of the guide's two core questions.
NOTES = {
    "Miljöförvaltningen": (
        ("Vi har bytt alla bilar till el.", "Vi mäter utsläppen varje år."),
        ("Vi vill ha en klimatbudget.", "Åkrarna ska bli våtmark 🌱."),
    ),
    "Skolförvaltningen": (
        ("Maten lagas av råvaror härifrån.", "Barnen cyklar till skolan."),
        ("Vi vill bygga i trä.", "Taken ska få solceller."),
    ),
    "Bostadsbolaget": (
        ("Husen värms med spillvärme.", "Hyresgästerna sorterar sitt avfall."),
        ("Vi vill bygga om i stället för nytt.", "Gårdarna ska bli grönare."),
    ),
}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


def tab_to(page, place):
    """Reach a field or a button by Tab alone."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if place.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("It was never reached by Tab.")


def begin_study(page):
    """The study, with whom it meets and the two questions that are ready."""
    page.goto("/intervjuer/")
    page.locator("main").get_by_role("link", name="Påbörja en studie").click()
    page.locator("[name=title]").fill("Vad förvaltningarna säger")
    page.locator("[name=purpose]").fill("Att ledningen ska höra det.")
    page.get_by_role("button", name="Börja").click()
    page.wait_for_url(re.compile(r"/intervjuer/\d+/"))
    study = Study.objects.get()
    page.goto(f"/intervjuer/{study.pk}/verksamheter/")
    page.locator("[name=names]").fill("\n".join(NOTES))
    page.get_by_role("button", name="Lägg till").click()
    return study


def paste_notes(page, study, department, answers):
    """An interview with its notes pasted, sent for approval. Returns the group's link."""
    page.goto(f"/intervjuer/{study.pk}/ny-intervju/")
    page.locator("[name=department]").select_option(label=department)
    page.get_by_role("button", name="Fortsätt").click()
    page.wait_for_url(re.compile(r"/intervju/\d+/"))
    page.get_by_role("link", name="Klistra in").click()
    written = "\n".join(
        f"{number}.\n{' '.join(sentences)}" for number, sentences in enumerate(answers, start=1)
    )
    page.locator("[name=text]").fill(written)
    page.get_by_role("button", name="Se hur de delas upp").click()
    page.get_by_role("button", name="Spara anteckningarna").click()
    page.get_by_role("button", name="Skicka för godkännande").click()
    link = page.locator("#lank").input_value()
    return link[link.index("/intervjuer/") :]


def approve_notes(page, link):
    """The group's own approval, without an account."""
    page.goto(link)
    page.locator("[name=role]").fill("Förvaltningschef")
    page.locator("[name=agrees]").check()
    page.get_by_role("button", name="Godkänn anteckningarna").click()
    expect(page.locator("h1")).to_have_text("Era anteckningar är godkända")


def mark_sentence(page, answer, sentence, theme):
    """Choose a sentence with the arrow keys, and sort it under a theme: the keyboard alone."""
    page.locator("[data-notes]").nth(answer).focus()
    for _step in range(sentence + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    if answer:
        page.keyboard.press("ArrowDown")  # wanted ahead, not done so far
    known = page.locator("[data-filter-row]", has_text=theme).locator("input")
    if known.count():
        tab_to(page, known)
        page.keyboard.press("Space")
    else:
        tab_to(page, page.locator("[name=new_theme]"))
        page.keyboard.type(theme)
    tab_to(page, page.get_by_role("button", name="Spara uttalandet"))
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_count(2 * answer + sentence + 1)


def write_report(page, study):
    """A text and two quotes about a theme, each quote looked at once more."""
    page.goto(f"/intervjuer/{study.pk}/rapport/ny/")
    page.get_by_role("button", name="Börja på rapporten").click()
    climate = page.locator("section.sk-answer", has=page.get_by_role("heading", name="Klimat"))
    with page.expect_response(re.compile("/rapport/spara/")):
        climate.locator("textarea").fill("Alla tre har börjat, och alla vill vidare.")
    climate.locator("summary").click()
    for words in ("Vi har bytt alla bilar till el.", "Vi vill bygga i trä."):
        climate.get_by_label(words).check()
    climate.get_by_role("button", name="Citera det som är ikryssat").click()
    for looked_at in (1, 2):
        quote = page.locator("section.sk-answer", has=page.locator(".sk-tag--warn")).first
        quote.get_by_role("button", name="Det får lämnas ut").click()
        expect(page.locator("main .sk-answer .sk-tag--ok")).to_have_count(looked_at)


def test_interviews_from_a_study_to_the_approved_report(page_as):
    politician, officer = make_pair(make_member("Granfors"))
    desk, phone, board = page_as(officer), page_as(width=PHONE), page_as(politician)

    study = begin_study(desk)
    links = [paste_notes(desk, study, name, answers) for name, answers in NOTES.items()]
    for link in links:
        approve_notes(phone, link)
    assert Interview.objects.approved().count() == 3

    for interview in Interview.objects.order_by("pk"):
        desk.goto(f"/intervjuer/intervju/{interview.pk}/koda/")
        for answer in (0, 1):
            for sentence, theme in enumerate(("Klimat", "Vardag")):
                mark_sentence(desk, answer, sentence, theme)
    spoken = [sentence for two in NOTES.values() for answer in two for sentence in answer]
    assert list(Statement.objects.order_by("pk").values_list("text", flat=True)) == spoken

    desk.goto(f"/intervjuer/{study.pk}/sammanstallning/")
    cells = desk.locator(".sk-heat tbody .sk-heat__cell strong")
    assert cells.all_inner_texts() == ["2"] * 6
    expect(desk.locator(".sk-heat__sums").first).to_have_text("3 gjort, 3 framåt, 0 hinder")

    write_report(desk, study)
    board.goto(f"/intervjuer/{study.pk}/rapport/godkann/")
    board.get_by_role("button", name="Godkänn för kommunen").click()
    expect(board.locator("main")).to_contain_text("Utgåva 1")
    assert Report.objects.get().edition().approved_by == politician

    connection.close()
    for _try in range(20):
        made = board.request.get(f"/intervjuer/{study.pk}/rapport.pdf")
        if made.headers["content-type"] == "application/pdf":
            break
        board.wait_for_timeout(500)
    with pikepdf.open(BytesIO(made.body())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) > 1
