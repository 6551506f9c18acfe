"""What becomes of the answers and signatures of a person who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "surveys.Answer.author",
        "surveys.AnswerEdit.author",
        "surveys.Comment.author",
        "surveys.Report.created_by",
        "surveys.Response.accepted_by",
        "surveys.Signature.person",
        "surveys.Version.created_by",
    },
}
