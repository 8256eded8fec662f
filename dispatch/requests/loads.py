"""How much each agent has to do, and whose turn it is: counted by the database, read when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import Session

from models.store.batching.rows import batch_of
from models.tables.columns import table_of
from models.tables.organisation import AgentRow, ServiceRow
from models.tables.requests import RequestRow

_agents, _services, _requests = table_of(AgentRow), table_of(ServiceRow), table_of(RequestRow)
_OPEN_OF_AGENTS = sa.select(_agents.c.key, _agents.c.open_requests)
_TURNS = sa.select(_services.c.key, _services.c.turn)
_NEXT_TURN = (
    sa.update(_services)
    .where(_services.c.key == sa.bindparam("of_service"))
    .values(turn=_services.c.turn + 1)
)


#: Names of facts of a batch.
_LOADS, _SERVED = "open requests of agents", "turns of services"


class Counts(Mapping[str, int]):
    """Numbers by key that are counted when the first of them is asked for: most messages never ask."""

    def __init__(self, count: Callable[[], Mapping[str, int]]) -> None:
        self._count = count

    @cached_property
    def _counted(self) -> Mapping[str, int]:
        return self._count()

    def __getitem__(self, key: str) -> int:
        return self._counted[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counted)

    def __len__(self) -> int:
        return len(self._counted)


def open_loads(session: Session) -> Mapping[str, int]:
    """Open requests by agent key; keys of agents who left among them."""

    def count() -> dict[str, int]:
        return {row.key: row.open_requests for row in session.connection().execute(_OPEN_OF_AGENTS)}

    batch = batch_of(session)
    return Counts(count if batch is None else lambda: batch.fact(_LOADS, count, (_agents, _requests)))


def note_load(session: Session, agent: str | None) -> None:
    """An agent has one open request more, which the batch that the session is in has made and not written."""
    batch = batch_of(session)
    loads = batch.known(_LOADS) if batch is not None else None
    if loads is not None and agent is not None:
        loads[agent] = loads.get(agent, 0) + 1


def service_turns(session: Session) -> Mapping[str, int]:
    """How many requests each service has had, by its key."""

    def count() -> dict[str, int]:
        return {row.key: row.turn for row in session.connection().execute(_TURNS)}

    batch = batch_of(session)
    return Counts(count if batch is None else lambda: batch.fact(_SERVED, count, (_services,)))


def take_turn(session: Session, service: str) -> None:
    """Count one request more for a service."""
    batch = batch_of(session)
    if batch is None:
        session.connection().execute(_NEXT_TURN, {"of_service": service})
        return
    batch.change(_NEXT_TURN, {"of_service": service})
    served = batch.known(_SERVED)
    if served is not None:
        served[service] = served.get(service, 0) + 1
