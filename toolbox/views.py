"""The toolbox as everybody reads it: tools, frameworks and how they meet."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sekom import related
from toolbox import crossing, guiding, publishing
from toolbox.forms import CrossForm, ToolFilterForm
from toolbox.models import Example, Framework, FrameworkItem, Path, Tool, ToolFile

PER_PAGE = 24
MOST_EXAMPLES = 3


@login_not_required
@require_safe
def list_tools(request):
    """All published tools, by phase, time and what they go with."""
    form = ToolFilterForm(request.GET, items=list(FrameworkItem.objects.in_use().at_the_top()))
    tools = Tool.objects.published().matching(form.chosen_items, minutes=form.minutes)
    page = Paginator(tools.in_order(), PER_PAGE).get_page(request.GET.get("sida"))
    asked = [(name, value) for name, value in request.GET.lists() if name != "sida"]
    pages = {
        number: "?" + urlencode([*asked, ("sida", [number])], doseq=True)
        for number in (page.number - 1, page.number + 1)
        if 1 <= number <= page.paginator.num_pages
    }
    context = {
        "form": form,
        "page": page,
        "chosen": form.chosen_items,
        "earlier_url": pages.get(page.number - 1),
        "more_url": pages.get(page.number + 1),
        "is_part": request.htmx,
    }
    template = "toolbox/_tools.html" if request.htmx else "toolbox/list.html"
    return render(request, template, context)


@login_not_required
@require_safe
def show_tool(request, slug):
    """A tool, to be used at once; an address that it once had leads to it."""
    tool = Tool.objects.published().with_everything().at(slug)
    if tool is None:
        moved = publishing.at_old_address(Tool, slug)
        if moved is None:
            raise Http404
        return redirect(moved, permanent=True)
    context = {
        "tool": tool,
        "files": tool.live_files(),
        "examples": Example.objects.published().with_tool(tool)[:MOST_EXAMPLES],
        "paths": Path.objects.with_tool(tool),
        "cards": related.cards_about_tool(tool, request.user),
        "beside": guiding.beside(
            tool,
            slug=request.GET.get("arbetsgang", ""),
            key=request.GET.get("steg", ""),
            person=request.user,
        ),
    }
    return render(request, "toolbox/tool.html", context)


@login_not_required
@require_safe
def tool_file(request, file_id, name):
    """A tool's file, to be kept; a picture may stand in the text."""
    files = ToolFile.objects.readable_by(request.user)
    return hand_out(get_object_or_404(files, pk=file_id, name=name))


def hand_out(file: ToolFile) -> FileResponse:
    """A file as one to keep; nothing in it runs, whatever the browser takes it for."""
    return FileResponse(
        file.file.open(),
        as_attachment=not file.is_picture,
        filename=file.name,
        content_type=file.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@login_not_required
@require_safe
def frameworks(request):
    """The goals, objectives, principles, standards and guidance that we work by."""
    return render(
        request, "toolbox/frameworks.html", {"frameworks": Framework.objects.active().with_counts()}
    )


@login_not_required
@require_safe
def framework(request, slug):
    """A framework's items, each with how many tools go with it."""
    framework = get_object_or_404(Framework.objects.select_related("replaces"), slug=slug)
    items = framework.items.with_tool_count().order_by("position")
    context = {"framework": framework, "items": items, "newer": framework.replaced_by.first()}
    return render(request, "toolbox/framework.html", context)


@login_not_required
@require_safe
def item(request, slug, code):
    """A goal, objective, principle or clause, with its tools and what else there is about it."""
    items = FrameworkItem.objects.select_related("framework", "parent__framework")
    item = get_object_or_404(items, framework__slug=slug, code=code)
    context = {
        "item": item,
        "tools": Tool.objects.published().matching([item]).in_order(),
        "children": item.children.with_tool_count().order_by("position"),
        "became": [mapping.new for mapping in item.became.select_related("new__framework")],
        "came_from": [mapping.old for mapping in item.came_from.select_related("old__framework")],
        "cards": related.cards_about_item(item, request.user),
    }
    return render(request, "toolbox/item.html", context)


@login_not_required
@require_safe
def cross(request):
    """Two frameworks against each other: how many tools go with both, and where there is none."""
    frameworks = Framework.objects.active().with_items()
    asked = {"rader": "hallbarhetsprinciper", "kolumner": "agenda-2030"} | request.GET.dict()
    form = CrossForm(asked, frameworks=frameworks)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = crossing.cross(chosen["rader"], chosen["kolumner"]) if chosen else []
    context = {"form": form, "rows": rows, **chosen}
    is_unknown = bool(request.GET) and not form.is_valid()
    return render(request, "toolbox/cross.html", context, status=404 if is_unknown else 200)
