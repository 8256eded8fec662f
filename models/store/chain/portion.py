"""A stretch of a chain read again, row by row: what is wrong there, and what other stretches must know."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import sqlalchemy as sa

from models.store.chain.rows import GENESIS, blanked, digest_of, selected, stream, table_name
from models.store.chain.runs import Runs

#: Sentences about single rows are not repeated beyond this.
MOST = 20
#: No position is beyond it (BIGINT).
FARTHEST = 2**63 - 1


@dataclass(slots=True)
class Portion:
    """What reading the links of a chain from one position to another found."""

    #: The last position read and its link.
    count: int = 0
    head: bytes = GENESIS
    #: Links whose text was erased since.
    erased: int = 0
    problems: list[str] = field(default_factory=list)
    #: The link at each position that somebody asked about.
    at: dict[int, bytes] = field(default_factory=dict)
    #: Rows with a seal that holds, and those of them that were blanked.
    sealed: Runs = field(default_factory=Runs)
    blanked: set[int] = field(default_factory=set)
    #: Rows whose seal was taken off, with its position, and which no later link of the portion seals again.
    superseded: dict[int, int] = field(default_factory=dict)


def read_portion(
    connection: sa.Connection,
    chain: str,
    start: tuple[int, bytes],
    until: int = FARTHEST,
    asked: frozenset[int] = frozenset(),
) -> Portion:
    """Read the links of `chain` that come after `start` (a position and its link), as far as `until`.
    `asked` are positions whose links are wanted (checkpoints).
    """
    position, link = start
    found = Portion(at={position: link})
    superseded, sealed, say, sha256 = found.superseded, found.sealed, Sayings(found.problems), hashlib.sha256
    # The run of rows that is being read. `sealed` holds those before it, none of them beyond `highest`.
    first, last, highest = 0, -1, -1
    for place, row_id, salt, digest, stored, blank, head, data in stream(
        connection,
        f"SELECT l.position, l.row_id, l.salt, l.digest, l.link, {blanked(chain)}, "
        f"{selected(chain, connection.dialect.name)} FROM trace_link l "
        f"LEFT JOIN {table_name(chain)} r ON r.id = l.row_id "
        "WHERE l.chain = ? AND l.position > ? AND l.position <= ? ORDER BY l.position",
        chain,
        position,
        until,
    ):
        position += 1
        if place != position:
            say(f"{chain}: positions {position} to {place - 1} are missing from the chain")
            position = place
        # As `link_of` does: a call a row is a tenth of the whole time.
        link = sha256(b"%b%b%d %d" % (link, digest, place, row_id)).digest()
        if link != stored:
            say(f"{chain}: the chain is broken at position {place} (row {row_id})")
            link = bytes(stored)
        if asked and place in asked:
            found.at[place] = link
        if not salt:
            superseded[row_id] = place
            found.erased += 1
            continue
        if head is None:
            say(f"{chain}: row {row_id} is missing")
        # Most rows hold their JSON as it was sealed: reading it would take longer than all the rest.
        elif (
            sha256(b"%b%b%b" % (salt, head, data)).digest() != digest
            and digest_of(bytes(salt), bytes(head), bytes(data)) != digest
        ):
            say(f"{chain}: row {row_id} was changed")
        if row_id == last + 1 and row_id > highest:
            last = row_id
        elif first <= row_id <= last or sealed.holds(row_id):
            say(f"{chain}: row {row_id} is sealed twice")
        else:
            if first <= last:
                sealed.add(first, last)
                highest = max(highest, last)
            first = last = row_id
        if blank:
            found.blanked.add(row_id)
        if superseded and superseded.pop(row_id, None) is not None and not blank:
            say(f"{chain}: row {row_id} was sealed again at position {place}, though it was not erased")
    if first <= last:
        sealed.add(first, last)
    found.count, found.head = position, link
    if until != FARTHEST and position < until:
        say(f"{chain}: positions {position + 1} to {until} are missing from the chain")
    say.end()
    return found


class Sayings:
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
