"""The LMTP door: for a Postfix in front, which keeps the queue."""

from __future__ import annotations

import asyncio
import socket

from intake.doors.address_book import AddressBook
from intake.doors.smtp.connections import Admission
from intake.doors.smtp.listening import Clock, MailDoor, utc_now
from intake.doors.smtp.opening import Place
from intake.doors.smtp.session import MailSession, SessionLimits
from intake.ledger.inspection import Inspector
from intake.ledger.reception import Reception
from models.settings.doors import LmtpDoorSettings

#: The relay in front has judged line lengths and line ends; refusing there would only make it bounce.
_MAX_LINE_BYTES = 1 << 30


class LmtpSession(MailSession):
    """LMTP (RFC 2033): LHLO for a greeting, and one answer to the text for each recipient."""

    async def smtp_LHLO(self, arg: str) -> None:
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg: str) -> None:
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def smtp_EHLO(self, arg: str) -> None:
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def check_helo_needed(self, helo: str = "LHLO") -> bool:
        needed: bool = await super().check_helo_needed("LHLO")
        return needed

    async def answer_data(self, reply: str) -> None:
        # Postfix waits for as many answers as it had recipients accepted, and hangs on fewer.
        for _ in range(len(self.transaction().rcpt_tos)):
            await self.push(reply)


class LmtpDoor(MailDoor):
    """Takes mail for our addresses by LMTP (RFC 2033), from a unix socket or TCP.

    Whoever can connect is trusted to be our own relay: keep the socket private. Offers SIZE, 8BITMIME,
    SMTPUTF8, PIPELINING and ENHANCEDSTATUSCODES. Bare newlines and long lines are taken as they come,
    and so is a virus, marked: refused here, the relay would send it back to a forged address.

    Its answers are those of the SMTP door, but:

    | when | answer |
    |---|---|
    | LHLO | 250 |
    | EHLO, HELO | 500 5.5.1 |
    | the message | one answer for each accepted recipient, in their order, all alike: 250 2.0.0, 552 5.3.4, 452 4.3.1, 550 5.5.2, 451 4.7.1, 452 4.7.1 or 451 4.3.0 |
    | max_errors, STARTTLS, PROXY, connections and mail of one peer | no such limit or command here |
    """  # noqa: E501

    name = "lmtp"
    refuses = False
    counts_hosts = False

    def __init__(
        self,
        settings: LmtpDoorSettings,
        *,
        hostname: str,
        book: AddressBook,
        reception: Reception,
        inspector: Inspector | None = None,
        now: Clock = utc_now,
    ) -> None:
        super().__init__(
            hostname=hostname,
            limits=SessionLimits(
                max_message_bytes=settings.max_message_bytes,
                max_recipients=settings.max_recipients,
                max_errors=1_000_000,
                idle_seconds=settings.idle_seconds,
                session_seconds=86_400.0,
                max_line_bytes=_MAX_LINE_BYTES,
                refuse_bare_newlines=False,
                memory_bytes=settings.memory_bytes,
            ),
            admission=Admission(settings.max_connections),
            book=book,
            reception=reception,
            inspector=inspector,
            now=now,
        )
        self._settings = settings

    async def open(self, handed: socket.socket | None = None) -> None:
        """Begin to listen, on the socket that was handed over if one was. Raises UserError."""
        settings = self._settings
        mode = int(settings.socket_mode, 8)
        await self.listen(Place(settings.host, settings.port, settings.socket, mode, handed))

    def new_session(self, loop: asyncio.AbstractEventLoop) -> MailSession:
        return LmtpSession(self, self, self.limits, hostname=self.hostname, loop=loop)
