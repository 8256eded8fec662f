"""Which earlier messages a notice names, so that a mail client shows it in the thread it belongs to."""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.history.change import Change
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
#: Ids named in References: enough for every client to thread, short enough for every relay.
THREAD_IDS = 10


def thread_ids(change: Change, person_id: int) -> list[str]:
    """Message-IDs that this person wrote or was sent about the request, oldest first, at most `THREAD_IDS`.

    The message being answered comes last, wherever it stands in time.
    """
    writer, answered = change.answers
    last = [answered] if answered and writer == person_id else []
    if change.is_new:
        return last
    written = sa.select(_inbound.c.message_id, _inbound.c.received_at.label("at")).where(
        _inbound.c.request_id == change.request.id,
        _inbound.c.person_id == person_id,
        _inbound.c.message_id.not_in(("", answered)),
    )
    sent = sa.select(_outbox.c.message_id, _outbox.c.created_at.label("at")).where(
        _outbox.c.request_id == change.request.id,
        _outbox.c.person_id == person_id,
        _outbox.c.message_id.is_not(None),
    )
    both = sa.union_all(written, sent).subquery()
    newest = sa.select(both.c.message_id).order_by(both.c.at.desc()).limit(THREAD_IDS)
    return [*reversed(change.session.connection().execute(newest).scalars().all()), *last]
