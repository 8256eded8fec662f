"""Whether a mail is a delivery report at all, and whether it is only late: by its form, its sender and its
words.
"""

from __future__ import annotations

import re

from intake.mail.wire.headers import Headers
from intake.mail.wire.mime import Part

# sender    = what stands in the name or address of programs that write reports, and of others
_SENDER = re.compile(
    r"mailer[-_ ]?daemon|postmaster|mail[- ]?delivery|mail administrator|system "
    r"administrator|administrateur syst|mail ?system|delivery (?:subsystem|system|status)|"
    r"microsoft exchange|mdaemon|mail ?server|maildelivery|mail-?daemon|internet "
    r"mail|bounce[sd]?@|bounce-|undeliver|mail router|mail gateway|smtp|mta[-_.@]|daemon@|non remis",
    re.IGNORECASE,
)
# daemon    = programs of this name write nothing but reports
_DAEMON = re.compile(r"mailer[-_]?daemon|mail delivery (?:sub)?system|post_master@", re.IGNORECASE)
# absence   = an absence message's subject: daemons write those too
_NOT_A_BOUNCE = re.compile(
    r"automatic reply|auto-?reply|out of office|r[ée]ponse automatique|absence|vacation", re.IGNORECASE
)
# subject   = the words by which reports are called, in the languages of servers
_SUBJECT = re.compile(
    r"undeliver|unzustellbar|non remis|non distribu|delivery[ -]?(?:status|fail|notif|report|error|has "
    r"failed|problem|unsuccess)|deliver(?:y|able)? (?:failure|failed|incomplete|of your)|mail "
    r"failed|returning to sender|fail(?:ure|ed)[ -]?(?:notice|delivery|notification|mail|to "
    r"deliver)|returned (?:mail|to sender|message|e-?mail)|mail (?:delivery|system error|could not|not "
    r"delivered|error|returned|status report)|message (?:status|not delivered|undeliver|could "
    r"not|delay|non)|could not (?:send|deliver|be delivered)|not deliver|nondeliver|non-deliver|rejected|bounce|mailbox (?:full|unavailable|unknown)|user unknown|unknown (?:user|recipient)|[ée]chec (?:de |d'|lors )?(?:remise|distribution|envoi|l'envoi|la remise)|avis de non|retour [àa] l['’]exp|delayed mail|warning: .{0,40}(?:message|mail|delay)|error sending|unable to deliver|delivery|sendmail|invalid address|mensaje no|niet bezorgd|mancata consegna|n[ãa]o (?:entregue|foi)|unzustell|smtp error",  # noqa: E501
    re.IGNORECASE,
)
# body      = the sentences of reports; looked for in the first 8,000 characters
_BODY = re.compile(
    r"could ?n[o']t be (?:delivered|sent)|(?:was|were|been|be) (?:un)?(?:able to (?:be "
    r")?deliver|undeliver|not delivered|rejected|returned)|not (?:able to "
    r"deliver|delivered|deliverable)|unable to (?:deliver|relay|reach)|wasn't able to deliver|delivery "
    r"(?:to|of|has|status|failed|fail)|did not reach|didn't reach|failed to deliver|permanent (?:fatal "
    r")?(?:error|failure)|undeliverable|undelivered|returned (?:mail|to sender|message)|user "
    r"unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|over ?quota|n['’]a pas pu [êe]tre (?:remis|distribu|d[ée]livr|envoy)|non remis|impossible de (?:remettre|distribuer|d[ée]livrer)|address(?:es)? (?:had|failed|not)|recipient(?:s|\(s\))? (?:failed|unknown|rejected|could|address rejected)|transcript of session|does(?:n't| not) exist|fatal errors|said: 5\d\d|550[ -]",  # noqa: E501
    re.IGNORECASE,
)
# delay     = the sentences of notices that a server goes on trying
_DELAY = re.compile(
    r"delay|warning|still being (?:tried|retried)|will (?:continue|keep) (?:to )?(?:try|be retried)|do "
    r"not (?:need to )?resend|has not yet been delivered|not yet been "
    r"delivered|temporar(?:y|ily).{0,40}will (?:re)?try|retard[ée]|toujours en attente",
    re.IGNORECASE,
)
# no-reply  = addresses of programs that write reports among other things
_NO_REPLY = re.compile(
    r"(?:no-?reply|ne-?pas-?repondre|nepasrepondre|do-?not-?reply|noreply|robot|notification)[^@]{0,60}@",
    re.IGNORECASE,
)
_READ = 8_000


def is_report(part: Part, subject: str, sender: str, text: str, *, returns_ours: bool) -> bool:
    """Whether a mail without machine-readable half is a report; `returns_ours`: a letter of ours is in it.

    The surer the sender, the less must be said: a daemon's every mail is one; a person's needs a subject and
    sentences of one, and must answer nothing.
    """
    headers = part.headers
    who = f"{sender} {headers.text('from')}"[:1_000]
    if _DAEMON.search(who) and not _NOT_A_BOUNCE.search(subject):
        return True
    is_said = bool(_BODY.search(text[:_READ]))
    is_called = bool(_SUBJECT.search(subject))
    if part.content_type == "multipart/report" or is_machine(headers, sender):
        return is_said or is_called
    if returns_ours and _NO_REPLY.search(who):
        return is_said or is_called
    return is_said and is_called and headers.raw("in-reply-to") == b""


def is_machine(headers: Headers, sender: str) -> bool:
    """Whether programs that write reports are named so, or have no sender at all."""
    return_path = headers.raw_all("return-path")
    is_null = bool(return_path) and return_path[0].strip() in (b"<>", b"")
    return is_null or not sender or bool(_SENDER.search(f"{sender} {headers.text('from')}"[:1_000]))


def is_delay(subject: str, report: str) -> bool:
    """Whether the server goes on trying; `report` is its own words, without the copy of the letter.

    Linear in `subject`.
    """
    if _DELAY.search(subject):
        return True
    return (
        bool(_DELAY.search(report[:2_000]))
        and not _BODY.search(subject)
        and "permanent" not in report[:2_000].casefold()
    )
