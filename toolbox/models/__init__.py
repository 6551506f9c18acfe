"""What we teach: frameworks, the tools that go with them, and how they are published."""

from toolbox.models.examples import Example, Wish
from toolbox.models.frameworks import Framework, FrameworkItem, ItemMapping
from toolbox.models.glossary import GlossaryTerm
from toolbox.models.journeys import Journey, StepWork, WorkFile
from toolbox.models.opinions import Opinion
from toolbox.models.paths import Path, Step, StepLink
from toolbox.models.publishing import OldAddress, Publishable, Remark, Revision
from toolbox.models.tools import Tool, ToolFile, ToolLink

__all__ = [
    "Example",
    "Framework",
    "FrameworkItem",
    "GlossaryTerm",
    "ItemMapping",
    "Journey",
    "OldAddress",
    "Opinion",
    "Path",
    "Publishable",
    "Remark",
    "Revision",
    "Step",
    "StepLink",
    "StepWork",
    "Tool",
    "ToolFile",
    "ToolLink",
    "Wish",
    "WorkFile",
]
