"""Whatever stands under the sender breaks in the middle: its database, its broker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from django.db import DatabaseError, connection

from sekom.celery import app as celery_app
from sekom.outbox import sending
from sekom.outbox.connecting import MOST_LINES
from sekom.outbox.tasks import send_due
from tests.outbox.making import make_leaving, state_of, states_of

pytestmark = pytest.mark.django_db(transaction=True)


def names(number):
    return [f"Person{index:03}" for index in range(number)]


def await_messages(server, number):
    deadline = time.monotonic() + 15
    while len(server.addresses()) < number:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def reachable(server, monkeypatch):
    """The mail server, where a worker of its own process finds it."""
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{server.port}")
    celery_app.conf.task_always_eager = False
    yield server
    celery_app.conf.task_always_eager = True


def test_a_flushed_broker_loses_no_letter_and_is_used_again(reachable, worker):
    reachable.delay = 0.02
    first = make_leaving(*names(100))
    send_due.delay()
    await_messages(reachable, 5)

    with celery_app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()
    await_messages(reachable, 100)
    make_leaving("Last")
    send_due.delay()
    await_messages(reachable, 101)

    assert Counter(reachable.addresses()) == Counter([*states_of(first), "last@example.org"])


def test_a_database_that_is_gone_in_the_middle_loses_no_letter(server):
    server.delay = 0.02
    mailing = make_leaving(*names(100))
    broken = []

    def send():
        try:
            sending.send_due()
        except DatabaseError as error:
            broken.append(error)
        finally:
            connection.close()

    sender = threading.Thread(target=send)
    sender.start()
    await_messages(server, 20)
    end_connections_but_this()
    sender.join(20)
    kept = len(server.addresses())
    sending.send_due()

    received = Counter(server.addresses())
    doubled = [address for address, times in received.items() if times > 1]
    in_doubt = mailing.deliveries.filter(doubts__gt=0).values_list("email", flat=True)
    assert (len(broken), state_of(mailing)) == (1, "done")
    assert sorted(received) == sorted(states_of(mailing))
    assert kept < 100
    assert len(doubled) <= MOST_LINES
    assert set(doubled) <= set(in_doubt)


def end_connections_but_this():
    """As a server does that is killed: to whom was connected, it is gone in the middle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


if os.environ.get("SEKOM_KILLS"):  # a minute: over a database server of its own

    def test_a_killed_database_server_loses_no_letter(server, tmp_path):
        server.delay = 0.02
        environment = os.environ | dict.fromkeys(("DATABASE_URL", "REDIS_URL", "CACHE_URL"), "")
        environment |= {
            "SEKOM_DATA": str(tmp_path / "data"),
            "SEKOM_DEMO": "1",
            "BENCH_N": "1000",
            "BENCH_SMTP_PORT": str(server.port),
        }
        program = [sys.executable, "manage.py", "bench_mailing"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        began = subprocess.Popen(program, env=environment, **pipes)
        said = began.stdout.readline()
        began.stdin.write("go\n")
        began.stdin.flush()
        await_messages(server, 200)
        [pid, *_rest] = (tmp_path / "data/postgres/postmaster.pid").read_text().splitlines()

        os.kill(int(pid), signal.SIGKILL)
        began.communicate(timeout=60)
        kept = len(server.addresses())
        subprocess.run([*program, "--resume"], env=environment, check=True, timeout=200)

        received = Counter(server.addresses())
        assert (said, began.returncode) == ("READY\n", 1)
        assert (kept < 1000, len(received)) == (True, 1000)
        assert received.total() <= 1000 + 2 * MOST_LINES
