from django import forms

from sekom.search.models import Synonyms


class SynonymsForm(forms.ModelForm):
    class Meta:
        model = Synonyms
        fields = ["terms"]
        widgets = {"terms": forms.Textarea(attrs={"rows": 2})}
