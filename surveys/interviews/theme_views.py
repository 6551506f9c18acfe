"""Themes: the tree, each theme by itself, what was done and how to undo it, and memos."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.interviews import remembering, theming, undoing
from surveys.interviews.coding_forms import (
    MemoForm,
    MergeForm,
    MoveForm,
    NewThemeForm,
    SplitForm,
    ThemeForm,
    ThemeTieForm,
)
from surveys.interviews.models import Change, Link, Memo, Statement, Study, Theme
from surveys.interviews.trees import in_tree_order

page = require_http_methods(["GET", "HEAD", "POST"])
LAST_CHANGES = 20
LONGEST_LIST = 200


def _study(request: HttpRequest, pk: int) -> Study:
    return get_object_or_404(Study.objects.readable_by(request.user).with_names(), pk=pk)


def _data(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _refuse(request: HttpRequest, refusal: ValidationError) -> None:
    messages.error(request, " ".join(refusal.messages))


@page
def themes(request, pk):
    """The tree of themes, a form for one more, and what was done lately."""
    study = _study(request, pk)
    form = NewThemeForm(_data(request), study=study)
    if form.is_valid():
        try:
            theming.add(study, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The theme is in the list."))
            return redirect("interviews:themes", pk)
    seen = Statement.objects.shown_to(request.user).filter(interview__study=study)
    tied = Link.objects.filter(statement__in=seen, theme__isnull=False)
    counts = Counter(tied.values_list("theme", flat=True))
    rows = list(in_tree_order(study.themes.prefetch_related("own_links__item", "own_links__goal")))
    changes = Change.objects.seen_by(request.user).filter(study=study).select_related("author")
    context = {
        "study": study,
        "form": form,
        "rows": [(theme, depth, counts[theme.pk]) for theme, depth in rows],
        "changes": changes[:LAST_CHANGES],
        "may_write": Study.objects.worked_on_by(request.user).contains(study),
    }
    return render(request, "interviews/themes.html", context, status=422 if form.errors else 200)


def _theme(request: HttpRequest, pk: int) -> Theme:
    found = Theme.objects.readable_by(request.user).select_related("study__member", "parent")
    return get_object_or_404(found, pk=pk)


@page
def show_theme(request, pk):
    """A theme: what it is called, what is sorted there, and all that can be done with it."""
    theme = _theme(request, pk)
    form = ThemeForm(_data(request), instance=theme)
    if form.is_valid():
        try:
            theming.rename(theme, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:theme", pk)
    return _show(request, pk, 422 if form.errors else 200, form=form)


def _show(request: HttpRequest, pk: int, status: int = 200, **forms) -> HttpResponse:
    theme = _theme(request, pk)
    seen = Statement.objects.readable_by(request.user).filter(links__theme=theme).with_links()
    rows = seen.order_by("interview__department__position", "pk")
    context = {
        "theme": theme,
        "study": theme.study,
        "form": ThemeForm(instance=theme),
        "move_form": MoveForm(theme=theme, initial={"parent": theme.parent_id}),
        "merge_form": MergeForm(theme=theme),
        "split_form": SplitForm(statements=rows),
        "tie_form": ThemeTieForm(study=theme.study),
        "memo_form": MemoForm(),
        "memos": theme.memos.select_related("author"),
        "statements": rows[:LONGEST_LIST],
        "own_links": theme.own_links.select_related("goal", "item__framework", "author"),
        "may_write": Theme.objects.worked_on_by(request.user).contains(theme),
    }
    return render(request, "interviews/theme.html", context | forms, status=status)


@require_POST
def move_theme(request, pk):
    """Put a theme under another one and at a place; by form, by keyboard or dragged."""
    theme = _theme(request, pk)
    form = MoveForm(request.POST, theme=theme)
    if form.is_valid():
        given = form.cleaned_data
        try:
            theming.move(theme, parent=given["parent"], place=given["place"] - 1, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("“%(theme)s” is moved.") % {"theme": theme})
            return redirect("interviews:themes", theme.study_id)
    return _show(request, pk, 422, move_form=form)


@require_POST
def step_theme(request, pk):
    """Move a theme one step: up, down, in under the one above, or out."""
    theme = _theme(request, pk)
    try:
        theming.step(theme, request.POST.get("steg", ""), by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    return redirect(f"{reverse('interviews:themes', args=[theme.study_id])}#t{theme.pk}")


@require_POST
def merge_theme(request, pk):
    """Let a theme become part of another."""
    theme = _theme(request, pk)
    form = MergeForm(request.POST, theme=theme)
    if form.is_valid():
        try:
            theming.merge(theme, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The themes are one. You can undo it below."))
            return redirect("interviews:themes", theme.study_id)
    return _show(request, pk, 422, merge_form=form)


@require_POST
def split_theme(request, pk):
    """Let some of a theme's statements have a theme of their own."""
    theme = _theme(request, pk)
    seen = Statement.objects.readable_by(request.user).filter(links__theme=theme)
    form = SplitForm(request.POST, statements=seen)
    if form.is_valid():
        try:
            theming.split(theme, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The theme is split. You can undo it below."))
            return redirect("interviews:themes", theme.study_id)
    return _show(request, pk, 422, split_form=form)


@require_POST
def remove_theme(request, pk):
    """Remove a theme; its statements stay."""
    theme = _theme(request, pk)
    try:
        theming.remove(theme, by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    else:
        messages.success(request, _("The theme is removed. You can undo it below."))
    return redirect("interviews:themes", theme.study_id)


@require_POST
def tie_theme(request, pk):
    """Tie a whole theme to goals, with a reason."""
    theme = _theme(request, pk)
    form = ThemeTieForm(request.POST, study=theme.study)
    if form.is_valid():
        try:
            for target in form.ties():
                theming.tie(theme, target, why=form.cleaned_data["why"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:theme", pk)
    return _show(request, pk, 422, tie_form=form)


@require_POST
def untie_theme(request, pk, link_id):
    """Take a theme's own goal away."""
    theme = _theme(request, pk)
    link = get_object_or_404(theme.own_links.select_related("of_theme__study"), pk=link_id)
    try:
        theming.untie(link, by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    return redirect("interviews:theme", pk)


@require_POST
def add_theme_memo(request, pk):
    """Keep a memo about a theme."""
    theme = _theme(request, pk)
    form = MemoForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            remembering.keep(theme.study, text=text, about=theme, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("interviews:theme", pk)
    return _show(request, pk, 422, memo_form=form)


@require_POST
def undo_change(request, pk):
    """Undo something that was done to themes, or a statement that one removed."""
    mine = Change.objects.seen_by(request.user).select_related("study__member")
    change = get_object_or_404(mine, pk=pk)
    try:
        undoing.undo(change, by=request.user)
    except ValidationError as refusal:
        _refuse(request, refusal)
    else:
        messages.success(request, _("Undone."))
    return redirect("interviews:themes", change.study_id)


# --- Memos ------------------------------------------------------------------------------------


@page
def memos(request, pk):
    """All memos of a study, whatever they are about, and a form for one about the whole."""
    study = _study(request, pk)
    form = MemoForm(_data(request))
    if form.is_valid():
        try:
            remembering.keep(study, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The memo is kept."))
            return redirect("interviews:memos", pk)
    context = {
        "study": study,
        "form": form,
        "memos": Memo.objects.readable_by(request.user).filter(study=study).with_names(),
        "may_write": Study.objects.worked_on_by(request.user).contains(study),
    }
    return render(request, "interviews/memos.html", context, status=422 if form.errors else 200)


@page
def edit_memo(request, pk):
    """Write a memo anew, or throw it away."""
    mine = Memo.objects.readable_by(request.user).with_names().select_related("study__member")
    memo = get_object_or_404(mine, pk=pk)
    form = MemoForm(_data(request), instance=memo)
    if form.is_valid() or request.POST.get("do") == "remove":
        try:
            if request.POST.get("do") == "remove":
                remembering.remove(memo, by=request.user)
            else:
                remembering.change(memo, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:memos", memo.study_id)
    context = {"memo": memo, "form": form, "study": memo.study}
    return render(request, "interviews/edit_memo.html", context, status=422 if form.errors else 200)
