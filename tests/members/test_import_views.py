"""The pages of imports and merges: what the secretariat sees and does there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members import importing
from members.models import Holding, Import, Member, Person
from tests.factories import make_holding, make_member, make_person, make_secretary

pytestmark = pytest.mark.django_db

SHEET = "Kod;Medlem;Politiker namn;Politiker e-post\n2514;Kalix;Eva Ek;eva@kalix.example\n"


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    person = make_secretary()
    client.force_login(person)
    return person


def hand_in(client, content=SHEET):
    sheet = SimpleUploadedFile("register.csv", content.encode())
    return client.post(reverse("members:imports"), {"sheet": sheet})


def test_import_from_the_file_to_the_register_and_back(client, secretary):
    response = hand_in(client)
    imported = Import.objects.get()
    assert response.url == reverse("members:import_columns", args=[imported.pk])
    columns = client.get(response.url)
    assert "Kalix" in columns.text
    chosen = {"column_1": "code", "column_2": "-", "column_3": "politician.name"}
    response = client.post(response.url, chosen | {"column_4": "politician.email"})
    look = client.get(response.url)
    assert "Kalix kommun" in look.text
    assert not Member.objects.exists()

    confirm = reverse("members:import_confirm", args=[imported.pk])
    done = client.post(confirm, {"digest": look.context["digest"]}, follow=True)
    assert "Registret är uppdaterat. Du kan ångra det i 30 dagar." in done.text
    assert Holding.objects.get(seat__member__code="2514").person.name == "Eva Ek"

    undone = client.post(reverse("members:import_undo", args=[imported.pk]))
    assert "Importen ångrades" in undone.text
    assert not Member.objects.exists()


def test_hand_in_of_a_bad_file_says_why_beside_the_field(client, secretary):
    response = hand_in(client, "a;b\n1;2\n")

    assert response.status_code == 422
    assert "Det finns ingen rad med rubriker." in response.text
    assert not Import.objects.exists()


def test_columns_show_what_stands_in_the_file_as_text(client, secretary):
    response = hand_in(client, "Kod;Medlem;<b>Rubrik</b>\n2514;Kalix;<script>alert(1)</script>\n")

    page = client.get(response.url).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;Rubrik&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Rubrik" not in page


def test_columns_that_say_no_member_are_refused_and_kept(client, secretary):
    hand_in(client)
    address = reverse("members:import_columns", args=[Import.objects.get().pk])

    response = client.post(address, {f"column_{place}": "-" for place in range(1, 5)})

    assert response.status_code == 422
    assert "Välj vilken kolumn som har medlemmens kod eller namn." in response.text


def test_look_through_shows_one_state_and_offers_no_button_before_errors_are_mended(
    client, secretary
):
    hand_in(client, SHEET + "9999;;;\n")
    address = Import.objects.get().get_absolute_url()

    everything, new = client.get(address), client.get(address, {"visa": "ny"})

    assert [line.number for line, _tag in everything.context["rows"]] == [3, 2]
    assert [line.number for line, _tag in new.context["rows"]] == [2]
    assert reverse("members:import_confirm", args=[Import.objects.get().pk]) not in everything.text


def test_confirm_of_what_has_changed_since_leads_back_with_the_reason(client, secretary):
    hand_in(client)
    imported = Import.objects.get()

    response = client.post(
        reverse("members:import_confirm", args=[imported.pk]), {"digest": "old"}, follow=True
    )

    assert "Registret eller dina val har ändrats sedan dess." in response.text
    assert not Member.objects.exists()


def test_choosing_who_a_double_is_goes_into_the_next_look(client, secretary):
    person = make_person("Eva Ekk", email="eva.ekk@gamla.example")
    make_holding(member=make_member("Kalix", code="2514"), person=person)
    hand_in(client)
    imported = Import.objects.get()

    response = client.post(
        reverse("members:import_choose", args=[imported.pk]),
        {"double:2.politician": str(person.pk)},
        follow=True,
    )

    [(line, _tag)] = response.context["rows"]
    assert [(cell.heading, cell.new) for cell in line.cells] == [
        ("Politiker e-post", "eva@kalix.example"),
        ("Politiker namn", "Eva Ek"),
    ]


def test_discard_removes_a_draft_and_is_refused_once_written(client, secretary):
    draft = importing.upload(SHEET.encode(), name="a.csv", by=secretary)
    written = importing.upload(SHEET.encode(), name="b.csv", by=secretary)
    digest = importing.compare(written)[1].digest
    importing.confirm(written, digest=digest, by=secretary)

    for imported in (draft, written):
        client.post(reverse("members:import_discard", args=[imported.pk]))

    assert list(Import.objects.all()) == [written]


def test_look_through_costs_the_same_for_one_row_and_for_many(
    client, secretary, django_assert_num_queries, django_assert_max_num_queries
):
    rows = [f"Exempelby {n};X{n:03};ja;Eva {n};eva{n}@example.org" for n in range(120)]
    heading = "Medlem;Kod;Påhittad;Politiker namn;Politiker e-post"
    one = importing.upload("\n".join([heading, rows[0]]).encode(), name="1.csv", by=secretary)
    many = importing.upload("\n".join([heading, *rows]).encode(), name="120.csv", by=secretary)
    client.get(one.get_absolute_url())  # what is only asked for once

    with django_assert_max_num_queries(30) as asked:
        client.get(one.get_absolute_url())
    with django_assert_num_queries(len(asked)):
        client.get(many.get_absolute_url(), {"sida": 2})


def test_merge_and_part_by_buttons(client, secretary):
    member = make_member("Kalix")
    keep = make_holding(member=member, person=make_person("Eva Ek")).person
    gone = make_holding(member=member, kind="officer", person=make_person("Eva Ekk")).person
    assert gone.email in client.get(reverse("members:doubles")).text
    address = reverse("members:merge", args=[keep.pk, gone.pk])
    look = client.get(address)
    assert ("Uppdrag" in look.text, Person.objects.filter(pk=gone.pk).exists()) == (True, True)

    done = client.post(address, follow=True)

    assert f"{gone.email} är nu ihopslagen med {keep.email}." in done.text
    assert client.post(address).status_code == 404
    part = reverse("members:part", args=[keep.merges.get().pk])
    assert "De två är två personer igen." in client.post(part, follow=True).text
    assert Person.objects.filter(pk=gone.pk).exists()


def test_merge_of_oneself_says_no(client, secretary):
    other = make_person()

    response = client.post(reverse("members:merge", args=[other.pk, secretary.pk]))

    assert response.status_code == 422
    assert "Du kan inte slå ihop bort dig själv." in response.text


# --- Appointing by hand ---------------------------------------------------------------------------


@pytest.fixture
def vacant(secretary):
    """The vacant seat of a member whose politician is Eva Ekk."""
    member = make_member("Kalix")
    make_holding(member=member, person=make_person("Eva Ekk", email="eva@gamla.example"))
    return member.seats.get(kind="officer")


@pytest.mark.parametrize(
    ("who", "email"), [("known", "eva@gamla.example"), ("annan", "eva@ny.example")]
)
def test_appoint_asks_first_whether_it_is_somebody_known(client, vacant, who, email):
    address = reverse("members:appoint", args=[vacant.pk])
    given = {"name": "Eva Ek", "email": "eva@ny.example", "starts_on": "2026-01-01"}

    asked = client.post(address, given)

    known = Person.objects.get(email="eva@gamla.example")
    assert (asked.status_code, asked.context["alike"]) == (422, [known])
    assert not Holding.objects.filter(seat=vacant).exists()
    client.post(address, given | {"who": known.pk if who == "known" else who})
    assert Holding.objects.get(seat=vacant).person.email == email


def test_appoint_of_a_known_address_asks_nothing(client, vacant):
    given = {"name": "Eva Ek", "email": "eva@gamla.example", "starts_on": "2026-01-01"}

    client.post(reverse("members:appoint", args=[vacant.pk]), given)

    assert Holding.objects.get(seat=vacant).person.name == "Eva Ekk"
