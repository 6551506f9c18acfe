"""Loading frameworks: what the files say, however often they are loaded."""

import pytest

from toolbox.loading import load_frameworks, load_principles
from toolbox.models import Framework, FrameworkItem

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


def test_load_frameworks_gives_every_goal_objective_and_clause_its_place():
    load_frameworks()
    counts = {framework.slug: framework.items.count() for framework in Framework.objects.active()}

    assert counts == {
        "hallbarhetsprinciper": 8,
        "iso-undp-53001": 28,
        "ss-854000": 6,
        "agenda-2030": 17 + 169,
        "miljokvalitetsmal": 16,
        "abcd": 4,
        "pdca": 4,
        "rus-vagledning-2020": 3,
    }
    target = FrameworkItem.objects.get(framework__slug="agenda-2030", code="11.3")
    assert (target.parent.code, target.colour) == ("11", 11)


def test_load_frameworks_again_changes_nothing(django_assert_max_num_queries):
    load_frameworks()
    before = list(FrameworkItem.objects.order_by("pk").values())

    with django_assert_max_num_queries(100):
        load_frameworks()

    assert list(FrameworkItem.objects.order_by("pk").values()) == before
