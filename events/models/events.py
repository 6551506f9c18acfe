"""When we meet: workshops and meetings, the series they belong to, and who may see them."""

from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import OperationalError, connection, models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from psycopg.errors import LockNotAvailable

from members.models import Group, Holding, Seat
from sekom.rich_text import RichTextField
from surveys.models import Version
from toolbox.models import Tool

# Those who lead a group and write for its meetings.
LEADING = (Seat.Kind.CHAIR,)
# How long one waits for others who sign up for the same event at the same time.
LONGEST_WAIT = timedelta(seconds=5)


class Series(models.Model):
    """Events that belong together: every third Wednesday, or a workshop in three parts."""

    title = models.CharField(_("title"), max_length=120)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class EventQuerySet(models.QuerySet):
    def published(self):
        """Events that are on: neither drafts nor cancelled."""
        return self.filter(state=Event.State.PUBLISHED)

    def upcoming(self):
        """Events that have not ended, the next one first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self):
        """Events that have ended, the latest first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def meetings(self):
        """Events with an agenda: the network's meetings, and those of its groups."""
        return self.filter(kind__in=Event.MEETINGS)

    def visible_to(self, user):
        """Events that have been published; a group's meetings for the group; the secretariat all.

        What was cancelled stays visible, and says so.
        """
        if user.is_authenticated and user.is_staff:
            return self.all()
        mine = Q(group__in=Group.objects.sat_in_by(user))
        return self.exclude(state=Event.State.DRAFT).filter(Q(group__isnull=True) | mine)

    def with_agenda_readable_by(self, user):
        """Meetings whose agenda this person may read: who holds a seat in the network; a group's
        own for the group; the secretariat all."""
        if not (user.is_authenticated and user.may_see_contacts()):
            return self.none()
        return self.visible_to(user).meetings()

    def of_the_network(self):
        """Events for more than one group's own people."""
        return self.filter(group__isnull=True)

    def following(self, event):
        """The later dates of this one's series that are still on, the next one first."""
        found = self.filter(series=event.series_id, starts_at__gt=event.starts_at)
        return found.exclude(state=Event.State.CANCELLED).order_by("starts_at")

    def other_dates_of(self, event):
        """The other dates of this one's series that are on and to come, the next one first."""
        if event.series_id is None:
            return self.none()
        return self.filter(series=event.series_id).exclude(pk=event.pk).published().upcoming()

    def dates_without_questions(self, series, person):
        """The dates of a series that take sign-ups, ask nothing and have not got this person's."""
        theirs = Q(signups__person=person) | Q(signups__email__iexact=person.email)
        theirs &= Q(signups__state__in=["confirmed", "offered", "waiting"])
        taken = Event.objects.filter(theirs, series=series)
        found = self.filter(series=series, questions__isnull=True).exclude(pk__in=taken)
        now = timezone.now()
        open_still = Q(signup_closes_at__gt=now) | Q(signup_closes_at__isnull=True)
        return found.filter(open_still, starts_at__gt=now).order_by("starts_at", "pk")

    def drafts_of(self, series):
        """The dates of a series that have not been published, the next one first."""
        return self.filter(series=series, state=Event.State.DRAFT).order_by("starts_at")

    def drafts_within(self, soon):
        """Drafts that are to begin so soon, the next one first."""
        return self.filter(state=Event.State.DRAFT, starts_at__lt=timezone.now() + soon).upcoming()

    def about_item(self, item):
        """Events about a tool that goes with this goal, principle or clause."""
        return self.filter(tool_links__tool__in=Tool.objects.published().about(item)).distinct()

    def about_tool(self, tool):
        """Events about this tool."""
        return self.filter(tool_links__tool=tool)

    def matching(self, *, kind="", form="", tool=None, item=None):
        """Events of a kind, online or on site (both are either), about a tool or an item."""
        found = self.filter(kind=kind) if kind else self
        if form:
            found = found.filter(form__in=[form, Event.Form.BOTH])
        if tool:
            found = found.about_tool(tool)
        return found.about_item(item) if item else found

    def with_parts(self):
        """Fetch what an event's page shows along: programme, speakers, tools, series, group."""
        return self.select_related("series", "group").prefetch_related(
            "programme", "speakers", "tool_links__tool", "tool_links__tool__links__item__framework"
        )

    def with_items_to_copy(self, event):
        """Other meetings that have an agenda, the latest first."""
        written = self.filter(agenda__is_follow_up=False).exclude(pk=event.pk)
        return written.order_by("-starts_at").distinct()

    def with_notes_to_read(self):
        """Meetings whose notes are out or approved, with all that was noted."""
        written = self.published().filter(notes__state__in=["out", "approved"])
        return written.prefetch_related("agenda__decisions__item__event")

    def with_meeting_facts(self):
        """Fetch group and notes along, and annotate how many decisions and actions there are."""

        def count(what: str, **only) -> Count:
            return Count(what, filter=Q(**only), distinct=True)

        return self.select_related("group", "notes").annotate(
            decision_count=count("agenda__decisions"),
            action_count=count("actions"),
            open_action_count=count("actions", actions__closed_at=None, actions__isnull=False),
        )

    def editable_by(self, user):
        """All events for the secretariat; for who leads a group that group's meetings."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        led = Holding.objects.current().filter(person=user, seat__kind__in=LEADING)
        return self.filter(group__in=led.values("seat__group"))

    def signable_by(self, user):
        """Events that one may sign up for: open ones anybody, a group's its own people, the
        rest whoever holds a seat in the network."""
        with_signup = self.visible_to(user).published().filter(has_signup=True)
        if not user.is_authenticated:
            return with_signup.filter(is_open_to_all=True, group__isnull=True)
        if user.may_see_contacts():
            return with_signup
        return with_signup.filter(is_open_to_all=True)

    def with_a_queue(self):
        """Events to come in which somebody waits for a place, or has one offered."""
        live = Q(signups__state__in=["waiting", "offered"])
        return self.upcoming().filter(live).distinct()

    def with_numbers(self):
        """Annotate confirmed_count, offered_count and waiting_count."""

        def count(state: str) -> Count:
            return Count("signups", filter=Q(signups__state=state), distinct=True)

        return self.annotate(
            confirmed_count=count("confirmed"),
            offered_count=count("offered"),
            waiting_count=count("waiting"),
        )

    def hold(self, event):
        """The event, held until commit: its places are counted and given by one at a time.

        A weaker lock than for deletion, so that rows which only point at the event need not wait.
        Raises ValidationError when others hold it for too long.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT.seconds}s'")
        try:
            return self.select_for_update(no_key=True).get(pk=event.pk)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise ValidationError(
                _("Many are signing up right now. Wait a moment and try again."), code="busy"
            ) from error


@pghistory.track(exclude=["online_link"])
class Event(models.Model):
    """A workshop or meeting, with or without sign-up."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        WINTER = "winter", _("winter meeting")
        SUMMER = "summer", _("summer meeting")
        ANNUAL = "annual", _("annual meeting")
        MEETING = "meeting", _("meeting")
        OTHER = "other", _("other")

    MEETINGS = (Kind.WINTER, Kind.SUMMER, Kind.ANNUAL, Kind.MEETING)

    class Form(models.TextChoices):
        ONLINE = "online", _("online")
        ON_SITE = "on_site", _("on site")
        BOTH = "both", _("on site and online")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("event", "draft")
        PUBLISHED = "published", pgettext_lazy("event", "published")
        CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WORKSHOP)
    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    # A group's own meeting: for its people and the secretariat.
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("group"),
    )
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    description = RichTextField(_("description"), blank=True)
    audience = models.CharField(_("for whom"), max_length=160, blank=True)
    bring = models.CharField(_("bring along"), max_length=240, blank=True)

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    form = models.CharField(_("where"), max_length=7, choices=Form, default=Form.ONLINE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # Only ever shown to who has a place, from link_shown_at on.
    online_link = models.URLField(_("link to the online meeting"), max_length=500, blank=True)
    link_hours_before = models.PositiveSmallIntegerField(
        _("hours before that the link is shown"), default=24
    )

    has_signup = models.BooleanField(_("takes sign-ups"), default=True)
    is_open_to_all = models.BooleanField(
        _("open to everybody, also outside the network"), default=False
    )
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    most_per_member = models.PositiveSmallIntegerField(
        _("at most for each member"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    signup_closes_at = models.DateTimeField(_("sign-up closes"), null=True, blank=True)
    asks_diet = models.BooleanField(_("ask for dietary needs"), default=False)
    asks_access_needs = models.BooleanField(_("ask for accessibility needs"), default=False)
    # Questions of its own, written as a survey is.
    questions = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions"),
    )

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=240, blank=True)
    # Grows with each change by the secretariat, so that two who write at once are told.
    version = models.PositiveIntegerField(_("version"), default=0)
    # Grows with each change that calendars must hear of.
    sequence = models.PositiveIntegerField(_("changes"), default=0)

    # Annotated by with_numbers().
    confirmed_count: int
    offered_count: int
    waiting_count: int

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The event must end after it starts."),
            ),
            models.CheckConstraint(
                name="event_signup_closes_before_start",
                condition=Q(signup_closes_at__isnull=True)
                | Q(signup_closes_at__lte=F("starts_at")),
                violation_error_message=_("Sign-up must close before the event starts."),
            ),
            models.CheckConstraint(
                name="event_places_at_least_one",
                condition=Q(places__isnull=True) | Q(places__gte=1),
                violation_error_message=_("There must be at least one place."),
            ),
            models.CheckConstraint(
                name="event_state_has_its_time",
                condition=Q(state="draft")
                | Q(state="published", published_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="event_of_a_group_is_not_open_to_all",
                condition=Q(group__isnull=True) | Q(is_open_to_all=False),
                violation_error_message=_("A group's own meeting cannot be open to everybody."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:detail", args=[self.slug])

    @property
    def is_meeting(self) -> bool:
        return self.kind in self.MEETINGS

    @property
    def is_online(self) -> bool:
        return self.form != self.Form.ON_SITE

    @property
    def is_on_site(self) -> bool:
        return self.form != self.Form.ONLINE

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def last_signup_at(self):
        """Until when one may sign up: its own time, else the start."""
        return self.signup_closes_at or self.starts_at

    @property
    def takes_signups(self) -> bool:
        return self.has_signup and self.is_published and timezone.now() < self.last_signup_at

    @property
    def takes_answers(self) -> bool:
        """Whether what was answered at sign-up may still be changed."""
        return self.is_published and timezone.now() < self.last_signup_at

    @property
    def link_shown_at(self):
        """From when those with a place see the link to the online meeting."""
        return self.starts_at - timedelta(hours=self.link_hours_before)

    @property
    def asks_needs(self) -> bool:
        return self.asks_diet or self.asks_access_needs

    @property
    def free_count(self) -> int | None:
        """Places left, None where there is no limit; needs with_numbers()."""
        if self.places is None:
            return None
        return max(0, self.places - self.confirmed_count - self.offered_count)
