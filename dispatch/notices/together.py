"""One act on many requests tells whoever has them once: their letters wait for each other, and one that lists
them leaves in their place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.new_notice import NewNotice
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.vocabulary import Audience

_outbox = table_of(OutboundMessage)
_lists = _outbox.alias("list_letter")
#: The letter that can wait for others of its kind, and the one that lists them.
ALONE, LISTED = "state_changed_assignee", "ended_together"
#: In the data of a letter: the act that it waits for the others of, and the notice that told it with them.
TOGETHER, TOLD_IN = "together", "told_in"
#: How long the first waits for the others: a page does a hundred requests in less.
WAIT = timedelta(seconds=30)


def with_others(new: NewNotice, act: str, now: datetime) -> NewNotice:
    """A notice of one act on many requests, as it waits for the others; without an `act`, as it is."""
    if not act or new.notice != ALONE or new.audience is not Audience.AGENT:
        return new
    until = max(new.not_before or now, now + WAIT)
    return replace(new, data={**dict(new.data), TOGETHER: act}, not_before=until)


def with_fate(name: str) -> sa.ColumnElement[Any]:
    """A column of the outbox: of the letter that lists it, where another one tells what it told."""
    told_in = _outbox.c.data[TOLD_IN].as_integer()
    of_list = sa.select(_lists.c[name]).where(_lists.c.id == told_in).scalar_subquery()
    is_listed = sa.and_(
        _outbox.c.notice == ALONE, _outbox.c.state == OutboundState.CANCELED, told_in.is_not(None)
    )
    return sa.case((is_listed, of_list), else_=_outbox.c[name]).label(name)


def take_off_lists(session: Session, letters: Iterable[Any]) -> None:
    """What these letters told is no longer true: their lines go from lists that have not left."""
    gone: dict[int, set[int]] = {}
    for row in letters:
        if TOLD_IN in row.data:
            gone.setdefault(row.data[TOLD_IN], set()).add(row.request_id)
    run = session.connection().execute
    for list_id, requests in gone.items():
        waits = sa.and_(_outbox.c.id == list_id, _outbox.c.state.in_(["queued", "held"]))
        found = run(sa.select(_outbox.c.data).where(waits).with_for_update()).first()
        if found is None:
            continue
        items = [each for each in found.data["items"] if each["request_id"] not in requests]
        values: dict[str, Any] = {"data": {**found.data, "items": items, "total": len(items)}}
        if not items:
            values |= {"state": OutboundState.CANCELED, "last_error": "undone by whoever did it"}
        run(sa.update(_outbox).where(waits).values(**values))
