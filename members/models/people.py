"""People: whoever holds, held or will hold a seat."""

from datetime import date

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.seats import Group, Holding


class PersonQuerySet(models.QuerySet):
    def erased(self):
        """Former contacts whose personal data is gone."""
        return self.filter(erased_at__isnull=False)

    def known(self):
        """Everybody whose personal data is kept."""
        return self.filter(erased_at__isnull=True)

    def asking_to_be_erased(self):
        """Those who have asked to have their personal data erased, the first who asked first."""
        return self.known().filter(erasure_asked_at__isnull=False).order_by("erasure_asked_at")

    def without_seat_since(self, day: date):
        """Those who neither hold a seat, nor will, nor have held one on that day or later."""
        later = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        return self.exclude(pk__in=later.values("person"))


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, email: str, **fields) -> "Person":
        """Make a person; the address is kept in lower case, there is no password."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_unusable_password()
        person.full_clean()
        person.save()
        return person


@pghistory.track(exclude=["last_login", "password"])
class Person(AbstractBaseUser):
    """Somebody who holds, held or will hold a seat; known by address, without a password."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("may log in"), default=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    erasure_asked_at = models.DateTimeField(
        _("asked to be erased"), null=True, blank=True, editable=False
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager.from_queryset(PersonQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique_in_any_case"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """What is said of a person stands in headings and in the heads of letters: on one line."""
        super().clean()
        for fact in ("name", "title", "phone"):
            setattr(self, fact, " ".join(getattr(self, fact).split()))

    @property
    def is_staff(self) -> bool:
        """Whether the person sits in the secretariat today: a right of the seat, never a tick."""
        if not hasattr(self, "_is_staff"):
            self._is_staff = self.sits_in(Group.Kind.SECRETARIAT)
        return self._is_staff

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def sits_in(self, kind: "Group.Kind") -> bool:
        """Whether the person holds a seat in a group of this kind today."""
        return self.holdings.current().filter(seat__group__kind=kind).exists()

    def may_see_contacts(self) -> bool:
        """Whether the person may see the contacts' names and addresses: who holds a seat today."""
        if not hasattr(self, "_may_see_contacts"):
            is_seated = self.is_staff or self.holdings.current().exists()
            self._may_see_contacts = self.is_active and is_seated
        return self._may_see_contacts

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
