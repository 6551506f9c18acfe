"""The report: written text by text, quotes looked at once more, approved, and read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom import related
from surveys.interviews import (
    identifying,
    noting,
    report_parts,
    report_printing,
    reporting,
    tasks,
    word_files,
)
from surveys.interviews.models import Report, ReportQuote, Study
from surveys.interviews.report_forms import AudienceForm, QuoteForm, TitleForm


def _written(request, pk) -> Report:
    """The report of a study that this person may write in."""
    found = Report.objects.worked_on_by(request.user).with_names()
    return get_object_or_404(found, study=pk)


def _say(request, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_report(request, pk):
    """What a report is, and a button that begins the study's; then the way to it."""
    study = get_object_or_404(Study.objects.worked_on_by(request.user).with_names(), pk=pk)
    if request.method == "POST":
        reporting.begin(study, by=request.user)
        return redirect("interviews:write_report", pk)
    if Report.objects.filter(study=study).exists():
        return redirect("interviews:write_report", pk)
    return render(request, "interviews/begin_report.html", {"study": study})


@require_http_methods(["GET", "HEAD", "POST"])
def write_report(request, pk):
    """The report's texts, each in a field of its own, and the quotes to choose from."""
    report = _written(request, pk)
    form = TitleForm(request.POST if request.method == "POST" else None, instance=report)
    if form.is_valid():
        reporting.rename(report, title=form.cleaned_data["title"], by=request.user)
        messages.success(request, _("The title is saved."))
        return redirect("interviews:write_report", pk)
    context = _around(request, report) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "interviews/write_report.html", context, status=status)


def _around(request, report: Report) -> dict:
    return {
        "report": report,
        "study": report.study,
        "form": TitleForm(instance=report),
        "parts": report_parts.parts_of(report),
        "waiting_count": report.quotes.waiting().count(),
        "edition": report.edition(),
    }


@require_POST
def save_report_text(request, pk):
    """Keep one text while the page stays open; one who is overtaken sees both."""
    report = _written(request, pk)
    part = _part(report, request.POST.get("part", ""))
    typed, status = request.POST.get("text", ""), 200
    base = noting.number(request.POST.get("instead_of") or request.POST.get("base", ""))
    try:
        reporting.save_text(report, part.kind, part.theme, text=typed, base=base, by=request.user)
    except reporting.StaleText as stale:
        part, status = part.overtaken(typed, stale.theirs, base), 409
    except ValidationError as refusal:
        part, status = part.refused(typed, " ".join(refusal.messages)), 422
    else:
        part = _part(report, part.key)
    if request.htmx:
        context = {"part": part, "is_saved": True}
        return render(request, "interviews/_report_state.html", context, status=status)
    if status == 200:
        messages.success(request, _("The text is saved."))
        return redirect("interviews:write_report", pk)
    context = _around(request, report)
    context["parts"] = [part if one.key == part.key else one for one in context["parts"]]
    return render(request, "interviews/write_report.html", context, status=status)


def _part(report: Report, key: str) -> report_parts.Part:
    """The text that a form names, or 404."""
    found = [part for part in report_parts.parts_of(report) if part.key == key]
    if not found:
        raise Http404
    return found[0]


@require_POST
def choose_quotes(request, pk):
    """Quote what was ticked under a theme, and nothing else there."""
    report = _written(request, pk)
    part = _part(report, request.POST.get("part", ""))
    if part.theme is None:
        raise Http404
    ticked = [int(value) for value in request.POST.getlist("statements") if value.isdecimal()]
    reporting.choose_quotes(report, part.theme, ticked[:500], by=request.user)
    messages.success(request, _("The quotes are chosen. Look at each once more before it leaves."))
    return redirect("interviews:look_at_quotes", pk)


@require_safe
def look_at_quotes(request, pk):
    """Every quote once more, with what may tell who somebody is marked."""
    report = _written(request, pk)
    quotes = [
        (quote, QuoteForm(initial={"words": quote.shown}), identifying.signs(quote.shown))
        for quote in report.quotes.with_words().with_names().order_by("theme__position", "pk")
    ]
    context = {"report": report, "study": report.study, "quotes": quotes}
    return render(request, "interviews/look_at_quotes.html", context)


@require_POST
def look_at_quote(request, pk, quote_id):
    """Let a quote leave, perhaps with other words; or take it away."""
    report = _written(request, pk)
    found = report.quotes.with_words().with_names().select_related("report__study")
    quote: ReportQuote = get_object_or_404(found, pk=quote_id)
    if request.POST.get("do") == "drop":
        reporting.drop_quote(quote, by=request.user)
        messages.success(request, _("The quote is taken away."))
        return redirect("interviews:look_at_quotes", pk)
    try:
        reporting.look_at(quote, words=request.POST.get("words", ""), by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The quote may leave with the report."))
    return redirect("interviews:look_at_quotes", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def approve_report(request, pk):
    """The draft as readers will see it, what is lacking, and who decides."""
    report = _written(request, pk)
    if request.method == "POST":
        try:
            reporting.approve(report, by=request.user)
        except ValidationError as refusal:
            _say(request, refusal)
        else:
            messages.success(request, _("The report is approved. Decide who may read it."))
        return redirect("interviews:approve_report", pk)
    said, edition = report_printing.said_by(report, is_draft=True), report.edition()
    context = {
        "report": report,
        "study": report.study,
        "said": said,
        "lacks": reporting.lacks(report),
        "may_approve": reporting.may_approve(report, request.user),
        "edition": edition,
        "is_approved": edition is not None and edition.says(said),
        "is_leader": Study.objects.led_by(request.user).contains(report.study),
        "audience_form": AudienceForm(initial={"audience": report.audience}),
        "steps": related.cards_with_steps(report, request.user),
    }
    return render(request, "interviews/approve_report.html", context)


@require_POST
def show_report_to(request, pk):
    """Decide who may read the approved edition."""
    report = _written(request, pk)
    form = AudienceForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("Choose who may read the report."))
        report = reporting.show_to(report, form.cleaned_data["audience"], by=request.user)
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        said = _("The report may be read by %(whom)s.")
        messages.success(request, said % {"whom": report.get_audience_display()})
    return redirect("interviews:approve_report", pk)


@login_not_required
@require_safe
def report(request, pk):
    """The edition that was approved last, for those who may read it."""
    found = get_object_or_404(Report.objects.published_to(request.user).with_names(), study=pk)
    context = {
        "report": found,
        "edition": found.edition(),
        "said": report_printing.said_by(found, is_draft=False),
        "may_write": Report.objects.worked_on_by(request.user).filter(pk=found.pk).exists()
        if request.user.is_authenticated
        else False,
    }
    return render(request, "interviews/report.html", context)


@login_not_required
@never_cache
@require_safe
def report_file(request, pk, suffix):
    """The approved report as PDF or as a Word file; a page that waits until the PDF is made."""
    found = get_object_or_404(Report.objects.published_to(request.user).with_names(), study=pk)
    return _file(request, found, suffix, is_draft=False)


@never_cache
@require_safe
def draft_file(request, pk, suffix):
    """The draft as PDF or as a Word file, for those who write in it."""
    return _file(request, _written(request, pk), suffix, is_draft=True)


def _file(request, found: Report, suffix: str, *, is_draft: bool):
    name = f"intervjuer-{found.study.member.slug}{'-utkast' if is_draft else ''}.{suffix}"
    if suffix == "docx":
        content = word_files.report_file(report_printing.said_by(found, is_draft=is_draft))
        return HttpResponse(
            content,
            content_type=word_files.CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    document = report_printing.document_of(found, is_draft=is_draft)
    made = document.find()
    if made is None:
        problem = document.problem
        if not problem:
            tasks.make_report.delay_on_commit(found.pk, is_draft)
        context = {"report": found, "problem": problem}
        return render(request, "interviews/report_wait.html", context, status=202)
    return FileResponse(made, filename=name, content_type="application/pdf")
