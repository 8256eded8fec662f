"""Rows are sealed after they were written, by one process at a time: whoever writes waits for nobody.

Between two runs the newest rows stand outside the chain: they are counted as not sealed yet. Sealing in the
writing transaction would close that minute, and would make every writer of PostgreSQL wait for every other.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.chain.rows import CHAINS, GENESIS, SALT_BYTES, digest_of, link_of, selected, table_name
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.traces import TraceLink, TraceStart

_links, _starts = table_of(TraceLink), table_of(TraceStart)
#: Rows sealed in one transaction: other writers come in between.
BATCH = 2000
#: How far below the newest sealed row one may still appear: numbers are given before they are committed.
_STRAGGLERS = 10_000
#: PostgreSQL: one sealer at a time, whatever the process ("guichet" as a number).
_LOCK = 0x6775696368657
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def seal(database: Database, *, thorough: bool = False, batch: int = BATCH) -> int:
    """Seal every row that is not; how many. `thorough` looks for stragglers of any age."""
    sealed = 0
    for chain in CHAINS:
        while True:
            with database.transaction() as session:
                found = _seal_some(session, chain, batch, thorough)
            sealed += found
            if found < batch:
                break
    return sealed


def seal_again(session: Session, chain: str, row_ids: Iterable[int]) -> None:
    """What rows said was just erased: seal what is left of them. Of what was sealed before only the digest
    stays, without the salt it proves nothing about the text.
    """
    ids = list(row_ids)
    _one_sealer(session)
    for some in (ids[start : start + 500] for start in range(0, len(ids), 500)):
        sealed = session.connection().execute(
            sa.select(_links.c.row_id).where(_links.c.chain == chain, _links.c.row_id.in_(some)).distinct()
        )
        again = sorted(sealed.scalars())
        if not again:
            continue
        session.connection().execute(
            sa.update(_links)
            .where(_links.c.chain == chain, _links.c.row_id.in_(again), sa.func.length(_links.c.salt) > 0)
            .values(salt=b"")
        )
        _append(session, chain, _rows(session, chain, f"r.id IN ({', '.join(map(str, again))})", len(again)))


def head_of(session: Session, chain: str) -> tuple[int, bytes]:
    """How many rows were ever sealed, and the last link."""
    last = (
        session.connection()
        .execute(
            sa.select(_links.c.position, _links.c.link)
            .where(_links.c.chain == chain)
            .order_by(_links.c.position.desc())
            .limit(1)
        )
        .first()
    )
    if last is not None:
        return last.position, bytes(last.link)
    position, link, _ = start_of(session, chain)
    return position, link


def start_of(session: Session, chain: str) -> tuple[int, bytes, datetime]:
    """The last position that is no longer kept, its link, and of before when rows may be gone."""
    found = session.connection().execute(sa.select(_starts).where(_starts.c.chain == chain)).first()
    return (found.position, bytes(found.link), found.erased_before) if found else (0, GENESIS, _BEGINNING)


def _seal_some(session: Session, chain: str, most: int, thorough: bool) -> int:
    _one_sealer(session)
    newest = session.connection().execute(
        sa.select(sa.func.max(_links.c.row_id)).where(_links.c.chain == chain)
    )
    beyond = 0 if thorough else (newest.scalar() or 0) - _STRAGGLERS
    unsealed = (
        f"r.id > {beyond} AND NOT EXISTS "
        f"(SELECT 1 FROM trace_link l WHERE l.chain = '{chain}' AND l.row_id = r.id)"
    )
    rows = _rows(session, chain, unsealed, most)
    _append(session, chain, rows)
    return len(rows)


def _rows(session: Session, chain: str, condition: str, most: int) -> Sequence[Sequence[Any]]:
    connection = session.connection()
    return connection.exec_driver_sql(  # names and numbers of ours alone
        f"SELECT r.id, {selected(chain, connection.dialect.name)} FROM {table_name(chain)} r "
        f"WHERE {condition} ORDER BY r.id LIMIT {most}"
    ).all()


def _append(session: Session, chain: str, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    position, link = head_of(session, chain)
    made = []
    for row in rows:
        position, salt = position + 1, secrets.token_bytes(SALT_BYTES)
        row_id, head, data = row
        digest = digest_of(salt, bytes(head), bytes(data))
        link = link_of(link, position, row_id, digest)
        made.append(
            {
                "chain": chain,
                "position": position,
                "row_id": row_id,
                "salt": salt,
                "digest": digest,
                "link": link,
            }
        )
    session.connection().execute(sa.insert(_links), made)


def _one_sealer(session: Session) -> None:
    if session.connection().dialect.name != "sqlite":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
