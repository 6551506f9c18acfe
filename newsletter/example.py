"""The example network's news and newsletter; only made-up members have passed it on."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from events.models import Event
from members.models import Holding, Member, Person
from newsletter import attaching, audiences, beginning, dispatching, editing, spreading, subscribing
from newsletter.models import Article, File, Issue, OwnCount, Reach, Subscriber
from sekom.outbox.models import UNDO_TIME, Delivery, Mailing
from sekom.text import STOCKHOLM
from toolbox import publishing, writing
from toolbox.models import Tool

DATA = Path(__file__).parent / "data" / "example.json"
SENT_AGO = timedelta(days=12)
APART = timedelta(days=3)  # between two pieces of news
PER_SECOND = 2  # letters, as they left
ROWS: dict[str, Any] = {"event": Event, "tool": Tool}


@transaction.atomic
def load(*, by: Person) -> None:
    """Load the example news, an issue that was sent, a draft and readers; twice changes nothing."""
    if Issue.objects.exists():
        return
    told = json.loads(DATA.read_text(encoding="utf-8"))
    sent_at = (
        (timezone.now() - SENT_AGO)
        .astimezone(STOCKHOLM)
        .replace(hour=9, minute=0, second=0, microsecond=0)
    )
    articles = [
        _load_article(values, sent_at - (place + 1) * APART, by)
        for place, values in enumerate(told["articles"])
    ]
    issue = _begin_sent(told["sent"], articles, by)
    file = _put_in_file(issue, told["file"], by)
    for values in told["subscribers"]:
        _load_subscriber(values, sent_at)
    _send(issue, sent_at, by)
    File.objects.filter(pk=file.pk).update(fetched_count=told["file"]["fetched"])
    for values in told["spreading"]:
        _load_spreading(issue, values)
    _load_visitors(issue, None, told["archive_visitors"])
    _bring_by_links(issue, told["subscribers"])
    _begin_draft(told["draft"], by)


def _load_article(values: dict, at: datetime, by: Person) -> Article:
    slug, title = values.pop("slug"), values["title"]
    article = writing.begin(Article, title=title, slug=slug, values=values, by=by)
    publishing.publish(article, by=by)
    Article.objects.filter(pk=article.pk).update(published_at=at, reviewed_on=at.date())
    return article


# --- The issue that was sent --------------------------------------------------------------------


def _begin_sent(told: dict, articles: list[Article], by: Person) -> Issue:
    opening = {name: told.pop(name) for name in ("heading", "text")}
    told["audience"] = audiences.USUAL
    blocks = [("heading", opening), *(("article", {"article": one.pk}) for one in articles)]
    return beginning.begin(title=told.pop("title"), by=by, values=told, blocks=blocks)


def _put_in_file(issue: Issue, told: dict, by: Person) -> File:
    """The file of the issue, after all else that it says."""
    upload = ContentFile((DATA.parent / told["name"]).read_bytes(), told["name"])
    file = attaching.add_file(issue, upload, by=by)
    last = issue.blocks.order_by("position").last()
    block = editing.add(issue, "file", after=last.pk if last else None, by=by)
    said = {"file": file.pk, "heading": told["heading"]}
    editing.save_block(block, said, number=block.number, by=by)
    return file


def _send(issue: Issue, at: datetime, by: Person) -> None:
    """Send the issue and note at once what a worker would have: nothing leaves."""
    _note_sent(dispatching.send(issue, by=by), at)
    Issue.objects.filter(pk=issue.pk).update(
        sent_at=at,
        tested_number=issue.content_number,
        tested_at=at - timedelta(hours=1),
        created_at=at - timedelta(days=1),
        saved_at=at - timedelta(hours=1),
    )
    issue.refresh_from_db()


def _note_sent(mailing: Mailing, at: datetime) -> None:
    """Write down each letter with its answer, and the numbers, as after a sending."""
    waiting = list(mailing.deliveries.unsent().order_by("batch", "pk"))
    for place, delivery in enumerate(waiting):
        delivery.state, delivery.attempts = Delivery.State.SENT, 1
        delivery.answer = "250 2.0.0 Ok: queued"
        delivery.next_try_at = at
        delivery.settled_at = at + timedelta(seconds=place / PER_SECOND)
    columns = ["state", "attempts", "answer", "next_try_at", "settled_at"]
    Delivery.objects.bulk_update(waiting, columns)
    mailing.deliveries.filter(state__in=Delivery.LEFT_OUT).update(settled_at=at)
    refused = F("suppressed") + F("no_address") + F("duplicate")
    mailing.batches.update(sent=F("total") - refused, due_at=None)
    mailing.state = Mailing.State.DONE
    mailing.created_at = mailing.approved_at = at - UNDO_TIME
    mailing.send_after = mailing.going_since = at
    mailing.finished_at = waiting[-1].settled_at
    mailing.save()


# --- Readers ------------------------------------------------------------------------------------


def _load_subscriber(told: dict, sent_at: datetime) -> None:
    """A subscriber who came before the issue; whoever came by it is told so afterwards."""
    at = sent_at - timedelta(days=20)
    state = told.get("state", Subscriber.State.ACTIVE)
    has_said_yes = state != Subscriber.State.ASKED
    paused = told.get("paused_days")
    chosen = {name: told[name] for name in ("topics", "frequency") if name in told}
    Subscriber.objects.create(
        email=told["email"],
        name=told["name"],
        member=Member.objects.filter(code=told.get("member", ""), is_fictional=True).first(),
        state=state,
        paused_until=timezone.localdate() + timedelta(days=paused) if paused else None,
        asked_at=at if has_said_yes else timezone.now(),
        confirmed_at=at if has_said_yes else None,
        left_at=sent_at if state == Subscriber.State.LEFT else None,
        proof={"words": subscribing.words(), "from": "/nyhetsbrev/prenumerera/"}
        if has_said_yes
        else {},
        **chosen,
    )


def _bring_by_links(issue: Issue, told: list[dict]) -> None:
    """Some subscribers came by a colleague's link."""
    links = {link.member.code: link for link in issue.share_links.select_related("member")}
    for values in told:
        link = links.get(values.get("came_by", ""))
        Subscriber.objects.filter(email=values["email"]).update(came_by=link)


# --- Spreading ----------------------------------------------------------------------------------


def _load_spreading(issue: Issue, told: dict) -> None:
    """What a made-up member has done: its contact's link, who read by it, and what it tells."""
    seats = {"seat__member__code": told["member"], "seat__member__is_fictional": True}
    pairs = Holding.objects.current().of_pairs().filter(**seats).with_names()
    holding = pairs.order_by("-seat__kind").first()
    if holding is None:
        return
    facts = {"member": holding.seat.member, "person": holding.person}
    spreading.keep(spreading.link_to(issue, **facts))
    _load_visitors(issue, holding.seat.member, told["visitors"])
    OwnCount.objects.bulk_create(
        OwnCount(issue=issue, **facts, channel=channel, reader_count=count)
        for channel, count in told["told"].items()
    )


def _load_visitors(issue: Issue, member: Member | None, each_day: list[int]) -> None:
    day = timezone.localdate(issue.sent_at)
    Reach.objects.bulk_create(
        Reach(issue=issue, member=member, on=day + timedelta(days=number), visitor_count=count)
        for number, count in enumerate(each_day)
        if count
    )


# --- The draft ----------------------------------------------------------------------------------


def _begin_draft(told: dict, by: Person) -> None:
    blocks = [(kind, _with_rows(kind, said)) for kind, said in told.pop("blocks")]
    beginning.begin(title=told.pop("title"), by=by, values=told, blocks=blocks)


def _with_rows(kind: str, said: dict) -> dict:
    """What a block says, with the row that it takes up in the place of its address."""
    if kind not in ROWS:
        return said
    row = ROWS[kind].objects.filter(slug=said[kind]).first()
    return {kind: row.pk if row else None}
