"""The answers of an interview as they are written: one for each question, and one for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from surveys.interviews import identifying, splitting
from surveys.interviews.identifying import Sign
from surveys.interviews.models import AnswerText, GuideQuestion, Interview

LOOSE = "ovrigt"
LONGEST_NUMBER = 9  # digits; more than an answer is ever saved


@dataclass(frozen=True)
class Answer:
    """What was answered to one question, or is told besides them all.

    `typed` is what somebody writes that is not kept; `theirs` what stands when they were overtaken,
    and `started_from` the save that they had seen.
    """

    question: GuideQuestion | None
    newest: AnswerText | None
    number: int = 0
    typed: str | None = None
    error: str = ""
    theirs: AnswerText | None = None
    started_from: int = 0

    @property
    def key(self) -> str:
        """How forms name the answer."""
        return str(self.question.pk) if self.question else LOOSE

    @property
    def label(self) -> str:
        return self.question.text if self.question else _("Anything else that was said")

    @property
    def stands(self) -> str:
        """The text that is kept."""
        return self.newest.text if self.newest else ""

    @property
    def text(self) -> str:
        """What the field shows."""
        return self.stands if self.typed is None else self.typed

    @property
    def base(self) -> int:
        """What the next save starts from; who has compared starts from what stands."""
        newest = self.theirs or self.newest
        return newest.saves if newest else 0

    @property
    def asked_otherwise(self) -> str:
        """The question as it was asked then, where it is worded anew since."""
        asked = self.newest.asked if self.newest else ""
        return asked if self.question and asked != self.question.text else ""

    @property
    def signs(self) -> list[Sign]:
        """What may tell who somebody is, each once."""
        return list({sign.text: sign for sign in identifying.signs(self.text)}.values())

    def overtaken(self, typed: str, theirs: AnswerText, started_from: int = 0) -> "Answer":
        """The answer with what was typed beside what another saved meanwhile."""
        return replace(self, typed=typed, theirs=theirs, started_from=started_from)

    def refused(self, typed: str, error: str) -> "Answer":
        """The answer with what was typed, and why it is not kept."""
        return replace(self, typed=typed, error=error)


def answers_of(interview: Interview) -> list[Answer]:
    """Every question that is asked or has an answer here, in order; the rest last. Two queries."""
    texts = AnswerText.objects.newest().filter(interview=interview).select_related("author")
    newest = {text.question_id: text for text in texts}
    questions = interview.study.questions.all()
    shown = [one for one in questions if one.retired_at is None or one.pk in newest]
    found = [Answer(one, newest.get(one.pk), n) for n, one in enumerate(shown, start=1)]
    return [*found, Answer(None, newest.get(None))]


def divided(interview: Interview, notes: str) -> list[Answer]:
    """The answers as they would stand with these notes put after what is there."""
    answers = answers_of(interview)
    parts = splitting.split(notes, [answer.label for answer in answers if answer.question])
    places: list[int | None] = [*range(len(answers) - 1), None]
    return [
        replace(answer, typed="\n\n".join(filter(None, [answer.stands, parts.get(place, "")])))
        for place, answer in zip(places, answers, strict=True)
    ]


def typed(interview: Interview, given: Mapping[str, str]) -> list[tuple[Answer, int]]:
    """The answers with what a form says of them, `text-<key>` and `base-<key>`; those it names."""
    return [
        (
            replace(answer, typed=given[f"text-{answer.key}"]),
            number(given.get(f"base-{answer.key}", "")),
        )
        for answer in answers_of(interview)
        if f"text-{answer.key}" in given
    ]


def number(given: str) -> int:
    """A number of saves as a form gives it; one that we never gave overwrites nothing."""
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else 0
