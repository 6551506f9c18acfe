"""The compilation: themes by department, question, dimension and goal, and the words behind."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekom import excel
from surveys.interviews import compiling, handing_out, pooling
from surveys.interviews.coding_forms import FilterForm
from surveys.interviews.compiling import By, Tally
from surveys.interviews.models import Dimension, Statement, Study
from toolbox.models import FrameworkItem

MOST_CHIPS = 2
FIRST_QUOTES = 5


def _study(request, pk):
    return get_object_or_404(Study.objects.readable_by(request.user).with_names(), pk=pk)


def _form(request, study):
    form = FilterForm(request.GET, study=study)
    form.is_valid()
    return form


@require_safe
def compilation(request, pk):
    """Themes and how often each is spoken of, where; a cell opens the quotes behind it."""
    study = _study(request, pk)
    form = _form(request, study)
    by, filters = form.by(), form.filters()
    found = compiling.matrix(study, by, filters)
    row = found.row(request.GET.get("tema", "-"))
    column = found.column(request.GET.get("cell", "-")) if row else None
    signs = _signs(study)
    asked = request.GET.copy()
    for name in ("tema", "cell", "alla"):
        asked.pop(name, None)
    context = {
        "study": study,
        "form": form,
        "by": by,
        "matrix": found,
        "rows": [(one, *signs.get(one.key, ((), ""))) for one in found.rows],
        "chosen": _chosen(request, study, by, filters, row, column) if row else None,
        "orphans": compiling.orphans(study),
        "lost": Statement.objects.readable_by(request.user).filter(interview__study=study).lost(),
        "asked": asked.urlencode(),
        "is_first": by == By.DEPARTMENT and not filters,
    }
    return render(request, "interviews/compilation.html", context)


def _signs(study):
    """{theme: (its commonest global goals, its commonest dimension)}."""
    goals = compiling.count(study, By.SDG).cells
    items = FrameworkItem.objects.in_bulk({int(key) for _theme, key in goals if key})
    words = {value: str(label).capitalize() for value, label in Dimension.choices}
    found = {}
    dimensions = compiling.count(study, By.DIMENSION).cells
    for theme in {theme for theme, _key in [*goals, *dimensions]}:
        chips = [items[int(key)] for key in _commonest(goals, theme)[:MOST_CHIPS]]
        first = _commonest(dimensions, theme)[:1]
        found[theme] = (chips, words[first[0]] if first else "")
    return found


def _commonest(cells: dict[tuple[str, str], Tally], theme: str) -> list[str]:
    own = [(-tally.statements, key) for (row, key), tally in cells.items() if row == theme and key]
    return [key for _count, key in sorted(own)]


def _chosen(request, study, by, filters, row, column):
    """What the page says of the cell or row that is chosen: its words, done beside ahead."""
    key = column.key if column else None
    quotes = compiling.quotes(study, by, theme=row.key, column=key, filters=filters)
    quotes = quotes.select_related("interview__department", "question")
    tally = row.tally
    if column:
        tally = found.tally if (found := _cell(row, column)) else Tally()
    kinds = (
        (_("Done so far"), "check", tally.done, [Statement.Kind.DONE]),
        (_("Ahead"), "arrow-right", tally.ahead, Statement.AHEAD),
        (_("Obstacles"), "triangle-alert", tally.obstacles, [Statement.Kind.OBSTACLE]),
    )
    is_all = "alla" in request.GET
    return {
        "row": row,
        "column": column,
        "is_all": is_all,
        "groups": [
            {
                "title": title,
                "icon": icon,
                "count": count,
                "quotes": quotes.filter(kind__in=some)[: None if is_all else FIRST_QUOTES],
            }
            for title, icon, count, some in kinds
        ],
        "has_more": any(count > FIRST_QUOTES for _title, _icon, count, _some in kinds),
    }


def _cell(row, column):
    return next((cell for cell in row.cells if cell.column == column), None)


@require_safe
def compilation_file(request, pk, suffix):
    """The compilation to take along, as the page is filtered."""
    study = _study(request, pk)
    form = _form(request, study)
    if suffix == "xlsx":
        file = handing_out.as_workbook(study, form.filters())
        return excel.hand_out(file, name="sammanstallning.xlsx")
    text = handing_out.as_csv(study, form.by(), form.filters())
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="sammanstallning.csv"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def network(request):
    """What the shared studies say together, for those who hold a seat in the network."""
    if not request.user.may_see_contacts():
        raise Http404
    context = {
        "comparison": pooling.comparison_for(request.user),
        "smallest_group": pooling.SMALLEST_GROUP,
    }
    return render(request, "interviews/network.html", context)
