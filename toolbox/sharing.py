"""Sharing good examples: written by a member, read by the secretariat, tried by others."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Person, Seat
from sekom.outbox import posting
from toolbox.models import Example, Wish

TEXTS = ("title", "problem", "action", "result", "cost", "seat")


class StaleExample(ValidationError):
    """The other of the pair saved meanwhile; `theirs` is the example as it stands."""

    def __init__(self, theirs: Example):
        super().__init__(
            _("Your counterpart saved this a moment ago. Compare, and save again."), code="stale"
        )
        self.theirs = theirs


@transaction.atomic
def write(
    example: Example, *, values: dict, version: int, by: Person, tools=(), items=()
) -> Example:
    """Keep what a member writes, whether new or changed; `version` is the one it started from.

    Raises StaleExample when somebody saved meanwhile, ValidationError when it may not be changed.
    """
    if example.pk:
        example = _hold(example)
        _refuse_others(example, by)
        if not example.is_open:
            raise ValidationError(
                _("The example has been sent in and cannot be changed now."), code="state"
            )
        if example.version != version:
            raise StaleExample(example)
        example.version += 1
    else:
        _refuse_others(example, by)
    for name in TEXTS:
        if name in values:
            setattr(example, name, values[name])
    if example.seat.member_id != example.member_id:
        raise ValidationError(_("Choose one of your own contacts."), code="seat")
    example.full_clean()
    example.save()
    example.tools.set(tools)
    example.items.set(items)
    return example


@transaction.atomic
def send_in(example: Example, *, by: Person) -> Example:
    """Hand the example to the secretariat; sending it twice changes nothing."""
    example = _hold(example)
    _refuse_others(example, by)
    if example.state == Example.State.SENT_IN:
        return example
    if not example.is_open:
        raise ValidationError(_("The example is published already."), code="state")
    example.state, example.sent_in_at = Example.State.SENT_IN, timezone.now()
    example.save(update_fields=["state", "sent_in_at"])
    return example


@transaction.atomic
def publish(example: Example, *, by: Person) -> Example:
    """Let everybody read it, and tell the contact; publishing twice changes nothing."""
    example = _hold(example)
    if example.is_published:
        return example
    _refuse_unsent(example)
    example.state, example.published_at = Example.State.PUBLISHED, timezone.now()
    example.comment = ""
    example.save(update_fields=["state", "published_at", "comment"])
    _tell_contact("toolbox/example_published", example, by=by)
    return example


@transaction.atomic
def send_back(example: Example, *, comment: str, by: Person) -> Example:
    """Give it back to the member with a word about what is missing."""
    example = _hold(example)
    _refuse_unsent(example)
    if not comment.strip():
        raise ValidationError(_("Write what the member should change."), code="comment")
    example.state, example.comment = Example.State.SENT_BACK, comment.strip()
    example.save(update_fields=["state", "comment"])
    _tell_contact("toolbox/example_sent_back", example, by=by, comment=example.comment)
    return example


@transaction.atomic
def take_down(example: Example, *, by: Person) -> Example:
    """Give a published example back to the member as a draft; a draft stays one."""
    example = _hold(example)
    if example.is_published:
        example.state, example.published_at = Example.State.DRAFT, None
        example.save(update_fields=["state", "published_at"])
    return example


@transaction.atomic
def wish_to_try(example: Example, *, member: Member, by: Person) -> bool:
    """Tell the example's contact that this member wants to try; says whether it was news.

    The contact hears of each member once. Raises ValidationError for one's own example, and when
    nobody holds the contact's seat.
    """
    example = _hold(example)
    if not Member.objects.represented_by(by).contains(member):
        raise ValidationError(_("Only a member’s contacts can ask."), code="not_yours")
    if not example.is_published:
        raise ValidationError(_("The example is not published."), code="state")
    if example.member_id == member.pk:
        raise ValidationError(_("This is your own example."), code="own")
    if example.wishes.filter(member=member).exists():
        return False
    wish = Wish(example=example, member=member, person=by)
    wish.save()
    words = {
        "member": member.name,
        "who": by.name,
        "who_title": by.title,
        "who_email": by.email,
        "member_path": member.get_absolute_url(),
    }
    if not _tell_contact("toolbox/wants_to_try", example, by=by, **words):
        raise ValidationError(
            _("Nobody holds the contact’s seat right now. Write to the secretariat instead."),
            code="vacant",
        )
    return True


def _tell_contact(kind: str, example: Example, *, by: Person, **values: str) -> bool:
    """Write to who holds the example's seat, or the other of the pair; says if there was one."""
    holding = example.seat.current_holding() or _other_holding(example)
    if holding is None:
        return False
    known = {"example": example.title, "path": example.get_absolute_url()}
    posting.post(kind, to=holding.person, about=example, values=known | values, by=by)
    return True


def _other_holding(example: Example):
    pair = Seat.objects.of_pairs().filter(member=example.member_id).exclude(pk=example.seat_id)
    seat = pair.first()
    return seat.current_holding() if seat else None


def _refuse_others(example: Example, by: Person) -> None:
    if not Member.objects.represented_by(by).filter(pk=example.member_id).exists():
        raise ValidationError(_("Only the member’s two contacts can do this."), code="not_yours")


def _refuse_unsent(example: Example) -> None:
    if example.state != Example.State.SENT_IN:
        raise ValidationError(_("The member has not sent the example in."), code="state")


def _hold(example: Example) -> Example:
    """The example, held until commit."""
    held = Example.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("member", "seat").get(pk=example.pk)
