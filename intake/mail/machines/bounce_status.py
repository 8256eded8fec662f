"""Status codes out of diagnostics: RFC 3463 where it is written, its nearest code where only words are.

Temporary is what may pass by itself. 5.2.2 (mailbox full) is sent as permanent by many servers and is not.
"""

from __future__ import annotations

import re

# after-reply = reply code, *3 blanks or brackets, status (RFC 3463 §2)
_AFTER_REPLY = re.compile(r"(?<![\d.])([45]\d\d)[ -]{1,3}[#(\['\"]{0,2}([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
# marked     = "#" / "status" / "code" / bracket, status; anywhere = a status that is no version or address
_MARKED = re.compile(
    r"(?:#|status[:=]?\s?|code[:=]?\s?|\[|\()([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)", re.IGNORECASE
)
_LATER = re.compile(r"try (?:again )?later|temporar|retry|queued", re.IGNORECASE)
_ANYWHERE = re.compile(r"(?<![\d.\w/-])([245]\.[0-7]\.\d{1,3})(?![\d.]*\d)")
# reply      = a word or mark before it or a line's head, 3DIGIT of class 4 or 5
_REPLY = re.compile(
    r"(?:(?:said|says|responded|response|error|code|reply|returned|smtp;|:|>"
    r"|<<<)\s{0,3}#?|^\s{0,8})([45][0-5]\d)(?=[ \-:.,;]|$)",
    re.IGNORECASE | re.MULTILINE,
)

# What servers say when they give no enhanced code, most telling first.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE))
    for status, pattern in (
        (
            "5.2.2",
            r"(?:mail ?box|inbox|bo[îi]te|account|user)\W.{0,30}(?:full|pleine|satur)|quota|over "
            r"?quota|storage|exceed.{0,30}(?:limit|quota|space|storage)|too many messages|disk "
            r"(?:full|quota)|insufficient (?:disk|storage)",
        ),
        (
            "5.3.4",
            r"(?:message|mail|content|e-?mail).{0,30}(?:too (?:large|big)|size)|size "
            r"limit|exceeds.{0,30}(?:size|maximum)|trop (?:gros|volumineux)",
        ),
        (
            "5.2.1",
            r"(?:account|mail ?box|user|address|recipient|compte|bo[îi]te).{0,40}(?:disabled|inactive"
            r"|suspended|locked|closed|deactivated|d[ée]sactiv|not active|expired)|not accepting "
            r"(?:mail|messages)",
        ),
        (
            "5.1.1",
            r"(?:user|recipient|mail ?box|address|account|addressee|destinataire|adresse|utilisateur"
            r"|e-?mail|alias)\b.{0,60}(?:unknown|not (?:found|exist|listed|known|recogni[sz]ed"
            r"|valid)|does(?:n't| not) (?:exist|have)|n'existe|inconnu|invalid|no "
            r"longer|unavailable|undeliverable|rejected|not in)|(?:unknown|no "
            r"such|invalid|bad|unrouteable|non-?existent"
            r"|undeliverable|wrong|illegal|nonexistent)\s(?:\w+\s){0,2}(?:user|recipient|mail ?box|address|account|local part|addressee|person)|no mailbox|not a valid|isn't in|(?:adresse|destinataire|utilisateur) inconnu|couldn't be found|wasn't found|no one here|not our (?:customer|user)",  # noqa: E501
        ),
        (
            "5.1.2",
            r"(?:host|domain|domaine|dns|server|mx).{0,40}(?:unknown|not found|no such|not exist|lookup "
            r"fail|not resolv|invalid|inconnu)|(?:unknown|no such) (?:host|domain)|name "
            r"(?:server|service).{0,30}(?:error|not known)|unrouteable mail domain|couldn't find any "
            r"host|nxdomain",
        ),
        ("5.4.6", r"(?:mail |routing )?loop|too many hops|hop count"),
        (
            "4.4.7",
            r"(?:delivery time|message|queue|retry).{0,30}(?:expired|too (?:long|old)|time "
            r"?out|exceeded)|could not be delivered for|cannot be delivered within|undelivered "
            r"for|tried for|not been collected",
        ),
        (
            "4.4.1",
            r"(?:connection|connect|session).{0,30}(?:refused|timed? ?out|timeout|lost|dropped|failed"
            r"|reset|no answer)|timed out|unreachable|no route|not responding|could not "
            r"connect|host.{0,20}down|no answer",
        ),
        (
            "4.7.1",
            r"gr[ea]ylist|try again later|rate ?limit|too many (?:connections|mails|emails|recipients)"
            r"|throttl|temporar(?:y|ily) (?:block|defer|reject|suspend)",
        ),
        (
            "5.7.1",
            r"spam|block(?:ed|ing|list)|black ?list|spamhaus|rbl|reputation|policy|prohibited|not "
            r"allowed|denied|rejected|refused|virus|not permitted|relay|authenticat|unsolicited|not "
            r"authori[sz]ed|dmarc|spf|dkim|restricted|forbidden",
        ),
    )
)


def find_status(diagnostic: str) -> str:
    """The enhanced status code written in a diagnostic, '' when none is. Linear in `diagnostic`."""
    text = diagnostic[:4_000]
    for pattern, group in ((_AFTER_REPLY, 2), (_MARKED, 1), (_ANYWHERE, 1)):
        if found := pattern.search(text):
            return found[group]
    return ""


def find_reply_code(diagnostic: str) -> str:
    """The SMTP reply code in a diagnostic (`550`), '' when none is. Linear in `diagnostic`."""
    found = _REPLY.search(diagnostic[:4_000])
    return found[1] if found else ""


def status_of(field: str, diagnostic: str) -> str:
    """The most telling code: what the refusing server wrote, else the Status field's, else what the words
    mean.

    A server that refuses for good (5.x.x) is believed against a report that says « later » (4.x.x), unless it
    says itself that one may try again. Linear in `field`.
    """
    text = diagnostic[:4_000]
    server = _AFTER_REPLY.search(text)
    if server and not server[2].endswith(".0.0") and _outweighs(server[2], field, text):
        return server[2]
    if field and not field.endswith(".0.0"):
        return field
    written = find_status(text)
    if written and not written.endswith(".0.0") and _outweighs(written, field, text):
        return written
    return field or written or guess_status(text)


def _outweighs(code: str, field: str, diagnostic: str) -> bool:
    """Whether a code out of the diagnostic counts against the Status field."""
    if not field or code[0] == field[0] or field[0] == "2":
        return True
    return code[0] == "5" and field[0] == "4" and not _LATER.search(diagnostic)


def guess_status(diagnostic: str) -> str:
    """A code for what the words mean, of the reply code's class when there is one; '' when they say
    nothing. Linear in `diagnostic`.
    """
    text = diagnostic[:2_000]
    code = find_reply_code(text)
    for status, pattern in _WORDS:
        if pattern.search(text):
            return f"{code[0]}{status[1:]}" if code else status
    return f"{code[0]}.0.0" if code else ""


def is_permanent(status: str, action: str = "failed") -> bool:
    """Whether writing again is useless: class 5, but for a full mailbox and what a policy may lift.

    Linear in `status`.
    """
    if action == "delayed" or status.startswith("4"):
        return False
    return status not in {"5.2.2", "5.3.1", "5.4.5", "5.4.7"}
