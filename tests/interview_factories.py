"""Studies and interviews for tests: valid by default, the test spells out what matters."""

from itertools import count

from django.utils import timezone

from members.models import Member, today
from surveys.interviews.models import (
    AnswerText,
    GoalTerm,
    GuideQuestion,
    Interview,
    LocalGoal,
    Statement,
    Study,
    StudyDepartment,
    StudyGuest,
    Theme,
)
from tests.factories import make_pair, make_person

_numbers = count(1)


def make_study(*questions, goals=(), officer=None, **columns):
    """A member's study with these questions (else the two core ones) and goals, by its officer."""
    officer = officer or make_pair()[1]
    member = Member.objects.represented_by(officer).get()
    if goals and "goal_term" not in columns:
        columns["goal_term"] = make_goals(member, *goals)
    given = {"title": "Samtal om hållbarhet", "purpose": "Veta var vi står.", "created_by": officer}
    study = Study.objects.create(member=member, **(given | columns))
    for position, text in enumerate(questions or ("Vad har gjorts?", "Vad vill ni?"), start=1):
        GuideQuestion.objects.create(study=study, text=text, is_core=True, position=position)
    return study


def make_goals(member, *titles, first_year=2027):
    """A member's goals for four years, with the codes M1, M2, …"""
    term = GoalTerm.objects.create(member=member, first_year=first_year, last_year=first_year + 3)
    for number, title in enumerate(titles, start=1):
        LocalGoal.objects.create(term=term, code=f"M{number}", title=title, position=number)
    return term


def make_department(study, name="", **columns):
    """An administration that the study wants to meet."""
    number = next(_numbers)
    given = {"name": name or f"Förvaltning {number}", "position": number}
    return StudyDepartment.objects.create(study=study, **(given | columns))


def make_interview(study=None, *texts, department=None, approved=True, **columns):
    """An interview with an answer to each of the guide's first questions; approved by default."""
    study = study or make_study()
    given = {"department": department or make_department(study), "held_on": today()}
    if approved:
        given |= {"state": Interview.State.APPROVED, "approved_at": timezone.now()}
    interview = Interview.objects.create(study=study, **(given | columns))
    for question, text in zip(study.questions.all(), texts, strict=False):
        AnswerText.objects.create(
            interview=interview, question=question, text=text, asked=question.text
        )
    return interview


def make_theme(study, title="", **columns):
    """A theme of a study."""
    given = {"title": title or f"Tema {next(_numbers)}", "position": next(_numbers)}
    return Theme.objects.create(study=study, **(given | columns))


def make_statement(interview, text="Vi cyklar.", kind=Statement.Kind.DONE, **columns):
    """A statement that marks no passage, under the guide's first question."""
    given = {"question": interview.study.questions.first()} | columns
    return Statement.objects.create(interview=interview, text=text, kind=kind, **given)


def make_guest(study, **columns):
    """Somebody who is invited to work on the study, and has accepted."""
    person = make_person()
    StudyGuest.objects.create(
        study=study, email=person.email, name=person.name, person=person, **columns
    )
    return person
