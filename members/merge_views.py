"""The secretariat's pages about doubles: who may be one and the same, merge them, part them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members import merging
from members.manage_views import page, secretariat
from members.models import Merge, Person


@secretariat
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """People who may be one and the same, and the merges that can still be undone."""
    context = {"pairs": merging.candidates(), "merges": Merge.objects.undoable()}
    return render(request, "members/doubles.html", context)


@secretariat
@page
def merge(request: HttpRequest, keep: int, gone: int) -> HttpResponse:
    """Look at every row that would move, and merge."""
    kept = get_object_or_404(Person.objects.known(), pk=keep)
    leaving = get_object_or_404(Person.objects.known().exclude(pk=keep), pk=gone)
    refusal = None
    if request.method == "POST":
        try:
            merging.merge(kept, leaving, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(
                request,
                _("%(gone)s is one with %(kept)s now. You can undo it for 30 days.")
                % {"gone": leaving.email, "kept": kept.email},
            )
            return redirect("members:doubles")
    moving = merging.preview(leaving)
    context = {
        "kept": kept,
        "gone": leaving,
        "moving": [group for group in moving if not group.goes],
        "going": [group for group in moving if group.goes],
        "refusal": refusal,
    }
    return render(request, "members/merge.html", context, status=422 if refusal else 200)


@secretariat
@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    merged = get_object_or_404(Merge, pk=pk)
    try:
        merging.part(merged, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The two are two people again."))
    return redirect("members:doubles")
