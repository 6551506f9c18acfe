"""Surveys: what is asked, of whom, and the one response of each member."""

from datetime import datetime
from functools import lru_cache

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Group, Member, Seat
from surveys import questionnaires


@pghistory.track()
class Survey(models.Model):
    """Something we ask again and again; each edition of its questions is a version."""

    title = models.CharField(_("title"), max_length=120)
    form_id = models.SlugField(_("form id"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["title"]

    def __str__(self):
        return self.title


class VersionQuerySet(models.QuerySet):
    def published(self):
        """Versions that can no longer change and may be sent out."""
        return self.filter(published_at__isnull=False)

    def drafts(self):
        """Versions that wait to be looked through and published."""
        return self.filter(published_at__isnull=True)


@pghistory.track()
class Version(models.Model):
    """One edition of a survey's questions; once published it never changes."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    default_language = models.CharField(_("language"), max_length=8, default="sv")
    languages = models.JSONField(_("languages"), default=list)
    notices = models.JSONField(_("notices"), default=list, blank=True)
    file_name = models.CharField(_("workbook"), max_length=200)
    created_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["survey__title", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="version_number_unique"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="version_published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self):
        return reverse("surveys:version", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def questionnaire(self) -> questionnaires.Questionnaire:
        """The version's questions, ready to be asked and judged."""
        if self.is_published:
            return _published_questionnaire(self.pk)
        return _questionnaire(self.pk)


def _questionnaire(version_id: int) -> questionnaires.Questionnaire:
    version = Version.objects.get(pk=version_id)
    rows = version.questions.order_by("position")
    return questionnaires.Questionnaire([row.as_item() for row in rows], version.default_language)


@lru_cache(maxsize=32)
def _published_questionnaire(version_id: int) -> questionnaires.Questionnaire:
    # A published version cannot change, so that what is kept here cannot grow old.
    return _questionnaire(version_id)


class Question(models.Model):
    """One row of a version: a question, a note, a group of them or a matrix."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        INTEGER = "integer", _("whole number")
        DECIMAL = "decimal", _("number")
        DATE = "date", _("date")
        SELECT_ONE = "select_one", _("one of several")
        SELECT_MULTIPLE = "select_multiple", _("several of several")
        NOTE = "note", _("note")
        ACKNOWLEDGE = "acknowledge", _("tick")
        GROUP = "group", _("group")
        MATRIX = "matrix", _("matrix")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=64)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    parent = models.CharField(_("group"), max_length=64, blank=True)
    labels = models.JSONField(_("labels"), default=dict)
    hints = models.JSONField(_("hints"), default=dict, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    required_messages = models.JSONField(default=dict, blank=True)
    relevant = models.TextField(_("relevant when"), blank=True)
    constraint = models.TextField(_("right when"), blank=True)
    constraint_messages = models.JSONField(default=dict, blank=True)
    default = models.TextField(_("default"), blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    has_other = models.BooleanField(_("other, please state"), default=False)
    appearance = models.CharField(_("appearance"), max_length=80, blank=True)
    extra = models.JSONField(_("further columns"), default=dict, blank=True)
    sheet_row = models.PositiveIntegerField(_("row in the workbook"))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="question_key_unique"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="question_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM surveys_version
                        WHERE id IN (OLD.version_id, NEW.version_id)
                        AND published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'a published version never changes';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self):
        return self.key

    @classmethod
    def of_item(cls, item: questionnaires.Item, *, version: Version, position: int) -> "Question":
        """The unsaved row that keeps an item of a workbook."""
        choices = [
            {"value": choice.value, "labels": dict(choice.labels)} for choice in item.choices
        ]
        return cls(
            version=version,
            position=position,
            key=item.key,
            kind=item.kind,
            parent=item.parent or "",
            labels=dict(item.labels),
            hints=dict(item.hints),
            is_required=item.is_required,
            required_messages=dict(item.required_messages),
            relevant=item.relevant,
            constraint=item.constraint,
            constraint_messages=dict(item.constraint_messages),
            default=item.default,
            choices=choices,
            has_other=item.has_other,
            appearance=item.appearance,
            extra=dict(item.extra),
            sheet_row=item.sheet_row,
        )

    def as_item(self) -> questionnaires.Item:
        """The row as the item that the questionnaire works with."""
        return questionnaires.Item(
            key=self.key,
            kind=self.kind,
            parent=self.parent or None,
            labels=self.labels,
            hints=self.hints,
            is_required=self.is_required,
            required_messages=self.required_messages,
            relevant=self.relevant,
            constraint=self.constraint,
            constraint_messages=self.constraint_messages,
            default=self.default,
            choices=tuple(
                questionnaires.Choice(choice["value"], choice["labels"]) for choice in self.choices
            ),
            has_other=self.has_other,
            appearance=self.appearance,
            extra=self.extra,
            sheet_row=self.sheet_row,
        )


class SurveyRoundQuerySet(models.QuerySet):
    def drafts(self):
        """Rounds that have not been sent out."""
        return self.filter(opened_at__isnull=True)

    def closed(self):
        """Rounds that somebody has closed, the newest first."""
        return self.opened().filter(closed_at__isnull=False)

    def opened(self):
        """Rounds that have been sent out, the newest first."""
        return self.filter(opened_at__isnull=False).order_by("-opened_at")

    def taking_answers(self):
        """Rounds that are open now."""
        return self.opened().filter(closed_at__isnull=True, closes_at__gt=timezone.now())

    def to_close(self):
        """Rounds whose closing day has passed but that nobody has closed."""
        return self.opened().filter(closed_at__isnull=True, closes_at__lte=timezone.now())

    def asking(self, person):
        """Opened rounds in which a member that this person represents is asked."""
        mine = Member.objects.represented_by(person)
        return self.opened().filter(responses__member__in=mine).distinct()

    def results_visible_to(self, person):
        """Rounds whose results this person may read: everybody's who is logged in, once opened."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff or Seat.objects.held_by(person).exists():
            return self.opened()
        return self.none()

    def read_in_full_by(self, person):
        """Opened rounds of which this person reads every answer: secretariat and expert group."""
        if not person.is_authenticated:
            return self.none()
        if person.is_staff or person.sits_in(Group.Kind.EXPERT_GROUP):
            return self.opened()
        return self.none()


@pghistory.track()
class SurveyRound(models.Model):
    """A version sent to the members, from its opening until its closing day."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    closes_at = models.DateTimeField(_("closes"))
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=5,
        help_text=_("Figures with fewer answers behind them are hidden from everyone but us."),
    )
    letter = models.TextField(_("letter"), blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="round_closed_after_opening",
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="round_smallest_group_hides_people",
                condition=Q(smallest_group__gte=3),
                violation_error_message=_("Groups smaller than three give people away."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("surveys:round", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def takes_answers(self) -> bool:
        return (
            self.opened_at is not None
            and self.closed_at is None
            and self.closes_at > timezone.now()
        )

    def questionnaire(self) -> questionnaires.Questionnaire:
        """The questions of the round's version."""
        return _published_questionnaire(self.version_id)


class ResponseQuerySet(models.QuerySet):
    def answerable_by(self, person):
        """Responses this person may fill in: their own members', while they are open."""
        return self.of(person).filter(
            Q(reopened_at__isnull=False)
            | Q(round__closed_at__isnull=True, round__closes_at__gt=timezone.now())
        )

    def of(self, person):
        """Responses of the members that this person represents, open or not."""
        mine = Member.objects.represented_by(person)
        return self.filter(member__in=mine, round__opened_at__isnull=False)

    def visible_to(self, person):
        """Responses this person may read in full: their own members'; the secretariat all."""
        if person.is_authenticated and person.is_staff:
            return self.filter(round__opened_at__isnull=False)
        return self.of(person)

    def with_state(self):
        """Annotate `state`, one of Response.State, as of now."""
        signed = Signature.objects.valid().filter(response=OuterRef("pk"))
        return self.annotate(
            state=Case(
                When(accepted_at__isnull=False, then=Value(Response.State.ACCEPTED)),
                When(submitted_at__isnull=False, then=Value(Response.State.SUBMITTED)),
                When(Exists(signed), then=Value(Response.State.WAITING)),
                When(first_answer_at__isnull=False, then=Value(Response.State.STARTED)),
                When(opened_at__isnull=False, then=Value(Response.State.OPENED)),
                default=Value(Response.State.NOT_OPENED),
                output_field=models.CharField(),
            )
        )

    def with_answers_and_signatures(self):
        """Fetch the answers and signatures of every response along, for lists."""
        return self.prefetch_related("answers", "signatures")

    def counted(self):
        """Responses that the round takes: signed by both, or accepted with a reason."""
        return self.filter(Q(submitted_at__isnull=False) | Q(accepted_at__isnull=False))


@pghistory.track(exclude=["edit_count"])
class Response(models.Model):
    """What one member answers in one round: one response, filled in by the two together."""

    class State(models.TextChoices):
        NOT_OPENED = "not_opened", _("Not opened")
        OPENED = "opened", _("Opened")
        STARTED = "started", _("Started")
        WAITING = "waiting", _("Waiting for the other signature")
        SUBMITTED = "submitted", _("Sent in")
        ACCEPTED = "accepted", _("Accepted with one signature")

    round = models.ForeignKey(SurveyRound, on_delete=models.PROTECT, related_name="responses")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="responses")
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    first_answer_at = models.DateTimeField(_("started"), null=True, blank=True)
    last_answer_at = models.DateTimeField(_("last changed"), null=True, blank=True)
    edit_count = models.PositiveIntegerField(_("edits"), default=0)
    submitted_at = models.DateTimeField(_("sent in"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_reason = models.CharField(_("reason"), max_length=300, blank=True)
    reopened_at = models.DateTimeField(_("reopened"), null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["member__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="response_one_per_member"),
            models.CheckConstraint(
                name="response_accepted_with_a_reason",
                condition=Q(accepted_at__isnull=True) | ~Q(accepted_reason=""),
                violation_error_message=_("Say why one signature is enough."),
            ),
        ]

    def __str__(self):
        return f"{self.member}, {self.round}"

    @property
    def is_counted(self) -> bool:
        return self.submitted_at is not None or self.accepted_at is not None

    @property
    def takes_answers(self) -> bool:
        return self.reopened_at is not None or self.round.takes_answers

    def values(self) -> dict[str, questionnaires.Answer]:
        """The answers that stand, by the question's key."""
        return {answer.key: answer.value for answer in self.answers.all()}


class Answer(models.Model):
    """The answer that stands to one question; `number` counts its changes."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(_("question"), max_length=64)
    value = models.JSONField(_("answer"), null=True)
    # Kept right by every save, so that the database can count without judging conditions.
    is_relevant = models.BooleanField(_("counts"), default=True)
    number = models.PositiveIntegerField(_("number"), default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=20, choices=Seat.Kind)
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "key"], name="answer_one_per_question"),
        ]

    def __str__(self):
        return f"{self.key} #{self.number}"


class AnswerEdit(models.Model):
    """One attempt to change an answer: written for ever, also when it was refused as stale."""

    class Outcome(models.TextChoices):
        SAVED = "saved", _("saved")
        REFUSED = "refused", _("refused: the other had just answered")

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="edits")
    key = models.CharField(_("question"), max_length=64)
    old = models.JSONField(_("before"), null=True)
    new = models.JSONField(_("after"), null=True)
    base_number = models.PositiveIntegerField(_("started from"))
    number = models.PositiveIntegerField(_("number"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=20, choices=Seat.Kind)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["pk"]
        indexes = [models.Index(fields=["response", "key"], name="edit_by_question")]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "key", "number"],
                condition=Q(outcome="saved"),
                name="edit_numbers_count_up",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="edit_is_written_once", exclude=["author"])]

    def __str__(self):
        return f"{self.key} #{self.number} {self.outcome}"


class Comment(models.Model):
    """A line in the thread that the two keep beside a question."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    key = models.CharField(_("question"), max_length=64)
    text = models.TextField(_("comment"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=20, choices=Seat.Kind)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["response", "key"], name="comment_by_question")]

    def __str__(self):
        return self.text[:40]


class SignatureQuerySet(models.QuerySet):
    def valid(self):
        """Signatures that no later change has voided."""
        return self.filter(voided_at__isnull=True)


@pghistory.track()
class Signature(models.Model):
    """That one of the two stands behind exactly these answers, told by their digest."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="signatures")
    role = models.CharField(_("role"), max_length=20, choices=Seat.Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures"
    )
    name = models.CharField(_("name when signed"), max_length=120)
    digest = models.CharField(_("digest"), max_length=64)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "role"],
                condition=Q(voided_at__isnull=True),
                name="signature_one_valid_per_role",
            ),
            models.CheckConstraint(
                name="signature_by_one_of_the_pair", condition=Q(role__in=["politician", "officer"])
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.response}"


def report_path(report: "Report", name: str) -> str:
    """Where a report's file is kept: beside its round, never over an older one."""
    return f"reports/{report.round.slug}/{report.pk}-{name}"


class ReportQuerySet(models.QuerySet):
    def ready(self):
        """Reports whose file can be fetched, the newest first."""
        return self.filter(state=Report.State.READY).order_by("-created_at")


class Report(models.Model):
    """A round's report as PDF, kept as it was built."""

    class State(models.TextChoices):
        BUILDING = "building", _("being built")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="reports")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.BUILDING)
    step = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps"), default=0)
    basis = models.CharField(_("what it shows"), max_length=64, blank=True)
    file = models.FileField(_("file"), upload_to=report_path, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    built_at = models.DateTimeField(_("built"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.round}, {self.created_at:%Y-%m-%d}"


def end_of_day(day) -> datetime:
    """The last moment of a Swedish day, when what closes that day closes."""
    return timezone.make_aware(datetime.combine(day, datetime.max.time().replace(microsecond=0)))
