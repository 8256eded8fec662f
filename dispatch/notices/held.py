"""Mail that waits for a decision is told to whoever can decide: at once, and then every half hour.

A message held by a rule is told to the person of the service it would have gone to (its mailbox or managers
when it names nobody), any other to the administrators; who stands in for one of them who is away is told
besides, and of what waits for the word of an agent who is away. Nobody gets more than one such mail in half
an hour; it lists all that came since the last one. What a trusted spam filter marked is only counted, once a
day (dispatch.upkeep.watch).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.lists.listed import HeldMail, HeldMessage
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.notices.queue import outbox
from dispatch.notices.staff import administrators_now, stand_ins
from dispatch.people.contacts import Contact, contact_of
from models.store.organisations import InForce
from models.tables.columns import columns_of, table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.proofs import Confirmation, ConfirmationState
from models.vocabulary import Audience

_inbound, _confirmations = table_of(InboundMessage), table_of(Confirmation)
#: Minutes in which one person is told once.
WINDOW_MINUTES = 30
#: How far back untold messages are looked for, how many of them (a flood of held mail is looked at again with
#: each that comes), and how many one mail lists.
LOOK_BACK = timedelta(days=7)
LOOKED_AT = 500
LISTED = 20
#: How the ledger begins the reason of mail that a trusted filter calls spam.
SPAM_REASON = "the mail server in front calls it spam"
#: How it begins the reason of what a storm brought: told once, as a batch.
STORM_REASON = "a storm: "
#: How it begins the reason of an order whose agent was asked to confirm it: they decide, and were told.
ASKED_REASON = "waits up to "
_NOTICE = "held_mail"


def tell_held(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell each person of the held messages they have not been told of; how many mails were written."""
    window = f"held:{now:%Y-%m-%dT%H}:{now.minute // WINDOW_MINUTES}"
    rows = session.connection().execute(
        sa.select(*columns_of(_inbound, "id", "received_at", "sender", "subject", "reason", "decision"))
        .where(
            _inbound.c.state == InboundState.HELD,
            _inbound.c.received_at > now - LOOK_BACK,
            _inbound.c.reason.not_like(f"{SPAM_REASON}%"),
            _inbound.c.reason.not_like(f"{ASKED_REASON}%"),
            _inbound.c.reason.not_like(f"{STORM_REASON}%"),
        )
        .order_by(_inbound.c.id.desc())
        .limit(LOOKED_AT)
    )
    waiting: dict[int, list[Any]] = {}
    contacts: dict[int, Contact] = {}
    deciders: dict[str, list[Contact]] = {}
    today = in_force.organisation.town.local_day(now)

    def wait_for(asked: list[Contact], row: Any) -> None:
        for contact in asked:
            contacts[contact.contact_id] = contact
            waiting.setdefault(contact.contact_id, []).append(row)

    for row in reversed(rows.all()):
        service = (row.decision or {}).get("service") or ""
        if service not in deciders:
            deciders[service] = _deciders(session, in_force, service, today)
        wait_for(deciders[service], row)
    for row in _asked_about(session, now):
        wait_for(_reached(session, stand_ins(in_force, [row.asked], today)), row)
    if not waiting:
        return 0
    told, names = told_of_held(session, now), _administrators(in_force)
    written = 0
    for contact_id, messages in waiting.items():
        contact = contacts[contact_id]
        fresh = [row for row in messages if (contact.written, row.id) not in told]
        if not fresh or _was_told(session, f"{_NOTICE}:{window}:{contact_id}"):
            continue
        is_administrator = contact.name in names
        details = HeldMail(
            items=tuple(_line(row) for row in fresh[:LISTED]),
            total=len(fresh),
            ask=() if is_administrator else names,
        )
        audience = Audience.ADMINISTRATOR if is_administrator else Audience.AGENT
        occasion = Occasion(session, window, now, fresh[0].id)
        tell_contact(occasion, _NOTICE, contact, details, audience=audience)
        written += 1
    return written


def _asked_about(session: Session, now: datetime) -> list[Any]:
    """Messages that wait for the word of the agent in whose name they are, who is the person `asked`."""
    query = (
        sa.select(
            *columns_of(_inbound, "id", "received_at", "sender", "subject", "reason"),
            _confirmations.c.person_id.label("asked"),
        )
        .join_from(_confirmations, _inbound, _inbound.c.id == _confirmations.c.inbound_id)
        .where(
            _confirmations.c.state == ConfirmationState.ASKED,
            _inbound.c.state == InboundState.HELD,
            _inbound.c.received_at > now - LOOK_BACK,
        )
    )
    return list(session.connection().execute(query.order_by(_inbound.c.id).limit(LOOKED_AT)))


def _deciders(session: Session, in_force: InForce, service_key: str, today: date) -> list[Contact]:
    """The person of the service, else its mailbox, else its managers; else the administrators; each with who
    stands in while they are away.
    """
    organisation = in_force.organisation
    service = organisation.service(service_key)
    tiers: list[Iterable[int | None]] = []
    if service is not None:
        tiers = [
            [in_force.agent_persons.get(service.person or "")],
            [in_force.service_persons.get(service.key)],
            [in_force.agent_persons.get(agent.key) for agent in organisation.managers_of(service.key)],
        ]
    tiers.append(administrators_now(in_force, today))
    for tier in tiers:
        persons = [person for person in tier if person is not None]
        if found := _reached(session, [*persons, *stand_ins(in_force, persons, today)]):
            return found
    return []


def _reached(session: Session, persons: Iterable[int]) -> list[Contact]:
    found = [contact_of(session, person, prefer="email") for person in persons]
    return [contact for contact in found if contact is not None]


def _administrators(in_force: InForce) -> tuple[str, ...]:
    return tuple(
        agent.name
        for agent in in_force.organisation.agents
        if agent.role == "administrator" and not agent.closed
    )


def told_of_held(session: Session, now: datetime) -> set[tuple[str, int]]:
    """Who was told of which message in the last days: recipient and ledger id. A virus is told by itself."""
    rows = session.connection().execute(
        sa.select(outbox.c.recipient, outbox.c.notice, outbox.c.inbound_id, outbox.c.data).where(
            outbox.c.notice.in_((_NOTICE, "set_aside")), outbox.c.created_at > now - LOOK_BACK
        )
    )
    told: set[tuple[str, int]] = set()
    for row in rows:
        told.add((row.recipient, row.inbound_id or 0))
        told.update((row.recipient, item["inbound"]) for item in row.data.get("items", ()))
    return told


def _was_told(session: Session, key: str) -> bool:
    return (
        session.connection().execute(sa.select(outbox.c.id).where(outbox.c.unique_key == key)).first()
        is not None
    )


def _line(row: Any) -> HeldMessage:
    return HeldMessage(
        inbound=row.id,
        reason=row.reason[:300],
        sender=row.sender[:100],
        subject=row.subject[:120],
        received_at=row.received_at,
    )
