"""Whom a choice of readers means, in words."""

import pytest
from django.utils.translation import override

from members.models import Group
from newsletter import explaining
from tests.event_factories import make_event
from tests.factories import make_group, make_member
from tests.survey_factories import make_round

pytestmark = pytest.mark.django_db


@override("sv")
def test_a_choice_is_said_in_words():
    aneby, borgholm = make_member("Aneby"), make_member("Borgholm")
    asked, event = make_round(title="Enkäten 2026"), make_event("Vinterworkshop")
    board = make_group(Group.Kind.BOARD, name="Styrelsen")
    choice = {
        "roles": ["politician"],
        "kinds": ["municipality"],
        "counties": ["06"],
        "round": asked.pk,
        "answered": "no",
        "event": event.pk,
        "came": "attended",
        "groups": [board.pk],
        "subscribers": "some",
        "organisations": [aneby.pk, borgholm.pk],
    }

    assert explaining.in_words(choice) == [
        "Kontaktpolitiker i kommuner i Jönköpings län som inte har svarat på Enkäten 2026 "
        "och som var på Vinterworkshop",
        "Alla i Styrelsen",
        "Prenumeranter i Aneby kommun och Borgholm kommun",
    ]
    many = [make_member(seats=False).pk for _number in range(6)]
    assert explaining.in_words({"subscribers": "some", "organisations": many}) == [
        "Prenumeranter i 6 organisationer"
    ]
    assert explaining.in_words({}) == [
        "Kontaktpolitiker och kontakttjänstepersoner hos alla medlemmar",
        "Alla prenumeranter",
    ]
