"""Memos: thoughts kept while working, about a statement, a theme, a goal, an interview or all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Person
from surveys.interviews.models import Interview, LocalGoal, Memo, Statement, Study, Theme

type Subject = Statement | Theme | LocalGoal | Interview

COLUMNS = {Statement: "statement", Theme: "theme", LocalGoal: "goal", Interview: "interview"}


@transaction.atomic
def keep(study: Study, *, text: str, by: Person, about: Subject | None = None) -> Memo:
    """Keep a memo, about one thing or about the whole study; sent twice it is kept once."""
    _refuse_others(study, by)
    _refuse_foreign(study, about, by)
    about_it = {COLUMNS[type(about)]: about} if about else {}
    columns = dict.fromkeys(Memo.ABOUT) | about_it
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    memo = Memo(study=study, text=text, author=by, **columns)
    memo.full_clean(exclude=["author"])
    last = Memo.objects.filter(study=study, **columns).first()
    if last and (last.author_id, last.text) == (by.pk, text):  # the button was pressed twice
        return last
    memo.save()
    return memo


@transaction.atomic
def change(memo: Memo, *, text: str, by: Person) -> Memo:
    """Write a memo anew."""
    _refuse_others(memo.study, by)
    memo.text = text.replace("\0", "").replace("\r\n", "\n").strip()
    memo.full_clean(exclude=["author"])
    memo.save(update_fields=["text"])
    return memo


@transaction.atomic
def remove(memo: Memo, *, by: Person) -> None:
    """Throw a memo away."""
    _refuse_others(memo.study, by)
    Memo.objects.filter(pk=memo.pk).delete()


def _refuse_others(study: Study, by: Person) -> None:
    if not Study.objects.worked_on_by(by).filter(pk=study.pk).exists():
        raise ValidationError(_("You cannot change this study."), code="not_yours")


def _refuse_foreign(study: Study, about: Subject | None, by: Person) -> None:
    if isinstance(about, Statement):
        is_own = (
            Statement.objects.worked_on_by(by).filter(pk=about.pk, interview__study=study).exists()
        )
    elif isinstance(about, LocalGoal):
        is_own = about.term.member_id == study.member_id
    else:
        is_own = about is None or about.study_id == study.pk
    if not is_own:
        raise ValidationError(_("This is not part of the study."), code="strange")
