import pytest


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has tests of its own."""
    settings.REQUIRE_TWO_FACTOR = False
