"""What the SMTP and the LMTP door share: they listen, answer each recipient (550 when the address is not
ours), and hand messages to Reception.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from intake.doors.address_book import AddressBook
from intake.doors.smtp import replies
from intake.doors.smtp.connections import Admission, household, is_trusted
from intake.doors.smtp.opening import Place, begin
from intake.doors.smtp.session import MailSession, SessionLimits
from intake.doors.smtp.wire import peer_of, said_size, session_facts
from intake.ledger.arrival import INLINE_BYTES, Arrival
from intake.ledger.inspection import Inspector, NoInspector
from intake.ledger.reception import Reception
from intake.ledger.room import Comer, NoRoom
from models.errors import GuichetError, TemporaryFailure

log = structlog.get_logger(__name__)
# aiosmtpd logs every command with its addresses; ours carry ids.
for _name in ("mail.log", "mail.debug"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class MailDoor(ABC):
    """A listening door; all methods but `bound_address` belong to its event loop.

    It is also the handler of aiosmtpd: `handle_*` are its hooks.
    """

    #: Name in the ledger and in settings (`doors.NAME`).
    name = ""
    #: Whether who connects is who sends, and not our own relay.
    counts_hosts = True
    #: Whether what the inspector refuses is refused; otherwise it is stored with the inspector's facts.
    refuses = True

    def __init__(
        self,
        *,
        hostname: str,
        limits: SessionLimits,
        admission: Admission,
        book: AddressBook,
        reception: Reception,
        inspector: Inspector | None = None,
        now: Clock = utc_now,
        own_relays: Sequence[str] = (),
    ) -> None:
        self.hostname = hostname
        self.limits = limits
        self.stopping = False
        self.held_bytes = 0
        self._admission = admission
        self._book = book
        self._reception = reception
        self._inspector = inspector or NoInspector()
        self._now = now
        self._own_relays = own_relays
        self._sessions: set[MailSession] = set()
        self._ever = 0
        self._counted_peers: dict[MailSession, str] = {}
        self._server: asyncio.Server | None = None
        self._path: Path | None = None
        self._empty = asyncio.Event()
        #: Told of each recipient refused: name of the door, peer, address, why. Must not wait.
        self.on_refused: Callable[[str, str, str, str], None] = lambda *_: None

    @abstractmethod
    def new_session(self, loop: asyncio.AbstractEventLoop) -> MailSession:
        """The protocol of the next connection."""

    # --- listening

    async def listen(self, place: Place) -> None:
        """Begin to listen there. Raises UserError saying why not."""
        loop = asyncio.get_running_loop()
        self._server = await begin(place, lambda: self.new_session(loop), self.name)
        self._path = place.own_path
        log.info("door.listening", door=self.name, address=self.bound_address)

    @property
    def traffic(self) -> tuple[int, int]:
        """Connections that are open, and how many there ever were; from any thread."""
        return len(self._sessions), self._ever

    @property
    def bound_address(self) -> tuple[str, int] | str:
        """Where it listens: (host, port), or the path of a unix socket."""
        if self._server is None or not self._server.sockets:
            raise RuntimeError("the door is not open")
        address = self._server.sockets[0].getsockname()
        return address if isinstance(address, str) else (str(address[0]), int(address[1]))

    async def close(self, grace_seconds: float) -> None:
        """Listen no more; messages that have come whole are stored and answered within the grace, everybody
        else hears 421: an idle client, and one whose text is still coming.
        """
        self.stopping = True
        if self._server is None:
            return
        self._server.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        for session in list(self._sessions):
            session.farewell()
        self._empty.clear()
        if self._sessions:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), grace_seconds)
        for session in list(self._sessions):
            session.abort()

    # --- sessions

    def opened(self, session: MailSession) -> str | None:
        self._sessions.add(session)
        self._ever += 1
        if not self._admission.enter():
            return replies.TOO_MANY_CONNECTIONS
        if self.stopping:
            return replies.STOPPING
        return None

    def closed(self, session: MailSession) -> None:
        self._sessions.discard(session)
        self._admission.leave()
        peer = self._counted_peers.pop(session, None)
        if peer is not None:
            self._admission.leave_peer(peer)
        if not self._sessions:
            self._empty.set()

    def count_peer(self, session: MailSession, peer: str) -> str | None:
        """Count the connection for its peer; the reply that refuses it, or None."""
        peer = household(peer)
        self._counted_peers[session] = peer
        return None if self._admission.enter_peer(peer) else replies.TOO_MANY_CONNECTIONS

    # --- what aiosmtpd calls

    async def handle_HELO(self, server: Any, session: Any, envelope: Any, hostname: str) -> str:
        session.host_name = hostname
        return replies.Verbatim(f"250 {self.hostname}")

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: Sequence[str]
    ) -> list[str]:
        session.host_name = hostname
        kept = [line for line in responses if not line.startswith("250-AUTH") and line != "250 HELP"]
        # In one piece: sent line by line, each was a packet.
        return [replies.Verbatim("\r\n".join([*kept, "250-PIPELINING", "250 ENHANCEDSTATUSCODES"]))]

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        # What finds no room is told so before it travels (RFC 1870 §6.1).
        sender = "" if address == "<>" else address
        lack = self._reception.lacks(Comer(said_size(options), sender, self._host_of(session)))
        if lack is not None:
            return self._full(lack)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def _full(self, lack: NoRoom) -> str:
        log.warning("door.no_room", door=self.name, lack=lack.lack)
        return replies.NO_ROOM[lack.lack]

    def _host_of(self, session: Any) -> str:
        """Whose mail is counted with that of this client: nobody's for a relay of ours."""
        peer = peer_of(session)
        return household(peer) if self.counts_hosts and not is_trusted(peer, self._own_relays) else ""

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not self._book.accepts(address):
            self.on_refused(self.name, peer_of(session), address, "unknown")
            return replies.NOT_OURS
        if len(envelope.rcpt_tos) >= self.limits.max_recipients:
            self.on_refused(self.name, peer_of(session), address, "too_many")
            return replies.TOO_MANY_RECIPIENTS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient accepted"

    async def handle_DATA(self, server: MailSession, session: Any, envelope: Any) -> str:
        raw: bytes = envelope.content
        # A scanner takes its time, and is asked in a thread; without one there is nobody to wait for.
        alone = isinstance(self._inspector, NoInspector)
        verdict = (
            self._inspector.inspect(raw) if alone else await asyncio.to_thread(self._inspector.inspect, raw)
        )
        if verdict.outcome == "refuse" and self.refuses:
            log.info("door.refused", door=self.name, size_bytes=len(raw))
            return f"554 5.7.1 {verdict.reason}"
        if verdict.outcome == "temporary":
            return f"451 4.7.1 {verdict.reason}"
        arrival = Arrival(
            door=self.name,
            raw=raw,
            received_at=self._now(),
            envelope_from="" if envelope.mail_from == "<>" else envelope.mail_from,
            recipients=tuple(dict.fromkeys(envelope.rcpt_tos)),
            peer=peer_of(session),
            door_facts={**session_facts(session), **verdict.facts},
            host=self._host_of(session),
        )
        try:
            ledger_id = await self._store(arrival)
        except NoRoom as lack:
            return self._full(lack)
        except TemporaryFailure as wrong:
            log.warning("door.postponed", door=self.name, reason=wrong.private)
            return replies.TEMPORARY
        log.info("door.accepted", door=self.name, inbound_id=ledger_id, size_bytes=len(raw))
        return f"250 2.0.0 Accepted as {ledger_id}"

    async def handle_exception(self, error: Exception) -> str:
        # Unknown means temporary: a 5xx would tell the sender to give the message up.
        reason = error.private if isinstance(error, GuichetError) else type(error).__name__
        log.error("door.failed", door=self.name, reason=reason)
        return replies.TEMPORARY

    async def _store(self, arrival: Arrival) -> int:
        if len(arrival.raw) > INLINE_BYTES:  # written to a file, and fsynced, by the calling thread
            future = await asyncio.to_thread(self._reception.submit, arrival)
        else:
            future = self._reception.submit(arrival)
        # A client that goes away cancels this coroutine, never the storing: others wait in its group.
        waiting = asyncio.wrap_future(future)
        waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(waiting)
