"""What the directory shows, as files: a sheet of the members, cards of their contacts."""

from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import colleagues, directory, reading, sheets
from members.forms import DirectoryForm
from members.models import Holding, Member
from sekom import excel


@login_not_required
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The members that are shown as a workbook; with their contacts for who may see them."""
    chosen = [row.pk for row in chosen_rows(request)]
    members = Member.objects.visible_to(request.user).chosen(chosen)
    made = BytesIO(sheets.write_register(members, request.user))
    if request.user.is_authenticated:
        reading.record(request.user, _("The directory (XLSX)"), count=len(chosen))
    return excel.hand_out(made, name="medlemmar.xlsx")


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """The contacts of the members that are shown, as cards for an address book."""
    chosen = [row.pk for row in chosen_rows(request)]
    holdings = Holding.objects.visible_to(request.user).of_pairs().of_members(chosen).with_names()
    if not holdings:
        raise Http404
    reading.record(request.user, _("Contact cards (vCard)"), count=len(holdings))
    return _cards(list(holdings), "kontakter")


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact as a card for an address book."""
    visible = Holding.objects.visible_to(request.user).with_names()
    holding = get_object_or_404(visible, pk=pk)
    reading.record(request.user, _("Contact cards (vCard)"), count=1)
    return _cards([holding], f"kontakt-{holding.pk}")


def chosen_rows(request: HttpRequest) -> list[directory.Row]:
    """The rows that the directory shows for the same address, all of them."""
    rows = directory.read(request.user)
    form = DirectoryForm(request.GET, counties=directory.counties(rows))
    found = directory.choose(rows, person=request.user, **form.chosen)
    return directory.sort(found, form.order)


def _cards(holdings: list[Holding], name: str) -> HttpResponse:
    return _file(colleagues.vcards(holdings), "text/vcard; charset=utf-8", f"{name}.vcf")


def _file(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
