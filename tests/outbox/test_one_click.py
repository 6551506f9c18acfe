import uuid

import pytest
from django.core.signing import Signer

from sekom.outbox import one_click

TOKEN = uuid.UUID("11111111-2222-3333-4444-555555555555")


def test_one_click_leads_back_to_the_delivery_that_it_was_made_for():
    signed = one_click.sign(TOKEN)

    assert one_click.read(signed) == TOKEN
    assert one_click.sign(TOKEN) == signed


@pytest.mark.parametrize(
    "forged",
    [
        "",
        ".",
        str(TOKEN),
        one_click.sign(TOKEN)[:-1],
        one_click.sign(TOKEN).replace("E", "F", 1),
        f"{one_click.sign(TOKEN)}\0",
        Signer(salt="something else", sep=".").sign("EREREQ"),
        Signer(salt="sekom.outbox.one-click", sep=".").sign("no token"),
        "ä" * 70,
    ],
)
def test_one_click_of_others_leads_nowhere(forged):
    assert one_click.read(forged) is None


def test_one_click_keeps_working_after_a_change_of_the_secret(settings):
    signed = one_click.sign(TOKEN)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"

    assert one_click.read(signed) == TOKEN
