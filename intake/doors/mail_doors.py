"""Every mail door that the settings declare, started and stopped together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from intake.doors.address_book import AddressBook
from intake.doors.handed import Handed
from intake.doors.smtp.lmtp import LmtpDoor
from intake.doors.smtp.smtp import SmtpDoor
from intake.ledger.antivirus import inspector_from
from intake.ledger.inspection import Inspector
from intake.ledger.reception import Reception
from models.settings.doors import ImapDoorSettings
from models.settings.settings import Settings
from models.values import EmailAddress

if TYPE_CHECKING:
    from intake.doors.imap.imap import ImapDoor


class Doors:
    """The doors of one process: those that listen on an event loop in a thread of their own, each fetched
    mailbox in another.

    Nothing happens before `start`. `smtp` and `lmtp` are None when they are not enabled; their
    `bound_address` says where they listen (port 0 lets the system choose).
    """

    def __init__(
        self,
        settings: Settings,
        reception: Reception,
        book: AddressBook,
        inspector: Inspector | None = None,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        on_refused: Callable[[str, str, str, str], None] = lambda *_: None,
        handed: Handed = MappingProxyType({}),
    ) -> None:
        inspector = inspector or inspector_from(settings.antivirus)
        hostname = (
            EmailAddress.parse(f"postmaster@{settings.mail.domains[0]}").ascii_domain
            if settings.mail.domains
            else "localhost"
        )
        shared: dict[str, Any] = {
            "hostname": hostname, "book": book, "reception": reception, "inspector": inspector,
        }  # fmt: skip
        doors = settings.doors
        self._loop = loop
        self.handed = handed
        self._thread: threading.Thread | None = None
        self.smtp = (
            SmtpDoor(doors.smtp, own_relays=settings.mail.relays, **shared) if doors.smtp.enabled else None
        )
        self.lmtp = LmtpDoor(doors.lmtp, **shared) if doors.lmtp.enabled else None
        for door in (self.smtp, self.lmtp):
            if door is not None:
                door.on_refused = on_refused
        self.imap = _fetching(doors.imap, reception, inspector)

    def start(self) -> None:
        """Open every door. Raises UserError, with none left open, when one cannot be."""
        self._loop = self._loop or asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="doors", daemon=True)
        self._thread.start()
        try:
            for door in (self.smtp, self.lmtp):
                if door is not None:
                    self._call(door.open(self.handed.get(door.name))).result()
        except BaseException:
            self.stop(0)
            raise
        for mailbox in self.imap:
            mailbox.start()

    @property
    def traffic(self) -> tuple[int, int]:
        """Connections of mail that are open, and how many there ever were."""
        counts = [door.traffic for door in (self.smtp, self.lmtp) if door is not None]
        return sum(now for now, _ in counts), sum(ever for _, ever in counts)

    def stop(self, grace_seconds: float) -> None:
        """Take nothing new, let messages under way end within the grace, then close. May be called twice."""
        if self._loop is None or self._thread is None or not self._thread.is_alive():
            return
        leaving = [threading.Thread(target=mailbox.stop, args=(grace_seconds,)) for mailbox in self.imap]
        for thread in leaving:
            thread.start()
        closing = [self._call(door.close(grace_seconds)) for door in (self.smtp, self.lmtp) if door]
        for done in closing:
            done.result()
        for thread in leaving:
            thread.join()
        self._call(self._loop.shutdown_default_executor()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        if self._loop is None:
            raise RuntimeError("the doors are not started")
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _fetching(
    mailboxes: Sequence[ImapDoorSettings], reception: Reception, inspector: Inspector | None
) -> tuple[ImapDoor, ...]:
    """A door for each fetched mailbox; a town without any loads nothing for it."""
    if not mailboxes:
        return ()
    from intake.doors.imap.imap import ImapDoor

    return tuple(ImapDoor(each, reception=reception, inspector=inspector) for each in mailboxes)
