"""What the directory shows, as files: a sheet of the members, cards of their contacts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members import colleagues, directory
from members.forms import DirectoryForm
from members.models import Holding


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """The contacts of the members that are shown, as cards for an address book."""
    chosen = [row.pk for row in chosen_rows(request)]
    holdings = Holding.objects.visible_to(request.user).of_pairs().of_members(chosen).with_names()
    if not holdings:
        raise Http404
    return _cards(list(holdings), "kontakter")


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact as a card for an address book."""
    visible = Holding.objects.visible_to(request.user).with_names()
    holding = get_object_or_404(visible, pk=pk)
    return _cards([holding], f"kontakt-{holding.pk}")


def chosen_rows(request: HttpRequest) -> list[directory.Row]:
    """The rows that the directory shows for the same address, all of them."""
    rows = directory.read(request.user)
    form = DirectoryForm(request.GET, counties=directory.counties(rows))
    found = directory.choose(rows, person=request.user, **form.chosen)
    return directory.sort(found, form.order)


def _cards(holdings: list[Holding], name: str) -> HttpResponse:
    return HttpResponse(
        colleagues.vcards(holdings),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.vcf"'},
    )
