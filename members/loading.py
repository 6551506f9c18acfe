"""Loading a network from two sheets: all of it, or nothing with every fault named."""

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members import importing
from members.comparing import Comparison, Line, State
from members.headings import guess_columns
from members.models import Holding, Member, Person
from members.tables import read_table


class NetworkRefused(Exception):
    """Nothing was loaded; `faults` says where and why, a line each."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Summary:
    """What a load did, in numbers."""

    members_made: int
    members_changed: int
    holdings_made: int
    people_changed: int
    unchanged: int


@transaction.atomic
def load_network(members_file: Path, contacts_file: Path) -> Summary:
    """Load members and their contacts; loading the same files again changes nothing.

    Raises NetworkRefused with every bad line, its number and the reason; nothing is kept then.
    """
    found, faults = Comparison(lock=True), []
    for file in (members_file, contacts_file):
        taken = len(found.lines)
        try:
            table = read_table(file.read_bytes())
            found.take(table.rows, guess_columns(table.headings))
        except OSError as error:
            faults.append(
                _("%(file)s cannot be read: %(error)s") % {"file": file.name, "error": error}
            )
        except ValidationError as refusal:
            faults += [f"{file.name}: {message}" for message in refusal.messages]
        faults += [
            _("%(file)s, line %(line)d: %(reason)s")
            % {"file": file.name, "line": line.number, "reason": " ".join(_reasons(line))}
            for line in found.lines[taken:]
            if _reasons(line)
        ]
    if faults:
        raise NetworkRefused(faults)
    importing.write(found)
    made = [type(change.row) for change in found.made]
    changed = [type(change.row) for change in found.changed]
    return Summary(
        members_made=made.count(Member),
        members_changed=changed.count(Member),
        holdings_made=made.count(Holding),
        people_changed=changed.count(Person),
        unchanged=sum(line.state == State.SAME for line in found.lines),
    )


def _reasons(line: Line) -> list[str]:
    """Why a row is not loaded: its errors, and who may be known under another address."""
    return line.errors + [
        _("%(name)s may be %(known)s. Import the file on the page, where you can choose.")
        % {"name": double.name, "known": double.candidates[0].email}
        for double in line.doubles
    ]
