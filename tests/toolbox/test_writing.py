"""Writing: two at once are told, and every version can be compared and restored."""

import pytest

from sekom.outbox.models import reference
from tests.factories import (
    make_draft,
    make_framework,
    make_person,
    make_secretary,
    make_tool,
    tool_values,
)
from toolbox import comparing, writing
from toolbox.comparing import Piece
from toolbox.models import Revision, Tool

pytestmark = pytest.mark.django_db


def test_begin_gives_an_address_of_its_own():
    first, second = (writing.begin(Tool, title="Årets väg") for _each in range(2))

    assert [first.slug, second.slug] == ["arets-vag", "arets-vag-2"]
    assert list(Tool.objects.published()) == []


def test_save_draft_keeps_a_version_for_each_change():
    anna = make_secretary(person=make_person("Anna"))
    draft = make_draft()

    draft = writing.save_draft(draft, {"summary": "Ny."}, version=1, by=anna, note="Kortare")

    newest = Revision.objects.about(reference(draft)).first()
    assert (newest.number, newest.by_name, newest.note) == (2, "Anna", "Kortare")
    assert newest.values == draft.draft
    assert draft.draft["result"] == tool_values()["result"]


def test_save_draft_of_the_same_text_changes_nothing():
    draft = make_draft()

    again = writing.save_draft(draft, {"summary": "Se var ni står."}, version=1)

    assert (again.version, Revision.objects.count()) == (1, 1)


def test_save_draft_refuses_who_was_overtaken_with_both_texts():
    draft = make_draft()
    writing.save_draft(draft, {"summary": "Bos."}, version=1, guest="Bo, BTH")

    with pytest.raises(writing.StaleDraft) as refusal:
        writing.save_draft(draft, {"summary": "Annas."}, version=1, by=make_secretary())

    stale = refusal.value
    assert (stale.theirs["summary"], stale.yours["summary"]) == ("Bos.", "Annas.")
    assert stale.messages[0].startswith("Bo, BTH har sparat en nyare version")
    assert Tool.objects.get().drafted()["summary"] == "Bos."


def test_restore_makes_an_older_version_the_draft():
    tool = make_tool(summary="Första.")
    tool = writing.save_draft(tool, {"summary": "Andra."}, version=tool.version)

    tool = writing.restore(tool, 1, by=make_secretary())

    assert (tool.drafted()["summary"], tool.version) == ("Första.", 3)


def test_remark_is_kept_with_its_name():
    draft = make_draft()

    said = writing.remark(draft, "Bra!", guest="Bo, BTH")

    assert (said.about, said.text, said.by_name) == (reference(draft), "Bra!", "Bo, BTH")


def test_compare_says_in_words_what_differs():
    one, two = make_framework("ramverk", "1", "2").items.order_by("position")
    draft = make_draft("Nulägesanalys", one)
    before = draft.drafted()
    after = before | {
        "summary": "Se var ni vill.",
        "minutes": 90,
        "links": [{"item": two.pk, "why": "Mål"}],
        "steps": [{"title": "Samlas", "text": "<p>Stå i ring.</p>"}],
    }

    differences = comparing.compare(draft, before, after)

    assert [(each.label, each.before, each.after) for each in differences] == [
        ("Sammanfattning", "Se var ni står.", "Se var ni vill."),
        ("Minuter", "60", "90"),
        ("Steg", "1. Samlas Sätt er i ring.", "1. Samlas Stå i ring."),
        ("Hör ihop med", "1 Avsnitt 1", "2 Avsnitt 2 Mål"),
    ]
    assert differences[0].pieces == [
        Piece("same", "Se var ni "),
        Piece("gone", "står."),
        Piece("new", "vill."),
    ]
