"""Who the tests of the newsletter are about: the secretariat, and two who get an issue."""

import pytest

from tests.factories import make_secretary
from tests.newsletter_factories import make_issue, make_subscriber


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def office(client, settings, tmp_path, secretary):
    """The browser of the secretariat."""
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(secretary)
    return client


@pytest.fixture
def anna():
    return make_subscriber("anna@example.org", name="Anna")


@pytest.fixture
def bo():
    return make_subscriber("bo@example.org", name="Bo")


@pytest.fixture
def issue(anna, bo):
    return make_issue(audience={"subscribers": "all"})
