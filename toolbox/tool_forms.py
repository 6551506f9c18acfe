"""What may come in about one tool: its text, its steps, what it goes with, its files."""

from copy import copy
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from members.models import Person
from sekom.rich_text import RichTextFormField
from sekom.text import DayField
from toolbox.models import FrameworkItem, Tool, ToolFile

TEXT = [name for name in Tool.FIELDS if name != "steps"]
LAST = ("source", "approved_by", "is_example", "note")


class ToolForm(forms.ModelForm):
    """The fields of a tool's draft; the row itself is never saved by it."""

    version = forms.IntegerField()
    note = forms.CharField(
        label=_("What you changed"),
        required=False,
        max_length=300,
        help_text=_("A few words that help the one who looks it through."),
    )

    class Meta:
        model = Tool
        fields = TEXT
        help_texts = {
            "summary": _("One sentence that says what one gets out of it."),
            "people": _("Roles and how many, for example: 4–8 people with different roles."),
            "source": _("Who made it, and where one can read more."),
            "approved_by": _("Who at the university has approved the text."),
            "example": _("A whole example with real numbers."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        # The page says only what is not required; a draft may lack anything but its title.
        for name in TEXT[1:]:
            self.fields[name].required = False


class StepForm(forms.Form):
    """One step of a tool."""

    title = forms.CharField(label=_("Heading"), required=False, max_length=120)
    text = RichTextFormField(label=_("What to do"), required=False)


class LinkForm(forms.Form):
    """One thing that a tool goes with, and why."""

    item = forms.CharField(
        label=_("Goal, objective, principle or clause"), required=False, max_length=260
    )
    why = forms.CharField(label=_("Why"), required=False, max_length=240)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        self.fields["item"].widget.attrs["list"] = "framework-items"

    def clean_item(self):
        said = self.cleaned_data["item"].strip()
        if said and said not in self.items:
            raise ValidationError(
                _("Choose one of the list: begin to write its number or name."), code="unknown"
            )
        return self.items.get(said)


StepFormSet = formset_factory(StepForm, extra=2, can_order=True, can_delete=True, max_num=40)
LinkFormSet = formset_factory(LinkForm, extra=3, can_delete=True, max_num=80)


class ToolEditor:
    """All of a tool's forms as one: text, steps and links."""

    def __init__(self, tool: Tool, data=None):
        self.drafted = drafted = tool.drafted()
        row = Tool(pk=tool.pk, slug=tool.slug)
        text = {name: drafted.get(name) for name in TEXT} | {"version": tool.version}
        labels = {pk: label for label, pk in self.items.items()}
        links = [
            {"item": labels[link["item"]], "why": link["why"]}
            for link in drafted.get("links", [])
            if link["item"] in labels
        ]
        self.form = ToolForm(data, instance=row, initial=text)
        # What is sent stands alone: a form that equals what was there would count as not filled in.
        steps, links = ([], []) if data is not None else (drafted.get("steps", []), links)
        self.steps = StepFormSet(data, initial=steps, prefix="steg")
        self.links = LinkFormSet(
            data, initial=links, prefix="hor", form_kwargs={"items": self.items}
        )

    @property
    def text(self) -> ToolForm:
        """The fields of the text, as a form to draw."""
        return _part(self.form, [name for name in TEXT if name not in LAST])

    @property
    def about(self) -> ToolForm:
        """The fields about the text, as a form to draw."""
        return _part(self.form, LAST)

    @cached_property
    def items(self) -> dict[str, int]:
        """{what is written: item} of everything that a tool can go with."""
        linked = [link["item"] for link in self.drafted.get("links", [])]
        found = FrameworkItem.objects.in_use(besides=linked)
        return {item.name_in_full: item.pk for item in found}

    def is_valid(self) -> bool:
        """Whether all three hold; each is judged, so that all errors show at once."""
        return all([self.form.is_valid(), self.steps.is_valid(), self.links.is_valid()])

    @property
    def values(self) -> dict:
        """What was written, as the draft keeps it."""
        text = {name: self.form.cleaned_data[name] for name in TEXT}
        steps = [
            {"title": form.cleaned_data["title"], "text": form.cleaned_data["text"]}
            for form in self.steps.ordered_forms
            if form.cleaned_data.get("title") or form.cleaned_data.get("text")
        ]
        links = {
            form.cleaned_data["item"]: form.cleaned_data["why"]
            for form in self.links.forms
            if form.cleaned_data.get("item") and not form.cleaned_data.get("DELETE")
        }
        chosen = [{"item": item, "why": why} for item, why in links.items()]
        return text | {"steps": steps, "links": chosen}


def _part(form: ToolForm, names) -> ToolForm:
    """The same form with only these fields to draw; what was typed and refused stays."""
    part = copy(form)
    part.fields = {name: form.fields[name] for name in names}
    return part


class TitleForm(forms.ModelForm):
    """What a new tool is called."""

    class Meta:
        model = Tool
        fields = ("title",)


class FileForm(forms.ModelForm):
    """A template or picture to go with a tool."""

    file = forms.FileField(
        label=_("File"), help_text=_("Word, Excel, PowerPoint, PDF or a picture, at most 20 MB.")
    )

    class Meta:
        model = ToolFile
        fields = ("title", "file", "version", "language")


class MoveForm(forms.Form):
    """Where a page is to be."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("Letters a–z, digits and hyphens. Old links lead to the new address."),
    )


class LookAfterForm(forms.Form):
    """Who looks after a page, and when it is to be looked over again."""

    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
    )
    review_by = DayField(
        label=_("To be looked over by"),
        required=False,
        help_text=_("The owner gets a letter 30 days before."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people


class PublishForm(forms.Form):
    """When a draft is to come out; no time means now."""

    at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave it empty to publish now."),
    )


class RemarkForm(forms.Form):
    """Something to say about a draft."""

    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))


class InviteForm(forms.Form):
    """Who a preview link is for."""

    name = forms.CharField(
        label=_("Who it is for"),
        max_length=120,
        help_text=_("For example: Anna Ek, BTH. What they write bears that name."),
    )
