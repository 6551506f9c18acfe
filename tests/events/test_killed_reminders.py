"""A worker killed in the middle of reminding: the ledger is the judge."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from events import reminding
from sekom.outbox.models import Delivery
from tests.event_factories import make_event, make_signup

REMIND = """
import django
django.setup()
from events import reminding
reminding.remind_due()
"""
PARTICIPANTS = 40


def told():
    """How many reminders each address has in the ledger."""
    letters = Delivery.objects.filter(mailing__kind="events/reminder")
    return Counter(letters.values_list("email", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nobody_out_and_writes_to_nobody_twice():
    now = timezone.now()
    event = make_event(starts_at=now + timedelta(days=7, minutes=-1))
    signups = [
        make_signup(event, confirmed_at=now - timedelta(days=9)) for _number in range(PARTICIPANTS)
    ]
    database = re.sub(
        r"/\w+\?", f"/{connection.settings_dict['NAME']}?", os.environ["DATABASE_URL"]
    )
    process = subprocess.Popen(
        [sys.executable, "-c", REMIND],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "sekom.settings",
            "DATABASE_URL": database,
            "SECRET_KEY": settings.SECRET_KEY,
        },
    )
    deadline = time.monotonic() + 60
    while not told():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    before = told()

    reminding.remind_due()
    reminding.remind_due()

    assert 0 < before.total() < PARTICIPANTS
    assert told() == {signup.email: 1 for signup in signups}
