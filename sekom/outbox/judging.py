"""Judging: what a mail server's words mean for the letter and for the address.

A wrong guess silences somebody who could be reached, so an address counts as dead only where the
words or the code say just that (RFC 3463); everything doubtful stays unknown.
"""

import re

from sekom.outbox.models import Return

Kind = Return.Kind

MOST_WORDS = 20_000  # that are looked at
LINKS = re.compile(r"https?://\S+")
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -]")

FULL = re.compile(
    r"over ?quota|quota.{0,30}exceeded|exceeded.{0,40}(quota|storage|space)|quotaexceeded"
    r"|(mailbox|inbox|mail box|account|user).{0,30}\bfull\b|mailbox.{0,30}size limit"
    r"|out of storage|insufficient (system |disk )?storage|storage allocation|disk quota"
    r"|(postlåd|brevlåd|inkorg)\w*.{0,20} full|kvot\w*.{0,20}överskrid|lagringsutrymme"
)
POLICY = re.compile(
    r"sender.{0,30}(rejected|denied|blocked|verif|not (allowed|authenticated|authori[sz]ed))"
    r"|sendernotauthenticated|authrequired|authentication (is )?required|\b(spf|dkim|dmarc)\b"
    r"|\bspam\b|\bjunk\b|unsolicited|block(ed|list)|black ?list|\bbanned|reputation|\bpolicy\b"
    r"|policies\b|virus|malware|phish|content (was )?(rejected|restricted|blocked)"
    r"|relay(ing)?( access)? (is )?(denied|not permitted|prohibited)|unable to relay"
    r"|not (permitted|allowed|authori[sz]ed) to|restricted|rate ?limit|too many|gr[ea]ylist"
    r"|message (is )?too (big|large)|size (limit )?exceed|exceeds.{0,30}size"
    r"|skräppost|spärrad|inte behörig|inte tillåtelse|behörighet|för stort"
)
DEAD = re.compile(
    r"(user|recipient|mailbox|account|e?-?mail address|address)[^.;]{0,60}"
    r"(unknown|not found|n[o']t exist|not listed|invalid|disabled|inactive|deactivated"
    r"|suspended|no longer|not known)"
    r"|(unknown|invalid|nonexist\w+|non-exist\w+|bad destination|undeliverable|unrouteable)"
    r" (local part|user|recipient|mailbox|address|account)"
    r"|\) (is )?not (listed|known|found)|no such (user|recipient|mailbox|address)"
    r"|no such (account|person|domain|host)|no mailbox here"
    r"|recip(ient)?notfound|not our customer|couldn't be found|wasn't found|address not found"
    r"|(host|domain)[^.;]{0,60}(not found|n[o']t exist|no longer)|nxdomain|null ?mx"
    r"|recipient address rejected: (user|undeliverable|unknown)"
    r"|okänd (mottagare|användare|adress)|(adress|mottagare|användare|postlåda|domän)\w*"
    r"[^.;]{0,60}(finns inte|gick inte att hitta|hittades inte|är okänd|existerar inte|upphört)"
    r"|(finns inte|hittades inte|gick inte att hitta)"
)
# What Outlook.com and Exchange's edge say of an address that they do not have.
DEAD_BY_STATUS = [("5.5.0", "mailbox unavailable"), ("5.4.1", "recipient address rejected")]

BY_STATUS = {
    **dict.fromkeys(["1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4", "4.310"], Kind.HARD),
    **dict.fromkeys(["2.2"], Kind.FULL),
    **dict.fromkeys(["2.3", "3.4"], Kind.POLICY),
    **dict.fromkeys(["4.1", "4.2", "4.3", "4.5", "4.7", "4.300", "4.316"], Kind.SOFT),
}
POLICY_SUBJECTS = ("6", "7")  # of statuses: content and security
BY_CODE = {"551": Kind.HARD, "552": Kind.FULL, "553": Kind.HARD}


def kind_of(words: str, status: str = "") -> Return.Kind:
    """What a refusal says, by its words and its status ("5.1.1"; "" where the words hold it)."""
    text = LINKS.sub("", " ".join(words[:MOST_WORDS].lower().split()))
    status = _status_of(status) or _status_of(text)
    code = found[1] if (found := CODE.search(text)) else ""
    if FULL.search(text):
        return Kind.FULL
    if status.startswith("4") or (not status and code.startswith("4")):
        return Kind.FULL if status == "4.2.2" else Kind.SOFT
    if any(status == one and said in text for one, said in DEAD_BY_STATUS):
        return Kind.HARD
    if POLICY.search(text):
        return Kind.POLICY
    if DEAD.search(text):
        return Kind.HARD
    subject = status.partition(".")[2]
    if subject.partition(".")[0] in POLICY_SUBJECTS:
        return Kind.POLICY
    if status:
        return BY_STATUS.get(subject, Kind.UNKNOWN)
    return BY_CODE.get(code, Kind.UNKNOWN)


def _status_of(text: str) -> str:
    """The status that says most: not one that leaves everything open, where there is another."""
    found = [match[0] for match in STATUS.finditer(text) if match[1] != "2"]
    telling = [one for one in found if not one.endswith(".0.0")]
    return (telling or found or [""])[0]
