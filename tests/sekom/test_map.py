"""The map of Sweden: every municipality and county has its place."""

import csv

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from sekom import map as sweden


def codes(name, column):
    """The codes that the portal knows."""
    with (settings.BASE_DIR / "members" / "data" / name).open(encoding="utf-8") as rows:
        return {row[column] for row in csv.DictReader(rows)}


def test_every_municipality_and_county_has_its_place():
    municipalities = codes("municipalities.csv", "code")
    counties = codes("regions.csv", "county_code")

    assert len(municipalities) == 290
    assert set(sweden.paths()) == municipalities
    assert set(sweden.points()) == municipalities
    assert set(sweden.county_points()) == counties


def test_a_municipalitys_point_lies_on_its_own_land():
    for code, (x, y) in sweden.points().items():
        inside = [
            any(left <= x <= right for left, right in sweden._stretches(ring, y))
            for ring in sweden._rings()[code]
        ]
        assert any(inside), code


def test_the_south_is_below_the_north():
    kiruna, stockholm, malmo = (sweden.points()[code] for code in ("2584", "0180", "1280"))

    assert kiruna[1] < stockholm[1] < malmo[1]
    assert malmo[0] < stockholm[0]


def test_a_county_view_box_holds_the_countys_municipalities():
    left, top, width, height = map(int, sweden.county_view_box("25").split())

    for code, (x, y) in sweden.points().items():
        if code.startswith("25"):
            assert left < x < left + width, code
            assert top < y < top + height, code
    assert width < 834
    assert height < 2000


def test_the_drawing_of_the_land_is_the_one_worked_out():
    drawing = settings.BASE_DIR / "static" / "img" / "sweden.svg"

    assert drawing.read_text(encoding="utf-8") == sweden.land_drawing()


def test_a_member_that_is_not_on_the_map_has_no_dot():
    assert sweden.dot("9901", "both") is None
    assert sweden.dot("25", "both") == sweden.Dot(*sweden.county_points()["25"], "both")
    assert sweden.dot("2584", "none", "Kiruna").label == "Kiruna"


def test_the_map_draws_each_dot_with_its_state_and_plain_numbers():
    dots = [sweden.Dot(300, 1200, "no_officer"), sweden.Dot(10, 20)]

    with override("sv"):
        drawn = render_to_string("components/_map.html", {"dots": dots, "label": "Två <medlemmar>"})

    assert drawn.count("<title>Två &lt;medlemmar&gt;</title>") == 1
    assert 'class="sk-disc sk-disc--part" x="285" y="1185" width="30"' in drawn
    assert 'class="sk-disc sk-disc--full" x="-5" y="5" width="30"' in drawn
    assert "style=" not in drawn


def test_a_page_carries_only_the_dots():
    dots = [sweden.dot(code) for code in sorted(sweden.points())]

    drawn = render_to_string("components/_map.html", {"dots": dots, "is_plain": True})

    assert drawn.count('<circle class="sk-map__dot"') == 290
    assert len(drawn) < 60 * 290
