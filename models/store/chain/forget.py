"""The oldest lines of the access log go, and the chain begins where a signed checkpoint says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from models.signing.notes import NoteSigner
from models.store.chain.checkpoint import beginning_is_noted, note_beginning
from models.store.chain.rows import ACCESSES
from models.store.chain.seal import start_of
from models.store.chain.verify import verify_chain
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.traces import AccessRecord, TraceLink, TraceStart

_records, _links, _starts = table_of(AccessRecord), table_of(TraceLink), table_of(TraceStart)


class Damaged(Exception):
    """The beginning of the chain is not whole: `problems` says how. Nothing of it may go."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def forget_accesses(database: Database, signer: NoteSigner, before: datetime, now: datetime) -> int:
    """Remove the lines from the beginning of the chain up to the first that is not older than `before`; how
    many. A line that is not sealed yet stays.

    What goes can never be verified again, so it is verified first: every link there has its line, older than
    `before`, as it was sealed. Raises Damaged otherwise, and nothing is forgotten.
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
        if not beginning_is_noted(session, signer.verifier, ACCESSES):
            raise Damaged([f"{ACCESSES}: it begins at row {start + 1}, and no checkpoint says why"])
        whole = verify_chain(session, ACCESSES, until=end)
        if whole.problems:
            raise Damaged(whole.problems)
        link = whole.head
        note_beginning(session, signer, now, ACCESSES, end, link)
        run(sa.delete(_starts).where(_starts.c.chain == ACCESSES))
        run(sa.insert(_starts).values(chain=ACCESSES, position=end, link=link, erased_before=before))
        old = sa.select(_links.c.row_id).where(mine, _links.c.position <= end)
        run(sa.delete(_records).where(_records.c.id.in_(old)))
        run(sa.delete(_links).where(mine, _links.c.position <= end))
    return int(end - start)
