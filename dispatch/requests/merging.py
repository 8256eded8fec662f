"""Two requests about one matter become one: histories stay, both references answer, requesters are told."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.notices.joined import follow_merges
from dispatch.notices.tell import News, tell_agents, tell_requester, tell_staff
from dispatch.requests.incidents.proposed import settle
from dispatch.requests.numbers_and_links import link
from models.errors import UserError
from models.organisation import Workflow
from models.organisation.workflow import State
from models.tables.acts import PENDING, IncidentProposal
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS, StateKind

_requests, _proposals = table_of(RequestRow), table_of(IncidentProposal)
#: The verb of the line that says it in the history: no workflow may have one of that name.
MERGE = "merge"


def merge(change: Change, other_id: int, *, quietly: bool = False) -> None:
    """Join the request to another: it ends, and whatever is written about either joins that one.

    Its requester is told once; they hear of the other's course from then on, under their own reference. Who
    works on the other is told; `quietly`: neither is, since something else tells them. Raises UserError when
    they are one already, or when the other has ended.
    """
    session, own = change.session, change.request
    into = follow_merges(session, other_id)
    if into == follow_merges(session, own.id):
        raise UserError(f"{own.reference} is that request already.")
    other = lock_request(session, change.in_force, into)
    if other.kind not in OPEN_KINDS:
        raise UserError(f"{other.reference} is closed: reopen it first.")
    link(change, into, "merged")
    state = _ended(change.workflow) if own.kind in OPEN_KINDS else None
    session.connection().execute(
        sa.update(_requests).where(_requests.c.id == own.id).values(merged_into_id=into)
    )
    if state is not None:
        said = {"verb": MERGE, "from": own.state, "to": state.key, "date": None, "request_id": into}
        entry_id = change.write(EntryKind.STATE, public=True, data=said)
        change.update(state=state.key, kind=state.kind, closed_at=change.now)
    else:
        entry_id = change.write(EntryKind.NOTE, data={"request_id": into, "merged": True})
    _settle_proposals(change, into)
    if quietly:
        return
    # Whoever asked for both hears of it once, and of nothing twice.
    if own.requester_id != other.requester_id:
        tell_requester(change, News("merged", entry_id))
    if state is not None and own.assignee not in (None, other.assignee):
        # Who has the other is told below.
        ended = News("state_changed_assignee", entry_id, {"to_state": state.key, "by": change.actor.name})
        tell_agents(change, ended, [own.assignee], besides=change.actor.person_id)
    about = replace(change, request=other)
    about.update()
    subject = " ".join(own.subject.split())[:120]
    text = _SAID[change.organisation.town.locale].format(reference=own.reference, subject=subject)
    tell_staff(about, News("note_added", data={"text": text}), besides=change.actor.person_id)


def _settle_proposals(change: Change, into: int) -> None:
    """It is no longer asked whether it is the same as another; what seems to be the same as it, is asked of
    the one that goes on.
    """
    run, own = change.session.connection().execute, change.request.id
    settle(change.session, [own], change.now, joined=True)
    run(
        sa.update(_proposals)
        .where(_proposals.c.first_id == own, PENDING, _proposals.c.request_id != into)
        .values(first_id=into)
    )
    # It was the other way round: the one that goes on seemed to be the same as this one.
    run(
        sa.update(_proposals)
        .where(_proposals.c.first_id == own, PENDING, _proposals.c.request_id == into)
        .values(settled_at=change.now, joined=True)
    )


def _ended(workflow: Workflow) -> State | None:
    return next((state for state in workflow.states if state.kind is StateKind.DONE), None)


_SAID = {
    "fr": "La demande {reference} («\u00a0{subject}\u00a0») est réunie avec celle-ci\u00a0: "
    "ce qu’on lui répond arrive ici.",
    "en": "Request {reference} (“{subject}”) is joined to this one: what answers it arrives here.",
}
