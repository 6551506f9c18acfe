import io
import subprocess

import pikepdf
import pytest
from django.utils import translation

from sekom import pdf
from sekom.outbox.models import Delivery
from surveys import reporting, results, tasks
from surveys.models import Report
from surveys.results import Reader
from tests.factories import make_member, make_secretary
from tests.survey_factories import make_response, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Files of its own for each test, and English words."""
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture
def round():
    """A closed round with 24 responses and a small group in one question."""
    round = make_round(closed=True)
    for number in range(24):
        home = "kontor" if number < 14 else "bygg" if number < 22 else "skola"
        answers = {"home": home, "share": number, "goals": "helt", "wish": "Hemligt ord"}
        member = make_member(f"Åby {number}", code=f"{2400 + number}", county="12")
        make_response(round, member, answers=answers, accepted="Vakant")
    make_response(round, make_member("Utan svar", county="10"))
    return round


def built(round):
    """A report of the round, built."""
    report = Report.objects.create(round=round, created_by=make_secretary())
    return reporting.build_report(report.pk)


def look_into(report):
    """The PDF of a report, for looking into."""
    with report.file.open() as file:
        return pikepdf.open(io.BytesIO(file.read()))


def text_of(report):
    """All words that the PDF shows, without line breaks."""
    printed = subprocess.run(
        ["pdftotext", report.file.path, "-"], capture_output=True, text=True, check=True
    )
    return " ".join(printed.stdout.split())


def elements(document):
    """The elements of a tagged PDF by kind: {"/H1": [element, …]}."""
    found = {}

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.setdefault(str(element.S), []).append(element)
            if "/K" in element:
                walk(element.K)

    walk(document.Root.StructTreeRoot.K)
    return found


def test_a_report_is_a_tagged_pdf_that_speaks(round):
    document = look_into(built(round))
    found = elements(document)

    assert bool(document.Root.MarkInfo.Marked)
    assert (str(document.Root.Lang), str(document.docinfo["/Title"])) == (
        "sv",
        "Organisationsenkäten 2026",
    )
    assert len(found["/H1"]) == 6
    assert all(str(figure.get("/Alt", "")).strip() for figure in found["/Figure"])
    headed = [table for table in found["/Table"] if "/TH" in elements_of(table)]
    assert len(headed) == len(found["/Table"]) > 4


def elements_of(element):
    """The kinds of everything inside an element."""
    kinds = set()
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            kinds.add(str(one.S))
            waiting.append(one.get("/K", pikepdf.Array()))
    return kinds


def test_a_report_shows_what_members_may_see_and_who_has_answered(round):
    text = text_of(built(round))

    told = ("58 %", "Åby 7 kommun", "24 24 100 %", "Hemligt ord", "Utan svar kommun")
    assert [words in text for words in told] == [True, True, True, False, False]


def test_a_report_tells_how_far_it_has_come_and_keeps_its_file(round):
    heard = []
    report = Report.objects.create(round=round, created_by=make_secretary())

    report = reporting.build_report(report.pk, tell=lambda done, of: heard.append((done, of)))

    assert heard == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert (report.state, report.step, report.steps) == (Report.State.READY, 5, 5)
    assert report.basis == reporting.basis_of(round)
    assert report.file.name == f"reports/{round.slug}/{report.pk}-{round.slug}.pdf"


def test_a_report_is_mailed_as_a_link_to_who_asked(round):
    report = built(round)

    delivery = Delivery.objects.get()

    assert (delivery.email, delivery.values) == (
        report.created_by.email,
        {"round": round.title, "path": f"/enkater/{round.slug}/rapport.pdf"},
    )


def test_building_twice_is_building_once(round):
    report = Report.objects.create(round=round, created_by=make_secretary())

    tasks.build_report(report.pk)
    first = Report.objects.get()
    tasks.build_report(report.pk)

    assert Report.objects.get().built_at == first.built_at
    assert Delivery.objects.count() == 1


def test_a_machine_that_cannot_make_pdf_says_what_to_install(round, monkeypatch):
    def unavailable():
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "_weasyprint", unavailable)

    report = built(round)

    assert (report.state, report.problem) == (
        Report.State.FAILED,
        f"PDF cannot be made here yet. Install: {pdf.APT_LINE}",
    )
    assert not report.file


def test_an_unforeseen_fault_is_loud_and_leaves_no_report_half_built(round, monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)

    with pytest.raises(AttributeError):
        built(round)

    assert Report.objects.get().state == Report.State.FAILED


def test_key_figures_are_the_rate_and_where_most_agree(round):
    made = results.results(round, reader=Reader())

    assert reporting.key_figures(made) == [
        ("96%", "of the members have answered (24 of 25)"),
        ("58%", "answer “Kontor”: Home?"),
    ]
