"""The secretariat's news: all of it, and how one begins another."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from newsletter.drafting_views import secretariat
from newsletter.forms import NewPageForm
from newsletter.models import Article
from toolbox import writing

PER_PAGE = 30


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def articles(request: HttpRequest) -> HttpResponse:
    """Drafts first, then what is out, the newest first; and how to begin another."""
    form = NewPageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        article = writing.begin(Article, title=form.cleaned_data["title"], by=request.user)
        return redirect("newsletter:edit_article", article.pk)
    page = Paginator(Article.objects.drafts_first(), PER_PAGE).get_page(request.GET.get("sida"))
    more_url = f"?sida={page.next_page_number()}" if page.has_next() else ""
    context = {"form": form, "page": page, "more_url": more_url}
    status = 422 if form.errors else 200
    return render(request, "newsletter/news/articles.html", context, status=status)
