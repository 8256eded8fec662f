"""One SMTP connection: aiosmtpd's dialogue with our reader, our limits and our replies."""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, Envelope

from intake.doors.smtp import replies
from intake.doors.smtp.path import parse_path
from intake.doors.smtp.reader import DataReader

#: Octets of a command line with its parameters; the RFC asks for 512 plus what the extensions add.
_COMMAND_OCTETS = 1_024
_BLOCK_BYTES = 262_144
_WORKING_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """What one connection may do."""

    max_message_bytes: int
    max_recipients: int
    max_errors: int
    idle_seconds: float
    session_seconds: float
    max_line_bytes: int
    refuse_bare_newlines: bool
    #: Octets of messages that all connections of the door may hold in memory together.
    memory_bytes: int


class DoorSide(Protocol):
    """What a session needs of its door."""

    def opened(self, session: MailSession) -> str | None:
        """Called for each connection; the reply that refuses it, or None."""
        ...

    def closed(self, session: MailSession) -> None: ...

    @property
    def stopping(self) -> bool: ...

    #: Octets of messages in memory now, all connections together.
    held_bytes: int


class MailSession(SMTP):
    """What aiosmtpd does, but: enhanced codes on every reply, limits on errors and time, idle time counted
    from the last byte, a text read in blocks, and no bare newline that could end it.
    """

    # The size of the buffer; lines of commands are checked against _COMMAND_OCTETS.
    line_length_limit = 131_072

    def __init__(
        self,
        handler: Any,
        door: DoorSide,
        limits: SessionLimits,
        *,
        hostname: str,
        tls_context: ssl.SSLContext | None = None,
        proxy_seconds: float | None = None,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(
            handler,
            data_size_limit=limits.max_message_bytes,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident="ESMTP Guichet",
            tls_context=tls_context,
            timeout=limits.idle_seconds,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            proxy_protocol_timeout=proxy_seconds,
            loop=loop,
        )
        # aiosmtpd keeps this on the class, where each EHLO of anybody enlarges it.
        self.command_size_limits = defaultdict(lambda: _COMMAND_OCTETS)
        self.command_size_limit = _COMMAND_OCTETS
        self.limits = limits
        self._door = door
        self._errors = 0
        self._began_at = self._heard_at = loop.time()
        self._quiet_seconds = limits.idle_seconds
        self._working = False
        self._held_bytes = 0

    # --- life of the connection

    async def _handle_client(self) -> None:
        refusal = self._door.opened(self)
        try:
            if refusal:
                await self.push(refusal)
                self._writer.close()
            else:
                await super()._handle_client()
        finally:
            self._door.closed(self)

    def data_received(self, data: bytes) -> None:
        self._heard_at = self.loop.time()
        super().data_received(data)

    def eof_received(self) -> bool | None:
        # aiosmtpd drops everything here. A client that closes its sending side first still gets the
        # commands it sent carried out, and their answers; over TLS there is no such half.
        if self.session is not None and self.session.ssl is not None:
            ended: bool | None = super().eof_received()
            return ended
        self._reader.feed_eof()
        return True

    async def handle_exception(self, error: Exception) -> str:
        if isinstance(error, asyncio.IncompleteReadError):
            self._leave()
            return replies.Verbatim("221 2.0.0 Bye")
        reply: str = await super().handle_exception(error)
        return reply

    def farewell(self) -> None:
        """Say that the service stops and close; a message that has come whole is stored first."""
        if not self._working:
            self._close_with(replies.STOPPING)

    def abort(self) -> None:
        """Close at once, whatever is under way."""
        if self.transport is not None:
            self._writer.transport.abort()

    def _close_with(self, reply: str) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self._writer.write(reply.encode() + b"\r\n")
            self.transport.close()

    def _leave(self) -> None:
        """End the dialogue after the present reply, as QUIT does."""
        if self._handler_coroutine is not None:
            self._handler_coroutine.cancel()
        if self.transport is not None:
            self.transport.close()

    # --- time

    def _reset_timeout(self, duration: float | None = None) -> None:
        self._heard_at = self.loop.time()
        self._quiet_seconds = duration or self.limits.idle_seconds
        self._watch()

    def _watch(self) -> None:
        """Look again when the connection may have been silent, or alive, for too long."""
        ends_at = self._began_at + self.limits.session_seconds
        due_at = min(self._heard_at + self._quiet_seconds, ends_at)
        wait = _WORKING_LOOK_SECONDS if self._working else max(due_at - self.loop.time(), 0)
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()
        self._timeout_handle = self.loop.call_later(wait, self._timeout_cb)

    def _timeout_cb(self) -> None:
        now = self.loop.time()
        if self._working:  # it is we who are slow
            self._watch()
        elif now - self._began_at >= self.limits.session_seconds:
            self._close_with(replies.TOO_LONG_SESSION)
        elif now - self._heard_at >= self._quiet_seconds:
            self._close_with(replies.IDLE)
        else:
            self._watch()

    # --- replies

    async def push(self, status: str | bytes) -> None:
        reply = status.decode() if isinstance(status, bytes) else status
        await super().push(replies.with_code(reply))
        if reply[:1] in {"4", "5"}:
            self._errors += 1
            if self._errors == self.limits.max_errors:
                await super().push(replies.TOO_MANY_ERRORS)
                self._leave()

    # --- commands

    def transaction(self) -> Envelope:
        """The mail transaction under way."""
        if self.envelope is None:
            raise RuntimeError("not connected")
        return self.envelope

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # aiosmtpd parses with the header parser of the standard library, which recurses on "((((".
        found = parse_path(arg)
        if found is None:
            return None, None
        address, rest = found
        return address or "<>", rest

    async def smtp_AUTH(self, arg: str) -> None:
        await self.push("502 5.5.1 AUTH is not offered here")

    async def smtp_VRFY(self, arg: str) -> None:
        await self.push("252 2.0.0 Send it and see")

    async def smtp_EXPN(self, arg: str) -> None:
        await self.push("502 5.5.1 EXPN is not offered here")

    async def smtp_DATA(self, arg: str | None) -> None:
        if await self.check_helo_needed():
            return
        if not self.transaction().rcpt_tos:
            await self.push("503 5.5.1 RCPT first")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            reader = await self._read_data()
            self._working = True
            await self.answer_data(await self._take(reader))
        finally:
            self._working = False
            self._hold(-self._held_bytes)
            self._heard_at = self.loop.time()
            self.envelope = self._create_envelope()
        if self._door.stopping:
            self._close_with(replies.STOPPING)

    async def answer_data(self, reply: str) -> None:
        """Give the answer to a text: one in SMTP, one for each recipient in LMTP."""
        await self.push(reply)

    async def _read_data(self) -> DataReader:
        reader = DataReader(self.limits.max_message_bytes)
        while not reader.complete:
            block = await self._reader.read(_BLOCK_BYTES)
            if not block:
                raise asyncio.IncompleteReadError(b"", None)
            reader.feed(block)
            self._hold(-self._held_bytes if reader.dropped or reader.too_large else len(block))
            if self._door.held_bytes > self.limits.memory_bytes:
                reader.drop()
                self._hold(-self._held_bytes)
        if reader.rest:
            _unread(self._reader, reader.rest)
        return reader

    def _hold(self, size_bytes: int) -> None:
        self._held_bytes += size_bytes
        self._door.held_bytes += size_bytes

    async def _take(self, reader: DataReader) -> str:
        complaint = reader.complaint(
            max_line_bytes=self.limits.max_line_bytes, refuse_bare_newlines=self.limits.refuse_bare_newlines
        )
        if complaint is not None:
            return replies.COMPLAINTS[complaint]
        self.transaction().content = reader.content()
        reply: str = await self._call_handler_hook("DATA")
        return reply


def _unread(stream: asyncio.StreamReader, data: bytes) -> None:
    """Put back commands that were pipelined behind a text (RFC 2920 §3.1): asyncio offers no other way."""
    stream._buffer[:0] = data  # type: ignore[attr-defined]
