"""The website's own pages, as everybody reads them."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members import reference
from newsletter import applying, hearing
from newsletter.forms import ApplicationForm, MessageForm, ObstacleForm
from newsletter.models import Page
from toolbox import publishing

FORMS = {
    Page.Part.APPLICATION: ApplicationForm,
    Page.Part.CONTACT: MessageForm,
    Page.Part.ACCESSIBILITY: ObstacleForm,
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of the website, with the form that belongs to it."""
    page = Page.objects.at(slug).first()
    if page is None:
        return _moved(slug)
    form = _form_of(page, request)
    if form and form.is_valid() and _take(page, form, request):
        return redirect(page)
    context = {"page": page, "form": form, "places": _places(page)}
    return render(request, "newsletter/page.html", context, status=_status(form))


def _moved(slug: str) -> HttpResponse:
    """The way from an address that a page once had; 404 where none had it."""
    page = publishing.at_old_address(Page, slug)
    if page is None:
        raise Http404
    return redirect(page, permanent=True)


def _form_of(page: Page, request: HttpRequest):
    form_class = FORMS.get(Page.Part(page.part))
    if form_class is None:
        return None
    return form_class(request.POST, request.FILES) if request.method == "POST" else form_class()


def _take(page: Page, form, request: HttpRequest) -> bool:
    """Do what the form is for; a refusal goes back to it."""
    given = {name: value for name, value in form.cleaned_data.items() if name != "homepage"}
    visitor = get_adapter().get_client_ip(request)
    try:
        if page.part == Page.Part.APPLICATION:
            applying.apply(**given, visitor=visitor)
            words = _("Thank you. Your application has come to us, and a receipt is on its way.")
        else:
            hearing.hear(page, **given, visitor=visitor)
            words = _("Thank you. What you wrote has come to the secretariat.")
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, words)
    return True


def _places(page: Page):
    return reference.places().values() if page.part == Page.Part.APPLICATION else []


def _status(form) -> int:
    return 422 if form is not None and form.errors else 200
