"""The pages of coding in a real browser, with something of all that can stand on each."""

import pytest
from django.urls import reverse

from surveys.interviews import coding, comparing, remembering, theming
from surveys.interviews.models import Dimension
from tests.factories import make_framework, make_pair
from tests.interview_factories import make_interview, make_study
from tests.looking import assert_looks_right

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Vi cyklar mer. Vi vill gå."


@pytest.fixture(autouse=True)
def place(settings):
    settings.REQUIRE_TWO_FACTOR = False


def test_pages_of_coding_look_right(page_as, subtests):
    politician, officer = pair = make_pair()
    study = make_study(officer=officer, goals=("Rent vatten",))
    interview, blind = (make_interview(study, TEXT) for _number in range(2))
    make_framework("agenda-2030", "11", kind="goals")
    theme = theming.add(study, title="Resor", by=officer)
    theming.add(study, title="Cykel", by=officer, parent=theme)
    ties = [theme, Dimension.SOCIAL, study.goal_term.goals.get()]
    said = coding.mark(interview, quote="Vi vill gå.", kind="wants", by=officer, ties=ties)
    theming.rename(theme, title="Resor och vägar", text="Allt.", by=officer)
    remembering.keep(study, text="Tänk på det.", about=said, by=officer)
    comparing.begin(blind, first=politician, second=officer, by=officer)
    for person, quote in zip(pair, ("Vi cyklar mer.", "Vi vill gå."), strict=True):
        coding.mark(blind, quote=quote, kind="done", by=person, ties=[theme])
        comparing.say_done(blind, by=person)

    page = page_as(officer)
    for name, row, asked in (
        ("code", interview, ""),
        ("statement", said, ""),
        ("themes", study, ""),
        ("theme", theme, ""),
        ("code_blind", blind, ""),
        ("compilation", study, f"?tema={theme.pk}"),
    ):
        with subtests.test(name):
            page.goto(reverse(f"interviews:{name}", args=[row.pk]) + asked)
            assert_looks_right(page)
