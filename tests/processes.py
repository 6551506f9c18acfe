"""What runs over a data folder: the servers and the portal's own processes, told by name."""

import time
from pathlib import Path

NAMES = ("gunicorn", "celery", "manage.py", "valkey-server", "postgres")
TIME_TO_SETTLE = 20


def processes_over(data: Path) -> dict[str, list[int]]:
    """The processes that were started over this data folder: {what: [process ids]}."""
    found: dict[str, list[int]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = f"SEKOM_DATA={data}".encode() in (process / "environ").read_bytes().split(b"\0")
            stands_in = (process / "cwd").readlink().is_relative_to(data)
            command = (process / "cmdline").read_text()
        except OSError:  # it has just ended
            continue
        name = next((name for name in NAMES if name in command), None)
        if (told or stands_in) and name:
            found.setdefault(name, []).append(int(process.name))
    return found


def await_processes(data: Path, wanted: set[str]) -> set[str]:
    """What runs over the data folder as soon as it is as wanted, or after some seconds."""
    deadline = time.monotonic() + TIME_TO_SETTLE
    while (running := set(processes_over(data))) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return running
