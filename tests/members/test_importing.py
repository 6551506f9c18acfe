"""Importing: what each row would do, all or nothing, twice is nothing, and the way back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from members import importing, seating, sheets
from members.comparing import ANOTHER, State
from members.models import (
    Confirmation,
    Holding,
    HoldingEvent,
    Import,
    ImportedChange,
    Member,
    Person,
    Seat,
    today,
)
from sekom.outbox.models import Delivery
from tests.factories import make_holding, make_member, make_pair, make_person, make_secretary

pytestmark = pytest.mark.django_db

WIDE = "Kod;Medlem;Status;Medlem sedan;Politiker namn;Politiker e-post;Politiker telefon"
LONG = "Medlem;Roll;Namn;E-post;Telefon;Från;Till;Status"
KALIX = "2514;Kalix kommun;medlem;2001;Eva Ek;eva.ek@kalix.example;070-1"


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def upload(secretary):
    """Hand in rows under headings as CSV."""

    def upload(*rows, headings=WIDE):
        data = "\n".join([headings, *rows]).encode()
        return importing.upload(data, name="register.csv", by=secretary)

    return upload


@pytest.fixture
def take(upload, secretary):
    """Hand in rows and confirm them."""

    def take(*rows, headings=WIDE, **choices):
        imported = upload(*rows, headings=headings)
        return confirm(imported, secretary, **choices)

    return take


def confirm(imported, secretary, **choices):
    _table, found = importing.compare(imported)
    return importing.confirm(imported, digest=found.digest, by=secretary, **choices)


def lines(imported):
    return importing.compare(Import.objects.get(pk=imported.pk))[1].lines


def told(imported):
    """[(state, errors)] of each row."""
    return [(line.state.value, line.errors) for line in lines(imported)]


def cells(imported):
    return [(cell.heading, cell.old, cell.new) for line in lines(imported) for cell in line.cells]


def counts():
    models = (Member, Seat, Person, Holding, Confirmation)
    return tuple(model.objects.count() for model in models)


# --- What a row would do ------------------------------------------------------------------------


def test_new_row_shows_all_it_would_make_and_writes_nothing(upload):
    before = counts()

    imported = upload(KALIX)

    assert told(imported) == [("ny", [])]
    assert cells(imported) == [
        ("Medlem", "", "Kalix kommun"),
        ("Medlem sedan", "", "2001-01-01"),
        ("Politiker e-post", "", "eva.ek@kalix.example"),
        ("Politiker namn", "", "Eva Ek"),
        ("Politiker telefon", "", "070-1"),
        ("Politiker från", "", today().isoformat()),
    ]
    assert counts() == before


def test_confirm_makes_member_seats_person_and_confirmed_holding(take):
    imported = take(KALIX)

    member = Member.objects.get(code="2514")
    holding = Holding.objects.get(seat__member=member)
    assert (member.name, member.slug, member.seats.count()) == ("Kalix kommun", "kalix", 2)
    assert (holding.person.email, holding.person.phone) == ("eva.ek@kalix.example", "070-1")
    assert not holding.person.has_usable_password()
    assert holding.confirmations.get().through == Confirmation.Through.REGISTER
    assert (imported.made_count, imported.changed_count, bytes(imported.file)) == (1, 0, b"")
    door = HoldingEvent.objects.get(pgh_obj=holding).pgh_context.metadata["door"]
    assert (door, Delivery.objects.count()) == ("import", 0)


def test_same_file_twice_changes_nothing(take, upload):
    take(KALIX)
    before = counts(), HoldingEvent.objects.count()

    assert told(upload(KALIX)) == [("lika", [])]
    take(KALIX)

    assert (counts(), HoldingEvent.objects.count()) == before


def test_changed_row_shows_old_and_new_of_each_cell(take, upload):
    take(KALIX)

    imported = upload(KALIX.replace("2001", "1999-05-01").replace("070-1", "070-2"))

    assert told(imported) == [("andrad", [])]
    assert cells(imported) == [
        ("Medlem sedan", "2001-01-01", "1999-05-01"),
        ("Politiker telefon", "070-1", "070-2"),
    ]


def test_empty_cells_change_nothing(take, upload):
    take(KALIX)

    assert told(upload("2514;;;;;eva.ek@kalix.example;")) == [("lika", [])]


def test_another_name_on_the_seat_lets_the_holder_end_the_day_before(take, upload, secretary):
    take(KALIX)
    Holding.objects.update(starts_on=today() - timedelta(days=100))
    imported = upload(KALIX.replace("Eva Ek", "Bo Ask").replace("eva.ek", "bo.ask"))

    assert cells(imported)[-2:] == [
        ("Politiker avgår", "", f"Eva Ek, {today() - timedelta(days=1)}"),
        ("Politiker från", "", today().isoformat()),
    ]
    confirm(imported, secretary)

    seat = Seat.objects.get(member__code="2514", kind="politician")
    assert seat.current_holding().person.name == "Bo Ask"
    assert seat.holdings.count() == 2


def test_who_began_today_gets_the_day_when_another_comes(take, upload):
    take(KALIX)
    row = KALIX.replace("Eva Ek", "Bo Ask").replace("eva.ek", "bo.ask")

    take(row)

    first, second = Holding.objects.filter(seat__member__isnull=False).order_by("starts_on")
    assert (first.ends_on, second.starts_on) == (today(), today() + timedelta(days=1))
    assert told(upload(row)) == [("lika", [])]


def test_sheet_of_contacts_is_understood_by_its_role_column(upload, take):
    rows = (
        "Kalix;Kontaktpolitiker;Eva Ek;eva.ek@kalix.example;;2019-01-01;2022-10-14;aktiv",
        "Kalix;Kontaktpolitiker;Bo Ask;bo.ask@kalix.example;;2022-10-15;;aktiv",
        "kalix kommun;Tjänsteman;;;;;;vakant",
        "Region Jönköpings län;Nyckeltalsrapportör;Ida Al;ida.al@rjl.example;;;;",
    )

    take(*rows, headings=LONG)

    held = Holding.objects.filter(seat__member__isnull=False).order_by("starts_on")
    assert [(h.person.name, h.seat.kind, str(h.ends_on)) for h in held] == [
        ("Eva Ek", "politician", "2022-10-14"),
        ("Bo Ask", "politician", "None"),
        ("Ida Al", "key_figure_reporter", "None"),
    ]
    assert {state for state, _errors in told(upload(*rows, headings=LONG))} == {"lika"}


def test_contact_without_address_is_known_by_name_on_the_seat(take, upload):
    take(KALIX)

    imported = upload("2514;;;;Eva Ek;;070-9")

    assert cells(imported) == [("Politiker telefon", "070-1", "070-9")]


def test_codes_without_their_zeros_are_found(upload):
    imported = upload("125;;;;;;", "6;;;;;;")

    assert [line.label for line in lines(imported)] == ["Ekerö kommun", "Region Jönköpings län"]


def test_person_in_two_members_is_allowed_and_told(upload):
    imported = upload(KALIX, "2582;;;;Eva Ek;eva.ek@kalix.example;")

    assert told(imported) == [("ny", []), ("ny", [])]
    assert lines(imported)[1].notices == [
        "Eva Ek står också på rad 2, som kontakt för Kalix kommun."
    ]


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (";;;;;;1", "Raden säger inte vilken medlem den gäller. Fyll i medlemmens kod eller namn."),
        (
            ";Kalixx kommun;;;;;",
            "Det finns ingen kommun eller region som heter ”Kalixx kommun”. "
            "Menade du Kalix kommun?",
        ),
        (
            ";Ankeborg;;;;;",
            "Det finns ingen kommun eller region som heter ”Ankeborg”. "
            "Rätta namnet eller fyll i en kod.",
        ),
        ("9999;;;;;;", "Det finns ingen kommun med koden 9999. Kontrollera koden."),
        (
            "2514;Bodens kommun;;;;;",
            "Koden 2514 hör till Kalix kommun, inte till Bodens kommun. Rätta en av dem.",
        ),
        ("2514;;passiv;;;;", "Status är ”passiv” men måste vara något av medlem, ansökan, utträtt, "
         "aktiv, har ansökt, lämnat, har lämnat."),
        ("2514;;;i fjol;;;", "Medlem sedan: Skriv datumet som 2026-06-05 eller 5 juni 2026."),
        ("2514;;utträtt;;;;", "Skriv vilken dag medlemmen utträdde."),
        ("2514;;;;Eva Ek;;", "Eva Ek saknar e-postadress. "
         "Fyll i den, kontakter känns igen på den."),
        ("2514;;;;Eva Ek;ingen adress;", "E-post: Adressen är inte hel. "
         "Skriv den som namn@granfors.se."),
        ("2514;;;;;eva@kalix.example;", "Namn: Detta fält får inte vara tomt."),
        ("2514;;;;=A1;eva@kalix.example;", "Politiker namn har en formel utan resultat. "
         "Skriv värdet i stället."),
    ],
    ids=map(str, range(12)),
)  # fmt: skip
def test_row_with_an_error_says_what_to_do(upload, secretary, row, message):
    imported = upload(row)

    assert told(imported) == [("fel", [message])]
    with pytest.raises(ValidationError) as refusal:
        confirm(imported, secretary)
    assert refusal.value.messages == [
        "Några rader har fel eller dubbletter att avgöra. Ingenting är skrivet."
    ]
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Boden;Politiker;Bo Ask;eva.ek@kalix.example;;;;",
            "Adressen eva.ek@kalix.example står också på rad 2, hos Eva Ek. "
            "Ge var och en sin egen.",
        ),
        (
            "Kalix;Politiker;Bo Ask;bo.ask@kalix.example;;;;",
            "Rad 2 har Eva Ek på samma plats samtidigt.",
        ),
        (
            "Boden;Politiker;Eva Ek;eva.ek@kalix.example;2;;;",
            "Politiker telefon är ”1” på rad 2. Skriv samma på båda raderna.",
        ),
        ("Boden;Kung;Bo Ask;bo@boden.example;;;;",
         "Roll är ”Kung” men måste vara något av Politiker, Tjänsteperson, Nyckeltalsrapportör."),
        ("Boden;Politiker;Bo Ask;bo@boden.example;;2026-05-01;2026-04-01;",
         "Sista dagen kan inte komma före den första. Ändra någon av dem."),
        ("Boden;Politiker;Bo Ask;bo@boden.example;;;;pausad",
         "Platsens status är ”pausad” men måste vara något av aktiv, vakant."),
    ],
    ids=map(str, range(6)),
)  # fmt: skip
def test_row_that_does_not_go_with_another_says_with_which(upload, row, message):
    imported = upload("Kalix;Politiker;Eva Ek;eva.ek@kalix.example;1;;;", row, headings=LONG)

    assert told(imported) == [("ny", []), ("fel", [message])]


def test_membership_of_somebody_we_know_is_not_ended_by_a_sheet(upload):
    make_member("Kalix", code="2514", slug="kalix", joined_on="2001-01-01")

    imported = upload("2514;;utträtt;;;;")

    assert told(imported) == [
        (
            "fel",
            ["Ett medlemskap avslutas, eller börjar om, på medlemmens egen sida: "
             "/medlemmar/kalix/."],
        )
    ]  # fmt: skip


def test_row_against_the_register_is_refused_when_days_collide(upload):
    holding = make_holding(member=make_member("Kalix", code="2514"))
    rows = [
        f"Kalix;Politiker;Bo Ask;bo@kalix.example;;{holding.starts_on};;",
        "Kalix;Politiker;Vakant;;;;;",
    ]

    assert [told(upload(row, headings=LONG)) for row in rows] == [
        [("fel", [f"{holding.person} har platsen då. Avsluta det uppdraget först, "
                  "eller rätta dagarna."])],
        [("fel", [f"{holding.person} har den här platsen. Avsluta det uppdraget i stället för "
                  "att läsa in en vakans."])],
    ]  # fmt: skip


# --- Doubles --------------------------------------------------------------------------------------


@pytest.fixture
def known():
    """A contact of Kalix under an older address."""
    member = make_member("Kalix", code="2514")
    person = make_person("Eva Ekk", email="eva@gamla.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return make_holding(member=member, person=person)


def test_possible_double_must_be_decided_first(upload, secretary, known):
    imported = upload(KALIX)

    [line] = lines(imported)
    assert line.state == State.DOUBLE
    [double] = line.doubles
    assert (double.key, double.candidates) == ("2.politician", [known.person])
    with pytest.raises(ValidationError):
        confirm(imported, secretary)


def test_possible_double_decided_as_the_same_person_gets_the_address_of_the_sheet(
    upload, secretary, known
):
    imported = importing.choose(upload(KALIX), {"2.politician": known.person.pk})

    assert told(imported) == [("andrad", [])]
    confirm(imported, secretary)

    known.person.refresh_from_db()
    assert (known.person.email, known.person.name) == ("eva.ek@kalix.example", "Eva Ek")
    assert not EmailAddress.objects.exists()
    assert told(upload(KALIX)) == [("lika", [])]


def test_possible_double_decided_as_another_person_takes_over_the_seat(upload, secretary, known):
    imported = importing.choose(upload(KALIX), {"2.politician": ANOTHER})

    confirm(imported, secretary)

    assert known.seat.current_holding().person.email == "eva.ek@kalix.example"
    assert Person.objects.filter(email="eva@gamla.example").exists()


def test_choice_of_somebody_who_is_no_candidate_decides_nothing(upload, known):
    imported = importing.choose(upload(KALIX), {"2.politician": make_person().pk})

    assert told(imported) == [("dubblett", [])]


# --- Confirming -----------------------------------------------------------------------------------


def test_confirm_refuses_when_the_register_has_changed_since_it_was_looked_at(upload, secretary):
    imported = upload(KALIX)
    digest = importing.compare(imported)[1].digest
    make_member("Kalix", code="2514")

    with pytest.raises(ValidationError) as refusal:
        importing.confirm(imported, digest=digest, by=secretary)

    assert refusal.value.messages == [
        "Registret eller dina val har ändrats sedan dess. Se igenom raderna igen."
    ]
    assert not Holding.objects.filter(seat__member__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_confirm_by_two_at_once_writes_once():
    secretary = make_secretary()
    data = f"{WIDE}\n{KALIX}".encode()
    imported = importing.upload(data, name="register.csv", by=secretary)

    def confirm_it(_turn):
        try:
            return confirm(imported, secretary).confirmed_at
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        stamps = set(pool.map(confirm_it, range(2)))

    assert (len(stamps), Member.objects.count(), ImportedChange.objects.count()) == (1, 1, 6)


def test_confirm_invites_only_when_told_to(take, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        take(KALIX, invites=True)

    delivery = Delivery.objects.get()
    assert (delivery.email, delivery.values["place"]) == ("eva.ek@kalix.example", "Kalix kommun")


def test_import_of_thousands_of_rows_costs_few_queries(upload, secretary):
    rows = [
        f"Exempelby {number};X{number:03};ja;Eva Ek {number};eva{number}@example.org"
        for number in range(1_000)
    ]
    imported = upload(*rows, headings="Medlem;Kod;Påhittad;Politiker namn;Politiker e-post")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        confirm(imported, secretary)

    assert Holding.objects.filter(seat__member__isnull=False).count() == 1_000
    assert len(queries) < 60
    assert told(
        upload(*rows, headings="Medlem;Kod;Påhittad;Politiker namn;Politiker e-post")
    ) == 1_000 * [("lika", [])]


# --- What we hand out -----------------------------------------------------------------------------


def test_what_we_hand_out_imports_as_no_change(secretary):
    member = make_member("Kalix", code="2514", website="https://kalix.example")
    make_pair(member)
    left = make_member(status="left", left_on=today(), joined_on=today() - timedelta(days=9))
    coming = make_holding(member=make_member(), starts_on=today() + timedelta(days=9))
    Person.objects.filter(pk=coming.person.pk).update(phone="+46 70 123", title="=Chef")
    assert left.seats.count() == 2

    data = sheets.write_register(Member.objects.all(), secretary)
    imported = importing.upload(data, name="ut", by=secretary)

    assert told(imported) == 3 * [("lika", [])]


def words_of(workbook):
    return str(list(load_workbook(BytesIO(workbook)).active.values))


def test_hand_out_shows_contacts_to_those_who_may_see_them_only(
    secretary, django_assert_num_queries
):
    for _number in range(3):
        make_pair()
    guest = make_person()

    with django_assert_num_queries(4):
        seen = words_of(sheets.write_register(Member.objects.all(), secretary))
    unseen = words_of(sheets.write_register(Member.objects.all(), guest))

    assert (seen.count("@example.org"), unseen.count("@example.org")) == (6, 0)


# --- Columns --------------------------------------------------------------------------------------


def test_choose_columns_keeps_what_was_chosen(upload):
    imported = upload("2514;Kalix", headings="Kod;Medlem")

    imported = importing.choose_columns(imported, {1: "code", 2: ""})

    assert imported.columns == {"1": "code"}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({1: "code", 2: "code"}, "Bara en kolumn kan innehålla Kod. "
         "Välj en annan betydelse för de andra."),
        ({1: "county"}, "Välj vilken kolumn som har medlemmens kod eller namn."),
        ({1: "code", 2: "contact.name"}, "Välj vilken kolumn som har rollen, "
         "eller vems kolumnerna är: Politiker, Tjänsteperson, Nyckeltalsrapportör."),
    ],
)  # fmt: skip
def test_choose_columns_refuses_what_cannot_be_understood(upload, columns, message):
    imported = upload("2514;Kalix", headings="Kod;Medlem")

    with pytest.raises(ValidationError) as refusal:
        importing.choose_columns(imported, columns)

    assert refusal.value.messages == [message]


def test_nothing_more_is_chosen_once_confirmed(take):
    imported = take(KALIX)

    for choose in (importing.choose, importing.choose_columns):
        with pytest.raises(ValidationError):
            choose(imported, {1: "code"})
    with pytest.raises(ValidationError):
        importing.discard(imported)


# --- Undoing --------------------------------------------------------------------------------------


def test_undo_makes_the_register_what_it_was(take, secretary):
    before = counts()
    first = take(KALIX)
    between = set(Person.objects.values_list("name", "phone"))
    Holding.objects.update(starts_on=today() - timedelta(days=100))
    second = take(
        KALIX.replace("Eva Ek", "Bo Ask").replace("eva.ek", "bo.ask"),
        "2582;;;;Eva Ek;eva.ek@kalix.example;070-5",
    )

    assert importing.undo(second, by=secretary) == []
    assert set(Person.objects.values_list("name", "phone")) == between
    assert Holding.objects.filter(seat__member__isnull=False).get().ends_on is None
    stays = importing.undo(first, by=secretary)

    # The days of Eva's holding were changed above.
    assert len(stays) == 4
    assert counts()[0] == before[0] + 1


def test_undo_of_an_untouched_import_leaves_nothing_and_twice_is_nothing(take, secretary):
    before = counts()
    imported = take(KALIX, "2582;;;;Eva Ek;eva.ek@kalix.example;")

    assert importing.undo(imported, by=secretary) == []
    assert importing.undo(imported, by=secretary) == []

    assert counts() == before
    assert not ImportedChange.objects.exists()


def test_undo_keeps_what_has_been_changed_since_and_says_so(take, secretary):
    imported = take(KALIX, "2582;;;;Bo Ask;bo.ask@boden.example;")
    eva = Person.objects.get(name="Eva Ek")
    eva.phone = "070-77"
    eva.save()
    seating.end(eva.holdings.get(), on=today(), reason="Slutar", by=secretary)

    stays = importing.undo(imported, by=secretary)

    assert stays == [
        "Rad 2: Eva Ek står kvar, eftersom det har ändrats eller använts efter importen.",
        "Rad 2: Eva Ek, kontaktpolitiker, Kalix kommun står kvar, eftersom det har ändrats eller "
        "använts efter importen.",
        "Rad 2: kontaktpolitiker, Kalix kommun står kvar, eftersom det har ändrats eller använts "
        "efter importen.",
        "Rad 2: Kalix kommun står kvar, eftersom det har ändrats eller använts efter importen.",
    ]
    assert list(Member.objects.values_list("code", flat=True)) == ["2514"]


def test_undo_keeps_an_address_that_is_somebody_elses_by_now(upload, secretary, known):
    imported = importing.choose(upload(KALIX), {"2.politician": known.person.pk})
    confirm(imported, secretary)
    make_person(email="eva@gamla.example")

    stays = importing.undo(imported, by=secretary)

    known.person.refresh_from_db()
    assert (len(stays), known.person.email) == (1, "eva.ek@kalix.example")


def test_undo_is_refused_after_30_days(take, secretary):
    imported = take(KALIX)

    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(ValidationError):
        importing.undo(imported, by=secretary)
