"""Mailings and their deliveries: who is to get what, and what became of it."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekom.outbox.letters import Attached

UNDO_TIME = timedelta(seconds=60)


def addressed(batches: str) -> Coalesce:
    """How many letters are meant to leave, by the path to their batches: not those left out."""
    left_out = (Sum(f"{batches}__{why}") for why in Delivery.LEFT_OUT)
    return Coalesce(Sum(f"{batches}__total") - sum(left_out, Value(0)), 0)


class MailingQuerySet(models.QuerySet):
    def about(self, thing: models.Model):
        """Mailings on account of this row, the newest first."""
        return self.filter(about=reference(thing)).order_by("-created_at")

    def several(self):
        """Mailings to more than one: single confirmations left out."""
        return self.filter(is_single=False)

    def with_numbers(self):
        """With `addressed_count`, `sent_count`, `refused_count` of their letters, newest first."""
        return self.order_by("-created_at").annotate(
            addressed_count=addressed("batches"),
            sent_count=Coalesce(Sum("batches__sent"), 0),
            refused_count=Coalesce(Sum("batches__bounced") + Sum("batches__failed"), 0),
        )

    def under_way(self):
        """Mailings that are being sent, can still be undone or stand still."""
        return self.filter(
            state__in=[Mailing.State.APPROVED, Mailing.State.SENDING, Mailing.State.PAUSED]
        )


class Mailing(models.Model):
    """One letter to some people; it is draft, then approved, then on its way, then done."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("about to be sent")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=80)
    key = models.CharField(_("key"), max_length=120, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    audience = models.CharField(_("audience"), max_length=300, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)
    source = models.JSONField(_("letter of its own"), default=dict, blank=True)
    about = models.CharField(_("about"), max_length=80, blank=True, db_index=True)
    is_single = models.BooleanField(_("to one person"), default=False)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    send_after = models.DateTimeField(_("sent after"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    trouble = models.CharField(_("why it stands still"), max_length=300, blank=True)
    going_since = models.DateTimeField(null=True, blank=True, editable=False)
    gone_before = models.PositiveIntegerField(default=0, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key="") & ~Q(state="cancelled"),
                name="mailing_once_per_key",
            ),
            models.CheckConstraint(
                name="mailing_approved_before_it_leaves",
                condition=Q(state__in=["draft", "cancelled"])
                | Q(approved_at__isnull=False, send_after__isnull=False),
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("outbox:detail", args=[self.pk])

    @property
    def about_id(self) -> int:
        """The key of the row that it is about (see `reference`)."""
        return int(self.about.rpartition(":")[2])

    @property
    def leaves_at(self) -> datetime:
        """When the first letter may leave; for a draft, as if it were approved when it was made."""
        return self.send_after or self.created_at

    @property
    def dated_at(self) -> datetime:
        """The Date of its letters, the same however often one is sent."""
        return self.approved_at or self.created_at

    @property
    def seconds_to_undo(self) -> int:
        """How many seconds the mailing can still be undone; 0 when it cannot."""
        if self.state != self.State.APPROVED:
            return 0
        return max(0, round((self.leaves_at - timezone.now()).total_seconds()))

    def attached(self) -> tuple[Attached, ...]:
        """The files that go along with its letters; only a letter of its own has any."""
        return tuple(file.as_attached for file in self.attachments.all()) if self.source else ()


class Attachment(models.Model):
    """A file that goes along with every letter of a mailing, as it was when that was made."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def as_attached(self) -> Attached:
        return Attached(self.name, self.content_type, bytes(self.content))


class BatchQuerySet(models.QuerySet):
    def due(self):
        """Batches with letters that may leave now, those of a letter to one person first."""
        return self.filter(
            lease__isnull=True,
            due_at__lte=timezone.now(),
            mailing__state=Mailing.State.SENDING,
        ).order_by("-mailing__is_single", "due_at", "pk")

    def late(self):
        """Batches with letters that should have left by now, with `late_since`."""
        now = timezone.now()
        leaving = Q(mailing__state=Mailing.State.SENDING) | Q(
            mailing__state=Mailing.State.APPROVED, mailing__send_after__lte=now
        )
        since = Greatest("due_at", Coalesce("mailing__send_after", "mailing__created_at"))
        return self.filter(leaving, due_at__lte=now).annotate(late_since=since)


class Batch(models.Model):
    """Some hundred deliveries of a mailing that one worker takes together, and their numbers.

    `due_at` is when the next of them may leave, None once all have ended; `lease` is the worker
    that has them. The numbers are written in the same statement as the deliveries they count.
    """

    COUNTED = (
        *("sent", "bounced", "failed", "suppressed", "no_address", "duplicate"),
        *("cancelled", "in_doubt"),
    )

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True, blank=True)
    lease = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    bounced = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    suppressed = models.PositiveIntegerField(default=0)
    no_address = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    in_doubt = models.PositiveIntegerField(default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="batch_once_per_number"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="batch_unfinished"
            ),
        ]

    def __str__(self):
        return f"{self.mailing}, {self.number}"


class DeliveryQuerySet(models.QuerySet):
    def unsent(self):
        """Deliveries that are still to be made."""
        return self.filter(state__in=Delivery.UNSENT)

    def shown(self, state: str = "", words: str = ""):
        """Deliveries in this state, with these words in name or address; by name."""
        found = self.filter(state=state) if state else self
        if words:
            found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
        return found.order_by("name", "email", "pk")

    def sent_to(self, person, addresses):
        """Deliveries to a person, who may be None, or to one of these addresses."""
        to_them = Q(email__in=addresses)
        return self.filter(to_them | Q(person=person) if person else to_them)

    def arrived_after(self, email, moment):
        """Deliveries that arrived at an address after a moment; both may be an OuterRef."""
        return self.filter(state=Delivery.State.SENT, email=email, settled_at__gt=moment)


class Delivery(models.Model):
    """A mailing to one person: waiting until the server has answered, or why it never leaves.

    `token` makes the Message-ID, so that a message sent again after a fault is the same message.
    `doubts` counts how often it may have arrived without an answer to say so.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("refused by the receiver")
        FAILED = "failed", _("given up")
        SUPPRESSED = "suppressed", _("wants no mail, or cannot get it")
        NO_ADDRESS = "no_address", _("has no address")
        DUPLICATE = "duplicate", _("same address as somebody else")
        CANCELLED = "cancelled", _("cancelled")
        IN_DOUBT = "in_doubt", _("perhaps sent, then cancelled")

    UNSENT = (State.QUEUED,)
    LEFT_OUT = (State.SUPPRESSED, State.NO_ADDRESS, State.DUPLICATE)
    PERHAPS_ARRIVED = (State.SENT, State.IN_DOUBT)

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    batch = models.PositiveIntegerField(default=0, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    doubts = models.PositiveSmallIntegerField(_("times in doubt"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    answer = models.CharField(_("the server's answer"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            # The others of the same address, and those without one, have a row without an address.
            models.UniqueConstraint(
                "mailing",
                Lower("email"),
                condition=~Q(email=""),
                name="delivery_once_per_address",
            ),
            models.CheckConstraint(
                name="delivery_settled_once_it_has_ended",
                condition=Q(state="queued", settled_at__isnull=True)
                | (~Q(state="queued") & Q(settled_at__isnull=False)),
            ),
        ]
        # What a row becomes is in no index: the note costs no more than the row itself.
        indexes = [models.Index(fields=["mailing", "batch"], name="delivery_of_batch")]

    def __str__(self):
        return f"{self.email}, {self.mailing}"


class ReturnQuerySet(models.QuerySet):
    def silencing(self):
        """What says of the address we wrote to that it is dead, or that it wants no mail."""
        return self.filter(kind__in=Return.SILENCING, is_elsewhere=False)

    def silencing_since(self, moment):
        """What has said so since then, where nothing has arrived after."""
        arrived = Delivery.objects.arrived_after(OuterRef("delivery__email"), OuterRef("at"))
        found = self.silencing().filter(at__gte=moment)
        return found.exclude(Exists(arrived)).select_related("delivery").order_by("at", "pk")

    def of_other_mailings(self, delivery):
        """What says so of a delivery's address, for a letter of another mailing."""
        found = self.silencing().filter(delivery__email=delivery.email)
        return found.exclude(delivery__mailing=delivery.mailing_id)

    def unsettled(self):
        """What ended a letter that the ledger still holds for sent."""
        return self.filter(
            is_final=True, is_elsewhere=False, delivery__state__in=Delivery.PERHAPS_ARRIVED
        )

    def of_mailing(self, mailing):
        """What came back for the letters of a mailing."""
        return self.filter(delivery__mailing=mailing)

    def to_read(self):
        """What came back, the newest first, with the letters."""
        return self.select_related("delivery").order_by("-at", "-pk")


class Return(models.Model):
    """Something that came back for a letter: that it cannot arrive, waits, or is not wanted.

    `is_final` when the letter will not arrive. `is_elsewhere` when another address than ours is
    meant: the reader has their mail sent on. `key` is what it is known by when it comes again.
    """

    class Kind(models.TextChoices):
        HARD = "hard", _("there is no such address")
        FULL = "full", _("the mailbox is full")
        POLICY = "policy", _("refused as unwanted or unsafe")
        SOFT = "soft", _("hindered for the time being")
        AUTO_REPLY = "auto", _("automatic answer")
        COMPLAINT = "complaint", _("reported as unwanted")
        UNKNOWN = "unknown", _("returned without a clear reason")

    SILENCING = (Kind.HARD, Kind.COMPLAINT)

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="returns")
    kind = models.CharField(_("what it says"), max_length=9, choices=Kind)
    is_final = models.BooleanField(_("the letter will not arrive"))
    is_elsewhere = models.BooleanField(_("of an address it was sent on to"), default=False)
    words = models.CharField(_("in the server's words"), max_length=300, blank=True)
    at = models.DateTimeField(_("came"), default=timezone.now, db_index=True)
    key = models.CharField(max_length=64, unique=True, editable=False)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["at"]

    def __str__(self):
        return f"{self.delivery_id}: {self.kind}"


class ReturnBoxQuerySet(models.QuerySet):
    def in_trouble(self):
        """Mailboxes that could not be read the last time."""
        return self.exclude(trouble="")


class ReturnBox(models.Model):
    """How far a mailbox of returned mail has been read; mail from people is looked at just once.

    Numbers of messages count only as long as the server keeps its `validity`.
    """

    name = models.CharField(max_length=200, unique=True)
    validity = models.PositiveBigIntegerField(default=0)
    read_to = models.PositiveBigIntegerField(default=0)
    looked_at = models.DateTimeField(_("last read"), null=True, blank=True)
    trouble = models.CharField(_("why it cannot be read"), max_length=300, blank=True)

    objects = ReturnBoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("return mailbox")
        verbose_name_plural = _("return mailboxes")

    def __str__(self):
        return self.name


class Lease(models.Model):
    """A worker's number and what it has in flight: read by the next one when the worker dies.

    The worker holds an advisory lock on its number as long as its database connection lives.
    """

    number = models.PositiveIntegerField(primary_key=True)
    in_flight = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self):
        return str(self.number)


class Spending(models.Model):
    """How many messages have left of late through what is limited: a mail server or a domain.

    `spent` is [[second, number], …], by when they left.
    """

    name = models.CharField(max_length=300, unique=True)
    spent = models.JSONField(default=list)

    class Meta:
        verbose_name = _("spending")
        verbose_name_plural = _("spending")

    def __str__(self):
        return self.name


class SuppressionQuerySet(models.QuerySet):
    def shown(self, email: str):
        """Those of an address, or all of them where none is asked for; the newest first."""
        found = self.filter(address_hash=address_hash(email)) if email else self
        return found.order_by("-since", "-pk")


class Suppression(models.Model):
    """An address that must get no mail; kept as a hash, so that it outlives the person's data."""

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    def __str__(self):
        return self.reason


def address_hash(email: str) -> str:
    """The hash that an address is known by among the suppressed."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def reference(thing: models.Model) -> str:
    """How a row of any model is named in `Mailing.about`: "surveys.surveyround:12"."""
    return f"{thing._meta.label_lower}:{thing.pk}"
