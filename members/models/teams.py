"""The contact persons' Team in Microsoft Teams: who is to be in it, and what was done about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.seats import Group


class TeamSettings(models.Model):
    """Where the Team is, and which groups are in it besides the pairs of contacts; one row."""

    link = models.URLField(
        _("link to the Team"),
        blank=True,
        max_length=1000,
        help_text=_("Shown to those who are in it. In Teams: “Get link to team”."),
    )
    groups = models.ManyToManyField(
        Group, verbose_name=_("groups that are in it too"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("settings of the Team")
        verbose_name_plural = _("settings of the Team")
        constraints = [models.CheckConstraint(name="team_settings_one_row", condition=Q(pk=1))]

    def __str__(self):
        return self.link


class TeamListQuerySet(models.QuerySet):
    def applied(self):
        """Lists that the Team was made equal to, the newest first."""
        return self.filter(state=TeamList.State.APPLIED).order_by("-applied_at")

    def not_applied(self):
        """Lists that somebody made and nobody has followed yet, the newest first."""
        return self.exclude(state=TeamList.State.APPLIED)

    def with_sizes(self):
        """Annotate `size`, how many are on it, and fetch who made it."""
        return self.select_related("made_by").annotate(size=models.Count("places"))


class TeamList(models.Model):
    """Who was to be in the Team when the list was made, and whether that was done since."""

    class State(models.TextChoices):
        MADE = "made", _("not done yet")
        APPLYING = "applying", _("being done")
        APPLIED = "applied", _("done")
        FAILED = "failed", _("failed")

    class Through(models.TextChoices):
        HAND = "hand", _("by hand")
        GRAPH = "graph", _("Microsoft Graph")

    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.MADE)
    through = models.CharField(_("through"), max_length=5, choices=Through, blank=True)
    applied_at = models.DateTimeField(_("done at"), null=True, blank=True)
    step = models.PositiveSmallIntegerField(_("done so far"), default=0)
    steps = models.PositiveSmallIntegerField(_("to do"), default=0)
    added_count = models.PositiveSmallIntegerField(_("added"), default=0)
    removed_count = models.PositiveSmallIntegerField(_("removed"), default=0)
    problem = models.CharField(_("problem"), max_length=400, blank=True)

    objects = TeamListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list for Teams")
        verbose_name_plural = _("lists for Teams")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="team_list_done_has_a_time_and_a_way",
                condition=(Q(state="applied", applied_at__isnull=False) & ~Q(through=""))
                | (~Q(state="applied") & Q(applied_at__isnull=True)),
            )
        ]

    def __str__(self):
        return str(self.made_at)

    def places_to_invite(self):
        """The places of those whom Microsoft did not know when the list was followed."""
        return self.places.filter(needs_invitation=True).select_related("person")

    @property
    def is_at_work(self) -> bool:
        return self.state == self.State.APPLYING


class TeamPlace(models.Model):
    """A person on a list, with the address as it was then; gone once a later list is done."""

    list = models.ForeignKey(TeamList, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"))
    belongs_to = models.CharField(_("member or group"), max_length=300)
    needs_invitation = models.BooleanField(_("must be invited"), default=False)

    class Meta:
        verbose_name = _("place on a list for Teams")
        verbose_name_plural = _("places on a list for Teams")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "person"], name="team_place_once_per_person")
        ]

    def __str__(self):
        return f"{self.email}, {self.list}"
