"""The compiled translations: made from the .po files where they are missing or older."""

import os
import tempfile
from pathlib import Path

import polib

LOCALES = Path(__file__).resolve().parent / "locale"


def compile_stale(locales: Path = LOCALES) -> list[Path]:
    """Compile each .po file whose .mo is missing or older; the .mo files made are handed back.

    Untranslated and fuzzy entries are left out. Safe beside another process that does the same.
    """
    compiled = []
    for source in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            compiled.append(target)
    return compiled


def _compile(source: Path, target: Path) -> None:
    # Into a file of our own first: a reader must never see half of one.
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    os.close(handle)
    polib.pofile(str(source), encoding="utf-8").save_as_mofile(name)
    Path(name).chmod(0o644)
    Path(name).replace(target)
