"""The organisation as rows: what requests point to. Written only from an organisation document."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, count_field, json_field, text_field, time_field
from models.vocabulary import StaffRole


class OrganisationVersion(SQLModel, table=True):
    """Every organisation document ever applied, the newest in force."""

    __tablename__ = "organisation_version"

    id: int | None = Field(default=None, primary_key=True)
    applied_at: datetime = time_field()
    applied_by: str = text_field()
    note: str = text_field()
    #: `Organisation.model_dump(mode="json")`.
    document: dict[str, Any] = json_field(dict)


class ServiceRow(SQLModel, table=True):
    __tablename__ = "service"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = text_field()
    #: The shared mailbox of the service, as a person that notices go to and that may answer;
    #: None without one.
    person_id: int | None = Field(default=None, foreign_key="person.id")
    definition: dict[str, Any] = json_field(dict)
    #: Turn of the round-robin: how many requests were given out so far.
    turn: int = 0
    archived_at: datetime | None = time_field(default=None)


class BuildingRow(SQLModel, table=True):
    __tablename__ = "building"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = text_field()
    definition: dict[str, Any] = json_field(dict)
    archived_at: datetime | None = time_field(default=None)


class AgentRow(SQLModel, table=True):
    """A member of staff; addresses and numbers are the contact points of `person_id`."""

    __tablename__ = "agent"
    __table_args__ = (choice("role", StaffRole, "agent_role"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = text_field()
    person_id: int = Field(foreign_key="person.id", unique=True)
    role: str = Field(default=StaffRole.AGENT, max_length=16)
    definition: dict[str, Any] = json_field(dict)
    #: Open requests they have; kept by triggers of the request table.
    open_requests: int = count_field()
    archived_at: datetime | None = time_field(default=None)


class OfficialRow(SQLModel, table=True):
    """An elected official; addresses and numbers are the contact points of `person_id`."""

    __tablename__ = "official"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    name: str = text_field()
    person_id: int = Field(foreign_key="person.id", unique=True)
    definition: dict[str, Any] = json_field(dict)
    archived_at: datetime | None = time_field(default=None)


class Followed(SQLModel, table=True):
    """A request of their delegation that an official asked for news of. It gives no right: who sees the
    request no more is told nothing more.
    """

    __tablename__ = "followed"

    request_id: int = Field(foreign_key="request.id", primary_key=True)
    official_id: int = Field(foreign_key="official.id", primary_key=True, index=True)
    since: datetime = time_field()


class RequestTypeRow(SQLModel, table=True):
    __tablename__ = "request_type"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    definition: dict[str, Any] = json_field(dict)
    archived_at: datetime | None = time_field(default=None)


class WorkflowRow(SQLModel, table=True):
    __tablename__ = "workflow"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    definition: dict[str, Any] = json_field(dict)
    archived_at: datetime | None = time_field(default=None)


class RuleRow(SQLModel, table=True):
    """A rule in force, in order of `position`."""

    __tablename__ = "rule"
    __table_args__ = (sa.Index("rule_position", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=128, unique=True)
    position: int = 0
    definition: dict[str, Any] = json_field(dict)
    archived_at: datetime | None = time_field(default=None)
