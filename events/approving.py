"""Approving: how notes go out for comments, are approved by those who shall, and are corrected."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import AgendaItem, Approver, Correction, Event, Notes
from events.preparing import hold
from members import links
from members.models import Group, Holding, Person, today
from sekom.outbox import posting
from sekom.text import say_day

# What the signed links of approvers are for.
PURPOSE = "events.approve"


def who_may_approve(event: Event) -> dict[Person, str]:
    """{person: as what}: who sits in the meeting's group, the board and the secretariat today."""
    always = (Group.Kind.BOARD, Group.Kind.SECRETARIAT)
    groups = Group.objects.filter(Q(pk=event.group_id) | Q(kind__in=always))
    held = Holding.objects.current().of_groups(groups).select_related("person", "seat__group")
    found: dict[Person, str] = {}
    # The meeting's own group first, in each group the chair first.
    for holding in sorted(held, key=lambda one: (one.seat.group_id != event.group_id, one.seat.pk)):
        found.setdefault(holding.person, str(holding.seat))
    return found


@transaction.atomic
def send_out(event: Event, *, until: date, approvers: Iterable[Person], by: Person) -> Notes:
    """Let participants read and comment until a day, and ask these people to approve the notes.

    Sending out notes that are out already changes the day and who approves. Raises
    ValidationError when nothing is noted, nobody is to approve, or the day has passed.
    """
    notes = hold(event)
    asked = list(approvers)
    if not event.agenda.exclude(note="").exists():
        raise ValidationError(_("Nothing has been noted yet."), code="empty")
    if not asked:
        raise ValidationError({"approvers": _("Choose who approves the notes.")})
    if until < today():
        raise ValidationError({"until": _("The day has passed. Choose today or a day to come.")})
    roles = who_may_approve(event)
    if not roles.keys() >= set(asked):
        raise ValidationError({"approvers": _("Choose among those who sit in the groups today.")})
    notes.state, notes.comments_until = Notes.State.OUT, until
    notes.out_at = notes.out_at or timezone.now()
    notes.save(update_fields=["state", "comments_until", "out_at"])
    notes.approvers.exclude(person__in=asked).delete()
    known = set(notes.approvers.values_list("person", flat=True))
    for person in asked:
        if person.pk not in known:
            _ask(Approver.objects.create(notes=notes, person=person, role=roles[person]), by)
    return notes


def _ask(approver: Approver, by: Person) -> None:
    notes = approver.notes
    token = links.sign(PURPOSE, approver.pk)
    values = {
        "meeting": notes.event.title,
        "day": say_day(timezone.localtime(notes.event.starts_at)),
        "until": say_day(notes.comments_until) if notes.comments_until else "",
        "by": by.name,
        "url": links.address("events:approve_notes_by_link", token),
    }
    posting.post("events/approve_notes", to=approver.person, values=values, about=notes.event)


def approver_of(token: str) -> Approver:
    """Whom a signed link was written to. Raises LinkUnknown or LinkExpired."""
    (pk,) = links.read(PURPOSE, token)
    approvers = Approver.objects.select_related("person", "notes__event__group")
    approver = approvers.filter(pk=pk, person__is_active=True).first()
    if approver is None:
        raise links.LinkUnknown
    return approver


@transaction.atomic
def take_back(event: Event, *, by: Person) -> Notes:
    """Make notes that are out a draft again; who is to approve them is asked anew."""
    notes = hold(event)
    if notes.is_out:
        notes.state = Notes.State.DRAFT
        notes.save(update_fields=["state"])
        notes.approvers.all().delete()
    return notes


@transaction.atomic
def approve(approver: Approver, *, number: int) -> Notes:
    """Approve the notes as they were read; when all have, they are approved and never change.

    `number` is that of the notes that were read. Raises ValidationError when they have changed
    since, or are not out. Approving twice changes nothing.
    """
    notes = Notes.objects.hold(approver.notes.event)
    approver = Approver.objects.get(pk=approver.pk)
    if approver.approved_at:
        return notes
    if not notes.is_out:
        raise ValidationError(_("The notes are being written on again."), code="state")
    if notes.number != number:
        raise ValidationError(
            _("The notes have changed since you read them. Read them again before you approve."),
            code="stale",
        )
    now = timezone.now()
    approver.approved_at = now
    approver.save(update_fields=["approved_at"])
    if not notes.approvers.filter(approved_at=None).exists():
        notes.state, notes.approved_at = Notes.State.APPROVED, now
        notes.save(update_fields=["state", "approved_at"])
    return notes


@transaction.atomic
def correct(item: AgendaItem, *, text: str, reason: str, by: Person) -> Correction:
    """Say beside approved notes what should have been there, and why; the text itself stays.

    Raises ValidationError when the notes are not approved: then they can be changed. Saying the
    same twice says it once.
    """
    notes = Notes.objects.hold(item.event)
    if not notes.is_approved:
        raise ValidationError(
            _("The notes are not approved yet. Change the text itself."), code="state"
        )
    text, reason = text.replace("\0", "").strip(), " ".join(reason.split())
    last = item.corrections.last()
    if last and (last.by_id, last.text, last.reason) == (by.pk, text, reason):
        return last
    correction = Correction(item=item, text=text, reason=reason, by=by, by_name=by.name)
    correction.full_clean(exclude=["item", "by"])
    correction.save()
    return correction
