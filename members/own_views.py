"""What contacts do about themselves: see who sees them, and edit their member's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import visibility
from members.forms import OwnMemberForm
from members.models import Holding, Member


@require_safe
def who_sees_me(request: HttpRequest) -> HttpResponse:
    """Each fact about oneself, what it is now, and who sees it."""
    person = request.user
    holdings = Holding.objects.current().filter(person=person).with_names()
    values = {name: getattr(person, name) for name in ("name", "title", "email", "phone")}
    facts = [(fact, values.get(fact.key)) for fact in visibility.FACTS]
    groups = [
        (audience, [line for line in facts if line[0].audience == audience])
        for audience in visibility.Audience
    ]
    context = {"groups": groups, "holdings": holdings}
    return render(request, "members/who_sees_me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_own_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the pair, or the secretariat, edit what their member's page says."""
    member = get_object_or_404(Member.objects.readable_by(request.user), slug=slug)
    form = OwnMemberForm(request.POST if request.method == "POST" else None, instance=member)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your page is saved."))
        return redirect(member)
    member.refresh_from_db()
    context = {"form": form, "member": member}
    status = 422 if form.errors else 200
    return render(request, "members/edit_own_member.html", context, status=status)
