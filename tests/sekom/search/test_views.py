"""The page of the search, and the secretariat's page about it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sekom.search import indexing, missing
from sekom.search.models import Entry, Miss, Synonyms
from tests.factories import (
    make_former_contact,
    make_framework,
    make_holding,
    make_member,
    make_pair,
    make_person,
    make_secretary,
)
from tests.survey_factories import make_round, make_version
from toolbox.models import Tool

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    "   ",
    "och i att det",
    "'",
    "''; drop table search_entry; --",
    "a' | 'b",
    "(((",
    "!!",
    "& | !",
    "<->",
    "a:*",
    "mål:*A",
    "\\",
    "\\'",
    "%",
    "_",
    "~mal",
    "x\x00y",
    "\ud800".encode("utf-8", "replace").decode(),
    "<script>alert(1)</script>",
    "mål " * 2_500,
    "å" * 10_000,
    "1.2.3:4",
    "-",
    "--",
    "a-b-c-d",
    "’’",
    "😀 🌱",
    "İ ß ŉ ﬁ",
]


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()


def titles(client, query, **more):
    page = client.get(reverse("search"), {"q": query, **more})
    return [strip(hit.title) for hit in page.context["hits"]]


def strip(title):
    return title.replace("<mark>", "").replace("</mark>", "")


def visiting(client, person):
    client.logout()
    if person:
        client.force_login(person)
    return client


def test_a_member_is_found_by_everybody_with_the_word_marked(client):
    make_member("Granfors", county="25")
    indexing.rebuild()

    page = client.get(reverse("search"), {"q": "granfors"})

    assert "<mark>Granfors</mark> kommun" in page.text
    assert "1 träff" in page.text


def test_contacts_are_found_by_whoever_holds_a_seat_alone(client):
    member = make_member("Granfors")
    secret = make_person("Kerstin Hemligsson")
    make_holding(member=member, person=secret)
    indexing.rebuild()

    found = {
        name: titles(visiting(client, person), "hemligsson")
        for name, person in {
            "guest": None,
            "former": make_former_contact(),
            "other": make_pair()[0],
            "secretary": make_secretary(),
        }.items()
    }

    assert found == {
        "guest": [],
        "former": [],
        "other": ["Kerstin Hemligsson"],
        "secretary": ["Kerstin Hemligsson"],
    }


@pytest.mark.parametrize("query", ["hemligsson", "hemligson", "hemligs"])
def test_a_contacts_name_is_never_suggested_to_a_guest(client, query):
    make_holding(member=make_member("Granfors"), person=make_person("Kerstin Hemligsson"))
    indexing.rebuild()

    page = client.get(reverse("search"), {"q": query})

    assert (page.context["answer"].suggestion, page.context["hits"]) == ("", [])


def test_applicants_and_groups_are_found_by_the_secretariat_alone(client):
    make_member("Granfors", status="applied", seats=False)
    secretary = make_secretary()
    indexing.rebuild()

    assert titles(client, "granfors") == []
    assert titles(visiting(client, make_pair()[0]), "granfors") == []
    assert titles(visiting(client, secretary), "granfors") == ["Granfors kommun"]


def test_a_round_and_its_questions_are_found_once_it_is_sent_out(client):
    make_round(make_version(), title="Utskickad omgång")
    make_round(make_version(), title="Hemligt utkast", opened=False)
    indexing.rebuild()
    visiting(client, make_pair()[0])

    assert titles(client, "utskickad omgång")[0] == "Utskickad omgång"
    assert titles(client, "hemligt utkast") == []
    assert titles(visiting(client, None), "utskickad") == []


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_answered(client, query):
    make_member("Granfors")
    indexing.rebuild()

    page = client.get(reverse("search"), {"q": query})

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert Entry.objects.count() == 1


def test_accents_count_when_the_query_has_them(client):
    for name in ("Målsjö", "Malsjö", "Anmälan", "Målen"):
        make_member(name)
    indexing.rebuild()

    assert titles(client, "mål") == ["Målen kommun"]
    assert titles(client, "målsjö") == ["Målsjö kommun"]
    assert titles(client, "malsjo") == ["Malsjö kommun", "Målsjö kommun"]


def test_a_misspelt_word_is_read_as_the_likely_one_and_said(client):
    make_member("Granfors")
    indexing.rebuild()

    page = client.get(reverse("search"), {"q": "Granfosr kommun"})

    assert [strip(hit.title) for hit in page.context["hits"]] == ["Granfors kommun"]
    assert "Menade du" in page.text
    assert page.context["suggestion_url"] == "?q=granfors+kommun"


def test_synonyms_find_each_other(client):
    make_member("Agenda 2030")
    indexing.rebuild()

    assert titles(client, "SDG") == ["Agenda 2030 kommun"]
    Synonyms.objects.all().delete()
    assert titles(client, "SDG") == []


def test_hits_are_filtered_by_kind_and_shown_in_pages(client):
    for number in range(23):
        make_member(f"Sandby {number}")
    make_holding(member=make_member("Sandby"), person=make_person("Sven Sandby"))
    indexing.rebuild()
    visiting(client, make_secretary())

    assert titles(client, "sandby", typ="person") == ["Sven Sandby"]
    assert len(titles(client, "sandby", typ="member")) == 20
    assert len(titles(client, "sandby", typ="member", sida=2)) == 4
    assert len(titles(client, "sandby", typ="nonsense")) == 20


def test_a_search_costs_as_much_for_one_hit_as_for_three(client):
    make_member("Granfors")
    for _number in range(3):
        make_member("Tallfors")
    indexing.rebuild()

    with CaptureQueriesContext(connection) as for_one:
        assert len(titles(client, "granfors")) == 1
    with CaptureQueriesContext(connection) as for_three:
        assert len(titles(client, "tallfors")) == 3

    assert len(for_one) == len(for_three)


# --- In vain ------------------------------------------------------------------------------------


def test_looking_changes_nothing_and_asks_the_page_to_note_the_miss(client):
    page = client.get(reverse("search"), {"q": "solceller"})

    assert not Miss.objects.exists()
    assert f'hx-post="{reverse("note_miss")}"' in page.text


def test_a_miss_is_noted_and_counted(client):
    for query in ("Solceller ", "solceller"):
        assert client.post(reverse("note_miss"), {"q": query}).status_code == 204

    assert list(Miss.objects.values_list("term", "count")) == [("solceller", 2)]


@pytest.mark.parametrize(
    "query",
    ["kerstin@example.org", "19121212-1212", "070-123 45 67", "och", "x" * 61, "!!", "ab", "12345"],
)
def test_what_is_no_words_is_not_kept(client, query):
    client.post(reverse("note_miss"), {"q": query})

    assert not Miss.objects.exists()


def test_what_is_found_is_no_miss(client):
    make_member("Granfors")
    indexing.rebuild()

    client.post(reverse("note_miss"), {"q": "granfors"})

    assert not Miss.objects.exists()


def test_nobody_can_fill_the_list(client):
    noted = [missing.note(f"påhittat {'x' * number}") for number in range(40)]

    assert 0 < noted.count(True) <= 2 * missing.NEW_PER_MINUTE
    assert noted[-1] is False


def test_the_secretariat_sees_misses_and_puts_them_aside(client):
    missing.note("solceller")
    visiting(client, make_secretary())

    assert "solceller" in client.get(reverse("manage_search")).text

    client.post(reverse("forget_miss", args=[Miss.objects.get().pk]))
    assert "solceller" not in client.get(reverse("manage_search")).text


# --- Synonyms -----------------------------------------------------------------------------------


def test_synonyms_are_added_changed_and_taken_away(client):
    visiting(client, make_secretary())
    Synonyms.objects.all().delete()

    client.post(reverse("manage_search"), {"terms": "LED, lampa"})
    line = Synonyms.objects.get()
    client.post(reverse("edit_synonyms", args=[line.pk]), {"terms": "LED, lampa, armatur"})

    assert Synonyms.objects.get().split() == ["LED", "lampa", "armatur"]
    client.post(reverse("delete_synonyms", args=[line.pk]))
    assert not Synonyms.objects.exists()


@pytest.mark.parametrize("name", ["manage_search", "edit_synonyms"])
def test_one_word_alone_has_no_synonym(client, name):
    visiting(client, make_secretary())
    line = Synonyms.objects.create(terms="LED, lampa")
    address = reverse(name, args=[line.pk] if name == "edit_synonyms" else [])

    page = client.post(address, {"terms": "LED"})

    assert page.status_code == 422
    assert "minst två ord" in page.text
    assert "LED</textarea>" in page.text
    line.refresh_from_db()
    assert line.terms == "LED, lampa"


# --- The toolbox --------------------------------------------------------------------------------


def test_a_tool_is_found_once_it_is_published_and_its_draft_never(client):
    tool = Tool.objects.create(
        slug="provtagning",
        title="Provtagning av badvatten",
        draft={"title": "Hemligt utkast om badvatten"},
    )
    indexing.refresh()
    assert titles(visiting(client, make_secretary()), "badvatten") == []
    Tool.objects.filter(pk=tool.pk).update(state="published", published_at=timezone.now())

    indexing.refresh()

    assert titles(visiting(client, None), "badvattnet") == ["Provtagning av badvatten"]
    assert titles(client, "hemligt utkast") == []


@pytest.mark.parametrize("query", ["agenda2030", "Agenda 2030", "agendan", "globala målen"])
def test_a_framework_is_found_by_each_of_its_names_while_it_is_in_use(client, query):
    make_framework("agenda-2030", name="Agenda 2030, de globala målen")
    make_framework("agenda-2020", name="Agenda 2020, de globala målen", is_active=False)
    indexing.rebuild()

    assert titles(client, query) == ["Agenda 2030, de globala målen"]
