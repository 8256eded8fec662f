"""Delivery reports in prose (Exim, qmail, Postfix, Exchange, Notes, webmail hosters…): whom they are about.

Reports have a common shape: a few sentences, then the addresses that failed, each with what a server said,
then a copy of the message. So: cut off the copy, then take the addresses that stand where such reports put
them; only when none does, any address that is neither ours nor a machine's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from intake.mail.wire.addresses import is_address

_LONGEST = 60_000
# copy       = at a line's head, *6 marks, the words by which the returned letter is announced,
# or its first field
_COPY = re.compile(
    r"^[\s>*-]{0,6}(?:-{2,80}\s?)?(?:"
    r"(?:this is|here is|below (?:this line )?is|the following is|enclosed is)?\s?an?d?\s?(?:a |the "
    r")?(?:copy|header[s]?|beginning|text|first "
    r"part|original|excerpt|body|returned)\b.{0,20}\b(?:message|mail|headers|text)|"
    r"(?:original|returned|undelivered|unsent|forwarded|failed|bounced|included|rejected)\s(?:message|mail|e-?mail|headers?|text|content)|"
    r"message (?:headers?|header follows|follows|text follows|is attached|original|d['’]origine)|"
    r"(?:below (?:this line )?is|ci-dessous|voici) .{0,30}(?:copy|copie|message)|copie du message|"
    r"the (?:body|header[s]?|text) of (?:the|your) (?:message|mail)|unsent message below|message header "
    r"follows|mail message follows|"
    r"your (?:original )?message (?:reads|was|is|begins|follows)|received: (?:from|by) |return-path: "
    r")",
    re.IGNORECASE | re.MULTILINE,
)
# drawn      = 4*80 "-" and the first word of such an announcement
_DRAWN = re.compile(
    r"^(?:-{4,80} ?(?:this|original|returned|below|the|undelivered|message|header"
    r"|begin|forwarded|start|copy|transcript of message|unsent)\b)",
    re.IGNORECASE | re.MULTILINE,
)
# address    = 1*64 no delimiter, "@", 1*255 letter / digit / "-" / "."
_ADDR = r"[^\s<>\"'(),;:]{1,64}@[\w.-]{1,255}"
# Exchange 5.5: the address at the end of an X.400 one.
_X400 = re.compile(rf"^c=[^\n]{{0,200}}SMTP=({_ADDR})", re.IGNORECASE | re.MULTILINE)
# head-line  = at a line's head, *10 marks, [label ":"], address, and an end or what begins a reason
_HEAD_LINE = re.compile(
    rf"^[\s>|*•·-]{{0,10}}(?:(?:to|recipient(?:s)?(?: address)?|final-recipient|original-recipient"
    rf"|failed recipient|address|user|destinataire|adresse|e-?mail|an|à|rcpt "
    rf"to)\s{{0,3}}[:=]\s{{0,4}}(?:rfc822;\s?)?)?"
    rf"[\"'<\[(]{{0,2}}(?:mailto:|smtp:)?({_ADDR})[\"'>\])]{{0,2}}\s{{0,3}}(?:$|[:;,.(<\[]|\s(?:on|was|has|is|at|-|\.\.\.|unknown|user|failed|n'))",
    re.IGNORECASE | re.MULTILINE,
)
# sentence   = a word before an address, ":" or "=", brackets or quotation marks
_IN_SENTENCE = re.compile(
    rf"(?:(?:address(?:es)?|recipient(?:s|\(s\))?|mail ?box|user|account|to|for|destinataire"
    rf"|adresse|rcpt to|deliver(?:ed|y)?(?: to)?|reach|utilisateur|envoy[ée] "
    rf"[àa]|[àa])\s{{0,3}}[:=]?\s{{0,3}}[<\[\"'(]{{1,2}}|(?:rcpt to|(?:invalid|unknown|bad|no such)[\w "
    rf"-]{{0,30}} user ?id|recipient|recipient address|delivery to|delivered to|deliver(?: it)? to|user "
    rf"unknown|unknown user|no such user|addressed,|(?:violation|full|exceeded|unknown) "
    rf"for|adresse|destinataire|message to|mail to|reach|envoy[ée] [àa])\s{{0,3}}[:=]?\s{{0,3}})({_ADDR})",
    re.IGNORECASE,
)
# other      = at the end of the 40 characters before an address: words that say it is not the failed one
_NOT_RECIPIENT = re.compile(
    r"(?:from|de|sender|exp[ée]diteur|mail from|return-path|reply-to|contact|message-?id|for "
    r"help|help|postmaster|queue|id|references|in-reply-to)\s{0,3}[:=]?\s{0,3}[<\"'(]{0,2}$",
    re.IGNORECASE,
)
# machine    = local parts of machines; only-machine = local parts that only machines write
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|abuse|noreply|no-reply|mail-?daemon|hostmaster|listserv|majordomo|bounce[s]?|support|helpdesk|root)@",
    re.IGNORECASE,
)
_ONLY_MACHINES = re.compile(r"^[0-9a-f.$-]{16,}@|^[^@]{40,}@", re.IGNORECASE)


# alias      = "(generated from " / "(expanded from: " address: the one we wrote to,
# when the failed one is its target
_ALIAS = re.compile(rf"\((?:generated|expanded) from:?\s{{1,3}}<?({_ADDR})", re.IGNORECASE)
_ANY = re.compile(_ADDR)
# copied-to  = at a line's head, "To:", [name "<"] address
_COPIED_TO = re.compile(
    rf"^[\s>]{{0,4}}(?:to|à|an)\s?:\s?(?:[^\n<]{{0,100}}<)?({_ADDR})", re.IGNORECASE | re.MULTILINE
)
_MOST_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """One address of a report in prose, and the lines that say why."""

    address: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class ReportText:
    """The prose of a report, at most 60,000 characters of it;
    `report` is what stands above the returned copy.
    """

    whole: str
    report: str
    #: `whole` in lower case, to look addresses up in.
    folded: str

    @classmethod
    def of(cls, text: str) -> ReportText:
        whole = text[:_LONGEST]
        return cls(whole, without_copy(whole), whole.lower())

    def around(self, address: str) -> str:
        """What the report says from an address on, 800 characters at most; '' when it does not name it."""
        at = self.folded.find(address.lower(), 0, len(self.report))
        return self.report[at : at + 800] if at >= 0 else ""


def without_copy(text: str) -> str:
    """The report's own words, without the copy of the returned message below. Linear in `text`."""
    cuts = [found.start() for pattern in (_COPY, _DRAWN) if (found := pattern.search(text, 40))]
    cut = min(cuts, default=len(text))
    # A report that begins by the copy tells its reason after it: keep all.
    return text[:cut] if cut > 400 or _ANY.search(text, 0, cut) else text


def find_failures(text: ReportText, own: frozenset[str]) -> list[Failure]:
    """The addresses that a report in prose is about; `own` are those that it was sent to, in lower case.

    Six kinds of places are looked at, each in one pass; the first that holds an address counts, and the
    addresses whose alias failed are added. At most 100.
    """
    report = text.report
    # A mail to oneself: the address at a line's head is the failed one although it is ours.
    for places, excluded in (
        (_at_line_heads, own),
        (_at_line_heads, frozenset[str]()),
        (_in_sentences, own),
        (_written_to, own),
        (_anywhere, own),
        (_in_sentences, frozenset[str]()),
    ):
        kept = _plausible(places(report), excluded)
        if kept:
            aliases = _plausible(_written_to(report), own)
            return [Failure(address, _diagnostic(report, at)) for address, at in (kept | aliases).values()]
    kept = _plausible(_in_copy(text.whole[len(report) :]), own)
    return [Failure(address, report.strip()[-800:]) for address, _ in kept.values()]


_Places = Iterator[tuple[str, int]]


def _at_line_heads(report: str) -> _Places:
    pattern = _X400 if _X400.search(report) else _HEAD_LINE
    return _found(pattern, report)


def _in_sentences(report: str) -> _Places:
    return _found(_IN_SENTENCE, report)


def _written_to(report: str) -> _Places:
    return _found(_ALIAS, report)


def _found(pattern: re.Pattern[str], report: str) -> _Places:
    return ((match[1], match.start(1)) for match in pattern.finditer(report))


def _anywhere(report: str) -> _Places:
    for match in _ANY.finditer(report):
        start = match.start()
        if not _NOT_RECIPIENT.search(report[max(0, start - 40) : start]):
            yield match[0], start


def _in_copy(copy: str) -> _Places:
    """The To: of the returned message's own header, the last resort."""
    return islice(_found(_COPIED_TO, copy), 1)


def _plausible(candidates: _Places, excluded: frozenset[str]) -> dict[str, tuple[str, int]]:
    """The addresses that may be meant, by their lower case: as written, and where."""
    kept: dict[str, tuple[str, int]] = {}
    for written, start in candidates:
        address = written.strip(".,;:'\"*[]{}<>").removeprefix("mailto:")
        lower = address.casefold()
        if lower in excluded or lower in kept or not is_address(address):
            continue
        if _MACHINE.match(lower) or _ONLY_MACHINES.match(lower):
            continue
        kept[lower] = address, start
        if len(kept) >= _MOST_FAILURES:
            break
    return kept


def _diagnostic(report: str, start: int) -> str:
    """What stands from the address's line to the next empty line that is followed by another thing.

    Looks at 3,000 characters around it at most.
    """
    begin = report.rfind("\n", max(0, start - 1_000), start) + 1 or max(0, start - 1_000)
    until = min(len(report), begin + 2_000)
    end = report.find("\n\n", start, until)
    end = end if end >= 0 else until
    chunk = report[begin:end].strip()
    if len(chunk) < 60 and end < until:
        following = report.find("\n\n", end + 2, until)
        chunk = report[begin : following if following >= 0 else until].strip()
    return chunk[:1_500]
