"""Messages that come back, made in the shape in which the common mail servers write them."""

import uuid
from base64 import b64encode
from dataclasses import dataclass, field
from email.header import Header
from email.utils import make_msgid

RETURN = "retur@example.org"


@dataclass
class Sent:
    """The letter that comes back."""

    email: str = "anna.berg@kommun.example"
    token: uuid.UUID = field(default_factory=uuid.uuid4)
    sender: str = RETURN  # with VERP, the address with its code

    @property
    def head(self) -> str:
        return (
            f"Return-Path: <{self.sender}>\n"
            "Received: from portal.example.org by mx.kommun.example; Mon, 2 Nov 2026 08:00:05\n"
            "From: Sveriges Ekokommuner <kansli@example.org>\n"
            f"To: Anna Berg <{self.email}>\n"
            "Subject: =?utf-8?q?H=C3=B6stens_nyhetsbrev?=\n"
            f"Message-ID: <{self.token}@example.org>\n"
            "List-Id: Sveriges Ekokommuner <portal.example.org>\n"
            "MIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\n"
        )

    @property
    def whole(self) -> str:
        return f"{self.head}\nHej Anna! Mejla user.unknown@annan.example om du vill vara med.\n"


def message(
    sent: Sent,
    text: str,
    *,
    by: str = "Mail Delivery System <MAILER-DAEMON@mx.example.net>",
    subject: str = "Undelivered Mail Returned to Sender",
    headers: str = "",
    kind: str = "text/plain; charset=utf-8",
    charset: str = "utf-8",
) -> bytes:
    """A message without parts."""
    return (
        f"Return-Path: <>\nFrom: {by}\nTo: {sent.sender}\n"
        f"Subject: {Header(subject, 'utf-8').encode() if not subject.isascii() else subject}\n"
        f"Date: Mon, 2 Nov 2026 08:00:10 +0100\nMessage-ID: {make_msgid(domain='mx.example.net')}\n"
        f"MIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n{headers}\n"
        f"{text}"
    ).encode(charset)


def report(
    sent: Sent,
    *,
    status: str = "",
    said: str = "",
    action: str = "failed",
    text: str = "Your message could not be delivered.",
    final: str | None = None,
    original: str = "",
    envelope: str = "",
    returned: str = "whole",
    html: str = "",
    report_type: str = "delivery-status",
    status_type: str = "message/delivery-status",
    base64_text: bool = False,
    **given,
) -> bytes:
    """A report in three parts (RFC 3464): to people, to machines, and the letter."""
    final = sent.email if final is None else final
    fields = "Reporting-MTA: dns; mx.example.net\n"
    if envelope:
        fields += f"Original-Envelope-Id: {envelope}\n"
    fields += "Arrival-Date: Mon, 2 Nov 2026 08:00:05 +0100 (CET)\n\n"
    if original:
        fields += f"Original-Recipient: rfc822;{original}\n"
    if final:
        fields += f"Final-Recipient: rfc822; {final}\n"
    fields += f"Action: {action}\n"
    if status:
        fields += f"Status: {status}\n"
    if said:
        fields += f"Remote-MTA: dns; mx.kommun.example\nDiagnostic-Code: smtp; {said}\n"
    plain = "Content-Type: text/plain; charset=utf-8\n"
    if base64_text:
        text = b64encode(text.encode()).decode()
        plain += "Content-Transfer-Encoding: base64\n"
    parts = [f"{plain}\n{text}\n"]
    if html:
        parts = [f"Content-Type: text/html; charset=utf-8\n\n{html}\n"]
    parts.append(f"Content-Description: Delivery report\nContent-Type: {status_type}\n\n{fields}")
    if returned == "whole":
        parts.append(f"Content-Type: message/rfc822\n\n{sent.whole}")
    elif returned == "headers":
        parts.append(f"Content-Type: text/rfc822-headers\n\n{sent.head}")
    body = "".join(f"--=_report\n{part}\n" for part in parts) + "--=_report--\n"
    kind = f'multipart/report; report-type={report_type}; boundary="=_report"'
    return message(sent, body, kind=kind, **given)


def exchange(sent: Sent, status: str, said: str, *, swedish: bool = False, **given) -> bytes:
    """Exchange Online: an HTML page to people, the letter's number in the head too."""
    words = (
        f"Det gick inte att leverera meddelandet till {sent.email}."
        if swedish
        else f"Your message to {sent.email} couldn't be delivered."
    )
    return report(
        sent,
        status=status,
        said=said,
        html=f"<html><body><table><tr><td><b>Office&nbsp;365</b></td></tr><tr><td>{words}</td>"
        "</tr></table></body></html>",
        by="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kommun.example>",
        subject="Olevererbart: Höstens nyhetsbrev" if swedish else "Undeliverable: Nyhetsbrev",
        headers=f"Auto-Submitted: auto-replied\nIn-Reply-To: <{sent.token}@example.org>\n"
        f"References: <{sent.token}@example.org>\nX-MS-Exchange-Message-Is-Ndr:\n",
        **given,
    )


def postfix(sent: Sent, status: str, said: str, **given) -> bytes:
    """Postfix: a report with the words of the other server."""
    text = (
        "This is the mail system at host mx.example.net.\n\nI'm sorry to have to inform you that "
        "your message could not\nbe delivered to one or more recipients. It's attached below.\n\n"
        f"<{sent.email}>: host mx.kommun.example[192.0.2.7] said: {said} (in reply to RCPT TO)\n"
    )
    return report(sent, status=status, said=said, **({"text": text} | given))


def exim(
    sent: Sent, said: str, *, delayed: bool = False, report_too: bool = False, **given
) -> bytes:
    """Exim: text alone in older versions, a report in newer ones."""
    if delayed:
        text = (
            "This message was created automatically by mail delivery software.\nA message that you "
            "sent has not yet been delivered to one or more of its\nrecipients after more than 24 "
            "hours on the queue on mx.example.net.\n\nThe address to which the message has not yet "
            f"been delivered is:\n\n  {sent.email}\n    Delay reason: {said}\n\nNo action is "
            "required on your part. Delivery attempts will continue for\nsome time.\n"
        )
        subject = "Warning: message 1kZ0aB-0001Xy-Cd delayed 24 hours"
    else:
        text = (
            "This message was created automatically by mail delivery software.\n\nA message that "
            "you sent could not be delivered to one or more of its\nrecipients. This is a "
            f"permanent error. The following address(es) failed:\n\n  {sent.email}\n    {said}\n"
        )
        subject = "Mail delivery failed: returning message to sender"
    head = f"X-Failed-Recipients: {sent.email}\nAuto-Submitted: auto-replied\n"
    by = "Mail Delivery System <Mailer-Daemon@mx.example.net>"
    if report_too:
        action = "delayed" if delayed else "failed"
        return report(
            sent,
            status="4.0.0" if delayed else "5.0.0",
            said=said,
            action=action,
            text=text,
            returned="headers",
            by=by,
            subject=subject,
            headers=head,
        )
    copy = "\n------ This is a copy of the message, including all the headers. ------\n\n"
    body = text if delayed else text + copy + sent.whole
    headers = head + (f"References: <{sent.token}@example.org>\n" if delayed else "")
    return message(sent, body, by=by, subject=subject, headers=headers, **given)


def qmail(sent: Sent, said: str) -> bytes:
    """Qmail: text alone, the letter below a line."""
    text = (
        "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to "
        "deliver your message to the following addresses.\nThis is a "
        "permanent error; I've given up. Sorry "
        f"it didn't work out.\n\n<{sent.email}>:\n{said}\n\n--- Below this line is a copy of the "
        f"message.\n\n{sent.whole}"
    )
    return message(sent, text, by="MAILER-DAEMON@mx.example.net", subject="failure notice")


def sendmail(sent: Sent, status: str, said: str, **given) -> bytes:
    """Sendmail: a report with the talk between the servers."""
    text = (
        "The original message was received at Mon, 2 Nov 2026 08:00:05 +0100\nfrom localhost\n\n"
        f"   ----- The following addresses had permanent fatal errors -----\n<{sent.email}>\n    "
        f"(reason: {said})\n\n   ----- Transcript of session follows -----\n... while talking to "
        f"mx.kommun.example.:\n>>> DATA\n<<< {said}\n"
    )
    return report(
        sent,
        status=status,
        said=said,
        **(
            {
                "text": text,
                "subject": "Returned mail: see transcript for details",
                "by": "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>",
                "returned": "headers",
            }
            | given
        ),
    )


def complaint(sent: Sent, *, about: str = "abuse", redacted: bool = False) -> bytes:
    """A report of abuse (RFC 5965), as mail providers send them."""
    fields = f"Feedback-Type: {about}\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n"
    if not redacted:
        fields += f"Original-Rcpt-To: <{sent.email}>\nOriginal-Mail-From: <{sent.sender}>\n"
    body = (
        "--=_report\nContent-Type: text/plain; charset=utf-8\n\nThis is an email abuse report for "
        f"a message received on 2 Nov 2026.\n\n--=_report\nContent-Type: message/feedback-report"
        f"\n\n{fields}\n--=_report\nContent-Type: message/rfc822\n\n{sent.whole}\n--=_report--\n"
    )
    kind = 'multipart/report; report-type=feedback-report; boundary="=_report"'
    return message(sent, body, by="abuse@mail.example", subject="FW: Nyhetsbrev", kind=kind)


def answer(sent: Sent, subject: str, text: str, headers: str = "", **given) -> bytes:
    """What somebody's mail program answers by itself."""
    headers += f"In-Reply-To: <{sent.token}@example.org>\n"
    by = given.pop("by", f"Anna Berg <{sent.email}>")
    return message(sent, text, by=by, subject=subject, headers=headers, **given)
