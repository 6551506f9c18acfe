"""What becomes of the interviews of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "interviews.AnswerText.author",
        "interviews.Interview.created_by",
        "interviews.Study.created_by",
        "interviews.StudyGuest.person",
    },
}
