"""The example survey: the real questions, sent to the example network, answered by made-up members.

No answer is ever put into a real municipality's mouth: only members that are marked as made up
answer here, with choices drawn the same way every time.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from members.models import Person, Seat
from surveys import answering, asking, defining, signing
from surveys.following import State
from surveys.forms import DEFAULT_LETTER
from surveys.items import Answer, Item, Kind, clean
from surveys.models import Answer as StoredAnswer
from surveys.models import AnswerEdit, Response, Survey, SurveyRound, end_of_day

WORKBOOK = Path(__file__).parent / "data" / "organisation_survey.xlsx"
FORM_ID = "sekom_organisation"
OPENED = timedelta(days=17)
OPEN = timedelta(days=22)

# How far the made-up members have come, by code; the others have sent in.
STATES = {
    "9901": State.ACCEPTED,
    "9904": State.STARTED,
    "9906": State.STARTED,
    "9909": State.NOT_OPENED,
    "9910": State.OPENED,
    "9912": State.WAITING,
    "9915": State.STARTED,
    "9918": State.WAITING,
    "9921": State.NOT_OPENED,
    "9925": State.STARTED,
    "9928": State.NOT_OPENED,
    "9930": State.WAITING,
    "9933": State.NOT_OPENED,
    "9935": State.STARTED,
    "9938": State.OPENED,
    "9940": State.NOT_OPENED,
    "9942": State.STARTED,
    "9944": State.NOT_OPENED,
}

NONE_OF_THEM = 0.12
WRITES_TEXT = 0.5
MOST_CHOSEN = 3
FIRST_YEAR = 2014

# Alternatives that go with no other.
ALONE = ("inget", "inga", "inte", "vetej")

# The few questions where the middle of the list is not the likeliest.
WEIGHTS = {
    "k3_mandat_tjp": (5, 3, 2, 1),
    "k5_mandat_pol": (2, 4, 4, 1),
    "k7_kontakt": (1, 2, 3, 6, 4),
    "h2_agenda": (1, 3, 4, 5, 2),
    "h3_miljomal": (1, 2, 4, 5, 3),
    "v1_anvandning": (2, 5, 3, 3, 1),
    "x1_bada": (7, 3, 0),
}

TEXTS = {
    "k1_annat": ("Hos näringslivsbolaget.",),
    "k4_annat": ("Ordförande i det kommunala bolaget.",),
    "k8_forbattra": (
        "En fast tid i kalendern varje månad.",
        "Att vi får samma underlag samtidigt, före nämnden.",
        "En kort mall för vad vi ska stämma av.",
        "Att SEKOM bjuder in båda till samma träff.",
    ),
    "v4_vardag": (
        "När en tjänsteskrivelse ska bli klar på en vecka.",
        "I upphandlingar, när kraven ska skrivas.",
        "I budgetdialogen med nämnderna.",
        "När en detaljplan går ut på samråd.",
        "När nya chefer börjar.",
    ),
    "n4_ovrigt": (
        "Bra att få svara tillsammans.",
        "Vi vill gärna visa vårt arbete med ängar på nästa träff.",
    ),
}


def load() -> None:
    """Publish the example survey and open a round of it; loading it again changes nothing."""
    if Survey.objects.filter(form_id=FORM_ID).exists():
        return
    with transaction.atomic():
        by = Person.objects.get(email="redaktor@example.org")
        round = _open(by)
        made_up = round.responses.filter(member__is_fictional=True).select_related("member")
        for response in made_up:
            _answer(response, STATES.get(response.member.code, State.SUBMITTED), by)


def _open(by: Person) -> SurveyRound:
    """The round, opened some weeks ago with letters that have had time to arrive."""
    with WORKBOOK.open("rb") as file:
        version = defining.import_workbook(file, name=WORKBOOK.name, by=by)
    round = SurveyRound.objects.create(
        version=defining.publish(version, by=by),
        title="Organisationsenkäten 2026",
        slug="organisationsenkaten-2026",
        closes_at=end_of_day(timezone.localdate() + OPEN),
        letter=str(DEFAULT_LETTER),
    )
    mailing = asking.open_round(round, by=by)
    round.refresh_from_db()
    for row, moments in (
        (round, ("created_at", "opened_at")),
        (mailing, ("created_at", "approved_at", "send_after")),
    ):
        for moment in moments:
            setattr(row, moment, getattr(row, moment) - OPENED)
        row.save(update_fields=moments)
    return round


def _answer(response: Response, state: State, by: Person) -> None:
    """Bring a made-up member's response to this state, by the doors that people use."""
    if state == State.NOT_OPENED:
        return
    answering.open_response(response)
    if state == State.OPENED:
        return
    pair = signing.pair_of(response)
    _fill_in(response, pair, is_half=state == State.STARTED)
    if state == State.STARTED:
        return
    signers = [pair[role] for role in Seat.PAIR if role in pair]
    for person in signers if state == State.SUBMITTED else signers[:1]:
        signing.sign(response, digest=signing.current_digest(response), by=person)
    if state == State.ACCEPTED:
        asking.accept(response, reason="Platsen som kontaktpolitiker är vakant.", by=by)


def _fill_in(response: Response, pair: dict[str, Person], *, is_half: bool) -> None:
    """Answer the questions that stand, in order, now the one and now the other.

    Written at once, as `answering.save` would have written them one by one.
    """
    questionnaire = response.round.questionnaire()
    code = response.member.code
    values: dict[str, Answer] = {}
    answers, edits = [], []
    asked = [question.item for question in questionnaire.questions]
    roles = [role for role in Seat.PAIR if role in pair]
    for item in asked[: len(asked) // 2] if is_half else asked:
        if item.key not in questionnaire.judge(values).relevant:
            continue
        drawn = _drawn_answer(item, code)
        if drawn is None:
            continue
        values[item.key] = clean(item, drawn)
        role = roles[int(_draw(code, item.key, "author") * len(roles))]
        by = {"response": response, "key": item.key, "author": pair[role], "role": role}
        answers.append(StoredAnswer(**by, value=values[item.key]))
        edits.append(
            AnswerEdit(
                **by,
                new=values[item.key],
                base_number=0,
                number=1,
                outcome=AnswerEdit.Outcome.SAVED,
            )
        )
    relevant = questionnaire.judge(values).relevant
    for answer in answers:
        answer.is_relevant = answer.key in relevant
    StoredAnswer.objects.bulk_create(answers)
    AnswerEdit.objects.bulk_create(edits)
    response.edit_count = len(edits)
    response.first_answer_at = response.last_answer_at = timezone.now()
    response.save(update_fields=["edit_count", "first_answer_at", "last_answer_at"])


def _drawn_answer(item: Item, code: str) -> str | list[str] | None:
    """A likely answer of a member; None for an optional question that is left out."""
    draw = _draw(code, item.key)
    values = [choice.value for choice in item.choices]
    if item.kind == Kind.SELECT_ONE:
        return _likely(values, WEIGHTS.get(item.key, range(len(values), 0, -1)), draw)
    if item.kind == Kind.SELECT_MULTIPLE:
        alone = [value for value in values if value in ALONE]
        if alone and draw < NONE_OF_THEM:
            return alone[:1]
        liked = sorted(set(values) - set(alone), key=lambda value: _draw(code, item.key, value))
        return liked[: 1 + int(draw * MOST_CHOSEN)]
    if item.kind == Kind.INTEGER:
        return str(FIRST_YEAR + int(draw * 12))
    texts = TEXTS.get(item.key, ())
    if texts and (item.is_required or draw < WRITES_TEXT):
        return texts[int(_draw(code, item.key, "text") * len(texts))]
    return None


def _likely(values: list[str], weights: Sequence[int], draw: float) -> str:
    """The value that a draw between 0 and 1 falls on, each as wide as its weight."""
    ends = accumulate(weights)
    place = draw * sum(weights)
    return next(value for value, end in zip(values, ends, strict=True) if place < end)


def _draw(*words: str) -> float:
    """A number from 0 up to 1 that looks drawn, but is always the same for the same words."""
    return int.from_bytes(sha256(":".join(words).encode()).digest()[:6]) / 2**48
