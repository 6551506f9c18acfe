"""The colours of letters: each text on its ground, in light, in dark and where a client inverts.

Some clients take `prefers-color-scheme`, others turn every colour around by themselves; a pair
must be readable in all three.
"""

from typing import NamedTuple

LEAST_CONTRAST = 4.5


class Pair(NamedTuple):
    """A text and the ground that it stands on, as #rrggbb."""

    text: str
    ground: str


# {what it is for: (in light, in dark)}, as templates/newsletter/letter/letter.mjml has them.
PAIRS = {
    "around": (Pair("#516058", "#ebf0ed"), Pair("#a5b5ac", "#0f1714")),
    "head": (Pair("#ffffff", "#0a3127"), Pair("#ffffff", "#0a3127")),
    "words": (Pair("#14201a", "#ffffff"), Pair("#e8efea", "#16211c")),
    "quiet": (Pair("#516058", "#ffffff"), Pair("#a5b5ac", "#16211c")),
    "link": (Pair("#12664a", "#ffffff"), Pair("#8cccab", "#16211c")),
    "button": (Pair("#ffffff", "#12664a"), Pair("#ffffff", "#12664a")),
    "leaf": (Pair("#ffffff", "#0a3127"), Pair("#ffffff", "#0a3127")),
    "file": (Pair("#14201a", "#e9f5ee"), Pair("#e8efea", "#12291f")),
    "file link": (Pair("#12664a", "#e9f5ee"), Pair("#8cccab", "#12291f")),
    "spread": (Pair("#0e523c", "#e9f5ee"), Pair("#b5dcc7", "#12291f")),
}


def contrast(pair: Pair) -> float:
    """How far apart the two are, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted(map(_luminance, pair), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def inverted(pair: Pair) -> Pair:
    """The two as a client shows them that turns every colour around."""
    return Pair(*(f"#{0xFFFFFF - int(colour[1:], 16):06x}" for colour in pair))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
