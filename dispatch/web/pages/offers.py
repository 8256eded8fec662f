"""What the viewer may do with a request now: verbs, people to give it to, how its requester is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.letters.orders_shown import word_of
from dispatch.people.contacts import Contact, contact_of
from dispatch.queries.seen.one_request import Shown
from dispatch.requests.undo.allowed import why_not
from dispatch.requests.undo.kept import last_act, letters_of, undo_window
from dispatch.requests.workflow import verbs_from
from models.organisation.workflow import Workflow
from models.tables.columns import table_of
from models.tables.outbox import OutboundState
from models.tables.requests import RequestRow
from models.vocabulary import CLOSED_KINDS, Audience

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit

_requests = table_of(RequestRow)


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
class Undo:
    """An act that can be undone: a line of it, what is said of it (the message leaves, the new holder is
    told, or until when), the seconds until then, and the moment until which it can be undone.
    """

    entry_id: int
    says: str
    seconds: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Offers:
    verbs: tuple[Verb, ...]
    agents: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    #: Partners outside, for a request that is open.
    partners: tuple[tuple[str, str], ...]
    #: Where an answer goes; None: nobody can be reached.
    contact: Contact | None
    #: What the viewer did last, as long as it can be undone.
    undo: Undo | None
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
        undo = _undo_of(visit, session, card.id)
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
        undo=undo,
        today=organisation.town.local_day(visit.now).isoformat(),
    )


def _undo_of(visit: Visit, session: Session, request_id: int) -> Undo | None:
    """What the viewer did last to the request, when it can still be undone."""
    person_id, within = visit.viewer.person_id, undo_window(visit.board.settings)
    act = last_act(session, request_id, person_id) if person_id is not None else None
    if act is None or not act.entry_id:
        return None
    letters = letters_of(session, act.cause, request_id, person_id, lock=False)
    if why_not(session, visit.in_force, act, letters, visit.now, within) is not None:
        return None
    waiting = [
        row for row in letters if row.state == OutboundState.QUEUED and row.next_attempt_at > visit.now
    ]
    mine = [row for row in waiting if row.audience == Audience.REQUESTER] or waiting
    if not mine:
        return Undo(act.entry_id, "undo_until", 0, act.at + within)
    says = "leaves_in" if mine[0].audience == Audience.REQUESTER else "told_in"
    first = min(row.next_attempt_at for row in mine)
    return Undo(act.entry_id, says, int((first - visit.now).total_seconds()), act.at + within)
