"""What becomes of the sign-ups of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "events.Action.agreed_by",
        "events.ActionEntry.by",
        "events.ActionLink.added_by",
        "events.AgendaItem.noted_by",
        "events.Correction.by",
        "events.Decision.written_by",
        "events.Material.added_by",
        "events.NoteComment.by",
        "events.Paper.added_by",
        "events.Signup.person",
        "events.Signup.signed_up_by",
    },
    Rule.MOVE_OR_DROP: {
        "events.Approver.person",
        "events.CalendarFeed.person",
        "events.Responsible.person",
    },
}
