"""An interview: one meeting with one department, and what was answered there."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.interviews.models.studies import GuideQuestion, Study, StudyDepartment


class InterviewQuerySet(models.QuerySet):
    def readable_by(self, person):
        """The interviews of the studies that this person may read."""
        return self.filter(study__in=Study.objects.readable_by(person).order_by())

    def worked_on_by(self, person):
        """The interviews that this person may write in."""
        return self.filter(study__in=Study.objects.worked_on_by(person).order_by())

    def approved(self):
        """Interviews whose group stands behind the notes: the only ones that count."""
        return self.filter(state=Interview.State.APPROVED)

    def with_names(self):
        """Fetch the department, the study and its member along."""
        return self.select_related("department", "study__member")

    def hold(self, interview):
        """The interview, held until commit: its texts and its state change one at a time."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("department", "study__member").get(pk=interview.pk)


@pghistory.track()
class Interview(models.Model):
    """A meeting with one department: when, with which roles, and how far its notes have come.

    `round` counts how often the notes were sent for approval; a link is good for its own round.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        SENT = "sent", _("Waiting for approval")
        APPROVED = "approved", _("Approved")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="interviews")
    department = models.ForeignKey(
        StudyDepartment,
        on_delete=models.PROTECT,
        related_name="interviews",
        verbose_name=_("department"),
    )
    held_on = models.DateField(_("held on"))
    roles = models.CharField(_("who took part, as roles"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    round = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent for approval"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_as = models.CharField(_("approved by, as a role"), max_length=120, blank=True)
    texts_deleted_at = models.DateTimeField(_("texts deleted"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["study", "held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="interview_approved_at_some_time",
                condition=Q(state="approved", approved_at__isnull=False)
                | Q(~Q(state="approved"), approved_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.department}, {self.held_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("interviews:interview", args=[self.pk])

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class AnswerTextQuerySet(models.QuerySet):
    def newest(self):
        """The version of each answer that counts."""
        newer = self.model.objects.filter(
            interview=OuterRef("interview"), number__gt=OuterRef("number")
        )
        return self.exclude(Exists(newer.filter(question=OuterRef("question")))).exclude(
            Q(question__isnull=True) & Exists(newer.filter(question__isnull=True))
        )

    def of(self, interview, question):
        """The newest version of the answer to a question, or None; None asks for the loose text."""
        return self.filter(interview=interview, question=question).order_by("-number").first()


class AnswerText(models.Model):
    """One version of the answer to one question; a text without a question is about the whole.

    The newest version counts. It can be written in until it is settled: sent for approval, or
    used. From then on a change is a new version. `saves` counts every save of the answer, over
    all its versions, so that a stale one can be told. Texts are NFC with LF, so that positions in
    them hold. A deleted text leaves its row, empty.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="texts")
    question = models.ForeignKey(
        GuideQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="texts"
    )
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    text = models.TextField(_("answer"), blank=True)
    asked = models.CharField(_("question as it was asked"), max_length=300, blank=True)
    saves = models.PositiveIntegerField(_("saves"), default=1)
    is_by_group = models.BooleanField(_("written by the group"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("text deleted"), null=True, blank=True)

    objects = AnswerTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer's text")
        verbose_name_plural = _("answers' texts")
        ordering = ["interview", F("question__position").asc(nulls_last=True), "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "question", "number"],
                name="answer_text_versions_count_up",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="answer_text_deleted_is_empty",
                condition=Q(deleted_at__isnull=True) | Q(text=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answer_text_settled_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
                func="""
                    IF NEW.settled_at IS DISTINCT FROM OLD.settled_at
                    OR NEW.number <> OLD.number
                    OR NEW.interview_id <> OLD.interview_id
                    OR NEW.question_id IS DISTINCT FROM OLD.question_id
                    OR (NEW.text <> OLD.text AND NEW.deleted_at IS NULL) THEN
                        RAISE EXCEPTION 'a settled text never changes';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.interview}: {self.asked} ({self.number})"
