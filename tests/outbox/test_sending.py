import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from sekom.outbox import posting, sending
from sekom.outbox.connecting import MOST_LINES
from sekom.outbox.letters import Attached
from sekom.outbox.models import Lease, Mailing, Suppression, address_hash
from sekom.outbox.retrying import CALM_DOUBTS
from sekom.outbox.tasks import send_due
from tests.outbox.making import LETTER, make_draft, make_leaving, state_of, states_of

pytestmark = pytest.mark.django_db

ANNA, BO, CILLA = "anna@example.org", "bo@example.org", "cilla@example.org"


def later(**time_passed):
    return time_machine.travel(timezone.now() + timedelta(**time_passed))


def test_send_due_sends_to_everybody_over_one_connection(server):
    mailing = make_leaving("Anna", "Bo", "Cilla")

    is_more_left = sending.send_due()

    assert is_more_left is False
    assert server.addresses() == [ANNA, BO, CILLA]
    assert server.connections == 1
    assert states_of(mailing) == {ANNA: "sent", BO: "sent", CILLA: "sent"}


def test_send_due_does_not_wait_for_connections_that_are_needed_no_more(server):
    server.late = 0.5
    make_leaving(*names(20))

    began = time.monotonic()
    sending.send_due()

    assert (len(server.addresses()), server.connections > 1) == (20, True)
    assert time.monotonic() - began < 10


def test_send_due_twice_in_a_row_sends_nothing_twice(server):
    make_leaving("Anna", "Bo")

    send_due()
    send_due()

    assert server.addresses() == [ANNA, BO]


def test_a_name_of_two_lines_makes_no_header_of_its_own(server):
    mailing = make_leaving("Anna")
    mailing.deliveries.update(name="Anna\r\nBcc: bo@example.org")

    sending.send_due()

    [message] = server.messages(ANNA)
    assert [str(message["To"]), message["Bcc"]] == [
        '"Anna Bcc: bo@example.org" <anna@example.org>',
        None,
    ]


def test_a_message_says_who_sent_it_by_which_machine_and_when_it_was_approved(server):
    mailing = make_leaving("Anna")

    sending.send_due()

    [message] = server.messages(ANNA)
    delivery = mailing.deliveries.get()
    assert {
        "From": str(message["From"]),
        "To": str(message["To"]),
        "Message-ID": message["Message-ID"],
        "Auto-Submitted": message["Auto-Submitted"],
        "List-Id": message["List-Id"],
        "Date": message["Date"].datetime,
    } == {
        "From": "Sveriges Ekokommuner <kansli@example.org>",
        "To": "Anna <anna@example.org>",
        "Message-ID": f"<{delivery.token}@example.org>",
        "Auto-Submitted": "auto-generated",
        "List-Id": "Sveriges Ekokommuner <portal.example.org>",
        "Date": mailing.approved_at.replace(microsecond=0),
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_refused_receiver_is_bounced_and_never_tried_again(server):
    server.refuse = {BO: "550 5.1.1 No such user"}
    mailing = make_leaving("Anna", "Bo", "Cilla")

    sending.send_due()
    with later(hours=3):
        sending.send_due()

    bounced = mailing.deliveries.get(email=BO)
    assert (bounced.state, bounced.attempts) == ("bounced", 1)
    assert bounced.answer == "550 5.1.1 No such user"
    assert server.addresses() == [ANNA, CILLA]
    assert state_of(mailing) == "done"


def test_a_refused_message_is_bounced_and_the_next_one_leaves(server):
    server.refuse_data = {ANNA: "554 5.7.1 Looks like spam"}
    mailing = make_leaving("Anna", "Bo")

    sending.send_due()

    assert states_of(mailing) == {ANNA: "bounced", BO: "sent"}


def test_a_put_off_receiver_is_tried_again_in_a_minute(server):
    server.refuse = {ANNA: "450 4.2.1 Try later"}
    mailing = make_leaving("Anna", "Bo")

    sending.send_due()
    waiting = mailing.deliveries.get(email=ANNA)
    wait = waiting.next_try_at - timezone.now()
    server.refuse = {}
    sending.send_due()
    too_early = server.addresses()
    with later(seconds=61):
        sending.send_due()

    assert (waiting.state, waiting.answer) == ("queued", "450 4.2.1 Try later")
    assert timedelta(seconds=55) < wait <= timedelta(seconds=60)
    assert too_early == [BO]
    assert server.addresses() == [BO, ANNA]
    assert mailing.deliveries.get(email=ANNA).attempts == 2


def test_a_receiver_who_never_takes_it_is_given_up_within_48_hours(server):
    server.refuse = {ANNA: "450 4.2.1 Try later"}
    mailing = make_leaving("Anna")
    began = timezone.now()

    tries = []
    with time_machine.travel(began, tick=False) as clock:
        while state_of(mailing) != "done":
            sending.send_due()
            tries.append(timezone.now() - began)
            clock.move_to(max(mailing.deliveries.get().next_try_at, timezone.now()))

    minutes = [round(since.total_seconds() / 60) for since in tries]
    assert minutes == [0, 1, 6, 36, 156, 516, 1236, 1956, 2676]
    assert mailing.deliveries.get().state == "failed"


def test_a_connection_cut_before_the_answer_costs_nobody_else_anything(server):
    server.drop = {ANNA}
    mailing = make_leaving("Anna", "Bo")

    sending.send_due()
    server.drop = set()
    with later(seconds=61):
        sending.send_due()

    assert server.addresses() == [BO, ANNA]
    assert states_of(mailing) == {ANNA: "sent", BO: "sent"}


def test_a_message_sent_again_is_the_same_byte_for_byte(server):
    server.drop_after = {ANNA}
    make_leaving("Anna")

    sending.send_due()
    server.drop_after = set()
    with later(seconds=61):
        sending.send_due()

    first, second = server.sources(ANNA)
    assert first == second


def test_files_go_along_as_they_were_and_the_same_when_sent_again(server):
    file = Attached("Årsmöte\r\nBcc: x.pdf", "application/pdf", b"%PDF-" + bytes(range(256)) * 999)
    source = {"subject": "Hej", "text": "Hej {{ name }}", "html": "<p>Hej {{ name }}</p>"}
    server.drop_after = {ANNA}
    make_leaving("Anna", "Bo", source=source, attached=[file])

    sending.send_due()
    server.drop_after = set()
    with later(minutes=2):
        sending.send_due()

    first, again = server.sources(ANNA)
    assert first == again
    for message in (*server.messages(ANNA), *server.messages(BO)):
        [found] = message.iter_attachments()
        assert (found.get_filename(), found.get_content()) == ("Årsmöte Bcc: x.pdf", file.content)


def test_a_server_that_is_down_costs_no_attempt_and_is_said(server):
    server.stop()
    mailing = make_leaving("Anna", "Bo")

    sending.send_due()
    waiting = mailing.deliveries.get(email=ANNA)
    still = Mailing.objects.get(pk=mailing.pk)
    server.start()
    sending.send_due()

    assert (waiting.state, waiting.attempts) == ("queued", 0)
    assert (sending.waits_for_relay(still), "Connection refused" in still.trouble) == (True, True)
    assert server.addresses() == [ANNA, BO]
    assert Mailing.objects.get(pk=mailing.pk).trouble == ""


def test_who_is_suppressed_after_the_freeze_gets_nothing(server):
    mailing = make_leaving("Anna", "Bo")
    Suppression.objects.create(address_hash=address_hash(BO), reason="Complained")

    sending.send_due()

    assert states_of(mailing) == {ANNA: "sent", BO: "suppressed"}
    assert server.addresses() == [ANNA]


def test_an_address_that_mail_does_not_know_fails_alone(server):
    mailing = make_leaving("Anna", "Bo")
    mailing.deliveries.filter(email=ANNA).update(email="anna@exa mple.org\r\nBcc: x@example.org")

    sending.send_due()

    assert sorted(states_of(mailing).values()) == ["failed", "sent"]
    assert server.addresses() == [BO]


def test_a_letter_that_cannot_be_made_waits_and_the_others_leave(server):
    gone = make_leaving("Anna")
    Mailing.objects.filter(pk=gone.pk).update(kind="outbox/gone")
    mailing = make_leaving("Bo", "Cilla", "Doris")
    mailing.deliveries.filter(email=CILLA).update(values={"calendar": "none"})

    sending.send_due()
    mailing.deliveries.filter(email=CILLA).update(values={})
    with later(seconds=61):
        sending.send_due()

    waiting = gone.deliveries.get()
    assert server.addresses() == [BO, "doris@example.org", CILLA]
    assert (waiting.state, waiting.attempts, waiting.doubts) == ("queued", 2, 0)
    assert (
        waiting.answer == "The letter cannot be made: TemplateDoesNotExist('outbox/email/gone.txt')"
    )


def test_a_letter_that_cannot_be_made_for_a_provider_waits_and_the_others_leave(mailoutbox):
    mailing = make_leaving("Anna", "Bo")
    mailing.deliveries.filter(email=ANNA).update(values={"calendar": "none"})

    sending.send_due()

    assert [message.to for message in mailoutbox] == [["Bo <bo@example.org>"]]
    assert states_of(mailing) == {ANNA: "queued", BO: "sent"}


def test_a_mailing_that_cannot_be_made_is_paused_after_some_tries(server):
    mailing = make_leaving(*names(30))
    Mailing.objects.filter(pk=mailing.pk).update(kind="outbox/gone")

    sending.send_due()

    mailing.refresh_from_db()
    assert (mailing.state, "gone.txt" in mailing.trouble) == ("paused", True)
    assert mailing.deliveries.filter(attempts=1).count() == 20


def test_a_letter_put_off_after_its_mailing_stood_still_for_days_is_tried_again(server):
    server.refuse = {ANNA: "450 4.2.1 Try later"}
    mailing = make_leaving("Anna")

    with later(days=3):
        sending.send_due()

    assert states_of(mailing) == {ANNA: "queued"}


def test_states_always_add_up_to_the_total(server):
    server.refuse = {BO: "550 No", CILLA: "450 Later"}
    mailing = make_leaving("Anna", "Bo", "Cilla", "David", "Eva")
    suppressed = address_hash("david@example.org")
    Suppression.objects.create(address_hash=suppressed, reason="Asked for none")

    sending.send_due()

    progress = sending.progress(mailing)
    assert progress.by_state == {"sent": 2, "bounced": 1, "queued": 1, "suppressed": 1}
    assert (progress.total, sum(progress.by_state.values())) == (5, 5)
    assert (progress.sent, progress.failed, progress.settled) == (2, 1, 4)


def test_progress_tells_the_time_that_is_left():
    mailing = make_leaving(*names(30))
    mailing.going_since, mailing.gone_before = timezone.now() - timedelta(seconds=20), 10
    mailing.batches.update(sent=19, bounced=1)

    assert sending.progress(mailing).seconds_left == 20


def test_progress_of_a_draft_tells_no_time():
    assert sending.progress(make_draft("Anna")).seconds_left is None


def test_oldest_unsent_tells_how_late_the_first_is():
    make_draft("Anna")
    none_late = sending.oldest_unsent()
    mailing = make_leaving("Bo")
    five_minutes_ago = timezone.now() - timedelta(minutes=5)
    mailing.batches.update(due_at=five_minutes_ago)
    Mailing.objects.filter(pk=mailing.pk).update(send_after=five_minutes_ago)

    assert none_late is None
    assert round(sending.oldest_unsent().total_seconds()) == 300


def test_one_letter_goes_before_a_great_mailing(server, django_capture_on_commit_callbacks):
    make_leaving("Anna", "Bo")
    cilla = type("Somebody", (), {"name": "Cilla", "email": CILLA})()
    posting.post("outbox/letter", to=cilla, values=LETTER)

    sending.send_due()

    assert server.addresses() == [CILLA, ANNA, BO]


def test_a_letter_that_kills_its_worker_again_and_again_waits_like_a_put_off_one(server):
    mailing = make_leaving("Anna", "Bo")
    anna = mailing.deliveries.filter(email=ANNA)
    anna.update(doubts=CALM_DOUBTS)
    Mailing.objects.filter(pk=mailing.pk).update(state="sending")
    mailing.batches.update(lease=7)
    Lease.objects.create(number=7, in_flight=[anna.get().pk])

    sending.send_due()

    assert server.addresses() == [BO]
    assert anna.get().next_try_at > timezone.now()


def test_what_a_dead_worker_held_of_a_cancelled_mailing_is_cancelled(server):
    mailing = make_leaving("Anna", "Bo")
    mailing.batches.update(lease=2)
    Lease.objects.create(number=2, in_flight=[mailing.deliveries.get(email=BO).pk])
    posting.cancel(mailing, by=None)
    held = states_of(mailing)

    sending.send_due()

    assert held == {ANNA: "queued", BO: "queued"}
    assert states_of(mailing) == {ANNA: "cancelled", BO: "in_doubt"}
    assert sending.progress(mailing).by_state == {"cancelled": 1, "in_doubt": 1}
    assert server.addresses() == []


@pytest.fixture
def in_background(transactional_db):
    """Call it to run send_due in a thread with a connection of its own."""
    threads = []

    def run():
        try:
            sending.send_due()
        finally:
            connection.close()

    def start():
        threads.append(threading.Thread(target=run))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join(30)


def await_messages(server, number):
    deadline = time.monotonic() + 10
    while len(server.addresses()) < number:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def names(number):
    return [f"Person{index:03}" for index in range(number)]


@pytest.mark.django_db(transaction=True)
def test_pause_acts_within_a_second_and_resume_sends_the_rest_once(server, in_background):
    server.delay = 0.05
    mailing = make_leaving(*names(60))
    in_background()
    await_messages(server, 5)

    posting.pause(mailing, by=None)
    time.sleep(1)
    after_a_second = len(server.addresses())
    time.sleep(0.5)
    still = len(server.addresses())
    posting.resume(mailing, by=None)
    server.delay = 0
    sending.send_due()

    assert after_a_second == still < 60
    assert len(server.addresses()) == len(set(server.addresses())) == 60
    assert state_of(mailing) == "done"


@pytest.mark.django_db(transaction=True)
def test_cancel_in_the_middle_leaves_lists_that_agree_with_the_server(server, in_background):
    server.delay = 0.02
    mailing = make_leaving(*names(60))
    in_background()
    await_messages(server, 5)

    posting.cancel(mailing, by=None)
    time.sleep(1)

    sent = mailing.deliveries.filter(state="sent").values_list("email", flat=True)
    assert sorted(sent) == sorted(server.addresses())
    assert mailing.deliveries.filter(state="cancelled").count() == 60 - len(sent)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once_over_two_connections(server, in_background):
    server.delay = 0.01
    mailing = make_leaving(*names(150))

    in_background()
    in_background()
    await_messages(server, 150)
    time.sleep(0.3)
    sending.send_due()

    assert sorted(server.addresses()) == sorted(states_of(mailing))
    assert state_of(mailing) == "done"


@pytest.mark.django_db(transaction=True)
def test_all_workers_together_open_no_more_connections_than_there_may_be(
    server, in_background, settings
):
    settings.MAIL_CONNECTIONS = 3
    server.delay = 0.02
    make_leaving(*names(120))

    for _worker in range(3):
        in_background()
    await_messages(server, 60)
    Mailing.objects.update(state="paused")

    assert server.most_at_once == 3


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_cuts_everybody_off_in_the_middle_loses_nothing(server, in_background):
    server.delay = 0.01
    mailing = make_leaving(*names(100))
    in_background()
    await_messages(server, 10)

    server.stop()
    time.sleep(0.2)
    server.start()
    sending.send_due()
    with later(seconds=61):
        sending.send_due()

    assert sorted(set(server.addresses())) == sorted(states_of(mailing))
    assert len(server.addresses()) <= 100 + MOST_LINES
