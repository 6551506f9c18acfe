"""The secretariat's list of subscribers: found, asked, erased, and who of a member takes none."""

from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse

from newsletter import leaving, readers, subscribing
from newsletter.models import Subscriber
from newsletter.reader_forms import SubscriberFilterForm
from sekom.outbox.models import Delivery
from tests.factories import make_member, make_pair, make_secretary
from tests.newsletter_factories import make_subscriber

pytestmark = pytest.mark.django_db

State = Subscriber.State
LIST = "/kansli/prenumeranter/"


@pytest.fixture(autouse=True)
def calm(settings):
    settings.REQUIRE_TWO_FACTOR = False
    cache.clear()


@pytest.fixture
def office(client):
    client.force_login(make_secretary())
    return client


def found(query):
    """Whom the list shows for what stands in its address."""
    return [row.email for row in SubscriberFilterForm(QueryDict(query)).found()]


def test_subscribers_are_found_by_words_state_and_organisation(office):
    member = make_member("Granfors")
    make_subscriber("anna@example.org", name="Anna Björk", member=member)
    make_subscriber("bo@example.org", state=State.LEFT)

    both = ["anna@example.org", "bo@example.org"]
    assert {
        query: found(query)
        for query in (
            *("", "sok=björk", "sok=BO@", "lage=left", f"medlem={member.pk}"),
            *("lage=hemligt", "medlem=0", "sok=%00"),
        )
    } == {
        "": both,
        "sok=björk": both[:1],
        "sok=BO@": both[1:],
        "lage=left": both[1:],
        f"medlem={member.pk}": both[:1],
        "lage=hemligt": both,
        "medlem=0": both,
        "sok=%00": both,
    }
    page = office.get(f"{LIST}?sok=bo&sida=x").context["page"]
    assert [row.email for row in page] == both[1:]


def test_the_list_is_handed_out_as_it_is_filtered_and_without_formulas(office):
    make_subscriber("anna@example.org", name="=1+1", topics=["news", "events"])
    make_subscriber("bo@example.org", state=State.LEFT)

    answer = office.get(f"{LIST}excel/?lage=active")

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:5] for row in rows] == [
        ["E-post", "Namn", "Organisation", "Läge", "Vill läsa om"],
        [
            "anna@example.org",
            "'=1+1",
            None,
            "prenumererar",
            "Nytt i nätverket, Workshoppar och möten",
        ],
    ]


def test_the_secretariat_asks_and_the_owner_says_yes(office):
    member = make_member()

    answer = office.post(LIST, {"email": "anna@example.org", "name": "Anna", "member": member.pk})
    wrong = office.post(LIST, {"email": "anna"})

    asked = Subscriber.objects.get()
    letter = Delivery.objects.get()
    assert (answer.status_code, wrong.status_code) == (302, 422)
    assert (asked.state, asked.name, asked.member) == (State.ASKED, "Anna", member)
    assert (letter.mailing.kind, letter.values["by_office"]) == ("newsletter/say_yes", True)


def test_asking_again_writes_once_more_and_keeps_what_is_known(office):
    asked = make_subscriber("anna@example.org", state=State.ASKED, member=make_member(), name="A")

    office.post(reverse("newsletter:ask_again", args=[asked.uid]))

    again = Subscriber.objects.get()
    assert (again.state, again.member, again.name) == (State.ASKED, asked.member, "A")
    assert Delivery.objects.get().email == "anna@example.org"


def test_the_secretariat_hears_when_no_more_letters_go_to_an_address(office):
    asked = make_subscriber("anna@example.org", state=State.ASKED)
    address = reverse("newsletter:ask_again", args=[asked.uid])

    answers = [office.post(address, follow=True) for _time in range(subscribing.MOST_LETTERS + 1)]

    told = [message.level_tag for answer in answers for message in answer.context["messages"]]
    assert told == ["success"] * subscribing.MOST_LETTERS + ["error"]
    assert Delivery.objects.count() == subscribing.MOST_LETTERS


def test_a_subscriber_is_erased_and_a_person_of_the_register_is_not(office):
    subscriber = make_subscriber()
    politician, _officer = make_pair()
    own = leaving.leave(readers.of_person(politician))

    pages = [
        office.get(reverse("newsletter:subscriber", args=[one.uid])) for one in (subscriber, own)
    ]
    for one in (subscriber, own):
        office.post(reverse("newsletter:erase_subscriber", args=[one.uid]))

    assert [page.status_code for page in pages] == [200, 200]
    assert list(Subscriber.objects.all()) == [own]


def test_a_members_page_says_to_the_secretariat_alone_who_takes_no_newsletter(office, client):
    member = make_member()
    politician, officer = make_pair(member)
    leaving.leave(readers.of_person(politician))
    words = f"{politician.name} vill inte ha det."

    to_office = office.get(member.get_absolute_url()).text
    client.force_login(officer)
    to_counterpart = client.get(member.get_absolute_url()).text

    assert [words in to_office, words in to_counterpart] == [True, False]
