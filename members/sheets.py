"""The sheet of the register: its columns, and members written to it as a workbook.

Its headings and words are Swedish whatever is on screen: what is handed out is also taken in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, QuerySet

from members.models import Holding, Member, Seat, today
from sekom.excel import CellValue, workbook

TITLE = "Medlemmar"


@dataclass(frozen=True)
class Column:
    """A column; `names` are other headings that mean the same."""

    key: str
    heading: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A seat that the sheet has columns for; `names` are what people call it."""

    kind: str
    heading: str
    names: tuple[str, ...]


KINDS = {"kommun": Member.Kind.MUNICIPALITY, "region": Member.Kind.REGION}
STATUSES = {
    "medlem": Member.Status.MEMBER,
    "ansökan": Member.Status.APPLIED,
    "utträtt": Member.Status.LEFT,
}
VACANT = "vakant"

ROLES = (
    Role(
        Seat.Kind.POLITICIAN,
        "Politiker",
        ("kontaktpolitiker", "förtroendevald", "politiker", "politisk kontakt", "politician"),
    ),
    Role(
        Seat.Kind.OFFICER,
        "Tjänsteperson",
        (
            "kontakttjänsteperson", "kontakttjansteperson", "tjänsteperson", "tjänsteman",
            "kontakttjänsteman", "handläggare", "officer",
        ),
    ),
    Role(
        Seat.Kind.KEY_FIGURE_REPORTER,
        "Nyckeltalsrapportör",
        ("nyckeltalsrapportör", "nyckeltalsrapportor", "rapportör", "nyckeltalsansvarig"),
    ),
)  # fmt: skip

MEMBER_COLUMNS = (
    Column("kind", "Typ", ("kind", "slag", "medlemstyp")),
    Column(
        "code",
        "Kod",
        ("code", "kommunkod", "länskod", "regionkod", "scb-kod", "kommunnummer", "kommunnr"),
    ),
    Column(
        "name",
        "Medlem",
        (
            "name", "kommun", "region", "kommun/region", "medlemskommun", "organisation",
            "kommunnamn", "medlemsnamn", "kommunens namn",
        ),
    ),
    Column("county", "Län", ("county",)),
    Column(
        "inhabitants", "Invånare", ("inhabitants", "antal invånare", "folkmängd", "befolkning")
    ),
    Column("website", "Webbplats", ("website", "webb", "hemsida", "webbadress", "url")),
    Column("status", "Status", ("status", "medlemsstatus")),
    Column(
        "joined_on",
        "Medlem sedan",
        ("member_since", "medlem från", "inträde", "inträdesdatum", "inträdesår", "anslöt"),
    ),
    Column("left_on", "Lämnade", ("member_until", "medlem till", "utträde", "utträdesdatum")),
)  # fmt: skip

CONTACT_COLUMNS = (
    Column("name", "Namn", ("namn", "display_name", "kontaktperson", "för- och efternamn")),
    Column(
        "email",
        "E-post",
        ("email", "e-post", "epost", "e-postadress", "mejl", "mejladress", "mail", "mailadress"),
    ),
    Column("title", "Titel", ("title", "titel", "befattning", "yrkestitel")),
    Column(
        "phone",
        "Telefon",
        ("phone", "telefon", "telefonnummer", "tel", "mobil", "mobilnummer", "mobiltelefon"),
    ),
    Column("starts_on", "Från", ("från", "fr.o.m.", "from", "sedan", "startdatum", "tillträde")),
    Column("ends_on", "Till", ("till", "t.o.m.", "tom", "until", "slutdatum", "mandat till")),
)
CONTACT_FACTS = tuple(column.key for column in CONTACT_COLUMNS)

# In a sheet with a row for each contact, and for members that are made up.
ROLE = Column("role", "Roll", ("role", "roll", "uppdrag", "kontakttyp", "typ av kontakt"))
SEAT_STATUS = Column("seat_status", "Platsens status", ("vakans",))
MADE_UP_COLUMNS = (
    Column("fictional", "Påhittad", ("fictional",)),
    Column("short_name", "Kortnamn", ("short_name",)),
)


def contact_key(role: str, fact: str) -> str:
    """politician.email; a role of "" stands for the row's own, in a sheet of contacts."""
    return f"{role or 'contact'}.{fact}"


def _wide() -> Iterator[Column]:
    for role in ROLES:
        for column in CONTACT_COLUMNS:
            heading = f"{role.heading} {column.heading.lower()}"
            yield Column(contact_key(role.kind, column.key), heading)


WIDE_COLUMNS = tuple(_wide())
LONG_COLUMNS = (
    ROLE,
    *(
        Column(contact_key("", column.key), column.heading, column.names)
        for column in CONTACT_COLUMNS
    ),
    SEAT_STATUS,
)
COLUMNS = {
    column.key: column
    for column in (*MEMBER_COLUMNS, *LONG_COLUMNS, *WIDE_COLUMNS, *MADE_UP_COLUMNS)
}


# --- Writing ----------------------------------------------------------------------------------


def write_register(members: QuerySet, person) -> bytes:
    """The members as a workbook, a row for each, as far as this person may know of them."""
    columns = _columns_for(person)
    headings: list[CellValue] = [column.heading for column in columns]
    return workbook({TITLE: [headings, *_rows(members, columns)]}).getvalue()


def _columns_for(person) -> tuple[Column, ...]:
    may_see = person.is_authenticated and person.may_see_contacts()
    return (*MEMBER_COLUMNS, *(WIDE_COLUMNS if may_see else ()))


def _rows(members: QuerySet, columns: Iterable[Column]) -> Iterator[list[CellValue]]:
    goes_on = Holding.objects.in_force_after(today() - timedelta(days=1))
    held = goes_on.select_related("person").order_by("starts_on")
    seats = Seat.objects.filter(number=1, kind__in=[role.kind for role in ROLES])
    with_holdings = seats.prefetch_related(Prefetch("holdings", held, to_attr="going_on"))
    for member in members.prefetch_related(Prefetch("seats", with_holdings, to_attr="in_sheet")):
        facts = member_facts(member)
        for seat in member.in_sheet:
            for holding in seat.going_on[:1]:  # today's, else the next to come
                for fact, value in contact_facts(holding).items():
                    facts[contact_key(seat.kind, fact)] = value
        yield [facts.get(column.key) for column in columns]


def member_facts(member: Member) -> dict[str, CellValue]:
    """What the sheet says of a member."""
    return {
        "kind": word_of(KINDS, member.kind),
        "code": member.code,
        "name": member.name,
        "county": member.get_county_display(),
        "inhabitants": member.inhabitants,
        "website": member.website,
        "status": word_of(STATUSES, member.status),
        "joined_on": member.joined_on,
        "left_on": member.left_on,
    }


def contact_facts(holding: Holding) -> dict[str, CellValue]:
    """What the sheet says of somebody on a seat."""
    person = holding.person
    return {
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "phone": person.phone,
        "starts_on": holding.starts_on,
        "ends_on": holding.ends_on,
    }


def word_of(words: Mapping[str, str], value: str) -> str:
    """The sheet's word for a choice."""
    return next(word for word, known in words.items() if known == value)
