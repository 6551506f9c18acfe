"""The search for everybody; for the secretariat its synonyms, and what was sought in vain."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.search import finding, missing, showing
from sekom.search.forms import SynonymsForm
from sekom.search.kinds import all_kinds
from sekom.search.models import Miss, Synonyms

secretariat_only = staff_member_required(login_url="account_login")

HITS_ON_A_PAGE = 20
MISSES_SHOWN = 100


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What somebody looks for, as much of it as they may see; nothing is kept."""
    answer = finding.find(request.GET.get("q", ""), person=request.user)
    counts = answer.counts()
    kind = request.GET.get("typ", "")
    kind = kind if kind in counts else ""
    page = Paginator(answer.of_kind(kind), HITS_ON_A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "answer": answer,
        "page": page,
        "hits": showing.hits(answer, list(page)),
        "filters": _filters(answer, kind),
        "kind": kind,
        "address": urlencode({"q": answer.query} | ({"typ": kind} if kind else {})),
        "suggestion_url": "?" + urlencode({"q": answer.suggestion}),
    }
    return render(request, "search/search.html", context)


def _filters(answer: finding.Answer, current: str) -> list[dict]:
    """The kinds that were found, as links: [{label, url, count, is_current}, …]."""
    counts = answer.counts()
    found = [("", _("All"), len(answer.ranked))]
    found += [(kind.key, kind.label, counts[kind.key]) for kind in all_kinds() if counts[kind.key]]
    return [
        {
            "label": label,
            "count": count,
            "url": "?" + urlencode({"q": answer.query} | ({"typ": key} if key else {})),
            "is_current": key == current,
        }
        for key, label, count in found
    ]


@login_not_required
@require_POST
def note_miss(request: HttpRequest) -> HttpResponse:
    """Count a search that found nothing; the page that shows it asks for this."""
    query = request.POST.get("q", "")
    if not finding.find(query, person=request.user).ranked:
        missing.note(query)
    return HttpResponse(status=204)


@secretariat_only
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest) -> HttpResponse:
    """Words that mean the same, and what people have searched for in vain."""
    form = SynonymsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, _("The words are added. The search knows them at once."))
        return redirect("manage_search")
    context = {
        "form": form,
        "synonyms": Synonyms.objects.all(),
        "misses": Miss.objects.all()[:MISSES_SHOWN],
    }
    return render(request, "search/manage.html", context, status=422 if form.errors else 200)


@secretariat_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_synonyms(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line of words that mean the same."""
    synonyms = get_object_or_404(Synonyms, pk=pk)
    form = SynonymsForm(request.POST if request.method == "POST" else None, instance=synonyms)
    if form.is_valid():
        form.save()
        messages.success(request, _("The words are saved."))
        return redirect("manage_search")
    context = {"form": form, "synonyms": synonyms}
    status = 422 if form.errors else 200
    return render(request, "search/edit_synonyms.html", context, status=status)


@secretariat_only
@require_POST
def delete_synonyms(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line of words away."""
    get_object_or_404(Synonyms, pk=pk).delete()
    messages.success(request, _("The words are taken away."))
    return redirect("manage_search")


@secretariat_only
@require_POST
def forget_miss(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a search in vain off the list: it has been seen to."""
    get_object_or_404(Miss, pk=pk).delete()
    messages.success(request, _("The search is off the list."))
    return redirect("manage_search")
