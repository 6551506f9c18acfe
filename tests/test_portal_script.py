"""The run command: which Python it takes, what it installs, and what it says where it cannot."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ("cat", "cksum", "cp", "dirname", "id", "mkdir", "mktemp", "rm", "sh", "tail")
# A Python and a uv that do nothing but say how they were called.
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) exit {is_old} ;;
  -c*|*--version) exit 0 ;;
  -) exit {lacks_pango} ;;
esac
echo "python $*" >>"$SAID"
case "$*" in
  "-m venv"*) mkdir -p "$3/bin"; cp "$GOOD" "$3/bin/python" ;;
  *"pip install"*) cp "$UV" "$(dirname "$0")/uv" ;;
esac
"""
UV = """#!/bin/sh
echo "uv $*" >>"$SAID"
[ "$1" != venv ] || { mkdir -p .venv/bin; cp "$GOOD" .venv/bin/python; }
"""
BROKEN = "#!/bin/sh\nexit 127\n"
INSTALL = "uv pip install -q --python .venv/bin/python --require-hashes -r requirements.lock"
PIP_UV = "python -m pip install -q --disable-pip-version-check uv==0.13.9"


class Machine:
    """A folder with the run command, and a PATH with nothing on it but what a test puts there."""

    def __init__(self, folder: Path):
        self.tree = folder / "tree"
        self.bin = folder / "bin"
        self.said = folder / "said"
        for made in (self.tree, self.bin):
            made.mkdir()
        for name in ("portal", ".python-version", "requirements.lock"):
            shutil.copy(settings.BASE_DIR / name, self.tree)
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name))
        self.good = self.write(folder / "good", PYTHON.format(is_old=0, lacks_pango=0))
        self.uv = self.write(folder / "uv", UV)

    def write(self, path: Path, text: str) -> Path:
        path.write_text(text)
        path.chmod(0o755)
        return path

    def has(self, name: str, text: str) -> None:
        self.write(self.bin / name, text)

    def run(self, *arguments: str) -> tuple[list[str], str, int]:
        """What was called, what was said to people, and the exit code."""
        self.said.write_text("")
        done = subprocess.run(
            [self.tree / "portal", *arguments],
            env={
                "PATH": str(self.bin),
                "HOME": str(self.tree),
                "SAID": str(self.said),
                "GOOD": str(self.good),
                "UV": str(self.uv),
            },
            capture_output=True,
            text=True,
            timeout=30,
        )
        return self.said.read_text().splitlines(), done.stderr, done.returncode


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_portal_passes_over_a_shim_that_does_not_work_and_starts(machine):
    machine.has("python3.13", BROKEN)
    machine.has("python3.12", PYTHON.format(is_old=0, lacks_pango=0))

    called, _said, code = machine.run()

    assert code == 0
    assert called == ["python -m venv .venv", PIP_UV, INSTALL, "python manage.py portal"]


def test_portal_installs_nothing_the_second_time_and_all_that_changed(machine):
    machine.has("python3.13", PYTHON.format(is_old=0, lacks_pango=0))
    machine.run()

    again = machine.run()
    (machine.tree / "requirements.lock").write_text("changed")
    changed = machine.run("manage", "check")

    assert again == (["python manage.py portal"], "", 0)
    assert changed[0] == [INSTALL, "python manage.py check"]


def test_portal_lets_uv_fetch_a_python_where_there_is_an_older_one(machine):
    machine.has("python3", PYTHON.format(is_old=1, lacks_pango=0))

    called, said, code = machine.run()

    folder = called[0].removeprefix("python -m venv ")
    assert said.startswith("portal: no Python 3.12 or newer here; letting uv fetch Python 3.13\n")
    assert called == [
        f"python -m venv {folder}",
        "python -m pip install -q uv==0.13.9",
        "uv venv -q --seed --python 3.13 .venv",
        PIP_UV,
        INSTALL,
        "python manage.py portal",
    ]
    assert (code, Path(folder).exists()) == (0, False)


def test_portal_takes_the_uv_that_is_there(machine):
    machine.has("uv", UV)

    called, _said, code = machine.run()

    assert called[0] == "uv venv -q --seed --python 3.13 .venv"
    assert code == 0


def test_portal_says_what_to_install_where_there_is_no_python_at_all(machine):
    called, said, code = machine.run()

    assert (called, code) == ([], 1)
    assert said.splitlines()[-1] == (
        "portal: Python 3.12 or newer is needed. Install it (on Debian or Ubuntu with "
        "python3-venv), or set PYTHON=/path/to/python3, and start again."
    )


def test_portal_prints_the_line_to_run_and_starts_without_pango(machine):
    machine.good.write_text(PYTHON.format(is_old=0, lacks_pango=1))
    machine.has("python3.13", PYTHON.format(is_old=0, lacks_pango=1))

    called, said, code = machine.run()

    assert called[-1] == "python manage.py portal"
    assert code == 0
    assert said.splitlines()[-2:] == [
        "portal: PDF files need the Pango library, which this machine lacks; everything else works "
        "without it.",
        "portal: on Debian or Ubuntu, run: sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core",
    ]


def test_portal_installs_pango_where_it_may(machine):
    machine.good.write_text(PYTHON.format(is_old=0, lacks_pango=1))
    machine.has("python3.13", PYTHON.format(is_old=0, lacks_pango=1))
    (machine.bin / "id").unlink()
    machine.has("id", "#!/bin/sh\necho 0\n")
    machine.has("apt-get", '#!/bin/sh\necho "apt-get $*" >>"$SAID"\n')

    called, _said, code = machine.run()

    assert called[-3:] == [
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0 fonts-dejavu-core",
        "python manage.py portal",
    ]
    assert code == 0


def test_portal_refuses_a_word_it_does_not_know(machine):
    assert machine.run("strat") == ([], 'portal: there is no "strat". Type ./portal help.\n', 1)
