"""Where the personal links of letters lead: a page that says who is meant, and the way in."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from surveys import following, links, signing
from surveys.models import Response


@login_not_required
@never_cache
@require_GET
def open_link(request, token):
    """Say whom a personal link is for and offer the code that lets them in; changes nothing."""
    try:
        link = links.read(token)
    except links.LinkExpired:
        return render(request, "surveys/link_expired.html", status=410)
    except links.LinkUnknown:
        return render(request, "surveys/link_unknown.html", status=404)

    has_signed = link.response.signatures.valid().exists()
    if has_signed:
        answering = signing.approve_address(link.response)
    else:
        answering = reverse("surveys:answer", args=[link.response.round.slug])
    is_contact = Response.objects.of(link.person).filter(pk=link.response.pk).exists()
    if request.user == link.person and is_contact:
        return redirect(answering)
    pair = following.pairs_of([link.response.member_id]).get(link.response.member_id, {})
    context = {
        "response": link.response,
        "round": link.response.round,
        "person": link.person,
        "role": next((role for role, person in pair.items() if person == link.person), ""),
        "other": next((person for person in pair.values() if person != link.person), None),
        "is_contact": is_contact,
        "answering": answering,
    }
    return render(request, "surveys/open_link.html", context)
