"""Mailings and their deliveries: who is to get what, and what became of it."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

UNDO_TIME = timedelta(seconds=60)


class MailingQuerySet(models.QuerySet):
    def about(self, thing: models.Model):
        """Mailings on account of this row, the newest first."""
        return self.filter(about=reference(thing)).order_by("-created_at")

    def several(self):
        """Mailings to more than one: single confirmations left out."""
        return self.filter(is_single=False)

    def with_numbers(self):
        """With `total_count`, `sent_count` and `refused_count` of their letters, newest first."""
        refused = [Delivery.State.BOUNCED, Delivery.State.FAILED]
        return self.order_by("-created_at").annotate(
            total_count=Count("deliveries"),
            sent_count=Count("deliveries", filter=Q(deliveries__state=Delivery.State.SENT)),
            refused_count=Count("deliveries", filter=Q(deliveries__state__in=refused)),
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


class DeliveryQuerySet(models.QuerySet):
    def unsent(self):
        """Deliveries that are still to be made."""
        return self.filter(state__in=Delivery.UNSENT)

    def due(self):
        """Deliveries that may be made now: of a mailing that is being sent, and not put off."""
        return self.filter(
            state=Delivery.State.QUEUED,
            mailing__state=Mailing.State.SENDING,
            next_try_at__lte=timezone.now(),
        )

    def late(self):
        """Deliveries that should have been made by now, with a worker or not."""
        now = timezone.now()
        leaving = Q(mailing__state=Mailing.State.SENDING) | Q(
            mailing__state=Mailing.State.APPROVED, mailing__send_after__lte=now
        )
        return self.unsent().filter(leaving, next_try_at__lte=now)

    def in_state(self, state: str):
        """Deliveries in this state, all of them where it is "" or none of the states."""
        return self.filter(state=state) if state in Delivery.State.values else self

    def refused_since(self, moment):
        """Deliveries that bounced since then, to addresses where nothing has arrived after."""
        arrived = Delivery.objects.arrived_after(OuterRef("email"), OuterRef("settled_at"))
        bounced = self.filter(state=Delivery.State.BOUNCED, settled_at__gte=moment)
        return bounced.exclude(Exists(arrived)).order_by("settled_at")

    def arrived_after(self, email, moment):
        """Deliveries that arrived at an address after a moment; both may be an OuterRef."""
        return self.filter(state=Delivery.State.SENT, email=email, settled_at__gt=moment)

    def held(self):
        """Deliveries that a worker has, or had when it died."""
        return self.filter(state__in=[Delivery.State.CLAIMED, Delivery.State.IN_FLIGHT])


class Delivery(models.Model):
    """A mailing to one person: queued, on its way, and what the server answered.

    `token` makes the Message-ID, so that a message sent again after a fault is the same message.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        CLAIMED = "claimed", _("next in line")
        IN_FLIGHT = "in_flight", _("on its way")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("refused by the receiver")
        FAILED = "failed", _("given up")
        SUPPRESSED = "suppressed", _("wants no mail, or cannot get it")
        CANCELLED = "cancelled", _("cancelled")

    UNSENT = (State.QUEUED, State.CLAIMED, State.IN_FLIGHT)

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
    )
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    values = models.JSONField(_("values"), default=dict, blank=True)
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    doubts = models.PositiveSmallIntegerField(_("times in doubt"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    lease = models.BigIntegerField(_("lease"), null=True, blank=True)
    answer = models.CharField(_("the server's answer"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("mailing", Lower("email"), name="delivery_once_per_address"),
            models.CheckConstraint(
                name="delivery_leased_while_a_worker_has_it",
                condition=Q(state__in=["claimed", "in_flight"], lease__isnull=False)
                | (~Q(state__in=["claimed", "in_flight"]) & Q(lease__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_settled_once_it_has_ended",
                condition=Q(state__in=["queued", "claimed", "in_flight"], settled_at__isnull=True)
                | (~Q(state__in=["queued", "claimed", "in_flight"]) & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="queued"), name="delivery_queued"
            ),
            models.Index(
                fields=["lease"],
                condition=Q(state__in=["claimed", "in_flight"]),
                name="delivery_leased",
            ),
        ]

    def __str__(self):
        return f"{self.email}, {self.mailing}"


class Suppression(models.Model):
    """An address that must get no mail; kept as a hash, so that it outlives the person's data."""

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=200)
    since = models.DateTimeField(_("since"), default=timezone.now)

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
