"""What readers say: whether a page was of help, and why not."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OpinionQuerySet(models.QuerySet):
    def unread(self):
        """Those with a comment that the secretariat has not put aside, the oldest first."""
        return self.exclude(comment="").filter(read_at__isnull=True).order_by("pk")

    def per_page(self):
        """A dict per page: about, title, address, yes, no, unread; the most answered first.

        Title and address are those of the newest opinion: pages are renamed.
        """
        newest = Opinion.objects.filter(about=OuterRef("about")).order_by("-pk")
        return (
            self.order_by()
            .values("about")
            .annotate(
                title=Subquery(newest.values("title")[:1]),
                address=Subquery(newest.values("address")[:1]),
                yes=Count("pk", filter=Q(is_helpful=True)),
                no=Count("pk", filter=Q(is_helpful=False)),
                unread=Count("pk", filter=~Q(comment="") & Q(read_at__isnull=True)),
            )
            .order_by("-unread", "-no", "about")
        )


class Opinion(models.Model):
    """What one visitor answered to “Was this page of help?” on one day."""

    about = models.CharField(_("about"), max_length=60, db_index=True)
    title = models.CharField(_("page"), max_length=200)
    address = models.CharField(_("address"), max_length=300)
    is_helpful = models.BooleanField(_("of help"))
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    # Tells visitors apart on one day only; forgotten the night after.
    visitor = models.CharField(_("visitor of the day"), max_length=64, null=True, editable=False)
    # Only who is logged in and asks for an answer.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    on = models.DateField(_("day"), default=timezone.localdate)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "visitor", "on"], name="opinion_once_per_visitor_and_day"
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.comment[:40]}"
