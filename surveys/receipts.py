"""The receipt of a response: every answer, who gave it, and both signatures, as PDF.

It is named for the digest of what was signed, so that a receipt is never that of other answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import override

from sekom import pdf
from surveys import signing
from surveys.models import Answer, Response
from surveys.questionnaires import Kind, Page, Questionnaire


@dataclass(frozen=True)
class Line:
    """A question as it was answered; nobody gave it where there is no answer."""

    number: int
    label: str
    matrix: str = ""
    answer: str = ""
    author: str = ""
    role: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """A page of the survey with its answers."""

    label: str
    lines: tuple[Line, ...]


def path_of(response: Response) -> str:
    """Where the receipt of the answers as they stand is kept."""
    digest = signing.current_digest(response)
    return f"receipts/{response.round.slug}/{response.member.slug}-{digest[:20]}.pdf"


def is_made(response: Response) -> bool:
    """Whether the receipt is there to be fetched."""
    return default_storage.exists(path_of(response))


def open_receipt(response: Response) -> File:
    """The receipt's file; raises FileNotFoundError before it is made."""
    return default_storage.open(path_of(response))


def make(response_id: int) -> None:
    """Make the receipt of a response that the round has taken; one that is there stays.

    Where PDF cannot be made, `problem_of` says so for a minute; trying again is safe.
    """
    found = Response.objects.counted().filter(pk=response_id)
    response = found.select_related("round__version", "member").first()
    if response is None or is_made(response):
        return
    try:
        made = receipt_pdf(response)
    except pdf.PdfUnavailable as unavailable:
        cache.set(_problem_key(response), str(unavailable), timeout=60)
    else:
        default_storage.save(path_of(response), ContentFile(made))


def problem_of(response: Response) -> str:
    """Why the receipt could not be made a moment ago, in words; empty when nothing is wrong."""
    return cache.get(_problem_key(response), "")


def _problem_key(response: Response) -> str:
    return f"receipt-problem-{response.pk}"


def receipt_pdf(response: Response) -> bytes:
    """The receipt as a tagged PDF in the survey's language."""
    language = response.round.version.default_language
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    with override(language):
        context = context_of(response, language)
    title = f"{response.round.title}, {response.member.name}"
    return pdf.build("surveys/pdf/receipt.html", context, title=title, language=language)


def context_of(response: Response, language: str) -> dict:
    """What the receipt's template shows."""
    round = response.round
    made_at = response.submitted_at or response.accepted_at
    return {
        "response": response,
        "round": round,
        "member": response.member,
        "made_on": timezone.localdate(made_at),
        "digest": signing.current_digest(response),
        "signatures": list(response.signatures.valid().order_by("-role")),
        "parts": tuple(_parts(response, language)),
    }


def _parts(response: Response, language: str) -> Iterator[Part]:
    questionnaire = response.round.questionnaire()
    answers = {answer.key: answer for answer in response.answers.select_related("author")}
    relevant = questionnaire.judge(response.values()).relevant
    for page in questionnaire.pages:
        lines = tuple(_lines(questionnaire, page, answers, relevant, language))
        if lines:
            yield Part(questionnaire.label(page, language), lines)


def _lines(
    questionnaire: Questionnaire,
    page: Page,
    answers: dict[str, Answer],
    relevant: frozenset[str],
    language: str,
) -> Iterator[Line]:
    values = {key: answer.value for key, answer in answers.items() if key in relevant}
    for item in page.items:
        if not item.takes_answer or item.key not in relevant:
            continue
        parent = questionnaire.by_key.get(item.parent or "")
        is_row = parent is not None and parent.kind == Kind.MATRIX
        answer = answers.get(item.key)
        words = questionnaire.display(item, answer.value if answer else None, language)
        label = questionnaire.label(item, language)
        yield Line(
            number=questionnaire.numbers[item.key],
            label=questionnaire.piped(label, values, language=language),
            matrix=questionnaire.label(parent, language) if parent and is_row else "",
            answer=words,
            author=answer.author.name if words and answer and answer.author else "",
            role=str(answer.get_role_display()) if words and answer else "",
            answered_at=answer.answered_at if words and answer else None,
        )
