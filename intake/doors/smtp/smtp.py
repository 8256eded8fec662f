"""The SMTP door."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import Any

from intake.doors.address_book import AddressBook
from intake.doors.smtp import replies
from intake.doors.smtp.certificate import Certificate
from intake.doors.smtp.connections import Admission, is_trusted
from intake.doors.smtp.listening import Clock, MailDoor, utc_now
from intake.doors.smtp.opening import Place
from intake.doors.smtp.session import MailSession, SessionLimits
from intake.doors.smtp.wire import peer_of
from intake.ledger.inspection import Inspector
from intake.ledger.reception import Reception
from models.settings.doors import SmtpDoorSettings

#: Time a load balancer has to say whom it speaks for.
_PROXY_SECONDS = 5.0


class SmtpDoor(MailDoor):
    """Takes mail for our addresses by SMTP (RFC 5321), and never for anybody else's: it is no relay.

    Offers SIZE, 8BITMIME, SMTPUTF8, PIPELINING, ENHANCEDSTATUSCODES, and STARTTLS with a certificate.
    It has no AUTH. With `proxy_protocol` it expects PROXY v1 or v2 first, from `proxy_trusted` only.

    Its answers:

    | when | answer |
    |---|---|
    | connected | 220 |
    | too many connections, all in all or from this peer | 421 4.7.0, closed |
    | the service is stopping | 421 4.3.2, closed |
    | nothing heard for idle_seconds; not counted while we work | 421 4.4.2, closed |
    | connected for session_seconds | 421 4.4.2, closed |
    | max_errors refused commands on one connection | the refusal, then 421 4.7.0, closed |
    | PROXY expected, and missing, malformed or from a stranger | closed without a word |
    | EHLO, HELO | 250 |
    | MAIL FROM, the null sender `<>` included | 250 2.0.0 |
    | MAIL or RCPT with a malformed address | 553 5.1.3 |
    | MAIL with SIZE above max_message_bytes | 552 5.3.4 |
    | MAIL, or the message, when the disk has no room left (limits.free_bytes), or all mail kept, or all of an hour, is too much (limits.mail_bytes, mail_bytes_per_hour) | 452 4.3.1 |
    | MAIL, or the message, when its sender or its host sent too much within an hour (limits.sender_bytes_per_hour, host_bytes_per_hour) | 452 4.7.1 |
    | MAIL or RCPT with an unknown parameter | 555 5.5.4 |
    | RCPT TO one of our addresses, or postmaster | 250 2.1.5 |
    | RCPT TO any other address | 550 5.1.1 |
    | RCPT after max_recipients | 452 4.5.3 |
    | a command out of order | 503 5.5.1 |
    | a command with wrong arguments | 501 5.5.4 |
    | a command unknown, empty or too long | 500 5.5.2; the fifth unknown one 502 5.5.1, closed |
    | AUTH, EXPN | 502 5.5.1 |
    | VRFY | 252 2.0.0 |
    | STARTTLS with a certificate | 220 2.0.0, then TLS and EHLO again |
    | STARTTLS without a certificate | 454 4.7.0 |
    | DATA | 354 |
    | the message, once bytes and envelope are durable | 250 2.0.0 with the ledger id |
    | the message is above max_message_bytes | 552 5.3.4 |
    | all messages on their way are above memory_bytes together | 452 4.3.1 |
    | a line is above max_line_bytes | 500 5.5.2 |
    | a lone dot between bare CR or LF (smuggling) | 550 5.5.2 |
    | any bare CR or LF, with refuse_bare_newlines | 550 5.5.2 |
    | the antivirus found something | 554 5.7.1 |
    | the antivirus is away and may not be passed by | 451 4.7.1 |
    | database or disk away or not answering within 25 seconds, or anything unforeseen | 451 4.3.0 |
    | RSET, NOOP, HELP | 250 2.0.0 |
    | QUIT | 221 2.0.0, closed |
    """  # noqa: E501

    name = "smtp"

    def __init__(
        self,
        settings: SmtpDoorSettings,
        *,
        hostname: str,
        book: AddressBook,
        reception: Reception,
        inspector: Inspector | None = None,
        now: Clock = utc_now,
        own_relays: Sequence[str] = (),
    ) -> None:
        super().__init__(
            hostname=settings.hostname or hostname,
            limits=SessionLimits(
                max_message_bytes=settings.max_message_bytes,
                max_recipients=settings.max_recipients,
                max_errors=settings.max_errors,
                idle_seconds=settings.idle_seconds,
                session_seconds=settings.session_seconds,
                max_line_bytes=settings.max_line_bytes,
                refuse_bare_newlines=settings.refuse_bare_newlines,
                memory_bytes=settings.memory_bytes,
            ),
            admission=Admission(settings.max_connections, settings.max_connections_per_peer),
            book=book,
            reception=reception,
            inspector=inspector,
            now=now,
            own_relays=own_relays,
        )
        self._settings = settings
        self._certificate = (
            Certificate(settings.tls_cert_file, settings.tls_key_file, "doors.smtp")
            if settings.tls_cert_file and settings.tls_key_file
            else None
        )

    async def open(self, handed: socket.socket | None = None) -> None:
        """Begin to listen, on the socket that was handed over if one was. Raises UserError."""
        await self.listen(Place(self._settings.host, self._settings.port, handed=handed))

    def new_session(self, loop: asyncio.AbstractEventLoop) -> MailSession:
        return MailSession(
            self,
            self,
            self.limits,
            hostname=self.hostname,
            tls_context=self._certificate.context() if self._certificate else None,
            proxy_seconds=_PROXY_SECONDS if self._settings.proxy_protocol else None,
            loop=loop,
        )

    def opened(self, session: MailSession) -> str | None:
        refusal = super().opened(session)
        if refusal is None and not self._settings.proxy_protocol:
            refusal = self.count_peer(session, peer_of(session.session))
        return refusal

    async def handle_PROXY(self, server: MailSession, session: Any, envelope: Any, data: Any) -> bool:
        """Believe a trusted load balancer about who its client is; False closes the connection."""
        if not is_trusted(peer_of(session), self._settings.proxy_trusted):
            return False
        if data.src_addr is not None and not isinstance(data.src_addr, bytes | str):
            session.peer = (str(data.src_addr), data.src_port)
        refusal = self.count_peer(server, peer_of(session))
        if refusal:
            await server.push(replies.TOO_MANY_CONNECTIONS)
            return False
        return True
