"""The frame around every page: which menu, whose seat, which theme.

Part of the frame, not of the kit: it may know every app, and nothing imports it.
"""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from members.models import Holding, Member
from newsletter.models import Page

# Where the addresses of an area begin: everybody's, and the secretariat's.
MEMBERS = ("/medlemmar/", "/kansli/medlemmar/", "/natverket/")
GROUPS = ("/grupper/", "/kansli/grupper/", "/kansli/teams/")
EVENTS = ("/evenemang/", "/kansli/evenemang/", "/anmalan/", "/mina-anmalningar/")
MEETINGS = ("/moten/", "/atgarder/")
SURVEYS = ("/enkater/", "/kansli/enkater/")
OWN = ("/intervjuer/",)
NEWS = ("/nyheter/", "/nyhetsbrev/")
NEWSLETTER = ("/kansli/nyhetsbrev/", "/kansli/prenumeranter/")
TOOLBOX = ("/verktygslada/", "/arbetsgangar/", "/kansli/verktygslada/", "/kansli/arbetsgangar/")


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    label: str
    url: str
    icon: str = ""
    is_current: bool = False
    count: int = 0
    is_warning: bool = False


@dataclass
class Frame:
    """What base.html draws around a page."""

    shell: str = "public"
    entries: list[Entry] = field(default_factory=list)
    phone_entries: list[Entry] = field(default_factory=list)
    footer: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    seat_label: str = ""
    member_name: str = ""
    role: str = ""
    theme: str = "auto"
    address: str = ""
    is_demo: bool = False


def frame(request: HttpRequest) -> dict:
    """Context processor: `frame`, worked out when a page first asks for it."""
    return {"frame": SimpleLazyObject(lambda: _frame_of(request))}


def _frame_of(request: HttpRequest) -> Frame:
    person = getattr(request, "user", None)
    made = Frame(is_demo=settings.DEMO, address=settings.SITE_URL + request.path)
    pages = [] if person and person.is_staff else list(Page.objects.in_menus())
    made.footer = _footer(pages)
    if person is None or not person.is_authenticated:
        made.entries = [
            _entry(request, _("Members"), reverse("members:list"), "", "/medlemmar/"),
            _entry(request, _("Toolbox"), reverse("toolbox:list"), "", *TOOLBOX),
            _entry(request, _("Workshops"), reverse("events:list"), "", *EVENTS),
            _entry(request, _("News"), reverse("newsletter:news"), "", *NEWS),
            *(
                _entry(request, page.title, page.get_absolute_url())
                for page in pages
                if page.place == Page.Place.MENU
            ),
        ]
        return made
    made.theme = person.theme
    if person.is_staff:
        made.shell = "secretariat"
        made.seat_label = _("The secretariat")
        made.member_name = person.name
        made.entries = [
            _entry(request, _("To do"), reverse("desk"), "list-todo"),
            replace(
                _entry(request, _("Members"), reverse("members:list"), "map-pin", *MEMBERS),
                count=Member.objects.active().with_pair().lacking_a_contact().count(),
                is_warning=True,
            ),
            _entry(request, _("Surveys"), reverse("surveys:manage"), "clipboard-list", *SURVEYS),
            _entry(
                request,
                _("Meetings and actions"),
                reverse("events:meetings"),
                "notebook-pen",
                *MEETINGS,
            ),
            _entry(
                request,
                _("Newsletter"),
                reverse("newsletter:issues"),
                "mail-open",
                *NEWSLETTER,
            ),
            _entry(
                request, _("News"), reverse("newsletter:articles"), "newspaper", "/kansli/nyheter/"
            ),
            _entry(request, _("Mailings"), reverse("outbox:list"), "mail", "/kansli/utskick/"),
            _entry(request, _("Events"), reverse("events:manage_events"), "calendar-days", *EVENTS),
            _entry(request, _("Toolbox"), reverse("toolbox:manage_tools"), "wrench", *TOOLBOX),
            _entry(
                request,
                _("The website"),
                reverse("newsletter:pages"),
                "file-text",
                "/kansli/webbplats/",
            ),
            _entry(request, _("Groups"), reverse("members:groups"), "users", *GROUPS),
        ]
        made.phone_entries = [
            *(made.entries[place] for place in (0, 1, 2, 4)),
            _entry(request, _("My page"), reverse("my_page"), "user"),
        ]
        return made
    made.shell = "member"
    holding = Holding.objects.current().filter(person=person).with_names().first()
    if holding:
        made.role = holding.seat.role
        made.seat_label = holding.seat.get_kind_display().capitalize()
        made.member_name = str(holding.seat.member or holding.seat.group)
    made.entries = [
        _entry(request, _("Overview"), reverse("my_page"), "", *OWN),
        _entry(request, _("Members"), reverse("members:list"), "", *MEMBERS),
        _entry(request, _("Survey"), reverse("surveys:list"), "", *SURVEYS),
        _entry(request, _("Toolbox"), reverse("toolbox:list"), "", *TOOLBOX),
        _entry(request, _("Workshops"), reverse("events:list"), "", *EVENTS),
        _entry(request, _("Meetings"), reverse("events:meetings"), "", *MEETINGS),
        _entry(request, _("News"), reverse("newsletter:news"), "", *NEWS),
    ]
    return made


def _entry(request: HttpRequest, label: str, url: str, icon: str = "", *within: str) -> Entry:
    """A line of a menu; it is the current one on its own page and on those that begin `within`."""
    is_current = request.path == url or request.path.startswith(within)
    return Entry(label, url, icon, is_current)


def _footer(pages: list[Page]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The columns of the foot: what is always there, and the pages placed in each."""
    return [
        (
            _("The network"),
            [
                (_("Members"), reverse("members:list")),
                (_("Groups"), reverse("members:group_list")),
                (_("The sustainability principles"), reverse("start") + "#principer"),
                *_placed(pages, Page.Place.NETWORK),
            ],
        ),
        (
            _("Work with us"),
            [
                (_("Toolbox"), reverse("toolbox:list")),
                (_("Paths"), reverse("toolbox:paths")),
                (_("Good examples"), reverse("toolbox:examples")),
                (_("Workshops"), reverse("events:list")),
                (_("The newsletter"), reverse("newsletter:archive")),
                *_placed(pages, Page.Place.WORK),
            ],
        ),
        (
            _("About the website"),
            [
                *_placed(pages, Page.Place.WEBSITE),
                (_("Personal data"), reverse("privacy")),
            ],
        ),
    ]


def _placed(pages: list[Page], place: str) -> list[tuple[str, str]]:
    return [(page.title, page.get_absolute_url()) for page in pages if page.place == place]
