"""What lists say of each request (how it began) and of each message (who wrote it) is struck
out when that is erased.

Lists belong to no request, so that they go with none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.lists.listed import STRUCK
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage

_outbox = table_of(OutboundMessage)
#: Those with a line for each request, and those about messages: to whom of staff, with words of others.
_OF_REQUESTS = ("ended_together", "late", "list_done", "my_requests", "status", "unassigned", "week")
_OF_MESSAGES = ("alert", "held_mail", "set_aside")
OF_OTHERS = tuple(sorted({*_OF_REQUESTS, *_OF_MESSAGES} - {"status"}))
#: How long after its end a request is looked for in lists: the words of older ones are struck out by night.
LISTED_DAYS = 400
#: What stays of a struck line: an answer to the list still finds its request, an alert says what it is about.
_STAYS = frozenset(
    {"request_id", "reference", "inbound", "workflow", "state", "state_kind", "key", "explains"}
)
#: Whether a line of a list is one to strike.
Meant = Callable[[Mapping[str, Any]], bool]


def strike_requests(session: Session, references: Collection[str], now: datetime) -> frozenset[int]:
    """Strike the lines of these requests out of every list; the notices, whose letters may lie in files."""
    named = [_text().contains(json.dumps(each), autoescape=True) for each in sorted(references)]
    if not named:
        return frozenset()
    return _strike(
        session,
        sa.and_(_lately(_OF_REQUESTS, now), sa.or_(*named)),
        lambda line: line.get("reference") in references,
    )


def strike_messages(session: Session, inbound_ids: Collection[int], now: datetime) -> frozenset[int]:
    """Strike the lines of these messages out of lists of what waits, as `strike_requests` does."""
    if not inbound_ids:
        return frozenset()
    return _strike(session, _lately(_OF_MESSAGES, now), lambda line: line.get("inbound") in inbound_ids)


def strike_addresses(session: Session, addresses: Collection[str], now: datetime) -> frozenset[int]:
    """Strike addresses and numbers of somebody who is forgotten out of what administrators were told."""
    known = {each.casefold() for each in addresses if each}
    if not known:
        return frozenset()

    def named(line: Mapping[str, Any]) -> bool:
        return any(
            address in value.casefold()
            for value in line.values()
            if isinstance(value, str)
            for address in known
        )

    return _strike(session, _lately(_OF_MESSAGES, now), named)


def strike_whole(session: Session, outbox_ids: Collection[int]) -> None:
    """Strike out all that these lists said: which request or message each line was stays, for an answer that
    comes late.
    """
    run = session.connection().execute
    for row in run(sa.select(_outbox.c.id, _outbox.c.data).where(_outbox.c.id.in_(outbox_ids))).all():
        data = {**_only(row.data), STRUCK: True}
        run(sa.update(_outbox).where(_outbox.c.id == row.id).values(data=data))


def is_not_struck() -> sa.ColumnElement[bool]:
    """Whether a notice still has its words: a condition for a query."""
    return sa.not_(_text().contains(json.dumps(STRUCK), autoescape=True))


def _text() -> sa.ColumnElement[str]:
    return sa.cast(_outbox.c.data, sa.Text)


def _lately(names: Collection[str], now: datetime) -> sa.ColumnElement[bool]:
    since = now - timedelta(days=LISTED_DAYS)
    return sa.and_(_outbox.c.notice.in_(names), _outbox.c.created_at >= since)


def _strike(session: Session, condition: sa.ColumnElement[bool], meant: Meant) -> frozenset[int]:
    run, done = session.connection().execute, set[int]()
    for row in run(sa.select(_outbox.c.id, _outbox.c.data).where(condition)).all():
        data = _blanked(row.data, meant)
        if data != row.data:
            run(sa.update(_outbox).where(_outbox.c.id == row.id).values(data=data))
            done.add(row.id)
    return frozenset(done)


def _blanked(value: Any, meant: Meant) -> Any:
    """`value` with every line that is meant blanked, however deep it stands."""
    if isinstance(value, list):
        return [_blanked(each, meant) for each in value]
    if not isinstance(value, dict):
        return value
    if meant(value):
        return {
            # A moment names nobody, and is no moment any more when it is blank.
            name: "" if isinstance(each, str) and name not in _STAYS and not name.endswith("_at")
            else _blanked(each, meant)
            for name, each in value.items()
        }  # fmt: skip
    return {name: _blanked(each, meant) for name, each in value.items()}


def _only(value: Any) -> Any:
    if isinstance(value, list):
        return [_only(each) for each in value if isinstance(each, dict)]
    kept = {
        name: _only(each) if isinstance(each, (dict, list)) else each
        for name, each in value.items()
        if name in _STAYS or isinstance(each, (dict, list))
    }
    return {name: each for name, each in kept.items() if each not in ([], {})}
