"""The survey as the two contacts meet it: answering, signing, looking back."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from surveys import answering, ordering, presence, signing
from surveys.models import AnswerEdit, Response, SurveyRound
from surveys.questionnaires import Questionnaire, clean
from surveys.sheets import Sheet, Try

LONGEST_NUMBER = 9  # digits; more than an answer is ever changed


def _response(request: HttpRequest, slug: str) -> Response:
    """The response of the person's own member in this round, or 404."""
    mine = Response.objects.of(request.user).select_related("round__version", "member")
    response = mine.filter(round__slug=slug).first()
    if response is None:
        raise Http404
    return response


@require_GET
def list_rounds(request):
    """The surveys that this person is asked to answer, and those whose results they may read."""
    responses = (
        Response.objects.of(request.user)
        .with_state()
        .select_related("round", "member")
        .order_by("-round__opened_at")
    )
    rounds = SurveyRound.objects.results_visible_to(request.user)
    return render(request, "surveys/list.html", {"responses": responses, "rounds": rounds})


@require_GET
def show_round(request, slug):
    """The round's own address: on to the answers for who answers, else to the results."""
    if Response.objects.answerable_by(request.user).filter(round__slug=slug).exists():
        return redirect("surveys:answer", slug)
    get_object_or_404(SurveyRound.objects.results_visible_to(request.user), slug=slug)
    return redirect("surveys:results", slug)


@require_http_methods(["GET", "POST"])
def answer(request, slug):
    """Fill in the response, page by page; the same form works without JavaScript."""
    response = _response(request, slug)
    role = answering.role_of(request.user, response)
    page = request.GET.get("sida", "")
    tries: dict[str, Try] = {}
    if request.method == "POST":
        tries = _save_page(request, Sheet(response, role=role, page=page))
        if not tries:
            return redirect(_after_saving(request, response, role, page))
        response.refresh_from_db()
    sheet = Sheet(response, role=role, page=page, tries=tries)
    is_locked = not response.takes_answers or (response.is_counted and "andra" not in request.GET)
    context = _around(sheet) | {"is_locked": is_locked, "tries": tries}
    return render(request, "surveys/answer.html", context, status=422 if tries else 200)


def _around(sheet: Sheet) -> dict:
    """What the page and its pieces are drawn from."""
    signatures = {signature.role: signature for signature in sheet.response.signatures.valid()}
    return {
        "sheet": sheet,
        "response": sheet.response,
        "round": sheet.response.round,
        "pair": signing.pair_of(sheet.response),
        "signatures": signatures,
    }


def _save_page(request: HttpRequest, sheet: Sheet) -> dict[str, Try]:
    """Save every question on the page; what could not be saved comes back, to be shown again."""
    tries = {}
    what, _colon, key = request.POST.get("do", "").partition(":")
    for card in sheet.questions.values():
        if what in ("theirs", "discuss") and key == card.key:
            continue
        tried = _save_one(request, sheet.response, card.key)
        if tried:
            tries[card.key] = tried
    if what == "discuss":
        _say(request, sheet.response, key, _wish(request, sheet, key))
    for name, text in request.POST.items():
        if name.startswith("comment:") and text.strip():
            _say(request, sheet.response, name.removeprefix("comment:"), text)
    return tries


def _say(request: HttpRequest, response: Response, key: str, text: str) -> None:
    """Put a comment into the thread of a question; a refusal is told on the page."""
    try:
        answering.comment(response, key=key, text=text, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


def _wish(request: HttpRequest, sheet: Sheet, key: str) -> str:
    """What one meant to answer, in the words of the question, as a comment to the other."""
    item = sheet.questionnaire.by_key.get(key)
    if item is None or not item.takes_answer:
        return ""
    try:
        meant = clean(item, request.POST.getlist(key), other=request.POST.get(item.other_field, ""))
        words = sheet.questionnaire.display(item, meant, sheet.language)
    except ValidationError:
        words = ", ".join(request.POST.getlist(key))
    return _("I wanted to answer: %(answer)s. What do you think?") % {"answer": words}


def _save_one(request: HttpRequest, response: Response, key: str) -> Try | None:
    """Save what was posted for one question; None when it is saved, else what to show again."""
    raw = request.POST.getlist(key)
    other = request.POST.get(f"{key}:other", "")
    typed = raw if len(raw) != 1 else raw[0]
    number = request.POST.get(f"number:{key}", "0")
    # A number that we never gave overwrites nothing: it counts as before the first answer.
    base_number = int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else 0
    try:
        saved = answering.save(
            response, key=key, raw=raw, other=other, base_number=base_number, by=request.user
        )
    except ValidationError as refusal:
        return Try(typed, other, error=" ".join(refusal.messages))
    if saved.is_refused:
        return Try(saved.mine, other, is_conflict=True)
    return None


def _after_saving(request: HttpRequest, response: Response, role: str, page: str) -> str:
    """Where to go once a page is saved: the next one, or back to where one was."""
    address = reverse("surveys:answer", args=[response.round.slug])
    what, _colon, key = request.POST.get("do", "").partition(":")
    if what == "approve":
        return signing.approve_address(response)
    if what == "page":
        return f"{address}?sida={key}"
    if what in ("comment", "theirs", "discuss"):
        return f"{address}?sida={page}#q-{key}"
    messages.success(request, _("Everything is saved."))
    return f"{address}?sida={page}"


@require_POST
def save_answer(request, slug, key):
    """Save one answer while the page stays open; tells what changed on it, as JSON."""
    response = _response(request, slug)
    role = answering.role_of(request.user, response)
    tried = _save_one(request, response, key)
    response.refresh_from_db()
    presence.note(response, role=role, name=request.user.name, key=key)
    sheet = Sheet(
        response,
        role=role,
        page=request.GET.get("sida", ""),
        tries={key: tried} if tried else {},
    )
    outcome = "saved" if not tried else "conflict" if tried.is_conflict else "invalid"
    return _pieces(request, sheet, outcome=outcome)


@require_POST
def look(request, slug):
    """Say where one is, and hear what the other has done meanwhile, as JSON."""
    response = _response(request, slug)
    role = answering.role_of(request.user, response)
    answering.open_response(response)
    presence.note(response, role=role, name=request.user.name, key=request.POST.get("at", "")[:64])
    sheet = Sheet(response, role=role, page=request.GET.get("sida", ""))
    return _pieces(request, sheet, outcome="seen")


@require_POST
def say(request, slug, key):
    """Add a comment while the page stays open; tells what changed on it, as JSON."""
    response = _response(request, slug)
    outcome = "saved"
    error = ""
    try:
        answering.comment(
            response, key=key, text=request.POST.get(f"comment:{key}", ""), by=request.user
        )
    except ValidationError as refusal:
        outcome, error = "invalid", " ".join(refusal.messages)
    role = answering.role_of(request.user, response)
    sheet = Sheet(response, role=role, page=request.GET.get("sida", ""))
    return _pieces(request, sheet, outcome=outcome, error=error)


def _pieces(request: HttpRequest, sheet: Sheet, *, outcome: str, error: str = "") -> JsonResponse:
    """The cards that are not as the browser last saw them, and what stands around them."""
    try:
        seen = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        seen = {}
    context = _around(sheet)
    is_open = sheet.response.takes_answers

    def draw(template: str, **more: object) -> str:
        return render_to_string(f"surveys/{template}", context | more, request)

    changed = [
        card
        for card in sheet.cards
        if not isinstance(seen, dict)
        or seen.get(card.key) != card.state
        or card.tried
        or any(row.tried for row in card.rows)
    ]
    return JsonResponse(
        {
            "outcome": outcome,
            "error": error,
            "isOpen": is_open,
            "cards": {
                card.key: draw("_card.html", card=card, is_locked=not is_open) for card in changed
            },
            "here": draw("_here.html"),
            "progress": draw("_progress.html"),
            "pages": draw("_pages.html"),
        }
    )


@require_GET
def changes(request, slug):
    """Who changed what, when: every attempt, also those refused."""
    response = get_object_or_404(
        Response.objects.of(request.user).select_related("round__version", "member"),
        round__slug=slug,
    )
    names = response.round.questionnaire()
    edits = [
        {
            "edit": edit,
            "label": names.label(names.item(edit.key)),
            "number": names.numbers[edit.key],
            "old": names.display(names.item(edit.key), edit.old),
            "new": names.display(names.item(edit.key), edit.new),
            "is_refused": edit.outcome == AnswerEdit.Outcome.REFUSED,
        }
        for edit in response.edits.select_related("author").order_by("-pk")[:500]
        if edit.key in names.by_key
    ]
    context = {"response": response, "round": response.round, "edits": edits}
    return render(request, "surveys/changes.html", context)


@require_http_methods(["GET", "POST"])
def approve(request, slug):
    """Read all answers as they will stand, and sign them; the second signature sends them in."""
    response = _response(request, slug)
    role = answering.role_of(request.user, response)
    refusal = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "withdraw":
                signing.withdraw(response, by=request.user)
                messages.success(request, _("Your signature has been taken back."))
            else:
                signing.sign(response, digest=request.POST.get("digest", ""), by=request.user)
                ordering.request_receipt(response)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            return redirect("surveys:approve", slug)
        response.refresh_from_db()
    sheet = Sheet(response, role=role)
    context = _around(sheet) | {
        "sections": sections(sheet),
        "judgement": sheet.judgement,
        "digest": signing.digest_of(response, sheet.judgement),
        "refusal": refusal,
    }
    return render(request, "surveys/approve.html", context, status=422 if refusal else 200)


def sections(sheet: Sheet) -> list[dict]:
    """All answers that count, page by page: [{label, key, rows: [{…}], roles}], in survey order."""
    names: Questionnaire = sheet.questionnaire
    made = []
    for page in names.pages:
        rows = [
            {
                "number": names.numbers[item.key],
                "key": item.key,
                "label": names.piped(
                    names.label(item, sheet.language),
                    sheet.judgement.answers,
                    language=sheet.language,
                ),
                "answer": sheet.answers.get(item.key),
                "text": names.display(item, sheet.values.get(item.key), sheet.language),
                "problem": sheet.judgement.errors.get(item.key)
                or sheet.judgement.missing.get(item.key, ""),
            }
            for item in page.items
            if item.takes_answer and item.key in sheet.judgement.relevant
        ]
        if rows:
            roles = {row["answer"].role for row in rows if row["answer"] and row["text"]}
            made.append(
                {
                    "key": page.key,
                    "label": names.label(page, sheet.language),
                    "rows": rows,
                    "roles": roles,
                    "problems": sum(1 for row in rows if row["problem"]),
                }
            )
    return made
