"""What members have done and tell the others about."""

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member, Seat
from toolbox.models.frameworks import FrameworkItem
from toolbox.models.tools import Tool


class ExampleQuerySet(models.QuerySet):
    def published(self):
        """Those that everybody may read, the newest first."""
        return self.filter(state=Example.State.PUBLISHED).order_by("-published_at", "-pk")

    def visible_to(self, person):
        """Published ones; one's own member's in any state; to the secretariat all but drafts."""
        if not person.is_authenticated:
            return self.published()
        mine = models.Q(member__in=Member.objects.represented_by(person))
        published = models.Q(state=Example.State.PUBLISHED)
        if person.is_staff:
            return self.filter(mine | ~models.Q(state=Example.State.DRAFT)).order_by("-pk")
        return self.filter(mine | published).order_by("-pk")

    def editable_by(self, person):
        """Those of the members that this person represents."""
        return self.filter(member__in=Member.objects.represented_by(person)).order_by("-pk")

    def by(self, member):
        """This member's own."""
        return self.filter(member=member).select_related("member")

    def about(self, item):
        """Those that concern a framework item, or one beneath it."""
        concerned = models.Q(items=item) | models.Q(items__parent=item)
        return self.filter(concerned).select_related("member").distinct()

    def speaking_of(self, text):
        """Those whose heading, tools or goals are called something with these words."""
        return self.filter(
            models.Q(title__icontains=text)
            | models.Q(tools__title__icontains=text)
            | models.Q(items__title__icontains=text)
        )

    def with_tool(self, tool):
        """Those that used this tool."""
        return self.filter(tools=tool).select_related("member")

    def sent_back(self):
        """Those that the secretariat asks the member to change."""
        return self.filter(state=Example.State.SENT_BACK)

    def to_judge(self):
        """Those sent in that wait for the secretariat, the oldest first."""
        return self.filter(state=Example.State.SENT_IN).order_by("sent_in_at")

    def with_links(self):
        """Fetch member, contact, tools and framework items along, for lists and pages."""
        return self.select_related("member", "seat__member").prefetch_related(
            models.Prefetch("tools", Tool.objects.published()),
            models.Prefetch("items", FrameworkItem.objects.select_related("framework")),
        )


@pghistory.track(exclude=["version"])
class Example(models.Model):
    """A member's good example: what the trouble was, what they did, what came of it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT_IN = "sent_in", _("sent in")
        SENT_BACK = "sent_back", _("sent back")
        PUBLISHED = "published", _("published")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="examples")
    title = models.CharField(_("heading"), max_length=120)
    problem = models.TextField(
        _("the problem"), max_length=3000, help_text=_("What was not good enough, and for whom?")
    )
    action = models.TextField(
        _("what we did"),
        max_length=5000,
        help_text=_("In the order that you did it, and with whom."),
    )
    result = models.TextField(
        _("the result"),
        max_length=3000,
        help_text=_("What changed? With numbers if you have them."),
    )
    cost = models.CharField(
        _("cost"), max_length=300, blank=True, help_text=_("In money and in hours, roughly.")
    )
    tools = models.ManyToManyField(
        Tool, verbose_name=_("tools that you used"), blank=True, related_name="examples"
    )
    items = models.ManyToManyField(
        FrameworkItem,
        verbose_name=_("goals, objectives and principles"),
        blank=True,
        related_name="examples",
    )
    seat = models.ForeignKey(
        Seat,
        verbose_name=_("who answers questions"),
        on_delete=models.PROTECT,
        related_name="examples",
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    comment = models.TextField(_("the secretariat’s comment"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    sent_in_at = models.DateTimeField(_("sent in"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("example")
        verbose_name_plural = _("examples")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="example_published_on_a_day",
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("toolbox:example", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether the member may change it: not while the secretariat reads, not once it is out."""
        return self.state in (self.State.DRAFT, self.State.SENT_BACK)


class Wish(models.Model):
    """That a member wants to try what an example tells of; its contact hears of it once."""

    example = models.ForeignKey(Example, on_delete=models.CASCADE, related_name="wishes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="wishes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("wish to try")
        verbose_name_plural = _("wishes to try")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["example", "member"], name="wish_once_per_member"),
        ]

    def __str__(self):
        return f"{self.member}: {self.example}"
