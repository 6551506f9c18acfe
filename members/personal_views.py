"""Personal data: one's own, a person's as the secretariat sees it, the history, the readings."""

from django import forms
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import erasing, history, reading
from members.models import Holding, Person, Reading, Seat
from sekom import own_data

secretariat = staff_member_required(login_url="account_login")
PAGE = 50


class ErasureForm(forms.Form):
    """That what goes has been read through."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("I have read what goes and what stays. It cannot be undone."),
        error_messages={"required": gettext_lazy("Tick that you have read what goes.")},
    )


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of whoever asks, to read."""
    context = {"sections": own_data.sections(request.user)}
    return render(request, "members/my_data.html", context)


@require_POST
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file; that it was taken out is noted."""
    content = own_data.copy_of(request.user)
    reading.record(request.user, _("My own data (JSON)"), count=1)
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="mina-uppgifter-{day}.json"'
    return response


@require_POST
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """Ask the secretariat to be erased."""
    erasing.ask(request.user)
    messages.success(request, _("The secretariat has your wish, and answers within a month."))
    return redirect("members:my_data")


@require_POST
def withdraw_erasure(request: HttpRequest) -> HttpResponse:
    """Take the wish back."""
    erasing.withdraw(request.user)
    messages.success(request, _("Your wish is taken back. Nothing is erased."))
    return redirect("members:my_data")


@secretariat
@require_safe
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person as the register knows them; that it was read is noted."""
    person = get_object_or_404(Person, pk=pk)
    if request.method == "GET":
        _note(request, person, _("The page of a person"))
    context = {
        "person": person,
        "holdings": Holding.objects.filter(person=person).with_names(),
        "hindrance": erasing.hindrance(person),
    }
    return render(request, "members/show_person.html", context)


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What erasing a person takes away and leaves; and, once that is read, erasing."""
    person = get_object_or_404(Person.objects.known(), pk=pk)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erased = erasing.erase(person, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The personal data is erased."))
            return redirect("members:person", erased.pk)
    context = {
        "form": form,
        "person": person,
        "lines": erasing.preview(person),
        "hindrance": erasing.hindrance(person),
    }
    status = 422 if form.errors else 200
    return render(request, "members/erase_person.html", context, status=status)


@require_safe
def member_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What has changed about a member: for its own contacts and the secretariat."""
    member = get_object_or_404(history.members_readable_by(request.user), slug=slug)
    page = history.of_member(member, page=_page(request), is_staff=request.user.is_staff)
    return _history(request, page, member, member.get_absolute_url())


@secretariat
@require_safe
def person_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What has changed about a person."""
    person = get_object_or_404(Person, pk=pk)
    if request.method == "GET":
        _note(request, person, _("The history of a person"))
    page = history.of_person(person, page=_page(request))
    return _history(request, page, person, reverse("members:person", args=[person.pk]))


@secretariat
@require_safe
def seat_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has sat on a seat, and what was corrected."""
    seat = get_object_or_404(Seat.objects.with_names(), pk=pk)
    page = history.of_seat(seat, page=_page(request))
    return _history(request, page, seat, seat.get_absolute_url())


@secretariat
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Who has read or taken out what of the register during the last year."""
    page = Paginator(Reading.objects.with_names(), PAGE).get_page(_page(request))
    return render(request, "members/readings.html", {"page": page})


def _history(request: HttpRequest, page, thing, url: str) -> HttpResponse:
    context = {"page": page, "thing": thing, "thing_url": url}
    return render(request, "members/history.html", context)


def _page(request: HttpRequest) -> str:
    return request.GET.get("sida", "1")


def _note(request: HttpRequest, person: Person, what: str) -> None:
    """That somebody of the secretariat has looked at a person."""
    reading.record(request.user, f"{what}: {person}", count=1, kind=Reading.Kind.READ)
