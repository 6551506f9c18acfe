"""The newsletter's issues: the blocks they are built of, whom they go to, and when."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from newsletter.models.articles import Article
from newsletter.models.pictures import Picture
from sekom.outbox.models import Mailing, addressed
from toolbox.models import Tool


class IssueQuerySet(models.QuerySet):
    def editable_by(self, person):
        """The secretariat writes and sends them."""
        is_staff = person.is_authenticated and person.is_staff
        return self.all() if is_staff else self.none()

    def readable_with(self, key):
        """What another system reads: the archive; with an API key what its maker writes too."""
        return self.editable_by(key.made_by) if key else self.archived()

    def drafts(self):
        """Those that are being written, the one that was changed last first."""
        return self.filter(state=Issue.State.DRAFT).order_by("-saved_at")

    def scheduled(self):
        """Those that wait for their time, the next one first."""
        return self.filter(state=Issue.State.SCHEDULED).order_by("scheduled_at", "pk")

    def sent_with_numbers(self):
        """Those that have been sent, the latest first, with `addressed_count` and `sent_count`."""
        return (
            self.filter(state=Issue.State.SENT)
            .order_by("-sent_at", "-pk")
            .annotate(
                addressed_count=addressed("mailing__batches"),
                sent_count=Coalesce(Sum("mailing__batches__sent"), 0),
            )
        )

    def archived(self):
        """Those that anybody may read on the web, once their letters leave; the latest first."""
        return self.begun().filter(is_in_archive=True).order_by("-sent_at")

    def begun(self):
        """Those whose letters have begun to leave."""
        waiting = [Mailing.State.DRAFT, Mailing.State.APPROVED]
        return self.filter(state=Issue.State.SENT).exclude(mailing__state__in=waiting)

    def to_send(self, now):
        """Those whose time has come, but for those that were held back."""
        return self.filter(state=Issue.State.SCHEDULED, scheduled_at__lte=now, held_because="")

    def held_back(self):
        """Those whose time came and that were not sent: somebody has to say what now."""
        return self.scheduled().exclude(held_because="")

    def with_parts(self):
        """Fetch the blocks and what they take up along."""
        rows = ("picture", "article__picture", "event", "tool", "file")
        blocks = Block.objects.select_related(*rows)
        return self.prefetch_related(models.Prefetch("blocks", queryset=blocks))

    def hold(self, issue):
        """The issue, held until commit: it is sent, and its blocks are arranged, one at a time."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=issue.pk)


@pghistory.track()
class Issue(models.Model):
    """One letter to many: written in blocks, checked, sent through the ledger, then archived.

    `number` counts the saves of its own fields; `content_number` every change of anything in it,
    so that one knows whether it was tested as it stands.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENT = "sent", _("sent")

    class Topic(models.TextChoices):
        NEWS = "news", _("News of the network")
        EVENTS = "events", _("Workshops and meetings")
        SURVEYS = "surveys", _("Surveys and results")

    title = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    topic = models.CharField(_("topic"), max_length=7, choices=Topic, default=Topic.NEWS)
    subject = models.CharField(_("subject line"), max_length=150, blank=True)
    preheader = models.CharField(_("preview text"), max_length=150, blank=True)
    # Whom it goes to, as `audiences` reads it; resolved when it is sent.
    audience = models.JSONField(_("recipients"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    number = models.PositiveIntegerField(default=0)
    content_number = models.PositiveIntegerField(default=0)
    tested_number = models.PositiveIntegerField(null=True, blank=True)
    tested_at = models.DateTimeField(_("tested"), null=True, blank=True)
    scheduled_at = models.DateTimeField(_("to be sent"), null=True, blank=True)
    held_because = models.CharField(_("why it was not sent"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    mailing = models.OneToOneField(
        Mailing, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_in_archive = models.BooleanField(_("may be read on the web by anybody"), default=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="issue_scheduled_has_a_time",
                condition=~Q(state="scheduled") | Q(scheduled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="issue_sent_has_its_mailing",
                condition=~Q(state="sent") | Q(sent_at__isnull=False, mailing__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("newsletter:issue", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.SCHEDULED

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_tested_as_it_stands(self) -> bool:
        return self.tested_number == self.content_number


@pghistory.track()
class Block(models.Model):
    """One part of an issue. What it takes up from elsewhere is `frozen` when the issue is sent.

    `values` holds the words by field, as the block's form has them; `number` counts its saves.
    """

    class Kind(models.TextChoices):
        HEADING = "heading", _("Heading and introduction")
        TEXT = "text", _("Text")
        IMAGE = "image", _("Picture")
        BUTTON = "button", _("Button")
        COLUMNS = "columns", _("Two columns")
        ARTICLE = "article", pgettext_lazy("one piece", "News")
        EVENT = "event", _("Workshop or meeting")
        TOOL = "tool", _("Tool")
        FILE = "file", _("File")
        DIVIDER = "divider", _("Divider")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    values = models.JSONField(_("content"), default=dict, blank=True)
    picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="blocks"
    )
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, blank=True, related_name="blocks"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="blocks"
    )
    tool = models.ForeignKey(
        Tool, on_delete=models.PROTECT, null=True, blank=True, related_name="blocks"
    )
    # Goes only with the whole issue, whose it is.
    file = models.ForeignKey(
        "newsletter.File", on_delete=models.RESTRICT, null=True, blank=True, related_name="blocks"
    )
    frozen = models.JSONField(_("as it was sent"), null=True, blank=True)
    number = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["issue", "position", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.position}"

    @property
    def goes_along(self) -> bool:
        """Whether the letter takes the file itself along, not its link alone."""
        return self.kind == self.Kind.FILE and self.values.get("sent_as") == "attachment"
