"""How many connections a door has, all in all and from each peer."""

from __future__ import annotations

from collections import Counter


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
