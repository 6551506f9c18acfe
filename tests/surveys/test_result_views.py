import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from surveys import receipts, reporting
from surveys.models import Report
from tests.factories import (
    make_expert,
    make_former_contact,
    make_holding,
    make_member,
    make_pair,
    make_secretary,
)
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Files of its own for each test, English words, and no second factor to set up."""
    settings.MEDIA_ROOT = tmp_path
    settings.REQUIRE_TWO_FACTOR = False
    with translation.override("en"):
        yield


@pytest.fixture
def round():
    return make_round(slug="enkat")


@pytest.fixture
def member():
    return make_member("Granfors", slug="granfors")


def visit(client, person, address, method="get", **extra):
    """What a person gets at an address, in English."""
    if person:
        client.force_login(person)
    return getattr(client, method)(address, **(ENGLISH | extra))


def words(response):
    """The text of a page, without the spaces between tags."""
    return " ".join(response.content.decode().split())


# --- Who may ----------------------------------------------------------------------------------

LOGIN = 302
ROLES = ["guest", "former contact", "other contact", "own contact", "expert", "secretariat"]


def person_of(role, member):
    """Somebody in this role; None for a guest."""
    makers = {
        "former contact": make_former_contact,
        "other contact": lambda: make_holding().person,
        "own contact": lambda: make_pair(member)[0],
        "expert": make_expert,
        "secretariat": make_secretary,
    }
    return makers[role]() if role in makers else None


@pytest.mark.parametrize(
    ("address", "method", "expected"),
    [
        ("/enkater/enkat/resultat/", "get", [LOGIN, 404, 200, 200, 200, 200]),
        ("/enkater/enkat/resultat/csv", "get", [LOGIN, 404, 404, 404, 200, 200]),
        ("/enkater/enkat/resultat/xlsx", "get", [LOGIN, 404, 404, 404, 200, 200]),
        ("/enkater/enkat/resultat/pdf", "get", [LOGIN, 404, 404, 404, 404, 404]),
        ("/enkater/enkat/rapport/lage/", "get", [LOGIN, 404, 404, 404, 200, 200]),
        ("/enkater/enkat/rapport/bygg/", "post", [LOGIN, 404, 404, 404, 302, 302]),
        ("/enkater/enkat/rapport/bygg/", "get", [LOGIN, 405, 405, 405, 405, 405]),
        ("/enkater/enkat/svar/granfors.pdf", "get", [LOGIN, 404, 404, 202, 404, 202]),
    ],
)
def test_each_address_lets_in_whom_it_should(client, round, member, address, method, expected):
    make_response(round, member, answers={"home": "kontor"}, accepted="Vakant")

    codes = []
    for role in ROLES:
        client.logout()
        codes.append(visit(client, person_of(role, member), address, method).status_code)

    assert codes == expected


def test_a_round_that_is_not_sent_out_has_no_results(client):
    make_round(slug="utkast", opened=False)

    response = visit(client, make_secretary(), "/enkater/utkast/resultat/")

    assert response.status_code == 404


# --- Results ----------------------------------------------------------------------------------


def test_results_without_responses_say_so(client, round, member):
    make_response(round, member)

    page = words(visit(client, make_pair(member)[0], "/enkater/enkat/resultat/"))

    assert "No response has been sent in yet" in page
    assert "0 of 1 member<" in page


def test_results_show_the_secretariat_figures_texts_and_what_to_do(client, round, member):
    make_response(round, member, answers={"home": "kontor", "wish": "Mer tid"}, accepted="Vakant")

    page = words(visit(client, make_secretary(), "/enkater/enkat/resultat/"))

    told = ("Everyone answers “Kontor”.", "Mer tid", "Get the data", "Make the report (PDF)")
    assert [text for text in told if text not in page] == []


def test_results_mark_a_contact_s_own_answer_and_offer_no_data(client, member):
    round = make_round(slug="enkat", closed=True)
    for number in range(12):
        make_response(round, answers={"home": "kontor", "wish": f"Hemlig {number}"}, signed="both")
    make_response(round, member, answers={"home": "kontor"}, signed="both")
    officer = member.seats.get(kind="officer").holdings.get().person

    page = words(visit(client, officer, "/enkater/enkat/resultat/"))

    told = ("The answer of Granfors is marked.", "fewer than 5 answers")
    assert [text for text in told if text not in page] == []
    hidden = ("Hemlig", "Get the data", "Make the report", "resultat/csv")
    assert [text for text in hidden if text in page] == []


def test_results_filter_by_what_is_in_the_address(client, round):
    for inhabitants, home in [(9_000, "kontor"), (90_000, "bygg")]:
        small = make_member(inhabitants=inhabitants)
        make_response(round, small, answers={"home": home}, accepted="Vakant")

    page = words(visit(client, make_secretary(), "/enkater/enkat/resultat/?size=small"))

    assert "Everyone answers “Kontor”." in page
    assert '<option value="small" selected>' in page


def test_results_for_htmx_are_the_figures_alone(client, round, member):
    make_response(round, member, answers={"home": "kontor"}, accepted="Vakant")

    response = visit(client, make_secretary(), "/enkater/enkat/resultat/", HTTP_HX_REQUEST="true")

    assert response.templates[0].name == "surveys/_results.html"


def test_results_take_as_many_queries_for_one_response_as_for_three(client, round):
    secretary = make_secretary()
    visit(client, secretary, "/enkater/enkat/resultat/")

    taken = []
    for more in (1, 2):
        for _number in range(more):
            make_response(round, answers={"home": "kontor", "share": 4}, signed="both")
        with CaptureQueriesContext(connection) as queries:
            client.get("/enkater/enkat/resultat/")
        taken.append(len(queries))

    assert taken[0] == taken[1] < 20


# --- Files ------------------------------------------------------------------------------------


def test_data_is_a_file_with_a_name(client, round, member):
    make_response(round, member, answers={"home": "kontor"}, accepted="Vakant")
    secretary = make_secretary()

    lines = visit(client, secretary, "/enkater/enkat/resultat/csv")
    book = visit(client, secretary, "/enkater/enkat/resultat/xlsx")

    assert [response["Content-Disposition"] for response in (lines, book)] == [
        'attachment; filename="enkat.csv"',
        'attachment; filename="enkat.xlsx"',
    ]
    assert b"".join(lines.streaming_content).decode().splitlines()[1].split(",")[1] == (
        "Granfors kommun"
    )
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_a_round_without_report_says_so(client, round, member):
    response = visit(client, make_pair(member)[0], "/enkater/enkat/rapport.pdf")

    assert response.status_code == 404
    assert "The report has not been built yet" in words(response)


def test_the_newest_report_is_handed_out(client, round, member):
    make_response(round, member, answers={"home": "kontor"}, accepted="Vakant")
    secretary = make_secretary()
    report = Report.objects.create(round=round, created_by=secretary)
    reporting.build_report(report.pk)
    Report.objects.create(round=round, created_by=secretary)

    response = visit(client, make_pair(member)[0], "/enkater/enkat/rapport.pdf")

    assert response["Content-Disposition"] == 'inline; filename="enkat.pdf"'
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_building_a_report_shows_how_far_it_has_come(client, round):
    secretary = make_secretary()

    building = visit(
        client, secretary, "/enkater/enkat/rapport/bygg/", "post", HTTP_HX_REQUEST="true"
    )
    Report.objects.update(step=3)
    further = visit(client, secretary, "/enkater/enkat/rapport/lage/")

    assert "step 0 of 5" in words(building)
    assert "step 3 of 5" in words(further)
    assert 'hx-get="/enkater/enkat/rapport/lage/"' in words(further)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"state": "failed", "problem": "Libraries are missing."}, "Libraries are missing."),
        ({"state": "building", "step": 1, "steps": 5}, "step 1 of 5"),
    ],
)
def test_the_state_of_a_report_is_in_words(client, round, columns, told):
    Report.objects.create(round=round, **columns)

    page = words(visit(client, make_expert(), "/enkater/enkat/rapport/lage/"))

    assert told in page


def test_a_receipt_is_made_by_the_worker_and_then_handed_out(
    client, round, member, django_capture_on_commit_callbacks
):
    make_response(round, member, answers={"home": "kontor"}, signed="both")
    politician = member.seats.get(kind="politician").holdings.get().person

    with django_capture_on_commit_callbacks(execute=True):
        first = visit(client, politician, "/enkater/enkat/svar/granfors.pdf")
    second = visit(client, politician, "/enkater/enkat/svar/granfors.pdf")

    assert first.status_code == 202
    assert "The receipt is being made." in words(first)
    assert second["Content-Disposition"] == 'inline; filename="enkat-granfors.pdf"'
    assert b"".join(second.streaming_content).startswith(b"%PDF")


def test_a_receipt_that_cannot_be_made_says_why(client, round, member, monkeypatch):
    make_response(round, member, answers={"home": "kontor"}, signed="both")
    monkeypatch.setattr(receipts, "problem_of", lambda response: "Libraries are missing.")

    page = words(visit(client, make_secretary(), "/enkater/enkat/svar/granfors.pdf"))

    assert "Libraries are missing." in page


def test_a_response_that_is_not_sent_in_has_no_receipt(client, round, member):
    make_response(round, member, answers={"home": "kontor"}, signed="officer")

    response = visit(client, make_secretary(), "/enkater/enkat/svar/granfors.pdf")

    assert response.status_code == 404
