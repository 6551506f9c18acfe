"""Taking a REFI-QDA file into a study: looked at first, and then all of it or nothing."""

from dataclasses import asdict, dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person, today
from surveys.interviews import coding, interviewing, planning, qda, remembering, theming
from surveys.interviews.archives import too_large
from surveys.interviews.models import (
    AnswerText,
    Coding,
    Dimension,
    Interview,
    Link,
    LocalGoal,
    Memo,
    Statement,
    Study,
    StudyDepartment,
    Theme,
)
from surveys.interviews.qda import Target
from surveys.interviews.qda_reading import Code, Passage, Plan, Source
from toolbox.models import FrameworkItem

LONGEST_PACKED = 4_000_000
A_DAY = 24 * 60 * 60
LONGEST_TITLE = 120
LONGEST_TEXT = 1_000
LONGEST_WHY = 300


@dataclass(frozen=True)
class Preview:
    """What taking a file in would do to a study."""

    new_themes: list[str]
    known_themes: int
    sources: list[Source]
    known_sources: list[str]

    @property
    def changes_nothing(self) -> bool:
        return not (self.new_themes or self.sources)


def packed(plan: Plan, study: Study) -> str:
    """A plan to carry through a page to where it is taken in; nobody can change it on the way."""
    text = signing.dumps(asdict(plan), salt=_salt(study), compress=True)
    if len(text) > LONGEST_PACKED:
        raise too_large()
    return text


def unpacked(text: str, study: Study) -> Plan:
    """The plan that was looked at. Raises ValidationError for another, and for one too old."""
    try:
        told = signing.loads(text, salt=_salt(study), max_age=A_DAY)
    except signing.BadSignature as bad:
        raise ValidationError(_("Choose the file again."), code="stale") from bad
    sources = [
        Source(**one | {"passages": [Passage(**row) for row in one["passages"]]})
        for one in told["sources"]
    ]
    return Plan(**told | {"codes": [Code(**one) for one in told["codes"]], "sources": sources})


def _salt(study: Study) -> str:
    return f"qda in study {study.pk}"


def preview(plan: Plan, study: Study) -> Preview:
    """What would be new in the study, and what is there already."""
    tree, targets = _Tree(study), _own_targets(study)
    titles: dict[str, str | None] = {}
    new: list[str] = []
    known = 0
    for code in _theme_codes(plan, targets):
        over = titles.get(code.parent, "")
        theme = tree.find(code)
        tree.note(code, theme)
        titles[code.guid] = " › ".join(filter(None, [over, _title(code)]))
        if theme:
            known += 1
        elif titles[code.guid] not in new:
            new.append(str(titles[code.guid]))
    there = _texts_there(plan, study)
    return Preview(
        new_themes=new,
        known_themes=known,
        sources=[source for source in plan.sources if source.text not in there],
        known_sources=[source.title for source in plan.sources if source.text in there],
    )


@transaction.atomic
def take_in(
    plan: Plan, study: Study, *, kind: str, by: Person, department: StudyDepartment | None = None
) -> list[Interview]:
    """Make the plan's themes, and of each text an interview with its statements, as drafts.

    Themes with the same name in the same place are the same. A text that is there already is left
    as it is, so that the file can be taken in twice. What has no kind of its own gets this one;
    without a department the texts go where the file says.
    """
    study = planning.led(study, by)
    targets: dict[str, Target] = dict(_own_targets(study))
    tree = _Tree(study)
    for code in _theme_codes(plan, targets):
        theme = tree.find(code) or _add(study, tree, code, by)
        tree.note(code, theme)
        targets[code.guid] = theme
    for code in plan.codes:
        about = targets.get(code.guid)
        if about is not None and not isinstance(about, Dimension | FrameworkItem):
            _remember(study, code.notes, by, about)
    _remember(study, plan.notes, by, None)
    there = _texts_there(plan, study)
    new = [source for source in plan.sources if source.text not in there]
    return [_take(source, study, targets, kind, by, department) for source in new]


def _take(
    source: Source,
    study: Study,
    targets: dict[str, Target],
    kind: str,
    by: Person,
    department: StudyDepartment | None,
) -> Interview:
    department = department or _department(study, source.department, by)
    interview = interviewing.add(study, department=department, held_on=today(), by=by)
    answer = interviewing.save_text(interview, None, text=source.text, base=0, by=by)
    interviewing.settle(interview)
    rows = [_statement(passage, answer, kind, by) for passage in source.passages]
    statements = Statement.objects.bulk_create(rows)
    links, memos = [], []
    for statement, passage in zip(statements, source.passages, strict=True):
        for guid, why in passage.codes.items():
            if (target := targets.get(guid)) is not None:
                column = {coding.COLUMNS[type(target)]: target}
                why = why[:LONGEST_WHY]
                links.append(Link(statement=statement, author=by, why=why, **column))
        memos += [
            Memo(study=study, statement=statement, text=note, author=by) for note in passage.notes
        ]
    # Two codes can mean one theme.
    Link.objects.bulk_create(links, ignore_conflicts=True)
    Memo.objects.bulk_create(memos)
    _remember(study, source.notes, by, interview)
    Coding.objects.create(interview=interview, number=1)
    return interview


def _statement(passage: Passage, answer: AnswerText, kind: str, by: Person) -> Statement:
    kinds = qda.names_of_kinds()
    own = next((kinds[guid] for guid in passage.codes if guid in kinds), kind)
    return Statement(
        interview=answer.interview,
        answer=answer,
        start=passage.start,
        end=passage.end,
        text=passage.span.of(answer.text),
        kind=own,
        author=by,
        at=timezone.now(),
    )


def _remember(study: Study, notes: list[str], by: Person, about) -> None:
    """Keep notes as memos, but not one that is there already."""
    columns = dict.fromkeys(Memo.ABOUT)
    if about is not None:
        columns[remembering.COLUMNS[type(about)]] = about
    there = set(Memo.objects.filter(study=study, **columns).values_list("text", flat=True))
    for note in dict.fromkeys(notes):
        if note not in there:
            remembering.keep(study, text=note, by=by, about=about)


def _department(study: Study, name: str, by: Person) -> StudyDepartment:
    name = " ".join(name.split())[:LONGEST_TITLE].strip() or _("Read in")
    kind = StudyDepartment.Kind.ADMINISTRATION
    planning.add_departments(study, names=[name], kind=kind, by=by)
    return next(one for one in study.departments.all() if one.name.lower() == name.lower())


def _texts_there(plan: Plan, study: Study) -> set[str]:
    """The texts that have been taken in before."""
    texts = [source.text for source in plan.sources]
    there = AnswerText.objects.filter(interview__study=study, question=None, text__in=texts)
    return set(there.values_list("text", flat=True))


# --- Which codes are which --------------------------------------------------------------------


def _own_targets(study: Study) -> dict[str, Target]:
    """{identity: what it is} of the dimensions and goals that we write as codes."""
    goals = LocalGoal.objects.filter(term__member=study.member_id).select_related("term__member")
    items = FrameworkItem.objects.select_related("framework")
    return {qda.guid_of(one): one for one in (*Dimension, *goals, *items)}


def _theme_codes(plan: Plan, targets: dict[str, Target]) -> list[Code]:
    """The codes that are themes: neither kinds, dimensions and goals nor what these stand under."""
    slugs = {one.framework.slug for one in targets.values() if isinstance(one, FrameworkItem)}
    groups = {qda.guid_of_group(one) for one in (qda.KIND, qda.DIMENSION, qda.GOAL, *slugs)}
    ours = groups | set(targets) | set(qda.names_of_kinds())
    return [code for code in plan.codes if code.guid not in ours]


class _Tree:
    """The study's themes by where they stand and what they are called."""

    def __init__(self, study: Study) -> None:
        self.known: dict[tuple[int | None, str], Theme] = {}
        for theme in study.themes.all():
            self.known.setdefault((theme.parent_id, theme.title.lower()), theme)
        self.of_code: dict[str, Theme | None] = {}

    def find(self, code: Code) -> Theme | None:
        """The theme that a code is, None for a new one."""
        over = self.of_code.get(code.parent)
        if over is None and code.parent in self.of_code:
            return None  # it stands under a theme that is yet to be made
        return self.known.get((over.pk if over else None, _title(code).lower()))

    def note(self, code: Code, theme: Theme | None) -> None:
        self.of_code[code.guid] = theme


def _add(study: Study, tree: _Tree, code: Code, by: Person) -> Theme:
    title, text, over = _title(code), code.text[:LONGEST_TEXT], tree.of_code.get(code.parent)
    theme = theming.add(study, title=title, text=text, parent=over, by=by)
    tree.known[theme.parent_id, title.lower()] = theme
    return theme


def _title(code: Code) -> str:
    return code.title[:LONGEST_TITLE].strip() or _("Without a name")
