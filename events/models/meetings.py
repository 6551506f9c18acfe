"""What a meeting is made of: its agenda, its papers, what was noted, decided and approved."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event

LONGEST_NOTE = 40_000
STAYS = """
    IF EXISTS (
        SELECT 1 FROM events_notes WHERE state = 'approved' AND event_id IN (THE_EVENTS)
    ) THEN
        RAISE EXCEPTION 'approved notes never change';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
OF_ITEM = "SELECT event_id FROM events_agendaitem WHERE id IN (OLD.item_id, NEW.item_id)"
OF_NOTES = "SELECT event_id FROM events_notes WHERE id IN (OLD.notes_id, NEW.notes_id)"


def _stays(name: str, *, event: str) -> pgtrigger.Trigger:
    """Nothing that belongs to approved notes is added, changed or taken away, by whatever door.

    `event` is SQL for the ids of the events that the row belonged to and will belong to.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=STAYS.replace("THE_EVENTS", event),
    )


class NotesQuerySet(models.QuerySet):
    def readable_by(self, person):
        """Notes that are out or approved, of meetings this person may read; drafts for writers."""
        readable = Event.objects.with_agenda_readable_by(person)
        out = Q(event__in=readable) & ~Q(state=Notes.State.DRAFT)
        return self.filter(out | Q(event__in=Event.objects.editable_by(person)))

    def of(self, event):
        """The meeting's notes; new ones, not saved, where nothing has been written."""
        return self.filter(event=event).select_related("event").first() or Notes(event=event)

    def hold(self, event):
        """The meeting's notes, held until commit: all that is in them changes one at a time."""
        Notes.objects.bulk_create([Notes(event=event)], ignore_conflicts=True)
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("event__group").get(event=event)


@pghistory.track(exclude=["number"])
class Notes(models.Model):
    """The notes of a meeting as a whole: how far they have come towards being approved."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OUT = "out", _("Out for comments")
        APPROVED = "approved", pgettext_lazy("notes", "Approved")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="notes")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    participants = models.CharField(_("who took part"), max_length=1000, blank=True)
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    out_at = models.DateTimeField(_("sent out"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    # Counts every change of what can be read, so that nobody approves what they have not seen.
    number = models.PositiveIntegerField(_("changes"), default=0)

    objects = NotesQuerySet.as_manager()

    class Meta:
        verbose_name = _("notes of a meeting")
        verbose_name_plural = _("notes of meetings")
        constraints = [
            models.CheckConstraint(
                name="notes_approved_at_a_time",
                condition=Q(state="approved") ^ Q(approved_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="notes_approved_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.get_state_display()}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_out(self) -> bool:
        return self.state == self.State.OUT

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED


class AgendaItemQuerySet(models.QuerySet):
    def of(self, event):
        """The meeting's agenda in its order."""
        return self.filter(event=event).order_by("-is_follow_up", "position", "pk")

    def with_all(self):
        """Fetch papers, decisions, corrections and comments along."""
        return self.select_related("noted_by").prefetch_related(
            "papers", "decisions", "corrections", "comments"
        )


@pghistory.track(exclude=["position"])
class AgendaItem(models.Model):
    """One item of a meeting's agenda, and what was noted on it; `version` counts the notes."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    # The first item: what earlier meetings agreed and nobody has done yet.
    is_follow_up = models.BooleanField(_("follows up actions"), default=False, editable=False)
    title = models.CharField(_("heading"), max_length=160)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    presenter = models.CharField(_("who presents it"), max_length=160, blank=True)
    text = models.TextField(_("what it is about"), max_length=2000, blank=True)

    note = models.TextField(_("notes"), max_length=LONGEST_NOTE, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted"), null=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ["-is_follow_up", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(is_follow_up=True),
                name="agendaitem_one_follow_up",
            ),
        ]
        triggers = [
            _stays("agendaitem_approved_stays", event="OLD.event_id, NEW.event_id"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:meeting", args=[self.event.slug]) + f"#punkt-{self.pk}"


def paper_path(paper: "Paper", name: str) -> str:
    """Where a paper is kept: a name that nobody can guess, with the ending that says what it is."""
    return f"papers/{get_random_string(24)}.{name.rpartition('.')[2]}"


class PaperQuerySet(models.QuerySet):
    def readable_by(self, person):
        """The papers of meetings whose agenda this person may read."""
        return self.filter(item__event__in=Event.objects.with_agenda_readable_by(person))


class Paper(models.Model):
    """Something to read for an item: a file of ours or a link elsewhere."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to=paper_path, blank=True)
    name = models.CharField(_("name of the file"), max_length=100, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    link = models.URLField(_("link"), max_length=400, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of meetings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_is_a_file_or_a_link",
                condition=Q(file="") ^ Q(link=""),
                violation_error_message=_("Give either a file or a link."),
            ),
        ]
        triggers = [_stays("paper_approved_stays", event=OF_ITEM)]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.link or reverse("events:paper", args=[self.pk])


class DecisionQuerySet(models.QuerySet):
    def readable_by(self, person):
        """Decisions in notes that this person may read."""
        return self.filter(item__event__notes__in=Notes.objects.readable_by(person))

    def with_meeting(self):
        """Fetch the item and the meeting along, the latest decision first."""
        return self.select_related("item__event__group", "item__event__notes").order_by(
            "-month", "-number"
        )

    def saying(self, text: str):
        """Those that hold each of these words, or are called so: 2027-03 §4."""
        found = self
        for word in text.replace("§", " §").split()[:10]:
            said = Q(text__icontains=word) | Q(month=word) | Q(item__event__title__icontains=word)
            if word.lstrip("§").isdecimal():
                said |= Q(number=int(word.lstrip("§")[:4]))
            found = found.filter(said | Q(item__title__icontains=word)) if word != "§" else found
        return found


@pghistory.track()
class Decision(models.Model):
    """What a meeting decided: the month's running number, the words, and who took part."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions")
    month = models.CharField(_("month"), max_length=7, editable=False)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    text = models.TextField(_("decision"), max_length=2000)
    participants = models.CharField(_("who took part"), max_length=1000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["month", "number"]
        constraints = [
            # Two meetings in a month share the numbers, so that each is the only one of its name.
            models.UniqueConstraint(fields=["month", "number"], name="decision_number_in_month"),
        ]
        triggers = [_stays("decision_approved_stays", event=OF_ITEM)]

    def __str__(self):
        return f"{self.month} §{self.number}"

    def get_absolute_url(self):
        return reverse("events:meeting", args=[self.item.event.slug]) + f"#beslut-{self.pk}"


class ApproverQuerySet(models.QuerySet):
    def asked(self, person):
        """Notes that are out and wait for this person to approve them."""
        return self.filter(person=person, approved_at=None, notes__state=Notes.State.OUT)


@pghistory.track()
class Approver(models.Model):
    """Somebody who is to approve the notes, and when they did."""

    notes = models.ForeignKey(Notes, on_delete=models.CASCADE, related_name="approvers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As what: "chair, the board".
    role = models.CharField(_("as"), max_length=120, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = ApproverQuerySet.as_manager()

    class Meta:
        verbose_name = _("approver of notes")
        verbose_name_plural = _("approvers of notes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["notes", "person"], name="approver_once"),
        ]
        triggers = [_stays("approver_approved_stays", event=OF_NOTES)]

    def __str__(self):
        return f"{self.person}: {self.notes}"


class NoteComment(models.Model):
    """What a participant says of an item while the notes are out."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("written by"), max_length=120, blank=True)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("comment on notes")
        verbose_name_plural = _("comments on notes")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.by_name}: {self.item}"


class Correction(models.Model):
    """What turned out wrong in approved notes: it stands beside the text, which stays."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("what should be there"), max_length=2000)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("written by"), max_length=120)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("correction of notes")
        verbose_name_plural = _("corrections of notes")
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(
                name="correction_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return f"{self.by_name}: {self.item}"
