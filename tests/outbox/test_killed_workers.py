"""Workers killed in the middle: the mail server's own record is the judge."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from sekom.outbox import sending
from tests.outbox.making import make_leaving, state_of, states_of

LOOP = """
import time
import django
django.setup()
from sekom.outbox import sending
while True:
    sending.send_due()
    time.sleep(0.05)
"""
LETTERS = 200
TIMES_KILLED = 3


@contextmanager
def worker(server):
    """A process of its own that sends until it is killed."""
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "sekom.settings",
        "DATABASE_URL": re.sub(r"/\w+\?", f"/{name}?", os.environ["DATABASE_URL"]),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    process = subprocess.Popen([sys.executable, "-c", LOOP], cwd=settings.BASE_DIR, env=environment)
    yield process
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def await_messages(server, number, process):
    deadline = time.monotonic() + 30
    while len(server.addresses()) < number:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_three_times_loses_no_letter_and_doubles_at_most_one_each(server):
    server.delay = 0.01
    mailing = make_leaving(*(f"Person{index:03}" for index in range(LETTERS)))

    for kill in range(1, TIMES_KILLED + 1):
        with worker(server) as process:
            await_messages(server, kill * LETTERS // (TIMES_KILLED + 1), process)
    sending.send_due()

    received = Counter(server.addresses())
    doubled = [address for address, times in received.items() if times > 1]
    in_doubt = mailing.deliveries.filter(doubts__gt=0).values_list("email", flat=True)
    assert sorted(received) == sorted(states_of(mailing))
    assert received.total() <= LETTERS + TIMES_KILLED
    assert set(doubled) <= set(in_doubt)
    assert [len(set(server.sources(address))) for address in doubled] == [1] * len(doubled)
    assert sending.progress(mailing).by_state == {"sent": LETTERS}
    assert state_of(mailing) == "done"


@pytest.mark.django_db(transaction=True)
def test_the_next_worker_takes_over_at_once_what_a_killed_one_held(server):
    server.delay = 0.05
    mailing = make_leaving(*(f"Person{index:03}" for index in range(20)))
    with worker(server) as process:
        await_messages(server, 2, process)
    assert mailing.deliveries.held().exists()

    server.delay = 0
    began = time.monotonic()
    sending.send_due()

    assert time.monotonic() - began < 5
    assert sending.progress(mailing).by_state == {"sent": 20}
