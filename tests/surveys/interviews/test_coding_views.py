"""The pages of coding, themes, memos and the compilation: one visit to each, and what it does."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.interviews import coding, comparing, interviewing, theming
from surveys.interviews.models import Change, Dimension, Memo, Statement, Theme
from tests.factories import make_framework, make_pair, make_secretary
from tests.interview_factories import (
    make_department,
    make_guest,
    make_interview,
    make_statement,
    make_study,
    make_theme,
)

pytestmark = pytest.mark.django_db

DONE, WANTS = Statement.Kind.DONE, Statement.Kind.WANTS
TEXT = "Vi 😀 cyklar mer. Vi vill gå."


@pytest.fixture(autouse=True)
def place(settings):
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def pair():
    return make_pair()


@pytest.fixture
def study(pair):
    return make_study("Vad har gjorts?", officer=pair[1], goals=("Rent vatten",))


@pytest.fixture
def interview(study):
    return make_interview(study, TEXT, department=make_department(study, "Skolan"))


@pytest.fixture
def own(client, pair):
    client.force_login(pair[1])
    return client


def address(name, *keys):
    return reverse(f"interviews:{name}", args=keys)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_passage_is_marked_by_its_place_in_utf_16_units(own, interview, study):
    theme, answer = make_theme(study, "Resor"), interview.texts.get()
    item = make_framework("agenda-2030", "11", kind="goals").items.get()
    given = {
        "quote": "cyklar mer.",
        "answer": answer.pk,
        "start": 6,
        "end": 17,
        "kind": DONE,
        "themes": [theme.pk],
        "new_theme": "Hälsa",
        "dimensions": ["social"],
        "goals": [study.goal_term.goals.get().pk],
        "items": [item.pk],
    }

    told = own.post(address("code", interview.pk), given)

    statement = Statement.objects.get()
    assert told.url == f"{address('code', interview.pk)}#u{statement.pk}"
    assert (statement.start, statement.end, statement.text) == (5, 16, "cyklar mer.")
    assert [str(link.target) for link in statement.links.order_by("pk")] == [
        "Resor",
        str(Dimension.SOCIAL.label),
        "M1 Rent vatten",
        "11 Avsnitt 11",
        "Hälsa",
    ]
    shown = text_of(own.get(address("code", interview.pk)))
    assert (
        f'Vi 😀 <mark class="sk-passage" data-marks="{statement.pk}">cyklar mer.</mark> Vi' in shown
    )


def test_own_words_are_written_and_bad_input_keeps_what_was_typed(own, interview, study):
    given = {"quote": "De cyklar.", "kind": DONE, "question": study.questions.get().pk}

    refused = own.post(address("code", interview.pk), given)
    kept = own.post(address("code", interview.pk), given | {"is_own_words": "on"})

    assert refused.status_code == 422
    assert "De cyklar.</textarea>" in text_of(refused)
    assert (kept.status_code, Statement.objects.get().text) == (302, "De cyklar.")


def test_marking_without_leaving_the_page_answers_with_what_is_new(own, interview):
    htmx = {"HX-Request": "true"}

    marked = own.post(
        address("code", interview.pk), {"quote": "Vi vill gå.", "kind": WANTS}, headers=htmx
    )
    refused = own.post(address("code", interview.pk), {"quote": "Nej"}, headers=htmx)

    assert (marked.status_code, 'hx-swap-oob="outerHTML"' in text_of(marked)) == (200, True)
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#markera")


def test_what_others_mark_is_told_only_when_it_is_new(own, interview, pair):
    coding.mark(interview, quote="Vi vill gå.", kind=WANTS, by=pair[0])
    look = address("look_at_coding", interview.pk)

    assert own.get(look, {"nummer": "1"}).status_code == 204
    assert "Vi vill gå.</mark>" in text_of(own.get(look, {"nummer": "0"}))


def test_a_statement_is_changed_with_its_reasons(own, interview, study, pair):
    stays, goes = make_theme(study), make_theme(study)
    statement = coding.mark(
        interview, quote="Vi vill gå.", kind=DONE, by=pair[1], ties=[stays, goes]
    )
    link = statement.links.get(theme=stays)
    given = {"kind": WANTS, "themes": [stays.pk], f"why-{link.pk}": "Därför."}

    assert own.get(statement.get_absolute_url()).status_code == 200
    assert own.post(statement.get_absolute_url(), {"kind": "x"}).status_code == 422
    own.post(statement.get_absolute_url(), given)

    statement.refresh_from_db()
    assert (statement.kind, [(row.theme, row.why) for row in statement.links.all()]) == (
        WANTS,
        [(stays, "Därför.")],
    )


def test_a_statement_that_lost_its_place_is_listed_and_mended(own, interview, study, pair):
    statement = coding.mark(interview, quote="Vi vill gå.", kind=DONE, by=pair[1])
    interview.state, interview.approved_at = "draft", None
    interview.save()
    answer = interview.texts.newest().get()
    interviewing.save_text(
        interview, answer.question, text="Vi skulle vilja gå.", base=answer.saves, by=pair[1]
    )

    assert address("statement", statement.pk) in text_of(own.get(address("compilation", study.pk)))
    refused = own.post(address("mend", statement.pk), {"quote": "Nej"})
    own.post(address("mend", statement.pk), {"quote": "Vi skulle vilja gå."})
    statement.refresh_from_db()
    assert (refused.status_code, statement.text, statement.is_lost) == (
        422,
        "Vi skulle vilja gå.",
        False,
    )
    own.post(address("mend", statement.pk), {"do": "let_stand"})
    statement.refresh_from_db()
    assert statement.answer is None


def test_deleted_texts_leave_the_counts_and_no_words(own, interview, study, pair):
    theme = make_theme(study, "Resor")
    coding.mark(interview, quote="Vi vill gå.", kind=WANTS, by=pair[1], ties=[theme])

    interviewing.delete_texts(interview, by=pair[1])

    shown = text_of(own.get(address("compilation", study.pk), {"tema": theme.pk}))
    assert ("vill gå" in shown, '<span class="sk-count">1</span>' in shown) == (False, True)


def test_a_statement_is_removed_and_that_is_undone(own, interview, pair):
    statement = coding.mark(interview, quote="Vi vill gå.", kind=DONE, by=pair[1])

    own.post(address("remove_statement", statement.pk))
    assert Statement.objects.count() == 0
    own.post(address("undo_change", Change.objects.get().pk))
    assert Statement.objects.get() == statement


def test_themes_are_added_moved_stepped_merged_split_and_removed(own, study, interview):
    own.post(address("themes", study.pk), {"title": "Energi"})
    energy = Theme.objects.get()
    own.post(address("themes", study.pk), {"title": "Resor", "parent": energy.pk})
    travel = Theme.objects.get(title="Resor")
    statement = make_statement(interview)
    statement.links.create(theme=travel)

    own.post(address("move_theme", travel.pk), {"parent": "", "place": 1})
    assert [row.title for row in study.themes.all()] == ["Resor", "Energi"]
    own.post(address("step_theme", travel.pk), {"steg": "ner"})
    own.post(address("step_theme", travel.pk), {"steg": "in"})
    assert Theme.objects.get(title="Resor").parent == energy
    own.post(address("step_theme", travel.pk), {"steg": "upp"})
    own.post(address("step_theme", travel.pk), {"steg": "ut"})
    assert Theme.objects.get(title="Resor").parent is None
    own.post(address("split_theme", travel.pk), {"title": "Cykel", "statements": [statement.pk]})
    cycling = Theme.objects.get(title="Cykel")
    assert statement.links.get().theme == cycling
    own.post(address("merge_theme", cycling.pk), {"into": energy.pk})
    assert statement.links.get().theme == energy
    own.post(address("remove_theme", travel.pk))
    assert list(study.themes.all()) == [energy]
    shown = text_of(own.get(address("themes", study.pk)))
    assert shown.count("/angra/") == study.changes.count()
    assert [row.kind for row in study.changes.all()] == [
        *("remove", "merge", "split"),
        *["move"] * (study.changes.count() - 3),
    ]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("move_theme", {"parent": "x"}),
        ("merge_theme", {"into": ""}),
        ("split_theme", {"title": ""}),
        ("tie_theme", {}),
        ("add_theme_memo", {"text": ""}),
    ],
)
def test_what_cannot_be_done_with_a_theme_is_said_on_its_page(own, study, interview, name, given):
    theme = make_theme(study, "Energi")
    make_statement(interview).links.create(theme=theme)

    answer = own.post(address(name, theme.pk), given)

    assert (answer.status_code, "sk-error" in text_of(answer)) == (422, True)


def test_a_theme_is_renamed_and_tied_to_goals_with_a_reason(own, study, pair):
    theme = make_theme(study, "Energi")
    goal = study.goal_term.goals.get()

    own.post(address("theme", theme.pk), {"title": "Klimat", "text": "Allt."})
    own.post(address("tie_theme", theme.pk), {"goals": [goal.pk], "why": "Därför."})

    link = theme.own_links.get()
    assert (Theme.objects.get().title, link.goal, link.why) == ("Klimat", goal, "Därför.")
    own.post(address("untie_theme", theme.pk, link.pk))
    assert theme.own_links.count() == 0


def test_memos_are_kept_about_anything_and_read_in_one_list(own, study, interview, pair):
    theme, statement = make_theme(study, "Energi"), make_statement(interview)
    own.post(address("memos", study.pk), {"text": "Om allt."})
    own.post(address("add_theme_memo", theme.pk), {"text": "Om temat."})
    own.post(address("add_memo", statement.pk), {"text": "Om uttalandet."})

    shown = text_of(own.get(address("memos", study.pk)))
    assert [words in shown for words in ("Om allt.", "Om temat.", "Om uttalandet.")] == [True] * 3
    memo = Memo.objects.get(text="Om allt.")
    assert own.post(address("edit_memo", memo.pk), {"text": ""}).status_code == 422
    own.post(address("edit_memo", memo.pk), {"text": "Bättre."})
    assert Memo.objects.get(pk=memo.pk).text == "Bättre."
    own.post(address("edit_memo", memo.pk), {"do": "remove"})
    assert not Memo.objects.filter(pk=memo.pk).exists()


def test_two_code_blind_and_settle_what_stands(client, own, study, interview, pair):
    page = address("code_blind", interview.pk)
    theme = make_theme(study, "Resor")
    politician, officer = pair
    assert own.post(page, {"do": "begin", "first": officer.pk, "second": ""}).status_code == 422
    own.post(page, {"do": "begin", "first": politician.pk, "second": officer.pk})
    for person, quote in ((politician, "Vi vill gå."), (officer, "cyklar mer. Vi vill")):
        coding.mark(interview, quote=quote, kind=DONE, by=person, ties=[theme])
        client.force_login(person)
        shown = text_of(client.get(address("code", interview.pk)))
        assert shown.count('<li class="sk-said"') == 1
        client.post(page, {"do": "done"})

    shown = text_of(client.get(page))
    assert "Vi 😀 cyklar mer." in shown
    kept = Statement.objects.get(author=officer)
    client.post(page, {"do": "settle", "standing": [kept.pk]})
    assert Statement.objects.get() == kept
    assert client.post(page, {"do": "done"}).status_code == 422


def test_a_cell_opens_the_quotes_behind_it(own, study, interview, pair):
    theme = theming.add(study, title="Resor", by=pair[1])
    coding.mark(interview, quote="cyklar mer.", kind=DONE, by=pair[1], ties=[theme])
    coding.mark(interview, quote="Vi vill gå.", kind=WANTS, by=pair[1], ties=[theme])
    page = address("compilation", study.pk)

    whole = text_of(own.get(page))
    cell = text_of(own.get(page, {"tema": theme.pk, "cell": interview.department_id}))

    assert ("cyklar mer." in whole, "cyklar mer." in cell) == (False, True)
    assert f"tema={theme.pk}&amp;cell={interview.department_id}#citat" in whole
    for asked in (
        {"tema": "x"},
        {"kolumner": "x"},
        {"fraga": "x"},
        {"tema": theme.pk, "cell": "x"},
    ):
        assert own.get(page, asked).status_code == 200


def test_the_compilation_is_handed_out_as_a_workbook_and_as_csv(own, study, interview, pair):
    theme = theming.add(study, title="=Resor", by=pair[1])
    coding.mark(interview, quote="Vi vill gå.", kind=WANTS, by=pair[1], ties=[theme])

    book = own.get(address("compilation_xlsx", study.pk))
    lines = own.get(address("compilation_csv", study.pk)).content.decode()

    sheets = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content)))
    rows = list(sheets.worksheets[0].values)
    assert rows[1] == ("'=Resor", 1, 0, 1, 0, 1, 1, 0)
    assert [row[3] for row in list(sheets.worksheets[-1].values)[1:]] == ["Vi vill gå."]
    assert lines.splitlines()[1] == "'=Resor,1,0,1,0,1,1,0"


def test_who_may_read_a_study_reads_its_compilation(client, study, interview, pair):
    pages = [
        address("compilation", study.pk),
        address("themes", study.pk),
        address("memos", study.pk),
        address("code", interview.pk),
        address("code_blind", interview.pk),
    ]
    roles = {
        "politician": (pair[0], 200),
        "guest": (make_guest(study), 200),
        "former guest": (make_guest(study, ended_at="2026-01-01T12:00Z"), 404),
        "other": (make_pair()[1], 404),
        "secretariat": (make_secretary(), 404),
    }

    for person, status in roles.values():
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {status}


def test_nothing_can_be_changed_once_the_study_is_closed(own, study, interview, pair):
    theme = make_theme(study, "Energi")
    statement = coding.mark(interview, quote="Vi vill gå.", kind=DONE, by=pair[1], ties=[theme])
    study.closed_at = "2026-11-01T12:00Z"
    study.save()

    assert own.post(address("theme", theme.pk), {"title": "Nytt"}).status_code == 422
    assert own.post(statement.get_absolute_url(), {"kind": WANTS}).status_code == 422
    own.post(address("remove_statement", statement.pk))
    own.post(address("remove_theme", theme.pk))
    assert (Statement.objects.get().kind, Theme.objects.get().title) == (DONE, "Energi")
    assert comparing.coders_of(study).count() == 2


def test_pages_ask_as_often_for_three_rows_as_for_one(own, study, interview, pair):
    def add(number):
        department = make_department(study)
        other = make_interview(study, TEXT, department=department)
        parent = theming.add(study, title=f"T{number}", by=pair[1])
        theme = theming.add(study, title=f"U{number}", by=pair[1], parent=parent)
        item = make_framework("agenda-2030", str(number), kind="goals").items.get(code=number)
        ties = [theme, shown, item, Dimension.SOCIAL, study.goal_term.goals.get()]
        for place in (other, interview):
            said = coding.write(
                place, text=f"Vi {number}.", kind=WANTS, by=pair[number % 2], ties=ties
            )
            Memo.objects.create(study=study, statement=said, text="Ja.", author=pair[0])
        theming.tie(shown, item, by=pair[1])
        theming.rename(theme, title=f"V{number}", text="", by=pair[1])

    shown = theming.add(study, title="Visas", by=pair[1])
    pages = [
        address("code", interview.pk),
        address("themes", study.pk),
        address("theme", shown.pk),
        address("memos", study.pk),
        f"{address('compilation', study.pk)}?tema={shown.pk}",
        f"{address('compilation', study.pk)}?kolumner=globala-mal",
        address("compilation_xlsx", study.pk),
    ]
    add(1)
    for page in pages:
        own.get(page)
    before = [queries_of(own, page) for page in pages]
    add(2)
    add(3)

    assert [queries_of(own, page) for page in pages] == before


def queries_of(client, page):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)
