"""Trying the portal as different people: one click, no code. Only where DEMO says so."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from members import logging_in
from members.models import Group, Holding, Member, Person, Seat, today
from surveys.models import Response

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def demo_only() -> None:
    """404 wherever the portal is not a demo."""
    if not settings.DEMO:
        raise Http404


@login_not_required
@require_GET
def people(request: HttpRequest):
    """Who there is to be."""
    demo_only()
    return render(request, "demo/people.html", {"sections": _sections()})


@login_not_required
@require_POST
def be(request: HttpRequest, pk: int):
    """Log in as one of the example people."""
    demo_only()
    person = get_object_or_404(Person, pk=pk, email__endswith="@example.org")
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="code", email=person.email)
    logging_in.confirm_by_login(person)
    return redirect("desk" if person.is_staff else "my_page")


@login_not_required
@require_GET
def gallery(request: HttpRequest):
    """All components of the look on one page."""
    demo_only()
    return render(request, "components/gallery.html")


def _sections() -> list[tuple[str, list[dict]]]:
    """[(heading, [{person, seat, place, role}])], in the order they are shown."""
    now = Holding.objects.current().with_names()
    groups = [
        (_("The secretariat"), now.filter(seat__group__kind=Group.Kind.SECRETARIAT)),
        (_("The expert group"), now.filter(seat__group__kind=Group.Kind.EXPERT_GROUP)),
    ]
    for member in _members():
        pair = now.of_pairs().filter(seat__member=member).order_by("-seat__kind")
        groups.append((member.name, pair))
    former = Holding.objects.with_names().filter(ends_on__lt=today(), seat__kind__in=Seat.PAIR)
    groups.append((_("A former contact"), former[:1]))
    return [(heading, [_choice(holding) for holding in rows]) for heading, rows in groups]


def _members() -> list[Member]:
    """A pair in the midst of the survey, one that lacks a signature, one on a path, one vacancy."""
    made_up = Member.objects.active().filter(is_fictional=True).with_pair()
    pairs = made_up.filter(has_politician=True, has_officer=True)
    state_of = Response.objects.with_state()
    chosen = [
        pairs.filter(responses__in=state_of.filter(state=state))[:1]
        for state in (Response.State.STARTED, Response.State.WAITING)
    ]
    chosen += [pairs.filter(journeys__ended_at=None, journeys__isnull=False)[:1]]
    # What one of a pair does moves it to another state: the other must still be there to be.
    tried = Holding.objects.current().of_pairs().filter(person__last_login__isnull=False)
    chosen += [made_up.filter(pk__in=tried.values("seat__member"))]
    found = [member for some in [*chosen, made_up.lacking_a_contact()[:1]] for member in some]
    return list(dict.fromkeys(found))


def _choice(holding: Holding) -> dict:
    return {
        "person": holding.person,
        "seat": holding.seat.get_kind_display(),
        "place": holding.seat.member or holding.seat.group,
        "role": holding.seat.role,
    }
