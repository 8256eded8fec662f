"""Delivery reports: which addresses failed, for how long, and why (RFC 3464, and what came before it).

A report is believed to be one here; whether it may change anything is decided by our token or our Message-ID
in it, not by this module.
"""

from __future__ import annotations

import re

from intake.mail.machines.bounce_report import FAILED, Group, parse_report
from intake.mail.machines.bounce_status import find_status, guess_status, is_permanent, status_of
from intake.mail.machines.bounce_text import Failure, find_failures, without_copy
from intake.mail.wire.addresses import parse_addresses
from intake.mail.wire.charsets import decode
from intake.mail.wire.encoded_words import tidy
from intake.mail.wire.headers import Headers
from intake.mail.wire.identifiers import parse_message_id
from intake.mail.wire.mime import Part, parse_tree
from intake.message import Bounce, BouncedRecipient

_SENDER = re.compile(
    r"mailer[-_ ]?daemon|postmaster|mail[- ]?delivery|mail administrator|system administrator|administrateur syst|mail ?system|delivery (?:subsystem|system|status)|"
    r"microsoft exchange|mdaemon|mail ?server|maildelivery|mail-?daemon|internet mail|bounce[sd]?@|bounce-|undeliver|mail router|mail gateway|smtp|mta[-_.@]|daemon@|non remis",
    re.IGNORECASE,
)
# Programs of this name write nothing but reports.
_DAEMON = re.compile(r"mailer[-_]?daemon|mail delivery (?:sub)?system|post_master@", re.IGNORECASE)
_NOT_A_BOUNCE = re.compile(
    r"automatic reply|auto-?reply|out of office|r[ée]ponse automatique|absence|vacation", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"undeliver|unzustellbar|non remis|non distribu|delivery[ -]?(?:status|fail|notif|report|error|has failed|problem|unsuccess)|deliver(?:y|able)? (?:failure|failed|incomplete|of your)|mail failed|returning to sender|fail(?:ure|ed)[ -]?(?:notice|delivery|notification|mail|to deliver)|returned (?:mail|to sender|message|e-?mail)|mail (?:delivery|system error|could not|not delivered|error|returned|status report)|message (?:status|not delivered|undeliver|could not|delay|non)|could not (?:send|deliver|be delivered)|not deliver|nondeliver|non-deliver|rejected|bounce|mailbox (?:full|unavailable|unknown)|user unknown|unknown (?:user|recipient)|[ée]chec (?:de |d'|lors )?(?:remise|distribution|envoi|l'envoi|la remise)|avis de non|retour [àa] l['’]exp|delayed mail|warning: .{0,40}(?:message|mail|delay)|error sending|unable to deliver|delivery|sendmail|invalid address|mensaje no|niet bezorgd|mancata consegna|n[ãa]o (?:entregue|foi)|unzustell|smtp error",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"could ?n[o']t be (?:delivered|sent)|(?:was|were|been|be) (?:un)?(?:able to (?:be )?deliver|undeliver|not delivered|rejected|returned)|not (?:able to deliver|delivered|deliverable)|unable to (?:deliver|relay|reach)|wasn't able to deliver|delivery (?:to|of|has|status|failed|fail)|did not reach|didn't reach|failed to deliver|permanent (?:fatal )?(?:error|failure)|undeliverable|undelivered|returned (?:mail|to sender|message)|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|over ?quota|n['’]a pas pu [êe]tre (?:remis|distribu|d[ée]livr|envoy)|non remis|impossible de (?:remettre|distribuer|d[ée]livrer)|address(?:es)? (?:had|failed|not)|recipient(?:s|\(s\))? (?:failed|unknown|rejected|could|address rejected)|transcript of session|does(?:n't| not) exist|fatal errors|said: 5\d\d|550[ -]",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"delay|warning|still being (?:tried|retried)|will (?:continue|keep) (?:to )?(?:try|be retried)|do not (?:need to )?resend|has not yet been delivered|not yet been delivered|temporar(?:y|ily).{0,40}will (?:re)?try|retard[ée]|toujours en attente",
    re.IGNORECASE,
)
_NOT_FAILED = {"delivered", "relayed", "expanded"}


def find_bounce(part: Part, subject: str, sender: str, text: str) -> Bounce | None:
    """The delivery report that this mail is, None when it is none."""
    if _is_receipt(part, subject):
        return None
    groups = _groups(part)
    headers = part.headers
    if not groups and "final-recipient:" in text[:20_000].casefold():
        # The machine-readable half inside the prose.
        groups = parse_report(without_copy(text).encode("utf-8", "replace"))
    failed_header = _failed_recipients(headers)
    copy = _returned_headers(part)
    identifier = parse_message_id(copy.raw("message-id")) if copy else ""
    own = _own_addresses(headers, copy)
    if groups:
        recipients = _from_groups(groups, text, own)
        if recipients:
            return Bounce(recipients, identifier, all(g.action == "delayed" for g in groups if g.address))
        if all(group.action in _NOT_FAILED for group in groups):
            return None
    if not _is_report(part, subject, sender, text, bool(failed_header)):
        return None
    is_delay = bool(_DELAY.search(subject)) or (
        bool(_DELAY.search(without_copy(text)[:2_000]))
        and not _BODY.search(subject)
        and "permanent" not in text[:2_000].casefold()
    )
    failures = find_failures(text, own)
    if not failures:
        failures = _local_parts(text, sender)
    if failed_header:
        wanted = {address.casefold() for address in failed_header}
        known = {f.address.casefold(): f for f in failures if f.address.casefold() in wanted}
        failures = [known.get(a.casefold()) or Failure(a, _around(text, a)) for a in failed_header]
    if not failures and copy is not None:
        failures = [Failure(a, without_copy(text)[-1_000:]) for a in _to(copy) if a.casefold() not in own]
    recipients = tuple(_recipient(failure, text, is_delay) for failure in failures)
    identifier = identifier or _identifier_in(text)
    return Bounce(recipients, identifier, is_delay)


def _is_receipt(part: Part, subject: str) -> bool:
    """A read receipt or a feedback report; Dovecot writes its refusals as the former."""
    kind = part.parameters.get("report-type", "").casefold()
    if kind == "disposition-notification":
        return not re.search(r"reject|undeliver|fail", subject, re.IGNORECASE)
    return kind == "feedback-report" or any(
        c.content_type == "message/feedback-report" for c in part.children
    )


def _groups(part: Part) -> list[Group]:
    groups: list[Group] = []
    for leaf in part.walk():
        if leaf.content_type in {"message/delivery-status", "message/global-delivery-status"}:
            groups.extend(parse_report(leaf.content() + b"\n\n" + leaf.preamble))
    return groups


def _from_groups(groups: list[Group], text: str, own: set[str]) -> tuple[BouncedRecipient, ...]:
    found: dict[str, BouncedRecipient] = {}
    for group in groups:
        if group.action in _NOT_FAILED or (group.action not in FAILED and group.action != "delayed"):
            continue
        if not group.address:
            continue
        recipient = group.recipient(_around(without_copy(text), group.address))
        found.setdefault(recipient.address.casefold(), recipient)
    return tuple(found.values())


def _recipient(failure: Failure, text: str, delayed: bool) -> BouncedRecipient:
    report = without_copy(text)
    status = (
        find_status(failure.diagnostic)
        or find_status(report)
        or guess_status(failure.diagnostic)
        or guess_status(report)
    )
    status = status_of(status if not status.endswith(".0.0") else "", failure.diagnostic) or status
    if delayed and status.startswith("5"):
        status = f"4{status[1:]}"
    if delayed and not status:
        status = "4.4.7"
    return BouncedRecipient(
        tidy(failure.address),
        status,
        is_permanent(status, "delayed" if delayed else "failed"),
        tidy(" ".join(failure.diagnostic.split()))[:1_000],
    )


def _is_report(part: Part, subject: str, sender: str, text: str, has_failed_header: bool) -> bool:
    headers = part.headers
    if has_failed_header:
        return True
    if _DAEMON.search(f"{sender} {headers.text('from')}") and not _NOT_A_BOUNCE.search(subject):
        return True
    if part.content_type == "multipart/report":
        return bool(_BODY.search(text[:8_000]) or _SUBJECT.search(subject))
    return_path = headers.raw_all("return-path")
    is_null = bool(return_path) and return_path[0].strip() in (b"<>", b"")
    who = f"{sender} {headers.text('from')}"
    if _SENDER.search(who) or is_null or not sender:
        return bool(_SUBJECT.search(subject)) or bool(_BODY.search(text[:8_000]))
    return (
        headers.raw("in-reply-to") == b""
        and bool(_SUBJECT.search(subject))
        and bool(_BODY.search(text[:8_000]))
    )


def _failed_recipients(headers: Headers) -> list[str]:
    found: list[str] = []
    for name in ("x-failed-recipients", "x-failed-recipient"):
        for value in headers.raw_all(name):
            found.extend(piece.strip(" <>") for piece in decode(value)[0].replace(";", ",").split(","))
    return [address for address in dict.fromkeys(found) if "@" in address]


def _own_addresses(headers: Headers, copy: Headers | None) -> set[str]:
    """Addresses that a report names because they wrote or received it, in lower case."""
    found: set[str] = set()
    for name in ("to", "delivered-to", "from", "reply-to", "errors-to", "return-path"):
        for value in headers.raw_all(name):
            found.update(box.address.casefold() for box in parse_addresses(value))
    if copy is not None:
        for name in ("from", "sender", "return-path", "reply-to"):
            found.update(
                box.address.casefold() for value in copy.raw_all(name) for box in parse_addresses(value)
            )
    return found


def _returned_headers(part: Part) -> Headers | None:
    for leaf in part.walk():
        if leaf is not part and leaf.content_type in {
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/global-headers",
        }:
            return parse_tree(leaf.content().lstrip(b"\r\n"), []).headers
    return None


def _to(copy: Headers) -> list[str]:
    return [
        box.address for value in copy.raw_all("to") for box in parse_addresses(value) if "@" in box.address
    ]


def _identifier_in(text: str) -> str:
    found = re.search(
        r"^[\s>]{0,6}message-id\s?:\s{0,4}(<[^<>\s]{3,300}>)", text[:200_000], re.IGNORECASE | re.MULTILINE
    )
    return parse_message_id(found[1].encode("utf-8", "replace")) if found else ""


def _local_parts(text: str, sender: str) -> list[Failure]:
    """Names without a domain that follow « the following recipients … : », at the reporting server's domain."""
    domain = sender.rpartition("@")[2]
    found = re.search(
        r"(?:recipients?|addresse?s?|users?|destinataires?)\b[^\n]{0,120}\n?[^\n]{0,120}:[ \t]*\n+((?:[ \t]+[\w.-]{2,64}[ \t]*\n){1,20})",
        f"{without_copy(text)}\n",
        re.IGNORECASE,
    )
    if not found or not domain:
        return []
    return [Failure(f"{name}@{domain}", found[0].strip()) for name in found[1].split()]


def _around(text: str, address: str) -> str:
    at = text.casefold().find(address.casefold())
    return text[at : at + 800] if at >= 0 else ""
