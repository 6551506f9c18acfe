"""A member's journey on a path: for its pair, and for others once it is shared."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekom.uploads import hand_out
from toolbox import journals, ordering, walking
from toolbox.models import Journey, StepWork, WorkFile
from toolbox.path_forms import WorkFileForm, WorkForm
from toolbox.path_views import context_of

NOTHING_NEW = 204


def _own(request, pk: int) -> Journey:
    """A journey of one's own member, or 404."""
    return get_object_or_404(Journey.objects.walked_by(request.user).with_names(), pk=pk)


@require_safe
def show_journey(request, pk):
    """A member's journey as it stands: one's own, or one that is shared."""
    journey = get_object_or_404(Journey.objects.readable_by(request.user).with_names(), pk=pk)
    return render(request, "toolbox/path.html", context_of(request, journey.path, journey))


@never_cache
@require_safe
def look(request, pk):
    """What stands on the path now, if it is not what the page shows already."""
    journey = _own(request, pk)
    if request.GET.get("nummer") == str(journey.number):
        return HttpResponse(status=NOTHING_NEW)
    context = context_of(request, journey.path, journey)
    return render(request, "toolbox/_path_news.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def work(request, pk, key):
    """Write about one step; who started from what no longer stands is shown both texts."""
    journey = _own(request, pk)
    step = get_object_or_404(journey.path.steps.standing().with_links(), key=key)
    stands = journey.works.on(step)
    kept = stands or StepWork(journey=journey, step=step)
    data = request.POST if request.method == "POST" else None
    form = WorkForm(data, instance=kept, member=journey.member)
    theirs = None
    if form.is_valid():
        given = form.cleaned_data
        version = given.pop("version")
        try:
            walking.save_work(journey, step, version=version, by=request.user, values=given)
        except walking.StaleWork as stale:
            theirs = stale.theirs
            form.add_error(None, stale)
            # Who has compared the two and saves again starts from what stands.
            form.data = form.data.copy()
            form.data["version"] = theirs.version
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The step is saved. Both of you see it."))
            return redirect(f"{journey.get_absolute_url()}#steg-{step.key}")
    context = _around_work(request, journey, step, form) | {"theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "toolbox/work.html", context, status=status)


def _around_work(request, journey: Journey, step, form: WorkForm) -> dict:
    """What the page of a step is drawn from; what is typed is the form's, what stands is read."""
    stands = journey.works.on(step)
    return {
        "journey": journey,
        "path": journey.path,
        "step": step,
        "form": form,
        "file_form": WorkFileForm(),
        "stands": stands,
        "files": stands.files.all() if stands else [],
        # What the form started from, so that the page can say when the other has saved since.
        "version": form["version"].value() or 0,
        "theirs": None,
    }


@never_cache
@require_safe
def look_at_work(request, pk, key):
    """Whether the other has saved this step since the page was opened."""
    journey = _own(request, pk)
    step = get_object_or_404(journey.path.steps.standing(), key=key)
    stands = journey.works.on(step)
    number = str(stands.version if stands else 0)
    if request.GET.get("nummer") == number:
        return HttpResponse(status=NOTHING_NEW)
    context = {"journey": journey, "step": step, "stands": stands, "version": number}
    return render(request, "toolbox/_work_news.html", context | {"is_news": True})


@require_POST
def mark(request, pk, key):
    """Say in one press that a step is begun or done, or that it is not after all."""
    journey = _own(request, pk)
    step = get_object_or_404(journey.path.steps.standing(), key=key)
    state = request.POST.get("state", "")
    version = request.POST.get("version", "")
    try:
        if state not in StepWork.State.values or not version.isdecimal():
            raise ValidationError(_("Load the page again and try once more."))
        walking.save_work(
            journey, step, version=int(version[:9]), by=request.user, values={"state": state}
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(f"{journey.get_absolute_url()}#steg-{step.key}")
    messages.success(request, _("“%(step)s” is saved. Both of you see it.") % {"step": step})
    return redirect(journey)


@require_POST
def add_file(request, pk, key):
    """Keep a file with a step."""
    journey = _own(request, pk)
    step = get_object_or_404(journey.path.steps.standing().with_links(), key=key)
    file_form = WorkFileForm(request.POST, request.FILES)
    if file_form.is_valid():
        try:
            walking.add_file(journey, step, file=file_form.cleaned_data["file"], by=request.user)
        except ValidationError as refusal:
            file_form.add_error(None, refusal)
        else:
            messages.success(request, _("The file is kept with the step."))
            return redirect("toolbox:work", pk, key)
    stands = journey.works.on(step) or StepWork(journey=journey, step=step)
    form = WorkForm(instance=stands, member=journey.member)
    context = _around_work(request, journey, step, form) | {"file_form": file_form}
    return render(request, "toolbox/work.html", context, status=422)


@require_safe
def work_file(request, pk):
    """A file of one's own member, or of a journey that is shared."""
    kept = get_object_or_404(WorkFile.objects.readable_by(request.user), pk=pk)
    return hand_out(kept.file, name=kept.name, content_type=kept.media_type)


@require_POST
def remove_file(request, pk):
    """Take a file away from a step."""
    own = WorkFile.objects.removable_by(request.user)
    kept = get_object_or_404(own.select_related("work__journey", "work__step"), pk=pk)
    where = reverse("toolbox:work", args=[kept.work.journey_id, kept.work.step.key])
    try:
        walking.remove_file(kept, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The file is gone."))
    return redirect(where)


@require_POST
def share(request, pk):
    """Let the network read the journey, or no longer."""
    is_shared = request.POST.get("shared") == "1"
    journey = walking.share(_own(request, pk), is_shared=is_shared, by=request.user)
    said = _("The other contacts of the network can read your journey now.")
    unsaid = _("Only the two of you can read your journey now.")
    messages.success(request, said if is_shared else unsaid)
    return redirect(journey)


@require_POST
def end(request, pk):
    """Close the journey, so that the path can be begun anew."""
    journey = walking.end(_own(request, pk), by=request.user)
    messages.success(request, _("The path is ended. What you wrote can still be read."))
    return redirect(journey)


@never_cache
@require_safe
def so_far(request, pk):
    """“So far we have come” as PDF; a page that waits until it is made."""
    journey = get_object_or_404(Journey.objects.readable_by(request.user).with_names(), pk=pk)
    document = journals.document_of(journey)
    made = document.find()
    if made is None:
        problem = document.problem
        if not problem:
            ordering.request_journal(journey)
        context = {"journey": journey, "problem": problem}
        return render(request, "toolbox/so_far_wait.html", context, status=202)
    name = f"sa-langt-{journey.path.slug}-{journey.member.slug}.pdf"
    return FileResponse(made, filename=name, content_type="application/pdf")
