"""The state of the network in one reading: members, the newest rounds, paths and examples.

Part of the frame: it may use every app, and only the frame imports it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.models import Action
from members import directory, standing
from members.models import Person
from members.standing import Standing
from sekom import charts, pdf
from sekom import map as country
from sekom.text import say_number, say_percent
from surveys import following, results
from surveys.following import Tally
from surveys.models import SurveyRound
from surveys.results import CountyRate
from toolbox.models import Example, Journey

ROUNDS = 2  # the newest and the one before
PAIR_LABELS: Mapping[str, object] = {
    directory.BOTH: gettext_lazy("Both contacts"),
    directory.NO_POLITICIAN: gettext_lazy("Politician is missing"),
    directory.NO_OFFICER: gettext_lazy("Officer is missing"),
    directory.NONE: gettext_lazy("Both are missing"),
}
LABELS: Mapping[str, object] = {
    "farska": gettext_lazy("Confirmed within six months"),
    "aldre": gettext_lazy("Confirmed over six months ago"),
    "gamla": gettext_lazy("Not confirmed for a year"),
    "inbjudna": gettext_lazy("Invited, not confirmed yet"),
    "tysta": gettext_lazy("Has never confirmed"),
    "studsar": gettext_lazy("The address bounces"),
    standing.MANDATE: gettext_lazy("Mandate ends within three months"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A number with its words, and where the rows behind it are; rate is a percentage."""

    label: str
    count: int
    url: str
    rate: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county, and how its members have answered the newest round; None when it asked nobody."""

    county: standing.County
    rate: CountyRate | None


@dataclass(frozen=True)
class Network:
    """All that the page and the report tell; rounds come with their tally, the newest first."""

    standing: Standing
    rounds: list[tuple[SurveyRound, Tally]]
    rates: dict[str, CountyRate]
    journey_count: int
    under_way_count: int
    example_count: int
    open_action_count: int
    late_action_count: int
    is_for_staff: bool

    @cached_property
    def counties(self) -> list[CountyLine]:
        return [
            CountyLine(county, self.rates.get(county.name)) for county in self.standing.counties
        ]

    @property
    def newest(self) -> Line | None:
        """The answer rate of the newest round."""
        return next(iter(self.answers), None)

    @property
    def gaps(self) -> list[Line]:
        """How many members lack whom, or have a contact that is not to be relied on."""
        members, counts = reverse("members:list"), self.standing.pairs
        lines = [
            Line(str(PAIR_LABELS[state]), counts[state], f"{members}?par={word}")
            for word, state in directory.STATE_OF_WORD.items()
        ]
        doubtful = _("Both contacts, one of them doubtful")
        return [*lines, Line(doubtful, self.standing.doubtful, f"{members}?vy=luckor&visa=osaker")]

    @property
    def contacts(self) -> list[Line]:
        """How many contacts are how fresh, and whose mandates end soon."""
        counts = self.standing.by_freshness | {standing.MANDATE: len(self.standing.ending)}
        return [
            Line(str(LABELS[word]), count, reverse("network_contacts", args=[word]))
            for word, count in counts.items()
        ]

    @cached_property
    def answers(self) -> list[Line]:
        """The answer rate of each round."""
        name = "surveys:manage_round" if self.is_for_staff else "surveys:results"
        return [
            Line(
                round.title,
                tally.counted,
                reverse(name, args=[round.slug]),
                rate=tally.percent,
                of=tally.total,
            )
            for round, tally in self.rounds
        ]

    @property
    def learning(self) -> list[Line]:
        """Paths and examples of the members."""
        paths = reverse("toolbox:manage_paths" if self.is_for_staff else "toolbox:paths")
        ended = self.journey_count - self.under_way_count
        return [
            Line(_("Paths that a member is walking"), self.under_way_count, paths),
            Line(_("Paths that a member has ended"), ended, paths),
            Line(_("Good examples published"), self.example_count, reverse("toolbox:examples")),
        ]

    @property
    def agreed(self) -> list[Line]:
        """What we have agreed to do and have not done yet."""
        actions = reverse("events:actions")
        return [
            Line(_("Actions that are open"), self.open_action_count, actions),
            Line(_("Actions that are late"), self.late_action_count, f"{actions}?lage=sena"),
        ]

    @property
    def pairs_chart(self) -> charts.Figure:
        """How many members have both contacts, and what the others lack."""
        counts = self.standing.pairs
        said = {
            "both": say_number(counts[directory.BOTH]),
            "total": say_number(self.standing.total),
        }
        return charts.Figure(
            charts.ShareBar(
                title=_("Pairs of contacts"),
                base=_("Number of members."),
                finding=_("%(both)s of %(total)s members have both contacts.") % said,
                parts=[
                    charts.SharePart(str(label), counts[state], is_rest=state == directory.NONE)
                    for state, label in PAIR_LABELS.items()
                ],
            )
        )

    @property
    def freshness_chart(self) -> charts.Figure:
        """How lately the contacts have been confirmed."""
        counts = self.standing.by_freshness
        whole = sum(counts.values())
        shares = {word: 100 * count / whole if whole else 0 for word, count in counts.items()}
        said = {"fresh": say_percent(shares["farska"])}
        return charts.Figure(
            charts.BarChart(
                title=_("How fresh the contacts are"),
                base=_("Number of contacts: %(count)s.") % {"count": say_number(whole)},
                finding=_("%(fresh)s of the contacts have been confirmed within six months.")
                % said,
                bars=[
                    charts.Bar(str(LABELS[word]), count, shares[word])
                    for word, count in counts.items()
                ],
            )
        )


def read(person: Person) -> Network:
    """How it stands in the network today, with addresses that this person may follow."""
    rounds = list(SurveyRound.objects.opened()[:ROUNDS])
    tallies = following.tallies(rounds)
    actions = Action.objects.readable_by(person)
    rates = results.rates_by_county(rounds[0]) if rounds else []
    return Network(
        standing=standing.read(person),
        rounds=[(round, tallies[round.pk]) for round in rounds],
        rates={rate.name: rate for rate in rates},
        journey_count=Journey.objects.count(),
        under_way_count=Journey.objects.under_way().count(),
        example_count=Example.objects.published().count(),
        open_action_count=actions.open().count(),
        late_action_count=actions.late().count(),
        is_for_staff=person.is_staff,
    )


def report(person: Person) -> bytes:
    """The same as PDF. Raises PdfUnavailable when the machine lacks what makes it."""
    network = read(person)
    title = _("How it looks at the members")
    context = {
        "network": network,
        "made_on": network.standing.on,
        "land": country.land(),
        "dots": directory.dots(network.standing.rows),
        "key_figures": _key_figures(network),
    }
    return pdf.build("sekom/pdf/network.html", context, title=title, language=get_language())


def _key_figures(network: Network) -> list[tuple[str, str]]:
    stands = network.standing
    figures = [
        (say_number(stands.total), _("members")),
        (say_number(stands.pairs[directory.BOTH]), _("have both contacts")),
    ]
    if network.newest:
        title = network.newest.label
        answered = _("have answered “%(title)s”") % {"title": title}
        figures.append((say_percent(network.newest.rate or 0), answered))
    return figures
