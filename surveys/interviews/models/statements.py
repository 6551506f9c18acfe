"""What was said: statements, the themes they are sorted under, and what they are tied to."""

import pghistory
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.interviews.models.interviews import AnswerText, Interview
from surveys.interviews.models.studies import Dimension, GuideQuestion, LocalGoal, Study
from surveys.interviews.passages import Span
from toolbox.models import FrameworkItem


class ThemeQuerySet(models.QuerySet):
    def readable_by(self, person):
        """The themes of the studies that this person may read."""
        return self.filter(study__in=Study.objects.readable_by(person).order_by())

    def worked_on_by(self, person):
        """The themes that this person may change."""
        return self.filter(study__in=Study.objects.worked_on_by(person).order_by())


@pghistory.track()
class Theme(models.Model):
    """What statements are sorted under; a theme may stand under another."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="themes")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("stands under"),
    )
    title = models.CharField(_("theme"), max_length=120)
    text = models.TextField(_("what belongs here"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["study", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "parent", "title"],
                name="theme_title_once_in_its_place",
                nulls_distinct=False,
                violation_error_message=_("There is a theme with this name here already."),
            ),
            models.CheckConstraint(
                name="theme_not_under_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A theme cannot stand under itself."),
            ),
        ]

    def __str__(self):
        return self.title


class StatementQuerySet(models.QuerySet):
    def readable_by(self, person):
        """Statements of the interviews one may read, but not what another is coding blind."""
        mine = Interview.objects.readable_by(person).order_by()
        return self.filter(interview__in=mine).shown_to(person)

    def worked_on_by(self, person):
        """Statements that this person may change."""
        mine = Interview.objects.worked_on_by(person).order_by()
        return self.filter(interview__in=mine).shown_to(person)

    def shown_to(self, person):
        """Without what others code blind, until both coders are done."""
        done = Coding.objects.compared().filter(interview=OuterRef("interview"))
        return self.filter(Q(is_blind=False) | Q(author=person) | Exists(done))

    def counted(self):
        """Statements that count: of approved interviews, and not of a blind coding."""
        return self.filter(interview__state=Interview.State.APPROVED, is_blind=False)

    def lost(self):
        """Statements whose passage could not be followed when the text was edited."""
        return self.filter(is_lost=True)

    def with_links(self):
        """Fetch the question, the author and all that each is tied to along."""
        links = Link.objects.select_related("theme", "goal", "item__framework", "author")
        rows = self.select_related("question", "author", "interview__department")
        return rows.prefetch_related(Prefetch("links", queryset=links.order_by("pk")))

    def in_text_order(self):
        """As they stand in the interview; those written by themselves last."""
        return self.order_by(
            "question__position", "question", F("start").asc(nulls_last=True), "pk"
        )


# Its words are no part of the history: a text that is deleted must be gone.
@pghistory.track(exclude=["text"])
class Statement(models.Model):
    """Something that was said in an interview: a passage of an answer, or written by itself.

    A passage is from `start` up to `end` in code points of that version of the answer; `text`
    keeps its words. A statement that is lost points at an older version than the one that counts.
    """

    class Kind(models.TextChoices):
        DONE = "done", _("Done so far")
        WANTS = "wants", _("Wants ahead")
        OBSTACLE = "obstacle", _("Obstacle")
        IDEA = "idea", _("Idea")

    AHEAD = (Kind.WANTS, Kind.IDEA)

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="statements")
    question = models.ForeignKey(
        GuideQuestion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("question"),
    )
    answer = models.ForeignKey(
        AnswerText, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("statement"), max_length=4000, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    is_lost = models.BooleanField(_("lost its place"), default=False)
    is_blind = models.BooleanField(_("coded blind"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("time"), default=timezone.now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["interview", "pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_marks_a_passage_or_none",
                condition=Q(answer__isnull=True, start__isnull=True, end__isnull=True)
                | Q(answer__isnull=False, start__lt=F("end")),
            ),
        ]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return reverse("interviews:statement", args=[self.pk])

    @property
    def span(self) -> Span | None:
        """Where its passage stands, None for one that marks none."""
        if self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)


@pghistory.track()
class Link(models.Model):
    """That a statement, or a whole theme, is tied to one thing, and perhaps why.

    A statement's link leads to a theme, a dimension, a local goal or a framework's item; a theme's
    own link (`of_theme`) to a goal or an item.
    """

    OWNERS = ("statement", "of_theme")
    TARGETS = ("theme", "goal", "item", "dimension")

    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    of_theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="own_links"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    goal = models.ForeignKey(
        LocalGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    item = models.ForeignKey(
        FrameworkItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dimension = models.CharField(
        _("dimension"), max_length=10, choices=Dimension, null=True, blank=True
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "of_theme", "theme", "goal", "item", "dimension"],
                name="link_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="link_has_one_owner",
                condition=Q(statement__isnull=False, of_theme__isnull=True)
                | Q(statement__isnull=True, of_theme__isnull=False, theme__isnull=True)
                & Q(dimension__isnull=True),
            ),
            models.CheckConstraint(
                name="link_leads_to_one_thing",
                condition=Q(theme__isnull=False, goal__isnull=True, item__isnull=True)
                & Q(dimension__isnull=True)
                | Q(theme__isnull=True, goal__isnull=False, item__isnull=True)
                & Q(dimension__isnull=True)
                | Q(theme__isnull=True, goal__isnull=True, item__isnull=False)
                & Q(dimension__isnull=True)
                | Q(theme__isnull=True, goal__isnull=True, item__isnull=True)
                & Q(dimension__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.target)

    @property
    def target(self):
        """What it leads to; a dimension as its words."""
        return self.theme or self.goal or self.item or self.get_dimension_display()

    @property
    def aim(self) -> Theme | LocalGoal | FrameworkItem | Dimension:
        """What it leads to, as one ties to it."""
        return self.theme or self.goal or self.item or Dimension(str(self.dimension))


class CodingQuerySet(models.QuerySet):
    def compared(self):
        """Those where both who coded blind are done."""
        return self.filter(first_done_at__isnull=False, second_done_at__isnull=False)

    def hold(self, interview):
        """How the coding of an interview stands, held until commit; made when it is new.

        The interview is held before it, so that two cannot make it at once.
        """
        held = self.select_for_update(of=("self",), no_key=True)
        return held.filter(interview=interview).first() or self.create(interview=interview)


class Coding(models.Model):
    """How the coding of an interview stands: `number` counts its changes.

    With a first and a second coder it is coded blind: neither sees the other's statements until
    both are done, and none of them counts until the two have settled which ones stand.
    """

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="coding")
    number = models.PositiveIntegerField(default=0)
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_blind = models.BooleanField(_("coded blind by two"), default=False)
    first_done_at = models.DateTimeField(null=True, blank=True)
    second_done_at = models.DateTimeField(null=True, blank=True)

    objects = CodingQuerySet.as_manager()

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        constraints = [
            models.CheckConstraint(
                name="coding_by_two",
                condition=Q(first__isnull=True) | Q(second__isnull=True) | ~Q(first=F("second")),
                violation_error_message=_("Choose two different people."),
            ),
        ]

    def __str__(self):
        return f"{self.interview} #{self.number}"

    @property
    def is_compared(self) -> bool:
        """Whether both are done and what they said can be laid side by side."""
        return self.is_blind and None not in (self.first_done_at, self.second_done_at)


class ChangeQuerySet(models.QuerySet):
    def seen_by(self, person):
        """What was done in the studies one may read; removed statements only those one removed."""
        mine = self.filter(study__in=Study.objects.readable_by(person).order_by())
        return mine.filter(~Q(kind=Change.Kind.REMOVE_STATEMENT) | Q(author=person))


class Change(models.Model):
    """Something done to themes or statements that can be undone: `rows` tell what to put back."""

    class Kind(models.TextChoices):
        MOVE = "move", _("moved")
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        REMOVE = "remove", _("removed")
        REMOVE_STATEMENT = "statement", _("statement removed")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    about = models.CharField(_("to what"), max_length=300)
    rows = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("time"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.about}"


class MemoQuerySet(models.QuerySet):
    def readable_by(self, person):
        """Memos of the studies one may read, but none about what another is coding blind."""
        mine = self.filter(study__in=Study.objects.readable_by(person).order_by())
        seen = Statement.objects.readable_by(person).order_by()
        return mine.filter(Q(statement__isnull=True) | Q(statement__in=seen))

    def with_names(self):
        """Fetch what each is about and who wrote it along."""
        about = ("theme", "goal", "statement", "interview__department", "author")
        return self.select_related(*about)


@pghistory.track(exclude=["text"])
class Memo(models.Model):
    """A thought kept while working, about one thing or about the whole study."""

    ABOUT = ("statement", "theme", "goal", "interview")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="memos")
    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="memos"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="memos"
    )
    goal = models.ForeignKey(
        LocalGoal, on_delete=models.CASCADE, null=True, blank=True, related_name="memos"
    )
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, null=True, blank=True, related_name="memos"
    )
    text = models.TextField(_("memo"), max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("time"), default=timezone.now)

    objects = MemoQuerySet.as_manager()

    class Meta:
        verbose_name = _("memo")
        verbose_name_plural = _("memos")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.text[:60]

    @property
    def about(self):
        """What it is about, None for the study as a whole."""
        return self.statement or self.theme or self.goal or self.interview
