"""Addresses that refuse our letters: whose they are, and since when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BounceQuerySet(models.QuerySet):
    def present(self):
        """Bounces that no letter has cleared since."""
        return self.filter(cleared_at__isnull=True)

    def known_at(self, moment) -> bool:
        """Whether a bounce of that moment is known: it stands still, or came before a later one."""
        return self.filter(Q(cleared_at__isnull=True) | Q(bounced_at__gte=moment)).exists()

    def of(self, person, email):
        """What is known of a person's address; both may be an OuterRef."""
        return self.filter(person=person, email=email)


class Bounce(models.Model):
    """That a person's address refused a letter; a letter that arrives clears it.

    It says nothing of a new address: only of the one that it names.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bounces"
    )
    email = models.EmailField(_("e-mail"))
    bounced_at = models.DateTimeField(_("refused"), default=timezone.now)
    answer = models.CharField(_("the server's answer"), max_length=300, blank=True)
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-bounced_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "email"],
                condition=Q(cleared_at__isnull=True),
                name="bounce_once_until_cleared",
            ),
        ]

    def __str__(self):
        return self.email
