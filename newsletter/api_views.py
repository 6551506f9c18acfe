"""What other systems reach: issues as JSON for anybody, and sending them for who has a key."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from newsletter import describing, entrusting
from newsletter.dispatching import OtherNumber
from newsletter.models import ApiKey, Issue
from newsletter.parts import own_address
from sekom import pace
from sekom.problems import Problem

PER_PAGE, MOST_PER_PAGE = 20, 50
MOST_BYTES = 10_000
MOST_RECIPIENTS = 2**31 - 1

MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 120  # requests with one key
MOST_WRONG_A_MINUTE = 20  # tries from one place with keys that open nothing


def for_programs(*methods: str, needs_key: bool = False) -> Callable:
    """Answer other systems: by a key instead of a log-in, and with a problem where one stops it."""

    def decorate(view: Callable) -> Callable:
        @csrf_exempt  # who shows a key is no browser that was led here
        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, **where: int) -> HttpResponse:
            try:
                _check_method(request, methods)
                response = view(request, _key(request, is_needed=needs_key), **where)
            except Problem as problem:
                response = problem.answer()
            except Http404:
                response = Problem(HTTPStatus.NOT_FOUND, _("There is no such issue.")).answer()
            except ApiKey.DoesNotExist:  # it was revoked this moment
                response = _unknown_key().answer()
            if "Authorization" in request.headers:
                response["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["Authorization"])
            return response

        return answer

    return decorate


@for_programs("GET", "HEAD")
def issues(request: HttpRequest, key: ApiKey | None) -> HttpResponse:
    """A page of issues: the archive; with a key also what is being written and waits."""
    rows = Issue.objects.readable_with(key).select_related("mailing").with_parts()
    size = _number(request, "antal", PER_PAGE, most=MOST_PER_PAGE)
    pages = Paginator(rows, size)
    try:
        page = pages.page(_number(request, "sida", 1))
    except EmptyPage as none:
        words = _("There is no such page; the last one is %(last)d.")
        raise Problem(HTTPStatus.NOT_FOUND, words % {"last": pages.num_pages}) from none
    following = page.next_page_number() if page.has_next() else None
    told = {
        "count": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "next": following and _page_address(following, size),
        "issues": describing.as_they_stand(page) if key else _archived(page),
    }
    return _told(told)


@for_programs("GET", "HEAD")
def issue(request: HttpRequest, key: ApiKey | None, pk: int) -> HttpResponse:
    """One issue."""
    found = get_object_or_404(Issue.objects.readable_with(key).with_parts(), pk=pk)
    return _told(describing.as_it_stands(found) if key else describing.as_archived(found))


@for_programs("POST", needs_key=True)
def send(request: HttpRequest, key: ApiKey, pk: int) -> HttpResponse:
    """Send an issue to just so many; there is a minute to undo it. Sent before, it stays so."""
    found = get_object_or_404(Issue.objects.readable_with(key), pk=pk)
    try:
        sent = entrusting.send(found, key=key, expected=_recipients(request))
    except OtherNumber as refusal:
        words = _("It would be %(count)d letters now. Nothing has been sent.")
        raise Problem(
            HTTPStatus.CONFLICT, words % {"count": refusal.count}, recipients=refusal.count
        ) from refusal
    except ValidationError as refusal:
        raise _refused(refusal) from refusal
    return _told(describing.as_it_stands(sent))


@for_programs("POST", needs_key=True)
def take_back(request: HttpRequest, key: ApiKey, pk: int) -> HttpResponse:
    """Undo the sending of an issue within its minute; what is a draft stays one."""
    found = get_object_or_404(Issue.objects.readable_with(key), pk=pk)
    try:
        draft = entrusting.take_back(found, key=key)
    except ValidationError as refusal:
        raise _refused(refusal) from refusal
    return _told(describing.as_it_stands(draft))


# --- Who asks -----------------------------------------------------------------------------------


def _key(request: HttpRequest, *, is_needed: bool) -> ApiKey | None:
    """The key that is shown; None where none is and none is needed. Raises Problem."""
    shown = request.headers.get("Authorization")
    if shown is None and not is_needed:
        return None
    scheme, _space, secret = (shown or "").partition(" ")
    key = entrusting.key_for(secret.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        visitor = get_adapter().get_client_ip(request)
        if pace.is_too_fast("api-wrong", visitor, most=MOST_WRONG_A_MINUTE, per=MINUTE):
            raise _too_fast()
        raise _unknown_key()
    if pace.is_too_fast("api", str(key.pk), most=MOST_A_MINUTE, per=MINUTE):
        raise _too_fast()
    return key


def _unknown_key() -> Problem:
    words = _("Show an API key that works, as “Authorization: Bearer …”.")
    headers = {"WWW-Authenticate": 'Bearer realm="sekom"'}
    return Problem(HTTPStatus.UNAUTHORIZED, words, headers=headers)


def _too_fast() -> Problem:
    words = _("That was too often. Wait a minute and try again.")
    headers = {"Retry-After": f"{MINUTE.seconds}"}
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, words, headers=headers)


# --- What is asked ------------------------------------------------------------------------------


def _check_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        allowed = ", ".join(methods)
        words = _("This address takes %(methods)s.") % {"methods": allowed}
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, words, headers={"Allow": allowed})


def _number(request: HttpRequest, name: str, default: int, *, most: int = 10**6) -> int:
    """A number in the address. Raises Problem."""
    asked = request.GET.get(name, str(default))
    if asked.isascii() and asked.isdecimal() and len(asked) < 9 and 1 <= int(asked) <= most:
        return int(asked)
    words = _("Give “%(name)s” as a number from 1 to %(most)d.")
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, words % {"name": name, "most": most})


def _recipients(request: HttpRequest) -> int:
    """To how many the other system says that it sends. Raises Problem."""
    if request.content_type != "application/json":
        words = _("Send JSON: “Content-Type: application/json”.")
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        words = _("Send nothing but the number of recipients.")
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    number = told.get("recipients") if isinstance(told, dict) else None
    if type(number) is int and 0 < number <= MOST_RECIPIENTS:
        return number
    words = _("Send the number of recipients as JSON, like %(example)s.")
    example = json.dumps({"recipients": 1284})
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, words % {"example": example})


# --- What is answered ---------------------------------------------------------------------------


def _archived(page) -> list[dict]:
    return [describing.as_archived(one) for one in page]


def _page_address(number: int, size: int) -> str:
    return f"{own_address(reverse('newsletter:api_issues'))}?sida={number}&antal={size}"


def _refused(refusal: ValidationError) -> Problem:
    return Problem(HTTPStatus.CONFLICT, " ".join(refusal.messages))


def _told(told: dict) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
