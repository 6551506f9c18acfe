"""The servers of our own: who starts and stops them, and what is said when they cannot run."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sekom import embedded
from tests.processes import await_processes, processes_over

SERVERS = {"postgres", "valkey-server"}
OURS = ("DATABASE_URL", "REDIS_URL", "CACHE_URL")
# One line out: what the servers answer to somebody who uses what `ensure` has set.
ASK = """
import os, psycopg, redis
from sekom import embedded
embedded.ensure(is_lasting=False)
with psycopg.connect(os.environ["DATABASE_URL"]) as database:
    sentence = database.execute("SELECT lower('Åsele Ö')").fetchone()[0]
cache = redis.from_url(os.environ["CACHE_URL"])
print(sentence, cache.ping(), os.environ.get("SEKOM_DEMO"), flush=True)
cache.close()
"""
WAIT = ASK + "input()\n"
DIE = ASK + "os.kill(os.getpid(), 9)\n"
WELL = "åsele ö True 1\n"


def environment(data: Path, **extra: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in OURS and not name.startswith("SEKOM_")
    }
    return kept | {"SEKOM_DATA": str(data)} | extra


def run(script: str, data: Path, **extra: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=embedded.BASE_DIR,
        env=environment(data, **extra),
        capture_output=True,
        text=True,
        timeout=90,
    )


def start(script: str, data: Path) -> subprocess.Popen:
    """A process that has its servers and goes on when told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=embedded.BASE_DIR,
        env=environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == WELL
    return process


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "var"
    yield folder
    if processes_over(folder):  # left by a test that failed; the last one out stops them
        run(ASK, folder)


def test_servers_are_made_answer_and_stop_with_the_last_who_used_them(data):
    first = run(ASK, data)
    second = run(ASK, data)

    assert [first.stdout, first.stderr, first.returncode] == [WELL, "", 0]
    assert [second.stdout, second.stderr, second.returncode] == [WELL, "", 0]
    assert await_processes(data, set()) == set()


def test_servers_stay_while_anyone_uses_them(data):
    longer = start(WAIT, data)

    shorter = run(ASK, data)

    assert shorter.stdout == WELL
    assert processes_over(data).keys() == SERVERS

    longer.communicate("\n", timeout=60)

    assert longer.returncode == 0
    assert await_processes(data, set()) == set()


def test_servers_of_a_killed_process_are_taken_over_and_stopped(data):
    killed = run(DIE, data)

    assert killed.returncode == -signal.SIGKILL
    assert processes_over(data).keys() == SERVERS

    assert run(ASK, data).stdout == WELL
    assert await_processes(data, set()) == set()


def test_servers_start_again_after_they_were_killed_themselves(data):
    run(DIE, data)
    pid = int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)

    assert run(ASK, data).stdout == WELL
    assert await_processes(data, set()) == set()


def test_two_data_folders_do_not_disturb_each_other(data, tmp_path):
    other = tmp_path / "other"
    here = start(WAIT, data)
    there = start(WAIT, other)

    here.communicate("\n", timeout=60)

    assert await_processes(data, set()) == set()
    assert processes_over(other).keys() == SERVERS

    there.communicate("\n", timeout=60)

    assert await_processes(other, set()) == set()


@pytest.mark.parametrize("name", ["long" * 30, "mina åtgärder", "it's"])
def test_servers_run_below_a_path_that_no_socket_could_have(tmp_path, name):
    folder = tmp_path / name

    assert run(ASK, folder).stdout == WELL
    assert await_processes(folder, set()) == set()


def test_a_half_made_cluster_is_made_anew(data):
    (data / "postgres.new").mkdir(parents=True)
    (data / "postgres.new" / "half").write_text("")

    assert run(ASK, data).stdout == WELL


def test_nothing_is_started_where_both_servers_are_given(data):
    given = {"DATABASE_URL": "postgresql://elsewhere/sekom", "REDIS_URL": "redis://elsewhere"}
    script = (
        "import os; from sekom import embedded; embedded.ensure();"
        "print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], os.environ.get('SEKOM_DEMO'))"
    )

    done = run(script, data, **given)

    assert done.stdout == "postgresql://elsewhere/sekom redis://elsewhere None\n"
    assert not data.exists()


def test_the_demo_never_opens_over_a_database_that_is_given(data):
    script = (
        "import os; from sekom import embedded; embedded.ensure();"
        "print(os.environ['DATABASE_URL'], os.environ.get('SEKOM_DEMO'))"
    )

    done = run(script, data, DATABASE_URL="postgresql://elsewhere/sekom")

    assert done.stdout == "postgresql://elsewhere/sekom None\n"


def test_data_of_another_postgresql_are_refused_with_the_way_on(data):
    run(ASK, data)
    (data / "postgres" / "PG_VERSION").write_text("12\n")

    refused = run(ASK, data)

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr == (
        f"The data in {data}/postgres were made by PostgreSQL 12; this machine runs "
        f"{embedded.Postgres(data, is_lasting=False).major}, which cannot read them.\n"
        "To keep them: pg_dump the database with PostgreSQL 12, move the folder away, "
        "start again and restore the dump. To begin afresh: remove the folder.\n"
    )


def test_a_data_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    refused = run(ASK, tmp_path / "file" / "var")

    assert refused.returncode == 1
    assert refused.stderr == (
        f"The data folder {tmp_path}/file/var cannot be written (Not a directory).\n"
        "Let SEKOM_DATA name a folder of your own.\n"
    )


def test_a_machine_with_no_server_to_run_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(embedded, "SYSTEM_POSTGRES", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(embedded.NoServers) as postgres:
        embedded.Postgres(tmp_path, is_lasting=False)
    with pytest.raises(embedded.NoServers) as valkey:
        embedded.Valkey(tmp_path, is_lasting=False).start()

    assert str(postgres.value) == (
        "No PostgreSQL to run: the embedded one does not work on this machine and the system has "
        "none of version 15 or newer.\n"
        "Install one (Debian: apt-get install postgresql) or set DATABASE_URL."
    )
    assert str(valkey.value) == (
        "No Valkey to run: the embedded one does not work on this machine and the system has "
        "neither Valkey nor Redis.\n"
        "Install one (Debian: apt-get install redis-server) or set REDIS_URL."
    )


def test_the_newest_postgresql_of_the_system_stands_in_for_the_wheel(monkeypatch, tmp_path):
    for major in (9, 15, 17):
        program = tmp_path / str(major) / "bin" / "postgres"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.3 (Debian)'\n")
        program.chmod(0o755)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(embedded, "SYSTEM_POSTGRES", tmp_path)

    found = embedded.Postgres(tmp_path / "var", is_lasting=False)

    assert (found.bin, found.major) == (tmp_path / "17" / "bin", 17)


def test_sockets_in_somebody_elses_folder_are_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(embedded.NoServers) as refusal:
        embedded.Valkey(tmp_path, is_lasting=False)

    assert str(refusal.value) == (
        f"{tmp_path}/run belongs to someone else. Remove it, or move SEKOM_DATA."
    )


def test_postgresql_makes_a_cluster_for_an_ordinary_user():
    """The programs need neither root nor a namespace of their own."""
    programs = embedded.Postgres(Path(tempfile.mkdtemp()), is_lasting=False).bin
    folder = Path(tempfile.mkdtemp())
    nobody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
    if nobody:
        os.chown(folder, 65534, 65534)
    command = [programs / "initdb", "-D", folder / "postgres", "-U", "sekom", "--no-sync"]

    done = subprocess.run([*command, "--auth=trust"], capture_output=True, timeout=60, **nobody)

    assert (done.stderr, done.returncode) == (b"", 0)
    shutil.rmtree(folder)


def test_each_process_of_a_test_run_has_databases_of_its_own(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis+socket:///run/valkey.sock?virtual_host=0")
    monkeypatch.setenv("CACHE_URL", "unix:///run/valkey.sock?db=2")

    embedded.claim_databases(3)

    assert os.environ["REDIS_URL"] == "redis+socket:///run/valkey.sock?virtual_host=6"
    assert os.environ["CACHE_URL"] == "unix:///run/valkey.sock?db=7"
