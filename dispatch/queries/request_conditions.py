"""What is asked of requests in SQL, once for all: the list filters by it, the figures count by it.

Every piece is SQL of ours for both databases; what people give travels as parameters. The request is `r`.
"""

from __future__ import annotations

from enum import StrEnum

from models.store.glance import Spoken
from models.vocabulary import CLOSED_KINDS, OPEN_KINDS

OPEN = f"r.state_kind IN ({', '.join(repr(str(kind)) for kind in OPEN_KINDS)})"
CLOSED = f"r.state_kind IN ({', '.join(repr(str(kind)) for kind in CLOSED_KINDS)})"
#: Closed by its due date; open or closed after it. The time it is now travels as `:moment`.
IN_TIME = f"({CLOSED} AND r.closed_at <= r.due_at)"
OUT_OF_TIME = (
    f"(r.due_at < COALESCE(CASE WHEN {CLOSED} THEN r.closed_at END, :moment) AND r.due_at IS NOT NULL)"
)


class Origin(StrEnum):
    """How a request reached the town: written down at the desk (telephone, counter, paper, a social
    network), by text, by another program, or by email.
    """

    EMAIL = "email"
    SMS = "sms"
    TELEPHONE = "telephone"
    COUNTER = "counter"
    PAPER = "paper"
    SOCIAL = "social"
    API = "api"
    OPEN311 = "open311"


class Fact(StrEnum):
    """What may be asked of a request by name, as the figures count it."""

    CLOSED = "closed"
    ANSWERED = "answered"
    IN_TIME = "in-time"
    OUT_OF_TIME = "out-of-time"
    REROUTED = "rerouted"
    REOPENED = "reopened"
    MERGED = "merged"
    RATED = "rated"
    ERASED = "erased"


def of_json(glance: Spoken, column: str, name: str) -> str:
    """One value of a JSON column, as text on PostgreSQL and as it is on SQLite."""
    return f"json_extract({column}, '$.{name}')" if glance.is_sqlite else f"({column} ->> '{name}')"


#: What a line of a history is, as `e`: words of staff to the requester, or a change of state they made.
ANSWERS = (
    "(e.public AND e.kind IN ('message_out', 'state') AND (e.actor_role IN ('agent', 'manager')"
    " OR (e.actor_role = 'system' AND e.person_id IS NOT NULL)))"
)


def mark(glance: Spoken) -> str:
    """The mark that a line of a requester gives for what was done, 1 to 5; NULL when it gives none."""
    given = of_json(glance, "e.data", "score")
    return f"CASE WHEN e.kind = 'message_in' THEN CAST({given} AS integer) END"


def reroutes(glance: Spoken) -> str:
    """Whether a line gives it to another service."""
    return f"(e.kind = 'assignment' AND {of_json(glance, 'e.data', 'service')} IS NOT NULL)"


def withdraws(glance: Spoken) -> str:
    """Whether a line withdraws others; on SQLite perhaps one that only says so, as none is read for it."""
    if glance.is_sqlite:
        return "instr(e.data, '\"withdraws\"') > 0"
    return "jsonb_exists(e.data, 'withdraws')"


def first_answer(glance: Spoken) -> str:
    """When the requester first heard from a person of staff: words of theirs, or a change of state they made.
    What was withdrawn never left, whatever kind of line says so: a note, a state put back, an assignment.
    """
    withdrawn = (
        "EXISTS (SELECT 1 FROM json_each(n.data, '$.withdraws') w WHERE w.value = e.id)"
        if glance.is_sqlite
        else "n.data -> 'withdraws' @> to_jsonb(e.id)"
    )
    return (
        f"(SELECT MIN(e.at) FROM entry e WHERE e.request_id = r.id AND {ANSWERS}"
        f" AND NOT EXISTS (SELECT 1 FROM entry n WHERE n.request_id = r.id AND {withdrawn}))"
    )


def score(glance: Spoken) -> str:
    """The requester's last mark for what was done, 1 to 5; NULL without one."""
    given = mark(glance)
    return (
        f"(SELECT {given} FROM entry e WHERE e.request_id = r.id AND {given} IS NOT NULL"
        " ORDER BY e.id DESC LIMIT 1)"
    )


def rerouted(glance: Spoken) -> str:
    """Whether it was given to another service after it was placed."""
    return f"EXISTS (SELECT 1 FROM entry e WHERE e.request_id = r.id AND {reroutes(glance)})"


#: Whether it was ever taken up again after it was closed.
REOPENED = "r.was_reopened"
#: Joined to another request about the same matter.
MERGED = "r.merged_into_id IS NOT NULL"
#: Kept without words and people, only to be counted.
ERASED = "r.erased_at IS NOT NULL"


def quarter(glance: Spoken) -> str:
    """The quarter of its building; '' without a building, or of one that lies in none."""
    said = of_json(glance, "q.definition", "quarter")
    return f"COALESCE((SELECT {said} FROM building q WHERE q.id = r.building_id), '')"


def fact(glance: Spoken, name: Fact) -> str:
    """What must hold of a request of which `name` is true. The time it is now travels as `:moment` where
    that matters: for what is out of time.
    """
    match name:
        case Fact.CLOSED:
            return CLOSED
        case Fact.ANSWERED:
            return f"{first_answer(glance)} IS NOT NULL"
        case Fact.IN_TIME:
            return IN_TIME
        case Fact.OUT_OF_TIME:
            return OUT_OF_TIME
        case Fact.REROUTED:
            return rerouted(glance)
        case Fact.REOPENED:
            return REOPENED
        case Fact.MERGED:
            return MERGED
        case Fact.RATED:
            return f"{score(glance)} IS NOT NULL"
        case Fact.ERASED:
            return ERASED
