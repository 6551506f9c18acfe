"""Doing things to themes and statements so that they can be undone, row by row."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from surveys.interviews.models import Change, Coding, Link, Memo, Statement, Study, Theme

MODELS: dict[str, type[models.Model]] = {
    model.__name__: model for model in (Theme, Statement, Link, Memo)
}
LONGEST_ABOUT = 300


class Tape:
    """Changes rows and remembers, in order, what to put back."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def remove(self, row: models.Model) -> None:
        """Delete a row; what pointed at it has been moved or removed before."""
        columns = row._meta.concrete_fields
        was = {field.attname: _as_json(field.value_from_object(row)) for field in columns}
        self.rows.append({"model": type(row).__name__, "pk": row.pk, "was": was})
        row.delete()

    def change(self, row: models.Model, **columns: Any) -> None:
        """Change a row's columns, named as the database has them (`theme_id`)."""
        was = {name: getattr(row, name) for name in columns}
        if was == columns:
            return
        self.rows.append(
            {"model": type(row).__name__, "pk": row.pk, "was": was, "now": dict(columns)}
        )
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))

    def added(self, theme: Theme, *, instead: Theme) -> None:
        """Remember a theme that is new, and where its links go when it is undone."""
        self.rows.append({"model": "Theme", "pk": theme.pk, "instead": instead.pk})

    def keep(self, study: Study, kind: Change.Kind, about: str, by: Person) -> Change:
        """Write down what was done, and tell every page of the study that something was."""
        tell(study)
        about = about if len(about) <= LONGEST_ABOUT else f"{about[: LONGEST_ABOUT - 1]}…"
        return Change.objects.create(study=study, kind=kind, about=about, rows=self.rows, author=by)


def _as_json(value: Any) -> Any:
    # To the microsecond: Django's own encoder would cut a time off.
    return value.isoformat() if isinstance(value, datetime) else value


def tell(study: Study) -> None:
    """Let the pages that are open somewhere see that the themes are not as they were."""
    Coding.objects.filter(interview__study=study).update(number=F("number") + 1)


@transaction.atomic
def undo(change: Change, *, by: Person) -> Change:
    """Put back what a change took; what others did to the same rows since then stands.

    Raises ValidationError when something later stands in the way. Undone twice is undone once.
    """
    if not Study.objects.worked_on_by(by).filter(pk=change.study_id).exists():
        raise ValidationError(_("You cannot change this study."), code="not_yours")
    study = Study.objects.hold(change.study)
    change = Change.objects.select_for_update(no_key=True).get(pk=change.pk)
    if change.undone_at:
        return change
    try:
        with transaction.atomic():
            is_done = [_put_back(row) for row in reversed(change.rows)]
            connection.check_constraints()
            refuse_circles(study)
    except IntegrityError as clash:
        raise ValidationError(_later(), code="later") from clash
    if not any(is_done):
        raise ValidationError(_later(), code="later")
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    tell(study)
    return change


def _later() -> str:
    return _("Something that was done later stands in the way. Undo that first.")


def _put_back(row: dict[str, Any]) -> bool:
    """Undo one row's part; False when it is not as the change left it."""
    model = MODELS[row["model"]]
    if "instead" in row:
        return _dissolve(row["pk"], row["instead"])
    if "now" in row:
        return bool(model._base_manager.filter(pk=row["pk"], **row["now"]).update(**row["was"]))
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in row["was"].items()}
    # A link that somebody has made anew meanwhile stands as it is.
    model._base_manager.bulk_create([model(**values)], ignore_conflicts=True)
    return True


def _dissolve(pk: int, instead: int) -> bool:
    theme = Theme.objects.filter(pk=pk).first()
    home = Theme.objects.filter(pk=instead).first()
    if theme is None or home is None:
        return False
    pour(theme, home, Tape())
    theme.delete()
    return True


def pour(theme: Theme, into: Theme, tape: Tape) -> None:
    """Let another theme have all that belongs to a theme; what it has already is not doubled."""
    for column in ("theme", "of_theme"):
        for link in Link.objects.filter(**{column: theme}).order_by("pk"):
            same = {name: getattr(link, f"{name}_id") for name in ("statement", "goal", "item")}
            twin = Link.objects.filter(**same, **{column: into}).first()
            if twin is None:
                tape.change(link, **{f"{column}_id": into.pk})
                continue
            if link.why and not twin.why:
                tape.change(twin, why=link.why)
            tape.remove(link)
    for memo in theme.memos.all():
        tape.change(memo, theme_id=into.pk)
    taken = set(into.children.values_list("title", flat=True))
    for child in theme.children.all():
        title = child.title if child.title not in taken else f"{child.title} ({theme.title})"
        tape.change(child, parent_id=into.pk, title=title[:120])


def refuse_circles(study: Study) -> None:
    """Refuse themes that stand under each other."""
    parents = dict(study.themes.values_list("pk", "parent_id"))
    for start in parents:
        seen, at = {start}, parents[start]
        while at is not None:
            if at in seen:
                raise ValidationError(_("A theme cannot stand under itself."), code="circle")
            seen.add(at)
            at = parents[at]
