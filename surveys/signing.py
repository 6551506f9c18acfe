"""Signing: each of the two stands behind exactly the answers that count, or nobody does."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Holding, Person, Seat
from sekom.outbox import posting
from surveys.models import Response, Signature
from surveys.questionnaires import Judgement


def digest_of(response: Response, judgement: Judgement) -> str:
    """What a signature signs: SHA-256 over the version and every answer that counts, in order.

    The text digested is JSON without spaces, {"answers": [[key, value], …], "member": code,
    "round": slug, "version": id}, so that a municipality can compute it again.
    """
    order = response.round.questionnaire().by_key
    content = {
        "round": response.round.slug,
        "version": response.round.version_id,
        "member": f"{response.member.kind}/{response.member.code}",
        "answers": [[key, judgement.answers[key]] for key in order if key in judgement.answers],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def current_digest(response: Response) -> str:
    """The digest of the answers as they stand now."""
    return digest_of(response, response.round.questionnaire().judge(response.values()))


def pair_of(response: Response) -> dict[str, Person]:
    """Who holds the two seats today: {"politician": person, "officer": person}, vacant left out."""
    held = Holding.objects.current().of_pairs().filter(seat__member=response.member_id)
    return {holding.seat.role: holding.person for holding in held.select_related("person", "seat")}


@transaction.atomic
def sign(response: Response, *, digest: str, by: Person) -> Signature:
    """Put one of the two's signature under the answers; the second one sends them in.

    `digest` is that of the answers the signer saw. Signing twice gives the same signature. Raises
    ValidationError when something is missing or wrong, or when the answers changed meanwhile.
    """
    response = Response.objects.hold(response)
    if not response.takes_answers:
        raise ValidationError(_("The survey has closed."), code="closed")
    pair = pair_of(response)
    role = next((role for role, person in pair.items() if person == by), "")
    if not role:
        raise ValidationError(_("Only the member's two contacts can sign."), code="not_yours")
    judgement = response.round.questionnaire().judge(response.values())
    current = digest_of(response, judgement)
    signed = {signature.role: signature for signature in response.signatures.valid()}
    if role in signed and signed[role].digest == current:
        return signed[role]
    if not judgement.is_complete:
        raise ValidationError(
            _("Some questions need an answer, or another one, before you can sign."), code="open"
        )
    if digest != current:
        raise ValidationError(
            _("An answer changed while you were reading. Look through the answers once more."),
            code="changed",
        )
    signature = Signature.objects.create(
        response=response, role=role, person=by, name=by.name, digest=current
    )
    if set(signed) | {role} >= set(Seat.PAIR):
        response.submitted_at = timezone.now()
        response.accepted_at, response.accepted_by, response.accepted_reason = None, None, ""
        response.save(
            update_fields=["submitted_at", "accepted_at", "accepted_by", "accepted_reason"]
        )
        _tell(response, "surveys/submitted", pair.values(), receipt_address(response), by)
    else:
        others = [person for person in pair.values() if person != by]
        _tell(response, "surveys/please_sign", others, approve_address(response), by)
    return signature


@transaction.atomic
def withdraw(response: Response, *, by: Person) -> None:
    """Take one's own signature back, as long as the answers have not been sent in."""
    response = Response.objects.hold(response)
    if response.is_counted:
        raise ValidationError(
            _("The response has been sent in. Change an answer to open it again."), code="counted"
        )
    response.signatures.valid().filter(person=by).update(voided_at=timezone.now())


def void_if_changed(response: Response, *, judgement: Judgement, by: Person) -> bool:
    """Void the signatures that no longer match the answers, and tell both; True when some did.

    The response must be held by the caller's transaction.
    """
    signatures = response.signatures.valid()
    signed = {signature.digest for signature in signatures}
    if not signed or signed == {digest_of(response, judgement)}:
        return False
    signatures.update(voided_at=timezone.now())
    response.submitted_at = response.accepted_at = response.accepted_by = None
    response.accepted_reason = ""
    response.save(update_fields=["submitted_at", "accepted_at", "accepted_by", "accepted_reason"])
    _tell(response, "surveys/voided", pair_of(response).values(), approve_address(response), by)
    return True


def approve_address(response: Response) -> str:
    """The page on which the two sign."""
    return reverse("surveys:approve", args=[response.round.slug])


def receipt_address(response: Response) -> str:
    """The receipt with every answer, as PDF."""
    return reverse("surveys:receipt", args=[response.round.slug, response.member.slug])


def _tell(response: Response, kind: str, people, path: str, by: Person) -> None:
    for person in people:
        posting.post(
            kind,
            to=person,
            about=response,
            by=by,
            values={
                "member": response.member.name,
                "round": response.round.title,
                "by": by.name,
                "closes_on": timezone.localdate(response.round.closes_at).isoformat(),
                "path": path,
            },
        )
