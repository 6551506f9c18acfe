"""The secretariat's pages about those who subscribe."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsletter import choosing, readers, subscribing
from newsletter.models import Issue, Subscriber
from newsletter.models.subscribers import SubscriberQuerySet
from newsletter.reader_forms import InviteForm, SubscriberFilterForm
from sekom import excel
from sekom.excel import CellValue

secretariat = staff_member_required(login_url="account_login")

PER_PAGE = 50


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def subscribers(request: HttpRequest) -> HttpResponse:
    """Who subscribes; somebody may be asked, and begins once they have said yes themselves."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _ask(request, **form.cleaned_data, page=request.path)
        return redirect("newsletter:subscribers")
    filters = SubscriberFilterForm(request.GET)
    context = {
        "filters": filters,
        "form": form,
        "page": Paginator(filters.found(), PER_PAGE).get_page(request.GET.get("sida")),
        "query": _query(request),
    }
    status = 422 if form.errors else 200
    return render(request, "newsletter/readers/manage.html", context, status=status)


def _query(request: HttpRequest) -> str:
    """What else stands in the address of a page of the list."""
    chosen = request.GET.copy()
    chosen.pop("sida", None)
    return f"{chosen.urlencode()}&" if chosen else ""


@secretariat
@require_safe
def subscriber_sheet(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as a workbook."""
    rows = _rows(SubscriberFilterForm(request.GET).found())
    name = f"prenumeranter-{timezone.localdate()}.xlsx"
    return excel.hand_out(excel.workbook({_("Subscribers"): rows}), name=name)


def _rows(found: SubscriberQuerySet) -> Iterator[Sequence[CellValue]]:
    yield [
        *(_("E-mail"), _("Name"), _("Organisation"), _("State"), _("Wants to read about")),
        *(_("How often"), _("Pause until"), _("Said yes"), _("Left")),
    ]
    # In words once, not for each of a hundred thousand.
    states, often, topics = (
        {value: str(label) for value, label in choices.choices}
        for choices in (Subscriber.State, Subscriber.Frequency, Issue.Topic)
    )
    columns = ("email", "name", "member__name", "state", "topics", "frequency", "paused_until")
    rows = found.values_list(*columns, "confirmed_at", "left_at")
    for email, name, member, state, wanted, frequency, until, *moments in rows.iterator():
        yield [
            *(email, name, member, states[state]),
            ", ".join(topics[topic] for topic in wanted if topic in topics),
            *(often[frequency], until),
            *(moment and timezone.localdate(moment) for moment in moments),
        ]


@secretariat
@require_safe
def subscriber(request: HttpRequest, uid: str) -> HttpResponse:
    """One subscriber: what they want, what they said yes to, and a way to have them erased."""
    found = get_object_or_404(Subscriber.objects.with_names(), uid=uid)
    topics = [label for topic, label in Issue.Topic.choices if topic in found.topics]
    context = {"subscriber": found, "topics": topics}
    return render(request, "newsletter/readers/manage_one.html", context)


@secretariat
@require_POST
def ask_again(request: HttpRequest, uid: str) -> HttpResponse:
    """Write once more to somebody who has not said yes yet."""
    found = get_object_or_404(Subscriber, uid=uid)
    _ask(request, found.email, page=found.proof.get("from", request.path))
    return redirect("newsletter:subscriber", found.uid)


def _ask(request: HttpRequest, email: str, **given) -> None:
    """Write to an address, and say whether a letter goes."""
    if subscribing.ask(email, **given):
        messages.success(request, _("A letter asks %(email)s to say yes.") % {"email": email})
    else:
        words = _("%(email)s has had several such letters today. Ask again tomorrow.")
        messages.error(request, words % {"email": email})


@secretariat
@require_POST
def erase_subscriber(request: HttpRequest, uid: str) -> HttpResponse:
    """Erase somebody who has asked for it."""
    reader = readers.of_subscriber(get_object_or_404(Subscriber, uid=uid))
    try:
        if reader:
            choosing.erase(reader)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("newsletter:subscriber", uid)
    messages.success(request, _("The subscriber is erased."))
    return redirect("newsletter:subscribers")
