"""Starters: what an event of each sort begins with, so that a workshop is out in two minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import planning
from events.models import Event
from members.models import Group, Person

type Words = str | Promise


@dataclass(frozen=True)
class Row:
    """A row of the programme: minutes after the start, and what happens."""

    minutes: int
    title: Words
    text: Words = ""


@dataclass(frozen=True)
class Starter:
    """What an event begins with; `closes` is how long before the start sign-up closes."""

    key: str
    name: Words
    about: Words
    title: Words
    length: timedelta
    values: dict[str, Any]
    closes: timedelta | None = None
    programme: tuple[Row, ...] = ()
    group_kind: str = ""


WORKSHOP_ROWS = (
    Row(0, _("Welcome"), _("Why we are here, and what you take home.")),
    Row(10, _("The tool, with an example")),
    Row(30, _("Work two and two with matters of your own")),
    Row(70, _("What was hard?"), _("We go through two examples together.")),
    Row(85, _("Next step at home")),
)
WORKSHOP_AUDIENCE = _("Politicians and officers in the network’s municipalities and regions")
DAY = 24 * 60
STARTERS = {
    starter.key: starter
    for starter in (
        Starter(
            key="workshop-pa-natet",
            name=_("Workshop online"),
            about=_("90 minutes, 40 places, sign-up until two days before."),
            title=_("Workshop: the toolbox in practice"),
            length=timedelta(minutes=90),
            closes=timedelta(days=2),
            values={
                "kind": Event.Kind.WORKSHOP,
                "form": Event.Form.ONLINE,
                "places": 40,
                "is_open_to_all": True,
                "asks_access_needs": True,
                "summary": _("You try a tool on a matter of your own, together with others."),
                "audience": WORKSHOP_AUDIENCE,
                "bring": _("A matter of your own that has not been decided yet."),
            },
            programme=WORKSHOP_ROWS,
        ),
        Starter(
            key="workshop-pa-plats",
            name=_("Workshop on site"),
            about=_("Half a day, 30 places, with questions about food and accessibility."),
            title=_("Workshop: the toolbox in practice"),
            length=timedelta(hours=3),
            closes=timedelta(days=7),
            values={
                "kind": Event.Kind.WORKSHOP,
                "form": Event.Form.ON_SITE,
                "places": 30,
                "is_open_to_all": True,
                "asks_diet": True,
                "asks_access_needs": True,
                "summary": _("You try a tool on a matter of your own, together with others."),
                "audience": WORKSHOP_AUDIENCE,
                "bring": _("A matter of your own that has not been decided yet."),
            },
            programme=(
                Row(0, _("Coffee and welcome")),
                Row(30, _("The tool, with an example")),
                Row(60, _("Work in groups with matters of your own")),
                Row(150, _("What did we learn?"), _("Each group says one thing.")),
                Row(170, _("Next step at home")),
            ),
        ),
        Starter(
            key="vintermote",
            name=_("Winter meeting"),
            about=_("Two days on site, with food, for all members."),
            title=_("Winter meeting"),
            length=timedelta(days=1, hours=5),
            closes=timedelta(days=14),
            values={
                "kind": Event.Kind.WINTER,
                "form": Event.Form.ON_SITE,
                "asks_diet": True,
                "asks_access_needs": True,
                "summary": _("We meet for two days: news, a workshop, and the plan for the year."),
                "audience": _("Each member’s politician and officer"),
            },
            programme=(
                Row(0, _("Welcome")),
                Row(60, _("What has happened since last time?")),
                Row(180, _("Workshop")),
                Row(DAY, _("The network’s plan for the year")),
                Row(DAY + 150, _("What we have agreed on")),
            ),
        ),
        Starter(
            key="sommarmote",
            name=_("Summer meeting"),
            about=_("Two days on site for the board and the expert group."),
            title=_("Summer meeting"),
            length=timedelta(days=1, hours=5),
            closes=timedelta(days=14),
            values={
                "kind": Event.Kind.SUMMER,
                "form": Event.Form.ON_SITE,
                "asks_diet": True,
                "asks_access_needs": True,
                "summary": _("Two days about where the network is heading."),
                "audience": _("The board, the expert group and the secretariat"),
            },
            programme=(
                Row(0, _("Welcome")),
                Row(60, _("The members right now")),
                Row(DAY, _("Prioritised actions")),
                Row(DAY + 180, _("What we have agreed on")),
            ),
        ),
        Starter(
            key="arsmote",
            name=_("Annual meeting"),
            about=_("A day, on site and online, for all members."),
            title=_("Annual meeting"),
            length=timedelta(hours=6),
            closes=timedelta(days=7),
            values={
                "kind": Event.Kind.ANNUAL,
                "form": Event.Form.BOTH,
                "asks_diet": True,
                "asks_access_needs": True,
                "summary": _("The members decide on board, fee and direction."),
                "audience": _("Each member’s politician and officer"),
            },
            programme=(
                Row(0, _("Welcome")),
                Row(30, _("The annual meeting’s business")),
                Row(180, _("Lunch")),
                Row(240, _("Inspiration from the members")),
            ),
        ),
        Starter(
            key="styrelsemote",
            name=_("Board meeting"),
            about=_("Two hours online for the board alone, without sign-up."),
            title=_("Board meeting"),
            length=timedelta(hours=2),
            values={
                "kind": Event.Kind.MEETING,
                "form": Event.Form.ONLINE,
                "has_signup": False,
            },
            group_kind=Group.Kind.BOARD,
        ),
    )
}


def begin(starter: Starter, *, title: str, starts_at: datetime, by: Person) -> Event:
    """A draft with everything that the starter brings, written in the language of the page."""
    values = {
        name: str(value) if isinstance(value, Promise) else value
        for name, value in starter.values.items()
    }
    if starter.closes:
        values["signup_closes_at"] = planning.later(starts_at, -starter.closes)
    if starter.group_kind:
        values["group"] = Group.objects.open().filter(kind=starter.group_kind).first()
    parts = planning.Parts(
        programme=[
            {"minutes": row.minutes, "title": str(row.title), "text": str(row.text)}
            for row in starter.programme
        ]
    )
    return planning.begin(
        title=title or str(starter.title),
        starts_at=starts_at,
        length=starter.length,
        by=by,
        parts=parts,
        **values,
    )
