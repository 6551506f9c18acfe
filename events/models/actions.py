"""What we agreed to do: actions, who answers for them, what has been said, what came of them."""

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Event
from events.models.meetings import AgendaItem
from members.models import Group, Holding, Member, Person, Seat, today
from sekom.text import say_day, say_list


class ActionQuerySet(models.QuerySet):
    def open(self):
        """Actions that are neither done nor dropped."""
        return self.filter(closed_at__isnull=True)

    def closed(self):
        """Actions that are done or dropped, the latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at")

    def late(self):
        """Open actions whose day has passed."""
        return self.open().filter(due_on__lt=today())

    def in_state(self, state):
        """Actions in this state."""
        return self.filter(state=state)

    def due_by(self, day: date):
        """Open actions that are to be done by that day."""
        return self.open().filter(due_on__lte=day)

    def of_meeting(self, meeting):
        """What was agreed at this meeting, in its order."""
        return self.filter(meeting=meeting).order_by("number")

    def resting_with(self, person):
        """Actions that this person answers for today: alone, by a seat or as one of a group."""
        return self.filter(pk__in=Responsible.objects.resting_with(person).values("action"))

    def not_resting_with(self, person):
        """Actions that others than this person answer for today, or nobody."""
        return self.exclude(pk__in=Responsible.objects.resting_with(person).values("action"))

    def resting_with_nobody(self):
        """Open actions for which nobody has been named."""
        return self.open().filter(responsible__isnull=True)

    def resting_with_group(self, group):
        """Actions that a group answers for."""
        return self.filter(pk__in=Responsible.objects.filter(group=group).values("action"))

    def about_member(self, member):
        """Actions that a contact of this member answers for by a seat."""
        seated = Responsible.objects.filter(seat__member=member)
        return self.filter(pk__in=seated.values("action"))

    def of_the_network(self):
        """What we agreed together, not what a member keeps to itself."""
        return self.filter(member__isnull=True)

    def of_member(self, member):
        """The member's own actions."""
        return self.filter(member=member)

    def linked_to(self, address):
        """Actions with a link to this address."""
        return self.filter(pk__in=ActionLink.objects.filter(address=address).values("action"))

    def readable_by(self, person):
        """All actions, for who holds a seat; those of a group's own meetings for the group.

        Who answers for an action reads it anyway. The secretariat reads all of the network's. A
        member's own are for its contacts of today and nobody else.
        """
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self._shared(Q(), person)
        own = Q(pk__in=Responsible.objects.resting_with(person).values("action"))
        if not person.may_see_contacts():
            return self._shared(own, person)
        open_to_all = Q(meeting__isnull=True) | Q(meeting__group__isnull=True)
        mine = Q(meeting__group__in=Group.objects.sat_in_by(person))
        return self._shared(open_to_all | mine | own, person)

    def workable_by(self, person):
        """Actions whose state this person may change: their own, those they may change, all.

        Of a member's own its contacts.
        """
        if not person.is_authenticated:
            return self.none()
        if person.is_staff:
            return self._shared(Q(), person)
        own = Q(pk__in=Responsible.objects.resting_with(person).values("action"))
        return self._shared(own | Q(meeting__in=Event.objects.editable_by(person)), person)

    def editable_by(self, person):
        """All actions for the secretariat; for who leads a group those of its meetings.

        A member's own for its contacts.
        """
        if person.is_authenticated and person.is_staff:
            return self._shared(Q(), person)
        return self._shared(Q(meeting__in=Event.objects.editable_by(person)), person)

    def _shared(self, network, person):
        """Of the network's actions those that `network` names; the person's members' own."""
        own = Q(member__in=Member.objects.represented_by(person))
        return self.filter((Q(member__isnull=True) & network) | own)

    def in_order(self):
        """By the day they are to be done, the late ones first, ongoing ones last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")

    def with_names(self):
        """Fetch the meeting, who is responsible and what came of it along."""
        responsible = Responsible.objects.with_names()
        return self.select_related("meeting", "member").prefetch_related(
            models.Prefetch("responsible", responsible), "links"
        )

    def with_log(self):
        """Fetch all that a page of an action tells."""
        log = ActionEntry.objects.select_related("meeting")
        return self.with_names().prefetch_related(models.Prefetch("log", log))

    def hold(self, action):
        """The action, held until commit: its state changes one at a time."""
        return self.select_for_update(no_key=True).get(pk=action.pk)


@pghistory.track()
class Action(models.Model):
    """Something we have agreed to do, and by when; it comes back until it is done or dropped."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("action", "New")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", pgettext_lazy("action", "Done")
        DROPPED = "dropped", _("Dropped")

    CLOSED = (State.DONE, State.DROPPED)

    title = models.CharField(_("what is to be done"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    meeting = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("meeting"),
    )
    # A member's own action, for its contacts alone; nothing: one of the network.
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="own_actions",
        verbose_name=_("member"),
    )
    # The item of the agenda under which it was agreed.
    item = models.ForeignKey(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="actions",
        verbose_name=_("item"),
    )
    # The place among those of its meeting: "action 3".
    number = models.PositiveSmallIntegerField(_("number"), null=True, editable=False)
    # Nothing: it goes on without an end.
    due_on = models.DateField(_("done by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.NEW, editable=False
    )
    agreed_on = models.DateField(_("agreed"), default=today, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    # Counts the changes of what is to be done: an editor saves onto the one they saw.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="action_number_in_meeting"),
            models.CheckConstraint(
                name="action_number_with_a_meeting",
                condition=Q(meeting__isnull=True) ^ Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="action_of_a_member_at_no_meeting",
                condition=Q(member__isnull=True) | Q(meeting__isnull=True),
            ),
            models.CheckConstraint(
                name="action_closed_when_done_or_dropped",
                condition=Q(closed_at__isnull=False) ^ Q(state__in=["new", "under_way"]),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="action_open", condition=Q(closed_at=None)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:action", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def tag(self) -> str:
        """The colour of its state: a kind of tag."""
        if self.is_late:
            return "warn"
        return {"under_way": "info", "done": "ok"}.get(self.state, "quiet")

    def say_responsible(self) -> str:
        """Expertgruppen, BTH och kansliet; "" where nobody is."""
        return say_list(responsible.who for responsible in self.responsible.all())

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today()


class ResponsibleQuerySet(models.QuerySet):
    def open(self):
        """Who answers for what is neither done nor dropped."""
        return self.filter(action__closed_at__isnull=True)

    def of_people(self):
        """People who answer for something themselves, by no seat."""
        return self.filter(person__isnull=False)

    def of_seat_or_person(self, seat, person):
        """What this seat answers for, or this person alone, in the order of the actions."""
        return self.filter(Q(seat=seat) | Q(person=person)).order_by("action", "pk")

    def resting_with(self, person):
        """What this person answers for today: alone, by a seat held, as one of a group."""
        held = Holding.objects.current().filter(person=person)
        return self.filter(
            Q(person=person)
            | Q(seat__in=held.values("seat"))
            | Q(group__in=held.values("seat__group"))
        )

    def with_names(self):
        """Fetch what each is called by, in the order in which they were named."""
        return self.select_related("seat__member", "seat__group", "group", "person").order_by("pk")


@pghistory.track()
class Responsible(models.Model):
    """Who answers for an action: a seat whoever holds it, a group, a person, or others by name."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="responsible")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Somebody outside the register, or many at once: a university, all contacts.
    name = models.CharField(_("name"), max_length=120, blank=True)

    objects = ResponsibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsible for an action")
        verbose_name_plural = _("responsible for actions")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "seat", "group", "person", "name"],
                name="responsible_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="responsible_is_one_of_four",
                condition=(
                    Q(seat__isnull=False, group=None, person=None, name="")
                    | Q(seat=None, group__isnull=False, person=None, name="")
                    | Q(seat=None, group=None, person__isnull=False, name="")
                    | (Q(seat=None, group=None, person=None) & ~Q(name=""))
                ),
            ),
        ]

    def __str__(self):
        return str(self.who)

    @property
    def who(self) -> Seat | Group | Person | str:
        """The seat, group or person, or the name of others."""
        return self.seat or self.group or self.person or self.name

    def people(self) -> list[Person]:
        """Who that is today: the holder of the seat, those who sit in the group, the person."""
        if self.person:
            return [self.person]
        if not self.seat_id and not self.group_id:
            return []
        held = Holding.objects.current().select_related("person").order_by("pk")
        where = Q(seat=self.seat_id) if self.seat_id else Q(seat__group=self.group_id)
        return [holding.person for holding in held.filter(where)]


# What the log says of a field that was changed.
_SAYINGS = {
    "title": _("It was called “%(old)s”."),
    "description": _("The description was changed."),
    "due_on": _("It was to be done by %(old)s."),
    "responsible": _("Others answer for it now."),
    "links": _("The link to “%(old)s” was removed."),
}


def _say_old(name: str, old: str) -> str:
    if name != "due_on":
        return old
    return say_day(date.fromisoformat(old)) if old else str(_("no day"))


class ActionEntry(models.Model):
    """One line of an action's log: what happened, who said it and in which words."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        STARTED = "started", _("Under way")
        DONE = "done", pgettext_lazy("action", "Done")
        DROPPED = "dropped", _("Dropped")
        REOPENED = "reopened", _("Opened again")
        CHANGED = "changed", _("Changed")
        LINKED = "linked", _("Linked")
        COMMENT = "comment", pgettext_lazy("action", "Comment")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="log")
    kind = models.CharField(_("what happened"), max_length=8, choices=Kind)
    words = models.TextField(_("words"), max_length=2000, blank=True)
    # The name of each field that changed; of title and day also what they were: {field: old}.
    changed = models.JSONField(default=dict, blank=True)
    meeting = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("line of an action's log")
        verbose_name_plural = _("logs of actions")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.action}: {self.get_kind_display()}"

    def say_changes(self) -> list[str]:
        """What was changed, a sentence each; of words and days also what they were."""
        return [_SAYINGS[name] % {"old": _say_old(name, old)} for name, old in self.changed.items()]


class ActionLinkQuerySet(models.QuerySet):
    def removable_by(self, person):
        """The links of the actions whose state this person may change."""
        return self.filter(action__in=Action.objects.workable_by(person))


class ActionLink(models.Model):
    """What came of an action: a page of ours, or one elsewhere."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(_("address"), max_length=500)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    objects = ActionLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an action")
        verbose_name_plural = _("results of actions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "address"], name="action_link_once"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_own(self) -> bool:
        """Whether it leads to a page of ours."""
        return self.address.startswith("/")
