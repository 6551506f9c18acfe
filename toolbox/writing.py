"""Writing: how a draft begins and changes, and how two who write at once are told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from members.models import Person
from sekom import rich_text
from sekom.outbox.models import reference
from sekom.text import slugify_sv
from toolbox.models import OldAddress, Publishable, Remark, Revision
from toolbox.snapshots import with_rich


class StaleDraft(ValidationError):
    """Somebody else has written meanwhile: `theirs` is what is kept, `yours` was not."""

    def __init__(self, thing: Publishable, yours: dict[str, Any]) -> None:
        self.thing = thing
        self.theirs = thing.drafted()
        self.yours = yours
        last = Revision.objects.about(reference(thing)).first()
        who = last.by_name if last and last.by_name else _("somebody else")
        super().__init__(
            _(
                "%(name)s has saved a newer version since you opened this one. Nothing of theirs "
                "is written over. Compare the two, and save again what you want to keep."
            )
            % {"name": who},
            code="stale",
        )


def held(thing: Publishable) -> Any:
    """The row itself, held until commit so that nobody writes in it meanwhile."""
    return (
        type(thing)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=thing.pk)
    )


@transaction.atomic
def begin(
    kind: type[Publishable],
    *,
    title: str,
    slug: str = "",
    values: dict[str, Any] | None = None,
    by: Person | None = None,
    guest: str = "",
) -> Any:
    """Begin a draft, which nobody but the secretariat sees; it has an address of its own.

    Raises ValidationError when the address is, or was, another's.
    """
    slug = slug or free_address(kind, title)
    refuse_taken(kind, slug)
    thing = kind(title=title, slug=slug, owner=by)
    thing.full_clean(exclude=["draft"])
    thing.save()
    given = thing.live() | {"title": title} | (values or {})
    return _write(thing, given, by=by, guest=guest, note=_("Begun."))


@transaction.atomic
def save_draft(
    thing: Publishable,
    values: dict[str, Any],
    *,
    version: int,
    by: Person | None = None,
    guest: str = "",
    note: str = "",
) -> Any:
    """Keep what was written as the thing's draft; readers see nothing of it yet.

    `version` is the one that the writer began from. What `values` leaves out stays. A change takes
    the draft back from review and from publishing later: what was looked through is not that any
    more. Raises StaleDraft when somebody else has saved since; the same text twice is kept once.
    """
    row = held(thing)
    new = _cleaned(row, row.drafted() | values)
    if new == row.drafted():
        return row
    if row.version != version:
        raise StaleDraft(row, new)
    return _write(row, new, by=by, guest=guest, note=note)


@transaction.atomic
def restore(thing: Publishable, number: int, *, by: Person) -> Any:
    """Make an older version the draft again, as it was."""
    old = Revision.objects.about(reference(thing)).get(number=number)
    row = held(thing)
    note = _("Version %(number)d restored.") % {"number": number}
    known = {name: old.values[name] for name in row.live() if name in old.values}
    return save_draft(row, known, version=row.version, by=by, note=note)


def remark(thing: Publishable, text: str, *, by: Person | None = None, guest: str = "") -> Remark:
    """Say something about a draft."""
    said = Remark(about=reference(thing), text=text, by=by, by_name=_name(by, guest))
    said.full_clean(exclude=["by"])
    said.save()
    return said


def _write(row: Any, values: dict[str, Any], *, by: Person | None, guest: str, note: str) -> Any:
    row.draft = _cleaned(row, values)
    row.version += 1
    row.asked_at = row.asked_by = row.publish_at = row.reviewed_by = None
    if not row.published_at:
        row.title = str(row.draft["title"])[:160] or row.title
    columns = ["draft", "version", "asked_at", "asked_by", "publish_at", "reviewed_by", "title"]
    row.save(update_fields=columns)
    Revision.objects.create(
        about=reference(row),
        number=row.version,
        values=row.draft,
        note=note[:300],
        by=by,
        by_name=_name(by, guest),
    )
    return row


def _cleaned(row: Publishable, values: dict[str, Any]) -> dict[str, Any]:
    return with_rich(values, row.RICH, rich_text.clean)


def _name(by: Person | None, guest: str) -> str:
    return (by.name if by else guest)[:120]


# --- Addresses --------------------------------------------------------------------------------


def free_address(kind: type[Publishable], title: str) -> str:
    """An address made of the title that nobody has or had: nulagesanalys, nulagesanalys-2."""
    stem = slugify_sv(title)[:70].strip("-") or kind._meta.model_name or "sida"
    number, slug = 1, stem
    while is_taken(kind, slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def is_taken(kind: type[Publishable], slug: str, *, but_by: int | None = None) -> bool:
    """Whether an address is or was another's; `but_by` is the row that may have it."""
    lived = OldAddress.objects.filter(kind=kind._meta.label_lower, slug=slug)
    lives = kind._default_manager.filter(slug=slug)
    # A page of its own may stand where the address would lead: /verktygslada/ordlista/.
    if resolve(reverse(kind.PAGE, args=[slug])).view_name != kind.PAGE:
        return True
    return lives.exclude(pk=but_by).exists() or lived.exclude(row_id=but_by or 0).exists()


def refuse_taken(kind: type[Publishable], slug: str, *, but_by: int | None = None) -> None:
    """Raises ValidationError when an address is or was another's: old links lead there."""
    if is_taken(kind, slug, but_by=but_by):
        raise ValidationError(
            _("This address is, or was, another page's. Choose another one."), code="taken"
        )
