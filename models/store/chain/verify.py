"""The whole chain read again: a row changed, missing, moved, slipped in or cut off at the end is named."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from models.store.chain.at_once import ReadAtOnce
from models.store.chain.portion import FARTHEST, Portion, Sayings, read_portion
from models.store.chain.rows import GENESIS, table_name
from models.store.chain.seal import head_of, start_of


@dataclass(slots=True)
class Verified:
    """What reading one chain found."""

    chain: str
    #: Rows sealed since the chain began, and the last link.
    count: int = 0
    head: bytes = GENESIS
    #: Of those, rows no longer kept because they were kept long enough.
    no_longer_kept: int = 0
    #: Links whose text was erased since.
    erased: int = 0
    #: Rows that no link holds yet.
    not_sealed: int = 0
    problems: list[str] = field(default_factory=list)
    #: The link at each position that somebody asked about.
    at: dict[int, bytes] = field(default_factory=dict)


def verify_chain(
    session: Session,
    chain: str,
    asked: frozenset[int] = frozenset(),
    *,
    until: int = FARTHEST,
    at_once: ReadAtOnce | None = None,
) -> Verified:
    """Read one chain from its beginning, or as far as the position `until`. `asked` are positions whose links
    are wanted (checkpoints). `at_once` reads a long chain in several processes.
    """
    connection = session.connection()
    position, link, _ = start_of(session, chain)
    found = Verified(chain, no_longer_kept=position)
    if at_once is not None and until == FARTHEST:
        whole = at_once.read(chain, (position, link), head_of(session, chain)[0], asked)
        if whole is not None:
            total = _rows(connection, chain)
            return _with(found, whole.read, not_sealed=max(0, total - whole.sealed))
    read = read_portion(connection, chain, (position, link), until, asked)
    say = Sayings(read.problems)
    for row_id, place in read.superseded.items():
        say(f"{chain}: row {row_id} lost its seal at position {place}, and nothing says that it was erased")
    say.end()
    if read.problems:
        return _with(found, read, not_sealed=_unsealed(connection, chain))
    return _with(found, read, not_sealed=max(0, _rows(connection, chain) - read.sealed.count))


def _with(found: Verified, read: Portion, not_sealed: int) -> Verified:
    found.count, found.head, found.erased = read.count, read.head, read.erased
    found.problems, found.at, found.not_sealed = read.problems, read.at, not_sealed
    return found


def _rows(connection: sa.Connection, chain: str) -> int:
    counted: int = connection.execute(sa.text(f"SELECT COUNT(*) FROM {table_name(chain)}")).scalar_one()
    return counted


def _unsealed(connection: sa.Connection, chain: str) -> int:
    counted: int = connection.execute(
        sa.text(
            f"SELECT COUNT(*) FROM {table_name(chain)} r WHERE NOT EXISTS "
            "(SELECT 1 FROM trace_link l WHERE l.chain = :chain AND l.row_id = r.id)"
        ),
        {"chain": chain},
    ).scalar_one()
    return counted
