"""Loading frameworks: what the files say, however often they are loaded."""

import pytest

from toolbox.loading import load_principles
from toolbox.models import FrameworkItem

pytestmark = pytest.mark.django_db


def test_load_principles_gives_three_ecological_and_five_social():
    load_principles()

    principles = FrameworkItem.objects.principles()
    assert [principle.code for principle in principles] == [f"SP{n}" for n in range(1, 9)]
    assert [principle.group for principle in principles] == ["ekologisk"] * 3 + ["social"] * 5


def test_load_principles_again_mends_what_differs():
    load_principles()
    FrameworkItem.objects.filter(code="SP1").update(title="Fel")

    load_principles()

    assert FrameworkItem.objects.get(code="SP1").title == "Ämnen från berggrunden"
    assert FrameworkItem.objects.count() == 8
