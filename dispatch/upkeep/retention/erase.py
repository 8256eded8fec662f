"""One request without its words and its people: what statistics need stays, all else is blanked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.chain.rows import HISTORY
from models.store.chain.seal import seal_again
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.organisation import AgentRow, ServiceRow
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.people import ContactPoint, Person
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
from models.tables.sessions import SignIn, WebSession
from models.tables.texts import ContactCode, RemoteFile, RemoteFileState, UploadLink

_requests, _entries, _files = table_of(RequestRow), table_of(Entry), table_of(Attachment)
_tasks, _links, _inbound = table_of(Task), table_of(RequestLink), table_of(InboundMessage)
_outbox, _people, _contacts = table_of(OutboundMessage), table_of(Person), table_of(ContactPoint)
_remote, _uploads, _codes = table_of(RemoteFile), table_of(UploadLink), table_of(ContactCode)
_participants, _seen = table_of(Participant), table_of(SeenMessageId)
_confirmations = table_of(Confirmation)
_sessions, _sign_ins = table_of(WebSession), table_of(SignIn)
_agents, _services = table_of(AgentRow), table_of(ServiceRow)
#: Notices that would still leave.
_NOT_GONE = (OutboundState.QUEUED, OutboundState.HELD)
#: Of an entry's data, what counts and names nobody.
_FIGURES = {EntryKind.STATE: ("verb", "from", "to"), EntryKind.ASSIGNMENT: ("service",)}


@dataclass(frozen=True, slots=True)
class Erased:
    """What is to be taken away beside the database: digests of the store, outbox rows with files."""

    digests: frozenset[str] = frozenset()
    outbox_ids: frozenset[int] = frozenset()
    files: int = 0
    files_bytes: int = 0

    def __or__(self, other: Erased) -> Erased:
        return Erased(
            self.digests | other.digests,
            self.outbox_ids | other.outbox_ids,
            self.files + other.files,
            self.files_bytes + other.files_bytes,
        )


def erase_request(session: Session, request_id: int, now: datetime) -> Erased:
    """Blank a request with everything that came and went because of it; its row stays with service, type,
    building, state and dates, its requester nobody. Entries are sealed again.
    """
    run = session.connection().execute
    erased = erase_files(session, [request_id], now)
    entries = run(
        sa.select(_entries.c.id, _entries.c.kind, _entries.c.data).where(_entries.c.request_id == request_id)
    ).all()
    for row in entries:
        kept = {name: row.data[name] for name in _FIGURES.get(EntryKind(row.kind), ()) if name in row.data}
        run(
            sa.update(_entries)
            .where(_entries.c.id == row.id)
            .values(text="", quoted="", data=kept, person_id=None, erased_at=now)
        )
    outbox = run(sa.select(_outbox.c.id).where(_outbox.c.request_id == request_id)).scalars().all()
    erase_notices(session, _outbox.c.request_id == request_id)
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
    for table in (_uploads, _participants, _seen, _confirmations):
        run(sa.delete(table).where(table.c.request_id == request_id))
    requester = run(sa.select(_requests.c.requester_id).where(_requests.c.id == request_id)).scalar_one()
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
            reply_contact_id=None,
            assignee_id=None,
            requester_id=nobody(session, now),
            erased_at=now,
        )
    )
    seal_again(session, HISTORY, [row.id for row in entries])
    forget_if_alone(session, requester, now)
    return erased | Erased(outbox_ids=frozenset(outbox))


def erase_files(session: Session, request_ids: Iterable[int], now: datetime) -> Erased:
    """Take the files of requests from them; the lines stay, without names and places."""
    run = session.connection().execute
    mine = sa.and_(_files.c.request_id.in_(list(request_ids)), _files.c.removed_at.is_(None))
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
    sizes = {row.sha256: row.size_bytes for row in rows}
    return Erased(frozenset(sizes), files=len(sizes), files_bytes=sum(sizes.values()))


def erase_notices(session: Session, condition: Any) -> None:
    """Blank what notices said and to whom; those that still wait are canceled."""
    run = session.connection().execute
    run(sa.update(_outbox).where(condition, _outbox.c.state.in_(_NOT_GONE))
        .values(state=OutboundState.CANCELED))  # fmt: skip
    run(
        sa.update(_outbox)
        .where(condition)
        .values(
            recipient="",
            recipient_name="",
            person_id=None,
            data={},
            attachment_ids=[],
            thread_ids=[],
            last_error="",
            message_id=None,
            carrier_id=None,
        )
    )


def erase_messages(session: Session, condition: Any, now: datetime) -> Erased:
    """Blank inbound messages: bytes, envelope, sender, subject, what was decided of them and why."""
    run = session.connection().execute
    rows = run(
        sa.select(_inbound.c.id, _inbound.c.raw_sha256).where(condition, _inbound.c.raw.is_(None))
    ).all()
    run(
        sa.update(_inbound)
        .where(condition)
        .values(
            raw=None,
            raw_sha256="",
            peer="",
            envelope_from="",
            recipients=[],
            door_facts={},
            door_key=None,
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
    return Erased(frozenset(row.raw_sha256 for row in rows if row.raw_sha256))


def nobody(session: Session, now: datetime) -> int:
    """The person that erased requests belong to: one for all of them, so that none is known by another."""
    run = session.connection().execute
    found = run(
        sa.select(sa.func.min(_people.c.id)).where(
            _people.c.kind == "internal", _people.c.name == "", _people.c.erased_at.is_not(None)
        )
    ).scalar()
    if found is not None:
        return int(found)
    made: int = run(
        sa.insert(_people)
        .values(kind="internal", name="", locale="fr", created_at=now, erased_at=now)
        .returning(_people.c.id)
    ).scalar_one()
    return made


def forget_if_alone(session: Session, person_id: int, now: datetime) -> bool:
    """Blank a person whom no request, message or staff row needs any more; whether that was so."""
    run = session.connection().execute
    needed = (
        sa.select(_requests.c.id).where(_requests.c.requester_id == person_id),
        sa.select(_entries.c.id).where(_entries.c.person_id == person_id),
        sa.select(_inbound.c.id).where(_inbound.c.person_id == person_id),
        sa.select(_agents.c.id).where(_agents.c.person_id == person_id),
        sa.select(_services.c.id).where(_services.c.person_id == person_id),
        sa.select(_people.c.id).where(_people.c.id == person_id, _people.c.held_since.is_not(None)),
    )
    if any(run(query.limit(1)).first() is not None for query in needed):
        return False
    forget_person(session, person_id, now)
    return True


def forget_person(session: Session, person_id: int, now: datetime) -> None:
    """Blank a person: name, addresses, numbers, codes and links sent to them."""
    run = session.connection().execute
    contacts = sa.select(_contacts.c.id).where(_contacts.c.person_id == person_id)
    run(sa.update(_requests).where(_requests.c.reply_contact_id.in_(contacts)).values(reply_contact_id=None))
    erase_notices(session, _outbox.c.person_id == person_id)
    for table in (_codes, _uploads, _confirmations, _sessions, _sign_ins, _contacts):
        run(sa.delete(table).where(table.c.person_id == person_id))
    run(
        sa.update(_people)
        .where(_people.c.id == person_id)
        .values(name="", told_phone="", preferred_channel=None, erased_at=now)
    )
