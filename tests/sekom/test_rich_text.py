"""Rich text: nothing that runs is left of it, whatever the door it came by."""

import re

import pytest

from sekom import rich_text
from sekom.rich_text import RichTextFormField

# One vector a line; what runs in a browser runs by one of these.
VECTORS = """
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<img src=x onerror=alert(1)>
<img src="javascript:alert(1)" alt="x">
<img src="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Pg==" alt="x">
<img src="//evil.example/track.gif" alt="">
<img src="https://evil.example/track.gif" alt="">
<img src="/\\\\evil.example/a.png" alt="">
<img srcset="x 1x" src="/a.png" alt="" onload=alert(1)>
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href="java&#10;script:alert(1)">x</a>
<a href="&#106;avascript:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="&#x01;javascript:alert(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="/x" onclick="alert(1)">x</a>
<a href="/x" style="position:fixed;inset:0">x</a>
<a href="/x" target="_blank">x</a>
<svg onload=alert(1)></svg>
<svg><script>alert(1)</script></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><animate onbegin=alert(1) attributeName=x></svg>
<math><mi xlink:href="javascript:alert(1)">x</mi></math>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object>
<embed src="javascript:alert(1)">
<form action="javascript:alert(1)"><button>x</button></form>
<input onfocus=alert(1) autofocus>
<button formaction="javascript:alert(1)">x</button>
<body onload=alert(1)>
<video><source onerror=alert(1)></video>
<audio src=x onerror=alert(1)></audio>
<details open ontoggle=alert(1)>x</details>
<marquee onstart=alert(1)>x</marquee>
<style>@import url(//evil.example/x.css);</style>
<p style="background:url(javascript:alert(1))">x</p>
<p class="sk-toast" id="main" onmouseover=alert(1)>x</p>
<link rel=stylesheet href=//evil.example/x.css>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<base href="https://evil.example/">
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<template><script>alert(1)</script></template>
<xmp><img src=x onerror=alert(1)></xmp>
<!--<img src="--><img src=x onerror=alert(1)//">
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></x>
<b onclick=alert(1)>x</b>
<h1 onclick=alert(1)>x</h1>
<i/onmouseover=alert(1)>x</i>
<p hx-get="/logga-ut" hx-trigger="load">x</p>
<td background="javascript:alert(1)">x</td>
<a href="/x" ping="https://evil.example/">x</a>
""".strip().splitlines()

MARKS = {
    *("p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "a", "img"),
}
ATTRIBUTES = {"href", "rel", "src", "alt", "width", "height", "colspan", "rowspan"}
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)((?:\s[^>]*)?)>")


def assert_harmless(html):
    for _slash, name, attributes in TAG.findall(html):
        assert name in MARKS
        found = re.findall(r'([a-z-]+)="([^"]*)"', attributes)
        assert {key for key, _value in found} <= ATTRIBUTES
        for key, value in found:
            if key == "href":
                assert re.match(r"(https?:|mailto:|tel:|/|#)", value)
            if key == "src":
                assert re.match(r"/(?![/\\])", value)
    assert "<" not in TAG.sub("", html)


def test_vectors_are_many():
    assert len(VECTORS) >= 40


@pytest.mark.parametrize("vector", VECTORS)
def test_clean_leaves_nothing_that_runs(vector):
    once = rich_text.clean(vector)

    assert_harmless(once)
    assert_harmless(RichTextFormField(required=False).clean(vector))
    assert_harmless(str(rich_text.shown(vector)))
    assert rich_text.clean(once) == once


def test_clean_keeps_our_marks():
    ours = (
        "<h2>A</h2><p><strong>b</strong> <em>c</em><br>d</p><ul><li><p>e</p></li></ul>"
        '<p><a href="/verktygslada/" rel="noopener">f</a></p>'
        '<blockquote><p>g</p></blockquote><p><img src="/fil/1/a.png" alt="h"></p>'
        '<table><tbody><tr><th colspan="2">i</th><td>j</td></tr></tbody></table>'
    )

    assert rich_text.clean(ours) == ours


def test_clean_makes_plain_paragraphs_of_what_word_writes():
    word = (
        '<p class="MsoNormal" style="margin:0cm"><b><span style="font-size:12pt">Mål</span></b>'
        '<o:p></o:p></p><h1>Rubrik</h1><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
    )

    assert rich_text.clean(word) == "<p><strong>Mål</strong></p><h2>Rubrik</h2>"


def test_clean_keeps_the_space_that_a_mark_without_words_held():
    assert rich_text.clean("<p>Ett<strong> </strong>två<em></em></p>") == "<p>Ett två</p>"


def test_form_field_makes_paragraphs_of_what_is_typed_without_an_editor():
    typed = RichTextFormField().clean("Ett <3 två\r\n\r\nTre & fyra")

    assert typed == "<p>Ett &lt;3 två</p><p>Tre &amp; fyra</p>"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<p><a href="/x/">Klicka här</a></p>', "Länken ”Klicka här” säger inte vart den leder."),
        ('<p><a href="/x/"> </a></p>', "En länk är tom:"),
        ("<h3>Liten</h3>", "Den första rubriken är en liten rubrik."),
        ('<p><img src="/x.png"></p>', "En bild saknar beskrivning."),
    ],
)
def test_warnings_say_what_to_look_at(html, said):
    [warning] = rich_text.warnings(html)

    assert warning.startswith(said)


def test_warnings_are_silent_about_what_is_well_written():
    html = '<h2>A</h2><h3>B</h3><p><a href="/x/">Mallen</a><img src="/x.png" alt=""></p>'

    assert rich_text.warnings(html) == []


def test_is_own_knows_our_addresses_from_others():
    own = ["/verktygslada/", "/"]
    others = ["//evil.example/", "https://evil.example/", "/\\evil.example", "mailto:a@b.se", "x"]

    assert [rich_text.is_own(address) for address in own + others] == [True] * 2 + [False] * 5
