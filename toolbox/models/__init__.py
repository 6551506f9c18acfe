"""What we teach: frameworks, the tools that go with them, and how they are published."""

from toolbox.models.frameworks import Framework, FrameworkItem, ItemMapping
from toolbox.models.publishing import OldAddress, Publishable, Remark, Revision
from toolbox.models.tools import Tool, ToolFile, ToolLink

__all__ = [
    "Framework",
    "FrameworkItem",
    "ItemMapping",
    "OldAddress",
    "Publishable",
    "Remark",
    "Revision",
    "Tool",
    "ToolFile",
    "ToolLink",
]
