"""What becomes of the pages of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "newsletter.Page.asked_by",
        "newsletter.Page.owner",
        "newsletter.Page.reviewed_by",
    },
}
