"""The secretariat's pages of an import: hand in, say what the columns hold, look, write, undo."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members import importing
from members.comparing import Comparison, State
from members.import_forms import ColumnsForm, ConfirmForm, ImportForm, chosen_doubles
from members.manage_views import page, secretariat
from members.models import Import
from members.tables import read_table

ROWS_ON_A_PAGE = 100
TAGS = {
    State.ERROR: "danger",
    State.DOUBLE: "warn",
    State.NEW: "ok",
    State.CHANGED: "info",
    State.SAME: "quiet",
}


@secretariat
@page
def imports(request: HttpRequest) -> HttpResponse:
    """Hand in a register, and see those that came before."""
    posted = request.method == "POST"
    form = ImportForm(*([request.POST, request.FILES] if posted else []))
    if form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            imported = importing.upload(sheet.read(), name=sheet.name, by=request.user)
        except ValidationError as refusal:
            form.add_error("sheet", refusal.messages)
        else:
            return redirect("members:import_columns", imported.pk)
    context = {"form": form, "imports": Import.objects.done().select_related("by").defer("file")}
    status = 422 if form.errors else 200
    return render(request, "members/imports/list.html", context, status=status)


@secretariat
@page
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column of the sheet holds; most are guessed."""
    imported = get_object_or_404(Import.objects.drafts(), pk=pk)
    table = read_table(bytes(imported.file))
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, table=table, columns=imported.columns)
    if form.is_valid():
        try:
            importing.choose_columns(imported, form.chosen)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(imported)
    context = {"form": form, "imported": imported, "table": table}
    status = 422 if form.errors else 200
    return render(request, "members/imports/columns.html", context, status=status)


@secretariat
@require_http_methods(["GET", "HEAD"])
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft would do, row by row; or what an import did, and the way back."""
    imported = get_object_or_404(Import, pk=pk)
    if imported.confirmed_at:
        return render(request, "members/imports/done.html", {"imported": imported})
    return _look_through(request, imported)


def _look_through(request: HttpRequest, imported: Import) -> HttpResponse:
    table, found = importing.compare(imported)
    wanted = request.GET.get("visa", "")
    rows = _in_order(found, wanted)
    shown = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "imported": imported,
        "notices": table.notices,
        "earlier": Import.objects.done().with_file(imported).first(),
        "states": _states(found, wanted),
        "total": len(found.lines),
        "page": shown,
        "rows": [(line, TAGS[line.state]) for line in shown],
        "query": urlencode({"visa": wanted}) + "&" if wanted else "",
        "has_doubles": any(line.doubles for line in shown),
        "blocked": _count(found, State.ERROR, State.DOUBLE),
        "to_write": _count(found, State.NEW, State.CHANGED),
        "letters": len({holding.person.email for holding in found.new_holdings}),
        "digest": found.digest,
    }
    return render(request, "members/imports/look_through.html", context)


def _in_order(found: Comparison, wanted: str) -> list:
    """What has to be mended first, then what would change, last what is the same."""
    order = list(State)
    lines = [line for line in found.lines if not wanted or line.state == wanted]
    return sorted(lines, key=lambda line: (order.index(line.state), line.number))


def _states(found: Comparison, wanted: str) -> list[tuple]:
    """(value, label, count, is_chosen) of each state that some row has."""
    counts = Counter(line.state for line in found.lines)
    return [(s.value, s.label, counts[s], s == wanted) for s in State if counts[s]]


def _count(found: Comparison, *states: State) -> int:
    return sum(line.state in states for line in found.lines)


@secretariat
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who the possible doubles are."""
    imported = get_object_or_404(Import, pk=pk)
    _attempt(request, lambda: importing.choose(imported, chosen_doubles(request.POST)))
    return redirect(imported)


@secretariat
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was looked through."""
    imported = get_object_or_404(Import, pk=pk)
    form = ConfirmForm(request.POST)
    if form.is_valid() and _attempt(
        request, lambda: importing.confirm(imported, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The register is updated. You can undo it for 30 days."))
    return redirect(imported)


@secretariat
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the register what it was before; what stays is told row by row."""
    imported = get_object_or_404(Import, pk=pk)
    try:
        stays = importing.undo(imported, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(imported)
    imported.refresh_from_db()
    context = {"imported": imported, "stays": stays}
    return render(request, "members/imports/done.html", context)


@secretariat
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a draft and its file."""
    imported = get_object_or_404(Import, pk=pk)
    if _attempt(request, lambda: importing.discard(imported)):
        messages.success(request, _("The file is removed. Nothing was written."))
        return redirect("members:imports")
    return redirect(imported)


def _attempt(request: HttpRequest, operation) -> bool:
    """Call an operation; a refusal is told on the next page."""
    try:
        operation()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    return True
