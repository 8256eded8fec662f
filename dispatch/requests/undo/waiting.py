"""What waits with a request for somebody's word, as part of how it stands: visas, incidents proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.joined import joined_to
from models.tables.acts import IncidentProposal, Visa
from models.tables.columns import table_of

_visas, _proposals = table_of(Visa), table_of(IncidentProposal)


def visas_of(session: Session, request_id: int) -> dict[str, list[Any]]:
    """What became of each visa of the request, and of those that were joined to it, by its number: its
    outcome ('' while it waits) and the request that its words are about.
    """
    ids = [request_id, *joined_to(session, request_id)]
    rows = session.connection().execute(
        sa.select(_visas.c.id, _visas.c.outcome, _visas.c.request_id)
        .where(_visas.c.request_id.in_(ids))
        .order_by(_visas.c.id)
    )
    return {str(row.id): [row.outcome, row.request_id] for row in rows}


def proposals_of(session: Session, request_id: int) -> dict[str, list[Any]]:
    """What is said of each proposal that the request reports again what another did, or another what it did,
    by the request that came later: which was first, whether that is settled, whether they were joined.
    """
    rows = session.connection().execute(
        sa.select(
            _proposals.c.request_id, _proposals.c.first_id, _proposals.c.settled_at, _proposals.c.joined
        )
        .where(sa.or_(_proposals.c.request_id == request_id, _proposals.c.first_id == request_id))
        .order_by(_proposals.c.request_id)
    )
    return {str(row.request_id): [row.first_id, row.settled_at is not None, row.joined] for row in rows}


def asked_visas(request_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[int]:
    """The visas of the request that were asked for between two standings and wait in the second."""
    known = before.get("visas", {})
    return [
        int(number)
        for number, (outcome, about) in after.get("visas", {}).items()
        if number not in known and about == request_id and outcome == ""
    ]


def wait_again(session: Session, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What was decided between two standings is asked again: visas wait, incidents are proposed."""
    run = session.connection().execute
    decided = _changed("visas", before, after)
    run(
        sa.update(_visas)
        .where(_visas.c.id.in_([int(number) for number, was in decided.items() if was[0] == ""]))
        .values(outcome="", decided_at=None, decided_by=None)
    )
    for number, (first, settled, _) in _changed("proposals", before, after).items():
        if not settled:
            run(
                sa.update(_proposals)
                .where(_proposals.c.request_id == int(number))
                .values(first_id=first, settled_at=None, joined=False)
            )


def was_decided_since(before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether somebody has said until `now` what becomes of what changed between two standings."""
    return any(
        now.get(name, {}).get(number, found) != found
        for name in ("visas", "proposals")
        for number, found in after.get(name, {}).items()
        if before.get(name, {}).get(number) != found
    )


def _changed(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = before.get(name, {})
    later = after.get(name, {})
    return {number: was for number, was in found.items() if later.get(number, was) != was}
