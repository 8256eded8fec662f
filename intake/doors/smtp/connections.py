"""How many connections a door has, all in all and from each peer; what counts as one peer."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache


class Admission:
    """Counts connections; not thread-safe, it lives on the event loop. `per_peer` None means no such
    limit.
    """

    def __init__(self, total: int, per_peer: int | None = None) -> None:
        self._total = total
        self._per_peer = per_peer
        self._now = 0
        self._by_peer: Counter[str] = Counter()

    def enter(self) -> bool:
        """Count one connection more; False when there are too many. Always matched by `leave`."""
        self._now += 1
        return self._now <= self._total

    def leave(self) -> None:
        self._now -= 1

    def enter_peer(self, peer: str) -> bool:
        """Count one connection more of `peer`; False when it has too many. Always matched by `leave_peer`."""
        self._by_peer[peer] += 1
        return self._per_peer is None or self._by_peer[peer] <= self._per_peer

    def leave_peer(self, peer: str) -> None:
        self._by_peer[peer] -= 1
        if not self._by_peer[peer]:
            del self._by_peer[peer]


def household(peer: str) -> str:
    """What counts as one peer: an IPv4 address, or the /64 that one IPv6 customer has whole."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else peer


def is_trusted(peer: str, networks: Sequence[str]) -> bool:
    """Whether the address `peer` is in one of `networks`."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    return any(address in _network(network) for network in networks)


@lru_cache(maxsize=64)
def _network(written: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    # Asked for each mail, and reading it took longer than looking.
    return ipaddress.ip_network(written, strict=False)
