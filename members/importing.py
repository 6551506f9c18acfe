"""Importing somebody's sheet: handed in, understood, compared, written all at once, undone."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import relations
from members.cells import ROLE_HEADINGS
from members.comparing import Change, Comparison, State
from members.headings import guess_columns
from members.models import Confirmation, Holding, Import, ImportedChange, Member, Person, Seat
from members.sheets import COLUMNS, CONTACT_FACTS, contact_key
from members.tables import Table, read_table
from sekom import history
from sekom.outbox import posting
from sekom.outbox.posting import Recipient

# In the order in which rows need each other.
MODELS: tuple[type[models.Model], ...] = (Member, Seat, Person, Holding, Confirmation)
MODEL_NAMES = {model._meta.model_name: model for model in MODELS}
UNTOLD = frozenset({"password"})
BATCH = 1000


@transaction.atomic
def upload(data: bytes, *, name: str, by: Person) -> Import:
    """Take a file in as a draft, its columns guessed. Raises TableRefused with what to mend."""
    table = read_table(data)
    columns = {str(place): key for place, key in guess_columns(table.headings).items()}
    return Import.objects.create(
        name=name[:200], file=data, sha256=Import.checksum(data), columns=columns, by=by
    )


@transaction.atomic
def choose_columns(imported: Import, columns: Mapping[int, str]) -> Import:
    """Say what each column holds; "" for what is not to be read.

    Raises ValidationError when the rows could not be understood.
    """
    imported = _hold_draft(imported)
    given = [key for key in columns.values() if key]
    twice = sorted({COLUMNS[key].heading for key in given if given.count(key) > 1})
    if twice:
        raise ValidationError(
            _("Only one column can hold %(what)s. Choose another meaning for the others."),
            params={"what": ", ".join(twice)},
        )
    if not {"name", "code"} & set(given):
        raise ValidationError(_("Say which column holds the member's code or name."))
    of_contacts = {contact_key("", fact) for fact in CONTACT_FACTS} & set(given)
    if of_contacts and "role" not in given:
        raise ValidationError(
            _("Say which column holds the role, or whose the contact's columns are: %(roles)s."),
            params={"roles": ", ".join(ROLE_HEADINGS.values())},
        )
    imported.columns = {str(place): key for place, key in columns.items() if key}
    imported.choices = {}
    imported.save(update_fields=["columns", "choices"])
    return imported


@transaction.atomic
def choose(imported: Import, choices: Mapping[str, int]) -> Import:
    """Say of possible doubles who they are: a person's id, or 0 for another person."""
    imported = _hold_draft(imported)
    imported.choices = imported.choices | dict(choices)
    imported.save(update_fields=["choices"])
    return imported


def compare(imported: Import, *, lock: bool = False) -> tuple[Table, Comparison]:
    """What a draft would make of the register as it is now."""
    table = read_table(bytes(imported.file))
    found = Comparison(imported.choices, lock=lock)
    found.take(table.rows, {int(place): key for place, key in imported.columns.items()})
    return table, found


@transaction.atomic
def confirm(imported: Import, *, digest: str, by: Person, invites: bool = False) -> Import:
    """Write all rows of a draft, or none; confirming it twice changes nothing.

    `digest` is that of the comparison that was looked at: raises ValidationError when anything
    would be done differently by now, or when rows have errors or undecided doubles.
    """
    imported = _hold(imported)
    if imported.confirmed_at:
        return imported
    _table, found = compare(imported, lock=True)
    if found.digest != digest:
        raise ValidationError(
            _("The register or your choices have changed since. Look through the rows again."),
            code="changed",
        )
    if {line.state for line in found.lines} & {State.ERROR, State.DOUBLE}:
        raise ValidationError(_("Some rows have errors or doubles to decide. Nothing is written."))
    with history.door("import", user=by.pk, imported=imported.pk):
        changes = write(found)
    for change in changes:
        change.imported = imported
    ImportedChange.objects.bulk_create(changes, batch_size=BATCH)
    if invites:
        _invite(imported, found, by=by)
    imported.confirmed_at, imported.by, imported.file = timezone.now(), by, b""
    imported.made_count = sum(line.state == State.NEW for line in found.lines)
    imported.changed_count = sum(line.state == State.CHANGED for line in found.lines)
    imported.save(update_fields=["confirmed_at", "by", "file", "made_count", "changed_count"])
    return imported


@transaction.atomic
def discard(imported: Import) -> None:
    """Forget a draft and its file."""
    _hold_draft(imported).delete()


def _hold(imported: Import) -> Import:
    return Import.objects.select_for_update(no_key=True).get(pk=imported.pk)


def _hold_draft(imported: Import) -> Import:
    imported = _hold(imported)
    if imported.confirmed_at:
        raise ValidationError(_("The import has been confirmed. Nothing more can be chosen."))
    return imported


def _invite(imported: Import, found: Comparison, *, by: Person) -> None:
    recipients = [
        Recipient(
            holding.person,
            {
                "seat": holding.seat.get_kind_display(),
                "place": str(holding.seat.owner),
                "by": by.name,
                "source": holding.source,
                "starts_on": holding.starts_on.isoformat(),
            },
        )
        for holding in found.new_holdings
    ]
    if recipients:
        mailing = posting.prepare(
            "members/invitation",
            recipients=recipients,
            audience=_("New contacts of the import %(file)s") % {"file": imported.name},
            about=imported,
            by=by,
            key=f"import-{imported.pk}",
        )
        posting.approve(mailing, by=by)


# --- Writing ----------------------------------------------------------------------------------


def write(found: Comparison) -> list[ImportedChange]:
    """Write what a comparison came to, a few statements whatever its size.

    Hands back each row as it was and became. Raises ValidationError when the register does not
    take it, since somebody has changed it meanwhile.
    """
    try:
        with transaction.atomic():
            changed = [_written(change) for change in _update(found.changed)]
            made = [_written(change) for change in _create(found)]
    except IntegrityError as error:
        raise ValidationError(
            _("The register has changed in the meantime. Look through the rows again."),
            code="changed",
        ) from error
    return changed + made


def _update(changes: list[Change]) -> list[Change]:
    """Days end before others begin: what is there is changed before anything is made."""
    for model in MODELS:
        rows = [change.row for change in changes if isinstance(change.row, model)]
        names = sorted({n for c in changes if isinstance(c.row, model) for n in c.before or {}})
        if rows:
            model._default_manager.bulk_update(rows, names, batch_size=BATCH)
    _forget_log_ins([change.row for change in changes if "email" in (change.before or {})])
    return changes


def _forget_log_ins(people: list[Person]) -> None:
    """Whose address is another now cannot log in with the old one."""
    old = EmailAddress.objects.filter(user__in=people)
    old.exclude(email__in=[person.email for person in people]).delete()


def _create(found: Comparison) -> list[Change]:
    lines = {id(change.row): change.line for change in found.made}
    confirmations = [
        Confirmation(holding=holding, through=Confirmation.Through.REGISTER)
        for holding in found.new_holdings
    ]
    made = found.made + [Change(row, lines[id(row.holding)]) for row in confirmations]
    for model in MODELS:
        rows = [change.row for change in made if type(change.row) is model]
        model._default_manager.bulk_create(rows, batch_size=BATCH)
    return made


def _written(change: Change) -> ImportedChange:
    row, before = change.row, change.before
    holding = row.holding if isinstance(row, Confirmation) else row
    after = relations.image(row, before.keys() if before else None)
    return ImportedChange(
        line=change.line,
        model=row._meta.model_name,
        row=row.pk,
        person=row if isinstance(row, Person) else getattr(holding, "person", None),
        before=None if before is None else _image_of(row, before),
        after={name: text for name, text in after.items() if name not in UNTOLD},
    )


def _image_of(row: models.Model, values: Mapping) -> dict[str, str | None]:
    """What the row's image was when its columns were these."""
    then = type(row)(**values)
    return relations.image(then, values.keys())


# --- Undoing ----------------------------------------------------------------------------------


@transaction.atomic
def undo(imported: Import, *, by: Person) -> list[str]:
    """Make the register what it was; what has been changed or used since stays, told in words.

    Undoing it twice changes nothing. Raises ValidationError when it is too late.
    """
    imported = _hold(imported)
    if imported.undone_at:
        return []
    if not imported.can_be_undone:
        raise ValidationError(_("An import can be undone for 30 days after it was confirmed."))
    changes = list(imported.changes.all())
    with history.door("undo import", user=by.pk, imported=imported.pk):
        stays = _Undoing(changes).run()
    imported.changes.all().delete()
    imported.undone_at = timezone.now()
    imported.save(update_fields=["undone_at"])
    return stays


class _Undoing:
    """One undoing of the rows of an import."""

    def __init__(self, changes: list[ImportedChange]) -> None:
        self.changes = changes
        self.stays: list[str] = []
        pks: dict[type[models.Model], list[int]] = defaultdict(list)
        for change in changes:
            pks[MODEL_NAMES[change.model]].append(change.row)
        self.rows: dict[type[models.Model], dict[Any, Any]] = {
            model: model._base_manager.order_by()
            .select_for_update(no_key=True, of=("self",))
            .in_bulk(pks[model])
            for model in MODELS
        }

    def run(self) -> list[str]:
        self.delete()
        self.restore()
        return self.stays

    def untouched(self, *, made: bool) -> dict[type[models.Model], dict[int, ImportedChange]]:
        """{model: {pk: change}} of what the import made or changed, and nobody has since."""
        found: dict[type[models.Model], dict[int, ImportedChange]] = {m: {} for m in MODELS}
        for change in self.changes:
            model = MODEL_NAMES[change.model]
            row = self.rows[model].get(change.row)
            if row is None or (change.before is None) is not made:
                continue
            if relations.image(row, change.after.keys()) == change.after:
                found[model][change.row] = change
            else:
                self.stay(change, row)
        return found

    def stay(self, change: ImportedChange, row: models.Model) -> None:
        self.stays.append(
            _("Row %(row)d: %(what)s stays, since it has been changed or used after the import.")
            % {"row": change.line, "what": row}
        )

    def delete(self) -> None:
        """Take away what the import made, but not what something else points at by now."""
        going = self.untouched(made=True)
        for model in MODELS[-2::-1]:  # who is pointed at after who points
            for pk in sorted(self.in_use(model, going)):
                self.stay(going[model].pop(pk), self.rows[model][pk])
        going[Confirmation] = {
            pk: change
            for pk, change in going[Confirmation].items()
            if int(change.after["holding_id"]) in going[Holding]
        }
        # A member is never deleted, but one that a mistaken import made has never been any.
        with pgtrigger.ignore("members.Member:member_is_never_deleted"):
            for model in reversed(MODELS):
                model._base_manager.filter(pk__in=list(going[model])).delete()

    def in_use(self, model: type[models.Model], going: dict) -> set[int]:
        """The rows that a row points at which does not go away itself."""
        found: set[int] = set()
        for field in relations.pointing_at(model):
            if field.model in (Import, ImportedChange) or not going[model]:
                continue
            pointing = field.model._base_manager.filter(**{f"{field.name}__in": list(going[model])})
            pairs = pointing.values_list("pk", field.attname)
            found |= {pk for other, pk in pairs if other not in going.get(field.model, {})}
        return found

    def restore(self) -> None:
        for model, changes in self.untouched(made=False).items():
            for pk, change in changes.items():
                row, before = self.rows[model][pk], change.before or {}
                now = relations.image(row, before.keys())
                relations.restored(row, before)
                try:
                    with transaction.atomic():
                        row.save(update_fields=list(before))
                except IntegrityError:  # the seat or the address is somebody else's by now
                    relations.restored(row, now)
                    self.stay(change, row)
            if model is Person:
                _forget_log_ins([self.rows[model][pk] for pk in changes])
