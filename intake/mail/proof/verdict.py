"""MailProof: how it is known that a mail comes from the mailbox its From names.

What is believed, and why, stands in docs/decisions/080-who-is-speaking.md.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from intake.mail.proof.alignment import are_aligned, ascii_domain, domain_of
from intake.mail.wire.authentication import AuthenticationResult, trusted_results
from intake.message import ParsedMessage

Means = Literal[
    "",
    "network",
    "login",
    "dmarc",
    "dkim",
    "spf",
    "signature",
    "operator",
    "released",
    "confirmed",
    "page",
]


@dataclass(frozen=True, slots=True)
class MailProof:
    """`by` is what proves the mail, '' when nothing does; `failed` what speaks against it, and then it counts
    as not proved whatever else is said. `carried` is what it bore, for `guichet doctor mail-auth`.
    """

    by: Means = ""
    failed: str = ""
    carried: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        return bool(self.by) and not self.failed

    def as_json(self) -> dict[str, Any]:
        """For the ledger."""
        return {"by": self.by, "failed": self.failed, "carried": list(self.carried)}


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose word is believed: the settings of [mail] that say so."""

    authserv_id: str = ""
    #: Networks of our own relays in front, and of computers that write for the town themselves.
    relays: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    #: Received fields of our own servers above Authentication-Results.
    hops: int = 1


def judge(
    parsed: ParsedMessage, trust: Trust, *, door: str, peer: str, facts: Mapping[str, Any]
) -> MailProof:
    """What proves that `parsed` comes from its sender, as it came through `door` from `peer`."""
    carried = _carried(parsed, trust, door, peer)
    if facts.get("confirmed_by"):
        return MailProof("confirmed", carried=carried)
    if facts.get("released_by"):
        return MailProof("released", carried=carried)
    if door in ("cli", "desk"):
        return MailProof("operator", carried=carried)
    if door == "web":
        return MailProof("page", carried=carried)
    if parsed.sender is None or parsed.sender_doubt:
        return MailProof(carried=carried)
    address = parsed.sender.address
    domain = domain_of(address)
    if not domain:
        return MailProof(carried=carried)
    if door == "smtp" and "hops" not in parsed.extra and is_in(peer, trust.networks):
        return MailProof("network", carried=carried)
    said = _of_relay(parsed, trust, door, peer)
    own = [each for each in parsed.signatures if are_aligned(each.domain, domain)]
    passed = _passed(said, address, domain)
    if not passed and any(each.result == "pass" for each in own):
        passed = "signature"
    return MailProof(passed, "" if passed == "login" else _failed(said, own, domain, passed), carried)


def is_in(peer: str, networks: Sequence[str]) -> bool:
    """Whether the address `peer` is in one of `networks`."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)


def _of_relay(parsed: ParsedMessage, trust: Trust, door: str, peer: str) -> tuple[AuthenticationResult, ...]:
    """What our relay found out; () when nothing that is in the mail can be its word."""
    if door not in ("lmtp", "imap") and not (door == "smtp" and is_in(peer, trust.relays)):
        return ()
    near = [
        value
        for value, above in zip(
            parsed.authentication_results, parsed.authentication_received_above, strict=False
        )
        if above <= trust.hops
    ]
    return trusted_results(near, trust.authserv_id)


def _passed(said: Sequence[AuthenticationResult], address: str, domain: str) -> Means:
    for result in said:
        if result.method == "auth" and result.result == "pass":
            login = result.property("smtp.auth")
            if login.casefold() == address.casefold():
                return "login"
    for result in said:
        passed = result.method == "dmarc" and result.result == "pass"
        if passed and ascii_domain(result.property("header.from")) == domain:
            return "dmarc"
    for result in said:
        if result.method == "dkim" and result.result == "pass":
            signer = result.property("header.d") or domain_of(result.property("header.i"))
            if are_aligned(signer, domain):
                return "dkim"
    for result in said:
        passed = result.method == "spf" and result.result == "pass"
        if passed and are_aligned(domain_of(result.property("smtp.mailfrom")), domain):
            return "spf"
    return ""


def _failed(said: Sequence[AuthenticationResult], own: Sequence[Any], domain: str, passed: Means) -> str:
    if any(result.method == "dmarc" and result.result == "fail" for result in said):
        return "dmarc=fail"
    if passed in ("dmarc", "dkim", "signature"):
        # One signature of several may break on the way: an intact aligned one is enough.
        return ""
    for result in said:
        if result.method == "dkim" and result.result == "fail":
            signer = result.property("header.d") or domain_of(result.property("header.i"))
            if not signer or are_aligned(signer, domain):
                return "dkim=fail"
    return "signature=fail" if any(each.result == "fail" for each in own) else ""


def _carried(parsed: ParsedMessage, trust: Trust, door: str, peer: str) -> tuple[str, ...]:
    """Short words for what the mail bore: `signature:pass`, `authserv-id:NAME`, `relay:dkim=pass`."""
    found: dict[str, None] = {}
    for signature in parsed.signatures:
        found[f"signature:{signature.result}"] = None
    for value in parsed.authentication_results[:5]:
        name = value.split(";", 1)[0].split()
        if name and "=" not in name[0]:
            found[f"authserv-id:{name[0][:80]}"] = None
    for result in _of_relay(parsed, trust, door, peer)[:10]:
        found[f"relay:{result.method}={result.result}"] = None
    if "hops" in parsed.extra:
        found["relayed"] = None
    if parsed.sender_doubt:
        found[f"from:{parsed.sender_doubt}"] = None
    return tuple(found)[:20]
