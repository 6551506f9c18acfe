"""What becomes of the interviews of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "interviews.AnswerText.author",
        "interviews.Change.author",
        "interviews.Coding.first",
        "interviews.Coding.second",
        "interviews.Interview.created_by",
        "interviews.Link.author",
        "interviews.Memo.author",
        "interviews.Report.created_by",
        "interviews.ReportEdition.approved_by",
        "interviews.ReportQuote.looked_by",
        "interviews.ReportText.saved_by",
        "interviews.Statement.author",
        "interviews.Study.created_by",
        "interviews.StudyGuest.person",
        "interviews.Theme.author",
    },
}
