"""Loading a network: all of it or nothing, the same sheets twice change nothing."""

import pytest
from django.core.management import CommandError, call_command

from members import loading, reference
from members.models import Confirmation, Holding, HoldingEvent, Member, Person, Seat
from members.reference import places

pytestmark = pytest.mark.django_db

MEMBERS = "kind,code,name,status,member_since,member_until,fictional\n"
CONTACTS = "kind,code,role,display_name,email,phone,status\n"
KALIX = "kommun,2514,Kalix kommun,aktiv,2001,,nej\n"
POLITICIAN = (
    "kommun,2514,kontaktpolitiker,Exempelpolitiker Kalix,p.kalix@example.org,070-174 06 05,aktiv\n"
)


@pytest.fixture
def load(tmp_path):
    """Load two sheets given as text."""

    def load(members=MEMBERS + KALIX, contacts=CONTACTS + POLITICIAN):
        files = tmp_path / "members.csv", tmp_path / "contacts.csv"
        for file, content in zip(files, (members, contacts), strict=True):
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return loading.load_network(*files)

    return load


def refused(load, **sheets):
    with pytest.raises(loading.NetworkRefused) as refusal:
        load(**sheets)
    assert (Member.objects.count(), Person.objects.count()) == (0, 0)
    return refusal.value.faults


def test_load_network_makes_members_seats_people_and_holdings(load):
    done = load()

    assert (done.members_made, done.holdings_made) == (1, 1)
    member = Member.objects.get()
    assert (member.name, str(member.joined_on), member.seats.count()) == (
        "Kalix kommun",
        "2001-01-01",
        2,
    )
    holding = Holding.objects.get()
    assert (holding.seat.kind, holding.person.name) == ("politician", "Exempelpolitiker Kalix")
    assert holding.confirmations.get().through == Confirmation.Through.REGISTER


def test_load_network_twice_changes_nothing(load):
    load()
    events = HoldingEvent.objects.count()

    done = load()

    assert (done.members_made, done.members_changed, done.holdings_made) == (0, 0, 0)
    assert (done.people_changed, done.unchanged) == (0, 2)
    assert HoldingEvent.objects.count() == events


def test_load_network_updates_what_has_changed(load):
    load()

    done = load(
        members=MEMBERS + KALIX.replace("2001", "1999-05-01"),
        contacts=CONTACTS + POLITICIAN.replace("06 05", "06 99"),
    )

    assert (done.members_changed, done.people_changed) == (1, 1)
    assert str(Member.objects.get().joined_on) == "1999-05-01"
    assert Person.objects.get().phone == "070-174 06 99"


def test_load_network_names_every_bad_line_and_loads_nothing(load):
    faults = refused(
        load,
        members=MEMBERS
        + KALIX
        + "by,0001,Någonby,aktiv,,,nej\n"
        + "kommun,9999,Ingenby kommun,aktiv,,,nej\n"
        + "kommun,0125,Ekerö kommun,passiv,,,nej\n"
        + "kommun,0305,Håbo kommun,aktiv,0000,,nej\n",
        contacts=CONTACTS
        + POLITICIAN
        + "kommun,2514,kontakttjansteperson,Namn,ingen adress,,aktiv\n"
        + "kommun,2514,kung,Namn,namn@example.org,,aktiv\n"
        + "kommun,2514,kontaktpolitiker,Annan,annan@example.org,,aktiv\n",
    )

    assert faults == [
        "members.csv, rad 3: Typ är ”by” men måste vara något av kommun, region.",
        "members.csv, rad 4: Det finns ingen kommun med koden 9999. Kontrollera koden.",
        "members.csv, rad 5: Status är ”passiv” men måste vara något av medlem, ansökan, utträtt, "
        "aktiv, har ansökt, lämnat, har lämnat.",
        "members.csv, rad 6: Medlem sedan: Skriv datumet som 2026-06-05 eller 5 juni 2026.",
        "contacts.csv, rad 3: E-post: Adressen är inte hel. Skriv den som namn@granfors.se.",
        "contacts.csv, rad 4: Roll är ”kung” men måste vara något av Politiker, Tjänsteperson, "
        "Nyckeltalsrapportör.",
        "contacts.csv, rad 5: Rad 2 har Exempelpolitiker Kalix på samma plats samtidigt.",
    ]


def test_load_network_refuses_files_that_are_no_sheets(load, tmp_path):
    faults = refused(load, members="a,b\n1,2\n", contacts=b"%PDF-1.7\0")

    assert [fault.partition(":")[0] for fault in faults] == ["members.csv", "contacts.csv"]
    with pytest.raises(loading.NetworkRefused) as refusal:
        loading.load_network(tmp_path / "members.csv", tmp_path / "gone.csv")
    assert refusal.value.faults[-1].startswith("gone.csv går inte att läsa: ")


def test_load_network_does_not_guess_who_somebody_is(load):
    load()
    other = POLITICIAN.replace("p.kalix@", "p.kalix2@")

    with pytest.raises(loading.NetworkRefused) as refusal:
        load(contacts=CONTACTS + other)

    assert refusal.value.faults == [
        "contacts.csv, rad 2: Exempelpolitiker Kalix kan vara p.kalix@example.org. "
        "Importera filen på webbsidan, där du kan välja."
    ]


def test_load_network_command_says_what_it_did_and_ends_with_1_when_refused(tmp_path, capsys):
    good = tmp_path / "good.csv"
    good.write_text(MEMBERS + KALIX)
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(CONTACTS + POLITICIAN)
    call_command("load_network", str(good), str(contacts))
    said = capsys.readouterr().out
    bad = tmp_path / "bad.csv"
    bad.write_text(MEMBERS + "by,1,X,aktiv,,,nej\n")

    with pytest.raises(CommandError) as refusal:
        call_command("load_network", str(bad), str(contacts))

    assert said == (
        "1 medlemmar och 1 kontaktpersoner tillagda, 0 medlemmar och 0 kontaktpersoner ändrade, "
        "0 rader oförändrade.\n"
    )
    assert refusal.value.returncode == 1
    assert str(refusal.value).splitlines() == [
        "Ingenting lästes in. Rätta de här raderna och läs in igen:",
        "bad.csv, rad 2: Typ är ”by” men måste vara något av kommun, region.",
    ]


def test_example_network_has_gaps_of_each_kind_and_a_former_and_an_applying_member():
    loading.load_network(
        reference.DATA / "example_members.csv", reference.DATA / "example_contacts.csv"
    )

    statuses = set(Member.objects.values_list("status", flat=True))
    vacant = Seat.objects.filter(member__in=Member.objects.active()).vacant()
    assert statuses == {"member", "applied", "left"}
    assert set(vacant.values_list("kind", flat=True)) == {"politician", "officer"}
    assert not Person.objects.exclude(email__endswith="@example.org").exists()


def test_places_are_all_municipalities_and_regions_of_sweden():
    kinds = [place.kind for place in places().values()]

    assert (kinds.count("municipality"), kinds.count("region")) == (290, 21)


@pytest.mark.parametrize("name", ["Kalix", "kalix kommun", "  KALIX  Kommun "])
def test_place_named_finds_official_and_short_names(name):
    assert reference.place_named(name).code == "2514"


def test_place_named_finds_nothing_for_what_is_no_place():
    assert reference.place_named("Ankeborg") is None
