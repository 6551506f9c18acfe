"""How it looks at the members: for the board, the expert group and the secretariat.

Part of the frame: it may use every app, and nothing imports it.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members import standing
from members.models import Group
from sekom import network, pdf


@never_cache
@require_safe
def show_network(request: HttpRequest) -> HttpResponse:
    """The state of the network on one page, each number with the rows behind it."""
    _refuse_others(request)
    return render(request, "sekom/network.html", {"network": network.read(request.user)})


@never_cache
@require_safe
def network_contacts(request: HttpRequest, word: str) -> HttpResponse:
    """The contacts behind one number of the page."""
    _refuse_others(request)
    if word not in standing.WORDS:
        raise Http404
    context = {
        "title": network.LABELS[word],
        "contacts": standing.chosen(word),
        "is_mandate": word == standing.MANDATE,
    }
    return render(request, "sekom/network_contacts.html", context)


@never_cache
@require_safe
def network_report(request: HttpRequest) -> HttpResponse:
    """The page as PDF, made when it is asked for."""
    _refuse_others(request)
    try:
        made = network.report(request.user)
    except pdf.PdfUnavailable:
        messages.error(
            request, _("PDF cannot be made here yet. Install: %(line)s") % {"line": pdf.APT_LINE}
        )
        return redirect("network")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="sa-ser-det-ut-hos-medlemmarna.pdf"'
    return response


def _refuse_others(request: HttpRequest) -> None:
    """The pages are not there for those who sit in no group that oversees the network."""
    get_list_or_404(Group.objects.overseeing().sat_in_by(request.user))
