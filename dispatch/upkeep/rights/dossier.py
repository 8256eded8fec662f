"""Everything that is kept about one person, as plain values that they may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.merging import known_as
from dispatch.upkeep.rights.dossier_lines import DossierRequest, Elsewhere, read_elsewhere, read_request
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import Participant, RequestRow
from models.tables.rights import DataRequest
from models.values import Reference

_people, _contacts, _requests = table_of(Person), table_of(ContactPoint), table_of(RequestRow)
_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_participants, _asked = table_of(Participant), table_of(DataRequest)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is kept about `name`. `messages` are those that became part of no request."""

    person_id: int
    name: str
    locale: str
    since: datetime
    #: `email` or `sms` when they chose one, and a number they wrote into a form; '' for none.
    preferred_channel: str
    told_phone: str
    objected_at: datetime | None
    contacts: Sequence[dict[str, Any]]
    requests: Sequence[DossierRequest]
    #: What they wrote in requests of others, and the references of those in which they are in copy.
    elsewhere: Sequence[Elsewhere] = field(default_factory=tuple)
    in_copy: Sequence[str] = field(default_factory=tuple)
    messages: Sequence[dict[str, Any]] = field(default_factory=tuple)
    notices: Sequence[dict[str, Any]] = field(default_factory=tuple)
    #: When they asked for their data, and when they were answered.
    data_requests: Sequence[dict[str, Any]] = field(default_factory=tuple)


def gather(session: Session, in_force: InForce, person_id: int, *, with_notes: bool = False) -> Dossier:
    """Everything kept about a person, under whatever record. Notes among staff, and words withdrawn before
    they left, are counted; with `with_notes` they are in it, for a person who looked whether they hurt
    somebody else's rights (GDPR art. 15(4)).
    """
    run = session.connection().execute
    person = run(sa.select(_people).where(_people.c.id == person_id)).one()
    mine = known_as(session, person_id)
    addresses = run(
        sa.select(_contacts).where(_contacts.c.person_id.in_(mine)).order_by(_contacts.c.id)
    ).all()
    requests = run(
        sa.select(_requests)
        .where(_requests.c.requester_id.in_(mine), _requests.c.erased_at.is_(None))
        .order_by(_requests.c.id)
    ).all()
    copied = run(
        sa.select(_requests.c.year, _requests.c.number)
        .join(_participants, _participants.c.request_id == _requests.c.id)
        .where(
            _participants.c.address.in_([row.value for row in addresses]),
            _requests.c.requester_id.not_in(mine),
        )
        .order_by(_requests.c.id)
    )
    messages = sa.select(
        _inbound.c.received_at, _inbound.c.door, _inbound.c.sender, _inbound.c.subject
    ).where(_inbound.c.person_id.in_(mine), _inbound.c.request_id.is_(None))
    notices = sa.select(
        _outbox.c.created_at, _outbox.c.notice, _outbox.c.recipient, _outbox.c.state, _outbox.c.sent_at
    ).where(_outbox.c.person_id.in_(mine))
    asked = sa.select(_asked.c.received_at, _asked.c.channel, _asked.c.due_at, _asked.c.answered_at).where(
        _asked.c.person_id.in_(mine)
    )
    return Dossier(
        person_id,
        person.name,
        _language(person, requests),
        person.created_at,
        person.preferred_channel or "",
        person.told_phone,
        person.objected_at,
        [_contact(row) for row in addresses],
        [read_request(session, in_force, row, mine, with_notes=with_notes) for row in requests],
        read_elsewhere(session, mine),
        list(dict.fromkeys(str(Reference(row.year, row.number)) for row in copied)),
        [dict(row) for row in run(messages.order_by(_inbound.c.id)).mappings()],
        [dict(row) for row in run(notices.order_by(_outbox.c.id)).mappings()],
        [dict(row) for row in run(asked.order_by(_asked.c.id)).mappings()],
    )


def _language(person: Any, requests: Sequence[Any]) -> str:
    """The language they are written to in: the one they asked for, else that of their last request.

    People are French until they say otherwise, and who writes in English is answered so.
    """
    return "en" if person.locale == "en" or (requests and requests[-1].locale == "en") else "fr"


def _contact(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "value": row.written,
        "since": row.created_at,
        "proved_at": row.verified_at,
        "no_messages_since": row.opted_out_at,
        "unreachable_since": row.unreachable_since,
    }
