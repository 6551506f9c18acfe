"""Readers' own pages: subscribing, and leaving with one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from newsletter import leaving, reader_links, readers, spreading, subscribing
from newsletter.choice_views import dead, page, status_of, to_choices, visitor
from newsletter.reader_forms import SubscribeForm
from newsletter.reader_links import LinkDead
from sekom.outbox import one_click


@login_not_required
@page
def subscribe(request: HttpRequest) -> HttpResponse:
    """Let anybody ask for the newsletter; by a colleague's link, under their organisation."""
    code = request.GET.get("via", "")
    link = spreading.link_by(code) if code.isprintable() else None
    posted = request.POST if request.method == "POST" else None
    form = SubscribeForm(posted, member=link.member if link else None)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "homepage"}
        try:
            subscribing.keep_pace(visitor(request))
            subscribing.ask(**given, came_by=link, page=request.path)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("newsletter:asked")
    context = {"form": form, "words": subscribing.words(), "link": link}
    return render(request, "newsletter/readers/subscribe.html", context, status=status_of(form))


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say where to look; the same whatever we know of the address."""
    return render(request, "newsletter/readers/asked.html")


@login_not_required
@never_cache
@page
def say_yes(request: HttpRequest, word: str) -> HttpResponse:
    """Say yes by the link in a letter: with a button, since scanners open every link."""
    try:
        subscriber = reader_links.subscriber_by(word)
    except LinkDead:
        return dead(request)
    if request.method == "POST":
        reader = readers.of_subscriber(subscribing.say_yes(subscriber))
        messages.success(request, _("Thank you. The next issue comes to you."))
        return to_choices(reader)
    context = {"subscriber": subscriber, "words": subscribing.words()}
    return render(request, "newsletter/readers/say_yes.html", context)


# A mail program has neither cookie nor CSRF token; the word in the address is signed (RFC 8058).
@csrf_exempt
@login_not_required
@never_cache
@page
def leave_with_one_click(request: HttpRequest, signed: str) -> HttpResponse:
    """Leave by the address in a letter's head. To look at it changes nothing."""
    if one_click.read(signed) is None:
        return dead(request)
    is_done = request.method == "POST"
    reader = leaving.leave_by(signed) if is_done else leaving.reader_by(signed)
    way_back = reader_links.word_of(reader, is_sure=False) if reader and is_done else ""
    context = {"is_done": is_done, "way_back": way_back}
    return render(request, "newsletter/readers/one_click.html", context)
