"""What the surveys keep of people, why, for how long, and what becomes of it."""

from django.utils.translation import gettext_lazy as _

from sekom.personal_data import Kept, Purpose, Scrubbed, Stays
from surveys.models import (
    Answer,
    AnswerEdit,
    Comment,
    Question,
    Report,
    Response,
    Signature,
    Version,
)

ANSWERS = Purpose(
    what=_("What you answer, comment and approve in a survey, and when"),
    why=_("The answer is your member's; your name beside it lets the two of you trust it."),
    period=_("The answers stay with the member; your name leaves them with your details."),
)
SURVEYING = Purpose(
    what=_("Which surveys and reports you have made, and which responses you have accepted"),
    why=_("So that it can be asked why something is as it is."),
    period=_("As long as the survey; your name leaves it with your details."),
)
OF_THE_MEMBER = Stays(_("It is the member's answer, without the name."))
OF_THE_SURVEY = Stays(_("That it was done, without the name."))

TABLE = [
    Kept(
        Answer,
        ANSWERS,
        people=("author",),
        shows=("response", "key", "value", "role", "answered_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        AnswerEdit,
        ANSWERS,
        people=("author",),
        shows=("response", "key", "old", "new", "outcome", "role", "at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Comment,
        ANSWERS,
        people=("author",),
        shows=("response", "key", "text", "role", "at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Signature,
        ANSWERS,
        people=("person",),
        shows=("response", "role", "name", "signed_at", "voided_at"),
        erased=Scrubbed(
            {"name": _("Former contact")}, _("That the answer was approved, and in which role.")
        ),
    ),
    Kept(
        Response,
        SURVEYING,
        people=("accepted_by",),
        shows=("round", "member", "accepted_at", "accepted_reason"),
        erased=OF_THE_SURVEY,
    ),
    Kept(
        Version,
        SURVEYING,
        people=("created_by",),
        shows=("survey", "number", "title"),
        erased=OF_THE_SURVEY,
    ),
    Kept(
        Report,
        SURVEYING,
        people=("created_by",),
        shows=("round", "created_at"),
        erased=OF_THE_SURVEY,
    ),
]

WITHOUT_PEOPLE = {
    Question: _("The words of a question, the same for all."),
}
