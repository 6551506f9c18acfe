"""A peer to be measured beside: django-post_office, in an environment of its own."""

import json
import subprocess
import sys
from pathlib import Path

import django
import psycopg
from django.conf import settings

from sekom.bench import mailing

PROCESSES = 2
NAME = f"django-post_office with {PROCESSES} processes"
# Over the Django that we stand on: what an older one takes for a message is another figure.
PACKAGES = (
    "django-post_office==3.12.0",
    f"django=={django.get_version()}",
    "psycopg[binary]>=3.3",
)
DATABASE = "sekom_bench_peer"
SITE = Path(__file__).with_name("peer_site.py")


class NoPeer(Exception):
    """It could not be installed: the row is left out."""


def install() -> Path:
    """The Python that has the peer; made where it is not, which needs the network once."""
    folder = Path(settings.DATA_DIR) / "bench-peer"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = Path(sys.executable).with_name("uv")
        try:
            _run(uv, "venv", "-q", "--python", sys.executable, folder)
            _run(uv, "pip", "install", "-q", "--python", python, *PACKAGES)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NoPeer(str(error)) from error
    return python


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True)  # noqa: S603


def send(python: Path, number: int, smtp_port: int) -> float:
    """Messages a second that the peer sends."""
    server = mailing.server()
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as postgres:
        postgres.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        postgres.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        try:
            place = [server.get("host", ""), server.get("port", ""), server["user"], DATABASE]
            done = subprocess.run(  # noqa: S603
                [python, SITE, *map(str, (*place, smtp_port, PROCESSES, number))],
                input=json.dumps(mailing.Source().as_dict()),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        finally:
            postgres.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    return number / float(done.stdout)
