"""What the register says on a member's page: what has happened with its contacts lately."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.core import event_models

from members.models import Confirmation, Holding, Member, Person, today
from sekom.related import Line

LATELY = timedelta(days=180)
CARD = ("name", "title", "email", "phone")


def latest_about(member_ids: Collection[int], person) -> list[Line]:
    """Who came, left, was confirmed or changed their details; by at most five queries."""
    if not (person.is_authenticated and person.may_see_contacts()):
        return []
    since = today() - LATELY
    held = list(Holding.objects.of_pairs().of_members(member_ids).touched_since(since).with_names())
    own = set(
        Member.objects.readable_by(person).filter(pk__in=member_ids).values_list("pk", flat=True)
    )
    return [
        *_comings_and_goings(held, since),
        *_confirmations(held, since),
        *_changes([one for one in held if one.seat.member_id in own], since),
    ]


def _comings_and_goings(held: list[Holding], since) -> Iterator[Line]:
    for holding in held:
        words = {"name": holding.person.name, "seat": holding.seat.get_kind_display()}
        if since <= holding.starts_on <= today():
            yield Line(
                holding.seat.member_id, holding.starts_on, _("%(name)s is new %(seat)s") % words
            )
        if holding.ends_on and since <= holding.ends_on < today():
            yield Line(
                holding.seat.member_id, holding.ends_on, _("%(name)s left as %(seat)s") % words
            )


def _confirmations(held: list[Holding], since) -> Iterator[Line]:
    """The newest confirmation of each."""
    by_pk = {holding.pk: holding for holding in held}
    newest = Confirmation.objects.filter(holding__in=by_pk, on__gte=since)
    for found in newest.order_by("holding_id", "-on").distinct("holding_id"):
        holding = by_pk[found.holding_id]
        if found.on <= holding.starts_on:  # that they are new says as much
            continue
        words = {"name": holding.person.name, "seat": holding.seat.get_kind_display()}
        text = _("%(name)s has confirmed being %(seat)s")
        if found.by_id != holding.person_id:
            text = _("%(name)s is confirmed as %(seat)s")
        yield Line(holding.seat.member_id, found.on, text % words)


def _changes(held: list[Holding], since) -> Iterator[Line]:
    """The newest change that somebody who sits there made to their card."""
    sitting = {one.person_id: one for one in held if one.is_on(today())}
    before: dict[int, list] = {}
    changed: dict[int, Line] = {}
    events = (
        event_models(tracks_model=Person)[0]
        ._base_manager.filter(pgh_obj__in=sitting)
        .order_by("pgh_id")
    )
    for person_id, at, *card in events.values_list("pgh_obj", "pgh_created_at", *CARD):
        day = timezone.localdate(at)
        if person_id in before and before[person_id] != card and day >= since:
            holding = sitting[person_id]
            text = _("%(name)s has changed their details") % {"name": holding.person.name}
            changed[person_id] = Line(holding.seat.member_id, day, text)
        before[person_id] = card
    yield from changed.values()
