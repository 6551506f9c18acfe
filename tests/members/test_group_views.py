"""The groups' pages: who sees what, who may do what, and what each button does."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members import grouping, writing_to_groups
from members.models import Document, Group, Holding, Reading, Seat, today
from sekom.outbox.models import Mailing
from tests.factories import make_group, make_holding, make_person
from tests.members.conftest import ROLES
from tests.test_queries import queries_of

pytestmark = pytest.mark.django_db

SEES_CONTACTS = {"other", "own", "expert", "secretary"}


@pytest.fixture
def board(kalix):
    """The board, chaired by the politician of Kalix; a former member of it; a file."""
    board = grouping.found(Group.Kind.BOARD, name="Styrelsen")
    chair, first = board.seats.get(kind="chair"), board.seats.filter(kind="ordinary").first()
    make_holding(seat=chair, person=kalix.politician, ends_on=today())
    make_holding(
        seat=first, person=make_person("Förre Ledamoten"), ends_on=today() - timedelta(days=1)
    )
    Document.objects.create(group=board, title="Protokoll 4", file="x.pdf", name="x.pdf")
    return board


@pytest.mark.parametrize("role", ROLES)
def test_group_shows_each_role_what_it_may_see(visit, kalix, board, role):
    page = visit(role).get("/grupper/styrelsen/").content.decode()

    assert {
        "member": "Kalix kommun" in page,
        "name": kalix.politician.name in page,
        "address": kalix.politician.email in page,
        "past": "Förre Ledamoten" in page,
        "files": "Protokoll 4" in page,
        "mail": "/grupper/styrelsen/mejla/" in page,
        "sheet": "lista.xlsx" in page,
        "edit": f"/kansli/grupper/{board.pk}/" in page,
    } == {
        "member": True,
        "name": role in SEES_CONTACTS,
        "address": role in SEES_CONTACTS,
        "past": role == "secretary",
        "files": role == "secretary",
        "mail": role == "secretary",
        "sheet": role in SEES_CONTACTS,
        "edit": role == "secretary",
    }


def test_group_shows_its_own_people_its_past_and_files_while_they_sit(client, kalix, board):
    client.force_login(kalix.politician)
    during = client.get("/grupper/styrelsen/").content.decode()
    Holding.objects.filter(seat__group=board).update(ends_on=today() - timedelta(days=1))
    after = client.get("/grupper/styrelsen/").content.decode()

    told = ("Förre Ledamoten", "Protokoll 4", "/grupper/styrelsen/mejla/")
    assert [[words in page for words in told] for page in (during, after)] == [
        [True] * 3,
        [False] * 3,
    ]


def test_groups_are_listed_with_the_closed_last(client, board):
    closed = grouping.start(name="Avslutad arbetsgrupp")
    grouping.close(closed, on=today() - timedelta(days=1), by=make_person())

    page = client.get("/grupper/").content.decode()

    assert "1 av 12 platser är tillsatta" in page
    assert page.index("Styrelsen") < page.index("Avslutade grupper") < page.index(closed.name)


def test_sheet_of_a_group_holds_a_row_for_each_seat_and_is_logged(visit, kalix, board):
    response = visit("other").get("/grupper/styrelsen/lista.xlsx")

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.values)
    assert rows[0][:5] == ("Plats", "Namn", "Titel", "Medlem", "E-post")
    assert (rows[1][0], rows[1][1], rows[1][3]) == (
        "Ordförande",
        kalix.politician.name,
        "Kalix kommun",
    )
    assert len(rows) == 13
    assert (Reading.objects.get().count, Reading.objects.get().person) == (
        12,
        visit.people["other"],
    )


@pytest.mark.parametrize("address", ["/grupper/", "/grupper/styrelsen/", "/kansli/grupper/"])
def test_pages_of_groups_ask_as_often_for_four_seated_as_for_one(visit, board, address):
    client = visit("secretary")
    client.get(address)

    one = queries_of(client, address)
    for seat in board.seats.filter(kind="substitute"):
        make_holding(seat=seat)
        make_holding(seat=seat, starts_on="2019-01-01", ends_on="2019-12-31")

    assert queries_of(client, address) == one


# --- Letters ------------------------------------------------------------------------------------


def test_chair_writes_looks_through_sends_and_undoes(
    client, kalix, board, django_capture_on_commit_callbacks
):
    make_holding(seat=board.seats.filter(kind="substitute").first())
    client.force_login(kalix.politician)

    written = client.post("/grupper/styrelsen/mejla/", {"subject": "Kallelse", "text": "Hej alla!"})
    letter = Mailing.objects.get()
    draft = client.get(written.url).content.decode()
    client.post(written.url + "skicka/")
    approved = Mailing.objects.get().state
    sent = client.get(written.url).content.decode()
    client.post(written.url + "angra/")

    assert (letter.audience, letter.deliveries.count()) == ("Styrelsen, 2 personer", 2)
    assert ("Hej alla!" in draft, "Skicka till 2 personer" in draft) == (True, True)
    assert (approved, "Ångra" in sent) == (Mailing.State.APPROVED, True)
    assert Mailing.objects.get().state == Mailing.State.DRAFT


def test_letter_without_words_or_readers_is_refused_and_kept(visit, board):
    client = visit("secretary")
    empty = grouping.start(name="Tom grupp")

    wordless = client.post("/grupper/styrelsen/mejla/", {"subject": "Kallelse", "text": ""})
    readerless = client.post(
        f"/grupper/{empty.slug}/mejla/", {"subject": "Kallelse", "text": "Hej"}
    )

    assert (wordless.status_code, readerless.status_code) == (422, 422)
    assert 'value="Kallelse"' in wordless.content.decode()
    assert "Det finns ingen att skriva till" in readerless.content.decode()
    assert Mailing.objects.count() == 0


def test_chair_reaches_neither_other_groups_nor_others_letters(client, kalix, board, visit):
    other = grouping.start(name="Arbetsgruppen")
    letter = writing_to_groups.write(
        board, subject="Från kansliet", text="Hej", by=visit.people["secretary"]
    )
    client.force_login(kalix.politician)

    found = [
        client.get(f"/grupper/{other.slug}/mejla/").status_code,
        client.get(f"/grupper/styrelsen/mejl/{letter.pk}/").status_code,
        client.post(f"/grupper/styrelsen/mejl/{letter.pk}/skicka/").status_code,
    ]

    assert found == [404, 404, 404]
    assert Mailing.objects.get().state == Mailing.State.DRAFT


# --- The secretariat ----------------------------------------------------------------------------


def test_secretariat_sets_up_the_statutory_groups_once(visit):
    client = visit("secretary")
    namesake = grouping.start(name="Styrelse")

    taken = client.post(reverse("members:found_group", args=["board"]), follow=True)
    Group.objects.filter(pk=namesake.pk).update(name="En annan grupp")
    for _twice in range(2):
        client.post(reverse("members:found_group", args=["board"]))
    unknown = client.post(reverse("members:found_group", args=["working_group"]))

    assert "finns redan" in taken.content.decode()
    assert Group.objects.get(kind=Group.Kind.BOARD).seats.count() == 12
    assert unknown.status_code == 404


def test_secretariat_begins_renames_seats_closes_and_opens_a_working_group(visit):
    client = visit("secretary")
    client.post(reverse("members:start_group"), {"name": "Arbetsgruppen", "description": "Prov"})
    group = Group.objects.get(name="Arbetsgruppen")
    seat = group.seats.get()

    def post(address, pk, **data):
        return client.post(reverse(f"members:{address}", args=[pk]), data)

    taken = post("edit_group", group.pk, name=make_group(Group.Kind.SECRETARIAT).name)
    post("edit_group", group.pk, name="Nya namnet", description="")
    added = post("add_seat", group.pk, kind="substitute")
    nothing = post("add_seat", group.pk, kind="politician")
    post("remove_seat", seat.pk)
    post("close_group", group.pk, on=(today() - timedelta(days=1)).isoformat())
    group.refresh_from_db()
    closed = group.is_closed
    post("reopen_group", group.pk)
    group.refresh_from_db()

    assert (taken.status_code, group.name, group.slug) == (422, "Nya namnet", "arbetsgruppen")
    assert added.url == reverse("members:appoint", args=[group.seats.get().pk])
    assert nothing.url == reverse("members:edit_group", args=[group.pk])
    assert [seat.kind for seat in group.seats.all()] == [Seat.Kind.SUBSTITUTE]
    assert (closed, group.is_closed) == (True, False)


def test_secretariat_fills_seats_for_a_term(visit, board):
    chair, first = board.seats.get(kind="chair"), board.seats.filter(kind="ordinary").first()
    address = reverse("members:elect", args=[board.pk])
    last = (today() + timedelta(days=700)).isoformat()
    term = {"starts_on": today().isoformat(), "ends_on": last}
    new = {f"seat{first.pk}_name": "Ny Ledamot", f"seat{first.pk}_email": "ny@example.org"}
    client = visit("secretary")

    refused = [
        client.post(address, data).status_code
        for data in (
            term,
            new,
            term | {f"seat{first.pk}_name": "Ny Ledamot"},
            term | {f"seat{first.pk}_email": "ny@example.org"},
            term | new | {f"seat{chair.pk}_again": "on", f"seat{chair.pk}_name": "Ny"},
            term | new | {"ends_on": "2020-01-01"},
        )
    ]
    before = Holding.objects.filter(seat__group=board, ends_on__gt=today()).count()
    done = client.post(address, term | new | {f"seat{chair.pk}_again": "on"})

    assert (refused, before) == ([422] * 6, 0)
    assert done.url == "/grupper/styrelsen/"
    held = Holding.objects.filter(seat__group=board, ends_on=last)
    assert sorted(one.seat.kind for one in held.select_related("seat")) == ["chair", "ordinary"]
