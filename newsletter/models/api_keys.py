"""API keys: by which other systems read the newsletter and send it, and what was done by them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Holding, today
from newsletter.models.issues import Issue
from sekom.outbox.models import Mailing

# That a key is used is written down no more often than this.
MOMENT = timedelta(minutes=1)


def _works() -> Q:
    """A key that is neither revoked nor out of time, and whose maker is of the secretariat."""
    sits = Holding.objects.current().of_secretariat().filter(person=OuterRef("made_by"))
    in_time = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    return Q(in_time, Exists(sits), revoked_at__isnull=True, made_by__is_active=True)


class ApiKeyQuerySet(models.QuerySet):
    def working(self):
        """Keys that open something today."""
        return self.filter(_works())

    def listed(self):
        """Every key, those in use first, with who made it and `is_working`."""
        return (
            self.select_related("made_by")
            .annotate(is_working=models.Case(models.When(_works(), then=True), default=False))
            .order_by("-is_working", Lower("name"), "-pk")
        )

    def not_noted_since(self, moment):
        """Keys of which it is not known that they were used after this moment."""
        return self.filter(Q(used_at__isnull=True) | Q(used_at__lt=moment))

    def hold(self, key):
        """The key, held until commit while it still works. Raises ApiKey.DoesNotExist."""
        held = self.working().select_related("made_by").select_for_update(no_key=True, of=("self",))
        return held.get(pk=key.pk)


class ApiKey(models.Model):
    """What another system shows to be let in; of the key itself only its digest is kept."""

    name = models.CharField(_("which system"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(revoked_at__isnull=True),
                name="api_key_once_per_name",
                violation_error_message=_(
                    "There is a key with this name already. Choose another, or revoke that one."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < today()


class ApiDeedQuerySet(models.QuerySet):
    def log(self):
        """What was done, the latest first, with what it is about."""
        return self.select_related("key__made_by", "by", "issue").order_by("-at", "-pk")

    def that_sent(self, issue):
        """By which key the issue was sent, as it stands sent now."""
        sent = self.filter(what=ApiDeed.What.SENT, mailing__isnull=False, mailing=issue.mailing_id)
        return sent.select_related("key__made_by")


class ApiDeed(models.Model):
    """One line of the log: a key was made or revoked, or sent an issue or took it back.

    `by` is who pressed the button; None where another system did it by the key.
    """

    class What(models.TextChoices):
        MADE = "made", _("made")
        SENT = "sent", _("sent")
        TAKEN_BACK = "taken_back", _("taken back")
        REVOKED = "revoked", _("revoked")

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="deeds")
    what = models.CharField(_("what"), max_length=10, choices=What)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    issue = models.ForeignKey(Issue, on_delete=models.SET_NULL, null=True, related_name="+")
    mailing = models.ForeignKey(Mailing, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ApiDeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("deed by an API key")
        verbose_name_plural = _("log of the API keys")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.key}: {self.get_what_display()}"
