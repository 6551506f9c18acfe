"""An issue that two subscribers get, for the tests of the newsletter."""

import pytest

from tests.factories import make_secretary
from tests.newsletter_factories import make_issue, make_subscriber


@pytest.fixture
def secretary():
    return make_secretary()


@pytest.fixture
def anna():
    return make_subscriber("anna@example.org", name="Anna")


@pytest.fixture
def bo():
    return make_subscriber("bo@example.org", name="Bo")


@pytest.fixture
def issue(anna, bo):
    return make_issue(audience={"subscribers": "all"})
