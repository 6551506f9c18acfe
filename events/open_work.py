"""What somebody leaves open in events: actions that the seat or the person answers for."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from events.models import Responsible
from sekom.open_work import Item
from sekom.text import say_day

ACTION = "events.action:"


def open_work(holding) -> list[Item]:
    """The open actions of the seat, which it keeps, and the person's own."""
    rows = Responsible.objects.open().of_seat_or_person(holding.seat_id, holding.person_id)
    return [
        Item(
            f"{ACTION}{row.pk}",
            _say(row.action),
            row.action.get_absolute_url(),
            follows_seat=row.seat_id is not None,
        )
        for row in rows.select_related("action")
    ]


def _say(action) -> str:
    # The secretariat may read what is handed over, but not a member's own actions.
    if action.member_id:
        return _("One of the member’s own actions")
    if not action.due_on:
        return _("Action: %(action)s") % {"action": action}
    words = {"action": action, "day": say_day(action.due_on)}
    return _("Action: %(action)s, to be done by %(day)s") % words


def hand_over(keys: Collection[str], *, holding, to, by) -> None:
    """Let the other person answer instead for what was chosen of the person's own."""
    chosen = [int(key.removeprefix(ACTION)) for key in keys if key.startswith(ACTION)]
    for row in Responsible.objects.open().of_people().filter(pk__in=chosen):
        if not row.action.responsible.filter(person=to).exists():
            row.person = to
            row.save(update_fields=["person"])
