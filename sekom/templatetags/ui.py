"""Small drawings of the look: icons, pair marks, bars. Shapes here, colours in css."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

LEAVES = {
    "politician": "M15.3 22.2C7.6 21.6 3 16.4 2.6 5.6c8.3.7 13 6.4 12.7 16.6Z",
    "officer": "M16.7 22.2C24.4 21.6 29 16.4 29.4 5.6c-8.3.7-13 6.4-12.7 16.6Z",
}
STEM = SafeString('<path class="sk-stem" d="M16 22v7"/>')

# The part of the box that one leaf alone fills, with its centre in the middle.
LEAF_BOXES = {"politician": "0.5 5.4 17 17", "officer": "14.5 5.4 17 17"}

BAR_WIDTH = 1000
BAR_GAP = 2


def _label(label: str) -> SafeString:
    """What makes a drawing speak, or keeps it silent beside the words that say the same."""
    if label:
        return format_html('role="img" aria-label="{}"', label)
    return SafeString('aria-hidden="true"')


def _leaf_path(role: str, state: str) -> SafeString:
    return format_html(
        '<path class="sk-leaf sk-leaf--{} sk-leaf--{}" d="{}"/>', role, state, LEAVES[role]
    )


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite; silent unless it stands without words. Size: small, large."""
    return format_html(
        '<svg class="sk-icon{}" {}><use href="{}#{}"/></svg>',
        f" sk-icon--{size}" if size else "",
        _label(label),
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=2048)
def pair_mark(politician: str, officer: str, size: int = 32, label: str = "") -> SafeString:
    """The two leaves of a member; each is appointed, invited or vacant. Words stand beside it."""
    return format_html(
        '<svg class="sk-pair" width="{}" height="{}" viewBox="0 0 32 32" {}>{}{}{}</svg>',
        size,
        size,
        _label(label),
        STEM,
        _leaf_path("politician", politician),
        _leaf_path("officer", officer),
    )


@register.simple_tag
def pair_text(politician: str, officer: str) -> str:
    """The state of a pair in words; what is missing goes before who is invited."""
    vacant = (politician == "vacant", officer == "vacant")
    if vacant == (True, True):
        return _("Both are missing")
    if vacant == (True, False):
        return _("Politician is missing")
    if vacant == (False, True):
        return _("Officer is missing")

    invited = (politician == "invited", officer == "invited")
    if invited == (True, True):
        return _("Both are invited")
    if invited == (True, False):
        return _("Politician is invited")
    if invited == (False, True):
        return _("Officer is invited")
    return _("Both are appointed")


@register.simple_tag
@lru_cache(maxsize=2048)
def leaf(role: str, state: str = "appointed", size: int = 40) -> SafeString:
    """The avatar of a role: one leaf in a soft circle. Sizes: 28 and 40."""
    return format_html(
        '<span class="sk-avatar sk-avatar--{} sk-avatar--{}" aria-hidden="true">'
        '<svg viewBox="{}">{}</svg></span>',
        role,
        size,
        LEAF_BOXES[role],
        _leaf_path(role, state),
    )


@register.simple_tag
def big_leaf(role: str, state: str = "appointed") -> SafeString:
    """One leaf without a circle, as large as its place lets it be."""
    return format_html(
        '<svg class="sk-big-leaf" viewBox="{}" aria-hidden="true">{}</svg>',
        LEAF_BOXES[role],
        _leaf_path(role, state),
    )


@register.simple_tag
@lru_cache(maxsize=2048)
def disc(politician: str, officer: str, size: int = 14, x: float = 0, y: float = 0) -> SafeString:
    """A member on the map: full = both, half = one is missing, ring = none.

    Inside another drawing, x and y say where the middle of the disc is.
    """
    halves = {
        "left": politician != "vacant",
        "right": officer != "vacant",
    }
    state = "full" if all(halves.values()) else "part" if any(halves.values()) else "none"
    # A path says it without fractions that a locale could spell with a comma.
    shapes = {"left": "M7 3a4 4 0 0 0 0 8Z", "right": "M7 3a4 4 0 0 1 0 8Z"}
    inside = format_html_join(
        "", '<path d="{}"/>', ((shapes[side],) for side, held in halves.items() if held)
    )
    return format_html(
        '<svg class="sk-disc sk-disc--{}" x="{}" y="{}" width="{}" height="{}" '
        'viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="6"/>{}</svg>',
        state,
        f"{x - size / 2:g}",
        f"{y - size / 2:g}",
        size,
        size,
        inside if state == "part" else "",
    )


@register.simple_tag
def discs(dots: list, size: int = 14) -> SafeString:
    """The discs of all members on the map, in one go: a network is hundreds."""
    return SafeString(
        "".join(disc(dot.politician, dot.officer, size, dot.x, dot.y) for dot in dots)
    )


@register.simple_tag
def bar(segments: list[tuple[int, str, str]], label: str = "") -> SafeString:
    """A stacked bar of (count, colour class, word) parts; its label says all of them.

    Colour classes are named for the tokens: ok, warn, danger, info, c0 to c4, d1 to d5, s1 to s6.
    """
    parts = [segment for segment in segments if segment[0] > 0]
    total = sum(count for count, _colour, _word in parts)
    rects = []
    begin = 0
    for number, (count, colour, _word) in enumerate(parts):
        end = begin + count
        left = BAR_WIDTH * begin / total
        right = BAR_WIDTH * end / total - (BAR_GAP if number < len(parts) - 1 else 0)
        rects.append((colour, f"{left:.1f}", f"{max(right - left, 1):.1f}"))
        begin = end
    words = label or ", ".join(f"{word} {count}" for count, _colour, word in segments)
    return format_html(
        '<svg class="sk-stacked" viewBox="0 0 {} 16" preserveAspectRatio="none" {}>{}</svg>',
        BAR_WIDTH,
        _label(words),
        format_html_join(
            "", '<rect class="sk-fill-{}" x="{}" y="0" width="{}" height="16"/>', rects
        ),
    )


@register.simple_tag
def progress(value: int, of: int, label: str, size: str = "") -> SafeString:
    """How far something has come, for the eye and the ear. Size: large."""
    return format_html(
        '<progress class="sk-progress{}" value="{}" max="{}" aria-label="{}">{}</progress>',
        f" sk-progress--{size}" if size else "",
        value,
        of or 1,
        label,
        label,
    )


@register.filter
def undo_url(message) -> str:
    """Where a message can be undone: what follows "undo:" in its extra tags, or nothing."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith("undo:"):
            return tag.removeprefix("undo:")
    return ""
