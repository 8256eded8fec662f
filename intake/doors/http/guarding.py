"""A connection of the HTTP door that nobody keeps open by sending little: deadlines, limits of number."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from intake.doors.smtp.connections import Admission, household, is_trusted

#: Octets that buy a second more for a body: half a kilobyte a second is slower than any telephone.
BODY_OCTETS_A_SECOND = 500
#: How long what was answered may take to leave before the line is cut.
FAREWELL_SECONDS = 5.0
#: Patiences for a body after which whoever takes nothing of an answer is cut off: a telephone may be
#: without a network for a while.
UNREAD_PATIENCES = 4.0
#: Longest life of a connection, however busy: longer than the longest upload.
LIFE_SECONDS = 1_200.0
#: Where whoever comes by a unix socket seems to be: a proxy on this machine.
PROXY_HERE = "127.0.0.1"
#: Under this name among the extensions of a call stands what gives its place back: a page that listens for
#: hours is counted by who lets it listen, and keeps neither pages nor calls of providers out.
STAND_ASIDE = "guichet.stand_aside"
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n"
)
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the door waits: for the headers of a request, for a body before its octets must buy time."""

    header_seconds: float
    body_seconds: float


class Gate:
    """Who may connect, shared by all connections of a door. It lives on the event loop."""

    def __init__(self, total: int, per_peer: int, proxies: Sequence[str], patience: Patience) -> None:
        self.patience = patience
        self._admission = Admission(total, per_peer)
        self._proxies = proxies

    def enter(self, peer: str) -> Callable[[], None] | None:
        """What gives the place back; None when there is none. A proxy in front is no peer of its own."""
        if not self._admission.enter():
            self._admission.leave()
            return None
        if is_trusted(peer, self._proxies):
            return self._admission.leave
        name = household(peer)
        if not self._admission.enter_peer(name):
            self._admission.leave_peer(name)
            self._admission.leave()
            return None

        def leave() -> None:
            self._admission.leave_peer(name)
            self._admission.leave()

        return leave


def guarded(gate: Gate) -> type[H11Protocol]:
    """The protocol of one door's connections."""

    class Guarded(_GuardedProtocol):
        _gate = gate

    return Guarded


def _nothing() -> None:
    """What a connection gives back that holds no place."""


def _is_unix(transport: asyncio.Transport) -> bool:
    """Whether it came by a unix socket: a peer that is gone already has no address either."""
    return getattr(transport.get_extra_info("socket"), "family", None) == socket.AF_UNIX


class _GuardedProtocol(H11Protocol):
    """uvicorn's protocol with clocks: one for the headers, one for the body, one for what is not read of an
    answer, one for the whole connection.

    Answers: **503** at once when there is no place, **408** when headers or body take too long. Whoever asks
    and does not read is cut off.
    """

    _gate: Gate
    _leave: Callable[[], None] | None = None
    _received = _unread = 0

    @cached_property
    def _clocks(self) -> dict[str, asyncio.TimerHandle]:
        return {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        address, is_unix = transport.get_extra_info("peername"), _is_unix(transport)
        peer = str(address[0]) if isinstance(address, tuple) else PROXY_HERE if is_unix else ""
        self._leave = self._gate.enter(peer)
        if self._leave is None:
            self.transport = transport
            self._end(_BUSY)
            return
        super().connection_made(transport)
        if is_unix:
            self.client = (PROXY_HERE, 0)
        self._set("life", LIFE_SECONDS, transport.abort)
        self._set("header", self._gate.patience.header_seconds, self._too_slow)

    def data_received(self, data: bytes) -> None:
        if self._leave is None or self.transport.is_closing():
            return
        self._received += len(data)
        super().data_received(data)
        if self.cycle is not None:
            # The call itself begins later, with the loop's next turn.
            self.cycle.scope.setdefault("extensions", {})[STAND_ASIDE] = {"now": self._stand_aside}
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """More is to leave than the other end takes."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unset("unread")

    def connection_lost(self, exc: Exception | None) -> None:
        for clock in self._clocks.values():
            clock.cancel()
        self._clocks.clear()
        if self._leave is not None:
            self._leave()
        super().connection_lost(exc)

    def _stand_aside(self) -> None:
        if self._leave is not None:
            self._leave()
            self._leave = _nothing

    def _look(self) -> None:
        """Set the clock of what is waited for now."""
        if self.transport.is_closing():
            return
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._unset("header")
            if "body" not in self._clocks:
                self._received = 0
                self._set("body", self._gate.patience.body_seconds, self._body_is_late)
            return
        self._unset("body")
        if state is h11.IDLE and self.timeout_keep_alive_task is None:
            # The first octets of a request: uvicorn stopped its own clock at them.
            if "header" not in self._clocks:
                self._set("header", self._gate.patience.header_seconds, self._too_slow)
            return
        self._unset("header")

    def _body_is_late(self) -> None:
        """The time is over; what came meanwhile buys some more."""
        bought = self._received / BODY_OCTETS_A_SECOND
        self._received = 0
        if bought < 1.0:
            self._too_slow()
        else:
            self._set("body", min(bought, self._gate.patience.body_seconds), self._body_is_late)

    def _watch_reader(self) -> None:
        self._unread = self.transport.get_write_buffer_size()
        self._set("unread", self._gate.patience.body_seconds * UNREAD_PATIENCES, self._is_unread)

    def _is_unread(self) -> None:
        """The time is over; whoever took anything meanwhile has as much again."""
        if self.transport.get_write_buffer_size() < self._unread:
            self._watch_reader()
        else:
            self.transport.abort()

    def _too_slow(self) -> None:
        answered = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        self._end(b"" if answered else _TOO_SLOW)

    def _end(self, answer: bytes) -> None:
        self.transport.write(answer)
        self.transport.close()
        self._set("life", FAREWELL_SECONDS, self.transport.abort)

    def _set(self, name: str, seconds: float, then: Callable[[], Any]) -> None:
        self._unset(name)
        self._clocks[name] = self.loop.call_later(seconds, then)

    def _unset(self, name: str) -> None:
        if (clock := self._clocks.pop(name, None)) is not None:
            clock.cancel()
