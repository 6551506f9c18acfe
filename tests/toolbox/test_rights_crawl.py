"""What is not published, and what a pair keeps to itself, is out of others' reach on every way."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sekom.search import indexing
from sekom.uploads import UploadField
from tests.factories import (
    make_draft,
    make_example,
    make_expert,
    make_former_contact,
    make_framework,
    make_journey,
    make_pair,
    make_path,
    make_person,
    make_secretary,
    make_tool,
    step_values,
)
from toolbox import filing, walking, writing
from toolbox.models import Example, StepWork

pytestmark = pytest.mark.django_db

SECRET = "Hemligordet"
READ = (200, 202)  # here it is, and it is being made
ROLES = ["guest", "bystander", "former", "other", "expert", "contact", "secretariat"]


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.REQUIRE_TWO_FACTOR = False
    settings.MEDIA_ROOT = tmp_path


def png():
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return SimpleUploadedFile("bild.png", out.getvalue())


@pytest.fixture
def world():
    """A network in which all that is not for everybody holds the same word."""
    writer = make_secretary()
    item = make_framework("mal", "11").items.get()
    live = make_tool("Verktyg som syns", item)
    draft = make_draft(f"Utkast {SECRET}", item, summary=SECRET)
    file = filing.add_file(draft, png(), title=SECRET, by=writer)
    live = writing.save_draft(live, {"summary": SECRET}, version=live.version, by=writer)
    first = step_values("ett", tools=[live.pk], items=[item])
    path = make_path("Vägen", first, step_values("tva"))
    make_path(f"Väg {SECRET}", published=False, summary=SECRET)
    journey, politician, officer = make_journey(path)
    done = {"state": StepWork.State.DONE, "note": SECRET, "result": SECRET}
    step = path.steps.get(key="ett")
    walking.save_work(journey, step, version=0, by=officer, values=done)
    kept = walking.add_file(journey, step, file=UploadField().clean(png()), by=officer)
    example = make_example(journey.member, by=officer, state=Example.State.DRAFT)
    Example.objects.filter(pk=example.pk).update(title=f"Exempel {SECRET}", problem=SECRET)
    indexing.rebuild()
    people = {
        "guest": None,
        "bystander": make_person(),
        "former": make_former_contact(),
        "other": make_pair()[0],
        "expert": make_expert(),
        "contact": politician,
        "secretariat": writer,
    }
    pages = {
        "draft": draft.get_absolute_url(),
        "draft's file": file.get_absolute_url(),
        "draft's desk": reverse("toolbox:edit_tool", args=[draft.slug]),
        "draft's review": reverse("toolbox:review_tool", args=[draft.slug]),
        "draft's versions": reverse("toolbox:tool_versions", args=[draft.slug]),
        "live": live.get_absolute_url(),
        "list": reverse("toolbox:list"),
        "goal": item.get_absolute_url(),
        "cross": reverse("toolbox:cross"),
        "paths": reverse("toolbox:paths"),
        "path": path.get_absolute_url() + "?steg=alla",
        "others on it": reverse("toolbox:learn_from", args=[path.slug]),
        "journey": journey.get_absolute_url() + "?steg=alla",
        "journey's look": reverse("toolbox:look_at_journey", args=[journey.pk]),
        "step": reverse("toolbox:work", args=[journey.pk, step.key]),
        "step's look": reverse("toolbox:look_at_work", args=[journey.pk, step.key]),
        "step's file": reverse("toolbox:work_file", args=[kept.pk]),
        "journey's PDF": reverse("toolbox:so_far", args=[journey.pk]),
        "example": example.get_absolute_url(),
        "examples": reverse("toolbox:examples"),
        "member": journey.member.get_absolute_url(),
        "search": reverse("search") + f"?q={SECRET}",
        "feed": reverse("newsletter:feed"),
        "sitemap": reverse("sitemap"),
        "start": "/",
    }
    return {"people": people, "pages": pages}


def reached(world, role):
    """The names of the pages that show this role what is not for everybody, or its file."""
    client, person = Client(), world["people"][role]
    if person:
        client.force_login(person)
    found = set()
    for name, url in world["pages"].items():
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        says = SECRET.lower() in body.decode(errors="replace").lower()
        if name == "search":
            says = bool(answer.context["hits"])
        if answer.status_code in READ and (says or name.endswith(("file", "PDF"))):
            found.add(name)
    return found


DESK = {"draft's file", "draft's desk", "draft's review", "draft's versions"}
PAIR = {"journey", "path", "journey's PDF", "step", "step's file", "example", "examples"}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_for_everybody_is_seen_by_its_own_alone(world, role):
    expected = {"contact": PAIR, "secretariat": DESK}.get(role, set())

    assert reached(world, role) == expected
