"""Returned messages of many servers, and what each of them says: (name, message, kind, final)."""

from collections.abc import Callable

from tests.outbox.returned import (
    Sent,
    answer,
    complaint,
    exchange,
    exim,
    message,
    postfix,
    qmail,
    report,
    sendmail,
)

GMAIL = {"by": "Mail Delivery Subsystem <mailer-daemon@googlemail.example>"}
CISCO = {"by": '"Mail Delivery System" <MAILER-DAEMON@ironport.kommun.example>'}
SYSTEM = "Systemadministratör <postmaster@kommun.example>"

type Case = tuple[str, Callable[[Sent], bytes], str, bool]


def case(name: str, kind: str, make: Callable[[Sent], bytes], *, final: bool = True) -> Case:
    return name, make, kind, final


HARD: list[Case] = [
    case(
        "exchange-recipient-not-found",
        "hard",
        lambda s: exchange(
            s,
            "5.1.10",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        ),
    ),
    case(
        "exchange-swedish",
        "hard",
        lambda s: exchange(
            s, "5.1.1", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", swedish=True
        ),
    ),
    case(
        "exchange-edge",
        "hard",
        lambda s: exchange(
            s,
            "5.4.1",
            "550 5.4.1 Recipient address rejected: Access denied. "
            "[AM1PEPF000252DB.eurprd07.prod.outlook.example]",
        ),
    ),
    case(
        "exchange-domain-gone",
        "hard",
        lambda s: exchange(
            s,
            "5.4.310",
            "550 5.4.310 DNS domain kommun.example does not exist [Message=InfoDomainNonexistent]",
            swedish=True,
        ),
    ),
    case(
        "exchange-null-mx",
        "hard",
        lambda s: exchange(
            s, "5.1.10", "556 5.1.10 <anna.berg@kommun.example>: NULL MX", returned="headers"
        ),
    ),
    case(
        "exchange-by-head-only",
        "hard",
        lambda s: exchange(
            s,
            "5.1.1",
            "550 5.1.1 The email account that you tried to reach does not exist",
            returned="",
        ),
    ),
    case(
        "postfix-unknown-in-table",
        "hard",
        lambda s: postfix(
            s,
            "5.1.1",
            f"550 5.1.1 <{s.email}>: Recipient address rejected: User unknown in virtual "
            "mailbox table",
        ),
    ),
    case(
        "postfix-local",
        "hard",
        lambda s: postfix(s, "5.1.1", '550 5.1.1 unknown user: "anna.berg"', returned="headers"),
    ),
    case(
        "postfix-no-domain",
        "hard",
        lambda s: report(
            s,
            status="5.4.4",
            text="Host or domain name not found. Name service error for "
            "name=kommun.example type=AAAA: Host not found",
            returned="headers",
        ),
    ),
    case(
        "postfix-disabled",
        "hard",
        lambda s: postfix(
            s,
            "5.2.1",
            f"550 5.2.1 <{s.email}>: Recipient address rejected: this mailbox is inactive "
            "and has been disabled",
        ),
    ),
    case("postfix-only-550", "hard", lambda s: postfix(s, "5.0.0", "550 No such user here")),
    case(
        "postfix-outlook-com",
        "hard",
        lambda s: postfix(
            s,
            "5.5.0",
            "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). "
            "[VI1EUR04FT058.eop-eur04.prod.protection.outlook.example]",
        ),
    ),
    case(
        "postfix-yahoo",
        "hard",
        lambda s: postfix(
            s,
            "5.0.0",
            "554 delivery error: dd This user doesn't have a yahoo.example account "
            "(anna) [0] - mta4; no such account",
        ),
    ),
    case(
        "exim-text",
        "hard",
        lambda s: exim(
            s,
            "host mx.kommun.example [192.0.2.7]\n    SMTP error from remote mail server after RCPT "
            f"TO:<{s.email}>:\n    550 5.1.1 <{s.email}>: User unknown",
        ),
    ),
    case("exim-report", "hard", lambda s: exim(s, "550 5.1.1 No such user", report_too=True)),
    case("exim-unrouteable", "hard", lambda s: exim(s, "Unrouteable address")),
    case(
        "exim-all-hosts",
        "hard",
        lambda s: exim(
            s,
            "The mail server could not deliver mail to it. The account or domain may not exist. "
            "All relevant MX records point to non-existent hosts: host not found",
        ),
    ),
    case("qmail", "hard", lambda s: qmail(s, "Sorry, no mailbox here by that name. (#5.1.1)")),
    case(
        "qmail-remote",
        "hard",
        lambda s: qmail(
            s,
            "192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\n"
            "Giving up on 192.0.2.7.",
        ),
    ),
    case(
        "qmail-no-host",
        "hard",
        lambda s: qmail(s, "Sorry, I couldn't find any host named kommun.example. (#5.1.2)"),
    ),
    case(
        "sendmail", "hard", lambda s: sendmail(s, "5.1.1", f"550 5.1.1 <{s.email}>... User unknown")
    ),
    case(
        "sendmail-host-unknown",
        "hard",
        lambda s: sendmail(
            s, "5.1.2", "550 Host unknown (Name server: kommun.example: host not found)"
        ),
    ),
    case(
        "gmail",
        "hard",
        lambda s: report(
            s,
            status="5.1.1",
            said="550-5.1.1 The email account that you tried to reach does not "
            "exist. Please try double-checking the recipient's email "
            "address for typos or unnecessary "
            "spaces. For more information, go to "
            "https://support.example/mail/?p=NoSuchUser - gsmtp",
            subject="Delivery Status Notification (Failure)",
            headers=f"X-Failed-Recipients: {s.email}\n",
            text=f"** Address not found **\n\nYour message wasn't delivered to {s.email}",
            **GMAIL,
        ),
    ),
    case(
        "gmail-disabled",
        "hard",
        lambda s: report(
            s,
            status="5.2.1",
            said="550 5.2.1 The email account that you tried to reach is inactive.",
            **GMAIL,
        ),
    ),
    case(
        "halon",
        "hard",
        lambda s: report(
            s,
            status="5.1.1",
            said="550 5.1.1 Unknown recipient",
            by="postmaster@halon.example",
            subject="Delivery failed (Leveransen misslyckades)",
            text=f"Ditt meddelande till {s.email} kunde inte levereras.",
        ),
    ),
    case(
        "mimecast",
        "hard",
        lambda s: postfix(
            s,
            "5.0.0",
            "550 Invalid Recipient - https://community.mimecast.example/docs/DOC-1369#550 "
            "[x8-Kd1nVOvqsEC1d3bTk4w.uk214]",
        ),
    ),
    case(
        "cisco",
        "hard",
        lambda s: report(
            s,
            status="5.1.0",
            said="550 #5.1.0 Address rejected. Unknown address error: 550-'5.1.1 User unknown'",
            text="The following message to <anna.berg@kommun.example> was "
            "undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error",
            **CISCO,
        ),
    ),
    case(
        "proofpoint",
        "hard",
        lambda s: postfix(s, "5.1.1", "550 5.1.1 User Unknown pphosted", original=s.email),
    ),
    case(
        "barracuda",
        "hard",
        lambda s: postfix(
            s,
            "5.0.0",
            f"550 permanent failure for one or more recipients ({s.email}:550 5.1.1 "
            "RESOLVER.ADR.RecipNotFound; not found)",
        ),
    ),
    case(
        "domino",
        "hard",
        lambda s: message(
            s,
            f"Your message\n\n  Subject: Nyhetsbrev\n\nwas not delivered to:\n\n  {s.email}\n\n"
            "because:\n\n  User anna.berg (anna.berg@kommun.example) not "
            "listed in Domino Directory\n",
            by="Postmaster@kommun.example",
            subject="DELIVERY FAILURE: User not listed in Directory",
            headers=f"References: <{s.token}@example.org>\n",
        ),
    ),
    case(
        "groupwise",
        "hard",
        lambda s: message(
            s,
            f"The message that you sent was undeliverable to the following:\n\t{s.email} (user not "
            f"found)\n\nOriginal message follows.\n\n{s.whole}",
            by="Mailer-Daemon@gw.kommun.example",
            subject="Message status - undeliverable",
        ),
    ),
    case(
        "exchange-2013-swedish-words",
        "hard",
        lambda s: message(
            s,
            "Det gick inte att leverera till följande mottagare eller grupper:\n\n"
            f"{s.email}\nE-postadressen du angav gick inte att hitta. Kontrollera mottagarens "
            "e-postadress.\n\nDiagnostisk information för "
            "administratörer:\n\n#550 5.1.1 RESOLVER.ADR."
            f"RecipNotFound; not found ##\n\nUrsprungliga meddelandehuvuden:\n\n{s.head}",
            by=SYSTEM,
            subject="Olevererbart: Höstens nyhetsbrev",
        ),
    ),
    case(
        "swedish-host-in-latin-1",
        "hard",
        lambda s: message(
            s,
            f"Ditt meddelande kunde inte levereras.\n\n<{s.email}>: "
            f"mottagaren finns inte hos oss.\n"
            f"\n--- Kopia av meddelandet ---\n{s.head}",
            by="postmaster@webbhotell.example",
            subject="Returnerat brev",
            charset="cp1252",
            kind="text/plain; charset=iso-8859-1",
        ),
    ),
    case(
        "envelope-id",
        "hard",
        lambda s: report(
            s,
            status="5.1.1",
            said="550 5.1.1 User unknown",
            returned="",
            envelope=s.sender.partition("+")[2].partition("@")[0] or str(s.token),
            headers=f"In-Reply-To: <{s.token}@example.org>\n",
        ),
    ),
    case(
        "global-report",
        "hard",
        lambda s: report(
            s,
            status="5.1.1",
            said="550 5.1.1 User unknown",
            status_type="message/global-delivery-status",
        ),
    ),
    case(
        "report-in-mixed",
        "hard",
        lambda s: postfix(s, "5.1.1", "550 5.1.1 No such user").replace(
            b"multipart/report; report-type=delivery-status;", b"multipart/mixed;"
        ),
    ),
    case(
        "zimbra-base64",
        "hard",
        lambda s: postfix(s, "5.1.1", "550 5.1.1 user does not exist", base64_text=True),
    ),
    case(
        "code-553",
        "hard",
        lambda s: postfix(s, "5.0.0", "553 sorry, that domain isn't in my list: no such recipient"),
    ),
]
FULL: list[Case] = [
    case(
        "exchange-quota",
        "full",
        lambda s: exchange(
            s,
            "5.2.2",
            "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException."
            "MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent "
            "exception",
        ),
    ),
    case(
        "exchange-quota-swedish",
        "full",
        lambda s: exchange(s, "5.2.2", "554 5.2.2 mailbox full", swedish=True),
    ),
    case(
        "gmail-out-of-storage",
        "full",
        lambda s: report(
            s,
            status="5.2.2",
            said="552-5.2.2 The recipient's inbox is out of storage space. Please "
            "direct the recipient to https://support.example/mail/?p=OverQuotaPerm",
            **GMAIL,
        ),
    ),
    case(
        "postfix-dovecot",
        "full",
        lambda s: postfix(
            s, "5.2.2", f"552 5.2.2 <{s.email}> Quota exceeded (mailbox for user is full)"
        ),
    ),
    case("exim-quota", "full", lambda s: exim(s, "mailbox is full: retry timeout exceeded")),
    case(
        "qmail-quota",
        "full",
        lambda s: qmail(s, "The users mailfolder is over the allowed quota (size). (#5.2.2)"),
    ),
    case(
        "swedish-full-words",
        "full",
        lambda s: message(
            s,
            f"Meddelandet kunde inte levereras till "
            f"{s.email}.\nMottagarens postlåda är full och kan "
            f"inte ta emot meddelanden just nu. Försök igen "
            f"senare.\n\nUrsprungligt meddelande\n{s.head}",
            by=SYSTEM,
            subject="Olevererbart: Nyhetsbrev",
        ),
    ),
    case(
        "delayed-as-full",
        "full",
        lambda s: postfix(s, "4.2.2", f"452 4.2.2 <{s.email}> Mailbox full", action="delayed"),
        final=False,
    ),
    case(
        "code-552",
        "full",
        lambda s: postfix(
            s, "5.0.0", "552 Requested mail action aborted: exceeded storage allocation"
        ),
    ),
]
POLICY: list[Case] = [
    case(
        "exchange-only-inside",
        "policy",
        lambda s: exchange(
            s,
            "5.7.133",
            "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication "
            "required; Delivery restriction check failed",
        ),
    ),
    case(
        "exchange-only-inside-swedish",
        "policy",
        lambda s: exchange(
            s, "5.7.1", "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", swedish=True
        ),
    ),
    case(
        "exchange-banned",
        "policy",
        lambda s: exchange(
            s, "5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]"
        ),
    ),
    case(
        "exchange-dmarc",
        "policy",
        lambda s: exchange(
            s,
            "5.7.509",
            "550 5.7.509 Access denied, sending domain example.org does not pass DMARC "
            "verification and has a DMARC policy of reject.",
        ),
    ),
    case(
        "postfix-blocklist",
        "policy",
        lambda s: postfix(
            s,
            "5.7.1",
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
        ),
    ),
    case(
        "postfix-sender-domain",
        "policy",
        lambda s: postfix(
            s, "5.1.8", "550 5.1.8 <retur@example.org>: Sender address rejected: Domain not found"
        ),
    ),
    case(
        "postfix-relay",
        "policy",
        lambda s: postfix(s, "5.7.1", f"554 5.7.1 <{s.email}>: Relay access denied"),
    ),
    case(
        "gmail-spam",
        "policy",
        lambda s: report(
            s,
            status="5.7.1",
            said="550-5.7.1 Our system has detected that this message is likely "
            "unsolicited mail. To reduce the amount of spam, this message has been blocked.",
            **GMAIL,
        ),
    ),
    case(
        "cisco-spam",
        "policy",
        lambda s: report(
            s,
            status="5.3.0",
            said="554 5.3.0 Message contains spam or virus or sender is blocked",
            **CISCO,
        ),
    ),
    case("exim-too-big", "policy", lambda s: exim(s, "552 5.3.4 Message size exceeds fixed limit")),
    case(
        "sendmail-content",
        "policy",
        lambda s: sendmail(s, "5.6.0", "554 5.6.0 Message content rejected, id=123"),
    ),
    case(
        "swedish-filter",
        "policy",
        lambda s: message(
            s,
            f"Meddelandet till {s.email} kunde inte levereras: det har stoppats som skräppost av "
            f"kommunens filter.\n\nUrsprungligt meddelande:\n{s.head}",
            by=SYSTEM,
            subject="Leveransen misslyckades",
        ),
    ),
]
SOFT: list[Case] = [
    case(
        "postfix-delayed",
        "soft",
        lambda s: postfix(
            s,
            "4.4.1",
            "connect to mx.kommun.example[192.0.2.7]:25: Connection timed out",
            action="delayed",
            subject="Delayed Mail (still being retried)",
        ),
        final=False,
    ),
    case(
        "postfix-greylisted",
        "soft",
        lambda s: postfix(s, "4.7.1", "450 4.7.1 Greylisted, try again later", action="delayed"),
        final=False,
    ),
    case(
        "postfix-expired",
        "soft",
        lambda s: postfix(
            s, "4.4.1", "connect to mx.kommun.example[192.0.2.7]:25: Connection refused"
        ),
    ),
    case(
        "postfix-unverified",
        "soft",
        lambda s: postfix(
            s, "4.1.1", f"450 4.1.1 <{s.email}>: Recipient address rejected: unverified address"
        ),
    ),
    case(
        "exchange-expired",
        "soft",
        lambda s: exchange(
            s, "5.4.300", "550 5.4.300 Message expired -> 451 4.4.0 Temporary server error"
        ),
    ),
    case(
        "exchange-delayed-swedish",
        "soft",
        lambda s: exchange(s, "4.4.7", "400 4.4.7 Message delayed", swedish=True, action="delayed"),
        final=False,
    ),
    case(
        "exim-delayed", "soft", lambda s: exim(s, "Connection timed out", delayed=True), final=False
    ),
    case(
        "exim-delayed-report",
        "soft",
        lambda s: exim(s, "451 Temporary local problem", delayed=True, report_too=True),
        final=False,
    ),
    case(
        "sendmail-warning",
        "soft",
        lambda s: sendmail(
            s,
            "4.4.2",
            "451 4.4.2 Timeout",
            action="delayed",
            subject="Warning: could not send message for past 4 hours",
        ),
        final=False,
    ),
    case(
        "gmail-delayed",
        "soft",
        lambda s: report(
            s,
            status="4.4.1",
            said="421 4.4.1 The recipient server did not accept our requests to connect",
            action="delayed",
            subject="Delivery Status Notification (Delay)",
            **GMAIL,
        ),
        final=False,
    ),
    case(
        "swedish-delayed-words",
        "soft",
        lambda s: message(
            s,
            f"Meddelandet till {s.email} har ännu inte levererats. "
            f"Servern fortsätter att försöka i "
            "två dygn till.\n",
            by=SYSTEM,
            subject="Leveransen är försenad: Nyhetsbrev",
            headers=f"In-Reply-To: <{s.token}@example.org>\n",
        ),
        final=False,
    ),
]
AUTO: list[Case] = [
    case(
        "exchange-out-of-office",
        "auto",
        lambda s: answer(
            s,
            "Automatic reply: Nyhetsbrev",
            "I am out of the office until Monday.",
            "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n",
        ),
        final=False,
    ),
    case(
        "exchange-autosvar",
        "auto",
        lambda s: answer(
            s,
            "Autosvar: Höstens nyhetsbrev",
            "Jag är ledig till den 9 november. Vid frågor: "
            "kontaktcenter@kommun.example. Min adress upphör vid årsskiftet.",
            "Auto-Submitted: auto-generated\n",
        ),
        final=False,
    ),
    case(
        "autosvar-by-subject",
        "auto",
        lambda s: answer(s, "Automatiskt svar: Höstens nyhetsbrev", "Jag är på semester."),
        final=False,
    ),
    case(
        "vacation",
        "auto",
        lambda s: answer(
            s,
            "Re: Nyhetsbrev",
            "I'm away. My mailbox is full of mail, so please be patient.",
            "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\n",
        ),
        final=False,
    ),
    case(
        "challenge",
        "auto",
        lambda s: answer(
            s,
            "Bekräfta ditt mejl",
            "Klicka på länken för att visa att du är en människa.",
            "Auto-Submitted: auto-replied\nX-Autorespond: boxtrapper\n",
        ),
        final=False,
    ),
    case(
        "registrar-receipt",
        "auto",
        lambda s: answer(
            s,
            "Ärende KS 2026-00412",
            "Tack för ditt meddelande. Det har fått ett ärendenummer.",
            "Auto-Submitted: auto-generated\n",
            by="kommunen@kommun.example",
        ),
        final=False,
    ),
    case(
        "has-left",
        "auto",
        lambda s: answer(
            s,
            "Frånvaro: Anna Berg",
            "Anna har slutat. Mottagaren finns inte längre kvar hos oss; "
            "mejla bo.ek@kommun.example.",
            "X-Autoreply: yes\n",
        ),
        final=False,
    ),
    case(
        "read-receipt",
        "auto",
        lambda s: report(
            s,
            action="displayed",
            report_type="disposition-notification",
            status_type="message/disposition-notification",
            by=f"Anna Berg <{s.email}>",
            subject="Läst: Nyhetsbrev",
        ),
        final=False,
    ),
]
COMPLAINTS: list[Case] = [
    case("abuse", "complaint", complaint, final=False),
    case("abuse-redacted", "complaint", lambda s: complaint(s, redacted=True), final=False),
    case("opt-out", "complaint", lambda s: complaint(s, about="opt-out"), final=False),
]
UNKNOWN: list[Case] = [
    case(
        "says-nothing",
        "unknown",
        lambda s: report(s, status="5.0.0", said="550 Not today", text="It did not work."),
    ),
    case(
        "loop",
        "unknown",
        lambda s: exchange(s, "5.4.6", "554 5.4.6 Hop count exceeded - possible mail loop"),
    ),
    case(
        "protocol", "unknown", lambda s: sendmail(s, "5.5.1", "503 5.5.1 Bad sequence of commands")
    ),
]
CORPUS = [*HARD, *FULL, *POLICY, *SOFT, *AUTO, *COMPLAINTS, *UNKNOWN]

# Of these nothing may be made: they come from people, or say that all is well.
PEOPLE: list[tuple[str, Callable[[Sent], bytes]]] = [
    (
        "reply",
        lambda s: answer(
            s,
            "SV: Höstens nyhetsbrev",
            f"Hej! Min kollega {s.email} finns inte längre här, user unknown heter det väl.",
        ),
    ),
    (
        "forwarded-bounce",
        lambda s: message(
            s,
            "Hej, vad betyder det här?\n\nFrom: "
            "MAILER-DAEMON@mx.example.net\n550 5.1.1 User unknown",
            by="Bo Ek <bo.ek@kommun.example>",
            subject="VB: Undelivered Mail Returned to Sender",
        ),
    ),
    (
        "postmaster-writes",
        lambda s: answer(
            s,
            "Fråga om era utskick",
            "Kan ni ringa mig?",
            by="Postmaster <postmaster@kommun.example>",
        ),
    ),
]
FINE: list[tuple[str, Callable[[Sent], bytes]]] = [
    ("delivered", lambda s: report(s, status="2.0.0", action="delivered")),
    ("relayed", lambda s: report(s, status="2.0.0", action="relayed")),
    ("not-spam", lambda s: complaint(s, about="not-spam")),
]
