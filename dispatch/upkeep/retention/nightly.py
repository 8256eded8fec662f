"""What goes each night without being asked: old files, raw mail, letters in files, senders, old lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.rules.in_force import Organisations
from dispatch.upkeep.backup.restore import is_held
from dispatch.upkeep.retention.batches import Decided, erase_due
from dispatch.upkeep.retention.due import due_files
from dispatch.upkeep.retention.erase import Erased, erase_messages
from dispatch.upkeep.retention.take_away import MARK, scrubbed, sweep, take_away
from models.settings.settings import Settings
from models.signing.notes import NoteSigner
from models.store.chain.checkpoint import origin_of
from models.store.chain.forget import forget_accesses
from models.store.database import Database
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage
from models.tables.people import Person
from models.tables.requests import RequestRow
from models.tables.sessions import SignIn, WebSession
from models.tables.texts import ContactCode, UploadLink

_inbound, _outbox, _people = table_of(InboundMessage), table_of(OutboundMessage), table_of(Person)
_codes, _uploads, _requests = table_of(ContactCode), table_of(UploadLink), table_of(RequestRow)
_sessions, _sign_ins = table_of(WebSession), table_of(SignIn)
RETENTION_HOUR = 3
#: What waits for a person is kept until somebody decided.
_UNDECIDED = (InboundState.WAITING, InboundState.HELD, InboundState.FAILED)
_BATCH = 500
log = structlog.get_logger(__name__)


class Nightly:
    """Erases what needs no approval. Harmless when run twice."""

    def __init__(
        self,
        database: Database,
        files: FileStore,
        organisations: Organisations,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._files = files
        self._organisations = organisations
        self._settings = settings
        self._clock = clock

    def run(self) -> dict[str, int]:
        """How much of each kind was erased. A restored copy is left as it is."""
        if is_held(self._settings.data_dir):
            return {}
        wanted, now = self._settings.retention, self._clock()
        with self._database.reading() as session:
            in_force = self._organisations.current(session).in_force
            old = due_files(session, in_force, wanted, now)
        receipt = erase_due(self._database, old, Decided("system", "", "files"), self._clock, self._settings)
        raw = self._erase_raw(now - timedelta(days=wanted.raw_mail_days))
        letters = self._letters(now - timedelta(days=wanted.raw_mail_days))
        messages = self._forget_messages(now - timedelta(days=wanted.messages_days))
        with self._database.transaction() as session:
            codes = self._forget_codes(session, now - timedelta(days=wanted.raw_mail_days))
        signer = NoteSigner.make(self._settings.audit_key_file, origin_of(self._settings.mail.domains[0]))
        lines = forget_accesses(self._database, signer, now - timedelta(days=wanted.access_log_days), now)
        counts = {"files": receipt.erased.files, "raw": raw, "messages": messages, "codes": codes,
                  "letters": len(letters), "access_lines": lines}  # fmt: skip
        if any(counts.values()):
            gone = receipt.erased | Erased(outbox_ids=frozenset(letters))
            take_away(self._database, self._files, self._settings, gone)
        elif (self._settings.data_dir / MARK).exists():
            scrubbed(self._database, self._settings.data_dir)
        sweep(self._database, self._files)
        log.info("retention.done", **counts)
        return counts

    def _erase_raw(self, before: datetime) -> int:
        """The bytes of messages that were decided; what was read of them stays."""
        return self._in_batches(
            sa.select(_inbound.c.id).where(
                _inbound.c.received_at < before,
                _inbound.c.erased_at.is_(None),
                _inbound.c.state.not_in(_UNDECIDED),
                _not_held(),
            ),
            lambda session, ids: session.connection().execute(
                sa.update(_inbound).where(_inbound.c.id.in_(ids)).values(raw=None, erased_at=self._clock())
            ),
        )

    def _forget_messages(self, before: datetime) -> int:
        """Who wrote what became part of no request; also what nobody decided about in all that time."""
        return self._in_batches(
            sa.select(_inbound.c.id).where(
                _inbound.c.received_at < before,
                _inbound.c.request_id.is_(None),
                _inbound.c.state != InboundState.WAITING,
                sa.or_(_inbound.c.raw_sha256 != "", _inbound.c.sender != "", _inbound.c.subject != ""),
                _not_held(),
            ),
            lambda session, ids: erase_messages(session, _inbound.c.id.in_(ids), self._clock()),
        )

    def _in_batches(self, query: sa.Select[Any], erase: Callable[[Session, list[int]], object]) -> int:
        count = 0
        while True:
            with self._database.transaction() as session:
                ids = list(session.connection().execute(query.limit(_BATCH)).scalars())
                if ids:
                    erase(session, ids)
            count += len(ids)
            if len(ids) < _BATCH:
                return count

    def _letters(self, before: datetime) -> list[int]:
        """Notices long gone whose letters still lie in files."""
        with self._database.reading() as session:
            ids = session.connection().execute(
                sa.select(_outbox.c.id).where(
                    _outbox.c.sent_at < before, _outbox.c.carrier.in_(("files", "text-files"))
                )
            )
            folder, texts = self._settings.outgoing_dir, self._settings.texts_dir
            return [
                each
                for each in ids.scalars()
                if (folder / f"{each:08d}.eml").exists() or (texts / f"text-{each:08d}.txt").exists()
            ]

    def _forget_codes(self, session: Session, before: datetime) -> int:
        """Codes, links and sessions that nobody can use any more; a code names an address."""
        run = session.connection().execute
        return sum(
            run(sa.delete(table).where(table.c.expires_at < before)).rowcount
            for table in (_codes, _uploads, _sessions, _sign_ins)
        )


def _not_held() -> sa.ColumnElement[bool]:
    """Neither its person nor its request is held."""
    return sa.and_(
        ~sa.exists().where(_people.c.id == _inbound.c.person_id, _people.c.held_since.is_not(None)),
        ~sa.exists().where(_requests.c.id == _inbound.c.request_id, _requests.c.held_since.is_not(None)),
    )
