"""Which partners outside have what in hand, since when and until when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.organisations import InForce
from models.tables.acts import Forwarding
from models.tables.columns import columns_of, table_of

_forwardings = table_of(Forwarding)


def passed_on(session: Session, request_id: int) -> list[dict[str, Any]]:
    """Each time that a request was passed on and that stands, oldest first, as commands show it."""
    names = ("partner", "at", "due_at", "reminded_at", "answered_at", "their_number")
    query = (
        sa.select(*columns_of(_forwardings, *names))
        .where(_forwardings.c.request_id == request_id, _forwardings.c.withdrawn_at.is_(None))
        .order_by(_forwardings.c.id)
    )
    return [dict(row) for row in session.connection().execute(query).mappings()]


def partners_of(
    session: Session, in_force: InForce, requests: Collection[tuple[int, str, str]]
) -> dict[int, str]:
    """The name of the partner who has each of these requests in hand, by its id; of others nothing.

    Each request is its id, its workflow and its state: it is a partner's as long as its state says so.
    """
    organisation = in_force.organisation
    theirs = [
        request_id
        for request_id, workflow, state in requests
        if organisation.workflow(workflow).is_with_partner(state)
    ]
    if not theirs:
        return {}
    rows: Sequence[Any] = (
        session.connection()
        .execute(
            sa.select(_forwardings.c.request_id, _forwardings.c.partner)
            .where(_forwardings.c.request_id.in_(theirs), _forwardings.c.withdrawn_at.is_(None))
            .order_by(_forwardings.c.id)
        )
        .all()
    )
    found = {row.request_id: row.partner for row in rows}
    return {
        request_id: partner.name if (partner := organisation.partner(key)) is not None else key
        for request_id, key in found.items()
    }
