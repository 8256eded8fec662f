"""MailProof: how it is known that a mail comes from the mailbox its From names.

What is believed, and why, stands in docs/decisions/080-who-is-speaking.md.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from intake.mail.proof.alignment import are_aligned, ascii_domain, domain_of, lower_ascii
from intake.mail.wire.authentication import AuthenticationResult, RelayWord, word_of_relay
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
#: What a door says of mail kept in another program.
KEPT = "kept_mail"


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
    if facts.get(KEPT):
        # Whoever made the file wrote the headers, too: only a signature proves.
        said = replace(said, proving=())
    own = [each for each in parsed.signatures if are_aligned(each.domain, domain)]
    passed = _passed(said.proving, address, domain)
    if not passed and any(each.result == "pass" for each in own):
        passed = "signature"
    return MailProof(passed, "" if passed == "login" else _failed(said.seen, own, domain, passed), carried)


def is_in(peer: str, networks: Sequence[str]) -> bool:
    """Whether the address `peer` is in one of `networks`. Linear in `peer`."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)


def _of_relay(parsed: ParsedMessage, trust: Trust, door: str, peer: str) -> RelayWord:
    """What our relay found out; nothing when what is in the mail cannot be its word."""
    if door not in ("lmtp", "imap") and not (door == "smtp" and is_in(peer, trust.relays)):
        return RelayWord()
    return word_of_relay(
        parsed.authentication_results,
        parsed.authentication_received_above,
        trust.authserv_id,
        trust.hops,
    )


def _passed(said: Sequence[AuthenticationResult], address: str, domain: str) -> Means:
    passed = [result for result in said if result.result == "pass"]
    for result in passed:
        login = result.property("smtp.auth") if result.method == "auth" else None
        same = login and ascii_domain(login.domain) == domain
        if same and login and lower_ascii(login.local or "") == lower_ascii(address.rpartition("@")[0]):
            return "login"
    for result in passed:
        written = result.property("header.from") if result.method == "dmarc" else None
        # header.from is a domain (RFC 7489 §11.1); some relays write the address, which is as good, whole.
        if written and ascii_domain(written.domain) == domain:
            return "dmarc"
    for result in passed:
        if result.method == "dkim" and are_aligned(_signer(result), domain):
            return "dkim"
    for result in passed:
        sent = result.property("smtp.mailfrom") if result.method == "spf" else None
        if sent and are_aligned(sent.domain, domain):
            return "spf"
    return ""


def _signer(result: AuthenticationResult) -> str:
    """The domain that signed: header.d, else that of header.i; '' when it cannot be told."""
    signer = result.property("header.d") or result.property("header.i")
    return signer.domain if signer else ""


def _failed(said: Sequence[AuthenticationResult], own: Sequence[Any], domain: str, passed: Means) -> str:
    if any(result.method == "dmarc" and result.result == "fail" for result in said):
        return "dmarc=fail"
    if passed in ("dmarc", "dkim", "signature"):
        # One signature of several may break on the way: an intact aligned one is enough.
        return ""
    for result in said:
        if result.method == "dkim" and result.result == "fail":
            signer = _signer(result)
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
    said = _of_relay(parsed, trust, door, peer)
    for result in said.seen[:10]:
        found[f"relay:{result.method[:40]}={result.result[:40]}"] = None
    if said.unreadable:
        found["relay:unreadable"] = None
    if "hops" in parsed.extra:
        found["relayed"] = None
    if parsed.sender_doubt:
        found[f"from:{parsed.sender_doubt}"] = None
    return tuple(found)[:20]
