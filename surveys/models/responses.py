"""What is answered: one response of each member, its answers, comments and signatures."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member, Seat
from surveys import questionnaires
from surveys.models.rounds import SurveyRound


class ResponseQuerySet(models.QuerySet):
    def answerable_by(self, person):
        """Responses this person may fill in: their own members', while they are open."""
        return self.of(person).taking_answers()

    def taking_answers(self):
        """Responses that can still be changed: of open rounds, or opened again."""
        return self.filter(
            Q(reopened_at__isnull=False)
            | Q(round__closed_at__isnull=True, round__closes_at__gt=timezone.now()),
            round__opened_at__isnull=False,
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

    def hold(self, response):
        """The response, held until commit: its answers and signatures change one at a time."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("round", "member").get(pk=response.pk)

    def counted(self):
        """Responses that the round takes: signed by both, or accepted with a reason."""
        return self.filter(Q(submitted_at__isnull=False) | Q(accepted_at__isnull=False))

    def unfinished_by(self, member_id: int):
        """A member's responses that can be changed and have not been sent in."""
        found = self.taking_answers().filter(member=member_id)
        return found.filter(submitted_at__isnull=True, accepted_at__isnull=True)


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

    def is_approved_by(self, person) -> bool:
        """Whether this person's approval stands."""
        signatures = self.signatures.all()
        return any(one.person_id == person.pk and not one.voided_at for one in signatures)


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
