"""`manage.py portal`: everything the portal needs on one machine, started and stopped together.

For the demo and for development. In production each process has a container of its own.
"""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sekom import health_check, tasks
from sekom.apps import close_pools

HOST = "127.0.0.1"
TIME_TO_START = 90.0
TIME_TO_STOP = 10.0
# Celery's and gunicorn's own lines, and ours with or without colours.
LINE_TO_SHOW = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\[(\x1b\[\d+m)*(warning|error|critical)")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


class Command(BaseCommand):
    """Start the website and the worker, wait until they answer, and stop them together."""

    help = "Starts the website and the worker, and stops both with Ctrl-C."

    def handle(self, *args, **options) -> None:
        self.began = time.monotonic()
        port = int(os.environ.get("PORT") or 8000)
        refuse_taken_port(port)
        for name in STOPPING:
            if signal.getsignal(name) != signal.SIG_IGN or name == signal.SIGINT:  # as by nohup
                signal.signal(name, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt), stopped_afterwards() as children:
            self.prepare()
            children.append(Child("web", web(port), PROMETHEUS_MULTIPROC_DIR=str(counts())))
            children.append(Child("worker", worker()))
            self.await_answers(children, port)
            self.welcome(port)
            self.watch(children)

    def prepare(self) -> None:
        """Bring the database up to date, and fill an empty one in the demo."""
        call_command("migrate", interactive=False, verbosity=0)
        self.say(_("The database is ready."))
        if settings.DEMO and not get_user_model().objects.exists():
            call_command("load_example", verbosity=0)
            self.say(_("The example network is loaded."))
        connections.close_all()
        close_pools()  # their threads must not be there when we fork

    def await_answers(self, children: list["Child"], port: int) -> None:
        """Wait until the website says that all is well and the worker has done a piece of work."""
        deadline = time.monotonic() + TIME_TO_START
        work = tasks.beat.delay()  # a sign of life from an earlier run may still stand
        while missing := health_check.missing_parts(port) or ["worker"] * (not work.ready()):
            refuse_dead(children)
            if time.monotonic() > deadline:
                raise CommandError(
                    _("The portal is not up after %(seconds)d seconds. No answer from: %(parts)s.")
                    % {"seconds": TIME_TO_START, "parts": ", ".join(missing)}
                    + "".join(child.last_words() for child in children)
                )
            time.sleep(0.1)
        self.say(_("The website and the worker answer."))

    def welcome(self, port: int) -> None:
        address = f"http://{HOST}:{port}"
        self.stdout.write("\n" + _("The portal is running at %(url)s") % {"url": f"{address}/"})
        with contextlib.suppress(NoReverseMatch):  # there is no demo outside demo mode
            self.stdout.write(
                _("Log in at %(url)s as the secretariat, a politician or an officer.")
                % {"url": address + reverse("demo:people")}
            )
        self.stdout.write(_("Stop with Ctrl-C. The logs are in %(folder)s") % {"folder": logs()})
        self.stdout.flush()

    def watch(self, children: list["Child"]) -> None:
        """Pass on the children's warnings until one of them dies."""
        for child in children:  # while they started, they did complain of each other's absence
            child.reader.seek(0, os.SEEK_END)
        while True:
            refuse_dead(children)
            for child in children:
                for line in child.new_warnings():
                    self.stderr.write(f"{child.name}: {line}")
            time.sleep(0.5)

    def say(self, sentence: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.began:5.1f} s  {sentence}")
        self.stdout.flush()


class Child:
    """One process of the portal, with its log; it dies with us, however we die."""

    def __init__(self, name: str, command: list[str], **environment: str):
        self.name = name
        logs().mkdir(parents=True, exist_ok=True)
        self.log = logs() / f"{name}.log"
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("w") as output:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *command],
                cwd=settings.BASE_DIR,
                env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop it in order
                preexec_fn=die_with_parent,
            )
        self.reader = self.log.open(errors="replace")

    def new_warnings(self) -> Iterator[str]:
        """Lines written since the last look that somebody should see."""
        return (line.rstrip() for line in self.reader if LINE_TO_SHOW.search(line))

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return f"\n\n{self.log}:\n" + "\n".join(lines)


def web(port: int) -> list[str]:
    """The website: few processes, threads for those who wait on the database."""
    arguments = ["gunicorn", "sekom.wsgi", f"--bind={HOST}:{port}", "--no-control-socket"]
    arguments += [
        "--worker-class=gthread",
        "--workers=2",
        "--threads=8",
        "--timeout=60",
        "--graceful-timeout=8",
    ]
    if SHARED_MEMORY.is_dir():  # a slow disk must not make a worker look dead
        arguments.append(f"--worker-tmp-dir={SHARED_MEMORY}")
    return arguments


def worker() -> list[str]:
    """The worker with its clock (beat) inside: one process less than in production."""
    schedule = settings.DATA_DIR / "celerybeat-schedule"
    return [
        *("celery", "-A", "sekom", "worker", "--beat", f"--schedule={schedule}"),
        *("--without-gossip", "--without-mingle", "--concurrency=2", "--loglevel=INFO"),
    ]


def logs() -> Path:
    return settings.DATA_DIR / "log"


def counts() -> Path:
    """An empty folder where the website's processes add up what /metrics tells."""
    folder = settings.DATA_DIR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is gone."""
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("Port %(port)s cannot be used. Choose another one: PORT=%(other)s ./portal")
                % {"port": port, "other": port % 65535 + 1}
            ) from error


def refuse_dead(children: list[Child]) -> None:
    """End the portal when one of its processes has ended by itself."""
    for child in children:
        if child.process.poll() is not None:
            raise CommandError(
                _("The process “%(name)s” stopped by itself.") % {"name": child.name}
                + child.last_words()
            )


@contextlib.contextmanager
def stopped_afterwards() -> Iterator[list[Child]]:
    """A list of children that are stopped, politely and then firmly, whatever happens."""
    children: list[Child] = []
    try:
        yield children
    finally:
        for name in STOPPING:
            signal.signal(name, signal.SIG_IGN)
        for child in children:
            child.process.terminate()
        deadline = time.monotonic() + TIME_TO_STOP
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
            child.reader.close()
