"""One member with its pair, and everybody who may look at it."""

from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import (
    make_expert,
    make_former_contact,
    make_member,
    make_pair,
    make_secretary,
)

ROLES = ("guest", "other", "own", "former", "expert", "secretary")


@pytest.fixture
def kalix(db):
    """A member with both contacts: .member .politician .officer."""
    member = make_member("Kalix", slug="kalix", county="25")
    politician, officer = make_pair(member)
    return SimpleNamespace(member=member, politician=politician, officer=officer)


@pytest.fixture
def visit(kalix, settings):
    """Call it with a role to get a client that is logged in as one who has it."""
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    people = {
        "own": kalix.officer,
        "other": make_pair()[0],
        "former": make_former_contact(),
        "expert": make_expert(),
        "secretary": make_secretary(),
    }

    def visit(role):
        client = Client()
        if role != "guest":
            client.force_login(people[role])
        return client

    visit.people = people
    return visit
