"""What staff did lately, kept so that one word can undo it, and the letters that tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.notices.joined import joined_to
from dispatch.requests.undo.standing import Standing, standing_of
from models.tables.acts import StaffAct
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.vocabulary import Audience

_acts, _outbox = table_of(StaffAct), table_of(OutboundMessage)


def note_act(change: Change, before: Standing, *, person_id: int | None, proof: str, final: str = "") -> None:
    """Keep how the request stood before a message of staff changed it; nothing when it changed nothing.

    Words on their way to the requester are a change, too.
    """
    if change.inbound_id is None or person_id is None:
        return
    after = standing_of(change.session, change.request.id)
    letters = letters_of(change.session, change.inbound_id, change.request.id, person_id)
    if after == before and not final and all(row.audience != Audience.REQUESTER for row in letters):
        return
    change.session.connection().execute(
        sa.insert(_acts).values(
            inbound_id=change.inbound_id,
            request_id=change.request.id,
            person_id=person_id,
            at=change.now,
            proof=proof[:64],
            final=final,
            before=before,
            after=after,
        )
    )


def did_last(change: Change, other_id: int) -> bool:
    """Whether what the actor did last was to another request (one that was joined to this one)."""
    ids = (change.request.id, other_id)
    query = (
        sa.select(_acts.c.request_id)
        .where(_acts.c.request_id.in_(ids), _acts.c.person_id == change.actor.person_id)
        .order_by(_acts.c.id.desc())
        .limit(1)
    )
    return change.session.connection().execute(query).scalar() == other_id


def forget_acts(session: Session, before: datetime) -> None:
    """Forget what was done before then: no word undoes it any more; the history keeps it."""
    session.connection().execute(sa.delete(_acts).where(_acts.c.at < before))


def last_act(change: Change, *, standing: bool = False) -> Any:
    """What the actor did last to the request, undone or not (`standing`: not undone); None when nothing is
    kept.
    """
    query = (
        sa.select(_acts)
        .where(_acts.c.request_id == change.request.id, _acts.c.person_id == change.actor.person_id)
        .order_by(_acts.c.id.desc())
        .limit(1)
    )
    if standing:
        query = query.where(_acts.c.undone_at.is_(None))
    return change.session.connection().execute(query).first()


def letters_of(session: Session, inbound_id: int, request_id: int, person_id: int) -> Sequence[Any]:
    """What was to be told because of the act, about joined requests too; not what its doer was told."""
    query = (
        sa.select(_outbox)
        .where(
            _outbox.c.inbound_id == inbound_id,
            _outbox.c.request_id.in_([request_id, *joined_to(session, request_id)]),
            sa.or_(
                _outbox.c.audience == Audience.REQUESTER,
                _outbox.c.person_id.is_(None),
                _outbox.c.person_id != person_id,
            ),
        )
        .order_by(_outbox.c.id)
        .with_for_update()
    )
    return session.connection().execute(query).all()
