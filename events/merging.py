"""What becomes of the sign-ups of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "events.Material.added_by",
        "events.Signup.person",
        "events.Signup.signed_up_by",
    },
}
