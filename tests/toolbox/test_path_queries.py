"""What the pages of paths ask of the database: as much for one row as for three."""

from types import SimpleNamespace

import pytest

from tests.factories import (
    make_example,
    make_framework,
    make_journey,
    make_pair,
    make_path,
    make_secretary,
    make_tool,
    step_values,
)
from tests.test_queries import queries_of
from toolbox import laying_out, listening, walking
from toolbox.models import Example, GlossaryTerm, Path, StepWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    """A pair on a path, and people to look at pages as."""
    settings.REQUIRE_TWO_FACTOR = False
    tool, item = make_tool(), make_framework("mal", "11").items.get()
    step = step_values("ett", tools=[tool.pk], items=[item])
    path = make_path("Vägen", step, step_values("tva"))
    journey, _politician, officer = make_journey(path, make_pair())
    return SimpleNamespace(
        tool=tool,
        item=item,
        path=path,
        journey=journey,
        officer=officer,
        secretary=make_secretary(),
        count=0,
    )


def name(world):
    world.count += 1
    return f"nr{world.count}"


def add_path(world):
    make_path(name(world), step_values("ett", items=[world.item]), step_values("tva"))


def add_step(world):
    key = name(world)
    path = Path.objects.get(pk=world.path.pk)
    values = step_values(key, tools=[world.tool.pk], items=[world.item])
    path = laying_out.add_step(path, values, version=path.version, by=world.secretary)
    path.put_parts(path.drafted())
    done = {"state": StepWork.State.DONE, "note": "Så."}
    step = path.steps.get(key=key)
    walking.save_work(world.journey, step, version=0, by=world.officer, values=done)


def add_walker(world):
    journey, _politician, officer = make_journey(world.path)
    walking.share(journey, is_shared=True, by=officer)


def add_example(world):
    make_example(tools=[world.tool], items=[world.item])


def add_sent_in(world):
    make_example(state=Example.State.SENT_IN)


def add_word(world):
    GlossaryTerm.objects.create(term=name(world), explanation="Något.")


def add_opinion(world):
    page = listening.page_of(listening.ask_about(make_path(name(world)), "/"))
    listening.give_opinion(
        page,
        is_helpful=False,
        comment="Mer.",
        address="192.0.2.1",
        browser="",
        person=world.officer,
    )


@pytest.mark.parametrize(
    ("address", "role", "add"),
    [
        ("/arbetsgangar/", None, add_path),
        ("/arbetsgangar/", "officer", add_path),
        ("/arbetsgangar/vagen/", None, add_step),
        ("/arbetsgangar/vagen/?steg=alla", "officer", add_step),
        ("/arbetsgangar/vagen/", "officer", add_walker),
        ("/arbetsgangar/vagen/lar-av-andra/", "officer", add_walker),
        ("/verktygslada/nulagesanalys/?arbetsgang=vagen&steg=ett", None, add_step),
        ("/verktygslada/nulagesanalys/", None, add_example),
        ("/verktygslada/ramverk/mal/11/", None, add_path),
        ("/verktygslada/ramverk/mal/11/", None, add_example),
        ("/verktygslada/exempel/", None, add_example),
        ("/verktygslada/ordlista/", None, add_word),
        ("/kansli/arbetsgangar/", "secretary", add_path),
        ("/kansli/arbetsgangar/", "secretary", add_sent_in),
        ("/kansli/arbetsgangar/vagen/", "secretary", add_walker),
        ("/kansli/omdomen/", "secretary", add_opinion),
        ("/kansli/", "secretary", add_sent_in),
        ("/kansli/", "secretary", add_opinion),
    ],
)
def test_page_asks_as_often_for_three_rows_as_for_one(client, world, address, role, add):
    if role:
        client.force_login(getattr(world, role))
    add(world)
    client.get(address)

    one = queries_of(client, address)
    add(world)
    add(world)

    assert queries_of(client, address) == one
