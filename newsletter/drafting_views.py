"""The secretariat's view of one draft, of a page or an article: written, published, moved."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsletter import picturing
from newsletter.article_forms import ArticleForm
from newsletter.forms import AddressForm, PageForm
from newsletter.models import Article, Page
from sekom.outbox.models import reference
from toolbox import checking, publishing, writing
from toolbox.models import Publishable, Revision

secretariat = staff_member_required(login_url="account_login")
MOST_VERSIONS = 20


@dataclass(frozen=True)
class Written:
    """A sort of things that are drafted: its model, its form and the pages it is seen on."""

    name: str
    model: type[Publishable]
    form: type[forms.ModelForm]
    editor: str
    page: str
    # What is kept of what the form gave.
    values: Callable[..., dict] = lambda given, by: given

    def address(self, what: str) -> str:
        """The name of an address: "newsletter:edit_page"."""
        return f"newsletter:{what}_{self.name}"


PAGE = Written("page", Page, PageForm, "newsletter/website/edit.html", "newsletter/page.html")
ARTICLE = Written(
    "article",
    Article,
    ArticleForm,
    "newsletter/news/edit.html",
    "newsletter/article.html",
    picturing.with_picture,
)


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, written: Written, pk: int) -> HttpResponse:
    """A draft; saving it shows readers nothing, publishing it does."""
    thing = _thing(request, written, pk)
    drafted = thing.drafted() | {"version": thing.version}
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = written.form(*given, initial=drafted)
    theirs = None
    if form.is_valid():
        try:
            return _save(request, written, thing, form.cleaned_data)
        except writing.StaleDraft as stale:
            theirs = {
                thing.label_of(name): thing.say(name, stale.theirs[name]) for name in thing.FIELDS
            }
            form.add_error(None, stale)
            _go_on_from(form, stale.thing)
        except ValidationError as refusal:  # of the picture, or of publishing what is saved
            form.add_error(None, refusal)
            thing.refresh_from_db()
            _go_on_from(form, thing)
    context = _around(written, thing) | {"form": form, "theirs": theirs}
    return render(request, written.editor, context, status=_status(form, theirs))


def _around(written: Written, thing: Publishable) -> dict:
    """What the page of a draft shows besides its form: versions, address, what to look at."""
    return {
        "thing": thing,
        "addresses": {
            what: written.address(what)
            for what in ("edit", "preview", "rename", "archive", "restore")
        },
        "address_form": AddressForm(initial={"slug": thing.slug}),
        "warnings": checking.warnings(thing, thing.drafted()),
        "revisions": Revision.objects.about(reference(thing))[:MOST_VERSIONS],
    }


def _go_on_from(form: forms.ModelForm, thing: Publishable) -> None:
    """Let the next save begin from what is kept now."""
    form.data = form.data.copy()
    form.data["version"] = thing.version


def _save(request: HttpRequest, written: Written, thing: Publishable, given: dict) -> HttpResponse:
    """Save what was written; with the button to publish, publish it too. Raises ValidationError."""
    version = given.pop("version")
    values = written.values(given, by=request.user)
    thing = writing.save_draft(thing, values, version=version, by=request.user)
    if "publish" not in request.POST:
        messages.success(request, _("The draft is saved. Readers do not see it yet."))
        return redirect(written.address("edit"), thing.pk)
    thing = publishing.publish(thing, by=request.user)
    messages.success(request, _("It is published. This is what readers see."))
    return redirect(thing)


@secretariat
@require_safe
def preview(request: HttpRequest, written: Written, pk: int) -> HttpResponse:
    """The draft as readers would see it."""
    thing = _thing(request, written, pk)
    for name, value in thing.drafted().items():
        setattr(thing, name, value)
    return render(request, written.page, {written.name: thing, "is_draft": True})


@secretariat
@require_POST
def rename(request: HttpRequest, written: Written, pk: int) -> HttpResponse:
    """Give it another address; the old ones lead to it for ever."""
    thing = _thing(request, written, pk)
    form = AddressForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["slug"]))
        return redirect(written.address("edit"), pk)
    try:
        publishing.rename(thing, form.cleaned_data["slug"], by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The page has a new address. The old one still works."))
    return redirect(written.address("edit"), pk)


@secretariat
@require_POST
def archive(request: HttpRequest, written: Written, pk: int) -> HttpResponse:
    """Take it away from readers; its text stays as a draft."""
    publishing.archive(_thing(request, written, pk), by=request.user)
    messages.success(request, _("The page is no longer published."))
    return redirect(written.address("edit"), pk)


@secretariat
@require_POST
def restore(request: HttpRequest, written: Written, pk: int, number: int) -> HttpResponse:
    """Make an older version the draft again."""
    thing = _thing(request, written, pk)
    get_object_or_404(Revision.objects.about(reference(thing)), number=number)
    writing.restore(thing, number, by=request.user)
    messages.success(request, _("Version %(number)d is the draft again.") % {"number": number})
    return redirect(written.address("edit"), pk)


def _thing(request: HttpRequest, written: Written, pk: int) -> Publishable:
    return get_object_or_404(written.model.objects.editable_by(request.user), pk=pk)


def _status(form, theirs=None) -> int:
    if theirs:
        return 409
    return 422 if form.errors else 200
