"""Pages that belong to no single app: the start, one's own page, the desk, and what must be said.

Part of the frame: it may use every app, and nothing imports it.
"""

from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from events import coming, listing
from events.models import Action, CalendarFeed
from members import teams
from members.models import Holding, Member, Person, Seat
from newsletter import retelling
from newsletter.models import Article, Issue, Page
from sekom import desk as desk_kit
from sekom import happening, personal_data, related
from sekom import map as country
from sekom.desk import When
from sekom.forms import OwnDetailsForm
from sekom.outbox.models import Mailing
from sekom.outbox.views import status_of
from sekom.text import say_list
from surveys import answering, following, presence, signing
from surveys.interviews import standing
from surveys.models import Response, SurveyRound
from surveys.questionnaires import Judgement
from toolbox import guiding
from toolbox.models import FrameworkItem

LATEST = 3
FEW = 5
OTHER_ROLE = {Seat.Kind.POLITICIAN: Seat.Kind.OFFICER, Seat.Kind.OFFICER: Seat.Kind.POLITICIAN}


@login_not_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What the network is, who is in it and what happens now, for everybody."""
    members = list(Member.objects.active().only("code", "kind", "name"))
    regions = sum(member.is_region for member in members)
    principles = list(FrameworkItem.objects.principles())
    pages = {page.part: page for page in Page.objects.with_parts()}
    context = {
        "member_count": len(members),
        "municipality_count": len(members) - regions,
        "region_count": regions,
        "dots": [dot for member in members if (dot := country.dot(member.code))],
        "page": pages.get(Page.Part.START),
        "application": pages.get(Page.Part.APPLICATION),
        "happening": happening.now(),
        "news": Article.objects.newest()[:LATEST],
        "topics": Issue.Topic.values,
        "ecological": [item for item in principles if item.group == "ekologisk"],
        "social_names": say_list(
            [item.title.lower() for item in principles if item.group == "social"]
        ),
    }
    return render(request, "sekom/start.html", context)


@require_http_methods(["GET", "POST"])
def my_page(request: HttpRequest) -> HttpResponse:
    """What waits for this person, who their counterpart is, and what we know of them."""
    person = request.user
    form = OwnDetailsForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your details are saved."))
        return redirect("my_page")
    holdings = list(Holding.objects.current().filter(person=person).with_names())
    waiting = [task for task in desk_kit.tasks_for(person) if task.when != When.WAITING]
    seated = [holding for holding in holdings if holding.seat.role]
    surveys = _surveys_of(person, seated)
    at_the_top = {survey["url"] for survey in surveys}
    members = [holding.seat.member_id for holding in seated]
    context = {
        "calendar_feed": CalendarFeed.objects.of(person).first(),
        "form": form,
        "holdings": holdings,
        "coming": None if holdings else Holding.objects.coming().filter(person=person).first(),
        "pairs": _pairs_of(seated),
        "latest": related.latest_about(members, person)[:LATEST] if members else [],
        "own_actions": {"actions": Action.objects.open().resting_with(person).in_order()[:FEW]},
        "studies": standing.own_studies(person),
        "surveys": surveys,
        "team": teams.way_for(person),
        "to_do": [task for task in waiting if task.url not in at_the_top],
        "waiting": waiting,
        "walks": guiding.walks_of(person),
        "signups": coming.signups_of(person),
        "next_event": listing.next_for(person),
        "newest_issue": retelling.card_for(person),
    }
    return render(request, "sekom/my_page.html", context, status=422 if form.errors else 200)


def _surveys_of(person: Person, seated: list[Holding]) -> list[dict]:
    """The surveys that this person may answer, and how far each has come."""
    others = {holding.seat.member_id: OTHER_ROLE[holding.seat.role] for holding in seated}
    responses = Response.objects.answerable_by(person).with_state().with_answers_and_signatures()
    found = []
    for response in responses.select_related("round", "member").order_by("round__closes_at"):
        judgement = response.round.questionnaire().judge(response.values())
        found.append(
            {
                "response": response,
                "count": judgement.count,
                "visitor": presence.visitor(response, role=others[response.member_id]),
                "url": _survey_address(response, judgement),
                "has_approved": response.is_approved_by(person),
            }
        )
    return found


def _survey_address(response: Response, judgement: Judgement) -> str:
    """Where one goes on with a response: to its approval once one of the two has approved."""
    if response.state == Response.State.WAITING:
        return signing.approve_address(response)
    return answering.address_to_go_on(response, judgement)


def _pairs_of(seated: list[Holding]) -> list[dict]:
    """The pairs that a person sits in: [{member, seats: [{role, holding, is_own}]}]."""
    members = [holding.seat.member_id for holding in seated]
    held: dict[int, dict[str, Holding]] = defaultdict(dict)
    for found in Holding.objects.current().of_pairs().filter(seat__member__in=members).with_names():
        held[found.seat.member_id][found.seat.role] = found
    return [_pair_of(holding, held[holding.seat.member_id]) for holding in seated]


def _pair_of(holding: Holding, by_role: dict[str, Holding]) -> dict:
    """A member's two seats with who holds them now: {member, seats: [{role, holding, is_own}]}."""
    seats = [
        {
            "role": role,
            "holding": by_role.get(role),
            "is_own": role in by_role and by_role[role].person_id == holding.person_id,
        }
        for role in ("politician", "officer")
    ]
    states = {role: _seat_state(by_role.get(role)) for role in ("politician", "officer")}
    return {"member": holding.seat.member, "seats": seats, **states}


def _seat_state(holding: Holding | None) -> str:
    if holding is None:
        return "vacant"
    return "appointed" if holding.is_confirmed else "invited"


@staff_member_required(login_url="account_login")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What the secretariat has to do today, this week, and what it waits for."""
    tasks = desk_kit.tasks_for(request.user)
    now = timezone.localtime()
    groups = [
        (_("Today"), [task for task in tasks if task.when == When.TODAY]),
        (_("This week"), [task for task in tasks if task.when == When.THIS_WEEK]),
        (_("Waiting for others"), [task for task in tasks if task.when == When.WAITING]),
    ]
    mailings = Mailing.objects.several().under_way()[:3]
    rounds = list(SurveyRound.objects.taking_answers()[:2])
    tallies = following.tallies(rounds)
    context = {
        "greeting": _greeting(now.hour),
        "count": len(groups[0][1]),
        "now": now,
        "week": now.isocalendar().week,
        "groups": [(heading, found, heading == groups[2][0]) for heading, found in groups if found],
        "mailings": [status_of(mailing) for mailing in mailings],
        "rates": [(round, tallies[round.pk]) for round in rounds],
        "gaps": _gaps(),
    }
    return render(request, "sekom/desk.html", context)


def _greeting(hour: int) -> str:
    if hour < 10:
        return _("Good morning!")
    return _("Good evening!") if hour >= 18 else _("Hello!")


def _gaps() -> dict[str, int]:
    """How many members lack whom: {"politician": n, "officer": n, "both": n}."""
    members = Member.objects.active().with_pair().lacking_a_contact()
    held = list(members.values_list("has_politician", "has_officer"))
    return {
        "politician": held.count((False, True)),
        "officer": held.count((True, False)),
        "both": held.count((False, False)),
    }


# --- Settings of one's own ------------------------------------------------------------------


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device, for whoever is logged in."""
    chosen = request.POST.get("theme", "")
    if request.user.is_authenticated and chosen in Person.Theme.values:
        request.user.theme = chosen
        request.user.save(update_fields=["theme"])
    return redirect(_back(request))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Swedish or English, kept in a cookie."""
    chosen = request.POST.get("language", "")
    response = redirect(_back(request))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        with override(chosen):
            messages.success(request, _("The portal now speaks your language."))
    return response


def _back(request: HttpRequest) -> str:
    """The page that was left, if it is ours."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if is_ours else "/"


@login_not_required
def no_passwords(request: HttpRequest, rest: str) -> HttpResponse:
    """The pages about passwords that the account library brings are not there."""
    raise Http404


# --- What must be said ----------------------------------------------------------------------


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about people, why, and for how long."""
    context = {
        "address": settings.ORGANISATION_ADDRESS,
        "purposes": list(personal_data.purposes()),
    }
    return render(request, "sekom/privacy.html", context)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: whatever takes a log-in, and the whole of an example."""
    closed = ["/"] if settings.DEMO else ["/admin/", "/kansli/", "/konto/", "/min-sida/", "/sok/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, where browsers look for it beside what is no page of ours, as a PDF."""
    return redirect(static("img/favicon.svg"))
