"""The organisation in force: documents kept version by version, and the rows that requests point to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.organisation import Organisation
from models.organisation.versions import Version
from models.store.audit import record_access
from models.store.database import Database
from models.store.vouching import archive_others, project_agents, project_mailboxes, project_officials
from models.tables.columns import columns_of, table_of
from models.tables.organisation import (
    AgentRow,
    BuildingRow,
    OfficialRow,
    OrganisationVersion,
    RequestTypeRow,
    RuleRow,
    ServiceRow,
    WorkflowRow,
)

#: Made once: asked for every batch of messages and of notices.
_NEWEST = sa.select(sa.func.max(table_of(OrganisationVersion).c.id))


@dataclass(frozen=True)
class InForce:
    """One version of the organisation with the row ids of its parts, by key."""

    version_id: int
    organisation: Organisation
    service_ids: Mapping[str, int]
    building_ids: Mapping[str, int]
    agent_ids: Mapping[str, int]
    request_type_ids: Mapping[str, int]
    #: Person of each agent and of each service that has a mailbox.
    agent_persons: Mapping[str, int]
    service_persons: Mapping[str, int]
    #: Elected officials: their rows, and their persons.
    official_ids: Mapping[str, int] = field(default_factory=dict)
    official_persons: Mapping[str, int] = field(default_factory=dict)
    #: Addresses told in place of the administrators when something needs one; the settings name them.
    alert_addresses: tuple[str, ...] = ()
    #: The same the other way round: a town may have thousands of buildings.
    _keys: Mapping[str, Mapping[int | None, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = {
            name: _by_id(getattr(self, name))
            for name in (
                "service_ids",
                "building_ids",
                "agent_ids",
                "agent_persons",
                "official_persons",
                "request_type_ids",
            )
        }
        object.__setattr__(self, "_keys", found)

    def service_key(self, service_id: int | None) -> str | None:
        return self._keys["service_ids"].get(service_id)

    def building_key(self, building_id: int | None) -> str | None:
        return self._keys["building_ids"].get(building_id)

    def agent_key(self, agent_id: int | None) -> str | None:
        return self._keys["agent_ids"].get(agent_id)

    def agent_of(self, person_id: int | None) -> str | None:
        """The key of the agent who is that person, gone ones included; None when none is."""
        return self._keys["agent_persons"].get(person_id)

    def official_of(self, person_id: int | None) -> str | None:
        """The key of the elected official who is that person, gone ones included; None when none is."""
        return self._keys["official_persons"].get(person_id)

    def request_type_key(self, request_type_id: int | None) -> str | None:
        return self._keys["request_type_ids"].get(request_type_id)


def newest_version(session: Session) -> int | None:
    """The id of the version in force; None before the first was applied."""
    return session.connection().execute(_NEWEST).scalar()


def version_time(session: Session, version_id: int) -> datetime:
    """When that version was put in force."""
    return session.get_one(OrganisationVersion, version_id).applied_at


def load(session: Session, version_id: int) -> InForce:
    """The version `version_id` with the ids of today's rows, archived ones included."""
    row = session.get_one(OrganisationVersion, version_id)
    organisation = Organisation.model_validate(row.document)
    agents, services = _with_persons(session, AgentRow), _with_persons(session, ServiceRow)
    officials = _with_persons(session, OfficialRow)
    return InForce(
        version_id=version_id,
        organisation=organisation,
        service_ids={key: row_id for key, row_id, _ in services},
        building_ids=_ids(session, BuildingRow),
        agent_ids={key: row_id for key, row_id, _ in agents},
        request_type_ids=_ids(session, RequestTypeRow),
        agent_persons={key: person_id for key, _, person_id in agents if person_id is not None},
        service_persons={key: person_id for key, _, person_id in services if person_id is not None},
        official_ids={key: row_id for key, row_id, _ in officials},
        official_persons={key: person_id for key, _, person_id in officials if person_id is not None},
    )


def apply(session: Session, organisation: Organisation, *, by: str, note: str, now: datetime) -> int:
    """Put `organisation` in force in the caller's transaction; the id of its version.

    Parts that are gone are archived, never deleted: requests point to them. The caller has checked it.
    """
    version = OrganisationVersion(
        applied_at=now, applied_by=by, note=note, document=organisation.model_dump(mode="json")
    )
    session.add(version)
    _project(session, ServiceRow, organisation.services, now, name=True)
    _project(session, BuildingRow, organisation.buildings, now, name=True)
    _project(session, RequestTypeRow, organisation.request_types, now)
    _project(session, WorkflowRow, organisation.workflows, now)
    _project(session, RuleRow, organisation.rules, now, positions=True)
    project_agents(session, organisation, now)
    project_officials(session, organisation, now)
    project_mailboxes(session, organisation, now)
    session.flush()
    assert version.id is not None
    return version.id


class DatabaseStore:
    """The versions in a database, as `models.organisation.versions.OrganisationStore` promises them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def current(self) -> Organisation | None:
        with self._database.reading() as session:
            number = newest_version(session)
        return self.version(number) if number is not None else None

    def apply(self, organisation: Organisation, by: str, note: str) -> int:
        moment = self._clock()
        with self._database.transaction() as session:
            number = apply(session, organisation, by=by, note=note, now=moment)
            # `root (command)`: what follows the login is for the history of versions.
            actor = f"cli:{by.partition(' ')[0]}"
            record_access(session, moment, actor, "apply", "organisation", version=number)
        return number

    def history(self) -> Sequence[Version]:
        columns = columns_of(table_of(OrganisationVersion), "id", "applied_at", "applied_by", "note")
        with self._database.reading() as session:
            rows = session.connection().execute(sa.select(*columns).order_by(columns[0].desc())).all()
        return [Version(row.id, row.applied_at, row.applied_by, row.note) for row in rows]

    def version(self, number: int) -> Organisation | None:
        with self._database.reading() as session:
            row = session.get(OrganisationVersion, number)
            return Organisation.model_validate(row.document) if row is not None else None


def _project(
    session: Session,
    row_class: type[Any],
    parts: Iterable[Any],
    now: datetime,
    *,
    name: bool = False,
    positions: bool = False,
) -> None:
    known = {row.key: row for row in session.scalars(sa.select(row_class))}
    kept = set()
    for position, part in enumerate(parts):
        kept.add(part.key)
        row = known.get(part.key) or row_class(key=part.key)
        row.definition = part.model_dump(mode="json")
        row.archived_at = None
        if name:
            row.name = part.name
        if positions:
            row.position = position
        session.add(row)
    archive_others(known, kept, now)


def _with_persons(session: Session, row_class: type[SQLModel]) -> list[tuple[str, int, int | None]]:
    columns = table_of(row_class).c
    rows = session.connection().execute(sa.select(columns.key, columns.id, columns.person_id))
    return [(row.key, row.id, row.person_id) for row in rows]


def _ids(session: Session, row_class: type[SQLModel]) -> dict[str, int]:
    columns = table_of(row_class).c
    return {row.key: row.id for row in session.connection().execute(sa.select(columns.key, columns.id))}


def _by_id(ids: Mapping[str, int]) -> dict[int | None, str]:
    """The key of each row; the first where several are one."""
    return {row_id: key for key, row_id in reversed(list(ids.items()))}
