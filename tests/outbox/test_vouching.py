"""What the secretariat is told of its sender, with a real DNS server and a real mail server."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from sekom import tasks
from sekom.outbox import signing, vouching
from tests.dns_server import dns_server
from tests.factories import make_secretary
from tests.outbox.test_signing import KEYS

pytestmark = pytest.mark.django_db

OK, WARN, DANGER = "ok", "warn", "danger"


@pytest.fixture
def names(settings, monkeypatch):
    """The DNS, in which all is well for a sender behind Microsoft 365 that is not asked."""
    cache.clear()
    monkeypatch.setattr(vouching.resolving, "PATIENCE", 0.3)
    settings.SITE_URL = "https://portal.example.org"
    with dns_server() as server:
        settings.DNS_SERVER = server.address
        server.says("example.org", "v=spf1 mx include:spf.example.net -all", "something else")
        server.says("spf.example.net", "v=spf1 ip4:192.0.2.0/24 ip4:127.0.0.0/8 ~all")
        server.says("selector1._domainkey.example.org", "v=DKIM1; k=rsa; p=MIIB")
        server.says("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:post@example.org")
        yield server


def found(name):
    """What was found out about one thing."""
    [finding] = [finding for finding in vouching.find_out().findings if finding.name == name]
    return finding.verdict, finding.at, finding.record


def test_a_sender_that_all_is_well_with_is_told_so(names):
    report = vouching.find_out()

    assert [finding.verdict for finding in report.findings] == [OK] * 6
    assert report.wants == []


def test_a_domain_that_says_nothing_is_told_what_to_say(names):
    names.records.clear()

    report = vouching.find_out()

    assert {
        finding.name: (finding.verdict, finding.at, finding.record) for finding in report.wants
    } == {
        "SPF": (DANGER, "example.org", "v=spf1 mx -all"),
        "DKIM": (DANGER, "", ""),
        "DMARC": (
            DANGER,
            "_dmarc.example.org",
            "v=DMARC1; p=none; rua=mailto:kansli@example.org",
        ),
        "Samma domän": (DANGER, "", ""),
        "Avsluta med ett klick": (WARN, "", ""),
    }


@pytest.mark.parametrize(
    ("policies", "verdict", "record"),
    [
        (["v=spf1 ip4:127.0.0.1 -all"], OK, ""),
        (["v=spf1 a:mail.example.net -all"], OK, ""),
        (["v=spf1 mx:example.net -all"], OK, ""),
        (["v=spf1 redirect=spf.example.net"], OK, ""),
        (["v=spf1 include:example.org include:spf.example.net -all"], OK, ""),
        (
            ["v=spf1 ip4:192.0.2.7 ip4:nonsense ~all"],
            WARN,
            "v=spf1 ip4:192.0.2.7 ip4:nonsense a:localhost ~all",
        ),
        (["v=spf1 +all"], DANGER, "v=spf1 a:localhost -all"),
        (["v=spf1 a -all", "v=spf1 mx ~all"], DANGER, "v=spf1 a mx -all"),
        (["v=spf1 " + "mx:example.net " * 11 + "-all"], DANGER, ""),
    ],
)
def test_spf_is_judged_for_the_mail_server_that_is_used(names, settings, policies, verdict, record):
    settings.MAILERS = mail_server_at("localhost")
    names.says("example.org", *policies)
    names.records["localhost", "A"] = ["127.0.0.1"]
    names.records["mail.example.net", "A"] = ["127.0.0.1"]
    names.records["example.net", "MX"] = ["10 mail.example.net."]

    assert found("SPF")[::2] == (verdict, record)


def mail_server_at(host, port=1):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": {"host": host, "port": port, "timeout": 1}}}


def test_a_provider_is_to_be_named_as_it_wants_to_be(names, settings):
    settings.MAILERS = mail_server_at("smtp.office365.com")
    wanted = "v=spf1 mx include:spf.example.net include:spf.protection.outlook.com -all"
    before = vouching._spf("example.org").record

    names.says("example.org", wanted)
    names.says("spf.protection.outlook.com", "v=spf1 ip4:198.51.100.0/24 -all")

    assert (before, vouching._spf("example.org").verdict) == (wanted, OK)


def test_our_own_key_must_be_the_one_that_is_published(names, settings):
    settings.MAIL_DKIM_SELECTOR, settings.MAIL_DKIM_KEY = "portal", KEYS["rsa"]
    at, record = "portal._domainkey.example.org", signing.signer().record
    before = found("DKIM")
    names.says(at, "v=DKIM1; k=rsa; p=another")
    other = found("DKIM")
    names.says(at, record)

    assert [before, other, found("DKIM")] == [(DANGER, at, record)] * 2 + [(OK, "", "")]


def test_a_key_that_was_withdrawn_is_none(names):
    names.says("selector1._domainkey.example.org", "v=DKIM1; p=")

    assert found("DKIM")[0] == DANGER


def test_a_domain_that_stops_nothing_is_told_to_be_stricter(names, settings):
    settings.DEFAULT_FROM_EMAIL = "Portalen <post@portal.example.org>"
    names.says("_dmarc.example.org", "v=DMARC1; p=none; rua=mailto:post@example.org")

    assert found("DMARC") == (
        WARN,
        "_dmarc.example.org",
        "v=DMARC1; p=quarantine; rua=mailto:post@example.org",
    )


def test_letters_that_come_back_elsewhere_prove_nothing_unless_they_are_signed(names, settings):
    settings.MAIL_RETURN = "retur@other.example.net"
    signed = found("Samma domän")[0]
    del names.records["selector1._domainkey.example.org", "TXT"]

    assert (signed, found("Samma domän")[0]) == (OK, DANGER)


def test_no_button_to_leave_is_shown_without_https(names, settings):
    settings.SITE_URL = "http://portal.example.org"

    assert found("Avsluta med ett klick")[0] == DANGER


def test_a_mail_server_without_encryption_is_said(names, server):
    assert found("Kryptering")[0] == WARN


def test_a_mail_server_that_is_down_is_said(names, settings):
    settings.MAILERS = mail_server_at("127.0.0.1")

    assert found("Kryptering")[0] == DANGER


def test_a_dns_that_does_not_answer_is_said_and_holds_up_nobody(names):
    names.is_silent = True

    verdicts = [finding.verdict for finding in vouching.find_out().findings]

    assert verdicts[:3] == [WARN] * 3


# --- The page -------------------------------------------------------------------------------


@pytest.fixture
def secretary(client, settings):
    settings.REQUIRE_TWO_FACTOR = False  # the second factor has tests of its own
    client.force_login(make_secretary())


def test_the_page_asks_nobody_and_shows_what_the_last_check_found(client, secretary, names):
    names.records.clear()
    before = client.get(reverse("outbox:sender")).text
    client.post(reverse("outbox:check_sender"))
    names.is_silent = True
    after = client.get(reverse("outbox:sender")).text

    assert "Inget har kontrollerats än." in before
    assert escape("v=DMARC1; p=none; rua=mailto:kansli@example.org") in after
    assert "5 saker behöver rättas" in after


def test_a_check_is_asked_for_until_it_is_done(client, secretary, names):
    vouching.announce()
    under_way = client.get(reverse("outbox:sender_report"))
    tasks.check_sender()
    tasks.check_sender()
    done = client.get(reverse("outbox:sender_report"))

    assert ("Kontrollen pågår" in under_way.text, done.headers["HX-Refresh"]) == (True, "true")


def test_what_was_found_is_said_in_the_language_of_who_reads_it(names):
    names.says("_dmarc.example.org", "v=DMARC1; p=none")
    report = vouching.find_out()

    with override("en"):
        words = [finding.words for finding in report.wants]
        named = report.findings[1].words
    assert words[0].startswith("The domain asks for reports, but")
    assert named == "A key is published, as selector1: the mail server can sign letters with it."


def test_a_check_that_is_under_way_is_not_begun_again(client, secretary, names):
    vouching.announce()
    client.post(reverse("outbox:check_sender"))

    assert vouching.report().at is None
