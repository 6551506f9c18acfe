"""What becomes of the tools, paths and opinions of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "toolbox.Journey.begun_by",
        "toolbox.Opinion.person",
        "toolbox.Path.asked_by",
        "toolbox.Path.owner",
        "toolbox.Path.reviewed_by",
        "toolbox.Remark.by",
        "toolbox.Revision.by",
        "toolbox.StepWork.changed_by",
        "toolbox.Tool.asked_by",
        "toolbox.Tool.owner",
        "toolbox.Tool.reviewed_by",
        "toolbox.ToolFile.added_by",
        "toolbox.Wish.person",
        "toolbox.WorkFile.added_by",
    },
}
