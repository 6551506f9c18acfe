"""The look: what we vendor, the colours, the drawings, forms, and the frame around every page."""

import hashlib
import json
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.management import call_command
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import override_settings
from django.utils.translation import override

STATIC = settings.BASE_DIR / "static"
VENDOR = STATIC / "vendor"
PAGES = [
    path
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    if not {"email", "pdf"} & set(path.parts)
]


def drawn(source, **context):
    """A template of one line, with our tags, in Swedish."""
    with override("sv"):
        return Template(source).render(Context(context))


# What we vendor


def test_vendored_files_are_those_that_were_fetched():
    listed = dict(
        reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines()
    )

    found = {
        name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in sorted(listed)
    }

    assert found == listed
    assert {name.removeprefix("./") for name in listed if not name.startswith("..")} == {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in ("SHA256SUMS", "README.md")
    }


def test_versions_and_licences_told_are_those_locked():
    packages = json.loads((settings.BASE_DIR / "package-lock.json").read_text())["packages"]
    wanted = packages[""]["dependencies"]

    told = set(re.findall(r"^\| (\S+) \| ([\d.]+) \| (\S+) \|", _readme(), re.M))

    assert told == {
        (name, version, packages[f"node_modules/{name}"]["license"])
        for name, version in wanted.items()
    }


def _readme():
    return (VENDOR / "README.md").read_text()


def test_lock_file_names_no_registry():
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text()))
    used = {
        name
        for page in PAGES
        for name in re.findall(r'(?:{% icon |icon_name=)"([\w-]+)"', page.read_text())
    }

    assert used - sprite == set()


def test_static_files_collect_under_names_with_hashes(tmp_path):
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}

    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    base = (tmp_path / names["css/base.css"]).read_text()
    assert names["vendor/hanken-grotesk-latin-400-normal.woff2"].split("/")[1] in base


# Colours

TOKENS = (STATIC / "css/tokens.css").read_text()
TEXT_PAIRS = [
    *(("text", ground) for ground in ("bg", "surface", "surface-2", "primary-soft")),
    *(("muted", ground) for ground in ("bg", "surface", "surface-2", "primary-soft")),
    *(("link", ground) for ground in ("bg", "surface", "surface-2")),
    *(("link-hover", ground) for ground in ("bg", "surface", "surface-2")),
    *(("primary-text", ground) for ground in ("bg", "surface", "surface-2", "primary-soft")),
    *(("on-primary", ground) for ground in ("primary", "primary-hover", "primary-active", "s6")),
    *(("on-brand", "brand"), ("on-brand-muted", "brand")),
    *(("on-float", "float"), ("on-float-link", "float")),
    *(
        (f"{kind}-text", ground)
        for kind in ("ok", "warn", "danger", "info", "pol", "tj")
        for ground in (f"{kind}-soft", "surface", "bg")
    ),
    *(("on-d-ends", "d1"), ("on-d-ends", "d5")),
    *(("on-d-middle", "d2"), ("on-d-middle", "d3"), ("on-d-middle", "d4")),
    *(("text", f"s{step}") for step in range(1, 5)),
]
SHAPE_PAIRS = [
    *(("border-strong", ground) for ground in ("bg", "surface", "surface-2")),
    *(("primary", ground) for ground in ("bg", "surface", "surface-2", "primary-soft")),
    *(("focus", ground) for ground in ("bg", "surface", "primary-soft")),
    *((kind, "surface") for kind in ("ok", "warn", "danger", "info", "pol", "tj")),
    *(("pol", "pol-soft"), ("tj", "tj-soft"), ("warn", "bg")),
]


def _tokens(theme):
    """{name: #rrggbb} of one theme."""
    block = re.search(rf'\[data-bs-theme="{theme}"\] \{{(.*?)^\}}', TOKENS, re.S | re.M)[1]
    return dict(re.findall(r"--sk-([\w-]+): (#[0-9a-f]{6});", block))


def _luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (SHAPE_PAIRS, 3)])
def test_colours_stand_apart_in_both_themes(theme, pairs, least):
    tokens = _tokens(theme)

    too_close = {
        pair: round(_contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in pairs
        if _contrast(tokens[pair[0]], tokens[pair[1]]) < least
    }

    assert too_close == {}


def test_goal_numbers_can_be_read_on_their_colours():
    css = (STATIC / "css/components/parts.css").read_text()
    grounds = dict(re.findall(r"^\.goal-(\d+) { background: (#\w{6}); }", css, re.M))
    white = set(re.search(r"^((?:\.goal-\d+,? ?)+){ color: #fff; }", css, re.M)[1].split(", "))
    white = {name.strip(" .").removeprefix("goal-") for name in white}

    ratios = {
        goal: _contrast(ground, "#ffffff" if goal in white else "#0c1511")
        for goal, ground in grounds.items()
    }

    assert sorted(ratios, key=int) == [str(goal) for goal in range(1, 18)]
    assert {goal: ratio for goal, ratio in ratios.items() if ratio < 4.5} == {}


def test_both_themes_have_every_colour():
    assert _tokens("light").keys() == _tokens("dark").keys()


# Templates


def test_no_template_carries_style_or_script():
    inline = re.compile(
        r'<style|\sstyle=|\son\w+="|<script(?![^>]*(?:\ssrc=|type="application/json"))'
    )

    assert [str(page) for page in PAGES if inline.search(page.read_text())] == []


def test_every_class_of_ours_in_a_template_is_dressed():
    css = " ".join(path.read_text() for path in (STATIC / "css").rglob("*.css"))
    dressed = set(re.findall(r"\.(sk-[\w-]+)", css))
    dressed |= {name.split("--")[0] for name in dressed}

    naked = {
        name
        for page in PAGES
        for value in re.findall(
            r'class="([^"]*)"', re.sub(r"{[%{#].*?[%}#]}", " ", page.read_text())
        )
        for name in value.split()
        if name.startswith("sk-") and not name.endswith("-") and name.split("--")[0] not in dressed
    }

    assert naked == set()


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_pages_stand_without_any_context(page):
    with override("sv"):
        html = get_template(f"{page}.html").render({"reference": "a1b2"})

    assert re.findall(r"<h1>.+</h1>", html) != []
    assert html.count("<code>a1b2</code>") == 1


def test_gallery_shows_every_component():
    with override("sv"):
        html = render_to_string("components/gallery.html")

    assert html.count("<h1") == 1
    assert re.findall(r"{[%{]|None", html) == []


def test_a_message_can_be_undone_and_an_error_stands_in_place():
    messages = [
        Message(constants.SUCCESS, "Svaret är ändrat", extra_tags="undo:/angra/1/"),
        Message(constants.ERROR, "Det gick inte"),
    ]

    html = render_to_string("base.html", {"messages": messages})

    assert [text.strip() for text in re.findall(r'sk-toast__text">(.*?)</p>', html)] == [
        "Svaret är ändrat"
    ]
    assert html.count('<form method="post" action="/angra/1/">') == 1
    assert html.index("Det gick inte") < html.index("</main>") < html.index("Svaret är ändrat")


@pytest.mark.parametrize(
    ("theme", "attributes"),
    [
        ("auto", 'data-theme="auto" data-bs-theme="light"'),
        ("light", 'data-theme="light" data-bs-theme="light"'),
        ("dark", 'data-theme="dark" data-bs-theme="dark"'),
    ],
)
def test_theme_is_written_by_the_server(theme, attributes):
    html = render_to_string("base.html", {"frame": SimpleNamespace(theme=theme)})

    assert html.count(f'<html lang="sv" {attributes}>') == 1


@pytest.mark.parametrize(
    ("shell", "landmarks"),
    [
        ("public", ["sk-bar", "sk-footer sk-brand-ground"]),
        ("member", ["sk-bar", "sk-footer sk-brand-ground"]),
        ("secretariat", ["sk-rail", "sk-bar"]),
    ],
)
def test_shell_follows_who_one_is(shell, landmarks):
    html = render_to_string("base.html", {"frame": SimpleNamespace(shell=shell)})

    assert re.findall(r'<(?:header|footer) class="([\w -]+)"', html) == landmarks


# Drawings


@pytest.mark.parametrize(
    ("politician", "officer", "words"),
    [
        ("appointed", "appointed", "Båda utsedda"),
        ("appointed", "invited", "Inbjuden tjänsteperson"),
        ("invited", "appointed", "Inbjuden politiker"),
        ("invited", "invited", "Inbjuden politiker och tjänsteperson"),
        ("vacant", "appointed", "Saknar politiker"),
        ("vacant", "invited", "Saknar politiker"),
        ("appointed", "vacant", "Saknar tjänsteperson"),
        ("vacant", "vacant", "Saknar båda"),
    ],
)
def test_pair_is_told_in_words(politician, officer, words):
    assert drawn("{% pair_text politician officer %}", politician=politician, officer=officer) == (
        words
    )


def test_pair_mark_has_the_politician_on_the_left():
    svg = drawn("{% pair_mark 'vacant' 'invited' 24 %}")

    assert re.findall(r'class="([\w -]+)"', svg) == [
        "sk-pair",
        "sk-stem",
        "sk-leaf sk-leaf--politician sk-leaf--vacant",
        "sk-leaf sk-leaf--officer sk-leaf--invited",
    ]
    assert 'width="24" height="24"' in svg


def test_icon_is_silent_beside_words_and_speaks_alone():
    assert drawn("{% icon 'mail' %}") == (
        '<svg class="sk-icon" aria-hidden="true"><use href="/static/img/icons.svg#mail"/></svg>'
    )
    assert drawn("{% icon 'mail' label=words size='small' %}", words="Mejla <nu>") == (
        '<svg class="sk-icon sk-icon--small" role="img" aria-label="Mejla &lt;nu&gt;">'
        '<use href="/static/img/icons.svg#mail"/></svg>'
    )


def test_bar_gives_each_part_its_share_and_leaves_out_the_empty():
    svg = drawn(
        "{% bar parts %}", parts=[(3, "ok", "klara"), (0, "info", "nya"), (1, "c0", "kvar")]
    )

    assert re.findall(r'class="(sk-fill-\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', svg) == [
        ("sk-fill-ok", "0.0", "748.0"),
        ("sk-fill-c0", "750.0", "250.0"),
    ]
    assert 'aria-label="klara 3, nya 0, kvar 1"' in svg


def test_bar_of_nothing_is_an_empty_drawing():
    assert "<rect" not in drawn("{% bar parts %}", parts=[(0, "ok", "klara")])


def test_progress_of_nothing_is_not_a_division_by_zero():
    assert drawn("{% progress 0 0 'Inga frågor' %}") == (
        '<progress class="sk-progress" value="0" max="1" aria-label="Inga frågor">'
        "Inga frågor</progress>"
    )


@pytest.mark.parametrize(
    ("politician", "officer", "state", "halves"),
    [
        ("appointed", "invited", "full", 0),
        ("vacant", "appointed", "part", 1),
        ("appointed", "vacant", "part", 1),
        ("vacant", "vacant", "none", 0),
    ],
)
def test_disc_is_full_half_or_a_ring(politician, officer, state, halves):
    svg = drawn("{% disc politician officer %}", politician=politician, officer=officer)

    assert (f"sk-disc--{state}" in svg, svg.count("<path")) == (True, halves)


# Forms


class Form(forms.Form):
    name = forms.CharField(label="Namn", help_text="Som du vill att vi skriver det.")
    phone = forms.CharField(label="Telefon", required=False)
    role = forms.ChoiceField(
        label="Roll", choices=[("a", "Politiker"), ("b", "Annat")], widget=forms.RadioSelect
    )


def form_html(form, source="{% load crispy_forms_tags %}{{ form|crispy }}"):
    """A form as pages draw it, without the white space around tags."""
    return re.sub(r"(?<=>)\s+|\s+(?=<(?!span))", "", drawn(source, form=form)).strip()


def test_help_stands_before_the_field_and_is_tied_to_it():
    html = form_html(Form())

    assert html.index("Som du vill") < html.index('name="name"')
    assert 'id="id_name_helptext"' in html
    assert re.search(r'name="name"[^>]*aria-describedby="id_name_helptext"', html)


def test_optional_fields_say_so_and_required_ones_have_no_star():
    html = form_html(Form())

    assert re.findall(r"(\w+) <span class=\"sk-optional\">(.*?)</span>", html) == [
        ("Telefon", "(valfritt)")
    ]
    assert "*" not in html


def test_choices_are_cards_in_a_fieldset():
    html = form_html(Form())

    assert re.findall(r"<legend[^>]*>(.*?)</legend>", html) == ["Roll"]
    assert re.findall(r'<label class="sk-choice"><input type="(\w+)"', html) == ["radio", "radio"]


def test_errors_are_summed_up_on_top_with_links_and_stand_by_their_fields():
    form = Form({"phone": "1"})
    form.add_error(None, "Anmälan har stängt.")

    html = form_html(form)

    assert html.startswith('<div class="sk-error-summary" role="alert" tabindex="-1"')
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["3 saker behöver ses över"]
    assert re.findall(r"<li>(?:<a href=\"(.*?)\">)?(\w+)", html) == [
        ("", "Anmälan"),
        ("#id_name", "Namn"),
        ("#div_id_role", "Roll"),
    ]
    assert re.search(
        r'name="name"[^>]*invalid="true"[^>]*describedby="id_name_helptext id_name_error"',
        html,
    )
    assert re.findall(r'<div id="(id_\w+_error)">', html) == ["id_name_error", "id_role_error"]


def test_whole_form_leaves_judging_to_us():
    html = form_html(Form(), "{% load crispy_forms_tags %}{% crispy form %}")

    assert re.findall(r"<form [^>]*novalidate>", html) != []
    assert html.count("sk-field") == 3
