"""PDF: tagged, ours alone, and clear about what it lacks."""

import io
import re
import types
from datetime import date

import pikepdf
import pytest
from django.core.checks import Warning
from PIL import Image

from sekom import charts, checks, pdf
from sekom import map as sweden
from sekom.charts import Bar, BarChart, Figure

CHART = BarChart(
    title="Var hör arbetet hemma?",
    base="Andel av 67 svar",
    finding="Arbetet leds oftast från kommunledningskontoret.",
    bars=[Bar("Kommunledningskontor", 39, 58), Bar("Miljöförvaltning", 28, 42)],
)
PAGE = """
{% extends "pdf/base.html" %}
{% block cover %}{% include "pdf/_cover.html" %}{% endblock %}
{% block content %}
  <h1>Svaren i korthet</h1>
  {% include "pdf/_key_figures.html" with figures=figures %}
  {% include "charts/_figure_pdf.html" with figure=figure has_table=True %}
  {{ more|safe }}
{% endblock %}
"""


@pytest.fixture
def build(settings):
    """Builds a PDF from the text of a template."""

    def build_from(source=PAGE, title="Så organiserar medlemmarna arbetet", **context):
        settings.TEMPLATES = [
            {
                **settings.TEMPLATES[0],
                "APP_DIRS": False,
                "OPTIONS": {
                    **settings.TEMPLATES[0]["OPTIONS"],
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", {"test.html": source}),
                        "django.template.loaders.filesystem.Loader",
                    ],
                },
            }
        ]
        context = {
            "figure": Figure(CHART),
            "figures": [("68\u00a0%", "67 av 98 medlemmar har svarat")],
            "land": sweden.land(),
            "dots": [sweden.dot("2584")],
            "made_on": date(2026, 10, 30),
            "report": "Organisationsenkäten 2026",
            **context,
        }
        return pdf.build("test.html", context, title=title)

    return build_from


def structure(document):
    """The kinds of parts in the file, each with its alternative text."""
    found = []

    def walk(part):
        if isinstance(part, pikepdf.Array):
            for child in part:
                walk(child)
        elif isinstance(part, pikepdf.Dictionary):
            if "/S" in part:
                found.append((str(part.S), str(part.get("/Alt", ""))))
            if "/K" in part:
                walk(part.K)

    walk(document.Root.StructTreeRoot.K)
    return found


def test_the_file_is_tagged_and_says_its_language_and_title(build):
    with pikepdf.open(io.BytesIO(build())) as document:
        parts = structure(document)

        assert str(document.Root.Lang) == "sv"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == "Så organiserar medlemmarna arbetet"
        assert len(document.pages) == 2
        assert [round(float(side) / 72 * 25.4) for side in document.pages[0].MediaBox] == [
            0,
            0,
            210,
            297,
        ]

    kinds = [kind for kind, _alt in parts]
    assert [kinds.count(kind) for kind in ("/H1", "/H2", "/Table", "/TH", "/TD")] == [2, 1, 1, 5, 4]
    assert [alt for kind, alt in parts if kind == "/Figure"] == [
        "Sverigekarta med medlemmarna",
        CHART.finding,
    ]


def test_the_type_is_ours_and_embedded(build):
    with pikepdf.open(io.BytesIO(build())) as document:
        fonts = {
            str(found.FontName).partition("+")[2]
            for found in document.objects
            if isinstance(found, pikepdf.Dictionary) and "/FontName" in found
        }

    assert fonts
    assert all(font.startswith("Hanken-Grotesk") for font in fonts), fonts


def test_the_same_input_gives_the_same_file(build):
    assert build() == build()


def test_a_long_table_goes_on_over_pages(build):
    rows = "".join(f"<tr><td>Kommun {number}</td></tr>" for number in range(90))
    table = f"<table><thead><tr><th>Medlem</th></tr></thead><tbody>{rows}</tbody></table>"

    with pikepdf.open(io.BytesIO(build(more=table))) as document:
        assert len(document.pages) == 6


def test_who_waits_hears_how_far_it_has_come(build):
    heard = []
    build()

    pdf.build("pdf/base.html", {}, title="Tom", tell=lambda done, of: heard.append((done, of)))

    assert heard == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ('<img src="img/pdf-mark.svg">', "has no required alt description"),
        ('<svg viewBox="0 0 1 1"><path d="M0 0h1"/></svg>', "A drawing has no title"),
        (
            '<img src="https://example.org/x.png" alt="x">',
            "may not fetch https://example.org/x.png",
        ),
        ('<img src="http://169.254.169.254/" alt="x">', "may not fetch http://169.254.169.254/"),
        ('<img src="file:///etc/passwd" alt="x">', "may not fetch file:///etc/passwd"),
        ('<img src="/static/../../etc/passwd" alt="x">', "Failed to load image"),
        ('<img src="img/%2e%2e/%2e%2e/manage.py" alt="x">', "Failed to load image"),
        ('<img src="img/missing.svg" alt="x">', "Failed to load image"),
    ],
)
def test_a_fault_stops_a_test(build, flaw, said):
    with pytest.raises(pdf.PdfFault, match=re.escape(said)):
        build(more=flaw)


def test_pictures_come_from_static_files_and_from_the_page_itself(build):
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E"

    made = build(more=f'<img src="/static/img/pdf-mark.svg" alt="a"><img src="{dot}" alt="b">')

    with pikepdf.open(io.BytesIO(made)) as document:
        alternatives = [alt for kind, alt in structure(document) if kind == "/Figure"]
    assert alternatives[2:] == ["a", "b"]


def test_half_a_picture_is_as_broken_after_a_pdf_as_before(build):
    build()
    whole = io.BytesIO()
    Image.linear_gradient("L").save(whole, "JPEG")

    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(whole.getvalue()[: whole.tell() // 2])).load()


def test_what_people_wrote_stays_text(build):
    evil = BarChart("<script>x</script>", "", '"><img src=x>', [Bar("<b>a</b>", 1, 100)])

    with pikepdf.open(io.BytesIO(build(figure=Figure(evil)))) as document:
        assert ("/Figure", '"><img src=x>') in structure(document)


def test_a_machine_without_the_libraries_says_so(monkeypatch):
    def refuse(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "importlib", types.SimpleNamespace(import_module=refuse))
    pdf._weasyprint.cache_clear()

    with pytest.raises(pdf.PdfUnavailable):
        pdf.build("pdf/base.html", {}, title="x")
    pdf._weasyprint.cache_clear()


def test_the_system_check_names_what_is_missing_and_the_line_to_run(monkeypatch):
    assert checks.pdf_can_be_made(None) == []

    monkeypatch.setattr(checks, "LIBRARIES", {"no-such-library": "no-such.so.0"})

    assert checks.pdf_can_be_made(None) == [
        Warning(
            "PDF cannot be made here: no-such-library is missing.",
            hint=f"Install it: {pdf.APT_LINE}. Everything else works without.",
            id="sekom.W001",
        )
    ]


def test_a_chart_for_the_page_of_a_pdf_is_as_wide_as_its_text():
    assert charts.WIDTHS["page"] == round(170 / 25.4 * 96)
