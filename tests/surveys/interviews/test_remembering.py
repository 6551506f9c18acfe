"""Memos: on anything of the study, by those who work on it."""

import pytest
from django.core.exceptions import ValidationError

from surveys.interviews import remembering
from surveys.interviews.models import Memo
from tests.factories import make_pair
from tests.interview_factories import (
    make_goals,
    make_interview,
    make_statement,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db


def test_a_memo_is_kept_once_about_anything_and_can_be_changed_and_removed():
    politician, officer = make_pair()
    study = make_study(officer=officer, goals=("Rent vatten",))
    interview = make_interview(study)
    goal, theme = study.goal_term.goals.get(), make_theme(study)
    subjects = [None, interview, goal, theme, make_statement(interview)]

    for about in subjects:
        for _time in range(2):
            memo = remembering.keep(study, text=" Tänk på det. ", by=officer, about=about)

    assert [row.about for row in Memo.objects.order_by("pk")] == subjects
    assert (memo.text, memo.author) == ("Tänk på det.", officer)
    remembering.change(memo, text="Bättre så.", by=politician)
    assert Memo.objects.get(pk=memo.pk).text == "Bättre så."
    remembering.remove(memo, by=officer)
    assert Memo.objects.count() == 4


def test_a_memo_is_refused_when_it_is_empty_or_about_what_is_not_ones_own():
    officer = make_pair()[1]
    study, other = make_study(officer=officer), make_study()
    foreign = make_interview(other)

    with pytest.raises(ValidationError):
        remembering.keep(study, text=" ", by=officer)
    subjects = [make_goals(other.member, "Mål").goals.get(), make_theme(other), foreign]
    for about in [*subjects, make_statement(foreign)]:
        with pytest.raises(ValidationError) as refusal:
            remembering.keep(study, text="Ja.", by=officer, about=about)
        assert refusal.value.code == "strange"
    with pytest.raises(ValidationError) as refusal:
        remembering.keep(other, text="Ja.", by=officer)
    assert refusal.value.code == "not_yours"
