"""The toolbox's pages: what readers find, who may see drafts and files, what the office does."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from sekom import uploads
from sekom.outbox.models import Delivery
from tests.factories import (
    make_draft,
    make_former_contact,
    make_framework,
    make_holding,
    make_path,
    make_person,
    make_secretary,
    make_tool,
    step_values,
)
from toolbox import filing, previewing, publishing, reminding, writing
from toolbox.models import Framework, FrameworkItem, Remark, Tool, ToolFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.REQUIRE_TWO_FACTOR = False  # tests/sekom/test_two_factor.py


def docx(*names):
    """A file that holds what Word writes, and these parts besides."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in ("[Content_Types].xml", "word/document.xml", *names):
            package.writestr(name, "<x/>")
    return out.getvalue()


def png():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def upload(content, name="Mall för nuläge.docx"):
    return SimpleUploadedFile(name, content)


def post_of(tool, **changes):
    """What the browser sends of a tool's draft."""
    drafted = tool.drafted()
    text = {name: drafted.get(name) for name in Tool.FIELDS if name not in ("steps", "is_example")}
    sent = {name: "" if value is None else value for name, value in text.items()}
    for prefix in ("steg", "hor"):
        sent |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    step = drafted["steps"][0]
    sent |= {"steg-0-title": step["title"], "steg-0-text": step["text"], "steg-0-ORDER": 1}
    item = FrameworkItem.objects.get(pk=drafted["links"][0]["item"])
    sent |= {"hor-0-item": item.name_in_full, "hor-0-why": "", "version": tool.version, "note": ""}
    return sent | changes


def visitors(client):
    """{role: their client}, from a guest to the secretariat."""
    people = {
        "guest": None,
        "stranger": make_person(),
        "former": make_former_contact(),
        "contact": make_holding().person,
        "secretariat": make_secretary(),
    }
    for role, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        yield role, client


# --- What readers find ------------------------------------------------------------------------


def test_list_shows_published_tools_by_what_they_go_with_and_how_long(client):
    one, two = make_framework("ramverk", "1", "2").items.order_by("position")
    make_tool("Lång", one, minutes=120)
    make_tool("Kort", one, two, minutes=30)
    make_draft("Utkast", one)
    address = reverse("toolbox:list")

    found = [
        [tool.title for tool in client.get(address + asked).context["page"].object_list]
        for asked in ("", "?tid=60", "?hor=ramverk/2", "?hor=ramverk/1&hor=ramverk/2", "?hor=x")
    ]

    assert found == [["Kort", "Lång"], ["Kort"], ["Kort"], ["Kort"], ["Kort", "Lång"]]


def test_tool_page_says_how_and_what_it_goes_with(client):
    tool = make_tool(is_example=True)

    page = client.get(tool.get_absolute_url()).content.decode()

    for words in ("Gör så här", "Sätt er i ring.", "Avsnitt 1", "60 minuter", "väntar på godkänn"):
        assert words in page


def test_tool_page_leads_to_the_paths_that_use_it(client):
    tool = make_tool()
    path = make_path("Vägen", step_values("ett", tools=[tool.pk]), step_values("tva"))
    make_path("Utan verktyget")
    make_path("Utkast", step_values("ett", tools=[tool.pk]), published=False)

    assert list(client.get(tool.get_absolute_url()).context["paths"]) == [path]


def test_item_page_gathers_the_tools_of_a_goal_and_its_targets(client):
    goal = make_framework("mal", "11", kind=Framework.Kind.GOALS).items.get()
    target = FrameworkItem.objects.create(
        framework=goal.framework, code="11.3", title="Delmål", parent=goal
    )
    make_tool("Mot delmålet", target)

    page = client.get(goal.get_absolute_url())

    assert [tool.title for tool in page.context["tools"]] == ["Mot delmålet"]


def test_lists_and_pages_ask_as_often_for_one_tool_as_for_three(client):
    items = list(make_framework("ramverk", "1").items.all())
    other = make_framework("annat", "1")
    asked = {}
    for count in (1, 3):
        while Tool.objects.count() < count:
            make_tool("Verktyg", *items, *other.items.all())
        tool = Tool.objects.first()
        for address in (
            reverse("toolbox:list"),
            tool.get_absolute_url(),
            items[0].get_absolute_url(),
            reverse("toolbox:framework", args=["ramverk"]),
            reverse("toolbox:cross") + "?rader=ramverk&kolumner=annat",
        ):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            assert len(queries) == asked.setdefault(address, len(queries))


# --- Who may ----------------------------------------------------------------------------------


def test_drafts_are_seen_by_the_secretariat_alone(client):
    draft = make_draft()
    office = reverse("toolbox:edit_tool", args=[draft.slug])
    review = reverse("toolbox:review_tool", args=[draft.slug])

    seen = {
        role: [
            visitor.get(address).status_code
            for address in (draft.get_absolute_url(), office, review)
        ]
        for role, visitor in visitors(client)
    }

    assert seen == {
        "guest": [404, 302, 302],
        "stranger": [404, 302, 302],
        "former": [404, 302, 302],
        "contact": [404, 302, 302],
        "secretariat": [404, 200, 200],
    }


def test_files_are_reached_once_they_are_published(client):
    tool = make_tool()
    file = filing.add_file(tool, upload(docx()), title="Mallen", by=None)
    drafted = {}
    for role, visitor in visitors(client):
        answer = visitor.get(file.get_absolute_url())
        drafted[role] = answer.status_code
        answer.getvalue()  # a file is closed when it has been read
    publishing.send_to_review(tool)
    publishing.publish(tool, by=make_secretary())

    published = client.get(file.get_absolute_url())

    assert drafted == {
        "guest": 404,
        "stranger": 404,
        "former": 404,
        "contact": 404,
        "secretariat": 200,
    }
    assert published["Content-Disposition"] == 'attachment; filename="mall-for-nulage.docx"'
    assert published["X-Content-Type-Options"] == "nosniff"
    assert b"".join(published.streaming_content) == docx()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "bild.png"),
        (b"<html><script>alert(1)</script></html>", "mall.docx"),
        (b"MZ\x90\x00", "mall.pdf"),
        (b"GIF89a" + b"\x00" * 20, "bild.gif"),
        (b"PK\x03\x04", "mall.docx"),
        (docx("word/vbaProject.bin"), "mall.docx"),
        (b"", "tom.pdf"),
    ],
)
def test_add_file_refuses_what_we_do_not_hand_out(client, content, name):
    tool = make_draft()
    client.force_login(make_secretary())

    client.post(
        reverse("toolbox:add_tool_file", args=[tool.slug]),
        {"title": "Fil", "file": upload(content, name), "language": "sv"},
    )

    assert ToolFile.objects.count() == 0


def test_add_file_refuses_a_picture_that_breaks_off():
    drawn = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(drawn, "PNG")
    whole = drawn.getvalue()

    with pytest.raises(filing.ValidationError) as refusal:
        filing.add_file(make_draft(), upload(whole[:-200], "bild.png"), title="Bild")

    assert refusal.value.messages == [
        "Bilden går inte att läsa. Spara den på nytt och försök igen."
    ]
    assert ToolFile.objects.count() == 0


def test_add_file_refuses_more_than_20_mb(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)

    with pytest.raises(filing.ValidationError) as refusal:
        filing.add_file(make_draft(), upload(docx()), title="Fil")

    assert refusal.value.messages == ["Filen är större än 20 MB."]


def test_add_file_judges_by_content_and_cleans_the_name(client):
    tool = make_draft()
    client.force_login(make_secretary())

    client.post(
        reverse("toolbox:add_tool_file", args=[tool.slug]),
        {"title": "Bild", "file": upload(png(), "../../Å bild.html"), "language": "sv"},
    )

    file = ToolFile.objects.get()
    assert (file.name, file.media_type) == ("a-bild.png", "image/png")
    assert Tool.objects.get().drafted()["files"] == [file.pk]


# --- The office -------------------------------------------------------------------------------


def test_office_begins_writes_reviews_and_publishes(client):
    make_framework("ramverk", "1")
    writer, reviewer = make_secretary(), make_secretary()
    client.force_login(writer)
    client.post(reverse("toolbox:manage_tools"), {"title": "Nytt verktyg"})
    tool = Tool.objects.get()
    example = make_draft("Förlaga")
    sent = post_of(example, title="Nytt verktyg", version=tool.version)
    sent["tips"] = "<p onclick=alert(1)>Tips<script>alert(1)</script></p>"
    client.post(reverse("toolbox:edit_tool", args=[tool.slug]), sent)
    client.post(reverse("toolbox:move_tool_on", args=[tool.slug]), {"do": "review"})
    client.post(reverse("toolbox:publish_tool", args=[tool.slug]), {"at": ""})
    tool.refresh_from_db()
    assert not tool.is_published

    client.force_login(reviewer)
    client.post(reverse("toolbox:publish_tool", args=[tool.slug]), {"at": ""})

    tool.refresh_from_db()
    assert (tool.is_published, tool.tips) == (True, "<p>Tips</p>")


def test_office_shows_both_texts_to_who_was_overtaken(client):
    tool = make_draft()
    sent = post_of(tool, summary="Annas text.")
    writing.save_draft(tool, {"summary": "Bos text."}, version=tool.version)
    client.force_login(make_secretary())

    answer = client.post(reverse("toolbox:edit_tool", args=[tool.slug]), sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bos" in page
    assert "Annas text." in page
    again = sent | {"version": answer.context["version"]}
    assert client.post(reverse("toolbox:edit_tool", args=[tool.slug]), again).status_code == 302
    assert Tool.objects.get().drafted()["summary"] == "Annas text."


def test_office_is_told_what_to_mend_and_keeps_what_was_typed(client):
    tool = make_draft()
    client.force_login(make_secretary())
    sent = post_of(tool, summary="Kvar.", **{"hor-0-item": "finns inte"})

    answer = client.post(reverse("toolbox:edit_tool", args=[tool.slug]), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj något i listan: börja skriva nummer eller namn." in page
    assert "Kvar." in page


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("look_after_tool", {"owner": "", "review_by": "2027-01-15"}),
        ("rename_tool", {"slug": "nytt"}),
        ("remark_on_tool", {"text": "Bra"}),
        ("invite_to_tool", {"name": "Bo, BTH"}),
    ],
)
def test_office_looks_after_a_tool(client, name, sent):
    tool = make_draft()
    client.force_login(make_secretary())

    client.post(reverse(f"toolbox:{name}", args=[tool.slug]), sent)

    tool.refresh_from_db()
    done = {
        "look_after_tool": str(tool.review_by) == "2027-01-15",
        "rename_tool": tool.slug == "nytt",
        "remark_on_tool": Remark.objects.count() == 1,
        "invite_to_tool": "invitation" in client.session,
    }
    assert [each for each, is_done in done.items() if is_done] == [name]


def test_office_compares_versions_and_restores_one(client):
    tool = make_tool(summary="Första.")
    writing.save_draft(tool, {"summary": "Andra."}, version=tool.version)
    client.force_login(make_secretary())

    page = client.get(reverse("toolbox:tool_versions", args=[tool.slug]))
    client.post(reverse("toolbox:restore_tool", args=[tool.slug, 1]))

    assert [each.label for each in page.context["differences"]] == ["Sammanfattning"]
    assert Tool.objects.get().drafted()["summary"] == "Första."


# --- A guest by a link ------------------------------------------------------------------------


def test_guest_reads_writes_remarks_and_sends_to_review_without_an_account(client):
    draft = make_draft()
    link = previewing.preview_link(draft, guest="Bo, BTH")
    token = link.rstrip("/").rpartition("/")[2]

    page = client.get(reverse("toolbox:guest", args=[token]))
    client.post(reverse("toolbox:guest", args=[token]), {"text": "Fint."})
    sent = post_of(draft, summary="Gästens.")
    client.post(reverse("toolbox:guest_edit", args=[token]), sent)
    client.post(reverse("toolbox:guest_send", args=[token]))

    draft.refresh_from_db()
    assert page.status_code == 200
    assert Remark.objects.get().by_name == "Bo, BTH"
    assert (draft.drafted()["summary"], draft.is_in_review) == ("Gästens.", True)
    assert publishing.publish(draft, by=make_secretary()).summary == "Gästens."


def test_guest_link_ends_when_it_is_taken_back_forged_or_old(client):
    draft = make_draft()
    tokens = [previewing.preview_link(draft, guest="Bo").rstrip("/").rpartition("/")[2]]
    previewing.take_back_links(draft)
    draft.refresh_from_db()
    tokens.append(previewing.preview_link(draft, guest="Bo").rstrip("/").rpartition("/")[2])

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        answers = [
            client.get(reverse(f"toolbox:{page}", args=[token])).status_code
            for page in ("guest", "guest_edit")
            for token in (*tokens, "falsk")
        ]

    assert answers == [410] * 6


# --- By itself --------------------------------------------------------------------------------


def test_remind_owners_writes_once_for_each_day():
    owner = make_secretary()
    tool = make_tool()
    soon = timezone.localdate() + timedelta(days=20)
    publishing.keep_looking_after(tool, owner=owner, review_by=soon, by=owner)

    assert [reminding.remind_owners(), reminding.remind_owners()] == [1, 0]

    assert [delivery.email for delivery in Delivery.objects.all()] == [owner.email]
    later = soon + timedelta(days=1)
    publishing.keep_looking_after(tool, owner=owner, review_by=later, by=owner)
    assert reminding.remind_owners() == 1
