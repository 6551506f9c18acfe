"""Groups of the example network: a board, working groups, a list for Teams that was followed."""

from datetime import date, timedelta

from members import grouping, listing_team
from members.models import (
    Confirmation,
    Group,
    Holding,
    Person,
    Seat,
    TeamList,
    TeamSettings,
    today,
)

DESCRIPTIONS = {
    Group.Kind.BOARD: "Leder nätverket mellan årsmötena.",
    Group.Kind.EXPERT_GROUP: "Tjänstepersoner som ger råd och förbereder det styrelsen ska ta upp.",
    Group.Kind.SECRETARIAT: "Samordnar nätverket och svarar när medlemmarna hör av sig.",
}
# Contact politicians of made-up members who sit in the board too, in the order of its seats.
BOARD = ("9904", "9905")
SURVEY_GROUP = "Arbetsgruppen för enkäten"
PAST_GROUP = "Arbetsgruppen för stadgarna"


def load(*, by: Person) -> None:
    """Load the groups; loading them again changes nothing."""
    for kind, description in DESCRIPTIONS.items():
        Group.objects.filter(kind=kind, description="").update(description=description)
    _fill_board()
    _start(
        SURVEY_GROUP,
        "Förbereder frågorna till organisationsenkäten och läser resultaten innan de visas.",
        chair="expert.enkater@example.org",
    )
    past = _start(PAST_GROUP, "Såg över stadgarna inför årsmötet.")
    if past.closed_on is None:
        grouping.close(past, on=today() - timedelta(days=200), by=by)
    _follow_a_list(by=by)


def _fill_board() -> None:
    board = Group.objects.get(kind=Group.Kind.BOARD)
    starts_on, ends_on = _term()
    seats = board.seats.filter(kind=Seat.Kind.ORDINARY).order_by("number")
    for seat, code in zip(seats, BOARD, strict=False):
        politician = (
            Person.objects.filter(
                holdings__seat__member__code=code, holdings__seat__kind=Seat.Kind.POLITICIAN
            )
            .order_by("pk")
            .first()
        )
        if politician and not seat.holdings.exists():
            _sit(seat, politician, starts_on=starts_on, ends_on=ends_on)


def _term() -> tuple[date, date]:
    """From the annual meeting in April two years on."""
    year = today().year
    return date(year - 1, 4, 25), date(year + 1, 4, 24)


def _start(name: str, description: str, *, chair: str = "") -> Group:
    group = Group.objects.filter(name=name).first() or grouping.start(
        name=name, description=description
    )
    seat = group.seats.get(kind=Seat.Kind.CHAIR)
    person = Person.objects.filter(email=chair).first()
    if person and not seat.holdings.exists():
        _sit(seat, person, starts_on=today() - timedelta(days=300))
    return group


def _sit(seat: Seat, person: Person, **days) -> None:
    holding = Holding.objects.create(seat=seat, person=person, **days)
    Confirmation.objects.create(holding=holding, through=Confirmation.Through.REGISTER)


def _follow_a_list(*, by: Person) -> None:
    """A list for Teams that was followed, before one of the pairs came."""
    if TeamList.objects.exists():
        return
    settings, _is_new = TeamSettings.objects.get_or_create(
        pk=1, defaults={"link": "https://teams.example.org/kontaktpersoner"}
    )
    settings.groups.set(Group.objects.filter(kind=Group.Kind.SECRETARIAT))
    made = listing_team.make_list(by=by)
    made.places.filter(person__holdings__seat__member__code="9905").delete()
    listing_team.mark_done(made)
