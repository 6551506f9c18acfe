"""A member on a path: how far it has come, what it noted, what came of each step."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from members.models import Member, Seat
from toolbox.models.paths import Path, Step


class JourneyQuerySet(models.QuerySet):
    def under_way(self):
        """Those that have not been ended."""
        return self.filter(ended_at__isnull=True)

    def walked_by(self, person):
        """The journeys of the members that this person represents, those under way first."""
        mine = Member.objects.represented_by(person)
        return self.filter(member__in=mine).order_by(
            models.F("ended_at").desc(nulls_first=True), "-begun_at"
        )

    def on(self, path):
        """The journeys on this path, with their members."""
        return self.filter(path=path).with_names()

    def of(self, member):
        """This member's journeys, those under way first."""
        order = models.F("ended_at").desc(nulls_first=True)
        return self.filter(member=member).order_by(order, "-begun_at")

    def with_names(self):
        """Fetch member and path along."""
        return self.select_related("member", "path")

    def besides(self, members):
        """Those of others than these members."""
        return self.exclude(member__in=members)

    def speaking_of(self, text):
        """Those on a path that is called something with these words, or whose tools are."""
        return self.filter(
            models.Q(path__title__icontains=text)
            | models.Q(path__steps__is_standing=True, path__steps__tools__title__icontains=text)
        )

    def shared(self):
        """Those whose member lets the network learn from them."""
        return self.filter(is_shared=True)

    def readable_by(self, person):
        """One's own member's; those shared for everybody with a seat in the network."""
        if not person.is_authenticated:
            return self.none()
        own = Q(member__in=Member.objects.represented_by(person))
        return self.filter(own | Q(is_shared=True) if person.may_see_contacts() else own)

    def with_counts(self):
        """Annotate done_count and begun_count: steps in either state, never what is written."""
        return self.with_names().annotate(
            done_count=Count("works", filter=Q(works__state=StepWork.State.DONE)),
            begun_count=Count("works", filter=Q(works__state=StepWork.State.UNDER_WAY)),
        )

    def with_steps_and_works(self):
        """Fetch the path's steps and what was done on them along."""
        return self.with_names().prefetch_related("path__steps", "works")

    def hold(self, journey):
        """The journey, held until commit: its steps change one at a time."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("member", "path").get(pk=journey.pk)


@pghistory.track(exclude=["number"])
class Journey(models.Model):
    """One member on one path; the pair walks it together."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="journeys")
    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="journeys")
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    is_shared = models.BooleanField(_("shared with the network"), default=False)
    # Counts every change, so that a page that is open can ask cheaply whether it is still right.
    number = models.PositiveIntegerField(_("changes"), default=1)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "path"],
                condition=Q(ended_at__isnull=True),
                name="journey_one_under_way",
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.path}"

    def get_absolute_url(self):
        return reverse("toolbox:journey", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None


class StepWorkQuerySet(models.QuerySet):
    def on(self, step):
        """The work on this step, or None."""
        return self.filter(step=step).with_who().first()

    def with_who(self):
        """Fetch the step, who is responsible, who wrote last and the files along."""
        return self.select_related("step", "seat", "changed_by").prefetch_related("files")


@pghistory.track()
class StepWork(models.Model):
    """How far a member has come with one step; `version` counts its changes."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("Not begun")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="works")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="works")
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.NOT_STARTED)
    on = models.DateField(_("date"), null=True, blank=True)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="step_works"
    )
    note = models.TextField(_("note"), max_length=4000, blank=True)
    result = models.TextField(_("result"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), null=True)

    objects = StepWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work on a step")
        verbose_name_plural = _("work on steps")
        constraints = [
            models.UniqueConstraint(fields=["journey", "step"], name="work_one_per_step"),
        ]

    def __str__(self):
        return f"{self.step}: {self.get_state_display()}"


def work_file_path(file: "WorkFile", name: str) -> str:
    """Where a member's file is kept: under a name that nobody can guess."""
    return f"journeys/{file.work.journey_id}/{get_random_string(16)}/{name}"


class WorkFileQuerySet(models.QuerySet):
    def readable_by(self, person):
        """The files of the journeys that this person may read."""
        return self.filter(work__journey__in=Journey.objects.readable_by(person))

    def removable_by(self, person):
        """The files of the journeys that this person walks."""
        return self.filter(work__journey__in=Journey.objects.walked_by(person).order_by())


@pghistory.track()
class WorkFile(models.Model):
    """A file that a member keeps with a step."""

    work = models.ForeignKey(StepWork, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to=work_file_path, max_length=255)
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = WorkFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a step")
        verbose_name_plural = _("files of steps")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("toolbox:work_file", args=[self.pk])
