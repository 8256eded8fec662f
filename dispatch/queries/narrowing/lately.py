"""Which of the requests that lately came to their end hold the words that are looked for: they are few, and
the words stand in many that ended long ago.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import requests
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from models.store.looking.reads import Reads

#: The index of words is read from the newest back to so many requests before it in milliseconds. Of what was
#: made earlier still, at most so many are asked each by itself, the oldest; it is read from the next on.
_STRETCH, _OLDEST = 200_000, 50


def ended_by_state(
    session: Session,
    reads: Reads,
    sought: Sought,
    where: Sequence[sa.ColumnElement[bool]],
) -> dict[str, int]:
    """How many of the requests `where` hold the words, by their state. A condition is on when they ended."""
    run = session.connection().execute
    if not reads.is_sqlite:
        holding = found.holds(sought, is_sqlite=False, newer_than=0)
        query = sa.select(requests.c.state, sa.func.count()).select_from(
            found.source(sought, is_sqlite=False)
        )
        counted = run(query.where(*where, *holding).group_by(requests.c.state))
        return dict(counted.all())
    ended = sa.select(requests.c.id, requests.c.state).with_hint(
        requests, "INDEXED BY request_ended", "sqlite"
    )
    states: dict[int, str] = dict(run(ended.where(*where)).all())
    ids = sorted(states)
    oldest = [each for each in ids[:_OLDEST] if each < ids[-1] - _STRETCH]
    holding_them = _within(run, sought, ids[len(oldest) :]) | _each(run, sought, oldest)
    return dict(Counter(states[each] for each in ids if each in holding_them))


def _within(run: Any, sought: Sought, ids: Sequence[int]) -> set[int]:
    """Ids with the words from the first to the last of `ids`: a stretch of the index."""
    if not ids:
        return set()
    return set(run(found.between(sought, ids[0], ids[-1])).scalars())


def _each(run: Any, sought: Sought, ids: Sequence[int]) -> set[int]:
    return {each for each in ids if run(found.between(sought, each, each)).first() is not None}
