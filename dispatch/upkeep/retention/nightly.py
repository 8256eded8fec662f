"""What goes each night without being asked: old files, raw mail, letters in files, senders, old lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.backup.before_upgrade import forget_copies
from dispatch.upkeep.backup.restic import tidy_files_here
from dispatch.upkeep.retention.batches import Decided, erase_due
from dispatch.upkeep.retention.due import due_files
from dispatch.upkeep.retention.erase import erase_messages
from dispatch.upkeep.retention.forget import Erased, forget_told
from dispatch.upkeep.retention.held import nothing_held
from dispatch.upkeep.retention.struck import LISTED_DAYS, OF_OTHERS, is_not_struck, strike_whole
from dispatch.upkeep.retention.take_away import (
    FOLLOWED_SECONDS,
    MARK,
    letters_there,
    mark,
    scrubbed,
    sweep,
    take_away,
)
from models.settings.settings import Settings
from models.signing.notes import NoteSigner
from models.store.chain.checkpoint import origin_of
from models.store.chain.forget import Damaged, forget_accesses
from models.store.copies import kept_digests
from models.store.database import Database
from models.store.files import FileStore
from models.store.places import is_held
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import STOPPABLE, OutboundMessage
from models.tables.sessions import Challenge, Draft, SignIn, WebSession
from models.tables.texts import ContactCode, UploadLink

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_codes, _uploads = table_of(ContactCode), table_of(UploadLink)
_sessions, _sign_ins, _drafts = table_of(WebSession), table_of(SignIn), table_of(Draft)
_challenges = table_of(Challenge)
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
        data_dir = self._settings.data_dir
        pending = (data_dir / MARK).exists()
        mark(data_dir)
        with self._database.reading() as session:
            in_force = self._organisations.current(session).in_force
            old = due_files(session, in_force, wanted, now)
        receipt = erase_due(self._database, old, Decided("system", "", "files"), self._clock, self._settings)
        raw = self._erase_raw(now - timedelta(days=wanted.raw_mail_days))
        letters = self._letters(now - timedelta(days=wanted.raw_mail_days))
        lists = self._strike_lists(now - timedelta(days=min(wanted.raw_mail_days, LISTED_DAYS)))
        messages, gone = self._forget_messages(now - timedelta(days=wanted.messages_days))
        notices, gone_too = self._forget_notices(now - timedelta(days=wanted.messages_days))
        gone |= gone_too
        with self._database.transaction() as session:
            codes = self._forget_codes(session, now - timedelta(days=wanted.raw_mail_days))
            drafts = self._forget_drafts(session, now - timedelta(days=wanted.drafts_days))
        signer = NoteSigner.make(self._settings.audit_key_file, origin_of(self._settings.mail.domains[0]))
        lines = self._forget_lines(signer, now - timedelta(days=wanted.access_log_days), now)
        counts = {"files": receipt.erased.files, "raw": raw, "messages": messages, "codes": codes,
                  "letters": len(letters), "access_lines": lines, "drafts": drafts, "lists": lists,
                  "notices": notices}  # fmt: skip
        if any(counts.values()):
            # The whole store is swept below.
            gone = Erased(outbox_ids=gone.outbox_ids | receipt.erased.outbox_ids | frozenset(letters))
            take_away(self._database, self._files, self._settings, gone, wait_seconds=FOLLOWED_SECONDS)
        elif pending:
            scrubbed(self._database, self._settings, wait_seconds=FOLLOWED_SECONDS)
        else:
            (data_dir / MARK).unlink(missing_ok=True)
        with self._database.reading() as session:
            tidy_files_here(data_dir, self._files, kept_digests(session.connection()))
        forget_copies(data_dir, now)
        sweep(self._database, self._files)
        log.info("retention.done", **counts)
        return counts

    def _erase_raw(self, before: datetime) -> int:
        """The bytes of messages that were decided; what was read of them stays."""

        def blank(session: Session, ids: list[int]) -> Erased:
            session.connection().execute(
                sa.update(_inbound).where(_inbound.c.id.in_(ids)).values(raw=None, erased_at=self._clock())
            )
            return Erased()

        return self._in_batches(
            sa.select(_inbound.c.id).where(
                _inbound.c.received_at < before,
                _inbound.c.erased_at.is_(None),
                _inbound.c.state.not_in(_UNDECIDED),
                nothing_held(_inbound),
            ),
            blank,
        )[0]

    def _forget_messages(self, before: datetime) -> tuple[int, Erased]:
        """Who wrote what became part of no request; also what nobody decided about in all that time."""
        return self._in_batches(
            sa.select(_inbound.c.id).where(
                _inbound.c.received_at < before,
                _inbound.c.request_id.is_(None),
                _inbound.c.state != InboundState.WAITING,
                # Its bytes may have gone earlier.
                sa.or_(
                    _inbound.c.erased_at.is_(None),
                    *(
                        _inbound.c[name] != ""
                        for name in ("sender", "subject", "envelope_from", "message_id")
                    ),
                    _inbound.c.content_key.is_not(None),
                    _inbound.c.person_id.is_not(None),
                ),
                nothing_held(_inbound),
            ),
            lambda session, ids: erase_messages(session, _inbound.c.id.in_(ids), self._clock()),
        )

    def _strike_lists(self, before: datetime) -> int:
        """What lists said of each request and message; which they were stays, for answers that come late."""

        def strike(session: Session, ids: list[int]) -> Erased:
            strike_whole(session, ids)
            return Erased()

        return self._in_batches(
            sa.select(_outbox.c.id).where(
                _outbox.c.notice.in_(OF_OTHERS), *_left_before(before), is_not_struck()
            ),
            strike,
        )[0]

    def _forget_notices(self, before: datetime) -> tuple[int, Erased]:
        """What notices about no request said and to whom, and whoever was known because of them alone."""
        return self._in_batches(
            sa.select(_outbox.c.id).where(
                _outbox.c.request_id.is_(None), *_left_before(before), nothing_held(_outbox)
            ),
            lambda session, ids: forget_told(session, ids, self._clock()),
        )

    def _in_batches(
        self, query: sa.Select[Any], erase: Callable[[Session, list[int]], Erased]
    ) -> tuple[int, Erased]:
        count, erased = 0, Erased()
        while True:
            with self._database.transaction() as session:
                ids = list(session.connection().execute(query.limit(_BATCH)).scalars())
                if ids:
                    erased |= erase(session, ids)
            count += len(ids)
            if len(ids) < _BATCH:
                return count, erased

    def _letters(self, before: datetime) -> list[int]:
        """Notices long gone whose letters still lie in files: the files are asked, which are few, not every
        notice that ever left.
        """
        there, found = sorted(letters_there(self._settings)), list[int]()
        with self._database.reading() as session:
            for start in range(0, len(there), _BATCH):
                query = sa.select(_outbox.c.id).where(
                    _outbox.c.id.in_(there[start : start + _BATCH]),
                    _outbox.c.sent_at < before,
                    _outbox.c.carrier.in_(("files", "text-files")),
                    nothing_held(_outbox),
                )
                found += session.connection().execute(query).scalars()
        return found

    def _forget_lines(self, signer: NoteSigner, before: datetime, now: datetime) -> int:
        """Old lines of the access log; none, and the administrators are told, when it is not whole."""
        try:
            return forget_accesses(self._database, signer, before, now)
        except Damaged as damaged:
            log.error("retention.access_log_damaged", problems=len(damaged.problems))
            data = alert_of(
                "access_log_damaged", command="guichet audit verify", detail="\n".join(damaged.problems)
            )
            with self._database.transaction() as session:
                in_force = self._organisations.current(session).in_force
                cause = f"access-log-damaged:{now.date().isoformat()}"
                tell_administrators(session, in_force, "alert", cause, now, data=data)
            return 0

    def _forget_codes(self, session: Session, before: datetime) -> int:
        """Codes, links and sessions that nobody can use any more; a code names an address."""
        run = session.connection().execute
        return sum(
            run(sa.delete(table).where(table.c.expires_at < before, nothing_held(table))).rowcount
            for table in (_codes, _uploads, _sessions, _sign_ins, _challenges)
        )

    def _forget_drafts(self, session: Session, before: datetime) -> int:
        """Words of the pages that nobody has sent, nor touched since."""
        old = sa.delete(_drafts).where(_drafts.c.updated_at < before, nothing_held(_drafts))
        return session.connection().execute(old).rowcount


def _left_before(before: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Of notices that were to leave before then, wait no more, and still say to whom they went."""
    return _outbox.c.created_at < before, _outbox.c.state.not_in(STOPPABLE), _outbox.c.recipient != ""
