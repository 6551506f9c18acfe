"""What may come in about statements, themes and memos."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Person
from surveys.interviews import compiling, passages
from surveys.interviews.coding import Target
from surveys.interviews.compiling import By, Filters
from surveys.interviews.models import (
    AnswerText,
    Dimension,
    GuideQuestion,
    LocalGoal,
    Memo,
    Statement,
    Theme,
)
from surveys.interviews.passages import Span
from surveys.interviews.trees import beneath, in_tree_order
from toolbox.models import Framework, FrameworkItem

INDENT = "– "
# One works with a method and a guidance, not towards them.
NOT_AIMED_AT = (Framework.Kind.METHOD, Framework.Kind.GUIDANCE)


@dataclass(frozen=True)
class Check:
    """One box to tick in a long list; `depth` is how far it stands in."""

    value: str
    label: str
    is_checked: bool
    depth: int = 0


@dataclass(frozen=True)
class Checks:
    """A list of boxes under a heading."""

    heading: str
    name: str
    checks: tuple[Check, ...]

    @property
    def ticked(self) -> int:
        return sum(check.is_checked for check in self.checks)


class TiesForm(forms.Form):
    """What a statement is tied to: themes, dimensions, goals and what the frameworks hold."""

    themes = forms.ModelMultipleChoiceField(Theme.objects.none(), label=_("Themes"), required=False)
    dimensions = forms.TypedMultipleChoiceField(
        label=_("Dimensions"),
        choices=[(value, str(label).capitalize()) for value, label in Dimension.choices],
        coerce=Dimension,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    goals = forms.ModelMultipleChoiceField(
        LocalGoal.objects.none(), label=_("Our own goals"), required=False
    )
    items = forms.ModelMultipleChoiceField(
        FrameworkItem.objects.none(), label=_("Goals and principles"), required=False
    )

    def __init__(self, *args, study, tied=(), **kwargs):
        self.study = study
        self.tied = list(tied)
        chosen = {type(target): [] for target in self.tied}
        for target in self.tied:
            chosen[type(target)].append(getattr(target, "pk", target))
        initial = {
            name: chosen.get(model, [])
            for name, model in (
                ("themes", Theme),
                ("dimensions", Dimension),
                ("goals", LocalGoal),
                ("items", FrameworkItem),
            )
        }
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields["themes"].queryset = study.themes.all()
        self.fields["goals"].queryset = compiling.goals_of(study, besides=initial["goals"])
        self.fields["items"].queryset = FrameworkItem.objects.in_use(besides=initial["items"])

    def ties(self) -> list[Target]:
        """All that is chosen, in order."""
        chosen = self.cleaned_data
        names = ("themes", "dimensions", "goals", "items")
        return [target for name in names for target in chosen.get(name, ())]

    def lists(self):
        """The long lists, [Checks, …], with headings and what is ticked."""
        rows: dict[tuple[str, str], list[tuple]] = {}
        if "themes" in self.fields:
            rows[str(_("Themes")), "themes"] = list(in_tree_order(self.fields["themes"].queryset))
        goals = self.fields["goals"].queryset
        rows[str(_("Our own goals")), "goals"] = [(goal, 0) for goal in goals]
        tied = {target.pk for target in self.tied if isinstance(target, FrameworkItem)}
        for item in self.fields["items"].queryset:
            if item.framework.kind in NOT_AIMED_AT and item.pk not in tied:
                continue
            place = (item.framework.label, "items")
            rows.setdefault(place, []).append((item, 1 if item.parent_id else 0))
        return [
            Checks(heading, name, tuple(self._checks(name, found)))
            for (heading, name), found in rows.items()
            if found
        ]

    def _checks(self, name: str, rows: Iterable[tuple]) -> Iterator[Check]:
        chosen = {str(value) for value in self[name].value() or ()}
        for row, depth in rows:
            yield Check(str(row.pk), str(row), str(row.pk) in chosen, depth)


class MarkForm(TiesForm):
    """A passage to mark, or a statement in one's own words."""

    quote = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        help_text=_(
            "Mark in the notes with mouse, finger or arrow keys, or copy the words from there."
        ),
    )
    answer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    is_own_words = forms.BooleanField(label=_("In my own words, not in the notes"), required=False)
    question = forms.ModelChoiceField(
        GuideQuestion.objects.none(),
        label=_("Answers the question"),
        required=False,
        help_text=_("Needed only for your own words."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Statement.Kind, widget=forms.RadioSelect)
    new_theme = forms.CharField(label=_("A new theme"), required=False, max_length=120)

    field_order = ("quote", "answer", "start", "end", "kind", "new_theme")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = self.study.questions.all()

    def span(self):
        """The passage in code points; browsers count in UTF-16 units."""
        given = self.cleaned_data
        answer = AnswerText.objects.filter(pk=given.get("answer")).first()
        units = (given.get("start"), given.get("end"))
        if answer is None or None in units:
            return None
        return Span(*(passages.code_points(answer.text, unit) for unit in units))


class StatementForm(TiesForm):
    """A statement's kind and ties, and its words when it marks no passage."""

    text = forms.CharField(
        label=_("What was said"), widget=forms.Textarea({"rows": 3}), max_length=4000
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Statement.Kind, widget=forms.RadioSelect)

    field_order = ("text", "kind")

    def __init__(self, *args, statement, **kwargs):
        initial = {"text": statement.text, "kind": statement.kind}
        super().__init__(
            *args,
            study=statement.interview.study,
            tied=[link.aim for link in statement.links.all()],
            initial=initial,
            **kwargs,
        )
        if statement.answer_id is not None:
            del self.fields["text"]


class MendForm(forms.Form):
    """The words that a statement marks instead."""

    quote = forms.CharField(
        label=_("The words as they stand now"),
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
        help_text=_("Copy them from the notes."),
    )


# --- Themes -----------------------------------------------------------------------------------


class ThemeForm(forms.ModelForm):
    """A theme's name and what belongs there."""

    class Meta:
        model = Theme
        fields = ("title", "text")
        widgets = {"text": forms.Textarea({"rows": 2})}


class NewThemeForm(ThemeForm):
    """A new theme, and what it stands under."""

    parent = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Stands under"), required=False, empty_label=_("None")
    )

    def __init__(self, *args, study, **kwargs):
        super().__init__(*args, **kwargs)
        _choose_theme(self.fields["parent"], study, set())


class MoveForm(forms.Form):
    """Where a theme is to stand."""

    parent = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Stands under"), required=False, empty_label=_("None")
    )
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=1000, initial=1)

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        own = {theme.pk, *beneath(theme.study, theme.pk)}
        _choose_theme(self.fields["parent"], theme.study, own)


class MergeForm(forms.Form):
    """The theme that another one becomes part of."""

    into = forms.ModelChoiceField(Theme.objects.none(), label=_("Becomes part of"))

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        own = {theme.pk, *beneath(theme.study, theme.pk)}
        _choose_theme(self.fields["into"], theme.study, own)


class SplitForm(forms.Form):
    """A new theme, and the statements that it gets."""

    title = forms.CharField(label=_("The new theme"), max_length=120)
    statements = forms.ModelMultipleChoiceField(
        Statement.objects.none(),
        label=_("Its statements"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, statements, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statements"].queryset = statements
        self.fields["statements"].label_from_instance = lambda row: row.text[:200]


class ThemeTieForm(TiesForm):
    """The goals that a whole theme is tied to, and why."""

    why = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["themes"], self.fields["dimensions"]

    def clean(self):
        if not self.errors and not self.ties():
            raise ValidationError(_("Choose a goal first."), code="none")


def _choose_theme(field, study, without):
    """Offer a study's themes in the order of the tree, each as deep as it stands."""
    rows = list(in_tree_order(study.themes.all()))
    field.queryset = study.themes.exclude(pk__in=without)
    field.choices = [
        *([("", field.empty_label)] if field.empty_label is not None else []),
        *((row.pk, INDENT * depth + str(row)) for row, depth in rows if row.pk not in without),
    ]


# --- Memos, coders and filters ----------------------------------------------------------------


class MemoForm(forms.ModelForm):
    """A memo's words."""

    class Meta:
        model = Memo
        fields = ("text",)
        widgets = {"text": forms.Textarea({"rows": 3})}


class CodersForm(forms.Form):
    """The two who code an interview blind."""

    first = forms.ModelChoiceField(Person.objects.none(), label=_("First coder"))
    second = forms.ModelChoiceField(Person.objects.none(), label=_("Second coder"))

    def __init__(self, *args, coders, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = coders


class FilterForm(forms.Form):
    """What the compilation is counted by, and which statements it counts."""

    kolumner = forms.ChoiceField(label=_("Columns"), choices=By, required=False)
    fraga = forms.ModelChoiceField(
        GuideQuestion.objects.none(), label=_("Question"), required=False
    )
    dimension = forms.ChoiceField(label=_("Dimension"), required=False)
    mal = forms.ModelChoiceField(LocalGoal.objects.none(), label=_("Our own goals"), required=False)

    def __init__(self, *args, study, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(value, str(label).capitalize()) for value, label in Dimension.choices]
        self.fields["dimension"].choices = [("", _("All three")), *names]
        self.fields["fraga"].queryset = study.questions.all()
        self.fields["fraga"].empty_label = _("All questions")
        self.fields["mal"].queryset = compiling.goals_of(study)
        self.fields["mal"].empty_label = _("All our goals")
        for field in self.fields.values():
            field.widget.attrs["class"] = "sk-input"

    def by(self) -> By:
        """What the columns are; departments unless something else is chosen."""
        return By(self.cleaned_data.get("kolumner") or By.DEPARTMENT)

    def filters(self) -> Filters:
        """Which statements to count; what cannot be read chooses nothing."""
        chosen = self.cleaned_data
        question, goal = chosen.get("fraga"), chosen.get("mal")
        return Filters(
            question=question.pk if question else None,
            dimension=chosen.get("dimension") or "",
            goal=goal.pk if goal else None,
        )
