"""Signing up: on the event's page, for colleagues, by the link in a letter, and at the desk."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import checking_in, coming, links, needing, signing_up, waiting, wording
from events.models import Event, Signup
from events.signup_forms import (
    AddForm,
    CapacityForm,
    ColleaguesFormSet,
    EditAnswersForm,
    GuestSignupForm,
    OwnSignupForm,
    SwapForm,
)
from members.models import Member
from sekom import excel, pace

page = require_http_methods(["GET", "HEAD", "POST"])
secretariat = staff_member_required(login_url="account_login")

MOST_GUESTS_PER_HOUR = 60  # from one address: a whole town hall may stand behind it


def _status(form) -> int:
    return 422 if form.is_bound else 200


def _refused(form, refusal: ValidationError) -> None:
    """Put a refusal on the form: on its field where it has one, else above."""
    known = getattr(refusal, "error_dict", {})
    if known and not all(field in form.fields for field in known):
        refusal = ValidationError(refusal.messages)
    form.add_error(None, refusal)


# --- On the event's page ------------------------------------------------------------------------


@login_not_required
@page
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign oneself up: one click and a confirmation; guests of open events by name and address."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    if not Event.objects.signable_by(request.user).contains(event):
        if event.has_signup and event.is_published and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _closed(request, event)
    if not event.takes_signups:
        return _closed(request, event)
    own = event.signups.live().of(request.user).first()
    if own is not None:
        return redirect("events:own_signup", links.token_of(own))
    return _sign_up_form(request, event)


def _sign_up_form(request: HttpRequest, event: Event) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    person = request.user if request.user.is_authenticated else None
    form = (
        OwnSignupForm(posted, event=event, person=person)
        if person
        else GuestSignupForm(posted, event=event)
    )
    if form.is_valid():
        try:
            _keep_pace(request, person)
            signup = signing_up.sign_up(event, by=person, **form.facts)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            if person:
                messages.success(request, _said_to(signup))
                return redirect("events:own_signup", links.token_of(signup))
            # The same words whether the address is new here or not: they tell nobody who comes.
            messages.success(
                request,
                _("Thank you. Look in your mail: the letter says whether you have a place."),
            )
            return redirect(event)
    context = {"event": event, "form": form, "card": coming.signup_card(event, request.user)}
    context |= {"when": wording.say_when(event), "where": wording.say_where(event)}
    return render(request, "events/sign_up.html", context, status=_status(form))


def _keep_pace(request: HttpRequest, person) -> None:
    if person is not None:
        return
    visitor = get_adapter().get_client_ip(request)
    if pace.is_too_fast("signup", visitor, most=MOST_GUESTS_PER_HOUR, per=timedelta(hours=1)):
        raise ValidationError(
            _("Many have signed up from here in a short time. Wait an hour, or write to us.")
        )


def _closed(request: HttpRequest, event: Event) -> HttpResponse:
    return render(request, "events/signup_closed.html", {"event": event}, status=409)


def _said_to(signup: Signup) -> str:
    if signup.is_confirmed:
        return _("You have a place. A letter is on its way.")
    return _("All places are taken, so you are in line. A letter is on its way.")


@page
def sign_up_colleagues(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign up to ten colleagues; each gets a letter and a link of their own."""
    event = get_object_or_404(Event.objects.signable_by(request.user), slug=slug)
    if not event.takes_signups:
        return _closed(request, event)
    forms = ColleaguesFormSet(request.POST if request.method == "POST" else None)
    context = {"event": event, "forms": forms, "when": wording.say_when(event)}
    if forms.is_bound and forms.is_valid():
        try:
            signups = signing_up.sign_up_colleagues(
                event,
                forms.colleagues,
                by=request.user,
                member=Member.objects.represented_by(request.user).first(),
                take=request.POST.get("take", ""),
            )
        except signing_up.PartialFit as partial:
            context |= {"fit": partial.fit, "asked": len(forms.colleagues)}
        except ValidationError as refusal:
            context["refusal"] = " ".join(refusal.messages)
        else:
            confirmed = sum(signup.is_confirmed for signup in signups)
            messages.success(
                request,
                _("Signed up: %(all)d, of whom %(confirmed)d have a place. Each gets a letter.")
                % {"all": len(signups), "confirmed": confirmed},
            )
            return redirect("events:my_signups")
    return render(request, "events/sign_up_colleagues.html", context, status=_status(forms))


# --- One's own, logged in -----------------------------------------------------------------------


@require_safe
def my_signups(request: HttpRequest) -> HttpResponse:
    """What one is signed up for, and whom one has signed up."""
    context = {
        "own": coming.signups_of(request.user),
        "colleagues": Signup.objects.live().by(request.user).to_come().with_names(),
    }
    return render(request, "events/my_signups.html", context)


@page
def swap_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else come instead of who one has signed up, or of oneself."""
    mine = Signup.objects.live().to_come().changeable_by(request.user).with_names()
    signup = get_object_or_404(mine, pk=pk)
    is_staff = request.user.is_staff
    back = (
        redirect("events:manage_signups", signup.event.slug)
        if is_staff
        else redirect("events:my_signups")
    )
    return _swap(request, signup, lambda other: back, by=request.user)


@require_POST
def cancel_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel for who one has signed up, or for oneself."""
    signup = get_object_or_404(
        Signup.objects.to_come().changeable_by(request.user).with_names(), pk=pk
    )
    _act(
        request, lambda: signing_up.cancel(signup, by=request.user), _("The sign-up is cancelled.")
    )
    if request.user.is_staff:
        return redirect("events:manage_signups", signup.event.slug)
    return redirect("events:my_signups")


def _swap(
    request: HttpRequest, signup: Signup, after: Callable[[Signup], HttpResponse], *, by=None
) -> HttpResponse:
    form = SwapForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            other = signing_up.swap(signup, by=by, **form.cleaned_data)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, _("The place is now %(name)s’s.") % {"name": other.name})
            return after(other)
    context = {"signup": signup, "event": signup.event, "form": form}
    return render(request, "events/swap.html", context, status=_status(form))


def _act(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)


# --- By the link in a letter --------------------------------------------------------------------


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the sign-up that the link leads to, or say why the link leads nowhere."""

    @login_not_required
    @never_cache
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            signup = links.read(token)
        except links.LinkDead:
            return render(request, "events/link_dead.html", {"is_over": True}, status=410)
        except links.LinkUnknown:
            return render(request, "events/link_dead.html", status=404)
        return view(request, signup, token)

    opened.__name__, opened.__doc__ = view.__name__, view.__doc__
    return opened


@_by_link
@require_safe
def own_signup(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """What a sign-up is about and what can be done with it; looking changes nothing."""
    event = signup.event
    context = {
        "signup": signup,
        "event": event,
        "token": token,
        "when": wording.say_when(event),
        "where": wording.say_where(event),
        "place_in_line": signup.place_in_line() if signup.is_waiting else 0,
        "ticket": checking_in.ticket_of(signup),
        "asks": event.asks_needs or event.questions_id is not None,
        "may_answer": signup.is_live and event.takes_answers,
    }
    return render(request, "events/own_signup.html", context)


@_by_link
@require_POST
def accept_offer(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Take the place that is offered."""
    _act(request, lambda: waiting.accept(signup), _("The place is yours."))
    return redirect("events:own_signup", token)


@_by_link
@require_POST
def decline_signup(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Say no to an offer, or to what somebody else signed one up for; erase it where asked."""
    erase = bool(request.POST.get("erase"))
    _act(
        request,
        lambda: signing_up.decline(signup, erase=erase),
        _("You are not signed up, and your details are erased.")
        if erase
        else _("You have declined. Thank you for telling us."),
    )
    return redirect("events:own_signup", token)


@_by_link
@require_POST
def cancel_signup(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Cancel one's own sign-up."""
    _act(
        request,
        lambda: signing_up.cancel(signup),
        _("Your sign-up is cancelled. Thank you for telling us."),
    )
    return redirect("events:own_signup", token)


@_by_link
@page
def swap_signup(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Let somebody else have one's place."""
    if not signup.is_live:
        return redirect("events:own_signup", token)
    return _swap(request, signup, lambda other: redirect("events:own_signup", token))


@_by_link
@page
def edit_answers(request: HttpRequest, signup: Signup, token: str) -> HttpResponse:
    """Answer the event's questions and say what one needs, until sign-up closes."""
    event = signup.event
    if not signup.is_live or not event.takes_answers:
        return redirect("events:own_signup", token)
    posted = request.POST if request.method == "POST" else None
    form = EditAnswersForm(posted, signup=signup)
    if form.is_valid():
        try:
            signing_up.answer(signup, **form.facts)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, _("Your answers are saved."))
            return redirect("events:own_signup", token)
    context = {"signup": signup, "event": event, "form": form, "token": token}
    return render(request, "events/edit_answers.html", context, status=_status(form))


# --- The secretariat's list ---------------------------------------------------------------------


@secretariat
@page
def manage_signups(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes, who waits and why, what they need; sign somebody up."""
    event = get_object_or_404(Event.objects.select_related("questions"), slug=slug)
    form = AddForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_valid():
        try:
            signup = signing_up.sign_up(event, by=request.user, **form.facts)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            messages.success(
                request,
                _("%(name)s: %(state)s.")
                % {"name": signup.name, "state": signup.get_state_display()},
            )
            return redirect("events:manage_signups", slug)
    return _managed(request, event, form=form)


def _managed(request: HttpRequest, event: Event, **forms) -> HttpResponse:
    context = {
        "event": event,
        "when": wording.say_when(event),
        "signups": event.signups.in_order_of_state().with_names().with_needs(),
        "why": waiting.why_nobody_moves(event),
        "kitchen": needing.of_kitchen(event),
        "form": AddForm(event=event),
        "capacity": CapacityForm(initial={"places": event.places}),
    } | forms
    status = max(_status(context["form"]), _status(context["capacity"]))
    return render(request, "events/manage_signups.html", context, status=status)


@secretariat
@require_POST
def change_capacity(request: HttpRequest, slug: str) -> HttpResponse:
    """Change how many may come."""
    event = get_object_or_404(Event, slug=slug)
    form = CapacityForm(request.POST)
    if form.is_valid():
        try:
            waiting.change_capacity(event, form.cleaned_data["places"], by=request.user)
        except ValidationError as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, _("The number of places is changed."))
            return redirect("events:manage_signups", slug)
    return _managed(request, event, capacity=form)


@secretariat
@require_safe
def signups_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of an event as a workbook, with the answers to its questions."""
    event = get_object_or_404(Event, slug=slug)
    return excel.hand_out(
        excel.workbook({_("Sign-ups"): coming.sheet_of(event)}), name=f"{event.slug}.xlsx"
    )
