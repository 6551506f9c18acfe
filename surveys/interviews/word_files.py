"""A report as a Word file: headings, paragraphs, quotes and a table, and nothing else.

A Word file is a zip of XML (ECMA-376, Office Open XML). Ours has the five parts that Word needs.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from sekom.excel import UNWRITABLE
from surveys.interviews.findings import Content

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OFFICE = "http://schemas.openxmlformats.org"
_WORD = f"{_OFFICE}/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TYPES = f"""{_HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{CONTENT_TYPE}.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
</Types>"""  # noqa: E501
_RELATIONS = f"""{_HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">
<Relationship Id="r1" Type="{_OFFICE}/officeDocument/2006/relationships/{{kind}}" Target="{{to}}"/>
</Relationships>"""
# (name, what Word calls it, size in half points, is bold, space before and after in twentieths)
_STYLES = [
    ("Normal", "Normal", 22, False, 0, 120),
    ("Title", "Title", 48, True, 0, 240),
    ("Heading1", "heading 1", 32, True, 360, 120),
    ("Heading2", "heading 2", 26, True, 240, 80),
    ("Heading3", "heading 3", 22, True, 160, 60),
    ("Quote", "Quote", 22, False, 60, 120),
]


def report_file(content: Content) -> bytes:
    """The report as a Word file."""
    body = "".join(_body(content))
    document = (
        f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708"'
        ' w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        whole = _RELATIONS.format(kind="officeDocument", to="word/document.xml")
        archive.writestr("_rels/.rels", whole)
        archive.writestr("word/document.xml", document)
        styles = _RELATIONS.format(kind="styles", to="styles.xml")
        archive.writestr("word/_rels/document.xml.rels", styles)
        archive.writestr("word/styles.xml", _style_part())
    return file.getvalue()


def _style_part() -> str:
    styles = "".join(_style(*style) for style in _STYLES)
    language = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="sv-SE"/></w:rPr>'
    return (
        f'{_HEAD}<w:styles xmlns:w="{_WORD}">{language}</w:rPrDefault></w:docDefaults>'
        f"{styles}</w:styles>"
    )


def _style(name: str, called: str, size: int, is_bold: bool, before: int, after: int) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    level = f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("Heading") else ""
    indent = '<w:ind w:left="567" w:right="567"/>' if name == "Quote" else ""
    keep = "<w:keepNext/>" if is_bold else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId={quoteattr(name)}>'
        f"<w:name w:val={quoteattr(called)}/><w:qFormat/>"
        f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}"/>{indent}{level}</w:pPr>'
        f"<w:rPr>{'<w:b/>' if is_bold else ''}"
        f'<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


def _body(content: Content) -> Iterator[str]:
    yield _paragraph(content["title"], "Title")
    yield _paragraph(content["member"])
    yield from _section(_("Introduction"), content["introduction"])
    for theme in content["themes"]:
        yield from _theme(theme)
    yield from _section(_("What leadership is asked to decide"), content["asks"])
    if content["matrix"]["rows"]:
        yield _paragraph(_("Themes and departments"), "Heading1")
        yield _table(content["matrix"])
    if content["goals_not_spoken_of"]:
        yield _paragraph(_("Goals nobody spoke of"), "Heading1")
        for goal in content["goals_not_spoken_of"]:
            yield _paragraph(f"– {goal}")
    yield from _section(_("How we did it"), content["method"])


def _theme(theme: Content) -> Iterator[str]:
    yield _paragraph(theme["title"], "Heading1" if theme["depth"] == 0 else "Heading2")
    marks = [f"{goal['code']} {goal['title']}" for goal in theme["goals"]]
    marks += [f"{item['number']} {item['title']}" for item in theme["items"]]
    if marks:
        yield _paragraph("; ".join(marks))
    yield from _text(theme["text"])
    for quote in theme["quotes"]:
        yield _paragraph(f"”{quote['words']}” ({quote['department']})", "Quote")


def _section(heading: str, text: str) -> Iterator[str]:
    if text:
        yield _paragraph(heading, "Heading1")
        yield from _text(text)


def _text(text: str) -> Iterator[str]:
    for block in text.split("\n\n"):
        if block.strip():
            yield _paragraph(block.strip())


def _paragraph(text: str, style: str = "Normal") -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(UNWRITABLE.sub("", line))}</w:t>'
        for line in text.split("\n")
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{lines}</w:r></w:p>'


def _table(matrix: Content) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A3D4BA"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "<w:gridCol/>" * (len(matrix["columns"]) + 1)
    rows = [_row(["", *matrix["columns"]], is_head=True)]
    for row in matrix["rows"]:
        figures = [
            f"{cell['done']} / {cell['ahead']} / {cell['obstacles']}" if cell["statements"] else ""
            for cell in row["cells"]
        ]
        rows.append(_row([row["title"], *figures]))
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        + _paragraph(_("In each cell: done / ahead / obstacles."))
    )


def _row(cells: Iterable[str], *, is_head: bool = False) -> str:
    head = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
    return f"<w:tr>{head}{''.join(f'<w:tc>{_paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"
