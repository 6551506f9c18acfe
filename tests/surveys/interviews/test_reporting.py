"""The report: written by several, quoted with care, approved once and kept as it was."""

import io
import re
import zipfile
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from members.models import Holding, Member, Person, Seat
from surveys.interviews import findings, interviewing, report_printing, reporting, tasks, word_files
from surveys.interviews.models import Link, Report, ReportText
from tests.factories import make_person, make_secretary
from tests.interview_factories import (
    make_guest,
    make_interview,
    make_statement,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db

Kind = ReportText.Kind


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def study():
    return make_study(goals=["Klimatneutrala 2030", "God hälsa"], method="Åtta samtal.")


@pytest.fixture
def officer(study):
    return study.created_by


@pytest.fixture
def politician(study):
    held = Holding.objects.current().filter(seat__member=study.member)
    return Person.objects.get(pk=held.get(seat__kind=Seat.Kind.POLITICIAN).person_id)


@pytest.fixture
def theme(study):
    return make_theme(study, "Resor")


@pytest.fixture
def statement(study, theme):
    statement = make_statement(make_interview(study), "Vi cyklar till möten, säger Åsa Öberg.")
    Link.objects.create(statement=statement, theme=theme)
    Link.objects.create(statement=statement, goal=study.goal_term.goals.first())
    return statement


@pytest.fixture
def report(study, officer, theme, statement):
    report = reporting.begin(study, by=officer)
    reporting.save_text(report, Kind.THEME, theme, text="Många cyklar.", base=0, by=officer)
    reporting.choose_quotes(report, theme, [statement.pk], by=officer)
    reporting.look_at(report.quotes.get(), words="Vi cyklar till möten.", by=officer)
    return report


def test_a_report_begins_with_the_studys_method_and_twice_is_once(study, officer):
    report = reporting.begin(study, by=officer)

    assert reporting.begin(study, by=officer) == report
    assert [(text.kind, text.text) for text in report.texts.all()] == [("method", "Åtta samtal.")]


def test_two_who_write_the_same_text_lose_nothing(report, theme, officer, politician):
    reporting.save_text(report, Kind.THEME, theme, text="Andra ord.", base=1, by=politician)

    with pytest.raises(reporting.StaleText) as stale:
        reporting.save_text(report, Kind.THEME, theme, text="Mina ord.", base=1, by=officer)

    assert stale.value.theirs.text == "Andra ord."
    saved = reporting.save_text(report, Kind.THEME, theme, text="Mina ord.", base=2, by=officer)
    assert (saved.text, saved.number) == ("Mina ord.", 3)


def test_a_text_has_its_place_and_its_length(report, officer):
    elsewhere = make_theme(make_study())

    for kind, where, text in (
        (Kind.THEME, None, "x"),
        (Kind.ASKS, elsewhere, "x"),
        (Kind.THEME, elsewhere, "x"),
        (Kind.ASKS, None, "x" * 20_001),
    ):
        with pytest.raises(ValidationError):
            reporting.save_text(report, kind, where, text=text, base=0, by=officer)


def test_quotes_are_those_ticked_and_keep_what_was_done_with_them(report, theme, officer):
    [quote] = report.quotes.all()
    other = make_statement(quote.statement.interview, "Vi åker tåg.")
    Link.objects.create(statement=other, theme=theme)
    unsorted = make_statement(quote.statement.interview, "Utan tema.")

    reporting.choose_quotes(report, theme, [quote.statement_id, other.pk, unsorted.pk], by=officer)

    assert [(one.shown, one.looked_at is not None) for one in report.quotes.order_by("pk")] == [
        ("Vi cyklar till möten.", True),
        ("Vi åker tåg.", False),
    ]
    reporting.choose_quotes(report, theme, [], by=officer)
    assert not report.quotes.exists()


def test_nothing_is_approved_before_every_quote_is_looked_at(report, theme, politician, officer):
    other = make_statement(report.quotes.get().statement.interview, "Vi åker tåg.")
    Link.objects.create(statement=other, theme=theme)
    reporting.choose_quotes(report, theme, [other.pk], by=officer)

    with pytest.raises(ValidationError) as refusal:
        reporting.approve(report, by=politician)

    assert len(refusal.value.messages) == 1
    assert report.edition() is None


def test_the_political_contact_approves_and_nobody_else(report, officer, politician):
    with pytest.raises(ValidationError):
        reporting.approve(report, by=officer)

    edition = reporting.approve(report, by=politician)

    assert (edition.number, edition.approved_by) == (1, politician)
    assert edition.content["themes"][0]["quotes"][0]["words"] == "Vi cyklar till möten."
    assert edition.content["themes"][0]["goals"] == [{"code": "M1", "title": "Klimatneutrala 2030"}]
    assert edition.content["goals_not_spoken_of"] == ["M2 God hälsa"]


def test_what_is_approved_stays_though_the_draft_goes_on(report, theme, officer, politician):
    edition = reporting.approve(report, by=politician)
    reporting.save_text(report, Kind.THEME, theme, text="Nya ord.", base=1, by=officer)

    assert report_printing.said_by(report, is_draft=False)["themes"][0]["text"] == "Många cyklar."
    assert report_printing.said_by(report, is_draft=True)["themes"][0]["text"] == "Nya ord."
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE interviews_reportedition SET content = '{}' WHERE id = %s", [edition.pk]
        )
    assert reporting.approve(report, by=politician).number == 2


def test_approving_twice_approves_once_whatever_day_and_language(report, politician):
    edition = reporting.approve(report, by=politician)

    with time_machine.travel(timezone.now() + timedelta(days=2)), override("en"):
        again = reporting.approve(report, by=politician)

    assert (again, report.editions.count()) == (edition, 1)


def test_deleted_texts_are_quoted_no_more(report, officer):
    interview = report.quotes.get().statement.interview

    interviewing.delete_texts(interview, by=officer)

    said = findings.content_of(report)
    assert [theme["quotes"] for theme in said["themes"]] == [[]]
    assert said["statement_count"] == 1


def test_a_report_is_shown_only_when_approved_and_by_those_who_lead(report, officer, politician):
    guest = make_guest(report.study)
    with pytest.raises(ValidationError):
        reporting.show_to(report, "public", by=officer)
    reporting.approve(report, by=politician)
    with pytest.raises(ValidationError):
        reporting.show_to(report, "public", by=guest)

    assert reporting.show_to(report, "public", by=officer).audience == "public"


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("private", [False, False, False, True]),
        ("members", [False, True, True, True]),
        ("public", [True, True, True, True]),
    ],
)
def test_who_may_read(client, report, officer, politician, settings, audience, readers):
    settings.REQUIRE_TWO_FACTOR = False
    reporting.approve(report, by=politician)
    reporting.show_to(report, audience, by=officer)
    other = make_study().created_by

    found = []
    for person in (None, other, make_secretary(), officer):
        client.logout()
        if person:
            client.force_login(person)
        found.append(client.get(report.get_absolute_url()).status_code == 200)

    assert found == readers


def test_a_draft_is_read_by_nobody_outside(client, report, settings):
    settings.REQUIRE_TWO_FACTOR = False
    Report.objects.update(audience="public")  # even if it were so
    names = ("write_report", "look_at_quotes", "approve_report", "draft_pdf", "draft_docx")

    for person in (make_secretary(), make_study().created_by, make_person()):
        client.force_login(person)
        pages = [reverse(f"interviews:{name}", args=[report.study_id]) for name in names]
        assert [client.get(page).status_code for page in pages] == [404] * 5
        assert client.get(report.get_absolute_url()).status_code == 404


def test_the_report_is_a_tagged_pdf_made_once(report, officer, client):
    client.force_login(officer)
    path = reverse("interviews:draft_pdf", args=[report.study_id])
    assert client.get(path).status_code == 202

    for _time in range(2):
        tasks.make_report(report.pk, True)

    answer = client.get(path)
    content = b"".join(answer.streaming_content)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "sv"


def test_the_report_is_a_word_file_with_its_headings_and_quotes(report):
    file = word_files.report_file(findings.content_of(report))

    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        document = ElementTree.fromstring(archive.read("word/document.xml"))
        for part in archive.namelist():
            ElementTree.fromstring(archive.read(part))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    styled = [
        (paragraph.find(f"{word}pPr/{word}pStyle").get(f"{word}val"), "".join(paragraph.itertext()))
        for paragraph in document.iter(f"{word}p")
    ]
    assert ("Title", report.title) in styled
    assert ("Heading1", "Resor") in styled
    [department] = Member.objects.get(pk=report.study.member_id).studies.get().departments.all()
    assert ("Quote", f"”Vi cyklar till möten.” ({department})") in styled


def test_words_that_would_be_markup_stay_words_in_word(report, theme, officer):
    hostile = '</w:t><w:object/>&x;\x00 <script>"'
    reporting.save_text(report, Kind.THEME, theme, text=hostile, base=1, by=officer)

    file = word_files.report_file(findings.content_of(report))

    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        document = archive.read("word/document.xml").decode()
    assert "<w:object/>" not in document
    assert "&lt;script&gt;" in document


# --- Pages ----------------------------------------------------------------------------------------


def test_a_text_is_saved_while_one_writes_and_by_the_button(client, report, officer, theme):
    client.force_login(officer)
    path = reverse("interviews:save_report_text", args=[report.study_id])
    given = {"part": f"tema-{theme.pk}", "text": "Ännu fler cyklar.", "base": "1"}

    by_itself = client.post(path, given, headers={"HX-Request": "true"})
    again = client.post(path, given | {"text": "Fel utgångspunkt."}, headers={"HX-Request": "true"})
    by_button = client.post(path, given | {"text": "Mina ord.", "base": "2"})

    assert (by_itself.status_code, again.status_code, by_button.status_code) == (200, 409, 302)
    assert "Ännu fler cyklar." in again.text
    assert report.texts.get(theme=theme).text == "Mina ord."


def test_choosing_looking_and_dropping_quotes_by_the_pages(client, report, officer, theme):
    client.force_login(officer)
    study, quote = report.study_id, report.quotes.get()
    look = reverse("interviews:look_at_quote", args=[study, quote.pk])

    assert "Åsa Öberg" in client.get(reverse("interviews:look_at_quotes", args=[study])).text
    client.post(look, {"words": "  "})
    assert report.quotes.get().shown == "Vi cyklar till möten."
    client.post(look, {"words": "Vi cyklar."})
    assert report.quotes.get().shown == "Vi cyklar."
    client.post(look, {"do": "drop"})
    assert not report.quotes.exists()
    client.post(
        reverse("interviews:choose_quotes", args=[study]),
        {"part": f"tema-{theme.pk}", "statements": [quote.statement_id, "x"]},
    )
    assert report.quotes.count() == 1


def test_approving_and_showing_by_the_page(client, report, politician):
    client.force_login(politician)
    page = reverse("interviews:approve_report", args=[report.study_id])

    assert "Många cyklar." in client.get(page).text
    client.post(page)
    client.post(
        reverse("interviews:show_report_to", args=[report.study_id]), {"audience": "members"}
    )

    report.refresh_from_db()
    assert (report.edition().number, report.audience) == (1, "members")


def test_the_button_says_what_there_is_to_approve(client, report, theme, officer, politician):
    client.force_login(politician)
    page = reverse("interviews:approve_report", args=[report.study_id])

    def button():
        decision = re.search(r'id="beslut".*?</section>', client.get(page).text, re.S)
        return re.findall(r"</svg>([^<]*)</button>", decision[0])

    first = button()
    client.post(page)
    nothing = button()
    reporting.save_text(report, Kind.THEME, theme, text="Nya ord.", base=1, by=officer)

    with override("sv"):
        second = gettext("Approve edition %(number)s for the municipality") % {"number": 2}
    assert (first, nothing, button()) == (["Godkänn för kommunen"], [], [second])


def test_writing_asks_as_much_for_one_theme_as_for_three(
    client, report, officer, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(officer)
    path = reverse("interviews:write_report", args=[report.study_id])
    client.get(path)
    with django_assert_max_num_queries(40) as once:
        client.get(path)
    for _number in range(2):
        theme = make_theme(report.study)
        statement = make_statement(make_interview(report.study))
        Link.objects.create(statement=statement, theme=theme)

    with django_assert_num_queries(len(once)):
        client.get(path)
