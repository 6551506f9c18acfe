"""What the secretariat writes about a word."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from toolbox.models import GlossaryTerm


class GlossaryTermForm(forms.ModelForm):
    """A word, its forms and its meaning; no form may belong to two words."""

    class Meta:
        model = GlossaryTerm
        fields = ("term", "inflections", "explanation", "link")
        widgets = {"explanation": forms.Textarea({"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["link"].assume_scheme = "https"

    def clean(self):
        given = super().clean()
        mine = GlossaryTerm(term=given.get("term", ""), inflections=given.get("inflections", ""))
        taken = {
            form.lower(): other
            for other in GlossaryTerm.objects.exclude(pk=self.instance.pk)
            for form in other.forms
        }
        for form in mine.forms:
            if form.lower() in taken:
                raise ValidationError(
                    _("“%(form)s” is a form of “%(other)s” already."),
                    params={"form": form, "other": taken[form.lower()]},
                )
        return given
