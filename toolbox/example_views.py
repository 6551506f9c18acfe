"""Good examples: written by members, judged by the secretariat, read by everybody."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models import Member
from toolbox import sharing
from toolbox.example_forms import ExampleForm, SendBackForm
from toolbox.models import Example

secretariat = staff_member_required(login_url="account_login")
page = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def examples(request):
    """All published examples, and one's own that are not."""
    mine = Member.objects.represented_by(request.user)
    context = {
        "examples": Example.objects.published().with_links(),
        "own": Example.objects.editable_by(request.user).with_links() if mine else [],
        "members": mine,
    }
    return render(request, "toolbox/examples.html", context)


@login_not_required
@require_safe
def show_example(request, pk):
    """One example, with who answers questions about it."""
    example = get_object_or_404(Example.objects.visible_to(request.user).with_links(), pk=pk)
    return render(request, "toolbox/example.html", _around(request, example))


def _around(request, example: Example) -> dict:
    """What an example's page is drawn from."""
    mine = list(Member.objects.represented_by(request.user))
    others = [member for member in mine if member.pk != example.member_id]
    asked = set(example.wishes.values_list("member", flat=True)) if others else set()
    is_seated = request.user.is_authenticated and request.user.may_see_contacts()
    return {
        "example": example,
        "is_own": example.member_id in {member.pk for member in mine},
        "holding": example.seat.current_holding() if is_seated else None,
        "may_ask": [member for member in others if member.pk not in asked],
        "has_asked": bool(asked & {member.pk for member in others}),
        "wish_count": example.wishes.count(),
        "form": SendBackForm(),
    }


@page
def write_example(request, slug):
    """Begin a new example for a member of one's own."""
    member = get_object_or_404(Member.objects.represented_by(request.user), slug=slug)
    return _write(request, Example(member=member), member)


@page
def edit_example(request, pk):
    """Go on with an example that has not been sent in."""
    own = Example.objects.editable_by(request.user).with_links()
    example = get_object_or_404(own, pk=pk)
    if not example.is_open:
        messages.warning(request, _("The example has been sent in and cannot be changed now."))
        return redirect(example)
    return _write(request, example, example.member)


def _write(request, example: Example, member: Member):
    data = request.POST if request.method == "POST" else None
    form = ExampleForm(data, instance=example, member=member)
    theirs = None
    if form.is_valid():
        given = form.cleaned_data
        tools, items, version = given.pop("tools"), given.pop("items"), given.pop("version")
        try:
            kept = sharing.write(
                example, values=given, version=version, by=request.user, tools=tools, items=items
            )
            if request.POST.get("do") == "send":
                sharing.send_in(kept, by=request.user)
        except sharing.StaleExample as stale:
            theirs = stale.theirs
            form.add_error(None, stale)
            # Who has compared the two and saves again starts from what stands.
            form.data = form.data.copy()
            form.data["version"] = theirs.version
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("The example is sent in. The secretariat reads it before it is published.")
            is_sent = request.POST.get("do") == "send"
            messages.success(request, said if is_sent else _("The example is saved as a draft."))
            return redirect(kept)
    context = {"form": form, "example": example, "member": member, "theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "toolbox/edit_example.html", context, status=status)


@require_POST
def send_example(request, pk):
    """Hand an example to the secretariat."""
    example = get_object_or_404(Example.objects.editable_by(request.user), pk=pk)
    said = _("The example is sent in. The secretariat reads it before it is published.")
    return _attempt(request, example, said, sharing.send_in)


@require_POST
def wish_to_try(request, pk):
    """Tell the example's contact that one's own member wants to try it."""
    example = get_object_or_404(Example.objects.published(), pk=pk)
    mine = Member.objects.represented_by(request.user)
    member = get_object_or_404(mine, slug=request.POST.get("member", ""))
    said = _("The contact of %(member)s gets a letter with your name and address.")
    return _attempt(
        request, example, said % {"member": example.member}, sharing.wish_to_try, member=member
    )


# --- The secretariat --------------------------------------------------------------------------


@secretariat
@require_POST
def publish_example(request, pk):
    """Let everybody read an example that was sent in."""
    example = get_object_or_404(Example.objects.visible_to(request.user), pk=pk)
    return _attempt(request, example, _("The example is published."), sharing.publish)


@secretariat
@require_POST
def take_down_example(request, pk):
    """Give a published example back to its member."""
    example = get_object_or_404(Example.objects.visible_to(request.user), pk=pk)
    said = _("The example is no longer published.")
    return _attempt(request, example, said, sharing.take_down, then=reverse("toolbox:examples"))


@secretariat
@require_POST
def send_back_example(request, pk):
    """Give an example back to the member with a word about what is missing."""
    example = get_object_or_404(Example.objects.visible_to(request.user).with_links(), pk=pk)
    form = SendBackForm(request.POST)
    if form.is_valid():
        said = _("The example has gone back to the member with your comment.")
        return _attempt(
            request, example, said, sharing.send_back, comment=form.cleaned_data["comment"]
        )
    context = _around(request, example) | {"form": form}
    return render(request, "toolbox/example.html", context, status=422)


def _attempt(request, example: Example, said: str, operation, *, then="", **given):
    """Call the operation and say what came of it on the example's page."""
    try:
        operation(example, by=request.user, **given)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(example)
    messages.success(request, said)
    return redirect(then or example)
