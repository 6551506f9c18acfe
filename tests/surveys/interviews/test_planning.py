"""A study: how it begins and ends, whom it meets, what it asks, and who may."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from members.models import Member, today
from surveys.interviews import guiding, planning, standing
from surveys.interviews.models import (
    AnswerText,
    Interview,
    LocalGoal,
    Study,
    StudyDepartment,
)
from surveys.interviews.standing import State
from tests.factories import make_expert, make_former_contact, make_pair, make_person, make_secretary
from tests.interview_factories import (
    make_department,
    make_goals,
    make_guest,
    make_interview,
    make_study,
)

pytestmark = pytest.mark.django_db


def refused(operation, *args, **given):
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        operation(*args, **given)
    return refusal.value.code


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    return make_study("Ett?", "Två?", "Tre?", officer=officer)


# --- The study ----------------------------------------------------------------------------------


def test_begin_has_the_core_questions_and_the_newest_goals_ready(officer):
    member = Member.objects.represented_by(officer).get()
    make_goals(member, first_year=2023)
    newest = make_goals(member, first_year=2027)

    study = planning.begin(member, title="Samtal", purpose="Veta mer.", by=officer)

    core = list(study.questions.values_list("text", "is_core", "position"))
    assert (study.goal_term, study.created_by, study.is_under_way) == (newest, officer, True)
    assert core == [(text, True, n) for n, text in enumerate(planning.core_questions(), start=1)]


def test_begin_is_for_the_members_own_contacts_and_needs_a_title(officer):
    member = Member.objects.represented_by(officer).get()

    with pytest.raises(ValidationError) as empty:
        planning.begin(member, title="", purpose="", by=officer)

    stranger = make_pair()[0]
    assert sorted(empty.value.message_dict) == ["purpose", "title"]
    assert refused(planning.begin, member, title="A", purpose="B", by=stranger) == "not_yours"


def test_close_lets_guests_out_and_reopen_lets_them_in(officer, study):
    guest = make_guest(study)

    def readers():
        return [Study.objects.readable_by(one).contains(study) for one in (officer, guest)]

    open_to = readers()
    closed = [planning.close(study, by=officer).closed_at for _time in range(2)]
    closed_to = readers()
    facts = {"title": "A", "purpose": "B", "method": ""}
    code = refused(planning.change, study, by=officer, **facts)
    planning.reopen(study, by=officer)

    assert (open_to, closed_to, readers()) == ([True, True], [True, False], [True, True])
    assert (closed[0] == closed[1], code) == (True, "closed")


def test_only_the_pair_changes_closes_and_shares(study):
    guest, facts = make_guest(study), {"title": "A", "purpose": "B", "method": ""}

    for person in (guest, make_pair()[0], make_secretary()):
        assert [
            refused(planning.change, study, by=person, **facts),
            refused(planning.close, study, by=person),
            refused(planning.share, study, is_shared=True, by=person),
        ] == ["not_yours"] * 3


def test_change_and_share_keep_what_they_say(officer, study):
    planning.change(study, title="Nytt", purpose="Därför.", method="Så.", by=officer)
    planning.share(study, is_shared=True, by=officer)

    kept = Study.objects.get()
    assert (kept.title, kept.purpose, kept.method) == ("Nytt", "Därför.", "Så.")
    assert list(Study.objects.shared()) == [study]


def test_a_study_is_read_by_its_pair_and_guests_and_nobody_else(study):
    politician, officer = make_pair()
    guests = [make_guest(study), make_guest(study, ended_at=study.created_at)]
    interview = make_interview(study)
    own = study.member.seats.get(kind="officer").holdings.get().person
    people = [own, guests[0], guests[1], politician, officer, make_former_contact()]
    people += [make_expert(), make_secretary(), make_person()]

    planning.share(study, is_shared=True, by=own)

    assert [Study.objects.readable_by(one).exists() for one in people] == [True, True] + [False] * 7
    assert [interview in Interview.objects.readable_by(one) for one in people] == [
        Study.objects.readable_by(one).exists() for one in people
    ]


# --- Whom to meet -------------------------------------------------------------------------------


def test_add_departments_adds_each_name_once(officer, study):
    kinds = StudyDepartment.Kind
    planning.add_departments(study, names=["Skolan", "Vården"], kind=kinds.BOARD, by=officer)

    added = planning.add_departments(
        study, names=["skolan", "Elbolaget"], kind=kinds.COMPANY, by=officer
    )

    assert [one.name for one in added] == ["Elbolaget"]
    assert list(study.departments.values_list("name", "kind", "position")) == [
        ("Skolan", "board", 1),
        ("Vården", "board", 2),
        ("Elbolaget", "company", 3),
    ]


def test_a_department_is_planned_declined_and_taken_away(officer, study):
    department = make_department(study, "Skolan")

    declined = planning.decline(department, is_declined=True, by=officer).declined_at
    changed = planning.change_department(
        department, name="Vården", kind="board", planned_on=date(2026, 12, 1), by=officer
    )
    kept = (changed.name, changed.kind, changed.planned_on, changed.declined_at)
    planning.remove_department(department, by=officer)

    assert declined is not None
    assert kept == ("Vården", "board", date(2026, 12, 1), None)
    assert list(study.departments.all()) == []


def test_a_department_that_has_been_met_stays(officer, study):
    department = make_interview(study).department

    assert refused(planning.remove_department, department, by=officer) == "met"
    stranger = make_pair()[0]
    assert refused(planning.remove_department, department, by=stranger) == "not_yours"


def test_standing_tells_how_far_each_department_has_come(officer, study):
    names = ["approved", "sent", "written", "late", "planned", "to_plan", "declined"]
    rows = {name: make_department(study, name) for name in names}
    make_interview(study, department=rows["approved"])
    for name, state in (("sent", "sent"), ("written", "draft")):
        make_interview(study, department=rows[name])
        Interview.objects.filter(department=rows[name]).update(state=state, approved_at=None)
    make_interview(study, department=rows["written"])
    for name, days in (("late", -1), ("planned", 3)):
        planning.change_department(
            rows[name],
            name=name,
            kind="board",
            planned_on=today() + timedelta(days=days),
            by=officer,
        )
    planning.decline(rows["declined"], is_declined=True, by=officer)

    stands = standing.of(study)

    assert [stand.state for stand in stands.stands] == [State(name) for name in names]
    assert (stands.to_meet, stands.met, stands.approved) == (6, 3, 1)
    assert stands.next_planned() == today() + timedelta(days=3)


def test_standing_costs_two_queries_for_any_number(django_assert_num_queries, officer, study):
    studies = [study, make_study(), make_study()]
    for one in studies:
        make_interview(one)

    for few in (studies[:1], studies):
        with django_assert_num_queries(2):
            assert [stands.met for stands in standing.of_all(few).values()] == [1] * len(few)


# --- The guide ----------------------------------------------------------------------------------


def texts(study):
    return list(study.questions.standing().values_list("text", flat=True))


def test_questions_are_added_worded_anew_and_moved(officer, study):
    added = guiding.add_question(study, text="Fyra?", by=officer)
    guiding.change_question(added, text="4?", by=officer)
    first = study.questions.first()

    orders = []
    for question, steps in ((added, -1), (first, 1), (first, -9), (added, 9)):
        guiding.move_question(question, steps=steps, by=officer)
        orders.append(texts(study))

    assert orders == [
        ["Ett?", "Två?", "4?", "Tre?"],
        ["Två?", "Ett?", "4?", "Tre?"],
        ["Ett?", "Två?", "4?", "Tre?"],
        ["Ett?", "Två?", "Tre?", "4?"],
    ]


def test_a_question_with_answers_is_retired_and_can_come_back(officer, study):
    make_interview(study, "Ja.")
    answered, unanswered, _last = study.questions.all()

    guiding.retire_question(answered, by=officer)
    guiding.retire_question(unanswered, by=officer)
    left = (texts(study), [question.text for question in study.questions.retired()])
    code = refused(guiding.retire_question, study.questions.get(text="Tre?"), by=officer)
    guiding.bring_back_question(answered, by=officer)

    assert (left, code) == ((["Tre?"], ["Ett?"]), "last")
    assert texts(study) == ["Ett?", "Tre?"]
    assert AnswerText.objects.get().text == "Ja."


def test_only_the_pair_writes_the_guide(study):
    question, guest = study.questions.first(), make_guest(study)

    assert [
        refused(guiding.add_question, study, text="Mer?", by=guest),
        refused(guiding.change_question, question, text="Mer?", by=guest),
        refused(guiding.move_question, question, steps=1, by=guest),
        refused(guiding.retire_question, question, by=guest),
        refused(guiding.bring_back_question, question, by=guest),
    ] == ["not_yours"] * 5
    assert LocalGoal.objects.count() == 0
