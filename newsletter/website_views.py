"""The secretariat's pages about the website: its pages, and links that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from newsletter.drafting_views import secretariat
from newsletter.forms import NewPageForm
from newsletter.models import OutsideLink, Page
from toolbox import writing


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def pages(request: HttpRequest) -> HttpResponse:
    """All pages of the website with their state, and how to begin another."""
    form = NewPageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        page = writing.begin(Page, title=form.cleaned_data["title"], by=request.user)
        return redirect("newsletter:edit_page", page.pk)
    context = {
        "form": form,
        "pages": Page.objects.order_by("title"),
        "broken_count": OutsideLink.objects.broken().count(),
    }
    status = 422 if form.errors else 200
    return render(request, "newsletter/website/pages.html", context, status=status)


@secretariat
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Links to other websites that have failed for a week or more."""
    return render(request, "newsletter/website/links.html", {"links": OutsideLink.objects.broken()})
