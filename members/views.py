"""The directory and the members' pages: open to all; who sits there is told to the network."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import (
    colleagues,
    directory,
    gap_views,
    handing_over,
    pairs,
    reading,
    seating,
    verifying,
    visibility,
)
from members.forms import DirectoryForm
from members.models import Confirmation, Group, Handover, Holding, Member, Reading, today
from sekom import map as country
from sekom import related

PAGE = 50
LATEST = 5


@dataclass(frozen=True)
class View:
    """One way to see the directory."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int = 0


@login_not_required
@require_safe
def list_members(request: HttpRequest) -> HttpResponse:
    """The network as a list, a map, or the gaps in it."""
    rows = directory.read(request.user)
    counts = directory.counts(rows)
    context = {
        "counts": counts,
        "total": sum(counts.values()),
        "segments": _segments(counts),
        "may_see_contacts": _may_see_contacts(request),
        "gap_count": sum(counts.values()) - counts[directory.BOTH],
        "oversees": Group.objects.overseeing().sat_in_by(request.user).exists(),
    }
    shown = request.GET.get("vy", "")
    context["views"] = _views(shown, context["gap_count"])
    if shown == "luckor":
        return gap_views.show(request, context)
    context["dots"] = directory.dots(rows)
    if shown == "karta":
        return _map(request, rows, context)
    return _list(request, rows, context)


def _list(request: HttpRequest, rows: list[directory.Row], context: dict) -> HttpResponse:
    form = DirectoryForm(request.GET, counties=directory.counties(rows))
    found = directory.choose(rows, person=request.user, **form.chosen)
    order = form.order
    found = directory.sort(found, order)
    page = Paginator(found, _length(request, len(found))).page(1)
    asked = form.chosen | ({"ordning": order} if order != "namn" else {})
    longer = asked | {"antal": page.paginator.per_page + PAGE}
    columns = related.member_columns([row.pk for row in page], request.user)
    context |= {
        "form": form,
        "page": page,
        "columns": columns,
        "lines": [
            (row, [(column.heading, column.cells.get(row.pk)) for column in columns])
            for row in page
        ],
        "order": order,
        "headings": {name: _order_link(form.chosen, name, order) for name in ("namn", "bekraftad")},
        "more_url": f"?{urlencode(longer)}" if page.has_next() else "",
        "is_filtered": bool(form.chosen),
        "exports": _exports(
            asked, ("sheet", "cards") if context["may_see_contacts"] else ("sheet",)
        ),
    }
    return _page_or_part(request, "members/list.html", "members/_rows.html", context)


def _length(request: HttpRequest, found: int) -> int:
    """How many rows are shown: whole pages of fifty, as many as the address asks for."""
    asked = request.GET.get("antal", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else PAGE
    pages = max(1, -(-min(wanted, max(found, PAGE)) // PAGE))
    return pages * PAGE


def _order_link(chosen: dict[str, str], name: str, order: str) -> str:
    """Where a heading leads: sorted by it, and the other way round when it is so already."""
    turned = f"-{name}" if order == name else name
    return "?" + urlencode(chosen | ({"ordning": turned} if turned != "namn" else {}))


def _exports(asked: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Where what is shown is fetched as a file: {"sheet": address, "cards": address}."""
    query = f"?{urlencode(asked)}" if asked else ""
    return {name: reverse(f"members:{name}") + query for name in names}


def _map(request: HttpRequest, rows: list[directory.Row], context: dict) -> HttpResponse:
    """The whole country, or one county of it with its members by name."""
    members = [row for row in rows if row.is_member]
    context["counties"] = directory.by_county(members)
    names = dict(directory.counties(members))
    county = request.GET.get("lan", "")
    if county in names:
        here = [row for row in members if row.county == county]
        context |= {
            "county_name": names[county],
            "here": here,
            "dots": directory.dots(here),
            "view_box": country.county_view_box(county),
            "outlines": country.outlines(county),
        }
    return render(request, "members/map.html", context)


def _views(shown: str, gap_count: int) -> list[View]:
    address = reverse("members:list")
    return [
        View(_("List"), address, "list", shown not in ("karta", "luckor")),
        View(_("Map"), f"{address}?vy=karta", "map", shown == "karta"),
        View(_("Gaps"), f"{address}?vy=luckor", "pair", shown == "luckor", gap_count),
    ]


def _segments(counts: dict[str, int]) -> list[tuple[int, str, str]]:
    words = {
        directory.BOTH: ("ok", _("have both contacts")),
        directory.NO_POLITICIAN: ("warn", _("lack a politician")),
        directory.NO_OFFICER: ("d2", _("lack an officer")),
        directory.NONE: ("c0", _("lack both")),
    }
    return [(counts[state], *words[state]) for state in directory.STATES]


def _page_or_part(request: HttpRequest, page: str, part: str, context: dict) -> HttpResponse:
    """The whole page, or the part of it that htmx asked for."""
    is_part = request.htmx and not request.htmx.history_restore_request
    response = render(request, part if is_part else page, context | {"is_part": is_part})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _may_see_contacts(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.may_see_contacts()


@login_not_required
@require_safe
def show_member(request: HttpRequest, slug: str) -> HttpResponse:
    """A member's page: the pair first, then what we know and what has been."""
    person = request.user
    member = get_object_or_404(Member.objects.visible_to(person), slug=slug)
    holdings = list(Holding.objects.of_member(member).with_names())
    is_own = Member.objects.represented_by(person).contains(member)
    is_staff = person.is_authenticated and person.is_staff
    shows = visibility.shown_to(person, is_own=is_own)
    if is_staff and holdings and request.method == "GET":
        what = _("The page of a member: %(member)s") % {"member": member}
        reading.record(person, what, count=len(holdings), kind=Reading.Kind.READ)
    context = {
        "member": member,
        "pair": pairs.pair_of(member, holdings),
        "others": pairs.other_places(member, holdings),
        "coming": [held for held in holdings if held.starts_on > today()] if is_staff else [],
        "past": holdings if "past" in shows else [],
        "handovers": _handovers(member, person),
        "documents": member.documents.visible_to(person),
        "latest": related.latest_about([member.pk], person)[:LATEST],
        "cards": related.cards_about(member, person),
        "comparable": colleagues.comparable_to(member),
        "shows": shows,
        "may_confirm": is_own or is_staff,
        "is_own": is_own,
        "is_staff": is_staff,
    }
    return render(request, "members/show_member.html", context)


def _handovers(member: Member, person) -> list[tuple[Handover, str]]:
    """What this person may still undo at a member, each with its page."""
    found = Handover.objects.undoable_by(person).of_member(member).with_names()
    return [(handover, handing_over.address(handover)) for handover in found]


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a holding is still right."""
    holding = get_object_or_404(Holding.objects.confirmable_by(request.user), pk=pk)
    through = Confirmation.Through
    door = through.SECRETARIAT if request.user.is_staff else through.LOGIN
    seating.confirm(holding, by=request.user, through=door)
    verifying.note_confirmed(holding)
    messages.success(request, _("Thank you, that is noted."))
    return redirect(holding.seat.member or "my_page")
