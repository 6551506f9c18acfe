import io
import subprocess

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from sekom import pdf
from tests.factories import make_framework, make_journey, make_path, make_tool, step_values
from toolbox import journals, tasks, walking
from toolbox.models import StepWork

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def walked():
    """A journey with a note, a tool and a goal on its first step: (journey, officer)."""
    tool = make_tool(tips='<p>Läs <a href="/verktygslada/">mer</a>.</p>')
    item = make_framework("agenda-2030", "11").items.get()
    path = make_path("Vägen", step_values("ett", tools=[tool.pk], items=[item]), step_values("tva"))
    journey, _politician, officer = make_journey(path)
    step = path.steps.get(key="ett")
    values = {"state": StepWork.State.DONE, "note": "Vi började i köket.", "result": "En lista."}
    walking.save_work(journey, step, version=0, by=officer, values=values)
    journey.refresh_from_db()
    return journey, officer


def text_of(made, tmp_path):
    file = tmp_path / "j.pdf"
    file.write_bytes(made)
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True, timeout=30
    )
    return " ".join(done.stdout.split())


def test_a_journal_is_tagged_and_leads_to_its_parts_and_to_the_portal(walked, settings):
    made = journals.journal_pdf(walked[0])

    document = pikepdf.open(io.BytesIO(made))
    links = [annotation for page in document.pages for annotation in page.get("/Annots", [])]
    addresses = {str(link.A.URI) for link in links if "/A" in link}
    parts = {str(link.Dest) for link in links if "/Dest" in link}
    assert (str(document.Root.Lang), bool(document.Root.MarkInfo.Marked)) == ("sv", True)
    assert str(document.docinfo["/Title"]) == "Så långt har vi kommit: Vägen"
    tool = walked[0].path.steps.get(key="ett").tools.get()
    assert parts == {"steg-ett", "steg-tva", f"verktyg-{tool.pk}"}
    assert addresses == {
        settings.SITE_URL + address
        for address in (
            walked[0].get_absolute_url(),
            "/verktygslada/nulagesanalys/",
            "/verktygslada/",
        )
    }


def test_a_journal_holds_the_steps_what_was_written_and_the_tools(walked):
    context = journals.context_of(walked[0])

    [first, second] = context["stops"]
    assert (context["done_count"], context["step_count"]) == (1, 2)
    assert (first.work.note, first.work.result, second.work) == (
        "Vi började i köket.",
        "En lista.",
        None,
    )
    [part] = context["tools"]
    assert (part.tool.title, part.steps) == (
        "Nulägesanalys",
        [("Samlas", "<p>Sätt er i ring.</p>")],
    )


def test_printed_text_links_to_the_portal_and_tells_pictures_in_words(settings):
    html = '<p><a href="/x/">x</a> <img src="/verktygslada/fil/1/a.png" alt="En tratt"></p>'

    printed = journals.printed(html)

    assert f'href="{settings.SITE_URL}/x/"' in printed
    assert "<img" not in printed
    assert "En tratt" in printed


def test_make_journal_twice_keeps_one_file_until_something_changes(walked):
    journey, officer = walked

    for _time in range(2):
        tasks.make_journal(journey.pk)
    first = journals.document_of(journey).path
    step = journey.path.steps.get(key="tva")
    walking.save_work(journey, step, version=0, by=officer, values={"note": "Nytt"})
    journey.refresh_from_db()
    missing = journals.document_of(journey).find()
    tasks.make_journal(journey.pk)

    assert missing is None
    assert default_storage.exists(journals.document_of(journey).path)
    assert not default_storage.exists(first)


def test_a_machine_without_pdf_says_so(walked, monkeypatch, client):
    def unavailable():
        raise pdf.PdfUnavailable("Bibliotek saknas.")

    monkeypatch.setattr(pdf, "_weasyprint", unavailable)
    journey, officer = walked
    tasks.make_journal(journey.pk)
    client.force_login(officer)

    waits = client.get(reverse("toolbox:so_far", args=[journey.pk]))

    assert (waits.status_code, journals.document_of(journey).find()) == (202, None)
    assert "Bibliotek saknas." in waits.content.decode()


def test_the_page_waits_and_then_hands_out_the_document(
    walked, client, django_capture_on_commit_callbacks, tmp_path
):
    journey, officer = walked
    client.force_login(officer)
    address = reverse("toolbox:so_far", args=[journey.pk])

    with django_capture_on_commit_callbacks(execute=True):
        waits = client.get(address)
    handed = client.get(address)

    assert waits.status_code == 202
    assert (handed.status_code, handed["Content-Type"]) == (200, "application/pdf")
    words = text_of(b"".join(handed.streaming_content), tmp_path)
    for part in ("Innehåll", "Steg 1. Steg ett", "Vi började i köket.", "Sätt er i ring."):
        assert part in words
