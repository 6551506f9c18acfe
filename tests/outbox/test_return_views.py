"""Returns that servers and providers hand in, and the secretariat's list of the silenced."""

import base64
import json

import pytest
from django.utils import timezone

from sekom.outbox import desk, hearing, returning, sending, silencing
from sekom.outbox.models import Return, ReturnBox, Suppression, address_hash
from tests.factories import make_person, make_secretary
from tests.outbox.returned import Sent, answer, postfix
from tests.outbox.test_hearing import ANNA, letter_to, make_leaving, make_sent, numbers, silenced

pytestmark = pytest.mark.django_db

SECRET = "en-hemlighet-med-minst-tjugo-tecken"
LOGIN = "namn:losen"
HARD = {"Type": "HardBounce", "Details": "smtp;550 5.1.1 User unknown"}


@pytest.fixture
def hand_in(client, settings):
    """Hand in a message as the mail server does: hand_in(source, secret) -> status."""
    settings.MAIL_RETURN_SECRET = SECRET

    def post(source, secret=SECRET):
        return client.post(
            "/post/retur/",
            source,
            content_type="message/rfc822",
            headers={"Authorization": f"Bearer {secret}"},
        ).status_code

    return post


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    person = make_secretary()
    client.force_login(person)
    return person


@pytest.fixture
def tell(client, settings):
    """Tell of an event as a provider does: tell(code, event, login) -> status."""
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": LOGIN}

    def post(code, event, login=LOGIN):
        body = {
            "RecordType": "Bounce",
            "ID": 42,
            "MessageID": "883953f4",
            "Email": ANNA,
            "BouncedAt": "2026-11-02T08:00:00Z",
            "Metadata": {"code": code},
        } | event
        key = base64.b64encode(login.encode()).decode()
        return client.post(
            "/post/handelser/",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Basic {key}"},
        ).status_code

    return post


def code_of(mailing):
    return returning.code_of(mailing.deliveries.get(email=ANNA).token)


def test_return_is_handed_in_with_the_secret_and_twice_is_once(hand_in):
    mailing = make_sent()
    returned = postfix(letter_to(mailing), "5.1.1", "550 5.1.1 User unknown")

    statuses = [hand_in(returned, "fel"), hand_in(returned), hand_in(returned)]

    assert statuses == [401, 204, 204]
    assert (numbers(mailing), silenced()) == ({"sent": 1, "bounced": 1}, [ANNA])
    assert Return.objects.count() == 1


def test_great_return_is_read_as_far_as_it_matters(hand_in):
    mailing = make_sent()
    returned = postfix(letter_to(mailing), "5.1.1", "550 5.1.1 User unknown") + b"x" * 10_000_000

    assert hand_in(returned) == 204
    assert silenced() == [ANNA]


def test_what_is_for_people_is_taken_and_forgotten(hand_in):
    assert hand_in(answer(Sent(), "SV: Nyhetsbrev", "Tack!")) == 204
    assert Return.objects.count() == 0


def test_nothing_is_taken_in_where_no_secret_is_set(client, settings):
    settings.MAIL_RETURN_SECRET = settings.MAIL_PROVIDER = ""

    statuses = [
        client.post(address, b"", content_type="text/plain").status_code
        for address in ("/post/retur/", "/post/handelser/")
    ]

    assert statuses == [404, 404]


def test_event_of_a_dead_address_silences_it_once_and_only_with_the_providers_login(tell):
    mailing = make_sent()

    statuses = [
        tell(code_of(mailing), HARD, "namn:fel"),
        tell(code_of(mailing), HARD),
        tell(code_of(mailing), HARD),
    ]

    assert statuses == [400, 200, 200]
    assert (numbers(mailing), silenced()) == ({"sent": 1, "bounced": 1}, [ANNA])
    assert [one.kind for one in Return.objects.all()] == ["hard"]


@pytest.mark.parametrize(
    ("event", "kind", "state"),
    [
        ({"Type": "SoftBounce", "Details": "552 5.2.2 Mailbox full"}, "full", "bounced"),
        ({"Type": "Transient", "Details": "Greylisted"}, "soft", "sent"),
        ({"Type": "AutoResponder", "Description": "Ledig"}, "auto", "sent"),
        ({"Type": "BadEmailAddress"}, "hard", "bounced"),
        ({"Type": "DMARCPolicy"}, "policy", "bounced"),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, "complaint", "sent"),
    ],
)
def test_event_is_noted_for_what_it_is(tell, event, kind, state):
    mailing = make_sent("Anna")

    tell(code_of(mailing), event)

    assert [one.kind for one in Return.objects.all()] == [kind]
    assert numbers(mailing) == {state: 1}
    assert silenced() == ([ANNA] if kind in ("hard", "complaint") else [])


def test_events_come_in_any_order(tell):
    mailing = make_leaving("Anna")

    tell(code_of(mailing), HARD)
    tell(code_of(mailing), {"RecordType": "Delivery", "ID": 41})
    sending.send_due()

    assert [one.kind for one in Return.objects.all()] == ["hard"]
    assert mailing.deliveries.get().state == "suppressed"


def test_event_with_a_code_that_is_not_ours_is_of_nobody(tell):
    mailing = make_sent("Anna")
    code = code_of(mailing)

    other = "b" if code[0] != "b" else "c"

    statuses = [tell(wrong, HARD) for wrong in (f"{other}{code[1:]}", "")]

    assert statuses == [200, 200]
    assert Return.objects.count() == 0


def test_provider_that_asks_whether_anybody_is_there_hears_yes(client, settings):
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": LOGIN}

    assert client.head("/post/handelser/").status_code == 200


def stop(email, kind=Return.Kind.HARD):
    silencing.suppress(email, kind=kind)
    return Suppression.objects.get(address_hash=address_hash(email))


def test_stop_list_names_the_addresses_that_are_still_known(client, secretary):
    hearing.hear(postfix(letter_to(make_sent()), "5.1.1", "550 5.1.1 User unknown"))
    stop(make_person("Cilla Ek", email="cilla@example.org").email, Return.Kind.COMPLAINT)
    stop("glomd@example.org")

    rows = client.get("/kansli/utskick/stopplista/").context["rows"]

    assert [(name, email, one.reason) for one, name, email in rows] == [
        ("", "", Return.Kind.HARD.label),
        ("Cilla Ek", "cilla@example.org", Return.Kind.COMPLAINT.label),
        ("Anna", ANNA, Return.Kind.HARD.label),
    ]


def test_address_is_looked_for_by_the_whole_of_it(client, secretary):
    stop("glomd@example.org")

    found, missed = (
        client.get("/kansli/utskick/stopplista/", {"q": asked}).context["rows"]
        for asked in (" Glomd@example.org", "glomd")
    )

    assert (len(found), missed) == (1, [])


def test_stop_is_lifted_once_the_secretariat_has_said_so(client, secretary):
    page = f"/kansli/utskick/stopplista/{stop(ANNA).pk}/slapp/"

    client.get(page)
    before = silenced()
    answer = client.post(page)

    assert (before, silenced()) == ([ANNA], [])
    assert (answer.url, client.post(page).status_code) == ("/kansli/utskick/stopplista/", 404)


def test_lifted_address_is_stopped_again_by_what_comes_back_then_and_not_by_old_returns(secretary):
    old = postfix(letter_to(make_sent("Anna")), "5.1.1", "550 5.1.1 User unknown")
    new = postfix(letter_to(make_sent("Anna")), "5.1.1", "550 5.1.1 User unknown")
    hearing.hear(old)
    silencing.lift(Suppression.objects.get(), by=secretary)

    hearing.hear(old)
    after_the_old_one = silenced()
    hearing.hear(new)

    assert (after_the_old_one, silenced()) == ([], [ANNA])


def test_mailing_shows_what_came_back_for_it(client, secretary):
    mailing, other = make_sent(), make_sent()
    hearing.hear(postfix(letter_to(mailing), "5.2.2", "552 5.2.2 Mailbox full"))
    hearing.hear(postfix(letter_to(other), "5.7.1", "550 5.7.1 Blocked"))

    count = client.get(f"/kansli/utskick/{mailing.pk}/").context["returned_count"]
    page = client.get(f"/kansli/utskick/{mailing.pk}/returer/").context["page"]

    assert (count, [(one.kind, one.words) for one in page]) == (
        1,
        [("full", "552 5.2.2 Mailbox full")],
    )


def test_stop_list_says_when_the_mailbox_cannot_be_read(client, secretary):
    ReturnBox.objects.create(name="retur/INBOX", trouble="No", looked_at=timezone.now())

    page = client.get("/kansli/utskick/stopplista/").content.decode()

    assert page.count("retur/INBOX") == 1
    assert [task.url for task in desk.tasks(secretary)] == ["/kansli/utskick/stopplista/"]
    assert desk.tasks(make_person()) == []
