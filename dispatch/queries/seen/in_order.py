"""A list that is read piece by piece: each begins where the last one ended, whatever changed meanwhile."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import narrow
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce


class PieceOrder(StrEnum):
    """What comes first: what was received last, what was received first, or what changed longest ago."""

    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Piece:
    """Which requests, from where on, how many. Times are aware UTC; None and '' leave all."""

    filter: Wanted = field(default_factory=lambda: Wanted(state="toutes"))
    #: Keys of a request type, '' for all; and spans of time, the end not included.
    request_type: str = ""
    since: datetime | None = None
    until: datetime | None = None
    updated_since: datetime | None = None
    order: PieceOrder = PieceOrder.NEWEST
    #: Where the last piece ended, as `read_piece` gave it.
    after: str = ""
    limit: int = 50


class NoPlace(ValueError):
    """`after` is none that we gave, or of another order."""


def read_piece(
    session: Session, reads: Reads, viewer: Viewer, in_force: InForce, piece: Piece, now: datetime
) -> tuple[list[int], str]:
    """The ids of one piece, in order, and where the next begins ('' after the last). Raises NoPlace,
    TooMuchToLookAt.
    """
    narrowed = narrow(session, reads, viewer, in_force, piece.filter, now)
    where = list(narrowed.where)
    if piece.request_type:
        where.append(requests.c.request_type_id == in_force.request_type_ids.get(piece.request_type, 0))
    for column, since, until in (
        (requests.c.created_at, piece.since, piece.until),
        (requests.c.updated_at, piece.updated_since, None),
    ):
        where += [column >= since] if since is not None else []
        where += [column < until] if until is not None else []
    by_update = piece.order is PieceOrder.UPDATED
    if piece.after:
        moment, last = _read_place(piece.after, by_update=by_update)
        if moment is not None:
            changed = requests.c.updated_at
            where.append(sa.or_(changed > moment, sa.and_(changed == moment, requests.c.id > last)))
        else:
            newest = piece.order is PieceOrder.NEWEST
            where.append(requests.c.id < last if newest else requests.c.id > last)
    order = {
        PieceOrder.NEWEST: (requests.c.id.desc(),),
        PieceOrder.OLDEST: (requests.c.id,),
        PieceOrder.UPDATED: (requests.c.updated_at, requests.c.id),
    }[piece.order]
    query = (
        sa.select(requests.c.id, requests.c.updated_at)
        .select_from(narrowed.source)
        .where(*where)
        .order_by(*order)
        .limit(piece.limit + 1)
    )
    rows = session.connection().execute(query).all()
    ids = [row.id for row in rows[: piece.limit]]
    if len(rows) <= piece.limit:
        return ids, ""
    last_row = rows[piece.limit - 1]
    return ids, _place(last_row.id, last_row.updated_at if by_update else None)


def _place(last: int, moment: datetime | None) -> str:
    written = f"{last}" if moment is None else f"{last}:{moment.isoformat()}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _read_place(after: str, *, by_update: bool) -> tuple[datetime | None, int]:
    try:
        padded = after + "=" * (-len(after) % 4)
        written = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        number, _, moment = written.partition(":")
        if bool(moment) != by_update or not number.isdecimal() or len(number) > 9:
            raise NoPlace
        return (datetime.fromisoformat(moment).astimezone(UTC) if moment else None), int(number)
    except (binascii.Error, UnicodeError, ValueError, OverflowError) as wrong:
        raise NoPlace from wrong
