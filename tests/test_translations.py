"""Every word on the screen has its Swedish, and no Swedish stands for a word that is gone."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest
from django.conf import settings

from sekom import translations

SOURCES = ("sekom", "members", "toolbox", "surveys", "events", "newsletter", "templates")
SWEDISH = Path("sekom/locale/sv/LC_MESSAGES")


def is_said(entry: polib.POEntry) -> bool:
    words = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return all(words) and not entry.obsolete


def key(entry: polib.POEntry) -> tuple:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict:
    """What the code and the templates say, as Django's own makemessages finds it."""
    if not shutil.which("xgettext"):
        pytest.fail("This test needs gettext. Install it (Debian: apt-get install gettext).")
    tree = tmp_path_factory.mktemp("messages")
    for name in SOURCES:
        shutil.copytree(
            settings.BASE_DIR / name,
            tree / name,
            ignore=shutil.ignore_patterns("locale", "__pycache__", "vendor"),
        )
    (tree / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale=sv", "--no-wrap"],
        cwd=tree,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = polib.pofile(str(tree / "locale/sv/LC_MESSAGES/django.po"))
    return {key(entry): entry for entry in found if not entry.obsolete}


@pytest.fixture(scope="module")
def swedish() -> polib.POFile:
    return polib.pofile(str(settings.BASE_DIR / SWEDISH / "django.po"))


def test_every_word_has_its_swedish(written, swedish):
    said = {key(entry) for entry in swedish if is_said(entry)}

    missing = [
        f"{entry.occurrences[0][0]}: {entry.msgid}"
        for name, entry in written.items()
        if name not in said
    ]

    assert missing == []


def test_no_swedish_is_unsure_double_or_for_a_word_that_is_gone(written, swedish):
    keys = [key(entry) for entry in swedish]

    assert [entry.msgid for entry in swedish if entry.fuzzy] == []
    assert sorted({name[1] for name in keys if keys.count(name) > 1}) == []
    assert [name[1] for name in keys if name not in written] == []


def test_swedish_keeps_every_placeholder(swedish):
    program = shutil.which("msgfmt")

    done = subprocess.run(
        [program, "--check-format", "--output-file=/dev/null", SWEDISH / "django.po"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.stderr, done.returncode) == ("", 0)


def test_compile_stale_makes_what_is_missing_or_older_and_nothing_else(tmp_path):
    source = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "seat"\nmsgstr "plats"\n\n#, fuzzy\nmsgid "member"\nmsgstr "medlem"\n'
    )
    target = source.with_suffix(".mo")

    first = translations.compile_stale(tmp_path)
    again = translations.compile_stale(tmp_path)
    os.utime(source, (time.time() + 5, time.time() + 5))
    after_a_change = translations.compile_stale(tmp_path)

    assert [first, again, after_a_change] == [[target], [], [target]]
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(target))] == [
        ("seat", "plats")
    ]
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
