"""The oldest lines of the access log go, and the chain begins where a signed checkpoint says."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from models.signing.notes import NoteSigner
from models.store.chain.checkpoint import make_checkpoint
from models.store.chain.rows import ACCESSES
from models.store.chain.seal import start_of
from models.store.database import Database
from models.tables.accesses import AccessRecord
from models.tables.columns import table_of
from models.tables.traces import TraceLink, TraceStart

_records, _links, _starts = table_of(AccessRecord), table_of(TraceLink), table_of(TraceStart)


def forget_accesses(database: Database, signer: NoteSigner, before: datetime, now: datetime) -> int:
    """Remove the lines from the beginning of the chain up to the first that is not older than `before`; how
    many. A line that is not sealed yet stays.
    """
    with database.transaction() as session:
        run = session.connection().execute
        start, _, _ = start_of(session, ACCESSES)
        mine = _links.c.chain == ACCESSES
        kept = sa.select(sa.func.min(_links.c.position)).where(
            mine, _links.c.row_id == _records.c.id, _records.c.at >= before
        )
        last = sa.select(sa.func.max(_links.c.position)).where(mine)
        first_kept = run(kept).scalar()
        end = first_kept - 1 if first_kept is not None else run(last).scalar() or start
        if end <= start:
            return 0
        link = bytes(run(sa.select(_links.c.link).where(mine, _links.c.position == end)).scalar_one())
        make_checkpoint(session, signer, now, **{ACCESSES: (end, link)})
        run(sa.delete(_starts).where(_starts.c.chain == ACCESSES))
        run(sa.insert(_starts).values(chain=ACCESSES, position=end, link=link, erased_before=before))
        old = sa.select(_links.c.row_id).where(mine, _links.c.position <= end)
        run(sa.delete(_records).where(_records.c.id.in_(old)))
        run(sa.delete(_links).where(mine, _links.c.position <= end))
    return int(end - start)
