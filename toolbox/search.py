"""What of the toolbox can be found, by everybody: what is published and what is in use."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from sekom import rich_text
from sekom.search.kinds import Found, Kind, Watch
from toolbox.models import (
    Example,
    Framework,
    FrameworkItem,
    GlossaryTerm,
    Path,
    Step,
    Tool,
)

TOLD = ("solves", "when", "before", "after", "result", "tips", "pitfalls", "example")


def _tool(tool: Tool) -> Iterator[Found]:
    """A tool, with what its page says."""
    told = [tool.summary, *(rich_text.plain(getattr(tool, name)) for name in TOLD)]
    yield Found(
        title=tool.title,
        url=tool.get_absolute_url(),
        keywords=tool.summary,
        text=" ".join([*told, tool.say("steps", tool.steps), tool.people]),
    )


def _framework(framework: Framework) -> Iterator[Found]:
    """A set of goals, principles or clauses, by every name that it goes by."""
    names = f"{framework.short_name} {framework.get_kind_display()} {framework.edition}"
    yield Found(
        title=framework.name,
        url=framework.get_absolute_url(),
        keywords=f"{framework.slug.replace('-', ' ')} {names}",
        text=f"{framework.publisher} {names}",
    )


def _item(item: FrameworkItem) -> Iterator[Found]:
    """A goal, objective, principle or clause, by its code too."""
    yield Found(
        title=item.title,
        url=item.get_absolute_url(),
        keywords=f"{item.code} {item.framework.label}",
        text=f"{item.framework.name}, {item.code}. {item.text}",
    )


def _path(path: Path) -> Iterator[Found]:
    """A path with its steps."""
    steps = path.steps.standing()
    told = [f"{step.title}. {step.instruction} {step.result}" for step in steps]
    yield Found(
        title=path.title,
        url=path.get_absolute_url(),
        keywords=f"{path.summary} {path.outcome}",
        text=" ".join([path.summary, path.outcome, *told]),
    )


def _example(example: Example) -> Iterator[Found]:
    """A member's good example."""
    yield Found(
        title=example.title,
        url=example.get_absolute_url(),
        keywords=example.member.name,
        text=f"{example.member}. {example.problem} {example.action} {example.result}",
    )


def _term(term: GlossaryTerm) -> Iterator[Found]:
    """A word that the glossary explains."""
    yield Found(
        title=term.term,
        url=term.get_absolute_url(),
        keywords=term.inflections,
        text=term.explanation,
    )


def _examples():
    return Example.objects.published().select_related("member")


KINDS = [
    Kind(
        key="tool",
        label=gettext_lazy("Tools"),
        name=gettext_lazy("Tool"),
        icon="wrench",
        model=Tool,
        rows=Tool.objects.published,
        entries=_tool,
    ),
    Kind(
        key="path",
        label=gettext_lazy("Paths"),
        name=gettext_lazy("Path"),
        icon="route",
        model=Path,
        rows=Path.objects.published,
        entries=_path,
        watches=(Watch(Step, "path_id"),),
    ),
    Kind(
        key="example",
        label=gettext_lazy("Examples"),
        name=gettext_lazy("Example"),
        icon="sprout",
        model=Example,
        rows=_examples,
        entries=_example,
    ),
    Kind(
        key="framework",
        label=gettext_lazy("Frameworks"),
        name=gettext_lazy("Framework"),
        icon="layers",
        model=Framework,
        rows=Framework.objects.active,
        entries=_framework,
    ),
    Kind(
        key="item",
        label=gettext_lazy("Goals and principles"),
        name=gettext_lazy("Goal or principle"),
        icon="flag",
        model=FrameworkItem,
        rows=FrameworkItem.objects.in_use,
        entries=_item,
        weight=0.9,
    ),
    Kind(
        key="term",
        label=gettext_lazy("Glossary"),
        name=gettext_lazy("Glossary"),
        icon="info",
        model=GlossaryTerm,
        rows=GlossaryTerm.objects.all,
        entries=_term,
        weight=0.75,
    ),
]
