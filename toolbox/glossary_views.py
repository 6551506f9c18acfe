"""The glossary: read by everybody, kept by the secretariat."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toolbox.glossary_forms import GlossaryTermForm
from toolbox.models import GlossaryTerm

secretariat = staff_member_required(login_url="account_login")


@login_not_required
@require_safe
def glossary(request):
    """All words and what they mean."""
    return render(request, "toolbox/glossary.html", {"terms": GlossaryTerm.objects.in_order()})


@secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def edit_term(request, pk=None):
    """Add a word, or change what one means."""
    term = get_object_or_404(GlossaryTerm, pk=pk) if pk else None
    form = GlossaryTermForm(request.POST if request.method == "POST" else None, instance=term)
    if form.is_valid():
        kept = form.save()
        messages.success(request, _("“%(term)s” is saved.") % {"term": kept})
        return redirect(kept)
    context = {"form": form, "term": term and get_object_or_404(GlossaryTerm, pk=pk)}
    status = 422 if form.errors else 200
    return render(request, "toolbox/edit_term.html", context, status=status)


@secretariat
@require_POST
def delete_term(request, pk):
    """Take a word out of the glossary."""
    term = get_object_or_404(GlossaryTerm, pk=pk)
    term.delete()
    messages.success(request, _("“%(term)s” is gone from the glossary.") % {"term": term})
    return redirect(reverse("toolbox:glossary"))
