"""The example study: a made-up member that has met its administrations and companies.

Nothing in it was ever said by anybody. The interviews' answers are made of the statements that are
marked in them.
"""

import json
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from members.models import Holding, Member, Person, Seat, today
from surveys.interviews import (
    aiming,
    approving,
    example_report,
    example_statements,
    guiding,
    interviewing,
    planning,
)
from surveys.interviews.models import Interview, Study, StudyDepartment

DATA = Path(__file__).parent / "data"
MEMBER = "9905"  # a made-up member of the example network
COMPANY = " (kommunalt bolag)"
FIRST_MET = timedelta(days=75)
BETWEEN = timedelta(days=4)
TERM = 4  # years
# Whom the study wants to meet and has not yet, and in how many days; None without a day.
TO_MEET = [("Miljönämnden", 9), ("Överförmyndarnämnden", None)]


def told() -> dict:
    """What the example says: title, questions, local_goals, themes, units and statements."""
    return json.loads((DATA / "example_study.json").read_text(encoding="utf-8"))


@transaction.atomic
def load() -> None:
    """Load the study into its member; loading it again changes nothing."""
    member = Member.objects.filter(code=MEMBER, is_fictional=True).first()
    if member is None or Study.objects.filter(member=member).exists():
        return
    seat = Seat.objects.get(member=member, kind=Seat.Kind.OFFICER)
    officer = Holding.objects.current().get(seat=seat).person
    story = told()
    study = planning.begin(
        member,
        title=story["title"],
        purpose=story["purpose"],
        method=story["method"],
        by=officer,
    )
    _load_guide(study, story["questions"], officer)
    _load_goals(study, story["local_goals"], officer)
    interviews = _load_interviews(study, story, officer)
    study.refresh_from_db()
    example_statements.load(study, story, interviews, officer)
    titles = {theme["code"]: theme["title"] for theme in story["themes"]}
    example_report.load(study, titles, officer)


def _load_guide(study: Study, questions: list[dict], by: Person) -> None:
    core = list(study.questions.standing())
    for place, question in enumerate(questions):
        if question["core"]:
            guiding.change_question(core[place], text=question["text"], by=by)
        else:
            guiding.add_question(study, text=question["text"], by=by)


def _load_goals(study: Study, goals: list[dict], by: Person) -> None:
    first_year = today().year - (today().year - 2023) % TERM  # terms begin after an election
    aiming.begin_term(study, first_year=first_year, last_year=first_year + TERM - 1, by=by)
    for goal in goals:
        aiming.add_goal(study, code=goal["code"], title=goal["title"], by=by)


def _load_interviews(study: Study, story: dict, by: Person) -> dict[str, Interview]:
    """{unit's code: its interview}, approved by its group."""
    made = {}
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for statement in story["statements"]:
        said[statement["unit"]][statement["question"]].append(statement["text"])
    codes = [question["code"] for question in story["questions"]]
    questions = dict(zip(codes, study.questions.standing(), strict=True))
    for number, unit in enumerate(story["units"]):
        held_on = today() - FIRST_MET + number * BETWEEN
        department = _department(study, unit["title"], by)
        planning.change_department(
            department,
            name=department.name,
            kind=department.kind,
            planned_on=held_on,
            by=by,
        )
        interview = interviewing.add(
            study,
            department=department,
            held_on=held_on,
            roles="Förvaltningschef och ledningsgrupp"
            if department.kind == StudyDepartment.Kind.ADMINISTRATION
            else "Verkställande direktör och ledningsgrupp",
            by=by,
        )
        for code, texts in said[unit["code"]].items():
            interviewing.save_text(
                interview, questions[code], text="\n\n".join(texts), base=0, by=by
            )
        made[unit["code"]] = _approve(interview, by)
    for name, days in TO_MEET:
        (board,) = planning.add_departments(
            study, names=[name], kind=StudyDepartment.Kind.BOARD, by=by
        )
        if days is not None:
            day = today() + timedelta(days=days)
            planning.change_department(board, name=name, kind=board.kind, planned_on=day, by=by)
    return made


def _department(study: Study, title: str, by: Person) -> StudyDepartment:
    kinds = StudyDepartment.Kind
    kind = kinds.COMPANY if title.endswith(COMPANY) else kinds.ADMINISTRATION
    name = title.removesuffix(COMPANY)
    (department,) = planning.add_departments(study, names=[name], kind=kind, by=by)
    return department


def _approve(interview: Interview, by: Person) -> Interview:
    sent = approving.send(interview, by=by)
    role = interview.roles.partition(" och ")[0]
    return approving.approve(sent, role=role, round=sent.round)
