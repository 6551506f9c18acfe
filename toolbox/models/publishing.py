"""What we publish: the draft beside what readers see, its versions, and where it once was."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekom import rich_text


def new_key() -> str:
    """What a row's preview links are good for; a new one ends all that were handed out."""
    return get_random_string(12)


class PublishableQuerySet(models.QuerySet):
    def published(self):
        """What readers see."""
        return self.filter(state=Publishable.State.PUBLISHED)

    def newest(self):
        """What readers see, the one that came out last first."""
        return self.published().order_by("-published_at")

    def at(self, slug):
        """The one with this address; None where there is none."""
        return self.filter(slug=slug).first()

    def editable_by(self, person):
        """What this person may write in and publish: the secretariat everything."""
        is_staff = person.is_authenticated and person.is_staff
        return self.all() if is_staff else self.none()

    def waiting_for_review(self):
        """Drafts that somebody is asked to look through, the longest waiting first."""
        return self.filter(asked_at__isnull=False, publish_at__isnull=True).order_by("asked_at")

    def to_publish(self, now):
        """What was looked through and is to be published by now."""
        return self.filter(publish_at__lte=now).order_by("publish_at")

    def to_look_over(self, day):
        """Published things whose day to be looked over again is this day or earlier."""
        return self.published().filter(review_by__lte=day).order_by("review_by")

    def to_remind_of(self, day):
        """What is to be looked over by this day and whose owner has not been reminded yet."""
        is_reminded = Q(reminded_for=F("review_by"))
        return self.to_look_over(day).filter(owner__isnull=False).exclude(is_reminded)


class Publishable(models.Model):
    """Something with an address that is drafted, looked through by another and published.

    The columns named in FIELDS are what readers see; what is being written is `draft`, a snapshot
    of the same as JSON, until it is published. A model says what it has besides columns by
    `PARTS`, `parts` and `put_parts`, and what it lacks besides REQUIRED by `lacking`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    # The columns of the draft, in their order on the page; those that must be there to publish;
    # those of rich text, and those that hold an address. The name of the page's address, which
    # takes the slug. Whether somebody else must look a draft through before it is published.
    FIELDS: ClassVar[tuple[str, ...]] = ("title",)
    REQUIRED: ClassVar[tuple[str, ...]] = ("title",)
    RICH: ClassVar[tuple[str, ...]] = ()
    LINKS: ClassVar[tuple[str, ...]] = ()
    PAGE: ClassVar[str] = ""
    NEEDS_REVIEW: ClassVar[bool] = True
    # What `parts` gives, each with its label.
    PARTS: ClassVar[dict[str, str | Promise]] = {}

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=0)
    draft = models.JSONField(_("draft"), null=True, blank=True)
    asked_at = models.DateTimeField(_("sent to review"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent to review by"),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked through by"),
    )
    reviewed_on = models.DateField(_("looked through"), null=True, blank=True)
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    review_by = models.DateField(_("to be looked over by"), null=True, blank=True)
    reminded_for = models.DateField(_("reminded for"), null=True, blank=True, editable=False)
    preview_key = models.CharField(max_length=12, default=new_key, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_draft(self) -> bool:
        """Whether something is written that readers do not see yet."""
        return self.draft is not None

    @property
    def is_in_review(self) -> bool:
        return self.asked_at is not None

    def live(self) -> dict[str, Any]:
        """What readers see, as a snapshot that JSON can hold."""
        return {name: getattr(self, name) for name in self.FIELDS} | self.parts()

    def drafted(self) -> dict[str, Any]:
        """What is being written; what readers see where nothing is."""
        return self.live() if self.draft is None else self.draft

    def parts(self) -> dict[str, Any]:
        """What goes with the text besides its columns, as JSON: links, steps, files."""
        return {}

    def put_parts(self, values: dict[str, Any]) -> None:
        """Make the rows beneath as the snapshot says; called when it is published."""

    def label_of(self, name: str) -> str:
        """What a field of the draft is called."""
        labels = {field.name: field.verbose_name for field in self._meta.fields}
        return str(self.PARTS.get(name) or labels[name])

    def say(self, name: str, value: Any) -> str:
        """A field of the draft in plain words, for comparing two versions."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        return rich_text.plain(value) if name in self.RICH else str(value)

    def lacking(self, values: dict[str, Any]) -> list[str]:
        """What else must be there before this can be published, each as a sentence."""
        return []


class RevisionQuerySet(models.QuerySet):
    def about(self, reference):
        """Every version of one thing, the newest first."""
        return self.filter(about=reference).order_by("-number")


class Revision(models.Model):
    """One version of something we publish: what it said, who wrote it and why."""

    about = models.CharField(_("about"), max_length=80)
    number = models.PositiveIntegerField(_("version"))
    values = models.JSONField(_("content"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("written by"), max_length=120, blank=True)
    at = models.DateTimeField(_("written"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["about", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["about", "number"], name="revision_number_unique"),
        ]

    def __str__(self):
        return f"{self.about}, {self.number}"


class OldAddress(models.Model):
    """Where something once was: it leads to the row itself, however often that has moved."""

    kind = models.CharField(_("kind"), max_length=60)
    slug = models.SlugField(_("address"), max_length=80)
    row_id = models.BigIntegerField(_("row"))
    left_at = models.DateTimeField(_("left"), default=timezone.now)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="old_address_unique"),
        ]

    def __str__(self):
        return self.slug


class RemarkQuerySet(models.QuerySet):
    def about(self, reference):
        """What was said of one draft, the newest first."""
        return self.filter(about=reference).order_by("-at")


class Remark(models.Model):
    """Something that a reader of a draft wants to say about it."""

    about = models.CharField(_("about"), max_length=80, db_index=True)
    text = models.TextField(_("comment"), max_length=4000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("written by"), max_length=120, blank=True)
    at = models.DateTimeField(_("written"), default=timezone.now)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-at"]

    def __str__(self):
        return self.text[:60]
