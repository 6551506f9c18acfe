"""The page where readers choose what they get, and the links that lead to it."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from newsletter import choosing, leaving, reader_links, readers, subscribing, trying
from newsletter.models import Subscriber
from newsletter.reader_forms import ChoicesForm, LetterAddressForm, NewAddressForm, OwnAddressForm
from newsletter.reader_links import Access, LinkDead
from newsletter.readers import Reader
from sekom import pace
from sekom.outbox import foot
from sekom.text import say_day

page = require_http_methods(["GET", "HEAD", "POST"])

MOST_TRIES = 10  # an hour at the address that a letter went to


@login_not_required
@never_cache
@page
def own_choices(request: HttpRequest) -> HttpResponse:
    """Lead who is logged in to their choices; mail a link to everybody else."""
    if request.user.is_authenticated and (reader := readers.of_person(request.user)):
        return to_choices(reader)
    form = OwnAddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            subscribing.keep_pace(visitor(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            subscribing.send_link(form.cleaned_data["email"])
            return redirect("newsletter:asked")
    context = {"form": form}
    return render(request, "newsletter/readers/get_link.html", context, status=status_of(form))


@login_not_required
@never_cache
@page
def choices(request: HttpRequest, word: str) -> HttpResponse:
    """What a reader gets and wants, and how to leave.

    The link in the foot of an issue is passed on with it, so it asks for the address first.
    """
    try:
        if token := foot.read(word):
            return _by_the_foot(request, token)
        access = reader_links.read_choices(word)
    except LinkDead:
        return dead(request)
    if request.user == access.reader.person:
        access = Access(access.reader, is_sure=True)
    if request.method == "POST":
        return _act(request, access)
    return _show(request, access)


def _by_the_foot(request: HttpRequest, token) -> HttpResponse:
    letter = readers.letter_with(token)
    reader = readers.of_delivery(letter) if letter else None
    if letter is None and trying.is_trial(token):
        return render(request, "newsletter/readers/trial.html")
    if letter is None or reader is None:
        raise LinkDead
    if request.user.is_authenticated and request.user == reader.person:
        return to_choices(reader)
    is_too_much = request.method == "POST" and pace.is_too_fast(
        "newsletter-foot", str(token), most=MOST_TRIES, per=timedelta(hours=1)
    )
    posted = request.POST if request.method == "POST" and not is_too_much else None
    form = LetterAddressForm(posted, addresses=reader.addresses | {letter.email})
    if form.is_valid():
        return to_choices(reader)
    context = {"form": form, "masked": readers.masked(letter.email), "is_too_much": is_too_much}
    status = 422 if is_too_much else status_of(form)
    return render(request, "newsletter/readers/whose.html", context, status=status)


def _act(request: HttpRequest, access: Access) -> HttpResponse:
    """Do what the button says that was pressed."""
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        return _show(request, access)
    try:
        return act(request, access) or to_choices(access.reader, access.is_sure)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return to_choices(access.reader, access.is_sure)


def _choose(request: HttpRequest, access: Access) -> HttpResponse | None:
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return _show(request, access, form=form)
    choosing.choose(access.reader, **form.cleaned_data)
    messages.success(request, _("Your choices are saved."))
    return None


def _pause(request: HttpRequest, access: Access) -> None:
    until = choosing.pause(access.reader)
    messages.success(request, _("Nothing comes until %(day)s.") % {"day": say_day(until)})


def _end_pause(request: HttpRequest, access: Access) -> None:
    choosing.end_pause(access.reader)
    messages.success(request, _("The next issue comes to you again."))


def _leave(request: HttpRequest, access: Access) -> None:
    leaving.leave(access.reader)
    messages.success(request, _("You have left the newsletter."))


def _come_back(request: HttpRequest, access: Access) -> HttpResponse | None:
    if not access.is_sure:  # nobody is brought back by somebody else
        return _mail_link(request, access)
    choosing.come_back(access.reader, page=reverse("newsletter:own_choices"))
    messages.success(request, _("Welcome back. The next issue comes to you."))
    return None


def _mail_link(request: HttpRequest, access: Access) -> HttpResponse:
    subscribing.send_link(access.reader.email)
    return redirect("newsletter:asked")


def _move(request: HttpRequest, access: Access) -> HttpResponse:
    _be_sure(access)
    form = NewAddressForm(request.POST)
    if form.is_valid():
        try:
            subscribing.keep_pace(visitor(request))
            choosing.ask_to_move(access.reader, form.cleaned_data["email"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("newsletter:asked")
    return _show(request, access, address_form=form)


def _erase(request: HttpRequest, access: Access) -> HttpResponse:
    _be_sure(access)
    choosing.erase(access.reader)
    messages.success(request, _("What we knew of you as a subscriber is erased."))
    return redirect("newsletter:archive")


ACTS = {
    "choose": _choose,
    "pause": _pause,
    "end_pause": _end_pause,
    "leave": _leave,
    "come_back": _come_back,
    "mail_link": _mail_link,
    "move": _move,
    "erase": _erase,
}


def _be_sure(access: Access) -> None:
    if not access.is_sure:
        raise ValidationError(_("Open the link in a letter from us first."))


def _show(
    request: HttpRequest,
    access: Access,
    *,
    form: ChoicesForm | None = None,
    address_form: NewAddressForm | None = None,
) -> HttpResponse:
    reader = access.reader
    form = form or ChoicesForm(initial=_chosen(reader))
    address_form = address_form or NewAddressForm()
    context = {
        "reader": reader,
        "is_sure": access.is_sure,
        "word": reader_links.word_of(reader, is_sure=access.is_sure),
        "form": form,
        "address_form": address_form,
        "pause_ends_on": choosing.pause_end(),
        "words": subscribing.words(),
    }
    status = status_of(form, address_form)
    return render(request, "newsletter/readers/choices.html", context, status=status)


def _chosen(reader: Reader) -> dict:
    row = reader.subscriber or Subscriber()
    return {"topics": row.topics, "frequency": row.frequency, "language": row.language}


@login_not_required
@never_cache
@require_safe
def own_data(request: HttpRequest, word: str) -> HttpResponse:
    """A subscriber's own data as a file, by a link that came to their own mail."""
    try:
        access = reader_links.read_choices(word)
    except LinkDead:
        return dead(request)
    if not access.is_sure or access.reader.person:
        raise Http404
    answer = JsonResponse(choosing.copy_of(access.reader), json_dumps_params={"indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="nyhetsbrev.json"'
    return answer


@login_not_required
@never_cache
@page
def new_address(request: HttpRequest, word: str) -> HttpResponse:
    """Say that a new address is one's own, by the link that came there."""
    try:
        uid, before, email = reader_links.read_new_address(word)
    except LinkDead:
        return dead(request)
    if request.method == "POST":
        try:
            subscriber = choosing.move(uid, before, email)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("newsletter:own_choices")
        messages.success(request, _("The newsletter comes to the new address."))
        return to_choices(readers.of_subscriber(subscriber))
    return render(request, "newsletter/readers/new_address.html", {"email": email})


# --- For the other pages of readers --------------------------------------------------------------


def visitor(request: HttpRequest) -> str:
    """The network address of whoever asks."""
    return get_adapter().get_client_ip(request)


def status_of(*forms) -> int:
    """What a page with these forms answers."""
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


def to_choices(reader: Reader | None, is_sure: bool = False) -> HttpResponse:
    """Lead a reader to their choices, and who is none to asking for a link."""
    if reader is None:
        return redirect("newsletter:own_choices")
    word = reader_links.word_of(reader, is_sure=is_sure)
    return redirect("newsletter:choices", word)


def dead(request: HttpRequest) -> HttpResponse:
    """Say that a link does nothing any more, and offer another."""
    context = {"form": OwnAddressForm()}
    return render(request, "newsletter/readers/link_dead.html", context, status=410)
