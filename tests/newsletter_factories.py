"""News and issues of the newsletter for the tests, valid unless a test says otherwise."""

import io
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from newsletter import attaching, parts, picturing, spreading
from newsletter.models import Article, Block, Issue, Subscriber
from sekom.outbox import sending
from sekom.outbox.models import Delivery, Mailing, reference
from tests.factories import publish
from toolbox import writing

numbers = count(1)


def make_article(title="Enkäten är öppen", **values):
    """A published article."""
    values = {"lead": "Svara tillsammans.", "text": "<p>Sätt er ner en halvtimme.</p>"} | values
    return publish(writing.begin(Article, title=title, values=values))


def make_issue(*kinds, **columns):
    """A draft of an issue with a block of each of these kinds, or with one text."""
    number = next(numbers)
    issue = Issue.objects.create(
        **{
            "title": f"Nyhetsbrev {number}",
            "slug": f"nyhetsbrev-{number}",
            "subject": "Svara tillsammans",
            "preheader": "Fem korta nyheter.",
        }
        | columns
    )
    for kind in kinds or ["text"]:
        make_block(issue, kind)
    return issue


def make_block(issue, kind="text", *, values=None, **columns):
    """A block at the end of an issue."""
    if values is None:
        values = {"heading": "Rubrik", "text": "<p>Text.</p>"} if kind == "text" else {}
    position = issue.blocks.count() + 1
    return Block.objects.create(issue=issue, kind=kind, position=position, values=values, **columns)


def make_sent_issue(*kinds, **columns):
    """An issue that has been sent, as the archive shows it."""
    issue = make_issue(*kinds, **columns)
    for block in issue.blocks.all():
        parts.freeze(block)
    now = timezone.now()
    issue.mailing = Mailing.objects.create(
        kind="newsletter/issue",
        about=reference(issue),
        subject=issue.subject,
        state=Mailing.State.DONE,
        approved_at=now,
        send_after=now,
    )
    issue.state, issue.sent_at = Issue.State.SENT, now
    issue.save()
    return issue


def picture_file(width=40, height=20, kind="PNG", *, name="", colour=(10, 120, 80)):
    """A picture as somebody hands it in."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return SimpleUploadedFile(name or f"bild.{kind.lower()}", file.getvalue())


def make_picture(alt="En äng med blommor", **how):
    """A picture that has been handed in."""
    return picturing.add_picture(picture_file(**how), alt=alt)


def make_file(issue, name="dagordning.pdf", content=b"%PDF-1.7\n", *, along=False, **columns):
    """A file in a block at the end of an issue; by its link, or along with the letter."""
    as_it_is = Issue.objects.filter(pk=issue.pk)
    as_it_is.update(state=Issue.State.DRAFT)  # files come before it is sent
    file = attaching.add_file(issue, SimpleUploadedFile(name, content))
    as_it_is.update(state=issue.state)
    values = {"heading": "", "sent_as": "attachment" if along else ""}
    make_block(issue, "file", file=file, values=values, **columns)
    return file


def make_subscriber(email="", *, state=Subscriber.State.ACTIVE, **columns):
    """Somebody who has said yes on the website, unless told otherwise."""
    now = timezone.now()
    given = {
        "email": email or f"lasare{next(numbers)}@example.org",
        "state": state,
        "confirmed_at": None if state == Subscriber.State.ASKED else now,
        "left_at": now if state == Subscriber.State.LEFT else None,
        "proof": {"words": "Ja.", "version": 1, "from": "/nyhetsbrev/prenumerera/"},
    }
    return Subscriber.objects.create(**(given | columns))


def make_share_link(issue, member, person=None):
    """A link by which an issue has been passed on."""
    return spreading.keep(spreading.link_to(issue, member=member, person=person))


def make_letter(to, issue=None):
    """An issue as it has gone to a person or a subscriber."""
    issue = issue or make_sent_issue()
    person = to.person if isinstance(to, Subscriber) else to
    return Delivery.objects.create(
        mailing=issue.mailing,
        person=person,
        email=to.email.lower(),
        state=Delivery.State.SENT,
        settled_at=timezone.now(),
    )


def leave(mailing):
    """Let the time to undo go by, and the letters leave."""
    Mailing.objects.filter(pk=mailing.pk).update(send_after=timezone.now())
    sending.send_due()
