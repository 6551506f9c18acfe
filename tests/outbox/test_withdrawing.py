"""Withdrawing while a real worker sends: it does not leave, and the numbers hold."""

import threading
import time

import pytest
from django.db import connection

from sekom.outbox import sending
from sekom.outbox.withdrawing import withdraw
from tests.outbox.making import KIND, make_leaving, state_of, states_of


def send_in_background():
    try:
        sending.send_due()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_in_the_middle_does_not_leave_and_the_rest_does(server, settings):
    settings.MAIL_CONNECTIONS = 1
    server.delay = 0.02
    mailing = make_leaving(*(f"Person{index:03}" for index in range(30)))
    worker = threading.Thread(target=send_in_background)
    worker.start()
    deadline = time.monotonic() + 10
    while not server.addresses() and time.monotonic() < deadline:
        time.sleep(0.005)

    withdrawn = withdraw(KIND, ["person029@example.org"])
    worker.join(20)
    sending.send_due()

    assert withdrawn == 1
    assert "person029@example.org" not in server.addresses()
    assert len(server.addresses()) == len(set(server.addresses())) == 29
    assert sending.progress(mailing).by_state == {"sent": 29, "suppressed": 1}
    assert states_of(mailing)["person029@example.org"] == "suppressed"
    assert state_of(mailing) == "done"
