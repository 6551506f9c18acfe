"""Pages and files of a round's results: figures, data, report and receipts."""

from django import forms
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sekom import excel
from surveys import exporting, ordering, receipts
from surveys import results as answers
from surveys.counting import Filters
from surveys.models import Response, SurveyRound

ANY = {"size": _("All sizes"), "kind": _("All kinds"), "county": _("All counties")}
LABELS = {"size": _("Size"), "kind": _("Kind"), "county": _("County")}


class FilterForm(forms.Form):
    """Which members' answers to count, among what the reader can divide them by."""

    def __init__(self, data, divisions: dict[str, answers.Alternatives]):
        super().__init__(data)
        for name, alternatives in divisions.items():
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=[("", ANY[name]), *alternatives],
                required=False,
                widget=forms.Select(attrs={"class": "sk-input"}),
            )

    @property
    def filters(self) -> Filters:
        """What was chosen; a choice that is not there counts as none."""
        self.is_valid()
        return Filters(**self.cleaned_data)


@require_GET
def results(request, slug):
    """What a round's answers come to, as much of it as the reader may see."""
    round = get_object_or_404(SurveyRound.objects.results_visible_to(request.user), slug=slug)
    reader = answers.reader_of(request.user, round)
    form = FilterForm(request.GET, answers.divisions(round, reader))
    context = {
        "round": round,
        "reader": reader,
        "form": form,
        "filters": form.filters,
        "results": answers.results(round, reader=reader, filters=form.filters),
        "report": round.reports.first() if reader.sees_all else None,
    }
    template = "surveys/_results.html" if request.htmx else "surveys/results.html"
    return render(request, template, context)


@require_GET
def export(request, slug, file_format):
    """Every answer as CSV or a workbook, for the secretariat and the expert group."""
    round = get_object_or_404(SurveyRound.objects.read_in_full_by(request.user), slug=slug)
    with_all = request.GET.get("alla") == "1"
    if file_format == "csv":
        lines = exporting.csv_rows(round, with_all=with_all)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{round.slug}.csv"'
        return response
    if file_format != "xlsx":
        raise Http404
    book = exporting.workbook_file(round, with_all=with_all)
    return excel.hand_out(book, name=f"{round.slug}.xlsx")


@require_GET
def report(request, slug):
    """The newest report that is ready; a page that says so when there is none."""
    round = get_object_or_404(SurveyRound.objects.results_visible_to(request.user), slug=slug)
    newest = round.reports.ready().first()
    if newest is None:
        context = {"round": round, "reader": answers.reader_of(request.user, round)}
        return render(request, "surveys/report_missing.html", context, status=404)
    return FileResponse(
        newest.file.open(), filename=f"{round.slug}.pdf", content_type="application/pdf"
    )


@require_POST
def build_report(request, slug):
    """Have the report built, and watch it come."""
    round = get_object_or_404(SurveyRound.objects.read_in_full_by(request.user), slug=slug)
    ordering.request_report(round, by=request.user)
    if request.htmx:
        return _progress(request, round)
    return redirect(reverse("surveys:results", args=[slug]) + "#rapport")


@never_cache
@require_GET
def report_progress(request, slug):
    """How far the newest report has come."""
    round = get_object_or_404(SurveyRound.objects.read_in_full_by(request.user), slug=slug)
    return _progress(request, round)


def _progress(request, round: SurveyRound):
    context = {"round": round, "report": round.reports.first()}
    return render(request, "surveys/_report_state.html", context)


@never_cache
@require_GET
def receipt(request, slug, member_slug):
    """The receipt of a response that has been sent in; a page that waits until it is made."""
    visible = Response.objects.visible_to(request.user).counted()
    response = get_object_or_404(
        visible.select_related("round__version", "member"),
        round__slug=slug,
        member__slug=member_slug,
    )
    if not receipts.is_made(response):
        problem = receipts.problem_of(response)
        if not problem:
            ordering.request_receipt(response)
        context = {"response": response, "problem": problem}
        return render(request, "surveys/receipt_wait.html", context, status=202)
    name = f"{slug}-{member_slug}.pdf"
    return FileResponse(
        receipts.open_receipt(response), filename=name, content_type="application/pdf"
    )
