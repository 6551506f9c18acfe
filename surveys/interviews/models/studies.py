"""A study: what a member asks its administrations and companies, whom, and towards which goals."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Member


class Dimension(models.TextChoices):
    """The three sides of sustainability, the one that carries the others first."""

    ECOLOGICAL = "ecological", _("ecological")
    SOCIAL = "social", _("social")
    ECONOMIC = "economic", _("economic")


@pghistory.track()
class GoalTerm(models.Model):
    """The years that a member has decided its overall goals for."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="goal_terms")
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))

    class Meta:
        verbose_name = _("term of goals")
        verbose_name_plural = _("terms of goals")
        ordering = ["-first_year", "-last_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "first_year", "last_year"],
                name="goal_term_once_per_member",
                violation_error_message=_("There are goals for these years already."),
            ),
            models.CheckConstraint(
                name="goal_term_ends_after_it_begins",
                condition=Q(last_year__gte=F("first_year"), first_year__range=(1990, 2100)),
                violation_error_message=_("The last year must not be before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.first_year}–{self.last_year}"


class LocalGoalQuerySet(models.QuerySet):
    def standing(self):
        """The goals that stand, those withdrawn left out."""
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self):
        """The goals that stand no longer; what was tied to them is so still."""
        return self.filter(withdrawn_at__isnull=False)


@pghistory.track()
class LocalGoal(models.Model):
    """One of a member's own overall goals; known within its term by its code."""

    term = models.ForeignKey(GoalTerm, on_delete=models.CASCADE, related_name="goals")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("goal"), max_length=200)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = LocalGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("local goal")
        verbose_name_plural = _("local goals")
        ordering = ["term", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "code"],
                name="local_goal_code_unique",
                violation_error_message=_("Another goal has this code."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class StudyQuerySet(models.QuerySet):
    def led_by(self, person):
        """The studies of the members that this person represents, the newest first."""
        mine = Member.objects.represented_by(person)
        return self.filter(member__in=mine).order_by("-created_at", "-pk")

    def readable_by(self, person):
        """Those one leads, and those one is invited to as long as they are under way."""
        if not person.is_authenticated:
            return self.none()
        invited = StudyGuest.objects.current().filter(study=OuterRef("pk"), person=person)
        led = Q(member__in=Member.objects.represented_by(person))
        takes_part = Q(Exists(invited), closed_at__isnull=True)
        return self.filter(led | takes_part).order_by("-created_at", "-pk")

    def worked_on_by(self, person):
        """Those in which this person may write: led or invited to, and under way."""
        return self.readable_by(person).under_way()

    def of(self, member):
        """This member's studies."""
        return self.filter(member=member)

    def under_way(self):
        """Those that have not been closed."""
        return self.filter(closed_at__isnull=True)

    def shared(self):
        """Those whose member lets the network compare its themes, goals and counts."""
        return self.filter(is_shared=True)

    def with_names(self):
        """Fetch the member and the goals' term along."""
        return self.select_related("member", "goal_term")

    def hold(self, study):
        """The study, held until commit: what belongs to it changes one at a time."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("member", "goal_term").get(pk=study.pk)


@pghistory.track()
class Study(models.Model):
    """A member's interviews with its administrations, boards and companies, and why it holds them.

    It is seen by nobody outside: not by other members and not by the secretariat. Of a shared one
    the network compares themes, goals and counts, never what was said.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="studies")
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("purpose"), max_length=2000)
    method = models.TextField(_("method"), max_length=4000, blank=True)
    goal_term = models.ForeignKey(
        GoalTerm,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="studies",
        verbose_name=_("goals for the years"),
    )
    is_shared = models.BooleanField(_("shared with the network"), default=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("interviews:study", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.closed_at is None


class StudyGuestQuerySet(models.QuerySet):
    def current(self):
        """Invitations that nobody has ended; whether the study goes on is the study's to say."""
        return self.filter(ended_at__isnull=True)


@pghistory.track()
class StudyGuest(models.Model):
    """Somebody of the organisation who is invited to work on the study until it is closed.

    `person` is empty until the invitation has been answered.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="guests")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="study_invitations",
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = StudyGuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "email"],
                condition=Q(ended_at__isnull=True),
                name="study_guest_invited_once",
                violation_error_message=_("This address is invited already."),
            ),
        ]

    def __str__(self):
        return self.name


class GuideQuestionQuerySet(models.QuerySet):
    def standing(self):
        """The questions that are asked from now on."""
        return self.filter(retired_at__isnull=True)

    def retired(self):
        """The questions that are asked no longer, and have answers."""
        return self.filter(retired_at__isnull=False)


@pghistory.track()
class GuideQuestion(models.Model):
    """A question of the study's guide. One that has answers is retired, never deleted."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    is_core = models.BooleanField(_("core question"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("no longer asked"), null=True, blank=True)

    objects = GuideQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of the guide")
        verbose_name_plural = _("questions of the guide")
        ordering = ["study", "position", "pk"]

    def __str__(self):
        return self.text


@pghistory.track()
class StudyDepartment(models.Model):
    """An administration, a board or a company of the member that the study wants to meet."""

    class Kind(models.TextChoices):
        ADMINISTRATION = "administration", _("administration")
        BOARD = "board", pgettext_lazy("of a member", "board")
        COMPANY = "company", _("company")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.ADMINISTRATION)
    planned_on = models.DateField(_("meeting planned"), null=True, blank=True)
    declined_at = models.DateTimeField(_("will not be met"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["study", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "name"],
                name="study_department_name_unique",
                violation_error_message=_("It is in the list already."),
            ),
        ]

    def __str__(self):
        return self.name
