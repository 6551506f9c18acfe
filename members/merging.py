"""Merging doubles: two people of the register become one, and can be parted again.

Every foreign key to a person has a rule. An app says its own in a module `merging`, found by
`speaking`:

    RULES: dict[Rule, set[str]]    {rule: {"surveys.Answer.author", …}}

A test fails on a foreign key without one. The history stays as it was written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import relations
from members.doubles import Lookalikes
from members.models import Merge, Person
from sekom import history, speaking, traces

FACTS = ("title", "phone")


class Rule(Enum):
    """What becomes of the rows that point at the person who goes."""

    MOVE = "move"  # they point at the one who stays
    MOVE_OR_DROP = "move or drop"  # so too, but where that one has its like already they go
    DROP = "drop"  # they go with the person: what only the person logs in with


RULES = {
    Rule.MOVE: {
        "admin.LogEntry.user",
        "members.Confirmation.by",
        "members.Document.added_by",
        "members.Doubt.settled_by",
        "members.Handover.by",
        "members.Holding.person",
        "members.Import.by",
        "members.ImportedChange.person",
        "members.Merge.by",
        "members.Merge.kept",
        "members.Reading.person",
        "members.Reminder.by",
        "members.Round.opened_by",
        "members.TeamList.made_by",
        "outbox.Delivery.person",
        "outbox.Mailing.sender",
    },
    Rule.MOVE_OR_DROP: {
        "members.Bounce.person",
        "members.Doubt.by",
        "members.TeamPlace.person",
    },
    Rule.DROP: {
        "account.EmailAddress.user",
        "mfa.Authenticator.user",
        "socialaccount.SocialAccount.user",
        "usersessions.UserSession.user",
    },
}


@dataclass(frozen=True)
class Moving:
    """The rows of one model that a merge would move, or let go."""

    what: str
    rows: list[models.Model]
    rule: Rule

    @property
    def goes(self) -> bool:
        return self.rule is Rule.DROP


def rules() -> dict[str, Rule]:
    """{foreign key: its rule}, of all apps."""
    found: dict[str, Rule] = {}
    for module in speaking.modules("merging"):
        for rule, names in module.RULES.items():
            found |= dict.fromkeys(names, rule)
    return found


def candidates() -> list[tuple[Person, Person]]:
    """Pairs of people who may be one and the same, the one who came first in front."""
    return list(Lookalikes().pairs())


def preview(gone: Person) -> list[Moving]:
    """Every row that would move from this person, or go with them."""
    return [
        Moving(str(field.model._meta.verbose_name_plural), rows, rule)
        for field, rule in _keys()
        if (rows := list(_pointing(field, gone)))
    ]


@transaction.atomic
def merge(keep: Person, gone: Person, *, by: Person) -> Merge:
    """Let one person take over all that points at the other, who leaves the register.

    What the one who stays lacks of title and phone is filled in. Raises ValidationError when the
    two are one already, or when somebody would merge themselves away.
    """
    if by.pk == gone.pk:
        raise ValidationError(_("You cannot merge yourself away. Let yourself be the one kept."))
    held = (
        Person.objects.known().select_for_update().order_by("pk").filter(pk__in=[keep.pk, gone.pk])
    )
    people = held.in_bulk()
    if len(people) != 2:
        raise ValidationError(_("The two are one person by now."), code="merged")
    keep, gone = people[keep.pk], people[gone.pk]
    image = relations.image(gone)
    image.pop("password")
    before: dict[str, Any] = {
        "pk": gone.pk,
        "person": image,
        "kept": {},
        "moved": {},
        "dropped": {},
    }
    with history.door("merge", user=by.pk, gone=gone.pk), traces.without_guards():
        for field, rule in _keys():
            _move(field, rule, keep, gone, before)
        gone.delete()
        filled = [fact for fact in FACTS if getattr(gone, fact) and not getattr(keep, fact)]
        for fact in filled:
            before["kept"][fact] = getattr(gone, fact)
            setattr(keep, fact, getattr(gone, fact))
        keep.save(update_fields=filled)
    return Merge.objects.create(kept=keep, gone_name=gone.name, before=before, by=by)


@transaction.atomic
def part(merge: Merge, *, by: Person) -> Person:
    """Undo a merge: the other person is back, with what was theirs and has not moved on since.

    Undoing it twice changes nothing. Raises ValidationError when it is too late, or when the
    address is somebody else's by now.
    """
    merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if merge.undone_at:
        return merge.kept
    if not merge.can_be_undone:
        raise ValidationError(_("A merge can be undone for 30 days."))
    before, keep = merge.before, merge.kept
    person = Person(pk=before["pk"])
    person.set_unusable_password()
    relations.restored(person, before["person"])
    with history.door("undo merge", user=by.pk, gone=person.pk), traces.without_guards():
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError as error:
            raise ValidationError(
                _("The address %(email)s is somebody else's by now. Change that one first."),
                params={"email": person.email},
            ) from error
        _move_back(before, keep, person)
        given = [fact for fact, value in before["kept"].items() if getattr(keep, fact) == value]
        for fact in given:
            setattr(keep, fact, "")
        keep.save(update_fields=given)
    merge.undone_at, merge.before = timezone.now(), {}
    merge.save(update_fields=["undone_at", "before"])
    return person


def _keys() -> Iterator[tuple[models.ForeignKey, Rule]]:
    known = rules()
    for field in relations.pointing_at(Person):
        yield field, known[relations.name_of(field)]


def _pointing(field: models.ForeignKey, person: Person) -> models.QuerySet:
    return field.model._base_manager.filter(**{field.name: person}).order_by("pk")


def _move(field: models.ForeignKey, rule: Rule, keep: Person, gone: Person, before: dict) -> None:
    """Let the rows of one foreign key follow their rule, and note what they were."""
    name, rows = relations.name_of(field), _pointing(field, gone)
    if rule is Rule.DROP:
        rows.delete()
        return
    pks = list(rows.values_list("pk", flat=True))
    if rule is Rule.MOVE:
        rows.update(**{field.name: keep})
    else:
        pks = [row.pk for row in rows if _moved(row, field, keep, before["dropped"])]
    before["moved"][name] = pks


def _moved(row: models.Model, field: models.ForeignKey, keep: Person, dropped: dict) -> bool:
    """Move a row; one whose like is there already goes instead."""
    image = relations.image(row)
    try:
        with transaction.atomic():
            setattr(row, field.name, keep)
            row.save(update_fields=[field.name])
    except IntegrityError:
        dropped.setdefault(row._meta.label, []).append([row.pk, image])
        type(row)._base_manager.filter(pk=row.pk).delete()
        return False
    return True


def _move_back(before: dict, keep: Person, person: Person) -> None:
    fields = {relations.name_of(field): field for field, _rule in _keys()}
    for name, pks in before["moved"].items():
        if field := fields.get(name):
            _pointing(field, keep).filter(pk__in=pks).update(**{field.name: person})
    for label, rows in before["dropped"].items():
        for pk, image in rows:
            row = apps.get_model(label)(pk=pk)
            relations.restored(row, image)
            row.save(force_insert=True)
