"""Drawing in SVG: shapes and lines of text from the top down, coloured by a palette."""

from enum import Enum

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

FONT_SIZE = 14
LINE_HEIGHT = 18


class Palette(Enum):
    """Where the colours come from: the page's own style sheet, or the light theme spelt out."""

    WEB = "web"
    PRINT = "print"

    def fill(self, colour: str) -> SafeString:
        """The attribute that gives a shape a colour of the design: c1, d3, text, muted …"""
        if self is Palette.WEB:
            return format_html('class="sk-fill-{}"', colour)
        return format_html('fill="{}"', COLOURS[colour])


# The light theme of static/css/tokens.css; a test holds the two together.
COLOURS = {
    "text": "#14201a",
    "muted": "#516058",
    "surface-2": "#ebf0ed",
    "c1": "#115e3e",
    "c2": "#cf7d22",
    "c3": "#298cc2",
    "c4": "#5b1f5c",
    "c0": "#aab6ae",
    "d1": "#b45f06",
    "d2": "#f9cf93",
    "d3": "#dfe5e1",
    "d4": "#86bfae",
    "d5": "#0c4a4a",
    "on-d-ends": "#ffffff",
    "on-d-middle": "#14201a",
    "s5": "#3f9a73",
}


class Drawing:
    """Shapes from the top down; y is where the next one goes."""

    def __init__(self, palette: Palette, width: int):
        self.palette = palette
        self.width = width
        self.y: float = 0
        self.shapes: list[SafeString] = []

    @property
    def is_narrow(self) -> bool:
        return self.width < 400

    def rect(self, x: float, y: float, width: float, height: float, colour: str, corner: int = 0):
        if width <= 0:
            return
        self.shapes.append(
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" {}/>',
                *map(_plain, (x, y, width, height, min(corner, width / 2))),
                self.palette.fill(colour),
            )
        )

    def text(self, lines, x, middle, colour="text", *, anchor="start", is_bold=False):
        """Lines of text around a height."""
        first = middle - LINE_HEIGHT * (len(lines) - 1) / 2 + FONT_SIZE * 0.35
        spans = format_html_join(
            "",
            '<tspan x="{}" y="{}">{}</tspan>',
            ((_plain(x), _plain(first + LINE_HEIGHT * n), line) for n, line in enumerate(lines)),
        )
        self.shapes.append(
            format_html(
                '<text text-anchor="{}" font-weight="{}" {}>{}</text>',
                anchor,
                600 if is_bold else 400,
                self.palette.fill(colour),
                spans,
            )
        )

    def lines(self, lines: list[str], colour: str = "text", *, is_bold: bool = False) -> None:
        """Lines of text from the left edge, and on under them."""
        height = LINE_HEIGHT * len(lines)
        self.text(lines, 0, self.y + height / 2, colour, is_bold=is_bold)
        self.y += height

    def pointer(self, x: float, y: float) -> None:
        """A small arrow that points down to one's own answer."""
        path = f"M{_plain(x - 6)} {_plain(y - 8)}h12l-6 8z"
        self.shapes.append(format_html('<path d="{}" {}/>', path, self.palette.fill("text")))

    def legend(self, keys: list[tuple[str, str]]) -> None:
        """Colours and what they stand for, as many on a line as there is room for."""
        x = 0.0
        self.y += 4
        for colour, label in keys:
            lines = wrapped(label, self.width - 20)
            length = 20 + max(width_of(line) for line in lines)
            if x and x + length > self.width:
                x, self.y = 0.0, self.y + LINE_HEIGHT + 6
            self.rect(x, self.y + 3, 12, 12, colour, corner=3)
            height = LINE_HEIGHT * len(lines)
            self.text(lines, x + 20, self.y + height / 2)
            self.y += height - LINE_HEIGHT
            x += length + 18
        self.y += LINE_HEIGHT + 4

    def finish(self, title: str, description: str) -> SafeString:
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}" '
            'width="{}" height="{}" font-size="{}"{}><title>{}</title><desc>{}</desc>{}</svg>',
            self.width,
            _plain(self.y),
            self.width,
            _plain(self.y),
            FONT_SIZE,
            "" if self.palette is Palette.WEB else SafeString(f' font-family="{PRINT_FONTS}"'),
            title,
            description,
            format_html_join("", "{}", ((shape,) for shape in self.shapes)),
        )


PRINT_FONTS = "Hanken Grotesk, DejaVu Sans, sans-serif"


def _plain(number: float) -> str:
    """A number as SVG reads it, whatever the language."""
    return f"{number:.1f}".removesuffix(".0")


# How wide signs are, in parts of the font's size; a little more than in Hanken Grotesk semibold.
_SIGN_WIDTHS = {
    sign: width
    for signs, width in {
        "ijlI.,:;'’|! \u00a0": 0.28,
        "frt-()[]": 0.40,
        '/scz"': 0.53,
        "mMOQwÖ@%": 0.86,
        "W—": 0.98,
        "ABCDEGHKNRUVXYÄÅ&": 0.73,
    }.items()
    for sign in signs
}
_OTHER_WIDTH = 0.60


def width_of(text: str) -> float:
    """How wide a line of text is, at most."""
    return FONT_SIZE * sum(_SIGN_WIDTHS.get(sign, _OTHER_WIDTH) for sign in text)


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines that fit; a word too long for a line is divided, nothing is left out."""
    lines = [""]
    for word in " ".join(text.replace("\u00ad", "").split(" ")).split():
        for piece in _pieces(word, width):
            longer = f"{lines[-1]} {piece}".strip()
            if width_of(longer) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: float) -> list[str]:
    """A word, divided where it must be."""
    pieces = []
    while width_of(word) > width and len(word) > 4:
        fits = len(word) - 3
        while fits > 2 and width_of(f"{word[:fits]}-") > width:
            fits -= 1
        pieces.append(f"{word[:fits]}-")
        word = word[fits:]
    return [*pieces, word]
