"""Frameworks in and out as CSV: what a file would change, and then all of it or nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from toolbox.models import Framework, FrameworkItem, ItemMapping

# The columns as the file names them, each with the item's own.
COLUMNS = {
    "kod": "code",
    "rubrik": "title",
    "grupp": "group",
    "under": "parent",
    "text": "text",
    "länk": "link",
    "färg": "colour",
    "ersätter": "came_from",
}
NEEDED = ("kod", "rubrik")
GOALS = [str(number) for number in range(1, 18)]
LARGEST_FILE = 2 * 2**20


@dataclass(frozen=True)
class Row:
    """One line of the file: the item that it describes, by codes."""

    line: int
    item: FrameworkItem
    parent: str
    came_from: tuple[str, ...]


@dataclass
class Plan:
    """What a file would change in a framework; `rows` is all of it, in order."""

    framework: Framework
    content: str = ""
    rows: list[Row] = field(default_factory=list)
    new: list[FrameworkItem] = field(default_factory=list)
    changed: list[tuple[FrameworkItem, FrameworkItem]] = field(default_factory=list)
    untouched: list[FrameworkItem] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed


def read(framework: Framework, content: bytes) -> Plan:
    """What the file would change: items not in it stay as they are, since others point at them.

    Raises ValidationError with every bad line, its number and what to do about it.
    """
    faults: list[str] = []
    plan = Plan(framework)
    known = {item.code: item for item in framework.items.select_related("parent")}
    rows = list(_rows(framework, content, faults))
    seen: dict[str, int] = {}
    for row in rows:
        if row.item.code in seen:
            faults.append(
                _("Line %(line)d: the code %(code)s stands on line %(first)d already.")
                % {"line": row.line, "code": row.item.code, "first": seen[row.item.code]}
            )
        seen.setdefault(row.item.code, row.line)
    _check_references(framework, rows, set(seen) | set(known), faults)
    if faults:
        raise ValidationError(faults, code="faults")
    for row in rows:
        old = known.get(row.item.code)
        if old is None:
            plan.new.append(row.item)
        elif _facts(old, old.parent.code if old.parent else "") != _facts(row.item, row.parent):
            plan.changed.append((old, row.item))
    plan.rows, plan.content = rows, content.decode("utf-8-sig")
    plan.untouched = [item for code, item in known.items() if code not in seen]
    return plan


@transaction.atomic
def take_in(framework: Framework, content: bytes) -> Plan:
    """Do what the file says, all of it or nothing; the same file again changes nothing.

    Raises ValidationError with every bad line.
    """
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    plan = read(framework, content)
    items = {item.code: item for item in framework.items.all()}
    for position, row in enumerate(plan.rows, start=1):
        row.item.position = position
        items.setdefault(row.item.code, row.item)
    FrameworkItem.objects.bulk_create([item for item in items.values() if item.pk is None])
    for row in plan.rows:
        _mend(items[row.item.code], row, items.get(row.parent))
    _map(framework, plan.rows, items)
    return plan


def write(framework: Framework) -> str:
    """The framework as a file that `take_in` takes, one line for each item."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    items = framework.items.select_related("parent").prefetch_related("came_from__old")
    for item in items.order_by("position"):
        came_from = " ".join(mapping.old.code for mapping in item.came_from.all())
        parent = item.parent.code if item.parent else ""
        colour = item.colour or ""
        cells = [item.code, item.title, item.group, parent, item.text, item.link, colour, came_from]
        sheet.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _mend(item: FrameworkItem, row: Row, parent: FrameworkItem | None) -> None:
    """Make an item what its line says."""
    told = {name: getattr(row.item, name) for name in (*_OWN, "position")}
    told["parent_id"] = parent.pk if parent else None
    if differs := [name for name, value in told.items() if getattr(item, name) != value]:
        for name in differs:
            setattr(item, name, told[name])
        item.save(update_fields=differs)


_OWN = ("title", "group", "text", "link", "colour")


def _facts(item: FrameworkItem, parent: str) -> tuple:
    return (*(getattr(item, name) for name in _OWN), parent)


def _harmless(cell: str | int) -> str | int:
    """Words that a spreadsheet would take for a formula get a sign that `read` takes away."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" and cell else cell


def _rows(framework: Framework, content: bytes, faults: list[str]) -> Iterator[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(_("The file is not UTF-8. Save it as “CSV UTF-8” and try again."))
        return
    head = text.split("\n", 1)[0]
    sheet = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    names = [name.strip().lower() for name in sheet.fieldnames or []]
    sheet.fieldnames = names
    if missing := [name for name in NEEDED if name not in names]:
        faults.append(
            _("Line 1: the columns %(columns)s are missing.") % {"columns": ", ".join(missing)}
        )
        return
    for cells in sheet:
        # A value spread over several lines ends on the line that the reader stands on.
        yield from _row(framework, sheet.line_num, cells, faults)


def _row(framework: Framework, line: int, cells: dict, faults: list[str]) -> Iterator[Row]:
    given = {COLUMNS[name]: _cell(cells.get(name)) for name in COLUMNS}
    if not any(given.values()):
        return
    colour = given.pop("colour")
    parent, came_from = given.pop("parent"), tuple(given.pop("came_from").split())
    item = FrameworkItem(framework=framework, **given)
    try:
        item.colour = GOALS.index(colour) + 1 if colour else None
        item.clean_fields(exclude=["framework"])
    except ValueError:
        faults.append(
            _("Line %(line)d, färg: write the number of a goal, 1 to 17.") % {"line": line}
        )
    except ValidationError as refusal:
        faults.extend(_said(line, refusal))
    else:
        yield Row(line, item, parent, came_from)


def _cell(value: str | None) -> str:
    text = (value or "").replace("\x00", "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def _said(line: int, refusal: ValidationError) -> Iterator[str]:
    headings = {name: heading for heading, name in COLUMNS.items()}
    for name, messages in refusal.message_dict.items():
        for message in messages:
            heading = headings.get(name)
            where = _("Line %(line)d") % {"line": line}
            yield f"{where}, {heading}: {message}" if heading else f"{where}: {message}"


def _check_references(
    framework: Framework, rows: list[Row], codes: set[str], faults: list[str]
) -> None:
    """Codes that a line points at must be there: above it, or in the edition that is replaced."""
    olds = framework.replaces.items.values_list("code", flat=True) if framework.replaces else []
    for row in rows:
        if row.parent and (row.parent not in codes or row.parent == row.item.code):
            faults.append(
                _("Line %(line)d, under: there is no %(code)s to belong under.")
                % {"line": row.line, "code": row.parent}
            )
        for code in set(row.came_from) - set(olds):
            faults.append(
                _("Line %(line)d, ersätter: the edition before has no %(code)s.")
                % {"line": row.line, "code": code}
            )


def _map(framework: Framework, rows: list[Row], items: dict[str, FrameworkItem]) -> None:
    """What became of the items of the edition that this one replaces."""
    if not framework.replaces:
        return
    olds = {item.code: item for item in framework.replaces.items.all()}
    for row in rows:
        new = items[row.item.code]
        wanted = [olds[code] for code in row.came_from]
        ItemMapping.objects.filter(new=new).exclude(old__in=wanted).delete()
        for old in wanted:
            ItemMapping.objects.get_or_create(old=old, new=new)
