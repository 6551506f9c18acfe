"""Starters: what an issue of each sort begins with, so that a letter is written in minutes."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from members.models import Person
from newsletter import beginning
from newsletter.models import Block, Issue

type Words = str | Promise

Kind = Block.Kind


@dataclass(frozen=True)
class Starter:
    """What an issue begins with: {field: words} of the issue, and (kind, {field: words}) blocks.

    What stands in [brackets] is to be filled in: the letter cannot be sent before.
    """

    key: str
    name: Words
    about: Words
    icon: str
    topic: str
    subject: Words = ""
    blocks: tuple[tuple[str, dict[str, Words]], ...] = ()


GREETING: tuple[str, dict[str, Words]] = (
    Kind.HEADING,
    {"heading": _("Hello,"), "text": _("<p>Here is what is good to know just now.</p>")},
)
STARTERS = {
    starter.key: starter
    for starter in (
        Starter(
            key="brev",
            name=_("Newsletter"),
            about=_("A greeting, two pieces of news, a workshop and a tool."),
            icon="newspaper",
            topic=Issue.Topic.NEWS,
            blocks=(
                GREETING,
                (Kind.ARTICLE, {}),
                (Kind.ARTICLE, {}),
                (Kind.DIVIDER, {}),
                (Kind.EVENT, {}),
                (Kind.TOOL, {}),
            ),
        ),
        Starter(
            key="inbjudan",
            name=_("Invitation"),
            about=_("A workshop or meeting with its day, place and button."),
            icon="calendar-days",
            topic=Issue.Topic.EVENTS,
            subject=_("Welcome to [name of the meeting]"),
            blocks=(
                (
                    Kind.HEADING,
                    {
                        "heading": _("Welcome"),
                        "text": _("<p>Come along, the two of you, and bring a colleague.</p>"),
                    },
                ),
                (Kind.EVENT, {}),
                (
                    Kind.TEXT,
                    {
                        "heading": _("What you take home"),
                        "text": _("<p>[what they learn and what they can use at once]</p>"),
                    },
                ),
            ),
        ),
        Starter(
            key="enkatpaminnelse",
            name=_("Reminder of the survey"),
            about=_("Why the answer matters, how long it takes, and the way there."),
            icon="clipboard-list",
            topic=Issue.Topic.SURVEYS,
            subject=_("Your answer to the survey is missing"),
            blocks=(
                (
                    Kind.HEADING,
                    {
                        "heading": _("Your answer is missing"),
                        "text": _(
                            "<p>Answer together, politician and officer. It takes half an hour, "
                            "and you can save and go on another day.</p>"
                        ),
                    },
                ),
                (
                    Kind.BUTTON,
                    {"link_text": _("Answer the survey"), "link": "/enkater/"},
                ),
                (
                    Kind.TEXT,
                    {
                        "heading": _("What it is used for"),
                        "text": _("<p>The answers become the ground of the winter meeting.</p>"),
                    },
                ),
            ),
        ),
        Starter(
            key="notis",
            name=_("Short notice"),
            about=_("One heading, a few lines and a button."),
            icon="message-square",
            topic=Issue.Topic.NEWS,
            blocks=(
                (
                    Kind.TEXT,
                    {
                        "heading": _("[what has happened]"),
                        "text": _("<p>[what it means to you]</p>"),
                    },
                ),
                (Kind.BUTTON, {"link_text": _("Read more"), "link": ""}),
            ),
        ),
    )
}


def begin(starter: Starter, *, title: str, by: Person | None) -> Issue:
    """Begin an issue as the starter has it, in Swedish."""
    with override("sv"):
        values: dict[str, Any] = {"topic": starter.topic, "subject": str(starter.subject)}
        blocks = [
            (kind, {name: str(words) for name, words in said.items()})
            for kind, said in starter.blocks
        ]
        return beginning.begin(title=title, by=by, values=values, blocks=blocks)
