"""What may come in about the contact persons' Team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Group, TeamSettings


class TeamSettingsForm(forms.ModelForm):
    """Where the Team is, and which groups are in it."""

    class Meta:
        model = TeamSettings
        fields = ("link", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["link"].assume_scheme = "https"
        self.fields["groups"].queryset = Group.objects.open()


class UpdateForm(forms.Form):
    """That the Team may be made equal to a list, as it was seen in a comparison."""

    seen = forms.CharField()
    is_sure = forms.BooleanField(
        label=_("I am sure, although more than a tenth of the Team is removed"), required=False
    )

    def __init__(self, data=None, *, found):
        super().__init__(data)
        if not found.removes_many:
            del self.fields["is_sure"]
