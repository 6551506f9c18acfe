"""The gaps in the pairs: open to all, with names for the network and reminders for the office."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members import gaps, mandates, reminding
from members.gaps import Gap
from members.models import Member, Reminder, Round
from members.round_forms import GapReminderForm

secretariat = staff_member_required(login_url="account_login")

ROWS = 10
WORDS = {
    gaps.NO_POLITICIAN: "politiker",
    gaps.NO_OFFICER: "tjansteperson",
    gaps.NONE: "ingen",
    gaps.DOUBTFUL: "osaker",
}


@dataclass(frozen=True)
class Group:
    """The gaps of one state, as many of them as are shown."""

    state: str
    gaps: list[Gap]
    is_whole: bool
    is_ticked: bool

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def shown(self) -> list[Gap]:
        return self.gaps if self.is_whole else self.gaps[:ROWS]


def show(request: HttpRequest, context: dict) -> HttpResponse:
    """The page of the gaps, below the head of the directory that the context holds."""
    is_staff = request.user.is_authenticated and request.user.is_staff
    found = gaps.read(with_reminders=is_staff)
    if not context["may_see_contacts"]:  # that an address bounces is told to the network alone
        found = [gap for gap in found if gap.state != gaps.DOUBTFUL]
    ticked = request.GET.get("markera", "") if is_staff else ""
    context["groups"] = [
        Group(
            state,
            of_state,
            is_whole=len(of_state) <= ROWS or WORDS[state] in (request.GET.get("visa"), ticked),
            is_ticked=WORDS[state] == ticked,
        )
        for state, of_state in gaps.by_state(found)
    ]
    context["is_staff"] = is_staff
    if is_staff:
        context["ending_count"], context["ending_on"] = mandates.ending_soon()
        context["mandate_round"] = Round.objects.open().of_kind(Round.Kind.MANDATE_CHANGE).first()
    return render(request, "members/gaps.html", context)


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Show whom a reminder of the ticked gaps goes to and what it says, then send it."""
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [int(pk) for pk in sent.getlist("medlem") if pk.isascii() and pk.isdigit()]
    audience = reminding.audience(ticked)
    form = GapReminderForm(
        request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()}
    )
    if form.is_valid():
        try:
            mailing = reminding.remind(ticked, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("The reminder leaves in a minute. Until then you can undo.")
            )
            return redirect(mailing)
    context = {"form": form, "audience": audience}
    status = 422 if form.errors else 200
    return render(request, "members/remind.html", context, status=status)


@secretariat
@require_POST
def note_call(request: HttpRequest) -> HttpResponse:
    """Note that somebody was asked by phone today."""
    pk = request.POST.get("medlem", "")
    member = get_object_or_404(Member, pk=pk if pk.isascii() and pk.isdigit() else None)
    reminder = reminding.note_call(member, by=request.user)
    words = _("Noted: you called %(member)s today.") % {"member": member}
    undo = reverse("members:forget_call", args=[reminder.pk])
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(reverse("members:list") + "?vy=luckor")


@secretariat
@require_POST
def forget_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the note of a call."""
    reminding.forget_call(get_object_or_404(Reminder, pk=pk), by=request.user)
    messages.success(request, _("The note of the call is gone."))
    return redirect(reverse("members:list") + "?vy=luckor")
