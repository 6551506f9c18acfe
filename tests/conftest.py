"""What the tests share: a browser, pages in it, and a real worker."""

import gc
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test.testcases import TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

from members.models import Seat
from newsletter.loading import load_pages
from sekom.celery import app as celery_app
from sekom.search import indexing
from tests import emptying
from tests.browser import Pages, launched_chromium
from tests.factories import make_holding, make_member, make_pair
from tests.looking import assert_looks_right
from toolbox.loading import load_principles

# Portals that run over one folder: one worker has them all, one after the other.
RUNNING = ("tests/sekom/test_running.py::", "tests/test_faults.py::test_a_portal_")


class Scheduling(LoadScopeScheduling):
    """What runs a portal is one piece of work, begun first; each other test is one by itself.

    pytest-xdist 3.8 writes the group of a test into its id, which pytest 9.2 does not let it do.
    """

    def _split_scope(self, nodeid):
        return "running" if nodeid.startswith(RUNNING) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Who of the workers has which test."""
    return Scheduling(config, log)


def pytest_collection_finish():
    """Do not look for rubbish, over and over, among what is there until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items):
    """Mark what drives a browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "page_as" in item.fixturenames:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def quick_emptying():
    """Leave no row behind, in less time than Django takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield


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


@pytest.fixture
def place(settings, tmp_path):
    """Files of its own for each test, and no second factor to set up."""
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path


@pytest.fixture
def network(transactional_db):
    """A member with its pair, one that lacks a politician and one that lacks both; all indexed."""
    load_principles()
    load_pages()
    member = make_member("Granfors", slug="granfors", county="25", code="2583")
    politician, officer = make_pair(member)
    alone = make_member("Överkalix", slug="overkalix", county="25", code="2513")
    make_holding(member=alone, kind=Seat.Kind.OFFICER, confirmed=False)
    make_member("Malå", slug="mala", county="24", code="2418")
    indexing.rebuild()
    return SimpleNamespace(member=member, politician=politician, officer=officer)


@pytest.fixture
def look_at(page_as, subtests):
    """Call it with a page and where to go, or how to get there, for each place to look at."""

    def look_at(page, *places):
        for place in places:
            name = place if isinstance(place, str) else place.__name__
            with subtests.test(name):
                heard = len(page_as.complaints)
                if callable(place):
                    place(page)
                else:
                    page.goto(place)
                    assert page.url.endswith(place)
                assert_looks_right(page)
                assert [c for c in page_as.unexpected() if c in page_as.complaints[heard:]] == []

    return look_at


@pytest.fixture(scope="session")
def portal_data(tmp_path_factory):
    """A folder for portals that run beside the tests, one after the other: the first fills it.

    Tests that use it stand in RUNNING.
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
