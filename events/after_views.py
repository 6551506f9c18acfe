"""What participants and everybody else meet: calendars, the evaluation, certificates."""

import hashlib
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import certifying, evaluating, feeds, ordering, wording
from events.day_forms import CertificateForm, EvaluationForm
from events.models import CalendarFeed, Evaluation
from sekom import pace

page = require_http_methods(["GET", "HEAD", "POST"])
MOST_WRONG_CODES = 20  # from one address, in an hour


# --- Calendars ----------------------------------------------------------------------------------


@login_not_required
@require_safe
def public_calendar(request: HttpRequest) -> HttpResponse:
    """What is held, for calendar programs; the same for everybody."""
    return _calendar(request, feeds.public_calendar(), "public, max-age=300")


@login_not_required
@require_safe
def own_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """What one person comes to, at a secret address."""
    feed = get_object_or_404(CalendarFeed.objects.at(key))
    return _calendar(request, feeds.own_calendar(feed), "private, no-cache")


def _calendar(request: HttpRequest, text: str, keeping: str) -> HttpResponse:
    """A calendar; nothing but "as it was" for who has it."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=response)
    response["ETag"], response["Cache-Control"] = etag, keeping
    return response


@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """Get an address for one's calendar, or a new one in place of the old."""
    feeds.renew(request.user)
    messages.success(request, _("Your calendar has a new address. An earlier one no longer works."))
    return redirect("my_page")


@require_POST
def end_calendar(request: HttpRequest) -> HttpResponse:
    """End the address of one's calendar."""
    feeds.end(request.user)
    messages.success(request, _("The address of your calendar no longer works."))
    return redirect("my_page")


# --- The evaluation -----------------------------------------------------------------------------


@login_not_required
@never_cache
@page
def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    """Say what one thinks of an event, by the link in a letter; once."""
    asked = evaluating.read(token)
    if asked is None:
        raise Http404
    evaluation = asked.evaluation
    form = EvaluationForm(request.POST if request.method == "POST" else None, evaluation=evaluation)
    if form.is_valid():
        try:
            evaluating.reply(asked, form.answers)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("events:evaluate", token)
    context = {"asked": asked, "evaluation": evaluation, "event": evaluation.event, "form": form}
    return render(request, "events/evaluate.html", context, status=422 if form.errors else 200)


@require_safe
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """What those who took part think: figures for the network, words for the secretariat."""
    visible = Evaluation.objects.visible_to(request.user).with_numbers()
    found = get_object_or_404(visible, event__slug=slug)
    context = {
        "event": found.event,
        "evaluation": found,
        "findings": evaluating.findings(found, sees_words=request.user.is_staff),
        "when": wording.say_when(found.event),
    }
    return render(request, "events/evaluation.html", context)


# --- Certificates -------------------------------------------------------------------------------


@login_not_required
@never_cache
@page
def get_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Get one's certificate, by the link in a letter."""
    signup = certifying.read(token)
    if signup is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            certificate = certifying.issue(signup)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            return redirect("events:certificate_pdf", certificate.shown_code)
    context = {
        "signup": signup,
        "event": signup.event,
        "when": wording.say_when(signup.event),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "events/get_certificate.html", context, status=status)


@login_not_required
@page
def look_up_certificate(request: HttpRequest) -> HttpResponse:
    """Ask for a certificate's code."""
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = "".join(sign for sign in form.cleaned_data["code"] if sign.isalnum())
        return redirect("events:check_certificate", code or "0")
    status = 422 if form.errors else 200
    return render(request, "events/look_up_certificate.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def check_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a code is that of a certificate: whose, for which event, on which day."""
    certificate = certifying.find(code)
    if certificate is None:
        return _unknown(request)
    context = {"certificate": certificate, "event": certificate.signup.event}
    return render(request, "events/certificate.html", context)


@login_not_required
@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as PDF; a page that waits until it is made."""
    certificate = certifying.find(code)
    if certificate is None:
        return _unknown(request)
    made = certifying.file_of(certificate)
    if made is None:
        problem = certifying.problem_of(certificate)
        if not problem:
            ordering.request_certificate(certificate)
        context = {"problem": problem, "event": certificate.signup.event}
        return render(request, "events/certificate_wait.html", context, status=202)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="intyg-{certificate.shown_code}.pdf"'
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    """There is no such code; who tries many has to wait."""
    visitor = get_adapter().get_client_ip(request)
    is_too_fast = pace.is_too_fast(
        "certificate", visitor, most=MOST_WRONG_CODES, per=timedelta(hours=1)
    )
    context = {"form": CertificateForm(), "is_unknown": True, "is_too_fast": is_too_fast}
    status = 429 if is_too_fast else 404
    return render(request, "events/look_up_certificate.html", context, status=status)
