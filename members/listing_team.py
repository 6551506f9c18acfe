"""Lists for the contact persons' Team: made, followed by hand, or handed to Microsoft Graph."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members import tasks, teams, updating_team
from members.models import Person, TeamList, TeamPlace, TeamSettings


@transaction.atomic
def make_list(*, by: Person) -> TeamList:
    """Keep who should be in the Team today; a list that nobody followed gives way to it.

    One that still holds is handed back as it is. Raises ValidationError when nobody should be in
    the Team, or while it is being updated.
    """
    # Held until commit, so that two people who press at once get the same list.
    TeamSettings.objects.get_or_create(pk=1)
    TeamSettings.objects.select_for_update().get(pk=1)
    entries = teams.wanted()
    if not entries:
        raise ValidationError(_("Nobody holds a seat, so the list would be empty."), code="empty")
    waiting = TeamList.objects.not_applied().first()
    if waiting and waiting.is_at_work:
        raise ValidationError(_("The portal is just updating the Team. Wait until it is done."))
    if waiting and teams.is_true(waiting, entries):
        return waiting
    TeamList.objects.not_applied().delete()
    made = TeamList.objects.create(made_by=by)
    TeamPlace.objects.bulk_create(
        TeamPlace(
            list=made,
            person_id=entry.person_id,
            email=entry.email,
            belongs_to=entry.belongs_to,
        )
        for entry in entries
    )
    return made


@transaction.atomic
def mark_done(made: TeamList) -> TeamList:
    """Note that somebody made the Team equal to this list by hand; twice changes nothing.

    Raises ValidationError while it is being updated by itself.
    """
    made = _hold(made)
    if made.is_at_work:
        raise ValidationError(_("The portal is just updating the Team. Wait until it is done."))
    changed = teams.change_of(made)
    return updating_team.finish(
        made,
        through=TeamList.Through.HAND,
        added=len(changed.add),
        removed=len(changed.remove),
    )


@transaction.atomic
def order_update(
    made: TeamList, found: updating_team.Comparison, *, seen: str, is_sure: bool = False
) -> TeamList:
    """Have the Team made equal to the list, as it was `seen` in a comparison.

    Ordering it twice, or again after it stopped, is safe. Raises ValidationError when the list is
    empty, when something else than what was seen would be done, and when more than a tenth of the
    Team is to be removed by somebody who has not said that they are sure.
    """
    made = _hold(made)
    if made.state == TeamList.State.APPLIED:
        return made
    if not made.places.exists():
        raise ValidationError(_("The list is empty. Make a new one."), code="empty")
    if found.digest != seen:
        raise ValidationError(
            _("The Team has changed since you looked. Look through it once more."), code="changed"
        )
    if found.removes_many and not is_sure:
        raise ValidationError(
            _("More than a tenth of the Team would be removed. Tick that you are sure."),
            code="many",
        )
    made.state, made.problem = TeamList.State.APPLYING, ""
    made.step, made.steps = 0, found.steps
    made.added_count, made.removed_count = len(found.add), len(found.remove)
    made.save(update_fields=["state", "problem", "step", "steps", "added_count", "removed_count"])
    tasks.update_team.delay_on_commit(made.pk)
    return made


def _hold(made: TeamList) -> TeamList:
    return TeamList.objects.select_for_update(no_key=True).get(pk=made.pk)
