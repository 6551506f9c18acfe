"""The mailbox of returned letters: heard once, put away, people's mail left alone."""

import pytest

from sekom.outbox import fetching, hearing
from sekom.outbox.models import Return, ReturnBox
from sekom.outbox.tasks import fetch_returns
from tests.imap_server import mailbox
from tests.members.graph_server import GraphServer
from tests.outbox.returned import Sent, answer, postfix
from tests.outbox.test_hearing import letter_to, make_sent, states_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    """A mailbox that the portal reads."""
    with mailbox() as box:
        settings.MAIL_RETURN_IMAP = box.address
        yield box


def put_three(box, mailing):
    """A return for Anna, somebody's question, a return for Bo."""
    box.put(postfix(letter_to(mailing), "5.1.1", "550 5.1.1 User unknown"))
    box.put(answer(Sent(), "SV: Nyhetsbrev", "Tack! Kommer ni till Boden?"))
    box.put(postfix(letter_to(mailing, "bo@example.org"), "5.2.2", "552 5.2.2 Mailbox full"))


def test_returns_are_heard_and_marked_and_mail_from_people_stays_unread(box):
    mailing = make_sent("Anna", "Bo")
    put_three(box, mailing)

    heard = fetching.fetch()

    assert heard == 2
    assert set(states_of(mailing).values()) == {"bounced"}
    assert box.seen() == [1, 3]
    assert ReturnBox.objects.values_list("name", "validity", "read_to", "trouble").get() == (
        "retur@example.org (127.0.0.1/INBOX)",
        7,
        3,
        "",
    )


def test_mail_is_fetched_once_and_new_mail_the_next_time(box):
    mailing = make_sent("Anna", "Bo")
    put_three(box, mailing)

    fetch_returns()
    fetch_returns()
    box.put(postfix(letter_to(mailing), "5.7.1", "550 5.7.1 Blocked"))
    fetch_returns()

    assert box.fetched == 4
    assert [one.kind for one in Return.objects.all()] == ["hard", "full", "policy"]


def test_line_that_is_cut_loses_nothing_and_doubles_nothing(box):
    mailing = make_sent("Anna", "Bo")
    put_three(box, mailing)
    box.break_after = 2

    first = fetching.fetch()
    trouble = ReturnBox.objects.get().trouble
    box.break_after = 10
    second = fetching.fetch()

    assert (first, second, trouble != "", ReturnBox.objects.get().trouble) == (1, 1, True, "")
    assert [one.kind for one in Return.objects.all()] == ["hard", "full"]


def test_mail_heard_by_a_reader_that_died_before_it_was_marked_is_marked_the_next_time(box):
    mailing = make_sent("Anna", "Bo")
    put_three(box, mailing)
    hearing.hear(box.folders["INBOX"][1].source)

    fetching.fetch()

    assert box.seen() == [1, 3]
    assert Return.objects.count() == 2


def test_mailbox_made_anew_is_read_from_its_start(box):
    mailing = make_sent("Anna", "Bo")
    put_three(box, mailing)
    fetching.fetch()
    box.validity = 8

    heard = fetching.fetch()

    assert (heard, box.fetched, Return.objects.count()) == (2, 6, 2)


def test_what_is_read_is_moved_where_the_settings_say_so(box, settings):
    settings.MAIL_RETURN_DONE = "Klara returer"
    mailing = make_sent("Anna", "Bo")
    put_three(box, mailing)

    fetching.fetch()

    assert {name: list(found) for name, found in box.folders.items()} == {
        "INBOX": [2],
        "Klara returer": [1, 3],
    }


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("imap://retur%40example.org:fel@127.0.0.1:{port}/", "Wrong password"),
        ("imap://retur%40example.org:hem%20ligt%22@127.0.0.1:{port}/Borta", "no such folder"),
        ("imap://retur%40example.org:x@127.0.0.1:1/", "refused"),
    ],
)
def test_mailbox_that_cannot_be_read_says_why(box, settings, address, trouble):
    settings.MAIL_RETURN_IMAP = address.replace("{port}", str(box.server_address[1]))

    assert fetching.fetch() == 0
    assert trouble in ReturnBox.objects.get().trouble


def test_without_a_mailbox_nothing_is_read(settings):
    settings.MAIL_RETURN_IMAP = ""

    assert (fetching.fetch(), ReturnBox.objects.count()) == (0, 0)


def test_mailbox_at_microsoft_is_opened_with_a_key_of_the_portals_own(box, settings):
    graph = GraphServer()
    app = graph.settings
    settings.MAIL_RETURN_IMAP = box.address.replace(":hem%20ligt%22", "")
    settings.MAIL_RETURN_TOKEN_URL = f"{app['login_url']}/{app['tenant']}/oauth2/v2.0/token"
    settings.MAIL_RETURN_CLIENT_ID = app["client_id"]
    settings.MAIL_RETURN_CLIENT_SECRET = app["client_secret"]
    put_three(box, make_sent("Anna", "Bo"))

    heard = fetching.fetch()
    settings.MAIL_RETURN_CLIENT_SECRET = "fel"
    fetching.fetch()
    graph.shutdown()
    graph.server_close()

    assert (heard, box.logged_in_by) == (2, "key")
    assert ReturnBox.objects.get().trouble.startswith("401 Client Error")
