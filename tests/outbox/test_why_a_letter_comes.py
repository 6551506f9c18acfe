"""What the foot of a letter says to those who are no contacts."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("kind", "values", "why"),
    [
        ("events/email/speaker_link", {"event": "Vintermöte"}, "du medverkar i Vintermöte."),
        ("interviews/email/invitation", {"who": "Kim"}, "Kim har uppgett din adress."),
        ("interviews/email/please_approve", {"who": "Kim"}, "Kim har uppgett din adress."),
    ],
)
def test_a_letter_to_somebody_without_a_seat_says_why_it_comes(kind, values, why):
    letter = render_to_string(f"{kind}.html", values)

    assert f"Du får det här mejlet för att {why}" in letter
    assert "kontaktperson" not in letter
