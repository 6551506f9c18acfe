"""Certificates: that somebody took part, as PDF, with a code that anybody can check it by."""

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import wording
from events.models import Certificate, Signup
from events.models.around import CODE_SIGNS
from sekom import pdf

_signer = Signer(salt="events.certificates")
# The file is made again whenever it is asked for: what tells of people is not kept twice.
FILE_LASTS = 60 * 60
PROBLEM_LASTS = 60


def link_to(signup: Signup) -> str:
    """The full address at which a participant gets the certificate, for a letter."""
    return settings.SITE_URL + path_of(signup)


def path_of(signup: Signup) -> str:
    """The same within our pages."""
    return reverse("events:get_certificate", args=[_signer.sign(str(signup.pk))])


def read(token: str) -> Signup | None:
    """The sign-up that a link was written for; None for a link that is none of ours."""
    try:
        pk = int(_signer.unsign(token))
    except BadSignature:
        return None
    return Signup.objects.with_names().filter(pk=pk).first()


@transaction.atomic
def issue(signup: Signup) -> Certificate:
    """Certify that somebody took part, once. Raises ValidationError where nobody has noted it."""
    signup = Signup.objects.select_for_update(of=("self",)).with_names().get(pk=signup.pk)
    if not signup.attended or not signup.event.is_over:
        raise ValidationError(
            _("It is not noted that you took part. Ask the secretariat, if you did."),
            code="absent",
        )
    certificate, _is_new = Certificate.objects.get_or_create(signup=signup)
    return certificate


def find(code: str) -> Certificate | None:
    """The certificate with this code, however it is written; None where there is none.

    One whose participant is no longer noted as there is none either.
    """
    plain = "".join(sign for sign in code.upper() if sign in CODE_SIGNS)
    found = Certificate.objects.filter(code=plain, signup__attended=True)
    return found.select_related("signup__event").first()


# --- The file -----------------------------------------------------------------------------------


def make(certificate_id: int) -> None:
    """Make the file of a certificate, unless it is there; safe to run twice.

    Where PDF cannot be made, `problem_of` says so for a minute.
    """
    certificate = Certificate.objects.select_related("signup__event").get(pk=certificate_id)
    if file_of(certificate):
        return
    try:
        made = build(certificate)
    except pdf.PdfUnavailable as unavailable:
        cache.set(_key(certificate, "problem"), str(unavailable), timeout=PROBLEM_LASTS)
    else:
        cache.set(_key(certificate, "file"), made, timeout=FILE_LASTS)


def build(certificate: Certificate) -> bytes:
    """The certificate as a tagged PDF, in Swedish."""
    event = certificate.signup.event
    with override("sv"):
        when = wording.say_when(event)
        title = _("Certificate for %(name)s") % {"name": certificate.signup.name}
    context = {
        "certificate": certificate,
        "signup": certificate.signup,
        "event": event,
        "when": when,
        "address": settings.SITE_URL + certificate.get_absolute_url(),
        "report": event.title,
    }
    return pdf.build("events/pdf/certificate.html", context, title=title)


def file_of(certificate: Certificate) -> bytes | None:
    """The file, if it was made within the hour."""
    return cache.get(_key(certificate, "file"))


def problem_of(certificate: Certificate) -> str:
    """Why the file could not be made a moment ago; "" when nothing is wrong."""
    return cache.get(_key(certificate, "problem"), "")


def _key(certificate: Certificate, what: str) -> str:
    return f"certificate-{what}-{certificate.code}"
