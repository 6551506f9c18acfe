"""What the toolbox does by itself: the desk, the clock's tasks, the example tools."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sekom import desk
from tests.factories import make_draft, make_holding, make_secretary, make_tool
from toolbox import example, publishing, tasks
from toolbox.loading import load_frameworks
from toolbox.models import Tool

pytestmark = pytest.mark.django_db


def titles(person):
    return [task.title for task in desk.tasks_for(person) if "Nulägesanalys" in task.title]


def test_desk_asks_the_secretariat_to_look_through_and_over():
    tool = make_tool("Nulägesanalys A")
    draft = make_draft("Nulägesanalys B")
    secretary = make_secretary()
    yesterday = timezone.localdate() - timedelta(days=1)
    publishing.keep_looking_after(tool, owner=secretary, review_by=yesterday, by=secretary)
    publishing.send_to_review(draft)

    assert titles(secretary) == ["Se över ”Nulägesanalys A” igen", "Granska ”Nulägesanalys B”"]
    assert titles(make_holding().person) == []


def test_tasks_of_the_clock_may_run_twice():
    draft = publishing.send_to_review(make_draft())
    publishing.schedule(draft, at=timezone.now() + timedelta(hours=1), by=make_secretary())
    Tool.objects.update(publish_at=timezone.now())

    for task in (tasks.publish_due, tasks.publish_due, tasks.remind_owners, tasks.remind_owners):
        task.delay()

    assert Tool.objects.get().is_published


def test_example_tools_are_published_once_and_marked_as_examples():
    load_frameworks()
    secretary = make_secretary()

    example.load(by=secretary)
    example.load(by=secretary)

    assert Tool.objects.published().filter(is_example=True, approved_by="").count() == 10
    assert Tool.objects.count() == 10
