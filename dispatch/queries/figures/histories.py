"""What figures ask of the histories of requests: all lines are read once, and only those that tell something
are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from dispatch.queries import request_conditions as conditions
from models.store.glance import Rows, Spoken, as_json

#: The lines of each request by themselves: PostgreSQL would read those of all years otherwise. What has an
#: offset is not taken apart.
_LINES_APART = "LATERAL (SELECT * FROM entry e WHERE e.request_id = r.id OFFSET 0) e"


@dataclass(frozen=True, slots=True)
class Histories:
    """By the ids of requests: when each was first answered, in seconds since 1970; which were given to
    another service; the last mark of each requester.
    """

    answered: Mapping[int, float]
    rerouted: Set[int]
    marks: Mapping[int, int]


def read_histories(glance: Rows, which: str, **given: Any) -> Histories:
    """Of the requests of which `which` holds, a condition on `request r`; `given` are its values. Says of
    each what `first_answer`, `rerouted` and `score` of the conditions say.
    """
    mark, reroutes = conditions.mark(glance), conditions.reroutes(glance)
    withdraws = conditions.withdraws(glance)
    lines = glance.tuples(
        f"""
SELECT e.request_id, e.id, CASE WHEN {conditions.ANSWERS} THEN {seconds(glance, "e.at")} END,
       CASE WHEN {reroutes} THEN 1 END, {mark}, CASE WHEN {withdraws} THEN e.data END
FROM request r CROSS JOIN {_LINES_APART if not glance.is_sqlite else "entry e"}
WHERE e.request_id = r.id AND {which}
  AND ({conditions.ANSWERS} OR {reroutes} OR {mark} IS NOT NULL OR {withdraws})""",
        **given,
    )
    never_left = {
        (request_id, taken)
        for request_id, *_, data in lines
        if data is not None
        for taken in as_json(data).get("withdraws", ())
    }
    answered: dict[int, float] = {}
    rerouted: set[int] = set()
    marks: dict[int, tuple[int, int]] = {}
    for request_id, entry_id, at, moves, score, _ in lines:
        if at is not None and (request_id, entry_id) not in never_left:
            answered[request_id] = min(at, answered.get(request_id, at))
        if moves:
            rerouted.add(request_id)
        if score is not None:
            marks[request_id] = max((entry_id, score), marks.get(request_id, (0, 0)))
    return Histories(answered, rerouted, {each: last[1] for each, last in marks.items()})


def seconds(glance: Spoken, moment: str) -> str:
    """SQL for a moment as seconds since 1970, to the thousandth on SQLite."""
    if glance.is_sqlite:
        return f"ROUND((julianday({moment}) - 2440587.5) * 86400.0, 3)"
    return f"CAST(EXTRACT(EPOCH FROM {moment}) AS double precision)"
