"""What may come in about groups: their names, their seats, an election, a letter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.grouping import Choice
from members.groups import Post
from members.models import Group, Seat, today
from sekom.text import DayField


class GroupForm(forms.ModelForm):
    """What a group is called and what it is for."""

    class Meta:
        model = Group
        fields = ("name", "description")
        widgets = {"description": forms.Textarea({"rows": 4})}


class SeatForm(forms.Form):
    """Which kind of seat a group gets one more of."""

    kind = forms.ChoiceField(
        label=_("Kind of seat"),
        choices=[
            (kind.value, kind.label.capitalize())
            for kind in (Seat.Kind.ORDINARY, Seat.Kind.SUBSTITUTE, Seat.Kind.CHAIR)
        ],
    )


class ElectionForm(forms.Form):
    """A term, and who sits where in it: a line for each seat of the group."""

    starts_on = DayField(
        label=_("First day of the term"),
        initial=today,
        help_text=_("Who is replaced leaves the day before."),
    )
    ends_on = DayField(
        label=_("Last day of the term"), help_text=_("For example the next annual meeting.")
    )
    source = forms.CharField(
        label=_("How do we know?"),
        help_text=_("For example the minutes of the annual meeting."),
        max_length=200,
        required=False,
    )

    def __init__(self, data, *, posts: list[Post]):
        super().__init__(data)
        self.posts = posts
        for post in posts:
            self.fields |= self._fields_of(post)

    @staticmethod
    def _fields_of(post: Post) -> dict[str, forms.Field]:
        key = f"seat{post.seat.pk}"
        fields: dict[str, forms.Field] = {}
        name, email = _("Name"), _("E-mail")
        if post.holding:
            name, email = _("Successor’s name"), _("Successor’s e-mail")
            fields[f"{key}_again"] = forms.BooleanField(
                label=_("%(name)s is chosen again") % {"name": post.holding.person.name},
                required=False,
            )
        fields[f"{key}_name"] = forms.CharField(label=name, max_length=120, required=False)
        fields[f"{key}_email"] = forms.EmailField(label=email, required=False)
        return fields

    def lines(self) -> list[tuple[Post, list[forms.BoundField]]]:
        """Each seat with its own fields, as the page shows them."""
        return [
            (post, [self[name] for name in self.fields if name.startswith(f"seat{post.seat.pk}_")])
            for post in self.posts
        ]

    def days(self) -> list[forms.BoundField]:
        """The fields of the whole term."""
        return [self[name] for name in ("starts_on", "ends_on", "source")]

    def clean(self):
        given = super().clean()
        given["choices"] = [
            choice for post in self.posts if (choice := self._choice(post.seat)) is not None
        ]
        if not given["choices"] and not self.errors:
            raise ValidationError(_("Choose at least one person."), code="nobody")
        return given

    def _choice(self, seat: Seat) -> Choice | None:
        """What was filled in on the seat's line; None when it was left as it is."""
        key = f"seat{seat.pk}"
        name, email = (self.cleaned_data.get(f"{key}_{part}", "") for part in ("name", "email"))
        is_again = self.cleaned_data.get(f"{key}_again", False)
        if is_again and (name or email):
            self.add_error(
                f"{key}_again", _("Either the same person again, or somebody new: not both.")
            )
        elif email and not name:
            self.add_error(f"{key}_name", _("Write the name too."))
        elif name and not email and f"{key}_email" not in self.errors:
            self.add_error(f"{key}_email", _("Write the address too, so that we can invite them."))
        elif is_again or email:
            return Choice(seat, name=name, email=email)
        return None

    @property
    def term(self) -> dict:
        """What the election is called with."""
        return {
            name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "source", "choices")
        }


class CloseForm(forms.Form):
    """The last day of a group."""

    on = DayField(
        label=_("Last day"),
        initial=today,
        help_text=_("Whoever sits in the group leaves it then. Its page and its past are kept."),
    )


class LetterForm(forms.Form):
    """A letter to a group."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Letter"), max_length=10_000, widget=forms.Textarea({"rows": 12})
    )
