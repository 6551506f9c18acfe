"""Reminders of a gap: which member was asked for a contact, when and how."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.members import Member
from members.models.seats import today
from sekom.outbox.models import Mailing


class ReminderQuerySet(models.QuerySet):
    def made(self):
        """Reminders that stand: calls, and letters that were not taken back before they left."""
        taken_back = [Mailing.State.DRAFT, Mailing.State.CANCELLED]
        return self.exclude(mailing__state__in=taken_back)

    def latest_of_each(self):
        """The latest reminder of each member, by one query."""
        return self.made().order_by("member_id", "-on", "-pk").distinct("member_id")


class Reminder(models.Model):
    """That somebody at a member was asked to name a contact, by mail or by phone."""

    class Through(models.TextChoices):
        MAIL = "mail", _("mail")
        PHONE = "phone", _("phone")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reminders")
    through = models.CharField(_("through"), max_length=5, choices=Through)
    on = models.DateField(_("reminded"), default=today)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer_expected_on = models.DateField(_("answer expected"), null=True, blank=True)
    mailing = models.ForeignKey(
        Mailing, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "mailing"], name="reminder_once_per_member_and_mailing"
            ),
        ]

    def __str__(self):
        return f"{self.member}, {self.on}"

    @property
    def is_awaited(self) -> bool:
        """Whether the day by which we want an answer is still to come."""
        return self.answer_expected_on is not None and self.answer_expected_on >= today()
