"""Marking in a real browser: by keyboard and mouse, with signs of two units, and what others do."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.interviews import coding
from surveys.interviews.models import Statement
from tests.factories import make_pair
from tests.interview_factories import make_interview, make_study, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Åh 😀👍🏽! Vi cyklar mer.\nVi vill gå. Ån är vår."


@pytest.fixture(autouse=True)
def place(settings):
    settings.REQUIRE_TWO_FACTOR = False


def test_a_sentence_is_marked_with_the_keyboard_and_shows_at_the_others(page_as):
    politician, officer = make_pair()
    study = make_study(officer=officer)
    interview = make_interview(study, TEXT)
    theme = make_theme(study, "Resor")
    page = page_as(officer)
    page.goto(reverse("interviews:code", args=[interview.pk]))
    notes = page.locator("[data-notes]")

    notes.focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Space")
    page.get_by_label("Resor").check()
    page.get_by_role("button", name="Spara uttalandet").click()

    expect(page.locator("mark")).to_have_text("Vi cyklar mer.\nVi vill gå.")
    statement = Statement.objects.get()
    assert (statement.text, statement.kind) == ("Vi cyklar mer.\nVi vill gå.", "done")
    assert TEXT[statement.start : statement.end] == statement.text
    assert [link.theme for link in statement.links.all()] == [theme]
    assert page.get_by_label("Vad som sades").input_value() == ""

    coding.mark(interview, quote="Ån är vår.", kind="idea", by=politician)
    expect(page.locator("mark")).to_have_count(2)

    notes.select_text()
    expect(page.get_by_label("Vad som sades")).to_have_value(TEXT)
