"""An event's own questions: a survey's types and rules, asked of one person on a plain form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from surveys import items
from surveys.items import Answer, Item, Kind
from surveys.questionnaires import Questionnaire

PREFIX = "q_"
OTHER_SUFFIX = "_other"


def fields_of(questionnaire: Questionnaire) -> dict[str, forms.Field]:
    """A form field for each question, and one for the words of each “other”."""
    fields: dict[str, forms.Field] = {}
    for question in questionnaire.questions:
        item = question.item
        fields[name_of(item)] = _field(questionnaire, item)
        if item.has_other:
            fields[name_of(item) + OTHER_SUFFIX] = forms.CharField(
                label=_other_label(questionnaire, item), max_length=1000, required=False
            )
    return fields


def initial_of(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict:
    """What the form starts with: the answers as they are, else the questions' own defaults."""
    initial: dict[str, object] = {}
    for question in questionnaire.questions:
        item = question.item
        answer = answers.get(item.key, questionnaire.defaults.get(item.key))
        if item.kind in Kind.SELECTS:
            chosen = items.chosen_values(answer)
            several = item.kind == Kind.SELECT_MULTIPLE
            initial[name_of(item)] = chosen if several else "".join(chosen[:1])
            initial[name_of(item) + OTHER_SUFFIX] = items.other_text(answer)
        else:
            initial[name_of(item)] = answer
    return initial


def answers_in(form: forms.Form, questionnaire: Questionnaire) -> dict[str, Answer]:
    """The answers that a form was given, as they are kept; what is wrong with them is put on it.

    Only those that stand: the answer to a question that another answer makes void is not kept.
    """
    values: dict[str, Answer] = {}
    for question in questionnaire.questions:
        item, name = question.item, name_of(question.item)
        try:
            values[item.key] = items.clean(
                item,
                form.cleaned_data.get(name),
                other=form.cleaned_data.get(name + OTHER_SUFFIX, ""),
            )
        except ValidationError as refusal:
            form.add_error(name, refusal)
    judgement = questionnaire.judge(values)
    for key, message in (judgement.errors | judgement.missing).items():
        if name_of(questionnaire.item(key)) not in form.errors:
            form.add_error(name_of(questionnaire.item(key)), message)
    return judgement.answers


def name_of(item: Item) -> str:
    """What the field of a question is called, like no field of the form itself."""
    return PREFIX + item.key


def _hangs_on_others(questionnaire: Questionnaire, item: Item) -> bool:
    return any(one.relevant for one in (item, *questionnaire.ancestors(item)))


def _other_label(questionnaire: Questionnaire, item: Item) -> str:
    other = next(choice for choice in item.choices if choice.value == items.OTHER)
    return questionnaire.label(other)


def _field(questionnaire: Questionnaire, item: Item) -> forms.Field:
    parent = questionnaire.by_key.get(item.parent or "")
    label = questionnaire.label(item)
    if parent and parent.kind == Kind.MATRIX:
        label = f"{questionnaire.label(parent)} {label}"
    words: dict[str, Any] = {
        "label": questionnaire.piped(label, {}),
        "help_text": questionnaire.hint(item),
        # Whether it must be answered may hang on the other answers: that the questionnaire judges.
        "required": item.is_required and not _hangs_on_others(questionnaire, item),
    }
    choices = [(choice.value, questionnaire.label(choice)) for choice in item.choices]
    if item.kind == Kind.SELECT_ONE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
    if item.kind == Kind.SELECT_MULTIPLE:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=widget, **words)
    if item.kind == Kind.ACKNOWLEDGE:
        return forms.BooleanField(**words)
    if item.kind == Kind.DATE:
        return forms.CharField(widget=forms.DateInput({"type": "date"}), **words)
    if item.kind == Kind.TEXT:
        return forms.CharField(
            widget=forms.Textarea({"rows": 3}), max_length=items.LONGEST_TEXT, **words
        )
    mode = "numeric" if item.kind == Kind.INTEGER else "decimal"
    return forms.CharField(widget=forms.TextInput({"inputmode": mode}), **words)
