"""One request without its words and its people: what statistics need stays, all else is blanked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.upkeep.retention.forget import Erased, erase_notices, forget_if_alone, forget_writers, nobody
from dispatch.upkeep.retention.struck import LISTED_DAYS, strike_messages, strike_requests
from models.store.chain.rows import HISTORY
from models.store.chain.seal import seal_again
from models.tables.acts import Forwarding, IncidentProposal, PartnerUpdate, StaffAct, Visa
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage
from models.tables.organisation import Followed
from models.tables.outbox import OutboundMessage
from models.tables.proofs import Confirmation
from models.tables.requests import (
    Attachment,
    Entry,
    EntryKind,
    Participant,
    RequestLink,
    RequestRow,
    SeenMessageId,
    Task,
)
from models.tables.sessions import Draft
from models.tables.texts import RemoteFile, RemoteFileState, UploadLink
from models.values import Reference

_requests, _entries, _files = table_of(RequestRow), table_of(Entry), table_of(Attachment)
_tasks, _links, _inbound = table_of(Task), table_of(RequestLink), table_of(InboundMessage)
_outbox, _remote, _uploads = table_of(OutboundMessage), table_of(RemoteFile), table_of(UploadLink)
_participants, _seen = table_of(Participant), table_of(SeenMessageId)
_confirmations, _acts, _forwardings = table_of(Confirmation), table_of(StaffAct), table_of(Forwarding)
_visas, _proposals = table_of(Visa), table_of(IncidentProposal)
_drafts, _updates, _followed = table_of(Draft), table_of(PartnerUpdate), table_of(Followed)
#: Of an entry's data, what counts and names nobody.
_FIGURES = {
    EntryKind.STATE: ("verb", "from", "to"),
    EntryKind.ASSIGNMENT: ("service",),
    EntryKind.MESSAGE_IN: ("score",),
}


def erase_request(session: Session, request_id: int, now: datetime) -> Erased:
    """Blank a request with everything that came and went because of it; its row stays with service, type,
    building, state and dates, its requester nobody. Entries are sealed again.
    """
    run = session.connection().execute
    erased = erase_files(session, [request_id], now)
    invited = (
        run(
            sa.select(_outbox.c.person_id).where(
                _outbox.c.request_id == request_id, _outbox.c.notice == "follow_invitation"
            )
        )
        .scalars()
        .all()
    )
    entries = run(
        sa.select(_entries.c.id, _entries.c.kind, _entries.c.data, _entries.c.person_id).where(
            _entries.c.request_id == request_id
        )
    ).all()
    for each in entries:
        kept = {name: each.data[name] for name in _FIGURES.get(EntryKind(each.kind), ()) if name in each.data}
        run(
            sa.update(_entries)
            .where(_entries.c.id == each.id)
            .values(text="", quoted="", data=kept, person_id=None, erased_at=now)
        )
    erased |= erase_notices(session, _outbox.c.request_id == request_id)
    mine = sa.select(_inbound.c.id).where(_inbound.c.request_id == request_id).scalar_subquery()
    erased |= erase_messages(session, _inbound.c.duplicate_of_id.in_(mine), now)
    erased |= erase_messages(session, _inbound.c.request_id == request_id, now)
    run(
        sa.update(_tasks)
        .where(_tasks.c.request_id == request_id)
        .values(title="", comment="", assignee_id=None)
    )
    run(sa.update(_links).where(sa.or_(_links.c.request_id == request_id, _links.c.other_id == request_id))
        .values(reason=""))  # fmt: skip
    run(sa.update(_remote).where(_remote.c.request_id == request_id)
        .values(url="", content_type="", last_error="", person_id=None,
                state=RemoteFileState.FAILED))  # fmt: skip
    for table in (
        *(_uploads, _participants, _seen, _confirmations, _acts, _updates, _forwardings, _drafts, _followed),
        *(_visas, _proposals),
    ):
        run(sa.delete(table).where(table.c.request_id == request_id))
    row = run(
        sa.select(
            _requests.c.requester_id, _requests.c.year, _requests.c.number, _requests.c.closed_at
        ).where(_requests.c.id == request_id)
    ).one()
    if row.closed_at is None or row.closed_at > now - timedelta(days=LISTED_DAYS):
        lists = strike_requests(session, [str(Reference(row.year, row.number))], now)
        erased |= Erased(outbox_ids=lists)
    run(
        sa.update(_requests)
        .where(_requests.c.id == request_id)
        .values(
            subject="",
            fields={},
            tags=[],
            decision={},
            latitude=None,
            longitude=None,
            address="",
            reply_contact_id=None,
            assignee_id=None,
            requester_id=nobody(session, now),
            erased_at=now,
        )
    )
    seal_again(session, HISTORY, [each.id for each in entries])
    erased |= forget_writers(session, [*(each.person_id for each in entries), *invited], now)
    return erased | forget_if_alone(session, row.requester_id, now)[1]


def erase_files(session: Session, request_ids: Iterable[int], now: datetime) -> Erased:
    """Take the files of requests from them; the lines stay, without names and places."""
    return blank_files(session, _files.c.request_id.in_(list(request_ids)), now)


def blank_files(session: Session, condition: sa.ColumnElement[bool], now: datetime) -> Erased:
    """Take those files from their requests that are still there and for which `condition` holds."""
    run = session.connection().execute
    mine = sa.and_(condition, _files.c.removed_at.is_(None))
    rows = run(sa.select(_files.c.sha256, _files.c.size_bytes).where(mine)).all()
    run(
        sa.update(_files)
        .where(mine)
        .values(
            filename="",
            shown_name="",
            content_id="",
            sha256="",
            derived_from="",
            latitude=None,
            longitude=None,
            taken_at=None,
            removed_at=now,
        )
    )
    digests = frozenset(row.sha256 for row in rows)
    return Erased(digests, files=len(rows), files_bytes=sum(row.size_bytes for row in rows))


def erase_messages(session: Session, condition: Any, now: datetime) -> Erased:
    """Blank inbound messages: bytes, envelope, sender, subject, what was decided of them and why; their
    writers too when nothing else needs them.

    What stays names nobody and makes the door know the message again, where it still lies: its number at the
    door, and for a mailbox, which may give all its mail new numbers, the digest of the bytes.
    """
    run = session.connection().execute
    in_store = _inbound.c.raw.is_(None).label("in_store")
    rows = run(
        sa.select(
            _inbound.c.id, _inbound.c.received_at, _inbound.c.raw_sha256, in_store, _inbound.c.person_id
        ).where(condition)
    ).all()
    lately = {row.id for row in rows if row.received_at > now - timedelta(days=LISTED_DAYS)}
    run(
        sa.update(_inbound)
        .where(condition)
        .values(
            raw=None,
            raw_sha256=sa.case((_inbound.c.door == Door.IMAP, _inbound.c.raw_sha256), else_=""),
            peer="",
            envelope_from="",
            recipients=[],
            door_facts={},
            door_key=sa.case((_inbound.c.door != Door.UPLOAD, _inbound.c.door_key), else_=None),
            reason="",
            message_id="",
            content_key=None,
            sender="",
            subject="",
            person_id=None,
            decision={},
            writer={},
            mail_proof={},
            erased_at=now,
        )
    )
    erased = Erased(
        frozenset(row.raw_sha256 for row in rows if row.in_store and row.raw_sha256),
        strike_messages(session, lately, now),
    )
    return erased | forget_writers(session, (row.person_id for row in rows), now)
