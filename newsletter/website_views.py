"""The secretariat's pages about the website: its pages, and links that lead nowhere."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsletter.forms import AddressForm, NewPageForm, PageForm
from newsletter.models import OutsideLink, Page
from sekom.outbox.models import reference
from toolbox import checking, publishing, writing
from toolbox.models import Revision

secretariat = staff_member_required(login_url="account_login")


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
    return render(request, "newsletter/website/pages.html", context, status=_status(form))


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A page's draft; saving it shows readers nothing, publishing it does."""
    page = _page(request, pk)
    drafted = page.drafted() | {"version": page.version}
    form = PageForm(request.POST if request.method == "POST" else None, initial=drafted)
    theirs = None
    if form.is_valid():
        try:
            return _save(request, page, form.cleaned_data)
        except writing.StaleDraft as stale:
            theirs = {
                page.label_of(name): page.say(name, stale.theirs[name]) for name in page.FIELDS
            }
            form.add_error(None, stale)
            _go_on_from(form, stale.thing)
        except ValidationError as refusal:  # of publishing: the draft is saved
            form.add_error(None, refusal)
            page = _page(request, pk)
            _go_on_from(form, page)
    context = {
        "page": page,
        "form": form,
        "theirs": theirs,
        "address_form": AddressForm(initial={"slug": page.slug}),
        "warnings": checking.warnings(page, page.drafted()),
        "revisions": Revision.objects.about(reference(page))[:20],
    }
    return render(request, "newsletter/website/edit.html", context, status=_status(form, theirs))


def _go_on_from(form: PageForm, page: Page) -> None:
    """Let the next save begin from what is kept now."""
    form.data = form.data.copy()
    form.data["version"] = page.version


def _save(request: HttpRequest, page: Page, given: dict) -> HttpResponse:
    """Save what was written; with the button to publish, publish it too. Raises ValidationError."""
    version = given.pop("version")
    page = writing.save_draft(page, given, version=version, by=request.user)
    if "publish" not in request.POST:
        messages.success(request, _("The draft is saved. Readers do not see it yet."))
        return redirect("newsletter:edit_page", page.pk)
    page = publishing.publish(page, by=request.user)
    messages.success(request, _("The page is published."))
    return redirect(page)


@secretariat
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as readers would see it."""
    page = _page(request, pk)
    for name, value in page.drafted().items():
        setattr(page, name, value)
    return render(request, "newsletter/page.html", {"page": page, "is_draft": True})


@secretariat
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a page another address; the old ones lead to it for ever."""
    page = _page(request, pk)
    form = AddressForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["slug"]))
        return redirect("newsletter:edit_page", pk)
    try:
        publishing.rename(page, form.cleaned_data["slug"], by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The page has a new address. The old one still works."))
    return redirect("newsletter:edit_page", pk)


@secretariat
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a page away from readers; its text stays as a draft."""
    publishing.archive(_page(request, pk), by=request.user)
    messages.success(request, _("The page is no longer published."))
    return redirect("newsletter:edit_page", pk)


@secretariat
@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make an older version the draft again."""
    page = _page(request, pk)
    get_object_or_404(Revision.objects.about(reference(page)), number=number)
    writing.restore(page, number, by=request.user)
    messages.success(request, _("Version %(number)d is the draft again.") % {"number": number})
    return redirect("newsletter:edit_page", pk)


@secretariat
@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Links to other websites that have failed for a week or more."""
    return render(request, "newsletter/website/links.html", {"links": OutsideLink.objects.broken()})


def _page(request: HttpRequest, pk: int) -> Page:
    return get_object_or_404(Page.objects.editable_by(request.user), pk=pk)


def _status(form, theirs=None) -> int:
    if theirs:
        return 409
    return 422 if form.errors else 200
