"""Pictures of articles and letters, resized once and kept at one address."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _


def unguessable(picture: "Picture", name: str) -> str:
    """Where a file is kept, under a name drawn by lot."""
    return f"bilder/{get_random_string(16).lower()}{PurePosixPath(name).suffix}"


class Picture(models.Model):
    """A picture that was handed in: made small enough for letters, with its description."""

    file = models.FileField(_("file"), upload_to=unguessable)
    content_type = models.CharField(max_length=40)
    width = models.PositiveSmallIntegerField(_("width"), validators=[MinValueValidator(1)])
    height = models.PositiveSmallIntegerField(_("height"), validators=[MinValueValidator(1)])
    alt = models.CharField(_("description for those who do not see it"), max_length=300)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.alt[:60]

    def get_absolute_url(self):
        return reverse("newsletter:picture", args=[self.pk, self.name])

    @property
    def name(self) -> str:
        """The last part of its address: not to be guessed, since drafts have pictures too."""
        return PurePosixPath(str(self.file.name)).name
