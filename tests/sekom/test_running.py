"""`manage.py portal`: it starts all, waits for all, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import await_processes, processes_over


class Portal:
    """A portal that runs beside the tests, as somebody would start it."""

    def __init__(self, data: Path, port: int):
        self.port = port
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SEKOM_", "PYTEST_"))
            and name not in ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE")
        }
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "portal"],
            cwd=settings.BASE_DIR,
            env=inherited | {"SEKOM_DATA": str(data), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def welcome(self) -> list[str]:
        """What it says until it is up, without the seconds."""
        lines = []
        while not lines or "Ctrl-C" not in lines[-1]:
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read()
            lines.append(re.sub(r"^ *\d+\.\d s  ", "", line.rstrip("\n")))
        return lines

    def get(self, path: str) -> int:
        ask = HTTPConnection("127.0.0.1", self.port, timeout=10)
        ask.request("GET", path)
        status = ask.getresponse().status
        ask.close()
        return status

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Stop it; its exit code and its last complaint."""
        self.process.send_signal(how)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said


@pytest.fixture
def data(portal_data):
    return portal_data


@pytest.fixture
def portal(data):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Portal(data, port)
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGTERM)


def test_portal_starts_all_answers_and_leaves_nothing_after_ctrl_c(portal, data):
    said = portal.welcome()

    assert said == [
        "Databasen är klar.",
        "Exempelnätverket är inläst.",
        "Webbplatsen och bakgrundsarbetaren svarar.",
        "",
        f"Portalen är igång: http://127.0.0.1:{portal.port}/",
        f"Logga in på http://127.0.0.1:{portal.port}/demo/ som kansliet, kontaktpolitiker eller "
        "kontakttjänsteperson.",
        f"Stoppa med Ctrl-C. Loggarna ligger i {data}/log",
    ]
    assert [portal.get(path) for path in ("/halsa/", "/", "/demo/")] == [200, 200, 200]
    assert set(processes_over(data)) == {
        *("manage.py", "gunicorn", "celery"),
        *("postgres", "valkey-server"),
    }

    assert portal.end(signal.SIGINT) == (0, "")
    assert await_processes(data, set()) == set()


def test_portal_that_is_killed_takes_its_children_along_and_starts_again(portal, data):
    """And stops all, and says which, when one of them dies."""
    portal.welcome()

    portal.process.kill()
    portal.process.communicate()

    assert await_processes(data, {"postgres", "valkey-server"}) == {"postgres", "valkey-server"}

    again = Portal(data, portal.port)

    assert again.welcome()[:2] == [
        "Databasen är klar.",  # and the example network is not loaded over the one that is there
        "Webbplatsen och bakgrundsarbetaren svarar.",
    ]

    for pid in processes_over(data)["celery"]:
        os.kill(pid, signal.SIGKILL)
    code, said = again.ended()

    assert code == 1
    told = f"CommandError: Processen ”worker” stannade av sig själv.\n\n{data}/log/worker.log:\n"
    assert told in said  # the worker's own complaints may come before it
    assert await_processes(data, set()) == set()


def test_portal_says_that_its_port_is_taken(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, said = Portal(data, port).ended()

    assert code == 1
    assert said == (
        f"CommandError: Port {port} går inte att använda, kanske för att något annat redan gör "
        f"det. Välj en annan: PORT={port % 65535 + 1} ./portal\n"
    )
