"""The Team made equal to a list through Microsoft Graph: compared first, then added and removed."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import graph, teams
from members.models import TeamList, TeamPlace
from sekom.progress import Progress, silently

MOST_REMOVED_PERCENT = 10
PATIENCE_OF_A_PAGE = 20  # seconds
PATIENCE_OF_A_TASK = 600


@dataclass(frozen=True)
class Comparison:
    """The Team beside a list: what there is to do, and who is beyond our reach."""

    team: list[graph.TeamMember]
    add: dict[str, teams.Entry] = field(default_factory=dict)  # by user id
    invite: list[teams.Entry] = field(default_factory=list)
    remove: list[graph.TeamMember] = field(default_factory=list)
    nameless: list[graph.TeamMember] = field(default_factory=list)

    @property
    def steps(self) -> int:
        return len(self.add) + len(self.remove)

    @property
    def removes_many(self) -> bool:
        """Whether more than a tenth of the Team is to be removed."""
        return len(self.remove) * 100 > len(self.team) * MOST_REMOVED_PERCENT

    @property
    def digest(self) -> str:
        """What is to be done, in short: another one means that something else is."""
        done = [sorted(self.add), sorted(member.user_id for member in self.remove)]
        return hashlib.sha256(json.dumps(done).encode()).hexdigest()


def compare(made: TeamList, *, patience: float = PATIENCE_OF_A_PAGE) -> Comparison:
    """Read the Team and say what the list would change in it; nothing is changed.

    Owners stay, and so does whoever Microsoft gives no address of. Raises ValidationError when
    Microsoft does not answer as it should.
    """
    return _compare(made, graph.Team(patience=patience))


def _compare(made: TeamList, team: graph.Team) -> Comparison:
    members = team.members()
    entries = teams.entries_of(made)
    there = {member.email for member in members}
    missing = [entry for entry in entries if entry.email not in there]
    known = team.find_users(entry.email for entry in missing)
    ids = {member.user_id for member in members}
    stay = {entry.email for entry in entries}
    others = [
        member
        for member in members
        if not member.is_owner and member.email not in stay and member.user_id not in known.values()
    ]
    return Comparison(
        team=members,
        add={
            known[entry.email]: entry
            for entry in missing
            if entry.email in known and known[entry.email] not in ids
        },
        invite=[entry for entry in missing if entry.email not in known],
        remove=[member for member in others if member.email],
        nameless=[member for member in others if not member.email],
    )


def update(list_id: int, *, tell: Progress = silently) -> TeamList:
    """Make the Team equal to a list that was ordered, its progress kept on its row.

    One that is done or was not ordered stays as it is. What was done before an interruption is
    not done again: the Team itself is compared anew.
    """
    made = TeamList.objects.get(pk=list_id)
    if not made.is_at_work:
        return made
    with ExitStack() as afterwards:
        afterwards.callback(_fail, made, _("Something went wrong. Try again, or ask for help."))
        try:
            _update(made, tell)
        except ValidationError as refusal:
            afterwards.pop_all()
            _fail(made, " ".join(refusal.messages))
        else:
            afterwards.pop_all()
    made.refresh_from_db()
    return made


def _update(made: TeamList, tell: Progress) -> None:
    team = graph.Team(patience=PATIENCE_OF_A_TASK)
    found = _compare(made, team)
    if len(found.remove) > made.removed_count:
        raise ValidationError(
            _("The Team has changed since you looked. Compare again before anybody is removed.")
        )
    done = made.steps - found.steps

    def note(count: int) -> None:
        nonlocal done
        done += count
        TeamList.objects.filter(pk=made.pk).update(step=max(0, done))
        tell(max(0, done), made.steps)

    to_remove = [member.user_id for member in found.remove]
    not_added = _in_parts(team.add, found.add, graph.MOST_ADDED, note)
    not_removed = _in_parts(team.remove, to_remove, graph.MOST_REMOVED, note)
    invited = {entry.person_id for entry in found.invite}
    made.places.filter(person__in=invited).update(needs_invitation=True)
    finish(
        made,
        through=TeamList.Through.GRAPH,
        added=max(0, made.added_count - len(not_added)),
        removed=max(0, made.removed_count - len(not_removed)),
        problem=_left_undone(not_added, not_removed),
    )


def _in_parts(
    act: Callable, user_ids: Iterable[str], most: int, note: Callable[[int], None]
) -> dict[str, str]:
    refused: dict[str, str] = {}
    for some in batched(user_ids, most, strict=False):
        refused |= act(some)
        note(len(some))
    return refused


def _left_undone(not_added: dict[str, str], not_removed: dict[str, str]) -> str:
    """What Microsoft refused, in numbers and in its own short words; "" when nothing."""
    said = []
    if count := len(not_added):
        words = ngettext("%d person could not be added", "%d people could not be added", count)
        said.append(f"{words % count} ({_codes(not_added)}).")
    if count := len(not_removed):
        words = ngettext("%d person could not be removed", "%d people could not be removed", count)
        said.append(f"{words % count} ({_codes(not_removed)}).")
    return " ".join(said)


def _codes(refused: dict[str, str]) -> str:
    return ", ".join(code for code, _count in Counter(refused.values()).most_common(3))


def _fail(made: TeamList, problem: str) -> None:
    at_work = TeamList.objects.filter(pk=made.pk, state=TeamList.State.APPLYING)
    at_work.update(state=TeamList.State.FAILED, problem=problem[:400])


@transaction.atomic
def finish(
    made: TeamList, *, through: str, added: int, removed: int, problem: str = ""
) -> TeamList:
    """Note that the Team is equal to this list; who was on earlier lists is forgotten."""
    made = TeamList.objects.select_for_update(no_key=True).get(pk=made.pk)
    if made.state == TeamList.State.APPLIED:
        return made
    made.state, made.through, made.applied_at = TeamList.State.APPLIED, through, timezone.now()
    made.added_count, made.removed_count, made.problem = added, removed, problem[:400]
    made.step = made.steps
    made.save(
        update_fields=[
            "state", "through", "applied_at", "added_count", "removed_count", "problem", "step",
        ]
    )  # fmt: skip
    TeamPlace.objects.filter(list__in=TeamList.objects.applied().exclude(pk=made.pk)).delete()
    return made
