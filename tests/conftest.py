"""What the tests share: a browser, pages in it, and a real worker."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from sekom.celery import app as celery_app
from tests.browser import Pages, launched_chromium


def pytest_collection_modifyitems(items):
    """Mark what drives a browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "page_as" in item.fixturenames:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of this process."""
    with launched_chromium() as browser:
        yield browser


@pytest.fixture
def page_as(chromium, live_server):
    """Call it to open a page as a person; the test fails on whatever the pages complain of."""
    pages = Pages(chromium, live_server.url)
    yield pages
    complaints = pages.unexpected()
    pages.close()
    assert complaints == []


@pytest.fixture(scope="session")
def portal_data(tmp_path_factory):
    """A folder for portals that run beside the tests, one after the other: the first fills it.

    Tests that use it are of the group "running", so that one worker has them all.
    """
    return tmp_path_factory.mktemp("portal")


@pytest.fixture
def worker(transactional_db):
    """A real Celery worker over the test's database; it is stopped when the test ends."""
    database = re.sub(
        r"/\w+\?", f"/{connection.settings_dict['NAME']}?", os.environ["DATABASE_URL"]
    )
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "sekom", "worker", "--pool=solo"),
            *("--without-gossip", "--without-mingle", "--loglevel=WARNING"),
        ],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": database,
            "SECRET_KEY": settings.SECRET_KEY,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        },
    )
    while not celery_app.control.ping(timeout=0.5):
        assert process.poll() is None
    yield process
    process.terminate()
    process.wait(20)
