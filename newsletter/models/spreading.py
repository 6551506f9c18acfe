"""Spreading: the links by which contacts pass an issue on, and how far it reaches."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from members.models import Member
from newsletter.models.issues import Issue

MOST_READERS = 100_000


def new_code() -> str:
    """The code of a link as it was before it said what it leads to; an old migration names it."""
    return get_random_string(8, "abcdefghjkmnpqrstuvwxyz23456789")


class ShareLinkQuerySet(models.QuerySet):
    def of(self, person):
        """The links of one person, of the latest issue first."""
        return self.filter(person=person).order_by("-issue__sent_at", "pk")

    def with_names(self):
        """Fetch along what a link leads to and whose it is."""
        return self.select_related("issue", "member", "person")


class ShareLink(models.Model):
    """A contact's own link to an issue, to pass on inside the organisation.

    Its code is made by `spreading.link_to` alone.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="share_links")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="share_links")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="share_links"
    )
    code = models.CharField(max_length=40, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "member", "person"], name="share_link_once_per_person"
            ),
            models.CheckConstraint(name="share_link_has_its_code", condition=~Q(code="")),
        ]

    def __str__(self):
        return self.code


class AboutIssueQuerySet(models.QuerySet):
    def about(self, issue):
        """Rows of one issue, or of all where it is None."""
        return self.filter(issue=issue) if issue else self.all()


class ReachQuerySet(AboutIssueQuerySet):
    def visits_by_member(self):
        """How often each member's links were followed: {member id: visits}."""
        return dict(
            self.filter(member__isnull=False)
            .order_by()
            .values_list("member")
            .annotate(Sum("visitor_count"))
        )


class Reach(models.Model):
    """How many read an issue on the web one day by the links of one member; nobody is known."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="reach")
    # Without a member: those who came to the archive by themselves.
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    on = models.DateField(_("day"))
    visitor_count = models.PositiveIntegerField(_("visitors"), default=0)

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("reach")
        verbose_name_plural = _("reach")
        ordering = ["issue", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "member", "on"], name="reach_once_a_day", nulls_distinct=False
            ),
        ]

    def __str__(self):
        return f"{self.issue} {self.on}: {self.visitor_count}"


class OwnCountQuerySet(AboutIssueQuerySet):
    def of_member(self, member):
        """What a member's contacts have told, in the order of the channels."""
        return self.filter(member=member).order_by("channel")

    def told_by_member(self):
        """To how many each member's contacts say that they passed it on: {member id: number}."""
        return dict(self.order_by().values_list("member").annotate(Sum("reader_count")))


class OwnCount(models.Model):
    """What a contact tells: to how many the issue was passed on, and how."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        INTRANET = "intranet", _("on the intranet")
        TEAMS = "teams", _("in Teams")
        MEETING = "meeting", _("at a meeting")
        OTHER = "other", _("in another way")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="own_counts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    channel = models.CharField(_("how"), max_length=8, choices=Channel)
    reader_count = models.PositiveIntegerField(
        _("to how many"), validators=[MinValueValidator(1), MaxValueValidator(MOST_READERS)]
    )
    told_at = models.DateTimeField(_("told"), default=timezone.now)

    objects = OwnCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("own count")
        verbose_name_plural = _("own counts")
        ordering = ["-told_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "member", "channel"], name="own_count_once_per_channel"
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.reader_count}"
