"""Publishing: looked through by another, blocked while something is missing, at one address."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from sekom.outbox.models import reference
from tests.factories import make_draft, make_secretary, make_tool, publish
from toolbox import publishing, writing
from toolbox.models import OldAddress, Revision, Tool

pytestmark = pytest.mark.django_db


def test_publish_shows_readers_the_draft():
    draft = make_draft("Nulägesanalys")

    tool = publish(draft)

    assert (tool.state, tool.draft, tool.summary) == ("published", None, "Se var ni står.")
    assert [link.item.code for link in tool.links.all()] == ["1"]
    assert list(Tool.objects.published()) == [tool]
    assert Revision.objects.get(about=reference(tool)).published_at == tool.published_at


def test_publish_leaves_what_readers_see_while_a_draft_is_written():
    tool = make_tool(summary="Gammal.")

    tool = writing.save_draft(tool, {"summary": "Ny."}, version=tool.version)

    assert (tool.live()["summary"], tool.drafted()["summary"]) == ("Gammal.", "Ny.")
    assert publish(tool).summary == "Ny."


def test_publish_is_refused_to_who_sent_it_to_review():
    writer = make_secretary()
    draft = publishing.send_to_review(make_draft(by=writer), by=writer)

    with pytest.raises(ValidationError) as refusal:
        publishing.publish(draft, by=writer)

    assert refusal.value.code == "own_review"
    assert publishing.publish(draft, by=make_secretary()).is_published


def test_publish_is_refused_before_review():
    with pytest.raises(ValidationError) as refusal:
        publishing.publish(make_draft(), by=make_secretary())

    assert refusal.value.code == "not_in_review"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"summary": ""}, "Fyll i: sammanfattning."),
        ({"minutes": None}, "Fyll i: minuter."),
        ({"steps": []}, "Skriv minst ett steg."),
        (
            {"links": []},
            "Ange vilka mål, principer eller avsnitt verktyget hör ihop med.",
        ),
        (
            {"tips": '<p><img src="/verktygslada/fil/1/a.png"></p>'},
            "En bild saknar beskrivning. Berätta i ord vad den visar.",
        ),
        (
            {"tips": '<p><a href="/verktygslada/finns-inte/">Se</a></p>'},
            "Länken till /verktygslada/finns-inte/ leder ingenstans som läsare kan gå.",
        ),
        (
            {"people_min": 8, "people_max": 4},
            "Antalet personer som högst kan inte vara färre än som minst.",
        ),
    ],
)
def test_publish_is_refused_while_something_is_missing(values, problem):
    draft = make_draft(**values)

    with pytest.raises(ValidationError) as refusal:
        publish(draft)

    assert refusal.value.messages == [problem]
    assert not Tool.objects.get().is_published


def test_publish_again_changes_nothing():
    tool = make_tool()

    again = publishing.publish(tool, by=make_secretary())

    assert again.published_at == tool.published_at


def test_send_to_review_is_refused_when_nothing_has_changed():
    with pytest.raises(ValidationError) as refusal:
        publishing.send_to_review(make_tool())

    assert refusal.value.code == "no_draft"


def test_save_draft_takes_it_back_from_review():
    draft = publishing.send_to_review(make_draft())

    draft = writing.save_draft(draft, {"summary": "Annan."}, version=draft.version)

    assert not draft.is_in_review


def test_publish_due_publishes_what_was_looked_through_once():
    draft = publishing.send_to_review(make_draft())
    soon = timezone.now() + timedelta(hours=1)
    publishing.schedule(draft, at=soon, by=make_secretary())
    assert publishing.publish_due() == 0
    Tool.objects.update(publish_at=timezone.now())

    assert [publishing.publish_due(), publishing.publish_due()] == [1, 0]

    assert Tool.objects.get().is_published


def test_publish_due_gives_back_what_is_blocked_meanwhile():
    other = make_tool("Annat")
    text = f'<p><a href="{other.get_absolute_url()}">Annat</a></p>'
    draft = publishing.send_to_review(make_draft(tips=text))
    publishing.schedule(draft, at=timezone.now() + timedelta(hours=1), by=make_secretary())
    publishing.archive(other, by=make_secretary())
    Tool.objects.filter(pk=draft.pk).update(publish_at=timezone.now())

    assert publishing.publish_due() == 0

    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == ("draft", None)


def test_rename_three_times_leaves_four_addresses_that_lead_there_at_once(client):
    tool = make_tool("Nulägesanalys")
    secretary = make_secretary()

    for slug in ("ett", "tva", "tre"):
        tool = publishing.rename(tool, slug, by=secretary)

    visits = [
        client.get(reverse("toolbox:tool", args=[slug]))
        for slug in ("nulagesanalys", "ett", "tva", "tre")
    ]
    assert [visit.status_code for visit in visits] == [301, 301, 301, 200]
    assert {visit.get("Location") for visit in visits[:3]} == {tool.get_absolute_url()}


def test_rename_refuses_an_address_that_was_anothers_and_takes_back_its_own():
    tool, other = make_tool("Ett"), make_tool("Annat")
    secretary = make_secretary()
    tool = publishing.rename(tool, "nytt", by=secretary)

    with pytest.raises(ValidationError):
        publishing.rename(other, "ett", by=secretary)
    with pytest.raises(ValidationError):
        publishing.rename(other, "korstabell", by=secretary)
    with pytest.raises(ValidationError):
        writing.begin(Tool, title="Ett", slug="ett")
    tool = publishing.rename(tool, "ett", by=secretary)

    assert tool.slug == "ett"
    assert [(old.slug, old.row_id) for old in OldAddress.objects.all()] == [("nytt", tool.pk)]


def test_publish_rewrites_links_to_the_newest_address():
    other = make_tool("Annat")
    publishing.rename(other, "nytt", by=make_secretary())

    tool = make_tool("Ett", tips='<p><a href="/verktygslada/annat/">Annat</a></p>')

    assert 'href="/verktygslada/nytt/"' in tool.tips


def test_archive_takes_the_page_from_readers_and_lets_it_come_back(client):
    tool = make_tool()

    tool = publishing.archive(tool, by=make_secretary())

    assert client.get(tool.get_absolute_url()).status_code == 404
    assert publish(tool).is_published
