"""Walking a path: how a member begins, what the pair notes on each step, how it ends."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Person, Seat
from toolbox.models import Journey, Path, Step, StepWork, WorkFile

FIELDS = ("state", "on", "seat", "note", "result")


class StaleWork(ValidationError):
    """The other of the pair saved meanwhile; `theirs` is the step as it stands."""

    def __init__(self, theirs: StepWork):
        super().__init__(
            _("Your counterpart saved this step a moment ago. Compare, and save again."),
            code="stale",
        )
        self.theirs = theirs


@transaction.atomic
def begin(path: Path, *, member: Member, by: Person) -> Journey:
    """Set out on a path for a member; one that is under way is handed back as it is."""
    _refuse_others(member.pk, by)
    if not path.is_published:
        raise ValidationError(_("This path is not published."), code="state")
    # Held until commit, so that both of the pair cannot begin at once.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    under_way = Journey.objects.under_way().filter(member=member, path=path).first()
    return under_way or Journey.objects.create(member=member, path=path, begun_by=by)


@transaction.atomic
def save_work(
    journey: Journey, step: Step, *, version: int, by: Person, values: dict[str, object]
) -> StepWork:
    """Keep what one of the pair says about a step; only what is in `values` changes.

    `version` is the one that the change started from, 0 before the first. Raises StaleWork when
    the other saved meanwhile: nothing is overwritten.
    """
    journey = _open(journey, by)
    if not journey.path.steps.standing().filter(pk=step.pk).exists():
        raise ValidationError(_("This step is not part of the path."), code="unknown")
    work = journey.works.filter(step=step).first() or StepWork(journey=journey, step=step)
    changes = {name: values[name] for name in FIELDS if name in values}
    if work.pk and all(getattr(work, name) == value for name, value in changes.items()):
        return work
    if work.version != version:
        raise StaleWork(work)
    if (
        "state" in changes
        and changes["state"] != work.state
        and changes.get("on") in (None, work.on)
    ):
        changes["on"] = timezone.localdate()
    for name, value in changes.items():
        setattr(work, name, value)
    seat = work.seat
    if seat is not None and (seat.member_id != journey.member_id or not seat.role):
        raise ValidationError(_("Choose one of your own contacts."), code="seat")
    work.version += 1
    work.changed_by, work.changed_at = by, timezone.now()
    work.full_clean(exclude=["changed_by"])
    work.save()
    _count_up(journey)
    return work


@transaction.atomic
def add_file(journey: Journey, step: Step, *, file: Any, by: Person) -> WorkFile:
    """Keep a file that `sekom.uploads` has judged with a step."""
    journey = _open(journey, by)
    work, _is_new = StepWork.objects.get_or_create(journey=journey, step=step)
    kept = WorkFile(
        work=work,
        file=file,
        name=file.name,
        media_type=file.kind.content_type,
        size=file.size,
        added_by=by,
    )
    kept.full_clean(exclude=["added_by"])
    kept.save()
    _count_up(journey)
    return kept


@transaction.atomic
def remove_file(kept: WorkFile, *, by: Person) -> None:
    """Take a file away, for good."""
    journey = _open(kept.work.journey, by)
    stored, name = kept.file.storage, str(kept.file.name)
    kept.delete()
    _count_up(journey)
    transaction.on_commit(lambda: stored.delete(name))


@transaction.atomic
def share(journey: Journey, *, is_shared: bool, by: Person) -> Journey:
    """Let the network read the journey, or no longer; doing it twice changes nothing."""
    journey = Journey.objects.hold(journey)
    _refuse_others(journey.member_id, by)
    if journey.is_shared != is_shared:
        journey.is_shared = is_shared
        journey.save(update_fields=["is_shared"])
        _count_up(journey)
    return journey


@transaction.atomic
def end(journey: Journey, *, by: Person) -> Journey:
    """Close the journey: it can be read as it is, and the path can be begun anew."""
    journey = Journey.objects.hold(journey)
    _refuse_others(journey.member_id, by)
    if journey.is_under_way:
        journey.ended_at = timezone.now()
        journey.save(update_fields=["ended_at"])
        _count_up(journey)
    return journey


def pair_seats(member: Member) -> Iterable[Seat]:
    """The two seats of a member, for whom to put down as responsible."""
    return Seat.objects.of_pairs().filter(member=member).select_related("member")


def _open(journey: Journey, by: Person) -> Journey:
    """The journey, held until commit, if this person may change it."""
    journey = Journey.objects.hold(journey)
    _refuse_others(journey.member_id, by)
    if not journey.is_under_way:
        raise ValidationError(_("The path has been ended; it can only be read."), code="ended")
    return journey


def _count_up(journey: Journey) -> None:
    journey.number += 1
    journey.save(update_fields=["number"])


def _refuse_others(member_id: int, by: Person) -> None:
    if not Member.objects.represented_by(by).filter(pk=member_id).exists():
        raise ValidationError(_("Only the member’s two contacts can do this."), code="not_yours")
