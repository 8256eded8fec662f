"""What the viewer may do with a request now: verbs, people to give it to, how its requester is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dispatch.letters.orders_shown import word_of
from dispatch.people.contacts import Contact, contact_of
from dispatch.queries.seen.one_request import Shown
from dispatch.requests.workflow import verbs_from
from models.organisation.workflow import Workflow
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import CLOSED_KINDS, Audience

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit

_requests, _outbox, _entries = table_of(RequestRow), table_of(OutboundMessage), table_of(Entry)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as a form offers it."""

    key: str
    word: str
    leads_to: str
    to_state: str
    comment_required: bool
    needs_date: bool
    tells: bool


@dataclass(frozen=True, slots=True)
class Offers:
    verbs: tuple[Verb, ...]
    agents: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    #: Partners outside, for a request that is open.
    partners: tuple[tuple[str, str], ...]
    #: Where an answer goes; None: nobody can be reached.
    contact: Contact | None
    #: The entry that the viewer can still take back, and the seconds left.
    undo: int
    undo_seconds: int
    #: What is said of it: the message leaves, or the new holder is told.
    undo_says: str
    today: str


def verbs_for(workflow: Workflow, state: str, locale: str, *, leads: bool) -> tuple[Verb, ...]:
    """The verbs that a member of staff may use from `state`, in the order of the workflow."""
    found = []
    for key in verbs_from(workflow, state, "manager" if leads else "agent"):
        transition = workflow.transition(state, key)
        assert transition is not None  # verbs_from gave it
        target = workflow.state(transition.to)
        found.append(
            Verb(
                key,
                word_of(workflow, key, locale),
                target.label.text(locale) if target is not None else transition.to,
                transition.to,
                transition.comment_required,
                transition.needs_date,
                any(notice.to == "requester" for notice in transition.notices),
            )
        )
    return tuple(found)


def offers_of(visit: Visit, shown: Shown) -> Offers:
    """What can be done with a request that the viewer sees whole."""
    organisation, card = visit.organisation, shown.card
    board = visit.board
    with board.reads.looking() as session:
        run = session.connection().execute
        reply = run(sa.select(_requests.c.reply_contact_id).where(_requests.c.id == card.id)).scalar()
        contact = contact_of(session, shown.requester.id, contact_id=reply, channels=board.settings.channels)
        waiting = run(
            sa.select(_outbox.c.entry_id, _outbox.c.next_attempt_at, _entries.c.kind)
            .join(_entries, _entries.c.id == _outbox.c.entry_id)
            .where(
                _outbox.c.request_id == card.id,
                sa.or_(
                    sa.and_(
                        _outbox.c.audience == Audience.REQUESTER,
                        _entries.c.kind.in_((EntryKind.MESSAGE_OUT, EntryKind.STATE)),
                    ),
                    sa.and_(_outbox.c.audience == Audience.AGENT, _entries.c.kind == EntryKind.ASSIGNMENT),
                ),
                _outbox.c.state == OutboundState.QUEUED,
                _outbox.c.attempts == 0,
                _outbox.c.next_attempt_at > visit.now,
                _entries.c.person_id == visit.viewer.person_id,
                _entries.c.inbound_id.is_(None),
            )
            .order_by(_outbox.c.entry_id.desc())
            .limit(1)
        ).first()
    agents = [each for each in organisation.agents if not each.closed]
    mine = set(visit.viewer.services)
    agents.sort(key=lambda each: (not mine.intersection(each.services), each.name))
    return Offers(
        verbs=verbs_for(
            organisation.workflow(card.workflow), card.state, visit.lang, leads=visit.viewer.leads
        ),
        agents=tuple((each.key, each.name) for each in agents),
        services=tuple((each.key, each.name) for each in organisation.services if not each.closed),
        partners=(
            tuple((each.key, each.name) for each in organisation.partners if not each.closed)
            if card.kind not in CLOSED_KINDS
            else ()
        ),
        contact=contact,
        undo=waiting.entry_id if waiting is not None else 0,
        undo_seconds=int((waiting.next_attempt_at - visit.now).total_seconds()) if waiting is not None else 0,
        undo_says="told_in" if waiting is not None and waiting.kind == EntryKind.ASSIGNMENT else "leaves_in",
        today=organisation.town.local_day(visit.now).isoformat(),
    )
