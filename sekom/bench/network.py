"""What the bench measures over: a network as large as can be, its rounds and their answers."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.http import int_to_base36

from members.models import Confirmation, County, Group, Holding, Member, Person, Seat, today
from members.reference import places
from sekom.text import slugify_sv
from surveys import asking, defining, example
from surveys.items import Choice, Item, Kind
from surveys.models import Question, Response, Survey, SurveyRound, Version

QUESTIONS = 40
VACANT = 7  # every so manieth seat is held by nobody


def make_network(members: int) -> Person:
    """So many members with their pairs; the secretary who looks after them."""
    found = Member.objects.bulk_create(
        Member(
            kind=place.kind,
            code=place.code,
            name=place.name,
            short_name=place.short_name,
            slug=f"{slugify_sv(place.name)}-{place.code}",  # Habo and Håbo are two
            county=place.county,
            inhabitants=12_000,
        )
        for place in list(places().values())[:members]
    )
    _seat_pairs(found)
    secretariat = Group.objects.create(kind=Group.Kind.SECRETARIAT, name="Kansliet")
    seat = Seat.objects.create(group=secretariat, kind=Seat.Kind.ORDINARY)
    _seat([seat])
    return seat.holdings.get().person


def grow_network(members: int) -> None:
    """So many more members with their pairs; made up, for the country has no more."""
    found = Member.objects.bulk_create(
        Member(
            kind=Member.Kind.MUNICIPALITY,
            code=f"{int_to_base36(place):+>4}",
            name=f"Växby {place}",
            short_name=f"Växby {place}",
            slug=f"vaxby-{place}",
            county=County.values[place % len(County)],
            inhabitants=5_000 + 7 * place,
            is_fictional=True,
        )
        for place in range(members)
    )
    _seat_pairs(found)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_member, members_seat, members_holding, members_person")


def _seat_pairs(members: list[Member]) -> None:
    seats = Seat.objects.bulk_create(
        Seat(member=member, kind=kind) for member in members for kind in Seat.PAIR
    )
    _seat(seat for place, seat in enumerate(seats, start=1) if place % VACANT)


def _seat(seats) -> None:
    seats = list(seats)
    people = Person.objects.bulk_create(
        Person(name=f"Exempelperson {seat.pk}", email=f"plats{seat.pk}@example.org")
        for seat in seats
    )
    began = today() - timedelta(days=365)
    holdings = Holding.objects.bulk_create(
        Holding(seat=seat, person=person, starts_on=began)
        for seat, person in zip(seats, people, strict=True)
    )
    Confirmation.objects.bulk_create(
        Confirmation(holding=holding, through=Confirmation.Through.REGISTER) for holding in holdings
    )


def make_version(by: Person) -> Version:
    """The real survey, published."""
    with example.WORKBOOK.open("rb") as file:
        version = defining.import_workbook(file, name=example.WORKBOOK.name, by=by)
    return defining.publish(version, by=by)


def open_round(version: Version, by: Person) -> SurveyRound:
    """A round that every member has been invited to and nobody has answered."""
    round = SurveyRound.objects.create(
        version=version,
        title="Öppen omgång",
        slug="oppen",
        closes_at=timezone.now() + timedelta(days=30),
        letter="Hej!",
    )
    asking.open_round(round, by=by)
    round.refresh_from_db()
    return round


def answered_round(version: Version, *, slug: str, responses: int) -> SurveyRound:
    """A closed round in which so many have answered everything, at random but always alike."""
    now = timezone.now()
    round = SurveyRound.objects.create(
        version=version,
        title=f"Omgång med {responses} svar",
        slug=slug,
        closes_at=now - timedelta(days=1),
        opened_at=now - timedelta(days=30),
        closed_at=now,
    )
    _add_strangers(responses - Member.objects.count())
    members = Member.objects.order_by("pk")[:responses]
    Response.objects.bulk_create(
        Response(round=round, member=member, first_answer_at=now, submitted_at=now)
        for member in members
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(ANSWER_ALL, [round.pk, version.pk])
        cursor.execute("ANALYZE surveys_answer, surveys_response, members_member")
    return round


def _add_strangers(number: int) -> None:
    """Members that have left: they are in no directory, but their answers are."""
    known = Member.objects.filter(status=Member.Status.LEFT).count()
    Member.objects.bulk_create(
        Member(
            kind=Member.Kind.MUNICIPALITY,
            code=f"{chr(ord('a') + place // 1000)}{place % 1000:03}",
            name=f"Exempelby {place}",
            short_name=f"Exempelby {place}",
            slug=f"exempelby-{place}",
            county="99",
            inhabitants=5_000 + 7 * place,
            status=Member.Status.LEFT,
            left_on=today(),
            is_fictional=True,
        )
        for place in range(known, known + max(0, number))
    )


ANSWER_ALL = """
    INSERT INTO surveys_answer
        (response_id, key, value, is_relevant, number, role, answered_at)
    SELECT response.id, key, CASE kind
        WHEN 'select_one' THEN choices -> chosen -> 'value'
        WHEN 'select_multiple' THEN jsonb_build_array(
            choices -> chosen -> 'value',
            choices -> ((chosen + 1) %% jsonb_array_length(choices)) -> 'value')
        WHEN 'integer' THEN to_jsonb(floor(100 * draw)::int)
        WHEN 'decimal' THEN to_jsonb(round((100 * draw)::numeric, 1))
        WHEN 'date' THEN to_jsonb((2010 + floor(15 * draw))::text || '-03-01')
        WHEN 'acknowledge' THEN 'true'::jsonb
        ELSE to_jsonb('Vi vill arbeta vidare med område ' || floor(100 * draw)::text)
        END, true, 1, 'officer', now()
    FROM surveys_response response
    CROSS JOIN surveys_question question
    CROSS JOIN LATERAL (SELECT random() + 0 * response.id * question.id AS draw) AS drawn
    CROSS JOIN LATERAL (
        SELECT floor(draw * jsonb_array_length(choices))::int AS chosen) AS choosing
    WHERE response.round_id = %s AND question.version_id = %s
        AND kind NOT IN ('group', 'matrix', 'note')
"""


def make_long_version() -> Version:
    """A version with questions of every sort that is counted, and some that are read."""
    survey = Survey.objects.create(title="Lång enkät", form_id="long")
    version = Version.objects.create(
        survey=survey, number=1, title="Lång enkät", languages=["sv"], file_name="long.xlsx"
    )
    kinds = [Kind.SELECT_ONE] * 5 + [Kind.SELECT_MULTIPLE] * 2 + [Kind.INTEGER, Kind.DECIMAL]
    kinds += [Kind.TEXT]
    choices = tuple(Choice(f"c{place}", {"sv": f"Alternativ {place}"}) for place in range(6))
    items = [Item("page", Kind.GROUP, labels={"sv": "Frågorna"})]
    for place in range(QUESTIONS):
        kind = kinds[place % len(kinds)]
        items.append(
            Item(
                f"q{place}",
                kind,
                parent="page",
                labels={"sv": f"Fråga {place + 1}?"},
                choices=choices if kind in Kind.SELECTS else (),
            )
        )
    Question.objects.bulk_create(
        Question.of_item(item, version=version, position=position)
        for position, item in enumerate(items, start=1)
    )
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    return version
