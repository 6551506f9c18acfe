"""What becomes of what a person has written and gets, who turns out to be a double."""

from members.merging import Rule

RULES = {
    Rule.MOVE: {
        "newsletter.ApiDeed.by",
        "newsletter.ApiKey.made_by",
        "newsletter.Article.asked_by",
        "newsletter.Article.owner",
        "newsletter.Article.reviewed_by",
        "newsletter.Block.saved_by",
        "newsletter.File.added_by",
        "newsletter.Issue.created_by",
        "newsletter.OwnCount.person",
        "newsletter.Page.asked_by",
        "newsletter.Page.owner",
        "newsletter.Page.reviewed_by",
        "newsletter.Picture.added_by",
    },
    Rule.MOVE_OR_DROP: {
        "newsletter.ShareLink.person",
        "newsletter.Subscriber.person",
    },
}
