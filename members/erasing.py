"""Erasing: how personal data goes when it is asked for, or when its time is over.

Out of the table of personal data: what each app keeps of the person is deleted, overwritten or
stays with nobody's name on it, its history too; then every text is searched for what is left.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pghistory
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from members.models import Holding, Merge, Person, today
from sekom import personal_data, traces
from sekom.outbox import kept as kept_mail
from sekom.personal_data import Deleted, Kept, Scrubbed
from sekom.traces import Traces

# How long a former contact is known by name.
KEPT = timedelta(days=365)

# What the register says of somebody whose data is gone. The language of the register is Swedish.
NOBODY = {
    "name": gettext_lazy("Former contact"),
    "email": personal_data.NOBODYS_ADDRESS,
    "title": "",
    "phone": "",
    "theme": Person.Theme.AUTO,
}


def past_contacts(now: datetime) -> QuerySet[Person]:
    """People who have held no seat for so long that their data must go."""
    long_since = now - KEPT
    people = Person.objects.known().without_seat_since(timezone.localdate(long_since))
    return people.filter(created_at__lt=long_since).filter(
        Q(last_login__isnull=True) | Q(last_login__lt=long_since)
    )


def forget(people: list[Person]) -> None:
    """Erase people whose time is over."""
    for person in people:
        erase(person, by=None)


@transaction.atomic
def ask(person: Person) -> Person:
    """Note that somebody wants to be erased; asking twice changes nothing."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.erasure_asked_at is None:
        person.erasure_asked_at = timezone.now()
        person.save(update_fields=["erasure_asked_at"])
    return person


@transaction.atomic
def withdraw(person: Person) -> Person:
    """Take back the wish to be erased."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.erasure_asked_at = None
    person.save(update_fields=["erasure_asked_at"])
    return person


def hindrance(person: Person) -> str:
    """Why a person cannot be erased yet, and what to do first; "" when they can."""
    held = Holding.objects.filter(person=person).exclude(ends_on__lt=today()).with_names()
    if not held:
        return ""
    return _(
        "%(person)s still holds a seat: %(seats)s. End it first. "
        "The day after the last day the personal data can be erased."
    ) % {"person": person, "seats": "; ".join(str(holding.seat) for holding in held)}


@transaction.atomic
def erase(person: Person, *, by: Person | None) -> Person:
    """Make a person a former contact without a name; erasing twice changes nothing.

    Days, numbers and the member's answers stay. Raises ValidationError while a seat is held.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return person
    if reason := hindrance(person):
        raise ValidationError(reason, code="seated")
    left = traces_of(person)
    with _noting(by), override("sv"), traces.without_guards():
        # The register goes last: by its address the other rows are found.
        for kept in reversed(personal_data.table()):
            _erase_rows(kept, person)
        # Not a save: the row in memory still holds what has just been overwritten.
        Person.objects.filter(pk=person.pk).update(
            is_active=False, last_login=None, erasure_asked_at=None, erased_at=timezone.now()
        )
        traces.wipe(left)
    transaction.on_commit(lambda: kept_mail.forget(left.are_in))
    person.refresh_from_db()
    return person


@contextlib.contextmanager
def _noting(by: Person | None) -> Iterator[None]:
    """In the history: who erased, or that the time was over."""
    facts = {"user": by.pk} if by else {"door": "system"}
    with pghistory.context(reason="erased", **facts):
        yield


def _erase_rows(kept: Kept, person: Person) -> None:
    rows, history = kept.rows_of(person), kept.history_of(person)
    if isinstance(kept.erased, Deleted):
        if history is not None:
            history.delete()
        _delete_files(rows)
        rows.delete()
    elif isinstance(kept.erased, Scrubbed):
        # The rows first: what the triggers write of them is overwritten along with the rest.
        _overwrite(rows, kept.erased)
        if history is not None:
            _overwrite(history, kept.erased, of="pgh_obj_id")


def _overwrite(rows: QuerySet, scrubbed: Scrubbed, of: str = "pk") -> None:
    there = {column.name for column in rows.model._meta.concrete_fields}
    columns = {
        column: personal_data.nobodys_address(of)
        if value is personal_data.NOBODYS_ADDRESS
        else value
        for column, value in scrubbed.columns.items()
        if column in there
    }
    # By key, since an update of rows that are found through a join cannot be ordered.
    rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")).update(**columns)


def _delete_files(rows: QuerySet) -> None:
    """Delete the rows' files once the rows are gone for certain."""
    columns = [
        column.name
        for column in rows.model._meta.concrete_fields
        if isinstance(column, models.FileField)
    ]
    for row in rows if columns else ():
        for name in filter(None, (getattr(row, column).name for column in columns)):
            transaction.on_commit(partial(default_storage.delete, name))


def traces_of(person: Person) -> Traces:
    """What a person is and was known by; a name that somebody else bears too is left alone."""
    told: list[Any] = [person, *personal_data.earlier_states_of(person)]
    names = {row.name for row in told}
    others = Person.objects.known().exclude(pk=person.pk)
    shared = {name for name in names if others.filter(name__iexact=name).exists()}
    return Traces(
        names=frozenset(names - shared),
        addresses=frozenset(personal_data.addresses_of(person)),
        phones=frozenset(row.phone for row in told if row.phone),
    )


def merged_into(person: Person) -> set[int]:
    """The numbers of the doubles that became this person; their history stays under them."""
    merges = Merge.objects.filter(kept=person, undone_at__isnull=True)
    return set(merges.values_list("before__pk", flat=True))


def forget_merges(merges: list[Merge]) -> None:
    """Leave of merges that are too late to undo only the number of the one who went."""
    for merge in merges:
        merge.gone_name, merge.before = "", {"pk": merge.before.get("pk")}
    Merge.objects.bulk_update(merges, ["gone_name", "before"])


def sessions_of(person: Person) -> QuerySet[Session]:
    """The sessions in which this person is logged in, or has begun to log in."""
    address = person.email.lower()
    keys = [
        session.session_key
        for session in Session.objects.iterator()
        if (data := session.get_decoded()).get("_auth_user_id") == str(person.pk)
        or address in str(data).lower()
    ]
    return Session.objects.filter(pk__in=keys)


@dataclass(frozen=True)
class Line:
    """What erasure will do with one kind of rows."""

    name: str
    count: int
    fate: str
    why: str


def preview(person: Person) -> list[Line]:
    """What goes and what stays, and why; in the order of the table, without what there is none of.

    The last line counts texts that others wrote and that hold the name, address or phone.
    """
    lines = []
    for kept in personal_data.table():
        if number := kept.rows_of(person).count():
            fate, why = _fate(kept)
            lines.append(Line(kept.name, number, fate, why))
    if elsewhere := sum(traces.count(traces_of(person)).values()):
        lines.append(
            Line(
                _("all texts that hold the name, an address or the phone"),
                elsewhere,
                _("is overwritten"),
                _("Wherever it stands: comments, reasons, subjects of letters, the history."),
            )
        )
    return lines


def _fate(kept: Kept) -> tuple[str, str]:
    if isinstance(kept.erased, Deleted):
        return _("is deleted"), ""
    if isinstance(kept.erased, Scrubbed):
        return _("stays without what tells who it was"), str(kept.erased.why)
    return _("stays"), str(kept.erased.why)
