"""REFI-QDA, in which programs for analysing interviews hand their work on to each other.

A codebook (.qdc) is XML with a tree of codes; a project (.qdpx) is a zip archive with the same, the
texts and what is coded in them. Whatever we write keeps its identity: written again, or by another
portal of ours, a kind, a dimension or a goal is known again.
"""

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from surveys.interviews.models import Dimension, LocalGoal, Statement, Theme
from toolbox.models import FrameworkItem

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT_FILE = "project.qde"
SOURCES = "Sources"
INTERNAL = "internal://"
OURS = UUID("6f0d6b0e-9c55-5f0a-8d55-2f0a6e3c9b17")

KIND, DIMENSION, GOAL = "kind", "dimension", "goal"

type Target = Theme | LocalGoal | FrameworkItem | Dimension


def guid(*parts: object) -> str:
    """The identity of something of ours, the same each time it is written."""
    return str(uuid5(OURS, "/".join(str(part) for part in parts)))


def guid_of_kind(kind: str) -> str:
    return guid(KIND, kind)


def guid_of(target: Target) -> str:
    """The identity of what a statement is tied to; goals and items have that of their codes."""
    match target:
        case Theme():
            return guid("theme", target.pk)
        case LocalGoal():
            term = target.term
            return guid(GOAL, term.member.slug, term.first_year, term.last_year, target.code)
        case FrameworkItem():
            return guid("item", target.framework.slug, target.code)
        case _:
            return guid(DIMENSION, target)


def guid_of_group(group: str) -> str:
    """The identity of the code that kinds, dimensions or goals stand under."""
    return guid("group", group)


def names_of_groups() -> dict[str, str]:
    """{group: what its code is called}."""
    return {
        KIND: _("Kind of statement"),
        DIMENSION: _("Dimensions"),
        GOAL: _("Our own goals"),
    }


def names_of_kinds() -> dict[str, str]:
    """{identity: kind} of a statement's four kinds."""
    return {guid_of_kind(kind): kind for kind in Statement.Kind.values}
