"""Files of issues: fetched by a link that counts, and sent along where the editor wants it."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from newsletter.models.issues import Block, Issue
from toolbox.models.tools import KINDS


def new_code() -> str:
    """What a file's address is made of: drawn by lot, since drafts have files too."""
    return get_random_string(16).lower()


def stored_at(file: "File", name: str) -> str:
    """Where a file is kept, whatever it is called."""
    return f"brev/{new_code()}{PurePosixPath(name).suffix}"


class FileQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those in letters that have begun to leave; the secretariat sees those of drafts too."""
        if person.is_authenticated and person.is_staff:
            return self.all()
        return self.filter(pk__in=_in_blocks_of(Issue.objects.begun()))

    def in_letter(self, issue):
        """Those that stand in an issue, by name: what was replaced or taken away is left out."""
        return self.filter(pk__in=_in_blocks_of([issue])).order_by("name", "pk")


def _in_blocks_of(issues) -> models.QuerySet:
    return Block.objects.filter(issue__in=issues, file__isnull=False).values("file")


class File(models.Model):
    """A file that was handed in for one issue; what it holds never changes."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="files")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    file = models.FileField(_("file"), upload_to=stored_at)
    name = models.CharField(_("file name"), max_length=100)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    fetched_count = models.PositiveIntegerField(_("times fetched"), default=0, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-added_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("newsletter:file", args=[self.code])

    @property
    def about(self) -> str:
        """What sort of file it is and how large: "PDF, 1,2 MB"."""
        kind = KINDS.get(self.content_type, PurePosixPath(self.name).suffix[1:].upper())
        return f"{kind}, {filesizeformat(self.size)}"
