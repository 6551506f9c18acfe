"""What may come in from the secretariat about an event: its facts, its parts and its times."""

import re
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import planning, repeating
from events.models import Event, Material, ProgrammeItem, Speaker
from events.starters import STARTERS
from members.models import Group
from sekom.text import STOCKHOLM, parse_day
from sekom.uploads import UploadField
from surveys.models import SurveyRound
from toolbox.models import Tool

# The facts of an event that are written on its page; when it is has a page of its own.
TEXT = (
    "title", "kind", "group", "summary", "description", "audience", "bring", "form", "place",
    "online_link", "link_hours_before",
)  # fmt: skip
SIGNUP = (
    "has_signup", "is_open_to_all", "places", "most_per_member", "asks_diet", "asks_access_needs",
)  # fmt: skip
ONLY_WEB = _("Write an address that begins with https:// or http://.")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time; without one: 2027-02-09 09:00."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time in Sweden; a time that the clock skips or shows twice is refused."""

    widget = MomentInput
    default_error_messages = {"invalid": _("Write the time like 2027-02-09 09:00.")}


class BeginForm(forms.Form):
    """What a new event begins with, what it is called and when it starts."""

    sort = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is called as what it begins with."),
    )
    starts_at = MomentField(label=_("Starts"))

    def __init__(self, data=None, *, earlier=None):
        super().__init__(data, initial={"sort": next(iter(STARTERS))})
        self.earlier = earlier
        if earlier:
            del self.fields["sort"]
            self.fields["title"].initial = earlier.title
        else:
            self.fields["sort"].choices = [
                (key, f"{starter.name}: {starter.about}") for key, starter in STARTERS.items()
            ]


class EventForm(forms.ModelForm):
    """The facts of an event besides its times."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields = (*TEXT, *SIGNUP)
        help_texts = {
            "summary": _("One sentence about what one gets out of it."),
            "group": _("Only for a group’s own meetings: nobody else sees them."),
            "online_link": _("Shown to those who have a place, and to nobody else."),
            "places": _("Left empty, everybody who wants to may come."),
            "most_per_member": _("Left empty, a member may send as many as it likes."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.open()
        self.fields["group"].empty_label = _("No group")
        self.fields["online_link"].assume_scheme = "https"

    def clean_online_link(self):
        return _web_only(self.cleaned_data["online_link"])

    def _post_clean(self):
        """The row is judged by the operation, which holds it; here only what was typed."""


class ProgrammeForm(forms.Form):
    """One row of the programme: when, and what happens."""

    day = forms.IntegerField(label=_("Day"), required=False, min_value=1)
    clock = forms.CharField(label=_("Time"), required=False, max_length=5)
    title = forms.CharField(
        label=_("Heading"),
        required=False,
        max_length=ProgrammeItem._meta.get_field("title").max_length,
    )
    text = forms.CharField(
        label=_("What happens"),
        required=False,
        max_length=ProgrammeItem._meta.get_field("text").max_length,
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        if repeating.day_of(event) == timezone.localtime(event.ends_at, STOCKHOLM).date():
            del self.fields["day"]

    def clean_clock(self):
        said = self.cleaned_data["clock"].strip()
        if not said:
            return None
        found = re.fullmatch(r"([01]?\d|2[0-3])[.:]?([0-5]\d)", said, re.ASCII)
        if not found:
            raise ValidationError(_("Write the time like 09:30."), code="clock")
        return timedelta(hours=int(found[1]), minutes=int(found[2]))

    def clean(self):
        given = super().clean()
        title, clock = given.get("title"), given.get("clock")
        if title and clock is None and "clock" not in self.errors:
            self.add_error("clock", _("Write when it begins."))
        if (clock is not None or given.get("text")) and not title and "title" not in self.errors:
            self.add_error("title", _("Write what happens then."))
        if title and clock is not None:
            given["minutes"] = self._minutes(given.get("day") or 1, clock)
            if not 0 <= given["minutes"] < planning.length_of(self.event) // timedelta(minutes=1):
                self.add_error("clock", _("This lies outside the time of the event."))
        return given

    def _minutes(self, day: int, clock: timedelta) -> int:
        midnight = repeating.at(repeating.day_of(self.event), datetime.min.time())
        begins = planning.later(midnight, timedelta(days=min(day, 99) - 1) + clock)
        return planning.between(self.event.starts_at, begins) // timedelta(minutes=1)

    @property
    def row(self) -> dict | None:
        """The row as the event keeps it; None where nothing was written or it is taken away."""
        given = self.cleaned_data
        if given.get("DELETE") or not given.get("title"):
            return None
        return {name: given[name] for name in ("minutes", "title", "text")}


class SpeakerForm(forms.ModelForm):
    """Somebody who leads or speaks."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Speaker
        fields = planning.SPEAKER_TEXTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean(self):
        given = super().clean()
        if not given.get("name") and any(given.get(name) for name in planning.SPEAKER_TEXTS):
            self.add_error("name", _("Write the speaker’s name."))
        return given

    def _post_clean(self):
        """The row is judged by the operation."""

    @property
    def row(self) -> dict | None:
        """The speaker as the event keeps them; None where nothing was written."""
        given = self.cleaned_data
        if given.get("DELETE") or not given.get("name"):
            return None
        return {name: given.get(name) for name in ("id", *planning.SPEAKER_TEXTS)}


ProgrammeFormSet = formset_factory(
    ProgrammeForm, extra=3, can_delete=True, can_delete_extra=False, max_num=60
)
SpeakerFormSet = formset_factory(
    SpeakerForm, extra=1, can_order=True, can_delete=True, can_delete_extra=False, max_num=20
)


class ChoicesForm(forms.Form):
    """What the event is about, what speakers may read, and which dates a change is for."""

    tools = forms.ModelMultipleChoiceField(
        label=_("Tools of the toolbox that it is about"),
        queryset=Tool.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    results = forms.ModelMultipleChoiceField(
        label=_("Survey reports that the speakers may read"),
        queryset=SurveyRound.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    which = forms.ChoiceField(
        label=_("Change"), widget=forms.RadioSelect, choices=repeating.Which, required=False
    )

    def __init__(self, data=None, *, event, initial=None):
        super().__init__(data, initial={"which": repeating.Which.ONE} | (initial or {}))
        self.fields["tools"].queryset = Tool.objects.published().order_by("title")
        self.fields["results"].queryset = SurveyRound.objects.opened().order_by("-closes_at")
        if not self.fields["results"].queryset.exists():
            del self.fields["results"]
        if not repeating.following(event):
            del self.fields["which"]


class EventEditor:
    """All of an event's forms as one: facts, programme, speakers and choices."""

    def __init__(self, event: Event, data=None):
        self.event = event
        parts = planning.parts_of(event)
        # What is sent stands alone: a form that equals what was there would count as not filled in.
        rows = [] if data is not None else [self._shown(row) for row in parts.programme]
        speakers = [] if data is not None else parts.speakers
        self.form = EventForm(data, instance=event, initial={"version": event.version})
        self.programme = ProgrammeFormSet(
            data, initial=rows, prefix="rad", form_kwargs={"event": event}
        )
        self.speakers = SpeakerFormSet(data, initial=speakers, prefix="med")
        self.choices = ChoicesForm(
            data, event=event, initial={"tools": parts.tools, "results": parts.results}
        )

    def _shown(self, row: dict) -> dict:
        begins = ProgrammeItem(event=self.event, minutes=row["minutes"]).starts_at
        day = (begins.date() - repeating.day_of(self.event)).days + 1
        return row | {"day": day, "clock": f"{begins:%H:%M}"}

    def is_valid(self) -> bool:
        """Whether all hold; each is judged, so that all errors show at once."""
        forms_of_it = (self.form, self.programme, self.speakers, self.choices)
        return all([form.is_valid() for form in forms_of_it])

    @cached_property
    def values(self) -> dict:
        """The facts, as they were written."""
        return {name: self.form.cleaned_data[name] for name in (*TEXT, *SIGNUP)}

    @property
    def version(self) -> int:
        return self.form.cleaned_data["version"]

    @property
    def parts(self) -> planning.Parts:
        """Programme, speakers, tools and results, as they were written."""
        given = self.choices.cleaned_data
        return planning.Parts(
            programme=[row for form in self.programme.forms if (row := form.row)],
            speakers=[row for form in self.speakers.ordered_forms if (row := form.row)],
            tools=list(given["tools"]),
            results=list(given.get("results", [])),
        )

    @property
    def is_for_following(self) -> bool:
        return self.choices.cleaned_data.get("which") == repeating.Which.FOLLOWING

    @property
    def facts(self) -> EventForm:
        """The fields that say what it is, as a form to draw."""
        return _part(self.form, (*TEXT, "version"))

    @property
    def signup(self) -> EventForm:
        """The fields of sign-up, as a form to draw."""
        return _part(self.form, SIGNUP)


def _part(form: EventForm, names) -> EventForm:
    """The same form with only these fields to draw; what was typed and refused stays."""
    part = copy(form)
    part.fields = {name: form.fields[name] for name in names}
    return part


class MoveForm(forms.ModelForm):
    """When an event is, and until when one may sign up."""

    which = forms.ChoiceField(
        label=_("Change"), widget=forms.RadioSelect, choices=repeating.Which, required=False
    )

    class Meta:
        model = Event
        fields = ("starts_at", "ends_at", "signup_closes_at")
        field_classes = dict.fromkeys(fields, MomentField)
        widgets = dict.fromkeys(fields, MomentInput)
        help_texts = {"signup_closes_at": _("Left empty, one may sign up until it starts.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"which": repeating.Which.ONE}, **kwargs)
        if not self.instance.has_signup:
            del self.fields["signup_closes_at"]
        if not repeating.following(self.instance):
            del self.fields["which"]

    def _post_clean(self):
        """The row is judged by the operation, which holds it."""


class RepeatForm(forms.Form):
    """The days of a series."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=repeating.Rhythm)
    count = forms.IntegerField(
        label=_("How many dates, with the first"),
        initial=6,
        min_value=2,
        max_value=repeating.MOST_DATES,
    )
    skipping = forms.CharField(
        label=_("Days to skip"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One on each line, such as 2027-04-07. Another is added at the end instead."),
    )

    def clean_skipping(self) -> list[date]:
        lines = self.cleaned_data["skipping"].splitlines()
        return [parse_day(line) for line in lines if line.strip()]


class CancelForm(forms.Form):
    """Why an event is called off."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=240,
        required=False,
        help_text=_("Stands in the letter and on the page."),
    )


class MaterialForm(forms.ModelForm):
    """A file or a link to go with an event."""

    file = UploadField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint or a picture, at most 20 MB."),
    )

    class Meta:
        model = Material
        fields = ("kind", "title", "audience", "file", "link")
        help_texts = {"link": _("Instead of a file: where a recording can be seen.")}

    def clean_link(self):
        return _web_only(self.cleaned_data["link"])

    def clean(self):
        given = super().clean()
        if not self.errors and bool(given.get("file")) == bool(given.get("link")):
            self.add_error("file", _("Give either a file or a link."))
        return given

    def _post_clean(self):
        """The row is judged by the operation."""


class AudienceForm(forms.Form):
    """Who may have a piece of material."""

    audience = forms.ChoiceField(label=_("Who may have it"), choices=Material.Audience)


class SlidesForm(forms.Form):
    """What a speaker hands in."""

    title = forms.CharField(label=_("Title"), max_length=160)
    file = UploadField(
        label=_("File"), help_text=_("PDF, PowerPoint, Word, Excel or a picture, at most 20 MB.")
    )


def _web_only(address: str) -> str:
    if address and not address.startswith(("https://", "http://")):
        raise ValidationError(ONLY_WEB, code="scheme")
    return address
