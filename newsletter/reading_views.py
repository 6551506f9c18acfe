"""What everybody may read: the news, and the issues that have been sent."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from newsletter import parts, spreading
from newsletter.models import Article, Issue
from toolbox import publishing

PER_PAGE = 20


@login_not_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The articles, the newest first."""
    page = Paginator(Article.objects.newest(), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "newsletter/news.html", _listed(page))


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article."""
    found = Article.objects.published().select_related("picture").filter(slug=slug).first()
    if found is None:
        found = publishing.at_old_address(Article, slug)
        if found is None:
            raise Http404
        return redirect(found, permanent=True)
    context = {"article": found, "topics": Issue.Topic.values}
    return render(request, "newsletter/article.html", context)


@login_not_required
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The issues that have been sent, the latest first."""
    page = Paginator(Issue.objects.archived(), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "newsletter/archive.html", _listed(page))


@login_not_required
@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue as it was sent, with nothing in it that is one reader's own."""
    found = get_object_or_404(Issue.objects.archived().with_parts(), slug=slug)
    link = spreading.link_by(request.GET.get("via", ""))
    context = {
        "issue": found,
        "via": link.code if link else "",
        "may_spread": bool(spreading.members_of(request.user)),
        "parts": [parts.at_home(parts.of(block)) for block in found.blocks.all()],
        "topics": Issue.Topic.values,
    }
    return render(request, "newsletter/issue.html", context)


def _listed(page) -> dict:
    """A page of a list, the address of what is older, and the topics to subscribe to."""
    earlier = f"?sida={page.next_page_number()}" if page.has_next() else ""
    return {"page": page, "earlier": earlier, "topics": Issue.Topic.values}
