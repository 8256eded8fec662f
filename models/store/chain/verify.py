"""The whole chain read again: a row changed, missing, moved, slipped in or cut off at the end is named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from models.store.chain.rows import GENESIS, blanked, digest_of, link_of, selected, stream, table_name
from models.store.chain.seal import start_of

#: Sentences about single rows are not repeated beyond this.
MOST = 20
#: No position is beyond it (BIGINT).
_FARTHEST = 2**63 - 1


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
    session: Session, chain: str, asked: frozenset[int] = frozenset(), *, until: int | None = None
) -> Verified:
    """Read one chain from its beginning, or as far as the position `until`. `asked` are positions whose links
    are wanted (checkpoints).
    """
    connection = session.connection()
    table, dialect = table_name(chain), connection.dialect.name
    position, link, _ = start_of(session, chain)
    found = Verified(chain, position, link, no_longer_kept=position)
    found.at[position] = link
    superseded: dict[int, int] = {}
    current: set[int] = set()
    say, sha256 = _Sayings(found.problems), hashlib.sha256
    for place, row_id, salt, digest, stored, blank, head, data in stream(
        connection,
        f"SELECT l.position, l.row_id, l.salt, l.digest, l.link, {blanked(chain)}, "
        f"{selected(chain, dialect)} FROM trace_link l LEFT JOIN {table} r ON r.id = l.row_id "
        "WHERE l.chain = ? AND l.position <= ? ORDER BY l.position",
        chain,
        _FARTHEST if until is None else until,
    ):
        position += 1
        if place != position:
            say(f"{chain}: positions {position} to {place - 1} are missing from the chain")
            position = place
        link = link_of(link, place, row_id, digest)
        if link != stored:
            say(f"{chain}: the chain is broken at position {place} (row {row_id})")
            link = bytes(stored)
        if place in asked:
            found.at[place] = link
        if not salt:
            superseded[row_id] = place
            found.erased += 1
        elif head is None:
            say(f"{chain}: row {row_id} is missing")
        # Most rows hold their JSON as it was sealed: reading it would take longer than all the rest.
        elif sha256(salt + head + data).digest() != digest and digest_of(salt, head, data) != digest:
            say(f"{chain}: row {row_id} was changed")
        if salt:
            if superseded.pop(row_id, None) is not None and not blank:
                say(f"{chain}: row {row_id} was sealed again at position {place}, though it was not erased")
            if row_id in current:
                say(f"{chain}: row {row_id} is sealed twice")
            current.add(row_id)
    found.count, found.head = position, link
    if until is not None and position < until:
        say(f"{chain}: positions {position + 1} to {until} are missing from the chain")
    for row_id, place in superseded.items():
        say(f"{chain}: row {row_id} lost its seal at position {place}, and nothing says that it was erased")
    say.end()
    total = connection.execute(sa.text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
    found.not_sealed = max(0, total - len(current)) if not found.problems else _unsealed(connection, chain)
    return found


def _unsealed(connection: sa.Connection, chain: str) -> int:
    counted: int = connection.execute(
        sa.text(
            f"SELECT COUNT(*) FROM {table_name(chain)} r WHERE NOT EXISTS "
            "(SELECT 1 FROM trace_link l WHERE l.chain = :chain AND l.row_id = r.id)"
        ),
        {"chain": chain},
    ).scalar_one()
    return counted


class _Sayings:
    """Sentences, of which the first few are kept and the rest counted."""

    def __init__(self, kept: list[str]) -> None:
        self._kept, self._more = kept, 0

    def __call__(self, sentence: str) -> None:
        if len(self._kept) < MOST:
            self._kept.append(sentence)
        else:
            self._more += 1

    def end(self) -> None:
        if self._more:
            self._kept.append(f"and {self._more} more")
