"""Delivery reports: which addresses failed, for how long, and why (RFC 3464, and what came before it).

A report is believed to be one here; whether it may change anything is decided by our token or our Message-ID
in it, not by this module. Reading takes one pass over the first 60,000 characters for each kind of place
where addresses stand; at most 100 recipients are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intake.mail.machines.bounce_report import FAILED, Group, parse_report
from intake.mail.machines.bounce_status import find_status, guess_status, is_permanent, status_of
from intake.mail.machines.bounce_text import Failure, ReportText, find_failures
from intake.mail.machines.bounce_wording import is_delay, is_machine, is_report
from intake.mail.wire.addresses import parse_addresses
from intake.mail.wire.charsets import decode
from intake.mail.wire.encoded_words import tidy
from intake.mail.wire.headers import Headers
from intake.mail.wire.identifiers import parse_message_id
from intake.mail.wire.mime import Part, parse_tree
from intake.message import Bounce, BouncedRecipient, BounceKind, Mailbox

_ARRIVED = {"delivered", "relayed", "expanded"}
_MOST_RECIPIENTS = 100
_STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
_COPIES = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
# identifier = at a line's head, *6 marks, "Message-ID:", angle address
_IDENTIFIER = re.compile(r"^[\s>]{0,6}message-id\s?:\s{0,4}(<[^<>\s]{3,300}>)", re.IGNORECASE | re.MULTILINE)
# original  = at a line's head, "Original-Message-ID:", angle address
_ORIGINAL = re.compile(rb"^original-message-id\s?:\s{0,4}(<[^<>\s]{3,300}>)", re.IGNORECASE | re.MULTILINE)
# heading   = a word for whom it failed; the names stand in lines of their own below it, without a domain
_HEADING = re.compile(r"(?:recipients?|addresse?s?|users?|destinataires?)\b", re.IGNORECASE)
_LOCAL_PART = re.compile(r"[ \t]{1,40}([\w.-]{2,64})[ \t]*")


@dataclass(frozen=True, slots=True)
class _Letter:
    """The mail that may be a report, with what all steps look at. `sender` is its From."""

    part: Part
    subject: str
    sender: str
    text: ReportText
    #: The header of the returned letter, None when it does not come along.
    copy: Headers | None
    #: Addresses that are named because they wrote or received the report, in lower case.
    own: frozenset[str]


def find_bounce(part: Part, subject: str, sender: str, text: str) -> Bounce | None:
    """The delivery report that this mail is, None when it is none.

    Its machine-readable half is believed first;
    then that of a report which a gateway has wrapped into its own mail; then what is said in prose.
    """
    if _is_receipt(part, subject):
        return None
    part = _unwrapped(part, sender)
    headers, copy = part.headers, _returned_headers(part)
    letter = _Letter(part, subject, sender, ReportText.of(text), copy, _own_addresses(headers, copy))
    identifier = parse_message_id(copy.raw("message-id")) if copy else ""
    groups = _groups(letter)
    if groups and (found := _from_groups(groups, letter, identifier)) is not None:
        return found
    return _from_prose(letter, identifier)


def original_message_id(part: Part) -> str:
    """The Message-ID of the letter that a read receipt or a feedback report is about (RFC 8098 §3.2.5), ''
    when none.
    """
    for leaf in part.walk():
        if leaf.content_type == "message/disposition-notification":
            found = _ORIGINAL.search(leaf.content()[:20_000])
            return parse_message_id(found[1]) if found else ""
        if leaf.content_type == "message/feedback-report":
            copy = _returned_headers(part)
            return parse_message_id(copy.raw("message-id")) if copy else ""
    return ""


def _is_receipt(part: Part, subject: str) -> bool:
    """A read receipt or a feedback report; Dovecot writes its refusals as the former."""
    kind = part.parameters.get("report-type", "").casefold()
    if kind == "disposition-notification":
        return not re.search(r"reject|undeliver|fail", subject, re.IGNORECASE)
    return kind == "feedback-report" or any(
        c.content_type == "message/feedback-report" for c in part.children
    )


def _unwrapped(part: Part, sender: str) -> Part:
    """The report inside a program's mail that has no machine-readable half itself; `part` when there is none.

    A person who hands a report on as a file tells us of it: that is no report.
    """
    leaves = list(part.walk())
    if any(leaf.content_type in _STATUS_PARTS for leaf in leaves) or not is_machine(part.headers, sender):
        return part
    for leaf in leaves:
        if leaf is not part and leaf.content_type in {"message/rfc822", "message/global"}:
            inside = parse_tree(leaf.content().lstrip(b"\r\n"), [])
            if any(inner.content_type in _STATUS_PARTS for inner in inside.walk()):
                return inside
    return part


# --- The machine-readable half
# --------------------------------------------------------------------------------


def _groups(letter: _Letter) -> list[Group]:
    """The groups about recipients, from the half made for them, else from the prose when they stand in it."""
    groups: list[Group] = []
    for leaf in letter.part.walk():
        if leaf.content_type in _STATUS_PARTS:
            groups.extend(parse_report(leaf.content() + b"\n\n" + leaf.preamble))
    if not groups and "final-recipient:" in letter.text.folded[:20_000]:
        groups = parse_report(letter.text.report.encode("utf-8", "replace"))
    return groups[:_MOST_RECIPIENTS]


def _from_groups(groups: list[Group], letter: _Letter, identifier: str) -> Bounce | None:
    """What the groups say of their recipients: failed or late first, else arrived; None when they say
    nothing.
    """
    failed = [
        group for group in groups if group.address and (group.action in FAILED or group.action == "delayed")
    ]
    if failed:
        kind: BounceKind = "delay" if all(g.action == "delayed" for g in groups if g.address) else "failure"
        recipients = (group.recipient(letter.text.around(group.address)) for group in failed)
        return Bounce(_each_once(recipients), identifier, kind)
    if all(group.action in _ARRIVED for group in groups):
        arrived = (group.recipient("") for group in groups if group.address)
        return Bounce(_each_once(replace(one, permanent=False) for one in arrived), identifier, "delivery")
    return None


def _each_once(recipients: Iterable[BouncedRecipient]) -> tuple[BouncedRecipient, ...]:
    found: dict[str, BouncedRecipient] = {}
    for recipient in recipients:
        found.setdefault(recipient.address.casefold(), recipient)
    return tuple(found.values())


# --- Prose
# ----------------------------------------------------------------------------------------------------


def _from_prose(letter: _Letter, identifier: str) -> Bounce | None:
    named = _failed_recipients(letter.part.headers)
    text = letter.text.whole
    if not named and not is_report(
        letter.part, letter.subject, letter.sender, text, returns_ours=_is_ours(letter)
    ):
        return None
    late = is_delay(letter.subject, letter.text.report)
    failures = list(_failures(letter, named))[:_MOST_RECIPIENTS]
    written, meant = find_status(letter.text.report), guess_status(letter.text.report)
    recipients = tuple(_recipient(failure, written, meant, delayed=late) for failure in failures)
    return Bounce(recipients, identifier or _identifier_in(text), "delay" if late else "failure")


def _is_ours(letter: _Letter) -> bool:
    """Whether the letter that comes back was written where the report is sent to."""
    if letter.copy is None:
        return False
    to = {box.address.rpartition("@")[2].casefold() for box in _boxes(letter.part.headers, ("to",))}
    return any(box.address.rpartition("@")[2].casefold() in to for box in _boxes(letter.copy, ("from",)))


def _failures(letter: _Letter, named: list[str]) -> Iterator[Failure]:
    """Whom the prose is about: those that a header names, else those at their places, else the letter's
    To.
    """
    found = find_failures(letter.text, letter.own) or _local_parts(letter)
    if named:
        known = {failure.address.casefold(): failure for failure in found}
        for address in named:
            yield known.get(address.casefold()) or Failure(address, letter.text.around(address))
    elif found:
        yield from found
    elif letter.copy is not None:
        for box in _boxes(letter.copy, ("to",)):
            if "@" in box.address and box.address.casefold() not in letter.own:
                yield Failure(box.address, letter.text.report[-1_000:])


def _recipient(failure: Failure, written: str, meant: str, *, delayed: bool) -> BouncedRecipient:
    """`written` is the first status code anywhere in the report, `meant` the one that all its words mean."""
    said = failure.diagnostic
    status = find_status(said) or written or guess_status(said) or meant
    status = status_of(status if not status.endswith(".0.0") else "", said) or status
    if delayed:
        status = f"4{status[1:]}" if status.startswith("5") else status or "4.4.7"
    return BouncedRecipient(
        tidy(failure.address),
        status,
        is_permanent(status, "delayed" if delayed else "failed"),
        tidy(" ".join(said.split()))[:1_000],
    )


def _failed_recipients(headers: Headers) -> list[str]:
    found: list[str] = []
    for name in ("x-failed-recipients", "x-failed-recipient"):
        for value in headers.raw_all(name):
            found.extend(piece.strip(" <>") for piece in decode(value)[0].replace(";", ",").split(","))
    return [address for address in dict.fromkeys(found) if "@" in address][:_MOST_RECIPIENTS]


def _own_addresses(headers: Headers, copy: Headers | None) -> frozenset[str]:
    """Addresses that a report names because they wrote or received it, in lower case."""
    found = _boxes(headers, ("to", "delivered-to", "from", "reply-to", "errors-to", "return-path"))
    if copy is not None:
        found += _boxes(copy, ("from", "sender", "return-path", "reply-to"))
    return frozenset(box.address.casefold() for box in found)


def _boxes(headers: Headers, names: tuple[str, ...]) -> list[Mailbox]:
    return [box for name in names for value in headers.raw_all(name)[:20] for box in parse_addresses(value)]


def _returned_headers(part: Part) -> Headers | None:
    for leaf in part.walk():
        if leaf is not part and leaf.content_type in _COPIES:
            return parse_tree(leaf.content().lstrip(b"\r\n"), []).headers
    return None


def _identifier_in(text: str) -> str:
    found = _IDENTIFIER.search(text)
    return parse_message_id(found[1].encode("utf-8", "replace")) if found else ""


def _local_parts(letter: _Letter) -> list[Failure]:
    """Names without a domain that follow « the following recipients … : », at the reporting server's domain.

    Each line is looked at once as a heading and once as a name.
    """
    domain = letter.sender.rpartition("@")[2]
    lines = letter.text.report.split("\n")
    for at, line in enumerate(lines if domain else []):
        if not line.rstrip().endswith(":") or not _HEADING.search(f"{lines[at - 1][-120:]} {line[-240:]}"):
            continue
        below = at + 1
        while below < len(lines) and not lines[below].strip():
            below += 1
        names = []
        for following in lines[below : below + 20]:
            if (found := _LOCAL_PART.fullmatch(following)) is None:
                break
            names.append(found[1])
        if names:
            said = "\n".join(lines[max(0, at - 1) : below + len(names)]).strip()
            return [Failure(f"{name}@{domain}", said[:1_500]) for name in names]
    return []
