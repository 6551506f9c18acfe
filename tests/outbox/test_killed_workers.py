"""Workers killed in the middle: the mail server's own record is the judge.

SEKOM_KILLS says how often each trial kills (20 for the full measure), SEKOM_TRIALS how many trials.
"""

import contextlib
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from sekom.outbox import sending
from sekom.outbox.connecting import MOST_LINES
from sekom.outbox.models import Batch
from tests.outbox.making import make_leaving, state_of, states_of

pytestmark = pytest.mark.django_db(transaction=True)

# Gets ready once, and makes a worker for each line that it reads: killing one costs no start.
NURSERY = """
import os, signal, sys, time
import django
django.setup()
from sekom.outbox import sending
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if child := os.fork():
        print(child, flush=True)
        continue
    while True:
        sending.send_due()
        time.sleep(0.05)
"""
KILLS = int(os.environ.get("SEKOM_KILLS", "4"))
TRIALS = int(os.environ.get("SEKOM_TRIALS", "1"))
LETTERS = 100 * (KILLS + 1)
ALL_CASES = list(itertools.product([1, 2], [True, False]))
CASES = [(1, True), (2, False)] if TRIALS == 1 else ALL_CASES


class Nursery:
    """Workers in processes of their own, that send until they are killed."""

    def __init__(self, port):
        name = connection.settings_dict["NAME"]
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "sekom.settings",
            "DATABASE_URL": re.sub(r"/\w+\?", f"/{name}?", os.environ["DATABASE_URL"]),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SECRET_KEY": settings.SECRET_KEY,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.workers = []

    def make(self):
        """A worker that begins to send."""
        self.process.stdin.write("one more\n")
        self.process.stdin.flush()
        self.workers.append(int(self.process.stdout.readline()))

    def kill_one(self):
        os.kill(self.workers.pop(0), signal.SIGKILL)

    def close(self):
        for worker in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def nursery(server):
    nursery = Nursery(server.port)
    yield nursery
    nursery.close()


def await_messages(server, number):
    deadline = time.monotonic() + 30
    while len(server.addresses()) < number:
        assert time.monotonic() < deadline
        time.sleep(0.002)


def await_the_end(mailing, seconds=30):
    deadline = time.monotonic() + seconds
    while state_of(mailing) != "done":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def assert_nothing_lost(server, mailing, *, most_doubled):
    """Everybody got it; who got it twice got the same, and the ledger says perhaps."""
    received = Counter(server.addresses())
    doubled = [address for address, times in received.items() if times > 1]
    in_doubt = mailing.deliveries.filter(doubts__gt=0).values_list("email", flat=True)
    assert sorted(received) == sorted(states_of(mailing))
    assert received.total() <= len(received) + most_doubled
    assert set(doubled) <= set(in_doubt)
    assert [len(set(server.sources(address))) for address in doubled] == [1] * len(doubled)
    assert sending.progress(mailing).by_state == {"sent": mailing.deliveries.count()}


@pytest.mark.parametrize(("workers", "is_pipelined"), CASES)
@pytest.mark.parametrize("_trial", range(TRIALS))
def test_killed_workers_lose_no_letter_and_double_one_each_connection_at_most(
    server, nursery, workers, is_pipelined, _trial
):
    server.is_pipelined, server.delay = is_pipelined, 0.01
    mailing = make_leaving(*(f"Person{index:04}" for index in range(LETTERS)))
    for _worker in range(workers):
        nursery.make()

    for kill in range(KILLS):
        await_messages(server, random.randrange(60 * kill, 60 * (kill + 1)))
        nursery.kill_one()
        nursery.make()
    await_the_end(mailing)

    assert_nothing_lost(server, mailing, most_doubled=KILLS * MOST_LINES)


def test_another_worker_takes_over_at_once_what_a_killed_one_held(server, nursery):
    server.delay = 0.05
    mailing = make_leaving(*(f"Person{index:03}" for index in range(60)))
    nursery.make()
    await_messages(server, 5)
    nursery.kill_one()
    assert Batch.objects.filter(lease__isnull=False).exists()

    began = time.monotonic()
    nursery.make()
    await_the_end(mailing)

    assert time.monotonic() - began < 5
    assert_nothing_lost(server, mailing, most_doubled=MOST_LINES)
