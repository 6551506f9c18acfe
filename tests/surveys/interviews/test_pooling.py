"""The shared studies together: what is shown of them, and what nobody can read out."""

from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.interviews import pooling, tasks
from surveys.interviews.models import Dimension, Link, NetworkComparison, Study
from surveys.interviews.pooling import Line
from tests.factories import make_framework, make_pair, make_person
from tests.interview_factories import make_interview, make_statement, make_study, make_theme
from toolbox.models import FrameworkItem

pytestmark = pytest.mark.django_db

ADDRESS = "/intervjuer/natverket/"


@pytest.fixture(autouse=True)
def agenda(settings):
    """Two goals of the world, the first with a target."""
    settings.REQUIRE_TWO_FACTOR = False
    framework = make_framework("agenda-2030", "3", "6", kind="goals")
    FrameworkItem.objects.create(
        framework=framework, parent=framework.items.get(code="3"), code="3.4", title="3.4"
    )
    return framework


def make_shared(*themes, items=(), dimensions=(), is_shared=True, approved=True):
    """A member's study in which one statement speaks of each of these."""
    study = make_study(officer=make_pair()[1], is_shared=is_shared)
    interview = make_interview(study, "Anna Andersson sade det.", approved=approved)
    for number in range(max(map(len, (themes, items, dimensions)), default=0)):
        statement = make_statement(interview, f"Hemligt {number}.")
        for theme in themes[number : number + 1]:
            Link.objects.create(statement=statement, theme=make_theme(study, theme))
        for code in items[number : number + 1]:
            Link.objects.create(statement=statement, item=FrameworkItem.objects.get(code=code))
        for dimension in dimensions[number : number + 1]:
            Link.objects.create(statement=statement, dimension=dimension)
    return study


def share(study, is_shared):
    Study.objects.filter(pk=study.pk).update(is_shared=is_shared)


def test_what_is_spoken_of_counts_statements_once_and_themes_with_what_stands_beneath():
    study = make_shared("Resor", items=("3", "3.4"), dimensions=(Dimension.SOCIAL,) * 2)
    child = make_theme(study, " Cykel ", parent=study.themes.get())
    statement = make_statement(study.interviews.get())
    for theme in (child, study.themes.get(title="Resor")):
        Link.objects.create(statement=statement, theme=theme)
    make_shared("Resor", approved=False)

    assert pooling.spoken_of(Study.objects.shared()) == {
        study.member_id: {
            "goal:3": 2,
            "dimension:social": 2,
            "theme:resor": 2,
            "theme:cykel": 1,
        }
    }


def test_an_edition_takes_five_members_and_only_shared_studies():
    for _number in range(4):
        make_shared("Resor", items=("3",))
    make_shared("Resor", is_shared=False)

    assert pooling.make_edition() is None

    make_shared("resor", "Vatten", items=("3",), dimensions=(Dimension.SOCIAL,))
    edition = pooling.make_edition()

    assert edition.members_count == 5
    assert edition.figures == {"dimension:social": None, "goal:3": 5, "theme:resor": 5}
    assert edition.names == {"theme:resor": "Resor"}


def test_a_figure_is_hidden_when_few_do_not_speak_of_it():
    for number in range(10):
        make_shared("Resor", items=("3", "6") if number < 9 else ("3",))

    assert pooling.make_edition().figures == {"goal:3": 10, "goal:6": None, "theme:resor": 10}


def test_an_edition_is_made_once_by_the_task_run_twice():
    for _number in range(5):
        make_shared("Resor")

    tasks.compare_network()
    tasks.compare_network()

    assert [edition.number for edition in NetworkComparison.objects.all()] == [1]


def test_the_joining_leaving_and_changing_of_one_study_tells_nothing():
    studies = [make_shared("Resor") for _number in range(6)]
    first = pooling.make_edition()
    told = []

    joined = make_shared("Resor", items=("3",))
    told.append(pooling.make_edition())
    share(joined, False)
    share(studies[0], False)
    told.append(pooling.make_edition())
    statement = studies[1].interviews.get().statements.get()
    Link.objects.create(statement=statement, item=FrameworkItem.objects.get(code="3"))
    told.append(pooling.make_edition())

    assert told == [None, None, None]
    assert list(NetworkComparison.objects.all()) == [first]


def test_five_changes_make_a_new_edition():
    studies = [make_shared("Resor") for _number in range(6)]
    pooling.make_edition()
    share(studies[0], False)
    for _number in range(4):
        make_shared("Resor", items=("3",))

    edition = pooling.make_edition()

    assert (edition.number, edition.members_count) == (2, 9)
    assert edition.figures == {"goal:3": None, "theme:resor": 9}


def test_an_edition_waits_when_it_lies_too_near_an_older_one():
    studies = [make_shared("Resor") for _number in range(6)]
    pooling.make_edition()
    joined = [make_shared("Resor") for _number in range(5)]
    second = pooling.make_edition()
    for study in [*joined, studies[0]]:
        share(study, False)

    assert pooling.make_edition() is None  # beside the first it would tell of one alone
    assert NetworkComparison.objects.first() == second


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sets(st.integers(0, 11), min_size=4), min_size=2, max_size=5))
def test_any_two_editions_differ_by_five_members_or_none(steps):
    """The attack: whoever keeps every edition subtracts each from each."""
    NetworkComparison.objects.all().delete()
    Study.objects.update(is_shared=False)
    missing = 12 - Study.objects.count()
    studies = [*Study.objects.all(), *(make_shared("Resor", items=("3",)) for _n in range(missing))]
    for shared in steps:
        for number, study in enumerate(studies):
            share(study, number in shared)
        pooling.make_edition()

    behind = [edition.behind for edition in NetworkComparison.objects.all()]
    assert [len(one) for one in behind if len(one) < 5] == []
    differences = {len(one.keys() ^ other.keys()) for one, other in combinations(behind, 2)}
    assert differences <= {0, *range(5, 13)}


def test_the_page_shows_the_network_beside_ones_own_and_never_a_text(client):
    studies = [make_shared("Resor", items=("3",)) for _number in range(5)]
    make_shared("Hemligt tema", items=("6",), is_shared=False)
    pooling.make_edition()
    client.force_login(studies[0].created_by)

    page = client.get(ADDRESS)

    comparison = page.context["comparison"]
    assert comparison.themes == [Line("Resor", 5, 1)]
    assert [(line.title, line.count, line.own) for line in comparison.goals] == [
        ("Avsnitt 3", 5, 1)
    ]
    assert [line.title for line in comparison.silent] == ["Avsnitt 6"]
    assert [word for word in ("Hemligt", "Anna") if word in page.content.decode()] == []


def test_the_page_asks_as_often_for_three_studies_as_for_one(client):
    studies = [make_shared("Resor", items=("3",)) for _number in range(5)]
    pooling.make_edition()
    client.force_login(studies[0].created_by)
    client.get(ADDRESS)

    asked = []
    for _number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        asked.append(len(queries))
        for _study in range(2):
            more = make_study(officer=studies[0].created_by, is_shared=True)
            interview = make_interview(more)
            Link.objects.create(
                statement=make_statement(interview), theme=make_theme(more, "Vatten")
            )

    assert asked[0] == asked[1]


def test_who_holds_no_seat_has_no_such_page(client):
    client.force_login(make_person())

    assert client.get(ADDRESS).status_code == 404
