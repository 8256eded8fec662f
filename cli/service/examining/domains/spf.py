"""What an SPF record of ours says of one machine, as far as names tell it (RFC 7208)."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

#: The records of a name and kind as text, as `cli.service.examining.domains.names.Resolver`.
Ask = Callable[[str, str], tuple[str, ...]]
#: Questions that whoever checks a letter asks at most (RFC 7208 §4.6.4).
MOST_LOOKUPS = 10


class Verdict(StrEnum):
    """What the record says of the machine that sends."""

    NAMED = "named"
    NOT_NAMED = "not named"
    NOBODY = "nobody"
    ANYBODY = "anybody"
    TOO_LONG = "too long"
    BROKEN = "broken"


class _Ended(Exception):
    """The reading ends here, as that of a receiver would."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


def spf_of(domain: str, ask: Ask) -> list[str]:
    """The SPF records of `domain`; any other number than one counts as none."""
    return [each for each in ask(domain, "TXT") if each.lower().split(" ", 1)[0] == "v=spf1"]


def addresses_of(host: str, ask: Ask) -> frozenset[str]:
    """The addresses of `host`, both kinds, as text."""
    return frozenset((*ask(host, "A"), *ask(host, "AAAA")))


def judge(record: str, domain: str, sender: str, ask: Ask) -> Verdict:
    """What `record` of `domain` says of the machine `sender`. One that has no address here, and that the
    record does not name itself, counts as named: nothing can be said of it.
    """
    reading = _Reading(sender, addresses_of(sender, ask) if sender else frozenset(), ask)
    try:
        return reading.read(record, domain)
    except _Ended as ended:
        return ended.verdict


@dataclass
class _Reading:
    sender: str
    addresses: frozenset[str]
    ask: Ask
    lookups: int = 0
    named: set[str] = field(default_factory=set)

    def read(self, record: str, domain: str) -> Verdict:
        terms = record.split()[1:]
        passing = [each for each in terms if each[0] not in "-~?" and not _is_modifier(each)]
        if any(each.lower() in ("all", "+all") for each in passing):
            return Verdict.ANYBODY
        if not passing and not any(each.lower().startswith("redirect=") for each in terms):
            return Verdict.NOBODY
        if any(self._names(each.lstrip("+"), domain) for each in passing):
            return Verdict.NAMED
        for each in terms:
            if each.lower().startswith("redirect="):
                return self._included(each.partition("=")[2])
        return Verdict.NOT_NAMED if self.addresses else Verdict.NAMED

    def _names(self, term: str, domain: str) -> bool:
        name, _, value = term.partition(":")
        kind, value = name.partition("/")[0].lower(), value.partition("/")[0].lower().rstrip(".") or domain
        if kind in ("ip4", "ip6"):
            return any(_is_in(each, term.partition(":")[2]) for each in self.addresses)
        if kind not in ("a", "mx", "include", "exists", "ptr"):
            raise _Ended(Verdict.BROKEN)
        self._count()
        if kind == "include":
            return self._included(value) in (Verdict.NAMED, Verdict.ANYBODY)
        if kind == "a":
            return value == self.sender or bool(addresses_of(value, self.ask) & self.addresses)
        if kind == "mx":
            return any(host == self.sender or addresses_of(host, self.ask) & self.addresses
                       for host in _hosts(self.ask(value, "MX")))  # fmt: skip
        # Macros and names in reverse: said of each letter alone.
        return True

    def _included(self, domain: str) -> Verdict:
        if domain in self.named:
            raise _Ended(Verdict.TOO_LONG)
        self.named.add(domain)
        records = spf_of(domain.rstrip("."), self.ask)
        if len(records) != 1:
            raise _Ended(Verdict.BROKEN)
        return self.read(records[0], domain)

    def _count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _Ended(Verdict.TOO_LONG)


def _is_modifier(term: str) -> bool:
    return "=" in term.partition(":")[0]


def _hosts(records: tuple[str, ...]) -> Iterator[str]:
    return (each.split()[-1].rstrip(".").lower() for each in records)


def _is_in(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        raise _Ended(Verdict.BROKEN) from None
