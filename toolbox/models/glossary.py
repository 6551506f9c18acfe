"""Words that need explaining, and what they mean."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sekom.text import SvSort, slugify_sv


class GlossaryTermQuerySet(models.QuerySet):
    def in_order(self):
        """By the Swedish alphabet."""
        return self.order_by(SvSort("term"))


@pghistory.track()
class GlossaryTerm(models.Model):
    """A word, its other forms, and what it means in a sentence or two."""

    term = models.CharField(_("word"), max_length=80, unique=True)
    inflections = models.CharField(
        _("other forms"),
        max_length=300,
        blank=True,
        help_text=_("With commas between, for example miljömål, miljömålen."),
    )
    explanation = models.TextField(
        _("explanation"),
        max_length=400,
        help_text=_("One or two sentences that can be read alone."),
    )
    link = models.URLField(_("link"), blank=True, help_text=_("Where one can read more."))

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term"]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return reverse("toolbox:glossary") + f"#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The word's place on the page of all words."""
        return f"ord-{slugify_sv(self.term) or self.pk}"

    @property
    def forms(self) -> list[str]:
        """The word in all its forms, the longest first."""
        others = (form.strip() for form in self.inflections.split(","))
        return sorted({self.term, *filter(None, others)}, key=lambda form: (-len(form), form))
