"""What happens around the day: calendars that follow, reminders, certificates, evaluations."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.signups import Signup
from surveys.models import Version
from surveys.questionnaires import Questionnaire

# No sign that looks like another.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
HOUR, DAY = 60, 24 * 60


def new_feed_key() -> str:
    """What makes a feed's address impossible to guess."""
    return get_random_string(32)


def new_code() -> str:
    """What a certificate is looked up by: typed from paper, and impossible to guess."""
    return get_random_string(12, CODE_SIGNS)


def usual_reminders() -> list[int]:
    """A week, a day and an hour before, in minutes."""
    return [7 * DAY, DAY, HOUR]


class CalendarFeedQuerySet(models.QuerySet):
    def of(self, person):
        """The feed of a person, if there is one."""
        return self.filter(person=person)

    def at(self, key):
        """The feed at a secret address, while its owner may log in."""
        return self.filter(key=key, person__is_active=True).select_related("person")


class CalendarFeed(models.Model):
    """The secret address of a person's own calendar; a new key ends the old address."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    key = models.CharField(max_length=32, unique=True, default=new_feed_key, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self):
        return f"{self.person}"

    @property
    def address(self) -> str:
        """The whole address, to put into a calendar program."""
        return settings.SITE_URL + reverse("events:own_calendar", args=[self.key])


class Reminders(models.Model):
    """When the participants of an event are reminded, where it is not as usual."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="reminders")
    # How long before the start, the earliest reminder first; empty for none.
    minutes_before = ArrayField(models.PositiveIntegerField(), default=usual_reminders, blank=True)
    # When participants' calendars last heard of the online link.
    link_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reminders")
        verbose_name_plural = _("reminders")

    def __str__(self):
        return f"{self.event}"


class Certificate(models.Model):
    """That somebody took part, on paper; whoever has its code can check it."""

    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, related_name="certificate")
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self):
        return self.shown_code

    def get_absolute_url(self):
        return reverse("events:check_certificate", args=[self.shown_code])

    @property
    def shown_code(self) -> str:
        """The code in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, 12, 4))


class EvaluationQuerySet(models.QuerySet):
    def of(self, event):
        """The evaluation of an event, if there is one."""
        return self.filter(event=event)

    def open(self):
        """Evaluations that can be answered now."""
        return self.filter(closed_at__isnull=True, closes_at__gt=timezone.now())

    def to_close(self):
        """Evaluations whose last day has passed and that nobody has closed."""
        return self.filter(closed_at__isnull=True, closes_at__lte=timezone.now())

    def visible_to(self, person):
        """Evaluations of events that this person sees, for whoever holds a seat."""
        if not (person.is_authenticated and person.may_see_contacts()):
            return self.none()
        visible = self.filter(event__in=Event.objects.visible_to(person))
        return visible.select_related("event")

    def with_numbers(self):
        """Annotate asked_count and answered_count."""
        return self.annotate(
            asked_count=Count("asked", distinct=True),
            answered_count=Count("asked", filter=Q(asked__has_answered=True), distinct=True),
        )


class Evaluation(models.Model):
    """What those who took part are asked afterwards, once for each event."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="evaluation")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="evaluations")
    is_anonymous = models.BooleanField(_("anonymous"), default=True)
    smallest_group = models.PositiveSmallIntegerField(_("smallest group shown"), default=5)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    # Annotated by with_numbers().
    asked_count: int
    answered_count: int

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.CheckConstraint(
                name="evaluation_smallest_group_hides_people", condition=Q(smallest_group__gte=3)
            ),
        ]

    def __str__(self):
        return f"{self.event}"

    @property
    def takes_answers(self) -> bool:
        return self.closed_at is None and timezone.now() < self.closes_at

    def questionnaire(self) -> Questionnaire:
        """The questions as they were when it was opened."""
        return self.version.questionnaire()


class Asked(models.Model):
    """Somebody who took part and is asked what it was worth.

    That they have answered, never when: the order of answers would tell whose is whose.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="asked")
    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, related_name="asked")
    has_answered = models.BooleanField(_("has answered"), default=False)

    class Meta:
        verbose_name = _("asked participant")
        verbose_name_plural = _("asked participants")

    def __str__(self):
        return f"{self.signup}"


class Reply(models.Model):
    """One evaluation that was filled in; of an anonymous one nobody knows whose.

    Its key is drawn by lot and it has no time, so that it cannot be matched with who was asked.
    """

    uid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="replies")
    signup = models.OneToOneField(
        Signup, on_delete=models.CASCADE, null=True, blank=True, related_name="reply"
    )
    # {key of the question: answer}
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self):
        return f"{self.uid}"
