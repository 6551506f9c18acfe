import json
import random
import time
from collections import deque
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sekom.outbox import sending, throttling
from sekom.outbox.models import Spending
from sekom.outbox.throttling import Limit
from tests.outbox.making import make_leaving, states_of

MINUTE, DAY = Limit(30, 60), Limit(10_000, 86_400)


def most_in_a_window(moments, seconds):
    """The most of these moments, in order, that any window of so many seconds holds."""
    window, most = deque(), 0
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - seconds:
            window.popleft()
        most = max(most, len(window))
    return most


def test_a_limit_is_read_as_it_is_written():
    assert [Limit.parse(text) for text in ("30/min", "10000/day", " 5/s")] == [
        MINUTE,
        DAY,
        Limit(5, 1),
    ]


@pytest.mark.parametrize("text", ["", "30", "30/week", "0/min", "many/h"])
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(ValueError, match=r"limit|int"):
        Limit.parse(text)


@pytest.mark.parametrize("seed", range(4))
def test_no_window_ever_holds_one_message_too_many(seed):
    """25,000 messages each time; who sends restarts each time, hurries, and dawdles."""
    draw = random.Random(seed)
    limit = [MINUTE, DAY, Limit(7, 3600), Limit(500, 1)][seed]
    now, spent, sent = 1e9, [], []
    while len(sent) < 25_000:
        now += draw.choice([0.0, draw.random() * limit.slot_seconds, draw.random() * limit.seconds])
        leaving = min(limit.left(spent, now), draw.randint(1, limit.most))
        if leaving:
            spent = json.loads(json.dumps(limit.add(spent, now, leaving)))  # somebody else goes on
            on_its_way = [draw.random() * limit.slot_seconds for _message in range(leaving)]
            sent += [now + seconds for seconds in on_its_way]

    assert most_in_a_window(sorted(sent), limit.seconds) <= limit.most
    most_possible = limit.most * ((now - 1e9) / limit.seconds + 1)
    assert len(sent) > most_possible / 4


@pytest.mark.parametrize("limit", [Limit(1, 1), Limit(500, 1), MINUTE, Limit(7, 3600), DAY])
def test_who_always_asks_gets_nearly_all_there_is(limit):
    now, spent, sent = 1e9, [], 0
    for _turn in range(100):
        leaving = limit.left(spent, now)
        spent, sent = limit.add(spent, now, leaving), sent + leaving
        now += limit.seconds_to_wait(spent, now)

    allowed = limit.most * (now - 1e9) / limit.seconds
    assert 0.9 * allowed <= sent <= allowed


@pytest.mark.django_db
def test_a_mailing_goes_as_fast_as_a_limit_a_second_lets_it(server, settings):
    settings.MAIL_LIMITS = ["20/s"]
    make_leaving(*(f"Person{index:02}" for index in range(50)))

    began = time.monotonic()
    sending.send_due()
    seconds = time.monotonic() - began

    assert len(server.addresses()) == 50
    assert 2 < seconds < 4


@given(st.lists(st.tuples(st.floats(0, 90), st.integers(1, 40)), max_size=60))
def test_a_limit_holds_whatever_is_asked_when(asked):
    now, spent, sent = 0.0, [], []
    for wait, number in asked:
        now += wait
        leaving = min(number, MINUTE.left(spent, now))
        spent = MINUTE.add(spent, now, leaving) if leaving else spent
        sent += [now] * leaving
        assert bool(MINUTE.seconds_to_wait(spent, now)) == (not MINUTE.left(spent, now))

    assert most_in_a_window(sent, 60) <= 30


@pytest.mark.django_db
def test_take_lets_leave_what_all_limits_allow_and_remembers_it():
    limits = {"relay": [Limit(5, 60), Limit(6, 3600)], "one.org": [Limit(2, 60)]}
    wanted = [(key, ("relay", "one.org" if key < 4 else "two.org")) for key in range(9)]

    first = throttling.take(wanted, limits, now=1000.0)
    again = throttling.take(wanted, limits, now=1001.0)
    later = throttling.take(wanted, limits, now=1063.0)

    assert [sorted(granted.leaving) for granted in (first, again, later)] == [
        [0, 1, 4, 5, 6],
        [],
        [0],
    ]
    assert again.waits == {"relay": 61.0, "one.org": 61.0}
    assert Spending.objects.count() == 3


@pytest.mark.django_db
def test_a_mailing_keeps_to_what_the_mail_server_takes(server, settings):
    settings.MAIL_LIMITS = ["2/min"]
    mailing = make_leaving("Anna", "Bo", "Cilla")

    sending.send_due()
    due = mailing.batches.get().due_at - timezone.now()
    sending.send_due()
    at_once = len(server.addresses())
    Spending.objects.all().delete()  # as if a minute had gone by for the database too
    with time_machine.travel(timezone.now() + timedelta(seconds=63)):
        sending.send_due()

    assert at_once == 2
    assert timedelta(seconds=50) < due <= timedelta(seconds=63)
    assert set(states_of(mailing).values()) == {"sent"}
    assert [delivery.attempts for delivery in mailing.deliveries.all()] == [1, 1, 1]


@pytest.mark.django_db
def test_a_limit_of_a_domain_holds_up_nobody_else(server, settings):
    settings.MAIL_DOMAIN_LIMITS = {"example.org": ["1/h"]}
    mailing = make_leaving("Anna", "Bo", "Cilla")
    mailing.deliveries.filter(name="Cilla").update(email="cilla@example.net")

    sending.send_due()

    assert sorted(server.addresses()) == ["anna@example.org", "cilla@example.net"]
    assert mailing.batches.get().due_at > timezone.now() + timedelta(minutes=59)
