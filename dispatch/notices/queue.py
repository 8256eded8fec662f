"""The outbox: notices written with the fact that they tell, claimed by whoever delivers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.catalogue import notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.details import Details
from dispatch.notices.new_notice import TOLD, NewNotice
from dispatch.notices.secret.words import BLOTTED
from models.errors import UserError
from models.store.batching.rows import batch_of
from models.store.database import insert_for
from models.store.lease import Leases, literal
from models.tables.columns import table_of
from models.tables.outbox import STOPPABLE, OutboundMessage, OutboundState

outbox = table_of(OutboundMessage)
#: How the sentence begins that a notice over a limit keeps.
OVER_A_LIMIT = "More than "
#: States from which a notice can be sent again.
REPEATABLE = (OutboundState.FAILED, OutboundState.CANCELED, OutboundState.SUPPRESSED, OutboundState.HELD)


def enqueue(session: Session, new: NewNotice, now: datetime) -> None:
    """Write one notice in the caller's transaction, unless its `unique_key` was there already.

    Raises ValueError as `enqueue_now` does.
    """
    batch = batch_of(session)
    if batch is None:
        enqueue_now(session, new, now)
        return
    batch.add_nameless(_add(session.connection().dialect.name), _row(new, now))
    if (told := batch.known(TOLD)) is not None:
        told.append(new.to.written)


def enqueue_now(session: Session, new: NewNotice, now: datetime) -> int | None:
    """Write one notice in the caller's transaction; its id, or None when its `unique_key` was there already.

    Raises ValueError for data of the wrong shape, a missing request, or a channel the notice has no words
    for: those are mistakes of the caller.
    """
    connection = session.connection()
    added = connection.execute(_add(connection.dialect.name).returning(outbox.c.id), _row(new, now))
    return cast("int | None", added.scalar())


def _row(new: NewNotice, now: datetime) -> dict[str, Any]:
    data = new.data.model_dump(mode="json") if isinstance(new.data, Details) else dict(new.data)
    kind = notice_of(new.notice, new.audience, data)
    if kind.needs_request and new.request_id is None:
        raise ValueError(f"{new.notice} needs a request")
    if new.to.channel not in kind.channels:
        raise ValueError(f"{new.notice} has no words for {new.to.channel}")
    kind.details.model_validate(data)
    return {
        "created_at": now,
        "notice": new.notice,
        "channel": new.to.channel,
        "audience": new.audience,
        "locale": new.locale,
        "person_id": new.to.person_id,
        "recipient": new.to.written,
        "recipient_name": new.to.name,
        "request_id": new.request_id,
        "entry_id": new.entry_id,
        "inbound_id": new.inbound_id,
        "unique_key": new.unique_key,
        "data": data,
        "attachment_ids": list(new.attachment_ids),
        "thread_ids": list(new.thread_ids),
        "can_wait": kind.can_wait,
        "state": OutboundState.HELD if new.held else OutboundState.QUEUED,
        "attempts": 0,
        "next_attempt_at": new.not_before or now,
        "fence": 0,
        "last_error": new.held,
        "carrier": "",
        "segments": 0,
    }


leases = Leases(
    outbox,
    OutboundState.QUEUED,
    ClaimedNotice.__dataclass_fields__,
    written_at="created_at",
    order=("next_attempt_at", "id"),
)
#: A lease that is still there at a claim has run out: its process died or was away.
_SURVIVOR = sa.or_(outbox.c.deaths > sa.literal_column("0"), outbox.c.leased_until.is_not(None))
_UNTOUCHED = sa.and_(outbox.c.deaths == sa.literal_column("0"), outbox.c.leased_until.is_(None))


@cache
def _on_channels(channels: tuple[str, ...]) -> sa.ColumnElement[bool]:
    # As an expression: by its index, a planner reads all that ever left on a channel.
    return outbox.c.channel.concat("").in_(channels)


def claim(
    session: Session,
    now: datetime,
    *,
    channels: Sequence[str],
    limit: int,
    lease_seconds: float,
    survivors: bool = False,
    owner: str = "",
) -> list[ClaimedNotice]:
    """Up to `limit` notices that are due on `channels`, oldest first, leased to the caller.

    Those that a process died with are claimed apart, with `survivors`: whoever claims them takes one.
    """
    where = _on_channels(tuple(channels)), _SURVIVOR if survivors else _UNTOUCHED
    found = leases.claim(session, now, limit=limit, lease_seconds=lease_seconds, owner=owner, where=where)
    return [ClaimedNotice(**row) for row in found]


def record(session: Session, claimed: ClaimedNotice, **values: Any) -> bool:
    """Write what became of a claimed row and give its lease back.

    False when it is no longer ours (its lease ran out and another took it, or a person canceled it):
    nothing is written then.
    """
    return leases.move(session, claimed, **values)


def release(session: Session, claimed: Iterable[ClaimedNotice]) -> None:
    """Give leases back untouched: the claim does not count as an attempt."""
    for row in claimed:
        leases.release(session, row)


def retry(session: Session, outbound_id: int, now: datetime) -> None:
    """Send again a notice that ended unsent, or is held. Raises UserError when there is nothing to do."""
    row = _get(session, outbound_id)
    if BLOTTED in row.data.values():
        raise UserError(f"The code of notice {outbound_id} is blotted out: have another one asked for.")
    if row.state == OutboundState.QUEUED:
        changes: dict[str, Any] = {"next_attempt_at": now}
    elif row.state in REPEATABLE:
        changes = {
            "state": OutboundState.QUEUED,
            "attempts": 0,
            "deaths": 0,
            "doubts": 0,
            "next_attempt_at": now,
            "last_error": "",
        }
    else:
        raise UserError(f"Notice {outbound_id} has left already: sending it again would tell it twice.")
    session.connection().execute(sa.update(outbox).where(outbox.c.id == outbound_id).values(**changes))


def is_held_back(row: OutboundMessage) -> bool:
    """Whether it waits for a person, or for a limit."""
    limited = row.state == OutboundState.QUEUED and row.last_error.startswith(OVER_A_LIMIT)
    return row.state == OutboundState.HELD or limited


def release_held(
    session: Session, now: datetime, *, recipient: str = "", notice: str = "", limit: int = -1
) -> list[int]:
    """Let go what is held back for one address or number, or of one kind, whatever the limits say; their ids,
    oldest first. `limit`: how many at most, all when negative.
    """
    limited = sa.and_(
        outbox.c.state == literal(OutboundState.QUEUED),
        outbox.c.last_error.startswith(OVER_A_LIMIT),
    )
    held = sa.select(outbox.c.id).where(sa.or_(outbox.c.state == literal(OutboundState.HELD), limited))
    if recipient:
        held = held.where(sa.func.lower(outbox.c.recipient) == recipient.lower())
    if notice:
        held = held.where(outbox.c.notice == notice)
    if limit >= 0:
        held = held.limit(limit)
    ids = list(session.connection().execute(held.order_by(outbox.c.id)).scalars())
    for outbound_id in ids:
        let_go(session, outbound_id, now)
    return ids


def let_go(session: Session, outbound_id: int, now: datetime) -> None:
    """Have a notice leave now that is held back, past every limit. Raises UserError as `retry` does."""
    retry(session, outbound_id, now)
    released = {"released_at": now, "last_error": ""}
    session.connection().execute(sa.update(outbox).where(outbox.c.id == outbound_id).values(**released))


def cancel(session: Session, outbound_id: int, why: str = "") -> None:
    """Stop a notice that is still waiting. Raises UserError when it is gone or ended already.

    A letter being handed over at this moment cannot be called back; its row stays canceled.
    """
    row = _get(session, outbound_id)
    if row.state in REPEATABLE and row.state not in STOPPABLE:
        raise UserError(f"Notice {outbound_id} is not on its way any more: there is nothing to cancel.")
    if row.state not in STOPPABLE:
        raise UserError(f"Notice {outbound_id} has left already; only queued and held ones can be canceled.")
    session.connection().execute(
        sa.update(outbox)
        .where(outbox.c.id == outbound_id)
        .values(state=OutboundState.CANCELED, last_error=why[:500], leased_until=None, leased_by="")
    )


def find(
    session: Session,
    *,
    state: str | None = None,
    request_id: int | None = None,
    channel: str | None = None,
    sent_since: datetime | None = None,
    sent_until: datetime | None = None,
    limit: int = 50,
) -> list[OutboundMessage]:
    """Notices, newest first; `sent_until` is the moment before which they were sent."""
    statement = sa.select(OutboundMessage).order_by(outbox.c.id.desc()).limit(limit)
    for column, wanted in (("state", state), ("request_id", request_id), ("channel", channel)):
        if wanted is not None:
            statement = statement.where(outbox.c[column] == wanted)
    if sent_since is not None:
        statement = statement.where(outbox.c.sent_at >= sent_since)
    if sent_until is not None:
        statement = statement.where(outbox.c.sent_at < sent_until)
    return list(session.scalars(statement))


def _get(session: Session, outbound_id: int) -> OutboundMessage:
    row = session.get(OutboundMessage, outbound_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UserError(f"There is no notice {outbound_id}.")
    return row


@cache
def _add(dialect: str) -> Any:
    return insert_for(dialect, outbox).on_conflict_do_nothing(index_elements=["unique_key"])
