"""Charts: what is drawn, that it fits, and the same figures as a table."""

import re

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from sekom import charts, drawing
from sekom.charts import Bar, BarChart, LikertChart, NumberSummary, ShareBar, SharePart, StackedRow
from sekom.drawing import Palette

LONG = "Samhällsbyggnadsförvaltningen tillsammans med de kommunala bolagen och räddningstjänsten"
BARS = BarChart(
    title="Var hör hållbarhetsarbetet hemma?",
    base="Andel av 67 svar",
    finding="Arbetet leds oftast från kommunledningskontoret.",
    bars=[
        Bar("Kommunledningskontor", 39, 58, is_own=True),
        Bar(LONG, 13, 19),
        Bar("Delat på flera", 3, 4, is_hidden=True),
        Bar("Ingen <utpekad>", 0, 0),
    ],
    own_label="Granfors svar",
)
LIKERT = LikertChart(
    title="Hur väl stämmer påståendena?",
    base="Procent av 67 svar",
    finding="Målen syns i budgeten hos sex av tio.",
    scale_labels=["Inte alls", "Lite", "Delvis", "Mycket", "Helt"],
    rows=[
        StackedRow("Målen syns i budgeten", (6, 12, 22, 35, 25), own=3),
        StackedRow(LONG, (1, 2, 0, 35, 62)),
        StackedRow("Bolagen omfattas", (20, 20, 20, 20, 20), is_hidden=True),
    ],
)
SHARES = ShareBar(
    title="Svarsfrekvens",
    base="67 av 98 medlemmar",
    finding="Två av tre har svarat.",
    parts=[SharePart("Inskickade", 67), SharePart("Påbörjade", 19), SharePart("Inte", 12, True)],
)
NUMBERS = NumberSummary(
    title="Hur många?", base="67 svar", finding="", bars=[Bar("0–9", 60, 90), Bar("10–19", 7, 10)]
)
ALL = [BARS, LIKERT, SHARES, NUMBERS]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _in_swedish():
    with override("sv"):
        yield


def drawn(chart, palette=Palette.WEB, width="middle"):
    """The chart as a tree."""
    return fromstring(charts.render(chart, palette=palette, width=width))


def words(tree):
    """Every text in the drawing, its lines put together."""
    return [" ".join(span.text for span in text) for text in tree.iter(f"{SVG}text")]


def test_a_bar_chart_says_each_answer_and_hides_small_groups():
    assert words(drawn(BARS)) == [
        "Kommunledningskontor",
        "58\u00a0%",
        LONG,
        "19\u00a0%",
        "Delat på flera",
        "visas inte",
        "Ingen <utpekad>",
        "0\u00a0%",
        "Granfors svar",
        "Övriga svar",
    ]


def test_own_answer_has_its_colour_and_without_one_all_are_alike():
    others = BarChart("", "", "", [Bar("a", 1, 50), Bar("b", 1, 50)])

    fills = [
        [rect.get("fill") for rect in drawn(chart, Palette.PRINT).iter(f"{SVG}rect")]
        for chart in (BARS, others)
    ]

    track, own, rest = (drawing.COLOURS[colour] for colour in ("surface-2", "c1", "s5"))
    assert fills == [[track, own, track, rest, track, own, rest], [track, own, track, own]]


def test_a_hidden_bar_has_no_length_that_could_be_measured():
    hidden = BarChart("", "", "", [Bar("a", 3, 4, is_hidden=True)])

    assert list(drawn(hidden).iter(f"{SVG}rect")) == []
    assert not re.search(r"\b[34]\s?%", charts.render(hidden, palette=Palette.WEB, width="middle"))


def test_a_number_stands_inside_its_part_where_there_is_room():
    texts = words(drawn(LIKERT, width="wide"))

    assert texts[5:11] == ["Målen syns i budgeten", "6", "12", "22", "35", "25"]
    assert texts[11:] == [
        LONG,
        "2",
        "35",
        "62",
        "Bolagen omfattas",
        "visas inte",
        "Ert svar",
    ]


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 7, 11])
def test_a_scale_of_any_length_goes_from_low_to_high(steps):
    colours = charts._scale_colours(steps)

    assert len(colours) == steps
    assert colours == sorted(colours)
    assert colours[-1] == "d5"


@pytest.mark.parametrize("chart", ALL)
@pytest.mark.parametrize("width", charts.WIDTHS)
def test_nothing_is_cut_or_overlaps(chart, width):
    tree = drawn(chart, width=width)
    _left, _top, room, height = map(float, tree.get("viewBox").split())

    boxes = []
    for text in tree.iter(f"{SVG}text"):
        for span in text:
            length = drawing.width_of(span.text)
            x = float(span.get("x"))
            x -= {"start": 0, "middle": length / 2, "end": length}[text.get("text-anchor")]
            y = float(span.get("y"))
            boxes.append((x, y - 11, x + length, y + 4))

    for number, (left, top, right, bottom) in enumerate(boxes):
        assert -0.5 <= left < right <= room + 0.5
        assert 0 <= top < bottom <= height
        for other in boxes[number + 1 :]:
            is_apart = (
                left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom
            )
            assert is_apart, (boxes[number], other)


@pytest.mark.parametrize("chart", ALL)
def test_a_drawing_speaks_and_obeys_the_content_policy(chart):
    tree = drawn(chart)
    source = charts.render(chart, palette=Palette.WEB, width="narrow")

    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}title").text == (chart.finding or chart.title)
    assert tree.find(f"{SVG}desc").text.startswith(", ".join(charts.table(chart).headers))
    assert int(tree.get("font-size")) >= 13
    assert "style=" not in source
    assert "#" not in source


@pytest.mark.parametrize("chart", ALL)
def test_print_spells_its_colours_out(chart):
    source = charts.render(chart, palette=Palette.PRINT, width="page")

    assert "class=" not in source
    assert "var(" not in source
    assert 'font-family="Hanken Grotesk' in source


def test_print_colours_are_the_light_theme():
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--sk-([\w-]+): (#\w+);", css.split('[data-bs-theme="dark"]')[0]))

    assert {name: tokens[name] for name in drawing.COLOURS} == drawing.COLOURS


def test_every_colour_of_the_web_has_its_class():
    css = "".join(
        (settings.BASE_DIR / "static" / "css" / "components" / name).read_text(encoding="utf-8")
        for name in ("parts.css", "chart.css")
    )

    assert [name for name in drawing.COLOURS if f".sk-fill-{name} " not in css] == []


def test_a_table_says_the_same_figures():
    assert charts.table(BARS) == charts.Table(
        ("Svar", "Antal", "Andel"),
        (
            ("Kommunledningskontor (Granfors svar)", "39", "58\u00a0%"),
            (LONG, "13", "19\u00a0%"),
            ("Delat på flera", "visas inte", "visas inte"),
            ("Ingen <utpekad>", "0", "0\u00a0%"),
        ),
    )
    assert charts.table(LIKERT).headers == (
        "Påstående",
        "Inte alls, %",
        "Lite, %",
        "Delvis, %",
        "Mycket, %",
        "Helt, %",
    )
    assert charts.table(LIKERT).rows[0] == (
        "Målen syns i budgeten",
        "6",
        "12",
        "22",
        "35 (Ert svar)",
        "25",
    )
    assert charts.table(SHARES).rows == (
        ("Inskickade", "67", "68\u00a0%"),
        ("Påbörjade", "19", "19\u00a0%"),
        ("Inte", "12", "12\u00a0%"),
    )


def test_bars_of_another_unit_are_as_long_as_their_value():
    chart = BarChart("", "", "", [Bar("a", 1500), Bar("b", 750)], unit="timmar")

    tracks = [float(rect.get("width")) for rect in drawn(chart).iter(f"{SVG}rect")]

    assert words(drawn(chart)) == ["a", "1\u00a0500\u00a0timmar", "b", "750\u00a0timmar"]
    assert tracks[1] == tracks[0]
    assert tracks[3] == pytest.approx(tracks[2] / 2, abs=0.1)
    assert charts.table(chart).headers == ("Svar", "timmar")


def test_more_than_four_states_are_put_together():
    chart = ShareBar("", "", "", [SharePart(f"läge {n}", n) for n in range(1, 7)])

    assert words(drawn(chart)) == ["läge 1 1", "läge 2 2", "läge 3 3", "läge 4 4", "Övrigt 11"]


def test_nothing_answered_can_be_drawn():
    for chart in (
        BarChart("Vad?", "0 svar", "", []),
        LikertChart("Vad?", "0 svar", "", ["a", "b"], [StackedRow("x", (0, 0))]),
        ShareBar("Vad?", "0 svar", "", [SharePart("a", 0)]),
    ):
        assert drawn(chart).find(f"{SVG}title").text == "Vad?"


@pytest.mark.parametrize(
    ("lowest", "highest", "edges"),
    [
        (0, 59, [0, 10, 20, 30, 40, 50, 60]),
        (0, 5, [0, 1, 2, 3, 4, 5, 6]),
        (3, 3, [3, 4]),
        (12, 1284, [0, 500, 1000, 1500]),
        (0.1, 0.4, [0.1, 0.2, 0.3, 0.4, 0.5]),
        (-10, 10, [-10, -5, 0, 5, 10, 15]),
    ],
)
def test_even_edges_are_round_and_few(lowest, highest, edges):
    assert charts.even_edges(lowest, highest) == edges


def test_the_figure_shows_question_base_finding_drawings_and_table():
    page = render_to_string("charts/_figure.html", {"figure": charts.Figure(BARS)})

    assert "<h3>Var hör hållbarhetsarbetet hemma?</h3>" in page
    assert '<p class="sk-chart__base">Andel av 67 svar</p>' in page
    assert page.count("<svg") == 2
    assert '<th scope="row">Ingen &lt;utpekad&gt;</th>' in page
    assert "Visa som tabell" in page
    assert "style=" not in page
