"""Retelling: ready words to pass an issue on with, made of its own headings, to be changed at will.

They are in Swedish whoever asks: colleagues read them.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from django.utils.translation import gettext as _
from django.utils.translation import override

from members.models import Person
from newsletter import parts, reaching, spreading
from newsletter.models import Block, Issue, OwnCount
from newsletter.reaching import Reached
from newsletter.spreading import Letter

MOST_HEADINGS = 5


@dataclass(frozen=True)
class Text:
    """Words for one channel."""

    channel: str
    subject: str
    words: str


@dataclass(frozen=True)
class Card:
    """The newest issue as a contact's own page asks to pass it on: `words` for the intranet."""

    issue: Issue
    words: str
    reached: Reached


def card_for(person: Person) -> Card | None:
    """The newest issue, for those who hold a seat at a member; None while there is none."""
    members = spreading.members_of(person)
    issue = Issue.objects.archived().with_parts().first() if members else None
    if issue is None:
        return None
    letter = Letter(issue, members[0], person)
    words = {text.channel: text.words for text in texts(issue, address_of(letter))}
    return Card(issue, words[OwnCount.Channel.INTRANET], reaching.at(members[0], issue))


def address_of(letter: Letter) -> str:
    """What is passed on: the link of the member, or the issue's own address where there is none."""
    if letter.member is None:
        return parts.own_address(letter.issue.get_absolute_url())
    link = spreading.link_to(letter.issue, member=letter.member, person=letter.person)
    return spreading.address_of(link)


def texts(issue: Issue, address: str) -> list[Text]:
    """Words for Teams, the intranet and mail, with the address that leads to the issue."""
    with override("sv"):
        subject = _line(issue.subject or issue.title)
        what = _line(issue.preheader)
        items = "\n".join(f"• {heading}" for heading in headings(issue))
        read = _("Read it all: %(address)s") % {"address": address}
        news = _("News from Sveriges Ekokommuner: %(subject)s") % {"subject": subject}
        subscribe = _("On the same page you can have it sent to your own mail.")
        in_it = _("In this issue:") + f"\n{items}" if items else ""
        hello = _(
            "Hello! Here is the newsletter of Sveriges Ekokommuner, "
            "the network of municipalities and regions that work for a sustainable society."
        )
        said = {
            OwnCount.Channel.TEAMS: [news, items or what, read],
            OwnCount.Channel.INTRANET: [news, what, in_it, f"{read}\n{subscribe}"],
            OwnCount.Channel.MAIL: [hello, what, in_it, read, subscribe, _("Kind regards")],
        }
    return [
        Text(channel, subject, "\n\n".join(filter(None, paragraphs)))
        for channel, paragraphs in said.items()
    ]


def headings(issue: Issue) -> list[str]:
    """What the issue takes up, by its blocks: a few headings in their order."""
    said = (
        _line(parts.of(block).heading)
        for block in issue.blocks.all()
        if block.kind != Block.Kind.HEADING
    )
    return [heading for heading in said if heading][:MOST_HEADINGS]


def draft(text: Text) -> bytes:
    """The words as an unsent letter, which mail programs open to be addressed and sent."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = text.subject
    letter["X-Unsent"] = "1"
    letter.set_content(text.words + "\n", cte="quoted-printable")
    return letter.as_bytes()


def _line(words: str) -> str:
    """Words on one line, without signs that steer anything."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
