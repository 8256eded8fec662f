"""The IMAP door: fetches a mailbox that is kept elsewhere."""

from __future__ import annotations

import logging
import random
import select
import socket
import ssl
import threading
from contextlib import suppress

import structlog
from imapclient import IMAPClient

from intake.doors.imap.connection import connect, hang_up, log_in, trouble
from intake.doors.imap.cursor import CursorStore
from intake.doors.imap.folder import FolderReader
from intake.doors.imap.oauth import TokenSource
from intake.doors.smtp.listening import Clock, utc_now
from intake.ledger.inspection import Inspector, NoInspector
from intake.ledger.reception import Reception
from models.errors import TemporaryFailure
from models.settings.doors import ImapDoorSettings

log = structlog.get_logger(__name__)
# imapclient logs whole messages when asked for details.
logging.getLogger("imapclient").setLevel(logging.WARNING)


class ImapDoor:
    """Fetches one mailbox, in a thread of its own; a mailbox that fails holds up no other.

    It has no client to answer; what it does with each message:

    | when | what |
    |---|---|
    | stored | moved to processed_folder, or marked seen; not before the commit |
    | larger than max_message_bytes | its header is stored, with the fact `size_bytes`; moved to failed_folder |
    | a virus | stored, with the fact `virus`; moved to failed_folder |
    | database or antivirus away, or the server cannot give it | left, tried again after a wait; the others go on |
    | no room on the disk, or too much came within an hour, in all or of its sender | left on the server, tried again after a wait |
    | read, flagged or answered by another client | taken all the same |
    | stored, but not movable | left, moved at a later look, after poll_seconds at the soonest |
    | gone before we saw it | nothing |
    | older than first_days at the first connection | left alone |
    | seen again: reconnected, killed in the middle, renumbered (UIDVALIDITY) | recognised, stored once |

    A folder missing for moving is made. With IDLE new mail is fetched at once, otherwise every
    poll_seconds. At each connection and every reconcile_hours the whole folder is compared with the
    ledger. Failures wait first_retry_seconds, doubled up to max_retry_seconds; they stand in the cursor.
    """  # noqa: E501

    def __init__(
        self,
        settings: ImapDoorSettings,
        *,
        reception: Reception,
        inspector: Inspector | None = None,
        now: Clock = utc_now,
    ) -> None:
        self.settings = settings
        self._cursors = CursorStore(reception.database, settings)
        self._now = now
        self._stopping = threading.Event()
        self._tokens = TokenSource(settings.oauth) if settings.oauth else None
        self._reader = FolderReader(
            settings, self._cursors, reception, inspector or NoInspector(), now, self._stopping.is_set
        )
        self._client: IMAPClient | None = None
        # stop() rings at one end, whoever waits for mail hears it at the other.
        self._bell: socket.socket | None = None
        self._ear: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name=f"imap-{settings.name}", daemon=True)

    def start(self) -> None:
        self._bell, self._ear = socket.socketpair()
        self._thread.start()

    def stop(self, grace_seconds: float) -> None:
        """End after the group of messages under way; after the grace the connection is cut."""
        self._stopping.set()
        if self._bell is None or self._ear is None:
            return
        self._bell.send(b"!")
        self._thread.join(grace_seconds)
        if self._thread.is_alive() and self._client is not None:
            hang_up(self._client)
            self._thread.join(1.0)
        self._bell.close()
        self._ear.close()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                self._serve()
            except Exception as wrong:  # noqa: BLE001  # the loop's edge: this mailbox waits, the others go on
                if self._stopping.is_set():
                    return
                failures = failures + 1 if self._note(wrong) else 1
                self._stopping.wait(self._wait_seconds(failures))

    def _wait_seconds(self, failures: int) -> float:
        settings = self.settings
        doubled: float = settings.first_retry_seconds * 2.0 ** min(failures - 1, 20)
        longest = min(doubled, settings.max_retry_seconds)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311  # jitter, not a secret

    def _note(self, wrong: Exception) -> bool:
        """Write the failure down where people look; whether it is not the first since the last success."""
        failure = trouble(wrong, self.settings)
        log.error("imap.failed", name=self.settings.name, error=type(wrong).__name__)
        with suppress(TemporaryFailure):  # the database may be what failed
            cursor = self._cursors.load(self._now())
            again = cursor.failing_since is not None
            cursor.failing_since = cursor.failing_since or self._now()
            cursor.failure = failure.public
            self._cursors.save(cursor)
            return again
        return True

    def _serve(self) -> None:
        client = self._client = connect(self.settings)
        try:
            log_in(client, self.settings, self._tokens)
            uidnext = self._reader.look(client, everything=True)
            while not self._stopping.is_set():
                if not self._reader.has_news(client, uidnext):
                    self._wait_for_mail(client)
                if not self._stopping.is_set():
                    uidnext = self._reader.look(client, everything=False)
            client.logout()
        finally:
            self._client = None
            hang_up(client)

    def _wait_for_mail(self, client: IMAPClient) -> None:
        ears = [self._ear] if self._ear is not None else []
        if self._reader.unfinished or not client.has_capability("IDLE"):
            select.select(ears, [], [], self.settings.poll_seconds)
            return
        client.idle()
        if not _has_line(client, self.settings.timeout_seconds):
            select.select([client.socket(), *ears], [], [], self.settings.idle_seconds)
        client.idle_done()


def _has_line(client: IMAPClient, timeout_seconds: float) -> bool:
    """Whether the server's news came in one piece with its answer to IDLE: then the socket shows nothing."""
    connection = client.socket()
    connection.setblocking(False)
    try:
        return bool(client._imap.file.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        connection.settimeout(timeout_seconds)
