"""What a contact leaves open in surveys: answers begun, and approvals that wait for the other."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from sekom.open_work import Item
from surveys import signing
from surveys.models import Response, Signature

APPROVAL = "surveys.approval:"


def open_work(holding) -> list[Item]:
    """The member's open responses, and those that this person alone has approved."""
    if not holding.seat.role:
        return []
    found = []
    responses = Response.objects.unfinished_by(holding.seat.member_id)
    for response in responses.with_answers_and_signatures().select_related("round__version"):
        words = {"round": response.round, "count": len(response.answers.all())}
        if words["count"]:
            found.append(
                Item(
                    f"surveys.response:{response.pk}",
                    _("%(round)s: %(count)d answers are saved.") % words,
                    follows_seat=True,
                )
            )
        for signature in response.signatures.all():
            if signature.person_id == holding.person_id and signature.voided_at is None:
                found.append(
                    Item(
                        f"{APPROVAL}{signature.pk}",
                        _("%(round)s is approved and waits for the other.") % words,
                        signing.approve_address(response),
                    )
                )
    return found


def hand_over(keys: Collection[str], *, holding, to, by) -> None:
    """Let the successor approve instead; handed back, an approval of the same answers stands."""
    chosen = [int(key.removeprefix(APPROVAL)) for key in keys if key.startswith(APPROVAL)]
    signatures = Signature.objects.filter(pk__in=chosen, role=holding.seat.kind)
    for signature in signatures.filter(response__member=holding.seat.member_id):
        response = Response.objects.hold(signature.response)
        if response.is_counted:
            continue
        others = response.signatures.valid().filter(role=signature.role)
        if signature.person_id != to.pk:
            others.filter(pk=signature.pk).update(voided_at=timezone.now())
        elif not others.exists() and signing.current_digest(response) == signature.digest:
            response.signatures.filter(pk=signature.pk).update(voided_at=None)
