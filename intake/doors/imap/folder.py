"""One look into a folder: what is not stored yet is fetched, stored, and only then put away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import structlog
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from intake.doors.imap.cursor import CursorStore, door_key
from intake.doors.imap.headers import delivered_to, envelope_sender
from intake.doors.imap.look import Look, begin_look, end_look, number_of, start_anew
from intake.doors.imap.moving import move
from intake.ledger.arrival import Arrival
from intake.ledger.inspection import Inspector
from intake.ledger.reception import Reception
from intake.ledger.room import Comer
from models.errors import TemporaryFailure
from models.settings.doors import ImapDoorSettings
from models.store.files import sha256_of
from models.tables.mailboxes import MailboxCursor

#: Messages fetched, and committed, together.
_GROUP_MESSAGES = 20
_GROUP_BYTES = 8_388_608
_SIZES_AT_ONCE = 500
#: A message that breaks the connection this often is left alone until the service is started again.
_BROKE_OFTEN = 3

log = structlog.get_logger(__name__)


class FolderReader:
    """Looks into the folder of one mailbox, on a connection that is logged in."""

    def __init__(
        self,
        settings: ImapDoorSettings,
        cursors: CursorStore,
        reception: Reception,
        inspector: Inspector,
        now: Callable[[], datetime],
        stopping: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._cursors = cursors
        self._reception = reception
        self._inspector = inspector
        self._now = now
        self._stopping = stopping
        #: How often the connection broke while a message was fetched: one that breaks it is met alone.
        self._broke: Counter[int] = Counter()
        #: Stored mail could not be moved: the next look is at everything, and soon.
        self.unfinished = False

    def look(self, client: IMAPClient, *, everything: bool) -> int:
        """Take what is new and give the UIDNEXT this look began with; `everything` compares the whole folder
        with the ledger.

        A message that cannot be fetched or stored stays where it is and the others go on. Raises
        TemporaryFailure, once the others are done, when some could not be stored;
        imapclient's errors and OSError when the connection is no good.
        """
        selected = client.select_folder(self._settings.folder)
        began = self._now()
        look = begin_look(self._cursors, self._settings, selected, began)
        everything = everything or look.must_be_whole(self._settings, began)
        if look.cursor.uidvalidity != look.uidvalidity or look.renumbered:
            start_anew(look, self._cursors, self._settings, number_of(selected, b"UIDNEXT"))
        self.unfinished = False
        uids = self._candidates(client, look.cursor, everything)
        stored = set() if look.renumbered else self._cursors.stored_uids(look.uidvalidity, uids)
        if stored and self._settings.processed_folder:
            # Stored, but a crash or a failure came before they were moved.
            self._put_away(client, sorted(stored), self._settings.processed_folder, look)
        for group in self._groups(client, [uid for uid in uids if uid not in stored]):
            if self._stopping():
                look.left |= set(uids) - stored - look.taken
                break
            self._take(client, group, look)
        end_look(look, self._now(), uids, stored, everything)
        self._cursors.save(look.cursor)
        if look.left and not self._stopping():
            raise TemporaryFailure(look.problem)
        return number_of(selected, b"UIDNEXT")

    def has_news(self, client: IMAPClient, uidnext: int) -> bool:
        """Whether mail has come since a look that began with `uidnext`.

        The server says so only once, perhaps in the middle of what the look asked for; selecting the
        folder anew gives one clear answer, and whatever comes later is told to IDLE.
        """
        return number_of(client.select_folder(self._settings.folder), b"UIDNEXT") != uidnext

    # --- what there is

    def _candidates(self, client: IMAPClient, cursor: MailboxCursor, everything: bool) -> list[int]:
        """UIDs that are ours, ascending: all of them, or those above the cursor."""
        first = cursor.base_uid if everything else max(cursor.last_uid, cursor.base_uid)
        # "n:*" always gives the last message, even when it is below n (RFC 3501 §6.4.8).
        uids = {uid for uid in client.search(["UID", f"{first + 1}:*"]) if uid > first}
        if everything:
            uids |= set(client.search(["SINCE", cursor.since.date()]))
        return sorted(uid for uid in uids if uid > cursor.settled_uid)

    def _groups(self, client: IMAPClient, uids: Sequence[int]) -> Iterator[dict[int, dict[bytes, Any]]]:
        """UIDs with size and date, in groups small enough to be held in memory together."""
        for start in range(0, len(uids), _SIZES_AT_ONCE):
            found = client.fetch(uids[start : start + _SIZES_AT_ONCE], ["RFC822.SIZE", "INTERNALDATE"])
            group: dict[int, dict[bytes, Any]] = {}
            size_bytes = 0
            for uid in sorted(found, key=lambda uid: (self._broke[uid], uid)):
                size = found[uid].get(b"RFC822.SIZE", 0)
                full = len(group) >= _GROUP_MESSAGES or size_bytes + size > _GROUP_BYTES
                if group and (full or self._broke[uid]):
                    yield group
                    group, size_bytes = {}, 0
                group[uid] = found[uid]
                size_bytes += size
            if group:
                yield group

    # --- taking

    def _take(self, client: IMAPClient, group: dict[int, dict[bytes, Any]], look: Look) -> None:
        lack = self._reception.lacks(Comer(sum(known.get(b"RFC822.SIZE", 0) for known in group.values())))
        if lack is not None:
            self._leave(look, list(group), lack.public)
            return
        waiting: dict[int, Future[int] | None] = {}
        odd: set[int] = set()
        for uid, (raw, facts) in self._contents(client, group, look).items():
            verdict = self._inspector.inspect(raw)
            if verdict.outcome == "temporary":
                self._leave(look, [uid], "The antivirus does not answer.")
                continue
            if verdict.outcome == "refuse" or "size_bytes" in facts:
                odd.add(uid)
            facts |= verdict.facts
            waiting[uid] = self._submit(uid, raw, facts, look)
        for uid, future in waiting.items():
            try:
                if future is not None:
                    ledger_id = future.result()
                    log.info("door.accepted", door="imap", name=self._settings.name, inbound_id=ledger_id)
                look.taken.add(uid)
            except TemporaryFailure as wrong:
                self._leave(look, [uid], wrong.public)
        done = sorted(set(waiting) & look.taken)
        processed = self._settings.processed_folder
        self._put_away(client, [uid for uid in done if uid not in odd], processed, look)
        self._put_away(
            client, [uid for uid in done if uid in odd], self._settings.failed_folder or processed, look
        )

    def _contents(
        self, client: IMAPClient, group: dict[int, dict[bytes, Any]], look: Look
    ) -> dict[int, tuple[bytes, dict[str, Any]]]:
        """Bytes and facts of each message; one that cannot be fetched is left out and noted."""
        large = {
            uid
            for uid, known in group.items()
            if known.get(b"RFC822.SIZE", 0) > self._settings.max_message_bytes
        }
        bodies = self._fetch(client, [uid for uid in group if uid not in large], "BODY.PEEK[]", look)
        bodies |= self._fetch(client, sorted(large), "BODY.PEEK[HEADER]", look)
        contents = {}
        for uid, raw in bodies.items():
            facts: dict[str, Any] = {"delivered_to": delivered_to(raw, self._settings.recipient_header)}
            arrived = group[uid].get(b"INTERNALDATE")
            if isinstance(arrived, datetime):
                facts["internal_date"] = arrived.astimezone(UTC).isoformat()
            if uid in large:  # only the header was taken
                facts["size_bytes"] = group[uid][b"RFC822.SIZE"]
            contents[uid] = (raw, facts)
        return contents

    def _fetch(self, client: IMAPClient, uids: Sequence[int], item: str, look: Look) -> dict[int, bytes]:
        """The item of each message; a message that is gone, as another client may cause, is not in it."""
        key = item.replace(".PEEK", "").encode()
        if len(uids) == 1 and self._broke[uids[0]] >= _BROKE_OFTEN:
            self._give_up(look, uids[0])
            return {}
        try:
            found = client.fetch(uids, [item]) if uids else {}
        except (IMAPClientAbortError, OSError):
            self._broke.update(uids)
            raise
        except IMAPClientError:
            if len(uids) > 1:  # one of them is bad: each by itself
                return {k: v for uid in uids for k, v in self._fetch(client, [uid], item, look).items()}
            self._give_up(look, uids[0])
            return {}
        return {uid: found[uid][key] for uid in found if isinstance(found[uid].get(key), bytes)}

    def _submit(self, uid: int, raw: bytes, facts: dict[str, Any], look: Look) -> Future[int] | None:
        """The future of its ledger id; None when renumbering shows again what is stored."""
        key = door_key(self._settings, look.uidvalidity, uid)
        if look.renumbered:
            digest = sha256_of(raw)
            if digest in look.hashes:
                return None
            if self._cursors.stored_uids(look.uidvalidity, [uid]):
                key = f"{key}:{digest[:12]}"  # the server gave an old number to a new message
        return self._reception.submit(
            Arrival(
                door="imap",
                door_name=self._settings.name,
                door_key=key,
                raw=raw,
                received_at=self._now(),
                envelope_from=envelope_sender(raw),
                recipients=(self._settings.recipient,),
                door_facts=facts,
            )
        )

    # --- putting away

    def _put_away(self, client: IMAPClient, uids: Sequence[int], folder: str, look: Look) -> None:
        """Move stored messages, or mark them seen. What cannot be moved stays, and is moved another time."""
        if not uids:
            return
        try:
            if not folder:
                client.add_flags(uids, [b"\\Seen"], silent=True)
            else:
                move(client, uids, folder)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as wrong:
            log.warning("imap.not_moved", name=self._settings.name, error=type(wrong).__name__)
            self.unfinished = True
            look.problem = f"Mail could not be moved to '{folder}'. It is stored all the same."

    def _leave(self, look: Look, uids: Sequence[int], problem: str) -> None:
        log.warning("imap.left", name=self._settings.name, uids=list(uids))
        look.left |= set(uids)
        look.problem = problem

    def _give_up(self, look: Look, uid: int) -> None:
        log.error("imap.unreadable", name=self._settings.name, uid=uid)
        look.unreadable.add(uid)
        look.problem = "The server could not give every message; the others were taken."
