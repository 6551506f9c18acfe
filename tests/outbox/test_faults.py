"""A mail server that misbehaves, and mailings that are stopped and let go at random."""

import contextlib
import socket
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sekom.outbox import posting, sending
from sekom.outbox.models import Batch, Delivery, Mailing, Suppression, address_hash
from tests.outbox.making import make_draft, make_leaving, state_of, states_of

pytestmark = pytest.mark.django_db


def names(number, name="Person"):
    return [f"{name}{index:03}" for index in range(number)]


def addresses(kind, number):
    return [f"{kind}{index:03}@example.org" for index in range(number)]


def later(**time_passed):
    return time_machine.travel(timezone.now() + timedelta(**time_passed))


def send_in_background():
    try:
        sending.send_due()
    finally:
        connection.close()


@pytest.mark.parametrize("is_pipelined", [False, True])
def test_each_receiver_gets_it_once_whatever_the_server_does_to_the_others(server, is_pipelined):
    server.is_pipelined = is_pipelined
    server.refuse = dict.fromkeys(addresses("bounced", 8), "550 5.1.1 No such user")
    server.refuse |= dict.fromkeys(addresses("grey", 8), "451 4.7.1 Greylisted, try later")
    server.refuse_data = dict.fromkeys(addresses("spam", 8), "554 5.6.0 Not this")
    server.drop = set(addresses("dropped", 8))
    kinds = ("good", "bounced", "grey", "spam", "dropped")
    mailing = make_leaving(*(name for kind in kinds for name in names(8, kind)))

    sending.send_due()
    server.refuse = {to: no for to, no in server.refuse.items() if to.startswith("bounced")}
    server.drop = set()
    with later(seconds=62):
        sending.send_due()

    got = [to for kind in ("good", "grey", "dropped") for to in addresses(kind, 8)]
    assert sorted(server.addresses()) == sorted(got)
    assert sending.progress(mailing).by_state == {"sent": 24, "bounced": 16}
    assert state_of(mailing) == "done"


def test_a_server_that_refuses_to_encrypt_gets_nothing(server, settings):
    settings.MAILERS["default"]["OPTIONS"]["use_tls"] = True
    mailing = make_leaving("Anna")

    sending.send_due()

    assert server.addresses() == []
    assert states_of(mailing) == {"anna@example.org": "queued"}
    assert "STARTTLS" in Mailing.objects.get(pk=mailing.pk).trouble


def test_a_server_that_answers_too_late_leaves_letters_in_doubt_and_none_lost(server, settings):
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 0.2
    server.delay = 1.2
    mailing = make_leaving(*names(3))

    sending.send_due()
    waiting = mailing.deliveries.filter(state="queued", doubts=1).count()
    server.delay = 0
    with later(seconds=62):
        sending.send_due()

    received = Counter(server.addresses())
    in_doubt = set(mailing.deliveries.filter(doubts__gt=0).values_list("email", flat=True))
    assert waiting >= 1
    assert sorted(received) == addresses("person", 3)
    assert {address for address, times in received.items() if times > 1} <= in_doubt
    assert sending.progress(mailing).by_state == {"sent": 3}


def test_a_server_may_look_at_a_message_longer_than_at_a_command(server, settings):
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 0.5
    server.delay = 1
    mailing = make_leaving("Anna")

    sending.send_due()

    sent = mailing.deliveries.get()
    assert (sent.state, sent.attempts, sent.doubts) == ("sent", 1, 0)


def test_twenty_policy_refusals_in_a_row_pause_the_mailing_and_say_why(server, settings):
    settings.MAIL_CONNECTIONS = 1
    server.refuse = dict.fromkeys(addresses("person", 60), "550 5.7.1 You are on a list")
    mailing = make_leaving(*names(60))

    sending.send_due()

    mailing.refresh_from_db()
    assert (mailing.state, mailing.trouble) == ("paused", "550 5.7.1 You are on a list")
    assert sending.progress(mailing).by_state == {"bounced": 20, "queued": 40}


def test_refusals_of_receivers_that_only_wait_pause_nothing(server, settings):
    settings.MAIL_CONNECTIONS = 1
    server.refuse = dict.fromkeys(addresses("person", 25), "451 4.7.1 Greylisted, try later")
    mailing = make_leaving(*names(25))

    sending.send_due()
    server.refuse = {}
    with later(seconds=61):
        sending.send_due()

    assert sending.progress(mailing).by_state == {"sent": 25}


def test_a_connection_carries_no_more_than_the_server_takes(server, settings):
    settings.MAIL_CONNECTIONS, settings.MAIL_PER_CONNECTION = 1, 4
    mailing = make_leaving(*names(10))

    sending.send_due()

    assert (len(server.addresses()), server.connections) == (10, 3)
    assert sending.progress(mailing).by_state == {"sent": 10}


@pytest.mark.django_db(transaction=True)
def test_who_unsubscribes_in_the_middle_gets_nothing(server, settings):
    settings.MAIL_CONNECTIONS = 1
    server.delay = 0.02
    mailing = make_leaving(*names(40))
    worker = threading.Thread(target=send_in_background)
    worker.start()
    while not server.addresses():
        time.sleep(0.005)

    Suppression.objects.create(address_hash=address_hash("person039@example.org"), reason="No")
    worker.join(20)

    assert "person039@example.org" not in server.addresses()
    assert sending.progress(mailing).by_state == {"sent": 39, "suppressed": 1}


def test_a_server_that_answers_nonsense_loses_nothing(settings):
    with socket.create_server(("127.0.0.1", 0)) as nonsense:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "127.0.0.1",
                    "port": nonsense.getsockname()[1],
                    "timeout": 2,
                },
            }
        }

        def answer():
            with nonsense.accept()[0] as one:
                one.sendall(b"What?\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        mailing = make_leaving("Anna")
        sending.send_due()
        thread.join(5)

    assert states_of(mailing) == {"anna@example.org": "queued"}
    assert mailing.deliveries.get().attempts == 0


class Liar(threading.Thread):
    """A mail server that says what it should not: {the command: its answer}, "." for the dot."""

    def __init__(self, settings, lies, timeout=2):
        super().__init__()
        self.lies = lies
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.listening.settimeout(0.1)
        self.is_over = False
        options = {"host": "127.0.0.1", "port": self.listening.getsockname()[1], "timeout": timeout}
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.is_over = True
        self.join(5)
        self.listening.close()

    def run(self):
        while not self.is_over:
            with contextlib.suppress(OSError), self.listening.accept()[0] as one:
                one.settimeout(2)
                self.talk(one, one.makefile("rb"))

    def talk(self, one, lines):
        one.sendall(b"220 Welcome\r\n")
        is_message = False
        with lines:
            for line in lines:
                command = line.split()[0].decode() if line.strip() else ""
                if is_message and command != ".":
                    continue
                right = "354 Go on" if command == "DATA" else "250 Fine"
                answer = self.lies.get(command, right)
                is_message = answer.startswith("354")
                one.sendall(f"{answer}\r\n".encode())


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("command", "answer"),
    [("DATA", "250 Taken"), ("RCPT", "²⁵⁰ Fine"), ("MAIL", "250-" * 9 + "a" * 99_999)],
)
def test_a_server_that_lies_is_left_alone_and_nothing_lost(settings, command, answer):
    settings.MAIL_CONNECTIONS = 1
    mailing = make_leaving("Anna")

    with Liar(settings, {command: answer}):
        sending.send_due()

    waiting = mailing.deliveries.get()
    assert (waiting.state, waiting.attempts, waiting.doubts) == ("queued", 1, 0)


def test_what_a_server_says_is_noted_without_what_no_ledger_takes(settings):
    settings.MAIL_CONNECTIONS = 1
    mailing = make_leaving(*names(21))

    with Liar(settings, {".": "550 5.7.1 No\0thing of yours"}):
        sending.send_due()

    mailing.refresh_from_db()
    assert (mailing.state, mailing.trouble) == ("paused", "550 5.7.1 Nothing of yours")


def counted(mailing):
    """What the ledger's rows say, and what its numbers say."""
    rows = mailing.deliveries.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows), sending.progress(mailing).by_state


class TestAnyOrder(TestCase):
    """Whatever is done to a mailing, in whatever order, everybody is accounted for."""

    @given(
        acts=st.lists(
            st.sampled_from(["approve", "undo", "pause", "resume", "cancel", "send", "die"]),
            max_size=8,
        ),
        refused=st.dictionaries(st.integers(0, 5), st.sampled_from(["suppress", "empty"])),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_frozen_is_sent_and_failed_and_excluded_and_waiting_and_in_doubt(self, acts, refused):
        for index, how in refused.items():
            if how == "suppress":
                hashed = address_hash(f"person{index:03}@example.org")
                Suppression.objects.get_or_create(address_hash=hashed, defaults={"reason": "No"})
        mailing = make_draft(*names(6))
        for act in acts:
            self.act(act, mailing)

            rows, numbers = counted(mailing)
            assert rows == numbers
            assert Counter(rows).total() == 6

    def act(self, act, mailing):
        if act == "send":
            with later(seconds=61):
                sending.send_due()
        elif act == "die":  # as a worker does that holds what is due
            batches = Batch.objects.filter(mailing=mailing, mailing__state="sending")
            batches.filter(due_at__isnull=False).update(lease=99)
        else:
            with contextlib.suppress(ValidationError):
                getattr(posting, act)(mailing, by=None)


def test_what_is_counted_is_what_is_there():
    assert set(Batch.COUNTED) == set(Delivery.State.values) - {"queued"}
