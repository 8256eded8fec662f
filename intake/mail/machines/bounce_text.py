"""Delivery reports in prose (Exim, qmail, Postfix, Exchange, Notes, webmail hosters…): whom they are about.

Reports have a common shape: a few sentences, then the addresses that failed, each with what a server said,
then a copy of the message. So: cut off the copy, then take the addresses that stand where such reports put
them; only when none does, any address that is neither ours nor a machine's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.mail.wire.addresses import find_addresses, is_address

_LONGEST = 60_000
_COPY = re.compile(
    r"^[\s>*-]{0,6}(?:-{2,80}\s?)?(?:"
    r"(?:this is|here is|below (?:this line )?is|the following is|enclosed is)?\s?an?d?\s?(?:a |the )?(?:copy|header[s]?|beginning|text|first part|original|excerpt|body|returned)\b.{0,20}\b(?:message|mail|headers|text)|"
    r"(?:original|returned|undelivered|unsent|forwarded|failed|bounced|included|rejected)\s(?:message|mail|e-?mail|headers?|text|content)|"
    r"message (?:headers?|header follows|follows|text follows|is attached|original|d['’]origine)|"
    r"(?:below (?:this line )?is|ci-dessous|voici) .{0,30}(?:copy|copie|message)|copie du message|"
    r"the (?:body|header[s]?|text) of (?:the|your) (?:message|mail)|unsent message below|message header follows|mail message follows|"
    r"your (?:original )?message (?:reads|was|is|begins|follows)|received: (?:from|by) |return-path: "
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_DRAWN = re.compile(
    r"^(?:-{4,80} ?(?:this|original|returned|below|the|undelivered|message|header|begin|forwarded|start|copy|transcript of message|unsent)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDR = r"[^\s<>\"'(),;:]{1,64}@[\w.-]{1,255}"
# Exchange 5.5: the address at the end of an X.400 one.
_X400 = re.compile(rf"^c=[^\n]{{0,200}}SMTP=({_ADDR})", re.IGNORECASE | re.MULTILINE)
_HEAD_LINE = re.compile(
    rf"^[\s>|*•·-]{{0,10}}(?:(?:to|recipient(?:s)?(?: address)?|final-recipient|original-recipient|failed recipient|address|user|destinataire|adresse|e-?mail|an|à|rcpt to)\s{{0,3}}[:=]\s{{0,4}}(?:rfc822;\s?)?)?"
    rf"[\"'<\[(]{{0,2}}(?:mailto:|smtp:)?({_ADDR})[\"'>\])]{{0,2}}\s{{0,3}}(?:$|[:;,.(<\[]|\s(?:on|was|has|is|at|-|\.\.\.|unknown|user|failed|n'))",
    re.IGNORECASE | re.MULTILINE,
)
_IN_SENTENCE = re.compile(
    rf"(?:(?:address(?:es)?|recipient(?:s|\(s\))?|mail ?box|user|account|to|for|destinataire|adresse|rcpt to|deliver(?:ed|y)?(?: to)?|reach|utilisateur|envoy[ée] [àa]|[àa])\s{{0,3}}[:=]?\s{{0,3}}[<\[\"'(]{{1,2}}|(?:rcpt to|recipient|recipient address|delivery to|delivered to|deliver(?: it)? to|user unknown|unknown user|no such user|addressed,|(?:violation|full|exceeded|unknown) for|adresse|destinataire|message to|mail to|reach|envoy[ée] [àa])\s{{0,3}}[:=]?\s{{0,3}})({_ADDR})",
    re.IGNORECASE,
)
_NOT_RECIPIENT = re.compile(
    r"(?:from|de|sender|exp[ée]diteur|mail from|return-path|reply-to|contact|message-?id|for help|help|postmaster|queue|id|references|in-reply-to)\s{0,3}[:=]?\s{0,3}[<\"'(]{0,2}$",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|abuse|noreply|no-reply|mail-?daemon|hostmaster|listserv|majordomo|bounce[s]?|support|helpdesk|root)@",
    re.IGNORECASE,
)
_ONLY_MACHINES = re.compile(r"^[0-9a-f.$-]{16,}@|^[^@]{40,}@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """One address of a report in prose, and the lines that say why."""

    address: str
    diagnostic: str


def without_copy(text: str) -> str:
    """The report's own words, without the copy of the returned message below."""
    text = text[:_LONGEST]
    cuts = [found.start() for pattern in (_COPY, _DRAWN) if (found := pattern.search(text, 40))]
    cut = min(cuts, default=len(text))
    # A report that begins by the copy tells its reason after it: keep all.
    return text[:cut] if find_addresses(text[:cut]) or cut > 400 else text


def find_failures(text: str, own: set[str]) -> list[Failure]:
    """The addresses that a report in prose is about; `own` are those that it was sent to, in lower case."""
    report = without_copy(text)
    heads = _at_line_heads(report)
    # A mail to oneself: the address at a line's head is the failed one although it is ours.
    for candidates, excluded in (
        (heads, own),
        (heads, set[str]()),
        (_in_sentences(report), own),
        (_anywhere(report), own),
        (_in_sentences(report), set[str]()),
    ):
        kept = _plausible(candidates, excluded)
        if kept:
            return [Failure(address, _diagnostic(report, start)) for address, start in kept.items()]
    if report != text[:_LONGEST]:
        kept = _plausible(_in_copy(text[len(report) : _LONGEST]), own)
        return [Failure(address, report.strip()[-800:]) for address in kept]
    return []


def _at_line_heads(report: str) -> list[tuple[str, int]]:
    exchange = [(match[1], match.start(1)) for match in _X400.finditer(report)]
    return exchange or [(match[1], match.start(1)) for match in _HEAD_LINE.finditer(report)]


def _in_sentences(report: str) -> list[tuple[str, int]]:
    return [(match[1], match.start(1)) for match in _IN_SENTENCE.finditer(report)]


def _anywhere(report: str) -> list[tuple[str, int]]:
    found = []
    for address in find_addresses(report):
        start = report.find(address)
        if not _NOT_RECIPIENT.search(report[max(0, start - 40) : start]):
            found.append((address, start))
    return found


def _in_copy(copy: str) -> list[tuple[str, int]]:
    """The To: of the returned message's own header, the last resort."""
    found = re.search(
        rf"^[\s>]{{0,4}}(?:to|à|an)\s?:\s?(?:[^\n<]{{0,100}}<)?({_ADDR})", copy, re.IGNORECASE | re.MULTILINE
    )
    return [(found[1], 0)] if found else []


def _plausible(candidates: list[tuple[str, int]], own: set[str]) -> dict[str, int]:
    kept: dict[str, int] = {}
    for address, start in candidates:
        address = address.strip(".,;:'\"*[]{}<>").removeprefix("mailto:")
        lower = address.casefold()
        if lower in own or not is_address(address) or _MACHINE.match(lower) or _ONLY_MACHINES.match(lower):
            continue
        if all(lower != other.casefold() for other in kept):
            kept[address] = start
    return kept


def _diagnostic(report: str, start: int) -> str:
    """What stands from the address's line to the next empty line that is followed by another thing."""
    begin = report.rfind("\n", 0, start) + 1
    end = report.find("\n\n", start)
    end = end if end >= 0 else len(report)
    chunk = report[begin:end].strip()
    if len(chunk) < 60 and end < len(report):
        following = report.find("\n\n", end + 2)
        chunk = report[begin : following if following >= 0 else len(report)].strip()
    return chunk[:1_500]
