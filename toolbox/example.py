"""The example network's tools: texts of our own that await approval, marked as such."""

import json

from members.models import Person
from toolbox import publishing, writing
from toolbox.loading import DATA
from toolbox.models import FrameworkItem, Tool

SOURCE = "Ramverket för strategisk hållbar utveckling (FSSD)"


def load(*, by: Person) -> None:
    """Load the example tools, published; loading them again changes nothing.

    `by` is somebody of the secretariat, who looks through what was sent in.
    """
    items = {
        (item.framework.slug, item.code): item.pk
        for item in FrameworkItem.objects.select_related("framework")
    }
    known = set(Tool.objects.values_list("slug", flat=True))
    for told in json.loads((DATA / "example_tools.json").read_text(encoding="utf-8")):
        if told["slug"] not in known:
            _load_tool(told, items, by)


def _load_tool(told: dict, items: dict[tuple[str, str], int], by: Person) -> None:
    links = [{"item": items[framework, code], "why": ""} for framework, code in told.pop("links")]
    steps = [{"title": "", "text": f"<p>{text}</p>"} for text in told.pop("steps")]
    values = told | {"links": links, "steps": steps, "source": SOURCE, "is_example": True}
    slug = values.pop("slug")
    tool = writing.begin(Tool, title=told["title"], slug=slug, values=values, guest="Exempeltexter")
    publishing.send_to_review(tool)
    publishing.publish(tool, by=by)
