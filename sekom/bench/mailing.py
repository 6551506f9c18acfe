"""A mailing to many, as the product sends it, over a database of its own."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Mod
from django.utils import timezone

from members.models import Member, Person
from sekom.apps import close_pools
from sekom.outbox import posting, sending
from sekom.outbox.models import Mailing

DATABASE = "sekom_bench_mailing"
KEY = "bench"
PEOPLE_AT_ONCE = 10_000
PLACES = 290
WORKERS = 2
PAUSE = 0.01  # between a worker's looks whether there is something to send
PR_SET_PDEATHSIG = 1
# Fields of /proc/<pid>/stat after the name.
PARENT, USER, SYSTEM, USER_OF_GONE, SYSTEM_OF_GONE = 1, 11, 12, 13, 14
ROLES = ("politiker", "tjänsteperson")

SUBJECT = "Nyheter till {{ name }}"
TEXT = "Hej {{ name }} i {{ municipality }}!\n\n" + "Det här är ett nyhetsbrev.\n" * 40
ROW = (
    '<tr><td style="padding: 8px 16px; font: 16px/24px Arial, sans-serif; color: #14201a">'
    "Kommunerna berättar om sitt arbete med miljömålen, och vad de har lärt sig."
    "</td></tr>\n"
)
HTML = (
    "<!doctype html><html><body><h1>Hej {{ name }}!</h1><p>{{ municipality }}"
    "{% if role == 'politiker' %}, du som är politiker{% endif %}</p><table>"
    + ROW * 170
    + '</table><a href="https://example.org/av/{{ token }}/">Avsluta</a></body></html>\n'
)


@dataclass(frozen=True)
class Source:
    """The letter, as Django templates over email, name, municipality, role and token."""

    subject: str = SUBJECT
    text: str = TEXT
    html: str = HTML

    def as_dict(self) -> dict[str, str]:
        return {"subject": self.subject, "text": self.text, "html": self.html}


def server() -> dict[str, Any]:
    """Where the PostgreSQL is that the settings name."""
    facts = connection.get_connection_params()
    return {name: facts[name] for name in ("host", "port", "user", "password") if name in facts}


@contextlib.contextmanager
def own_database(*, is_new: bool = True) -> Iterator[None]:
    """Work in a database of this name alone, made afresh or as it was left; gone afterwards."""
    before = connection.settings_dict["NAME"]
    close()
    with psycopg.connect(**server(), dbname="postgres", autocommit=True) as postgres:
        if is_new:
            postgres.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            postgres.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        connection.settings_dict["NAME"] = DATABASE
        try:
            yield
        finally:
            close()
            connection.settings_dict["NAME"] = before
            postgres.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def send_to(host: str, port: int) -> None:
    """Hand all mail to the server at this address."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": host, "port": port, "timeout": 60},
        }
    }


def close() -> None:
    connections.close_all()
    close_pools()


def make_people(number: int) -> None:
    """Fill the empty database with members and so many people.

    In a process of its own: what that needs in memory is no part of what sending does.
    """
    close()
    if child := os.fork():
        _pid, status = os.waitpid(child, 0)
        if status:
            raise CommandError("The database could not be filled.")
        return
    is_done = False
    try:
        _fill(number)
        is_done = True
    finally:
        os._exit(0 if is_done else 1)


def _fill(number: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    Member.objects.bulk_create(
        Member(name=f"Kommun {place}", slug=f"kommun-{place}", code=f"{place:04}")
        for place in range(PLACES)
    )
    for first in range(0, number, PEOPLE_AT_ONCE):
        Person.objects.bulk_create(
            Person(
                email=f"person{index}@domain{index % 997}.example.org",
                name=f"Person Åberg {index}",
                title=ROLES[index % 2],
            )
            for index in range(first, min(number, first + PEOPLE_AT_ONCE))
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def freeze(source: Source, *, most: int | None = None) -> Mailing:
    """What happens when the editor presses Send: everybody gets a row, and it is approved."""
    first_people = Person.objects.order_by("pk").values("pk")[:most]
    first_place = Member.objects.order_by("pk").values_list("pk", flat=True)[0]
    place = Member.objects.filter(pk=first_place + Mod(OuterRef("pk"), PLACES))
    audience = posting.Audience(
        Person.objects.filter(pk__in=first_people) if most else Person.objects.all(),
        {"role": F("title"), "municipality": Subquery(place.values("name"))},
    )
    mailing = posting.prepare(
        "bench/letter",
        recipients=audience,
        audience="Alla",
        source=source.as_dict(),
        key=KEY,
    )
    mailing = posting.approve(mailing, by=None)
    # Without the minute to undo it.
    Mailing.objects.filter(pk=mailing.pk).update(send_after=timezone.now())
    return mailing


class Workers:
    """Processes that send what is due until they are stopped."""

    def __init__(self, number: int = WORKERS):
        close()
        self.pids = [pid for pid in (self._fork() for _worker in range(number)) if pid]

    def _fork(self) -> int:
        if pid := os.fork():
            return pid
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            while True:
                sending.send_due()
                time.sleep(PAUSE)
        finally:
            os._exit(1)

    def peak_memory(self) -> int:
        """The bytes that the largest of them has needed."""
        return max(_peak(pid) for pid in self.pids)

    def seconds(self) -> float:
        """The processor's time that they have taken."""
        return sum(processor_seconds(pid) for pid in self.pids)

    def stop(self) -> None:
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def forget() -> None:
    """Empty the ledger, to send again to the same people."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE outbox_mailing, outbox_delivery, outbox_batch, outbox_lease CASCADE"
        )


def is_finished() -> bool:
    return Mailing.objects.filter(key=KEY, state=Mailing.State.DONE).exists()


def await_the_end() -> None:
    """Wait until the mailing is done."""
    while not is_finished():
        time.sleep(0.005)


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return 1024 * int(kilobytes)


def processor_seconds(pid: int) -> float:
    """The processor's time that a process has taken."""
    return _ticks(pid, USER, SYSTEM) / os.sysconf("SC_CLK_TCK")


def database_seconds() -> float:
    """The processor's time that the database server has taken, on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [mine] = cursor.fetchone()
    server = _ticks(mine, PARENT)
    gone = _ticks(server, USER, SYSTEM, USER_OF_GONE, SYSTEM_OF_GONE)
    pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    ticks = gone + sum(_ticks(pid, USER, SYSTEM) for pid in pids if _is_child(pid, server))
    return ticks / os.sysconf("SC_CLK_TCK")


def _is_child(pid: int, of: int) -> bool:
    try:
        return _ticks(pid, PARENT) == of
    except FileNotFoundError:  # gone meanwhile
        return False


def _ticks(pid: int, *fields: int) -> int:
    """The sum of some fields of what the system says of a process."""
    said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(said[field]) for field in fields)
