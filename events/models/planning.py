"""What an event is made of besides its own facts: programme, speakers, tools, results, material."""

from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.models.signups import Signup
from sekom.text import STOCKHOLM
from surveys.models import Report, SurveyRound
from toolbox.models import Tool

# What a speaker hands in after the event still comes in this long.
SPEAKERS_LINK_LASTS = timedelta(days=30)


def new_key() -> str:
    """What makes a guest link this one; a new key ends the links of the old."""
    return get_random_string(12)


class ProgrammeItem(models.Model):
    """A row of an event's programme. Its time follows the event when that is moved."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="programme")
    minutes = models.PositiveIntegerField(_("minutes after the start"))
    title = models.CharField(_("heading"), max_length=160)
    text = models.CharField(_("what happens"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("row of the programme")
        verbose_name_plural = _("programme")
        ordering = ["minutes", "pk"]

    def __str__(self):
        return self.title

    @property
    def starts_at(self) -> datetime:
        """When it begins, as the clocks in Sweden go: an hour lost at night moves nothing."""
        begins = timezone.localtime(self.event.starts_at, STOCKHOLM).replace(tzinfo=None)
        return (begins + timedelta(minutes=self.minutes)).replace(tzinfo=STOCKHOLM)


class SpeakerQuerySet(models.QuerySet):
    def in_order(self):
        """As the event's page shows them."""
        return self.order_by("position", "pk")

    def with_link(self, pk, key):
        """The speaker whose link this is, with the event; none when it has been ended."""
        return self.filter(pk=pk, link_key=key).exclude(link_key="").select_related("event")

    def of_events_before(self, moment):
        """Those of events that had ended by then, whose address or fee is still kept."""
        return self.filter(event__ends_at__lt=moment).exclude(email="", fee_note="")


@pghistory.track()
class Speaker(models.Model):
    """Somebody who leads or speaks at an event; a guest link stands in for an account."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    about = models.CharField(_("about the speaker"), max_length=400, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    fee_note = models.CharField(
        _("note on the fee"),
        max_length=240,
        blank=True,
        help_text=_("Seen by the secretariat alone."),
    )
    # Empty: no link is out.
    link_key = models.CharField(max_length=12, blank=True, editable=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.name}, {self.organisation}" if self.organisation else self.name

    @property
    def link_ends_at(self) -> datetime:
        """From when a guest link no longer works."""
        return self.event.ends_at + SPEAKERS_LINK_LASTS


class EventTool(models.Model):
    """That an event is about a tool of the toolbox."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tool_links")
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="event_links")
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("tool of an event")
        verbose_name_plural = _("tools of events")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "tool"], name="event_tool_once"),
        ]

    def __str__(self):
        return f"{self.event}: {self.tool}"


class SharedResultsQuerySet(models.QuerySet):
    def with_reports(self):
        """Fetch the rounds along, with the reports of each that are ready."""
        ready = models.Prefetch("round__reports", Report.objects.ready())
        return self.select_related("round").prefetch_related(ready).order_by("round__title")


class SharedResults(models.Model):
    """That an event's speakers may read the report of a survey round, as input to their work."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="shared_results")
    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="shared_with")

    objects = SharedResultsQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared results")
        verbose_name_plural = _("shared results")
        constraints = [
            models.UniqueConstraint(fields=["event", "round"], name="shared_results_once"),
        ]

    def __str__(self):
        return f"{self.event}: {self.round}"

    @property
    def report(self) -> Report | None:
        """The newest report of the round; needs with_reports()."""
        return next(iter(self.round.reports.all()), None)


def material_path(material: "Material", name: str) -> str:
    """Where a file is kept: a name that nobody can guess, with the ending that says what it is."""
    return f"events/{get_random_string(24)}.{name.rpartition('.')[2]}"


class MaterialQuerySet(models.QuerySet):
    def out(self):
        """What the secretariat has let out, to whomever."""
        return self.filter(is_out=True)

    def of_event(self, event):
        """This event's, sort by sort."""
        return self.filter(event=event).select_related("event", "speaker").order_by("kind", "pk")

    def for_signup(self, signup):
        """What is let out for who signed up: more for a member's, and for who took part."""
        audiences = [Material.Audience.PUBLIC]
        if signup.member_id:
            audiences.append(Material.Audience.MEMBERS)
        if signup.attended:
            audiences.append(Material.Audience.ATTENDED)
        return self.of_event(signup.event_id).out().filter(audience__in=audiences)

    def waiting(self):
        """What speakers have handed in and the secretariat has not looked at."""
        return self.filter(is_out=False, speaker__isnull=False)

    def readable_by(self, person):
        """Material of events that this person sees, by audience; the secretariat reads all."""
        of_visible = self.filter(event__in=Event.objects.visible_to(person))
        if not person.is_authenticated:
            return of_visible.out().filter(audience=Material.Audience.PUBLIC)
        if person.is_staff:
            return of_visible
        was_there = Signup.objects.of(person).filter(attended=True)
        allowed = Q(audience=Material.Audience.PUBLIC)
        allowed |= Q(audience=Material.Audience.ATTENDED, event__in=was_there.values("event"))
        if person.may_see_contacts():
            allowed |= Q(audience=Material.Audience.MEMBERS)
        return of_visible.out().filter(allowed)


@pghistory.track()
class Material(models.Model):
    """Slides, a recording, captions or notes of an event: a file of ours or a link elsewhere."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Slides")
        RECORDING = "recording", _("Recording")
        CAPTIONS = "captions", _("Captions")
        NOTES = "notes", _("Notes")
        OTHER = "other", _("Other")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        MEMBERS = "members", _("The network’s members")
        ATTENDED = "attended", _("Those who took part")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="material")
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.SLIDES)
    title = models.CharField(_("title"), max_length=160)
    audience = models.CharField(
        _("who may have it"), max_length=8, choices=Audience, default=Audience.ATTENDED
    )
    file = models.FileField(_("file"), upload_to=material_path, blank=True)
    name = models.CharField(_("name of the file"), max_length=100, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    link = models.URLField(_("link"), max_length=400, blank=True)
    is_out = models.BooleanField(_("let out"), default=True)
    speaker = models.ForeignKey(
        Speaker, on_delete=models.SET_NULL, null=True, blank=True, related_name="material"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ["kind", "added_at"]
        constraints = [
            models.CheckConstraint(
                name="material_is_a_file_or_a_link",
                condition=Q(file="") ^ Q(link=""),
                violation_error_message=_("Give either a file or a link."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:material", args=[self.event.slug, self.pk])
