"""Letters that wait for each other leave as one: what one act did to many requests of somebody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import find_requests
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.lists.listed import EndedTogether
from dispatch.notices.lists.work_lists import work_items
from dispatch.notices.new_notice import NewNotice, Recipient
from dispatch.notices.queue import enqueue_now, outbox
from dispatch.notices.together import ALONE, LISTED, TOGETHER, TOLD_IN
from dispatch.rules.in_force import Organisations
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundState
from models.tables.requests import RequestRow
from models.vocabulary import Audience, Channel

_requests = table_of(RequestRow)
#: An act on many requests is over by then.
_LATELY = timedelta(hours=1)
#: What a reader is told of all of them must be the same: else it stands in a list of its own.
_SAME = (TOGETHER, "by", "taken_over", "absent")


def tell_together(
    session: Session, organisations: Organisations, claimed: Sequence[ClaimedNotice], now: datetime
) -> list[ClaimedNotice]:
    """Those of `claimed` that go by themselves. Of those with others of the same act one letter is written
    that lists them all, in this transaction, and they end.
    """
    going, folded = list[ClaimedNotice](), set[int]()
    for each in claimed:
        if each.id in folded:
            continue
        rows = _others(session, each, {one.id for one in claimed}) if _waited(each) else ()
        if len(rows) < 2:
            going.append(each)
            continue
        in_force = organisations.current(session).in_force
        _write(session, in_force, each, rows, now)
        folded |= {row.id for row in rows}
    return [each for each in going if each.id not in folded]


def _waited(claimed: ClaimedNotice) -> bool:
    """Whether it may be told with others: what was tried already goes the way it began."""
    return claimed.notice == ALONE and bool(claimed.data.get(TOGETHER)) and not claimed.was_tried


def _others(session: Session, first: ClaimedNotice, ours: set[int]) -> Sequence[Any]:
    """The letters of the act to the same reader that nobody else has in hand, itself among them."""
    query = (
        sa.select(outbox)
        .where(
            outbox.c.notice == ALONE,
            outbox.c.created_at >= first.created_at - _LATELY,
            outbox.c.data[TOGETHER].as_string() == first.data[TOGETHER],
            outbox.c.recipient == first.recipient,
            outbox.c.channel == first.channel,
            outbox.c.state == OutboundState.QUEUED,
            outbox.c.attempts <= 1,
            sa.or_(outbox.c.leased_until.is_(None), outbox.c.id.in_(ours)),
        )
        .order_by(outbox.c.id)
        .with_for_update(skip_locked=True)
    )
    rows = session.connection().execute(query).all()
    return [row for row in rows if all(row.data.get(name) == first.data.get(name) for name in _SAME)]


def _write(
    session: Session, in_force: InForce, first: ClaimedNotice, rows: Sequence[Any], now: datetime
) -> None:
    """Write the one letter; those that it lists end with its number."""
    found = find_requests(session, in_force, _requests.c.id.in_([row.request_id for row in rows]))
    said = {row.request_id: " ".join(str(row.data.get("comment", "")).split()) for row in rows}
    reader = in_force.agent_of(first.person_id) if first.person_id is not None else None
    same = len(set(said.values())) == 1
    items = tuple(
        item.model_copy(update={"words": "" if same else said[item.request_id][:200]})
        for item in work_items(session, in_force, found, now, reader=reader or "")
    )
    details = EndedTogether(
        items=items,
        total=len(items),
        by=first.data.get("by", ""),
        taken_over=bool(first.data.get("taken_over")),
        absent=first.data.get("absent", ""),
        comment=next(iter(said.values())) if same else "",
    )
    told_in = enqueue_now(
        session,
        NewNotice(
            notice=LISTED,
            audience=Audience(first.audience),
            locale=first.locale,
            to=Recipient(Channel(first.channel), first.recipient, first.recipient_name, first.person_id),
            unique_key=f"{LISTED}:{first.unique_key}"[:255],
            data=details,
        ),
        now,
    )
    for row in rows:
        ended = sa.update(outbox).where(outbox.c.id == row.id)
        session.connection().execute(
            ended.values(
                state=OutboundState.CANCELED,
                last_error=f"told with others, in notice {told_in}",
                leased_until=None,
                leased_by="",
                data={**row.data, TOLD_IN: told_in},
            )
        )
