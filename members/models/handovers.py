"""Seats that pass from one to the next, and doubts about whether a contact is right."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.members import Member
from members.models.seats import Confirmation, Holding, Seat


class HandoverQuerySet(models.QuerySet):
    def standing(self):
        """Handovers that have not been undone."""
        return self.filter(undone_at__isnull=True)

    def to(self, holding):
        """Handovers that began this holding."""
        return self.filter(new_holding=holding)

    def with_acceptance(self):
        """Annotate is_accepted: whether the successor has logged in or confirmed since."""
        confirmed = Confirmation.objects.filter(
            holding=OuterRef("new_holding"), by=OuterRef("new_holding__person")
        )
        return self.annotate(
            is_accepted=models.Case(
                models.When(new_holding__person__last_login__gt=F("made_at"), then=True),
                models.When(Exists(confirmed), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def undoable(self):
        """Standing handovers that the successor has not accepted yet."""
        return self.standing().with_acceptance().filter(is_accepted=False)

    def undoable_by(self, person):
        """Those that this person may undo: who made it, the member's pair, the secretariat."""
        return self.undoable().visible_to(person)

    def of_member(self, member):
        """Handovers of this member's seats."""
        return self.filter(old_holding__seat__member=member)

    def visible_to(self, person):
        """Handovers that this person made or whose member is theirs; the secretariat sees all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self
        mine = Member.objects.represented_by(person)
        return self.filter(Q(by=person) | Q(old_holding__seat__member__in=mine))

    def with_names(self):
        """Fetch both people and the seat along."""
        return self.select_related(
            "old_holding__person", "old_holding__seat__member", "new_holding__person", "by"
        )


@pghistory.track()
class Handover(models.Model):
    """That a seat passes to a successor on a day; it can be undone until the successor accepts."""

    old_holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="handovers")
    new_holding = models.ForeignKey(Holding, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    ended_on_before = models.DateField(_("last day before"), null=True, blank=True)
    reason_before = models.CharField(_("reason before"), max_length=200, blank=True)
    is_new_person = models.BooleanField(_("added a person"), default=False)
    moved = models.JSONField(_("moved"), default=list, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_holding"],
                condition=Q(undone_at__isnull=True),
                name="handover_one_standing_for_a_holding",
            ),
        ]

    def __str__(self):
        return str(self.old_holding)


class DoubtQuerySet(models.QuerySet):
    def open(self):
        """Doubts that nobody has settled."""
        return self.filter(settled_at__isnull=True)

    def settleable_by(self, person):
        """Open doubts about oneself or one's counterpart; the secretariat has all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self.open()
        mine = Seat.objects.of_pairs().held_by(person).values("member")
        return self.open().filter(Q(holding__person=person) | Q(holding__seat__member__in=mine))

    def with_names(self):
        """Fetch the holding's person and seat along, and who said it."""
        names = ("holding__person", "holding__seat__member", "holding__seat__group", "by")
        return self.select_related(*names)


@pghistory.track()
class Doubt(models.Model):
    """That somebody thinks a contact is wrong; closed with what was done about it."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="doubts")
    said = models.CharField(_("what is wrong"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("said"), default=timezone.now)
    settled_at = models.DateTimeField(_("closed"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("what was done"), max_length=300, blank=True)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="doubt_is_closed_with_words",
                condition=Q(settled_at__isnull=True) | ~Q(outcome=""),
                violation_error_message=_("Say what was done."),
            ),
            models.UniqueConstraint(
                fields=["holding", "by"],
                condition=Q(settled_at__isnull=True),
                name="doubt_one_open_from_each",
            ),
        ]

    def __str__(self):
        return self.said
