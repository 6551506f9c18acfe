"""What the toolbox keeps of people, why, for how long, and what becomes of it."""

from django.utils.translation import gettext_lazy as _

from sekom.personal_data import Deleted, Kept, Purpose, Scrubbed, Stays
from toolbox.models import (
    Journey,
    Opinion,
    Path,
    Remark,
    Revision,
    StepWork,
    Tool,
    ToolFile,
    Wish,
    WorkFile,
)

WALKING = Purpose(
    what=_("Which paths you have begun, what you noted on their steps, and files you handed in"),
    why=_("So that your member can go on with the work, whoever does it."),
    period=_("As long as the member's work; your name leaves it with your details."),
)
WRITING = Purpose(
    what=_("Which tools and paths you look after, have written, looked through or commented"),
    why=_("So that it can be asked why something is as it is."),
    period=_("As long as the tool; your name leaves it with your details."),
)
HEARING = Purpose(
    what=_("That you wanted an answer to what you thought of a page, or to hear of an example"),
    why=_("So that we can answer you."),
    period=_("As long as the page; your name leaves it with your details."),
)
OF_THE_MEMBER = Stays(_("It is the member's work, without the name."))
DONE = Stays(_("That it was done, without the name."))
WRITTEN = Scrubbed({"by_name": _("Former contact")}, _("What was written, without the name."))

TABLE = [
    Kept(
        Journey,
        WALKING,
        people=("begun_by",),
        shows=("member", "path", "begun_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        StepWork,
        WALKING,
        people=("changed_by",),
        shows=("journey", "step", "state", "note", "result", "changed_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        WorkFile,
        WALKING,
        people=("added_by",),
        shows=("work", "name", "added_at"),
        erased=OF_THE_MEMBER,
    ),
    Kept(
        Tool,
        WRITING,
        people=("owner", "asked_by", "reviewed_by"),
        shows=("title", "published_at"),
        erased=DONE,
    ),
    Kept(
        Path,
        WRITING,
        people=("owner", "asked_by", "reviewed_by"),
        shows=("title", "published_at"),
        erased=DONE,
    ),
    Kept(ToolFile, WRITING, people=("added_by",), shows=("tool", "name", "added_at"), erased=DONE),
    Kept(
        Revision,
        WRITING,
        people=("by",),
        shows=("about", "number", "note", "by_name", "at"),
        erased=WRITTEN,
    ),
    Kept(
        Remark,
        WRITING,
        people=("by",),
        shows=("about", "text", "by_name", "at"),
        erased=WRITTEN,
    ),
    Kept(
        Opinion,
        HEARING,
        people=("person",),
        shows=("title", "is_helpful", "comment", "on"),
        erased=Stays(_("What was thought of the page, without the name.")),
    ),
    Kept(Wish, HEARING, people=("person",), shows=("example", "at"), erased=Deleted()),
]
