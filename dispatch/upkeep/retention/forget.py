"""A person whom nothing needs any more: name, addresses, numbers and what was sent to them go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.merging import known_as
from dispatch.requests.undo.kept import forget_addresses
from dispatch.upkeep.retention.held import request_held
from dispatch.upkeep.retention.struck import strike_addresses
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.organisation import AgentRow, OfficialRow, ServiceRow
from models.tables.outbox import STOPPABLE, OutboundMessage, OutboundState
from models.tables.people import ContactPoint, Person, PersonKind
from models.tables.proofs import Confirmation
from models.tables.requests import Entry, Participant, RequestRow
from models.tables.rights import DataRequest
from models.tables.sessions import (
    CalendarFeed,
    Challenge,
    Draft,
    Passkey,
    SavedView,
    SentForm,
    SignIn,
    WebSession,
)
from models.tables.texts import ContactCode, UploadLink

_requests, _entries, _inbound = table_of(RequestRow), table_of(Entry), table_of(InboundMessage)
_outbox, _people, _contacts = table_of(OutboundMessage), table_of(Person), table_of(ContactPoint)
_uploads, _codes, _participants = table_of(UploadLink), table_of(ContactCode), table_of(Participant)
_confirmations, _asked = table_of(Confirmation), table_of(DataRequest)
_sessions, _sign_ins = table_of(WebSession), table_of(SignIn)
_drafts, _views, _feeds = table_of(Draft), table_of(SavedView), table_of(CalendarFeed)
_sent = table_of(SentForm)
_agents, _services, _forwardings = table_of(AgentRow), table_of(ServiceRow), table_of(Forwarding)
_officials, _passkeys, _challenges = table_of(OfficialRow), table_of(Passkey), table_of(Challenge)


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


def erase_notices(session: Session, condition: Any) -> Erased:
    """Blank what notices said and to whom; those that still wait are canceled."""
    run = session.connection().execute
    ids = frozenset(run(sa.select(_outbox.c.id).where(condition)).scalars())
    run(sa.update(_outbox).where(condition, _outbox.c.state.in_(STOPPABLE))
        .values(state=OutboundState.CANCELED, leased_until=None, leased_by=""))  # fmt: skip
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
    return Erased(outbox_ids=ids)


def nobody(session: Session, now: datetime) -> int:
    """The person that erased requests belong to: one for all of them, so that none is known by another."""
    run = session.connection().execute
    found = run(
        sa.select(sa.func.min(_people.c.id)).where(
            _people.c.kind == PersonKind.INTERNAL, _people.c.name == "", _people.c.erased_at.is_not(None)
        )
    ).scalar()
    if found is not None:
        return int(found)
    made: int = run(
        sa.insert(_people)
        .values(kind=PersonKind.INTERNAL, name="", locale="fr", created_at=now, erased_at=now)
        .returning(_people.c.id)
    ).scalar_one()
    return made


def forget_writers(session: Session, person_ids: Iterable[int | None], now: datetime) -> Erased:
    """Blank citizens who wrote what was just erased, and whom nothing else needs any more."""
    known = sorted({each for each in person_ids if each is not None})
    citizens = session.connection().execute(
        sa.select(_people.c.id).where(
            _people.c.id.in_(known), _people.c.kind == PersonKind.CITIZEN, _people.c.erased_at.is_(None)
        )
    )
    erased = Erased()
    for person_id in citizens.scalars().all():
        erased |= forget_if_alone(session, person_id, now)[1]
    return erased


def forget_told(session: Session, outbox_ids: Collection[int], now: datetime) -> Erased:
    """Blank these notices, and citizens who were known because of them alone: an address somebody named."""
    mine = _outbox.c.id.in_(outbox_ids)
    told = session.connection().execute(sa.select(_outbox.c.person_id).where(mine)).scalars().all()
    return erase_notices(session, mine) | forget_writers(session, told, now)


def forget_if_alone(session: Session, person_id: int, now: datetime) -> tuple[bool, Erased]:
    """Blank a person whom no request, message or staff row needs any more; whether that was so, and
    what is then to be taken away beside the database.
    """
    run = session.connection().execute
    root = sa.select(sa.func.coalesce(_people.c.merged_into_id, _people.c.id)).where(
        _people.c.id == person_id
    )
    mine = known_as(session, run(root).scalar_one())
    theirs = sa.select(_contacts.c.value).where(_contacts.c.person_id.in_(mine))
    needed = (
        sa.select(_requests.c.id).where(_requests.c.requester_id.in_(mine)),
        sa.select(_entries.c.id).where(_entries.c.person_id.in_(mine)),
        sa.select(_inbound.c.id).where(_inbound.c.person_id.in_(mine)),
        sa.select(_agents.c.id).where(_agents.c.person_id.in_(mine)),
        sa.select(_officials.c.id).where(_officials.c.person_id.in_(mine)),
        sa.select(_services.c.id).where(_services.c.person_id.in_(mine)),
        sa.select(_forwardings.c.id).where(_forwardings.c.person_id.in_(mine)),
        sa.select(_asked.c.id).where(_asked.c.person_id.in_(mine), _asked.c.answered_at.is_(None)),
        sa.select(_people.c.id).where(_people.c.id.in_(mine), _people.c.held_since.is_not(None)),
        # In a request of somebody else that is held, nothing goes either.
        sa.select(_outbox.c.id).where(_outbox.c.person_id.in_(mine), request_held(_outbox.c.request_id)),
        sa.select(_participants.c.address).where(
            _participants.c.address.in_(theirs), request_held(_participants.c.request_id)
        ),
    )
    if any(run(query.limit(1)).first() is not None for query in needed):
        return False, Erased()
    return True, _forget(session, mine, now)


def _forget(session: Session, mine: Sequence[int], now: datetime) -> Erased:
    """Blank one person, under all their records: name, addresses, numbers, codes and links sent to them."""
    run = session.connection().execute
    contacts = sa.select(_contacts.c.id).where(_contacts.c.person_id.in_(mine))
    run(sa.update(_requests).where(_requests.c.reply_contact_id.in_(contacts)).values(reply_contact_id=None))
    erased = erase_notices(session, _outbox.c.person_id.in_(mine))
    # An address in copy of somebody else's request is theirs as well.
    theirs = sa.select(_contacts.c.value).where(_contacts.c.person_id.in_(mine))
    addresses = run(theirs).scalars().all()
    forget_addresses(session, addresses)
    erased |= Erased(outbox_ids=strike_addresses(session, addresses, now))
    run(sa.delete(_participants).where(_participants.c.address.in_(theirs)))
    for table in (
        *(_codes, _uploads, _confirmations, _sessions, _sign_ins, _passkeys, _challenges),
        *(_drafts, _views, _feeds, _sent, _contacts),
    ):
        run(sa.delete(table).where(table.c.person_id.in_(mine)))
    run(
        sa.update(_people)
        .where(_people.c.id.in_(mine))
        .values(name="", told_phone="", preferred_channel=None, erased_at=now)
    )
    return erased
