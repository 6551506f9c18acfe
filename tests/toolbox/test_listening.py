from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_pair, make_path, make_secretary
from toolbox import listening, reporting, tasks
from toolbox.models import Opinion

pytestmark = pytest.mark.django_db

NOON = timezone.now().replace(hour=11, minute=0)
SAYS = {"is_helpful": True, "address": "192.0.2.7", "browser": "Läsare 1"}


@pytest.fixture(autouse=True)
def place(settings):
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()


@pytest.fixture
def path():
    return make_path()


@pytest.fixture
def page(path):
    return listening.page_of(listening.ask_about(path, path.get_absolute_url()))


def refused(*args, **given):
    with pytest.raises(ValidationError) as refusal:
        listening.give_opinion(*args, **given)
    return refusal.value.code


def test_a_token_says_what_it_is_about_and_nobody_else_makes_one(path, page):
    assert (page.about, page.title, page.address) == (
        f"toolbox.path:{path.pk}",
        "Vägen",
        "/arbetsgangar/vagen/",
    )
    with pytest.raises(ValidationError):
        listening.page_of("toolbox.path:1")


def test_a_visitor_answers_once_a_day(page):
    with time_machine.travel(NOON):
        listening.give_opinion(page, **SAYS)
        again = refused(page, **SAYS)
        listening.give_opinion(page, **SAYS | {"browser": "Läsare 2"})
    with time_machine.travel(NOON + timedelta(days=1)):
        listening.give_opinion(page, **SAYS)

    assert (again, Opinion.objects.count()) == ("again", 3)


def test_a_visitor_answers_about_each_page(page):
    other = make_path("En annan")

    listening.give_opinion(page, **SAYS)
    listening.give_opinion(
        listening.page_of(listening.ask_about(other, other.get_absolute_url())), **SAYS
    )

    assert Opinion.objects.count() == 2


def test_one_address_cannot_flood_whatever_its_browser_is_called(page):
    for number in range(listening.MOST_PER_HOUR):
        listening.give_opinion(page, **SAYS | {"browser": f"Robot {number}"})

    assert refused(page, **SAYS | {"browser": "Robot 31"}) == "often"


def test_what_tells_visitors_apart_is_no_address_and_is_forgotten_the_night_after(page):
    with time_machine.travel(NOON):
        known = listening.give_opinion(page, **SAYS).visitor
        tasks.forget_visitors()
        kept = Opinion.objects.get().visitor
    with time_machine.travel(NOON + timedelta(days=1)):
        for _time in range(2):
            tasks.forget_visitors()
        changed = listening.visitor_of(SAYS["address"], SAYS["browser"])

    assert (len(known), kept, Opinion.objects.get().visitor) == (64, known, None)
    assert changed != known


# --- The form and the pages -------------------------------------------------------------------


def form_of(path, **fields):
    token = listening.ask_about(path, path.get_absolute_url())
    return {"page": token, "answer": "yes", "comment": "", "website": ""} | fields


def test_the_page_asks_and_takes_the_answer_without_a_cookie(client, path):
    shown = client.get(path.get_absolute_url())
    thanked = client.post(reverse("toolbox:give_opinion"), form_of(path, comment="Bra."))

    assert shown.content.count(b'name="page"') == 1
    assert (thanked.status_code, dict(client.cookies)) == (200, {})
    assert "Tack" in thanked.content.decode()
    assert list(Opinion.objects.values_list("is_helpful", "comment", "title", "person")) == [
        (True, "Bra.", "Vägen", None)
    ]


def test_a_second_answer_is_refused_in_words_and_keeps_what_was_typed(client, path):
    address = reverse("toolbox:give_opinion")
    client.post(address, form_of(path))

    for headers in ({}, {"HX-Request": "true"}):
        again = client.post(address, form_of(path, comment="Mer att säga"), headers=headers)

        assert again.status_code == 422
        assert "Du har redan svarat om den här sidan i dag" in again.content.decode()
        assert "Mer att säga" in again.content.decode()
    assert Opinion.objects.count() == 1


def test_who_fills_in_the_trap_is_thanked_and_not_heard(client, path):
    answer = client.post(reverse("toolbox:give_opinion"), form_of(path, website="köp nu"))

    assert (answer.status_code, Opinion.objects.count()) == (200, 0)


def test_a_forged_page_is_refused(client):
    answer = client.post(reverse("toolbox:give_opinion"), {"page": "x", "answer": "yes"})

    assert (answer.status_code, Opinion.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("fields", "is_known"),
    [
        ({"comment": "Svara mig", "wants_answer": "1"}, True),
        ({"comment": "", "wants_answer": "1"}, False),
        ({"comment": "Utan namn"}, False),
    ],
)
def test_only_who_asks_for_an_answer_is_known(client, path, fields, is_known):
    contact = make_pair()[0]
    client.force_login(contact)

    client.post(reverse("toolbox:give_opinion"), form_of(path, **fields))

    assert Opinion.objects.get().person == (contact if is_known else None)


def test_the_secretariat_reads_rates_and_comments_and_puts_them_aside(client, path, page):
    listening.give_opinion(page, **SAYS, comment="Saknar en mall")
    listening.give_opinion(page, **SAYS | {"browser": "B", "is_helpful": False})
    client.force_login(make_secretary())
    opinion = Opinion.objects.get(is_helpful=True)

    assert list(Opinion.objects.per_page().values_list("title", "yes", "no", "unread")) == [
        ("Vägen", 1, 1, 1)
    ]
    assert "Saknar en mall" in client.get(reverse("toolbox:opinions")).content.decode()
    for _time in range(2):
        client.post(reverse("toolbox:put_opinion_aside", args=[opinion.pk]))
    assert "Saknar en mall" not in client.get(reverse("toolbox:opinions")).content.decode()


def test_the_report_says_rates_and_comments_and_runs_no_formula(page):
    listening.give_opinion(page, **SAYS, comment="=1+1")
    listening.give_opinion(page, **SAYS | {"browser": "B", "is_helpful": False})

    book = openpyxl.load_workbook(BytesIO(reporting.opinions_workbook().read()))

    rates, comments = (list(sheet.values) for sheet in book)
    assert rates[1:] == [("Vägen", "/arbetsgangar/vagen/", 1, 1, 50)]
    assert [row[1:] for row in comments[1:]] == [("Vägen", "Ja", "'=1+1")]
