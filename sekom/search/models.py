"""What can be found: the entries, their words, and what was looked for in vain."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sekom import speaking


class EntryQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What this person may find: the open, the network's for the seated, all for us.

        What is a circle's own is for those that an app counts in it: its module `search` says so
        by `circles_of(person)`.
        """
        if not person.is_authenticated:
            return self.filter(audience=Entry.Audience.PUBLIC)
        if person.is_staff:
            return self.all()
        if person.may_see_contacts():
            shared = Q(audience__in=[Entry.Audience.PUBLIC, Entry.Audience.NETWORK])
            return self.filter(
                shared | Q(audience=Entry.Audience.CIRCLE, circle__in=_circles_of(person))
            )
        return self.filter(audience=Entry.Audience.PUBLIC)


def _circles_of(person) -> list[str]:
    # Django has a module of this name too, with other things in it.
    modules = [one for one in speaking.modules("search") if hasattr(one, "circles_of")]
    return [circle for module in modules for circle in module.circles_of(person)]


class Entry(models.Model):
    """One thing that can be found; made anew from its row whenever that changes.

    `circle` says whose own it is, as the app that tells of it knows them: "group-12".
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        NETWORK = "network", _("who holds a seat")
        CIRCLE = "circle", _("a circle of its own")
        SECRETARIAT = "secretariat", _("the secretariat")

    kind = models.CharField(_("kind"), max_length=30)
    row_id = models.BigIntegerField(_("row"))
    url = models.CharField(_("address"), max_length=300)
    audience = models.CharField(_("for"), max_length=11, choices=Audience)
    circle = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300)
    keywords = models.TextField(_("keywords"), blank=True)
    text = models.TextField(_("text"), blank=True)
    vector = SearchVectorField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(
                name="search_entry_of_a_circle_says_which",
                condition=Q(audience="circle") ^ Q(circle=""),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "row_id"], name="search_entry_row"),
            # Without a list of what is yet to be filed, which every search would have to read.
            GinIndex(fields=["vector"], name="search_entry_lexemes", fastupdate=False),
        ]

    def __str__(self):
        return self.title


class Stale(models.Model):
    """A row that has changed since its entries were made; written by the database itself."""

    kind = models.CharField(_("kind"), max_length=30)
    row_id = models.BigIntegerField(_("row"))

    class Meta:
        verbose_name = _("row to read anew")
        verbose_name_plural = _("rows to read anew")

    def __str__(self):
        return f"{self.kind} {self.row_id}"


class Word(models.Model):
    """A word of our own pages: what compounds are taken apart by and misspelt words are told by."""

    word = models.CharField(_("word"), max_length=60, primary_key=True)
    plain = models.CharField(_("without dots and rings"), max_length=60)
    stems = ArrayField(models.CharField(max_length=60), verbose_name=_("stems"))

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes = [
            GinIndex(fields=["stems"], name="search_word_stems"),
            GinIndex(fields=["plain"], name="search_word_alike", opclasses=["gin_trgm_ops"]),
            models.Index(
                fields=["plain"], name="search_word_start", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self):
        return self.word


class Synonyms(models.Model):
    """Words that mean the same: who searches for one of them finds them all."""

    terms = models.TextField(
        _("words that mean the same"),
        help_text=_("With commas between: SDG, globala målen, Agenda 2030."),
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms"]

    def __str__(self):
        return self.terms

    def clean(self):
        if len(self.split()) < 2:
            raise ValidationError(
                {"terms": _("Write at least two words with a comma between.")}, code="too_few"
            )

    def split(self) -> list[str]:
        """The words, one by one."""
        return [term for part in self.terms.split(",") if (term := part.strip())]


class Miss(models.Model):
    """What was searched for without a hit, how often and when last; never by whom."""

    term = models.CharField(_("searched for"), max_length=60, unique=True)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_on = models.DateField(_("last"), default=timezone.localdate)

    class Meta:
        verbose_name = _("search in vain")
        verbose_name_plural = _("searches in vain")
        ordering = ["-count", "-last_on", "term"]

    def __str__(self):
        return self.term
