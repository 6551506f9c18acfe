"""Themes: a tree that grows while one codes; what is moved, merged or split can be undone."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from surveys.interviews import coding
from surveys.interviews.models import Change, Link, LocalGoal, Statement, Study, Theme
from surveys.interviews.passages import Span
from surveys.interviews.trees import beneath
from surveys.interviews.undoing import Tape, pour, refuse_circles, tell
from toolbox.models import FrameworkItem


@transaction.atomic
def add(
    study: Study, *, title: str, by: Person, parent: Theme | None = None, text: str = ""
) -> Theme:
    """Add a theme, last among those it stands beside."""
    study = _open(study, by)
    beside = study.themes.filter(parent=parent)
    theme = Theme(
        study=study,
        parent=_own(study, parent),
        title=" ".join(title.split()),
        text=text.strip(),
        position=max((other.position for other in beside), default=0) + 1,
        author=by,
    )
    theme.full_clean()
    theme.save()
    tell(study)
    return theme


@transaction.atomic
def rename(theme: Theme, *, title: str, text: str, by: Person) -> Theme:
    """Call a theme something else, or say better what belongs there."""
    study, theme = _hold(theme, by)
    before, tape = theme.title, Tape()
    theme.title, theme.text = " ".join(title.split()), text.strip()
    theme.full_clean()
    fresh = Theme.objects.get(pk=theme.pk)
    tape.change(fresh, title=theme.title, text=theme.text)
    if tape.rows:
        about = f"{before} → {fresh.title}" if before != fresh.title else before
        tape.keep(study, Change.Kind.RENAME, about, by)
    return fresh


@transaction.atomic
def move(theme: Theme, *, by: Person, parent: Theme | None, place: int) -> Theme:
    """Put a theme under another one, or under none, at this place among the others (0 first)."""
    study, theme = _hold(theme, by)
    parent, tape = _own(study, parent), Tape()
    beside = [other for other in study.themes.filter(parent=parent) if other.pk != theme.pk]
    beside.insert(max(0, min(place, len(beside))), theme)
    theme.parent = parent
    theme.full_clean()
    theme.refresh_from_db()
    tape.change(theme, parent_id=parent.pk if parent else None)
    for position, other in enumerate(beside, start=1):
        tape.change(other, position=position)
    refuse_circles(study)
    if tape.rows:
        tape.keep(study, Change.Kind.MOVE, theme.title, by)
    return theme


UP, DOWN, IN, OUT = "upp", "ner", "in", "ut"


@transaction.atomic
def step(theme: Theme, way: str, *, by: Person) -> Theme:
    """Move a theme one step: up or down among those beside it, in under the one above, or out.

    A step that leads nowhere changes nothing.
    """
    study, theme = _hold(theme, by)
    beside = list(study.themes.filter(parent=theme.parent_id))
    at = beside.index(theme)
    parent = theme.parent
    if way == UP and at > 0:
        return move(theme, parent=parent, place=at - 1, by=by)
    if way == DOWN and at < len(beside) - 1:
        return move(theme, parent=parent, place=at + 1, by=by)
    if way == IN and at > 0:
        above = beside[at - 1]
        return move(theme, parent=above, place=above.children.count(), by=by)
    if way == OUT and parent is not None:
        over = list(study.themes.filter(parent=parent.parent_id))
        return move(theme, parent=parent.parent, place=over.index(parent) + 1, by=by)
    return theme


@transaction.atomic
def merge(theme: Theme, *, into: Theme, by: Person) -> Change:
    """Let one theme become part of another: statements, goals, memos and the themes beneath it.

    Overlapping passages of one interview that now say the same become one.
    """
    study, theme = _hold(theme, by)
    target, tape = _own(study, into), Tape()
    if target is None or target.pk == theme.pk:
        raise ValidationError(_("Choose another theme to merge it with."), code="same")
    if target.pk in beneath(study, theme.pk):
        raise ValidationError(
            _("A theme cannot be merged with one beneath it. Merge that one upwards."),
            code="beneath",
        )
    pour(theme, target, tape)
    _join_overlaps(target, tape)
    tape.remove(theme)
    return tape.keep(study, Change.Kind.MERGE, f"{theme.title} → {target.title}", by)


@transaction.atomic
def split(theme: Theme, *, title: str, statements: Iterable[Statement], by: Person) -> Theme:
    """Let some of a theme's statements have a theme of their own, beside it."""
    study, theme = _hold(theme, by)
    links = Link.objects.filter(theme=theme, statement__in=[row.pk for row in statements])
    seen = Statement.objects.worked_on_by(by).order_by()
    chosen = list(links.filter(statement__in=seen).select_related("statement"))
    if not chosen:
        raise ValidationError(_("Choose the statements that the new theme is for."), code="none")
    new, tape = add(study, title=title, by=by, parent=theme.parent), Tape()
    tape.added(new, instead=theme)
    for link in chosen:
        tape.change(link, theme_id=new.pk)
    tape.keep(study, Change.Kind.SPLIT, f"{theme.title} → {new.title}", by)
    return new


@transaction.atomic
def remove(theme: Theme, *, by: Person) -> Change:
    """Remove a theme; its statements stay without it, and themes beneath it move up."""
    study, theme = _hold(theme, by)
    tape = Tape()
    for row in [*theme.links.all(), *theme.own_links.all(), *theme.memos.all()]:
        tape.remove(row)
    for child in theme.children.all():
        tape.change(child, parent_id=theme.parent_id)
    tape.remove(theme)
    return tape.keep(study, Change.Kind.REMOVE, theme.title, by)


@transaction.atomic
def tie(theme: Theme, target: LocalGoal | FrameworkItem, *, by: Person, why: str = "") -> Link:
    """Tie a whole theme to a goal or an item; tied again, the reason is the one given last."""
    study, theme = _hold(theme, by)
    coding.refuse_strangers(study, target)
    column = coding.COLUMNS[type(target)]
    link, _is_new = Link.objects.get_or_create(
        **{**dict.fromkeys(Link.TARGETS), column: target},
        of_theme=theme,
        statement=None,
        defaults={"author": by, "why": why},
    )
    if link.why != why:
        link.why, link.author, link.at = why, by, timezone.now()
        link.clean_fields(exclude=["of_theme", *Link.TARGETS, "author"])
        link.save(update_fields=["why", "author", "at"])
    tell(study)
    return link


@transaction.atomic
def untie(link: Link, *, by: Person) -> None:
    """Take a theme's own link away; one that is gone already is no error."""
    if link.of_theme is None:
        raise ValidationError(_("This theme is gone. Load the page again."), code="gone")
    study, theme = _hold(link.of_theme, by)
    theme.own_links.filter(pk=link.pk).delete()
    tell(study)


def _join_overlaps(theme: Theme, tape: Tape) -> None:
    """Make one of passages that overlap, when one person gave them one kind and the same themes."""
    marked = Statement.objects.filter(links__theme=theme, answer__isnull=False, is_lost=False)
    rows = (
        marked.order_by("answer", "start", "pk").select_related("answer").prefetch_related("links")
    )
    kept: list[Statement] = []
    for row in rows:
        twin = next((other for other in kept if _says_the_same(other, row)), None)
        if twin is None or not (twin.answer and twin.span and row.span):
            kept.append(row)
            continue
        joined = Span(min(twin.span.start, row.span.start), max(twin.span.end, row.span.end))
        text = joined.of(twin.answer.text)
        tape.change(twin, start=joined.start, end=joined.end, text=text)
        _give_links(row, twin, tape)
        coding.remove_with_links(row, tape)


def _says_the_same(one: Statement, other: Statement) -> bool:
    """Whether two passages overlap and differ in nothing but where they end."""
    alike = ("answer_id", "kind", "author_id", "is_blind")
    return (
        all(getattr(one, name) == getattr(other, name) for name in alike)
        and one.span is not None
        and other.span is not None
        and one.span.overlaps(other.span)
        and _themes(one.links.all()) == _themes(other.links.all())
    )


def _themes(links: Iterable[Link]) -> set[int | None]:
    return {link.theme_id for link in links if link.theme_id}


def _give_links(row: Statement, twin: Statement, tape: Tape) -> None:
    has = {(link.theme_id, link.goal_id, link.item_id, link.dimension) for link in twin.links.all()}
    for link in Link.objects.filter(statement=row):
        if (link.theme_id, link.goal_id, link.item_id, link.dimension) not in has:
            tape.change(link, statement_id=twin.pk)
    for memo in row.memos.all():
        tape.change(memo, statement_id=twin.pk)


def _open(study: Study, by: Person) -> Study:
    if not Study.objects.worked_on_by(by).filter(pk=study.pk).exists():
        raise ValidationError(_("You cannot change this study."), code="not_yours")
    return Study.objects.hold(study)


def _hold(theme: Theme, by: Person) -> tuple[Study, Theme]:
    """A theme and its study, held until commit."""
    study = _open(theme.study, by)
    found = study.themes.filter(pk=theme.pk).first()
    if found is None:
        raise ValidationError(_("This theme is gone. Load the page again."), code="gone")
    return study, found


def _own(study: Study, theme: Theme | None) -> Theme | None:
    if theme is not None and not study.themes.filter(pk=theme.pk).exists():
        raise ValidationError(_("This theme is gone. Load the page again."), code="gone")
    return theme
