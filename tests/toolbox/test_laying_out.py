import pytest
from django.core.exceptions import ValidationError

from tests.factories import (
    make_draft,
    make_framework,
    make_path,
    make_secretary,
    make_tool,
    publish,
    step_values,
)
from toolbox import checking, laying_out, writing
from toolbox.models import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_secretary()


def keys(path):
    return [step["key"] for step in laying_out.steps_of(path)]


def test_steps_are_added_changed_moved_and_taken_out_of_the_draft_alone(by):
    path = make_path()

    path = laying_out.add_step(path, step_values("tre"), version=path.version, by=by)
    path = laying_out.change_step(path, "tre", {"title": "Ny"}, version=path.version, by=by)
    path = laying_out.move_step(path, "tre", places=-1, version=path.version, by=by)
    path = laying_out.remove_step(path, "ett", version=path.version, by=by)

    assert keys(path) == ["tre", "tva"]
    assert laying_out.step_of(path, "tre")["title"] == "Ny"
    assert [step.key for step in path.steps.standing()] == ["ett", "tva"]


def test_a_step_stays_at_the_end_of_the_path_and_nothing_stands_before_the_first(by):
    path = make_path("Vägen", step_values("ett"), step_values("tva", joins="or"))

    path = laying_out.move_step(path, "ett", places=-1, version=path.version, by=by)
    path = laying_out.move_step(path, "tva", places=-1, version=path.version, by=by)

    assert [(step["key"], step["joins"]) for step in laying_out.steps_of(path)] == [
        ("tva", "new"),
        ("ett", "new"),
    ]


def test_laying_out_refuses_what_is_stale_or_gone(by):
    path = make_path()
    laying_out.add_step(path, step_values("tre"), version=path.version, by=by)
    stale = Path.objects.get(pk=path.pk)

    with pytest.raises(writing.StaleDraft):
        laying_out.remove_step(stale, "ett", version=stale.version - 1, by=by)
    with pytest.raises(ValidationError) as gone:
        laying_out.move_step(stale, "finns-inte", places=1, version=stale.version, by=by)
    assert gone.value.code == "unknown"


def test_publishing_makes_the_steps_as_the_draft_says_and_keeps_those_that_stay(by):
    tool, item = make_tool(), make_framework("mal", "11").items.get()
    path = make_path()
    kept = path.steps.get(key="ett").pk

    path = laying_out.change_step(
        path,
        "ett",
        step_values("ett", tools=[tool.pk], items=[item], title="Ny"),
        version=path.version,
        by=by,
    )
    publish(path)

    step = path.steps.standing().first()
    assert (step.pk, step.title, list(step.tools.all()), list(step.items.all())) == (
        kept,
        "Ny",
        [tool],
        [item],
    )
    assert list(Path.objects.through(item)) == [path]


def test_a_path_lacks_steps_words_and_tools_that_can_be_read():
    draft = make_draft("Ofärdigt verktyg")
    path = make_path(
        "Vägen",
        step_values("ett", tools=[draft.pk]),
        step_values("tva", result=""),
        published=False,
    )
    empty = make_path("Tom", published=False, steps=[])

    assert checking.problems(path, path.drafted()) == [
        "Steget ”Steg tva” saknar vad man gör eller vad man har efteråt.",
        "Verktyget ”Ofärdigt verktyg” är inte publicerat.",
    ]
    assert checking.problems(empty, empty.drafted()) == ["En arbetsgång behöver minst två steg."]


def test_the_drafts_numbers_are_those_that_readers_will_see():
    joins = {"a": "new", "b": "or", "c": "new"}
    path = make_path("Vägen", *(step_values(key, joins=how) for key, how in joins.items()))

    assert [step["number"] for step in laying_out.drafted_steps(path)] == [1, 1, 2]
