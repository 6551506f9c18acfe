"""Planning a study: how it begins and ends, who leads it, and whom it wants to meet."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Member, Person
from surveys.interviews.models import GoalTerm, GuideQuestion, Study, StudyDepartment


def led(study: Study, by: Person) -> Study:
    """The study, held until commit, if this person leads it and it is under way.

    Raises ValidationError else.
    """
    return _open(study, Study.objects.led_by(by))


def worked_on(study: Study, by: Person) -> Study:
    """The study, held until commit, if this person may write in it and it is under way."""
    return _open(study, Study.objects.readable_by(by))


def _open(study: Study, theirs) -> Study:
    held = Study.objects.hold(study)
    if not theirs.filter(pk=held.pk).exists():
        raise ValidationError(_("You do not take part in this study."), code="not_yours")
    if not held.is_under_way:
        raise ValidationError(_("The study is closed. Open it again to go on."), code="closed")
    return held


def core_questions() -> list[str]:
    """The two questions that every guide begins with."""
    return [
        _("What have you done so far to work sustainably?"),
        _("How do you see the work for sustainability ahead?"),
    ]


@transaction.atomic
def begin(member: Member, *, title: str, purpose: str, by: Person, method: str = "") -> Study:
    """Start a study with the two core questions, and towards the member's newest goals."""
    if not Member.objects.represented_by(by).contains(member):
        raise ValidationError(_("Only the member’s two contacts can do this."), code="not_yours")
    term = GoalTerm.objects.filter(member=member).first()
    study = Study(
        member=member, title=title, purpose=purpose, method=method, goal_term=term, created_by=by
    )
    study.full_clean(exclude=["created_by"])
    study.save()
    for position, text in enumerate(core_questions(), start=1):
        GuideQuestion.objects.create(study=study, text=text, is_core=True, position=position)
    return study


@transaction.atomic
def change(study: Study, *, title: str, purpose: str, method: str, by: Person) -> Study:
    """Say anew what the study is called, why it is made and how."""
    study = led(study, by)
    study.title, study.purpose, study.method = title, purpose, method
    study.full_clean(exclude=["created_by"])
    study.save(update_fields=["title", "purpose", "method"])
    return study


@transaction.atomic
def close(study: Study, *, by: Person) -> Study:
    """End the study: it can be read by those who lead it, and by no guest any more."""
    return _set_closed(study, by, is_closed=True)


@transaction.atomic
def reopen(study: Study, *, by: Person) -> Study:
    """Go on with a study that was closed; its guests can work in it again."""
    return _set_closed(study, by, is_closed=False)


def _set_closed(study: Study, by: Person, *, is_closed: bool) -> Study:
    study = _held_by_leader(study, by)
    if study.is_under_way == is_closed:
        study.closed_at = timezone.now() if is_closed else None
        study.save(update_fields=["closed_at"])
    return study


@transaction.atomic
def share(study: Study, *, is_shared: bool, by: Person) -> Study:
    """Let the network compare the study's themes, goals and counts, or no longer."""
    study = _held_by_leader(study, by)
    if study.is_shared != is_shared:
        study.is_shared = is_shared
        study.save(update_fields=["is_shared"])
    return study


def _held_by_leader(study: Study, by: Person) -> Study:
    """The study, held until commit, whether it is closed or not."""
    study = Study.objects.hold(study)
    if not Study.objects.led_by(by).filter(pk=study.pk).exists():
        raise ValidationError(_("Only the member’s two contacts can do this."), code="not_yours")
    return study


# --- Whom to meet -------------------------------------------------------------------------------


@transaction.atomic
def add_departments(
    study: Study, *, names: Iterable[str], kind: str, by: Person
) -> list[StudyDepartment]:
    """Put departments last in the list; those that are there already stay as they are."""
    study = led(study, by)
    known = {department.name.lower(): department for department in study.departments.all()}
    last = study.departments.aggregate(last=Max("position"))["last"] or 0
    added = []
    for name in names:
        if name.lower() in known:
            continue
        last += 1
        department = StudyDepartment(study=study, name=name, kind=kind, position=last)
        department.full_clean()
        department.save()
        known[name.lower()] = department
        added.append(department)
    return added


@transaction.atomic
def change_department(
    department: StudyDepartment, *, name: str, kind: str, planned_on: date | None, by: Person
) -> StudyDepartment:
    """Say anew what a department is called, and when it is to be met; to plan is to want to."""
    led(department.study, by)
    department.name, department.kind, department.planned_on = name, kind, planned_on
    if planned_on:
        department.declined_at = None
    department.full_clean()
    department.save(update_fields=["name", "kind", "planned_on", "declined_at"])
    return department


@transaction.atomic
def decline(department: StudyDepartment, *, is_declined: bool, by: Person) -> StudyDepartment:
    """Note that a department will not be met, or that it will after all."""
    led(department.study, by)
    if (department.declined_at is not None) != is_declined:
        department.declined_at = timezone.now() if is_declined else None
        department.save(update_fields=["declined_at"])
    return department


@transaction.atomic
def remove_department(department: StudyDepartment, *, by: Person) -> None:
    """Take a department off the list. Raises ValidationError for one that has been met."""
    led(department.study, by)
    if department.interviews.exists():
        raise ValidationError(
            _("There is an interview with %(department)s, so it stays in the list.")
            % {"department": department},
            code="met",
        )
    department.delete()
