"""How a study stands: whom it meets, who has been met, and what is left to do."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Person, today
from surveys.interviews.models import Interview, Study, StudyDepartment


class State(models.TextChoices):
    """How far a study has come with one department, the furthest first."""

    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Waiting for approval")
    WRITTEN = "written", _("Being written")
    LATE = "late", _("Not noted yet")
    PLANNED = "planned", _("Planned")
    TO_PLAN = "to_plan", _("No day yet")
    DECLINED = "declined", _("Will not be met")


TAGS = {
    State.APPROVED: "ok",
    State.SENT: "info",
    State.WRITTEN: "info",
    State.LATE: "warn",
    State.PLANNED: "quiet",
    State.TO_PLAN: "warn",
    State.DECLINED: "line",
}
MET = (State.APPROVED, State.SENT, State.WRITTEN)


@dataclass
class Stand:
    """One department: its interviews, the first first, and how far they have come."""

    department: StudyDepartment
    interviews: list[Interview] = field(default_factory=list)

    @property
    def state(self) -> State:
        states = {interview.state for interview in self.interviews}
        if Interview.State.DRAFT in states:
            return State.WRITTEN
        if states:
            return State.SENT if Interview.State.SENT in states else State.APPROVED
        if self.department.declined_at:
            return State.DECLINED
        planned = self.department.planned_on
        if planned is None:
            return State.TO_PLAN
        return State.LATE if planned < today() else State.PLANNED

    @property
    def tag(self) -> str:
        return TAGS[self.state]

    @property
    def is_met(self) -> bool:
        return self.state in MET


@dataclass(frozen=True)
class Standing:
    """All of a study: its departments in their order, and how many are where."""

    stands: list[Stand]

    @property
    def counts(self) -> Counter[State]:
        return Counter(stand.state for stand in self.stands)

    @property
    def to_meet(self) -> int:
        """How many departments there are, those that will not be met left out."""
        return len(self.stands) - self.counts[State.DECLINED]

    @property
    def met(self) -> int:
        return sum(stand.is_met for stand in self.stands)

    @property
    def approved(self) -> int:
        return self.counts[State.APPROVED]

    def next_planned(self) -> date | None:
        """The next day that a department is to be met; None when none is planned."""
        days = [
            stand.department.planned_on
            for stand in self.stands
            if stand.state == State.PLANNED and stand.department.planned_on
        ]
        return min(days, default=None)


def of(study: Study) -> Standing:
    """How the study stands, in two queries."""
    return of_all([study])[study.pk]


def of_all(studies: list[Study]) -> dict[int, Standing]:
    """{the study's number: how it stands}, in two queries."""
    departments = StudyDepartment.objects.filter(study__in=studies).order_by("position", "pk")
    stands = {department.pk: Stand(department) for department in departments}
    found = Interview.objects.filter(study__in=studies).order_by("held_on", "pk")
    for interview in found:
        stands[interview.department_id].interviews.append(interview)
    return {
        study.pk: Standing(
            [stand for stand in stands.values() if stand.department.study_id == study.pk]
        )
        for study in studies
    }


def own_studies(person: Person) -> list[tuple[Study, Standing]]:
    """The studies under way that this person works on, and how each stands."""
    studies = list(Study.objects.worked_on_by(person).with_names())
    standings = of_all(studies) if studies else {}
    return [(study, standings[study.pk]) for study in studies]
