"""Documents of members and groups: decisions, applications, programmes and other files."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.seats import Holding, today


def document_path(document: "Document", name: str) -> str:
    """Where the file is kept: a name that says nothing, with the ending that says what it is."""
    return f"documents/{uuid.uuid4().hex}.{name.rpartition('.')[2]}"


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of one's own member or group today; the secretariat sees all."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self
        held = Holding.objects.current().filter(person=person)
        pairs = held.of_pairs()
        return self.filter(
            Q(member__in=pairs.values("seat__member")) | Q(group__in=held.values("seat__group"))
        )

    def removable_by(self, person):
        """Those that this person added and may still see; the secretariat may remove all."""
        visible = self.visible_to(person)
        if not person.is_authenticated or person.is_staff:
            return visible
        return visible.filter(added_by=person)

    def of_group(self, group):
        """The files of this group."""
        return self.filter(group=group)

    def with_names(self):
        """Fetch member, group and who added it along."""
        return self.select_related("member", "group", "added_by")

    def lapsed_programmes(self):
        """Programmes whose last day has passed, of members that have no later one."""
        later = Document.objects.filter(
            member=models.OuterRef("member"), kind=Document.Kind.PROGRAMME
        ).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today()))
        return self.filter(
            ~models.Exists(later),
            kind=Document.Kind.PROGRAMME,
            valid_until__lt=today(),
            member__status="member",
        )


@pghistory.track()
class Document(models.Model):
    """A file of a member or a group; read by its own people and the secretariat."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision")
        APPLICATION = "application", _("Application")
        PROGRAMME = "programme", _("Programme")
        OTHER = "other", _("Other")

    member = models.ForeignKey(
        "members.Member",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    group = models.ForeignKey(
        "members.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to=document_path)
    name = models.CharField(_("name of the file"), max_length=100)
    content_type = models.CharField(_("type"), max_length=100)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    diary_number = models.CharField(_("diary number"), max_length=40, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-added_at"]
        constraints = [
            models.CheckConstraint(
                name="document_of_a_member_or_a_group",
                condition=Q(member__isnull=True) ^ Q(group__isnull=True),
            ),
            models.CheckConstraint(
                name="document_ends_after_its_day",
                condition=Q(valid_until__isnull=True)
                | Q(dated_on__isnull=True)
                | Q(valid_until__gte=F("dated_on")),
                violation_error_message=_("The last day cannot come before the document's own."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("members:document", args=[self.pk])

    @property
    def owner(self) -> models.Model | None:
        """The member or group whose it is."""
        return self.member or self.group

    def is_lapsed(self, day: date | None = None) -> bool:
        """Whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < (day or today())
