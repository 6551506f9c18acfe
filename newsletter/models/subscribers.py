"""Who reads: subscribers from anywhere, and what contacts and subscribers want to get."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Member
from newsletter.models.issues import Issue


def every_topic() -> list[str]:
    """What one subscribes to unless one chooses."""
    return list(Issue.Topic.values)


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        """Those who have said yes and not left; a pause is theirs to take."""
        return self.filter(state=Subscriber.State.ACTIVE)

    def left(self):
        """Those who want no more of it."""
        return self.filter(state=Subscriber.State.LEFT)

    def wanting(self, topic, day):
        """Those to whom an issue of this topic may go this day."""
        return self.active().exclude(paused_until__gt=day).filter(topics__contains=[topic])

    def by_themselves(self):
        """Those who asked for it: not contacts who have only chosen what they get by their role."""
        return self.filter(Q(person__isnull=True) | ~Q(proof={}))

    def colleagues(self):
        """Readers at members who are no contacts there: they have asked for it themselves."""
        return self.active().filter(person__isnull=True, member__isnull=False)

    def of_person(self, person):
        """The row of a person of the register: their own, or that of their address."""
        own = Q(person=person) | Q(person__isnull=True, lowered=person.email.lower())
        return (
            self.alias(lowered=Lower("email"))
            .filter(own)
            .order_by(models.F("person").asc(nulls_last=True))
        )

    def at(self, email):
        """The one of this address, in whatever case it is written."""
        return self.alias(lowered=Lower("email")).filter(lowered=email.lower())

    def once_at(self, email):
        """Those who have moved away from this address, which may be an OuterRef."""
        return self.filter(earlier__contains=[Lower(email)])

    def with_names(self):
        """Fetch their organisation, the person that they are and who passed it on along."""
        return self.select_related("member", "person", "came_by__member")

    def saying(self, text):
        """Those with these letters in their address or name; all of them where there are none."""
        found = Q(email__icontains=text.strip()) | Q(name__icontains=text.strip())
        return self.filter(found) if text.strip() else self

    def in_state(self, state):
        """Those in this state; all of them where it is ""."""
        return self.filter(state=state) if state else self

    def under(self, member):
        """Those of an organisation; all of them where it is None."""
        return self.filter(member=member) if member else self

    def refusing(self, people, day):
        """Those of these people who want no issue, or none until a later day, by name."""
        refusing = Q(state=Subscriber.State.LEFT) | Q(paused_until__gt=day)
        found = self.filter(refusing, person__in=people)
        return found.select_related("person").order_by("person__name")

    def unconfirmed(self):
        """Those who have not said yes yet."""
        return self.filter(state=Subscriber.State.ASKED)

    def never_confirmed_since(self, moment):
        """Those who asked by then and never said yes."""
        return self.unconfirmed().filter(asked_at__lt=moment)

    def gone_since(self, moment):
        """Those who had left by then; people of the register stay, or they got it by their role."""
        return self.filter(state=Subscriber.State.LEFT, left_at__lt=moment, person__isnull=True)


class Subscriber(models.Model):
    """One address and what it wants: of somebody who subscribed, or of a contact who has chosen.

    Members' contacts get the newsletter by their role, so they need no row until they change
    something. `proof` says which words one said yes to, when and from where; `earlier` has the
    addresses that letters went to before.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("has not said yes yet")
        ACTIVE = "active", _("subscribes")
        LEFT = "left", pgettext_lazy("of a subscriber", "has left")

    class Frequency(models.TextChoices):
        EACH = "each", _("Every issue")
        MONTH = "month", _("At most once a month")
        QUARTER = "quarter", _("At most once a quarter")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    earlier = ArrayField(models.EmailField(), verbose_name=_("earlier addresses"), default=list)
    name = models.CharField(_("name"), max_length=120, blank=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="subscription",
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subscribers",
        verbose_name=_("organisation"),
    )
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.ASKED)
    topics = models.JSONField(_("topics"), default=every_topic)
    frequency = models.CharField(
        _("how often"), max_length=7, choices=Frequency, default=Frequency.EACH
    )
    paused_until = models.DateField(_("pause until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, default="sv")
    # The share link by which a colleague came.
    came_by = models.ForeignKey(
        "newsletter.ShareLink",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="readers",
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("said yes"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    # {"words": …, "from": address of the page}
    proof = models.JSONField(_("what one said yes to"), default=dict, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["email"]
        indexes = [GinIndex(fields=["earlier"], name="subscriber_earlier")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_once_per_address"),
            models.CheckConstraint(
                name="subscriber_active_has_said_yes",
                condition=~Q(state="active") | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="subscriber_left_has_its_time",
                condition=~Q(state="left") | Q(left_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE
