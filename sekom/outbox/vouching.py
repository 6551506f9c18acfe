"""Vouching: whether others can believe that our letters are ours, and what to ask IT for.

Found out in the background and remembered: no page waits for the DNS or the mail server.
"""

import contextlib
import re
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sekom.outbox import resolving, returning, signing, talking
from sekom.outbox.heading import sender_and_domain

KEY, UNDER_WAY = "outbox.sender", "outbox.sender.under-way"
LONGEST_CHECK = timedelta(minutes=2)
MOST_LOOKUPS = 10  # that a receiver makes for SPF (RFC 7208)
# What the domain of a sender must include where the mail server is one of these.
INCLUDES = {
    "office365.com": "spf.protection.outlook.com",
    "outlook.com": "spf.protection.outlook.com",
    "google.com": "_spf.google.com",
    "gmail.com": "_spf.google.com",
    "mailgun.org": "mailgun.org",
    "sendgrid.net": "sendgrid.net",
}
# Names that mail servers give their keys; nobody can ask for a list of them.
SELECTORS = ("selector1", "selector2", "google", "default", "dkim", "mail", "s1", "k1")
ASKS = re.compile(r"[+?~-]?(include:|exists:|redirect=|ptr\b|mx\b|a(?!\w))")
NO_KEY = re.compile(r"(^|;)\s*p=\s*(;|$)")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: good, to be looked over ("warn") or missing ("danger").

    `what` and `said` are source strings, to be read in whatever language. `record` is what should
    stand in the DNS under `at`, "" where nothing has to be put there.
    """

    what: str
    verdict: str
    said: str
    at: str = ""
    record: str = ""
    values: dict[str, str | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return gettext(self.what)

    @property
    def words(self) -> str:
        return gettext(self.said) % self.values


@dataclass(frozen=True)
class Report:
    """What was found, and when; `is_under_way` while somebody is finding out anew."""

    findings: list[Finding]
    at: datetime | None
    is_under_way: bool

    @property
    def wants(self) -> list[Finding]:
        """What is to be asked IT for."""
        return [finding for finding in self.findings if finding.verdict != "ok"]


def report() -> Report:
    """What is known; nothing at first."""
    kept = cache.get(KEY) or {"findings": [], "at": None}
    findings = [Finding(**finding) for finding in kept["findings"]]
    return Report(findings, kept["at"], bool(cache.get(UNDER_WAY)))


def announce() -> bool:
    """Say that somebody is about to find out; False when somebody is already."""
    return cache.add(UNDER_WAY, value=True, timeout=LONGEST_CHECK.total_seconds())


def find_out() -> Report:
    """Look at everything, and remember it."""
    findings = [asdict(finding) for finding in _findings()]
    cache.set(KEY, {"findings": findings, "at": timezone.now()}, timeout=None)
    cache.delete(UNDER_WAY)
    return report()


def _findings() -> list[Finding]:
    domain = sender_and_domain()[1]
    spf = _asked("SPF", lambda: _spf(returning.mailbox().rpartition("@")[2]))
    dkim = _asked("DKIM", lambda: _dkim(domain))
    dmarc = _asked("DMARC", lambda: _dmarc(domain))
    return [spf, dkim, dmarc, _alignment(domain, spf, dkim), _one_click(dkim), _encryption()]


def _asked(name: str, look) -> Finding:
    try:
        return look()
    except resolving.NoAnswer:
        return Finding(
            name, "warn", _("The DNS did not answer, so nothing is known. Check again later.")
        )


# --- SPF --------------------------------------------------------------------------------------


def _spf(domain: str) -> Finding:
    """Whether the domain lets our mail server send for it."""
    found = _policies(domain)
    host = _host()
    include = next((INCLUDES[end] for end in INCLUDES if host.endswith(end)), "")
    allowing = f"include:{include}" if include else f"a:{host}" if host else "mx"
    wanted = f"v=spf1 {allowing} -all"
    if not found:
        words = _("The domain does not say who may send for it, so others may pretend to be you.")
        return Finding("SPF", "danger", words, domain, wanted)
    if len(found) > 1:
        words = _("The domain has several SPF records. Receivers then heed none: join them to one.")
        return Finding("SPF", "danger", words, at=domain, record=_joined(found))
    terms = list(_terms(domain))
    if sum(bool(ASKS.match(term)) for term in terms) > MOST_LOOKUPS:
        words = _("The SPF record leads on to more than ten others. Receivers then give up.")
        return Finding("SPF", "danger", words)
    if "+all" in terms or "all" in terms:
        words = _("The SPF record lets everybody send for the domain.")
        return Finding("SPF", "danger", words, domain, wanted)
    if host and not _allows(domain, terms, include):
        words = _("The SPF record does not name the mail server that the portal sends through.")
        ended = re.sub(r"\s+([~?-]?all)$", rf" {allowing} \1", found[0].strip())
        return Finding("SPF", "warn", words, at=domain, record=ended)
    return Finding("SPF", "ok", _("The domain says that your mail server may send for it."))


def _policies(domain: str) -> list[str]:
    return [text for text in resolving.texts(domain) if text.lower().split()[:1] == ["v=spf1"]]


def _joined(policies: Iterable[str]) -> str:
    terms = dict.fromkeys(term for policy in sorted(policies) for term in policy.split()[1:])
    ends = [term for term in terms if term.endswith("all")]
    strictest = next((end for end in ("-all", "~all") if end in ends), "~all")
    return " ".join(["v=spf1", *(term for term in terms if term not in ends), strictest])


def _terms(domain: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """What a policy and those that it includes say; "all" is that of the first alone."""
    if domain in seen or len(seen) > MOST_LOOKUPS:
        return
    for policy in _policies(domain)[:1]:
        for term in policy.lower().split()[1:]:
            if seen and term.endswith("all"):
                continue
            yield term
            _kind, _sign, other = term.partition(":" if term.startswith("include:") else "=")
            if term.startswith(("include:", "redirect=")):
                yield from _terms(other, seen | {domain})


def _allows(domain: str, terms: list[str], include: str) -> bool:
    """Whether a policy names the mail server: by its provider, or by its address."""
    if include:
        return f"include:{include}" in terms
    ours = resolving.addresses(_host())
    named = set()
    for term in terms:
        kind, _colon, value = term.lstrip("+").partition(":")
        if kind in ("ip4", "ip6"):
            with contextlib.suppress(ValueError):
                named |= {one for one in ours if one in resolving.network(value)}
        elif kind == "a":
            named |= resolving.addresses(value or domain)
        elif kind == "mx":
            for server in resolving.mail_servers(value or domain):
                named |= resolving.addresses(server)
    return bool(ours & named)


def _host() -> str:
    """The mail server's name; "" where none is talked to directly."""
    backend = mailers.default
    return backend.host if isinstance(backend, EmailBackend) else ""


# --- DKIM, DMARC and what they make together --------------------------------------------------


def _dkim(domain: str) -> Finding:
    """Whether letters can be told to be signed by the domain."""
    if own := signing.signer():
        at = f"{own.selector}._domainkey.{domain}"
        is_there = any(
            "".join(own.record.split()) == "".join(t.split()) for t in resolving.texts(at)
        )
        if is_there:
            return Finding(
                "DKIM", "ok", _("The portal signs each letter, and the key is published.")
            )
        words = _("The portal signs each letter, but the key to check it by is not published.")
        return Finding("DKIM", "danger", words, at=at, record=own.record)
    for selector in SELECTORS:
        found = resolving.texts(f"{selector}._domainkey.{domain}")
        if any("p=" in text and not NO_KEY.search(text) for text in found):
            words = _("A key is published, as %(name)s: the mail server can sign letters with it.")
            return Finding("DKIM", "ok", words, values={"name": selector})
    words = _(
        "No key is found. Ask IT to turn on DKIM for the domain in the mail server, or to give the "
        "portal a key of its own (MAIL_DKIM_KEY)."
    )
    return Finding("DKIM", "danger", words)


def _dmarc(domain: str) -> Finding:
    """Whether the domain says what becomes of letters that only pretend to be its."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        at = f"_dmarc.{'.'.join(labels[start:])}"
        found = [text for text in resolving.texts(at) if text.lower().startswith("v=dmarc1")]
        if found:
            break
    else:
        words = _("The domain does not say what becomes of letters that pretend to be yours.")
        address = sender_and_domain()[0][1]
        record = f"v=DMARC1; p=none; rua=mailto:{address}"
        return Finding("DMARC", "danger", words, at=f"_dmarc.{domain}", record=record)
    if re.search(r";\s*p\s*=\s*none", found[0], re.IGNORECASE):
        words = _(
            "The domain asks for reports, but lets letters through that pretend to be yours. When "
            "the reports name no mail server of yours any more, let it be quarantine."
        )
        stricter = re.sub(r"(p\s*=\s*)none", r"\1quarantine", found[0], count=1)
        return Finding("DMARC", "warn", words, at=at, record=stricter)
    return Finding("DMARC", "ok", _("The domain has letters stopped that pretend to be yours."))


def _alignment(domain: str, spf: Finding, dkim: Finding) -> Finding:
    """Whether what is proved is the domain that readers see."""
    name = _("The same domain")
    envelope = returning.mailbox().rpartition("@")[2]
    is_same = (
        domain == envelope or domain.endswith(f".{envelope}") or envelope.endswith(f".{domain}")
    )
    if "ok" in {dkim.verdict, spf.verdict if is_same else ""}:
        return Finding(name, "ok", _("What is proved is the domain that readers see."))
    if not is_same:
        words = _("Letters come back to another domain than readers see, and are not signed.")
        return Finding(name, "danger", words)
    words = _("Nothing proves the domain that readers see: set SPF or DKIM right first.")
    return Finding(name, "danger", words)


def _one_click(dkim: Finding) -> Finding:
    """Whether mail programs show their button to leave the list."""
    name = _("Leaving by one click")
    if not settings.SITE_URL.startswith("https://"):
        words = _("The portal's address must begin with https (SITE_URL), or no button is shown.")
        return Finding(name, "danger", words)
    if dkim.verdict != "ok":
        words = _("Mail programs show the button on signed letters only: set DKIM right first.")
        return Finding(name, "warn", words)
    return Finding(name, "ok", _("Mail programs can show their own button to leave the list."))


def _encryption() -> Finding:
    """Whether letters are read by nobody between us and the mail server."""
    name = _("Encryption")
    if not isinstance(mailers.default, EmailBackend):
        return Finding(name, "ok", _("No mail server is talked to over SMTP."))
    try:
        session = talking.open_session()
    except ssl.SSLError as error:
        words = _("The mail server's certificate cannot be trusted: %(words)s")
        return Finding(name, "danger", words, values={"words": str(error)[:150]})
    except OSError as error:
        words = _("The mail server does not let the portal in: %(words)s")
        return Finding(name, "danger", words, values={"words": str(error)[:150]})
    with contextlib.closing(session):
        if isinstance(session.sock, ssl.SSLSocket):
            words = _("Letters go encrypted to the mail server (%(version)s).")
            return Finding(name, "ok", words, values={"version": session.sock.version()})
    words = _(
        "Letters go to the mail server as open text. Let EMAIL_URL begin with smtp+tls, "
        "unless the server is on the same machine."
    )
    return Finding(name, "warn", words)
