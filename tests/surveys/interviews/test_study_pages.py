"""The pages of a study: one visit of each view, and what a person sees or what became of it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from members.models import Person, today
from sekom.outbox.models import Delivery
from surveys.interviews import inviting, planning
from surveys.interviews.models import GuideQuestion, LocalGoal, Study, StudyDepartment, StudyGuest
from tests.factories import make_pair, make_person
from tests.interview_factories import make_department, make_guest, make_interview, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_pair()[1]


@pytest.fixture
def study(officer):
    study = make_study("Ett?", "Två?", officer=officer, goals=("Rent vatten",))
    make_department(study, "Skolan")
    return study


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def path(name, *args):
    return reverse(f"interviews:{name}", args=args)


def said(response):
    """What the page that one is led to says happened."""
    return [str(message) for message in response.context["messages"]]


def test_list_explains_and_offers_a_start_to_who_has_none(page, officer):
    text = page.get(path("list")).content.decode()

    member = officer.holdings.get().seat.member
    assert path("begin", member.slug) in text


def test_list_costs_the_same_for_one_study_and_for_three(
    page, officer, study, django_assert_max_num_queries
):
    page.get(path("list"))
    with django_assert_max_num_queries(50) as one:
        page.get(path("list"))
    for _number in range(2):
        make_interview(make_study(officer=officer))

    with django_assert_max_num_queries(len(one)):
        studies = page.get(path("list")).context["studies"]

    assert [standing.met for _study, standing in studies] == [1, 1, 0]


def test_study_costs_the_same_for_one_interview_and_for_three(
    page, study, django_assert_max_num_queries
):
    make_interview(study)
    page.get(study.get_absolute_url())
    with django_assert_max_num_queries(50) as one:
        page.get(study.get_absolute_url())
    for _number in range(2):
        make_interview(study)

    with django_assert_max_num_queries(len(one)):
        assert page.get(study.get_absolute_url()).context["standing"].met == 3


def test_begin_starts_a_study_and_keeps_what_was_typed_when_it_cannot(page, officer):
    member = officer.holdings.get().seat.member
    begin = path("begin", member.slug)

    refused = page.post(begin, {"title": "Samtal", "purpose": ""})
    done = page.post(begin, {"title": "Samtal", "purpose": "Veta mer.", "method": ""})

    study = Study.objects.get()
    assert (refused.status_code, refused.context["form"]["title"].value()) == (422, "Samtal")
    assert (done.url, study.member) == (path("departments", study.pk), member)


def test_edit_close_open_and_share_a_study(page, study):
    page.post(path("edit_study", study.pk), {"title": "Nytt", "purpose": "Så.", "method": ""})
    page.post(path("share", study.pk), {"shared": "1"})
    page.post(path("close", study.pk))
    closed = Study.objects.get()
    refused = page.post(path("edit_study", study.pk), {"title": "A", "purpose": "B"})
    page.post(path("reopen", study.pk))

    assert (closed.title, closed.is_shared, closed.is_under_way) == ("Nytt", True, False)
    assert (refused.status_code, Study.objects.get().is_under_way) == (422, True)


def test_departments_are_listed_planned_declined_and_removed(page, study):
    department = study.departments.get()
    many = {"names": "Skolan\n Vården \n\nElbolaget", "kind": "company"}
    page.post(path("departments", study.pk), many)
    day = today() + timedelta(days=4)
    planned = {"name": "Skolan", "kind": "board", "planned_on": day.isoformat()}
    page.post(path("edit_department", department.pk), planned)
    page.post(path("decline", study.departments.get(name="Vården").pk), {"declined": "1"})
    page.post(path("remove_department", study.departments.get(name="Elbolaget").pk))

    rows = [
        (one.name, one.kind, one.planned_on, one.declined_at is not None)
        for one in study.departments.all()
    ]
    assert rows == [("Skolan", "board", day, False), ("Vården", "company", None, True)]


def test_departments_say_what_is_wrong(page, study):
    long = page.post(path("departments", study.pk), {"names": "x" * 121, "kind": "board"})
    make_interview(study, department=study.departments.get())
    kept = page.post(path("remove_department", study.departments.get().pk), follow=True)

    assert long.status_code == 422
    assert (len(said(kept)), StudyDepartment.objects.count()) == (1, 1)


def test_guide_is_written_moved_and_retired(page, study):
    first = study.questions.first()
    make_interview(study, "Ja.")
    page.post(path("guide", study.pk), {"text": "Tre?"})
    page.post(path("edit_question", first.pk), {"text": "Ett och ett halvt?"})
    page.post(path("arrange_question", first.pk), {"do": "down"})
    order = list(study.questions.values_list("text", flat=True))
    page.post(path("arrange_question", first.pk), {"do": "retire"})
    retired = page.get(path("guide", study.pk)).context["retired"]
    page.post(path("arrange_question", first.pk), {"do": "bring_back"})

    assert order == ["Två?", "Ett och ett halvt?", "Tre?"]
    assert [question.pk for question in retired] == [first.pk]
    assert GuideQuestion.objects.standing().count() == 3
    assert page.post(path("guide", study.pk), {"text": ""}).status_code == 422


def test_guests_are_invited_and_let_out(page, study):
    given = {"name": "Kollega", "email": "kollega@example.org"}
    page.post(path("guests", study.pk), given)
    shown = list(page.get(path("guests", study.pk)).context["guests"])
    page.post(path("end_guest", shown[0].pk))

    assert [guest.email for guest in shown] == ["kollega@example.org"]
    assert StudyGuest.objects.get().ended_at is not None
    assert Delivery.objects.get().email == "kollega@example.org"
    refused = page.post(path("guests", study.pk), {"name": "", "email": "ingen"})
    assert refused.status_code == 422


def test_goals_are_typed_changed_and_withdrawn_for_the_years_chosen(page, study):
    page.post(path("choose_term", study.pk), {"first_year": "2031", "last_year": "2034"})
    page.post(path("goals", study.pk), {"code": "", "title": "Mer", "text": ""})
    goal = LocalGoal.objects.get(title="Mer")
    page.post(path("edit_goal", study.pk, goal.pk), {"code": "", "title": "Mest", "text": "Så."})
    page.post(path("withdraw_goal", study.pk, goal.pk), {"withdrawn": "1"})

    goal.refresh_from_db()
    assert (str(goal.term), goal.code, goal.title) == ("2031–2034", "1", "Mest")
    assert goal.withdrawn_at is not None
    wrong = page.post(path("choose_term", study.pk), {"first_year": "2034", "last_year": "2031"})
    assert (wrong.status_code, page.post(path("goals", study.pk), {}).status_code) == (422, 422)


def test_goals_are_taken_in_after_a_look(page, study):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Kod", "Mål"], ["M1", "Renare vatten"], ["M2", "Gott liv"]):
        book.active.append(row)
    book.save(file)
    file.seek(0)
    file.name = "mal.xlsx"
    address = path("take_in_goals", study.pk)

    looked = page.post(address, {"sheet": file})
    before = list(LocalGoal.objects.values_list("title", flat=True))
    taken = page.post(address, {"looked_at": looked.context["told"]})

    assert (before, taken.url) == (["Rent vatten"], path("goals", study.pk))
    assert list(LocalGoal.objects.values_list("title", flat=True)) == ["Renare vatten", "Gott liv"]


@pytest.mark.parametrize(
    "given", [{}, {"looked_at": "{"}, {"looked_at": '[["1"]]'}, {"looked_at": "[1]"}]
)
def test_goals_that_were_never_looked_at_are_refused(page, study, given):
    assert page.post(path("take_in_goals", study.pk), given).status_code == 422
    assert LocalGoal.objects.count() == 1


def test_a_broken_workbook_is_refused_with_its_cells(page, study):
    file = io.BytesIO(b"nothing of the kind")
    file.name = "mal.xlsx"

    refused = page.post(path("take_in_goals", study.pk), {"sheet": file})

    assert (refused.status_code, len(refused.context["faults"])) == (422, 1)


def test_my_page_and_the_members_page_tell_of_the_study(page, study, officer):
    planning.change_department(
        study.departments.get(),
        name="Skolan",
        kind="board",
        planned_on=today() - timedelta(days=1),
        by=officer,
    )

    mine = page.get("/min-sida/")
    members = page.get(study.member.get_absolute_url())

    note = f"{path('add', study.pk)}?verksamhet={study.departments.get().pk}"
    assert note in [task.url for task in mine.context["to_do"]]
    assert [one for one, _standing in mine.context["studies"]] == [study]
    assert study.get_absolute_url() in members.content.decode()


def test_join_lets_the_invited_in_and_looking_changes_nothing(client, officer, study):
    guest = inviting.invite(study, email="kollega@example.org", name="Kollega", by=officer)
    address = path("join", inviting.link(guest).split("/")[-2])

    looked = client.get(address)
    known = Person.objects.filter(email="kollega@example.org").exists()
    joined = client.post(address)
    person = Person.objects.get(email="kollega@example.org")
    client.force_login(person)

    assert (looked.status_code, known) == (200, False)
    assert joined.url == f"{reverse('account_login')}?next={study.get_absolute_url()}".replace(
        "next=/", "next=%2F"
    ).replace("intervjuer/", "intervjuer%2F").replace(f"{study.pk}/", f"{study.pk}%2F")
    assert client.get(study.get_absolute_url()).status_code == 200
    assert client.post(address).url == study.get_absolute_url()
    assert client.get(path("join", "falsk")).status_code == 410


def test_a_guest_sees_the_study_and_decides_nothing(client, study):
    guest = make_guest(study)
    client.force_login(guest)
    edit = [path(name, study.pk) for name in ("edit_study", "guide", "guests", "goals")]

    assert client.get(study.get_absolute_url()).status_code == 200
    assert [client.get(address).status_code for address in edit] == [404] * 4
    assert client.get("/min-sida/").status_code == 200
    client.force_login(make_person())
    assert client.get(study.get_absolute_url()).status_code == 404
