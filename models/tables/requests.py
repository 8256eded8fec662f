"""Requests, their history, their attachments and their tasks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, empty_text_field, json_field, one_of, text_field, time_field, walked
from models.values import Reference
from models.vocabulary import ActorRole, Channel, ParticipantRole, Priority, StateKind


class EntryKind(StrEnum):
    """What a line of a request's history says."""

    MESSAGE_IN = "message_in"
    MESSAGE_OUT = "message_out"
    NOTE = "note"
    STATE = "state"
    ASSIGNMENT = "assignment"
    RULE = "rule"
    ATTACHMENT = "attachment"
    NOTICE = "notice"
    TASK = "task"
    LINK = "link"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    CANCELED = "canceled"


class ReferenceCounter(SQLModel, table=True):
    """The last number given in a year; bumped in the transaction that makes the request, so no gap."""

    __tablename__ = "reference_counter"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last_number: int


class RequestRow(SQLModel, table=True):
    """One request as it is kept; `dispatch.history.request.Request` is the value that is passed around."""

    __tablename__ = "request"
    __table_args__ = (
        sa.UniqueConstraint("year", "number", name="request_reference"),
        choice("state_kind", StateKind, "request_state_kind"),
        choice("priority", Priority, "request_priority"),
        choice("channel", Channel, "request_channel"),
        sa.Index("request_open", "state_kind", "service_id"),
        # What the lists of the pages filter and sort by: `decision` makes the row itself a fat one.
        sa.Index("request_by_due", "state_kind", "due_at", "id", "service_id", "assignee_id", "building_id"),
        sa.Index("request_of_agent", "assignee_id", "state_kind", "due_at", "id"),
        sa.Index("request_of_service", "service_id", "state_kind", "due_at", "id"),
        *walked(),
        # What was received in a time: figures, and lists of what they count.
        sa.Index("request_by_arrival", "created_at"),
        # What somebody asked for, newest last.
        sa.Index("request_of_requester", "requester_id", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    subject: str = text_field()
    #: Key of the state in `workflow_key`, and its kind (a StateKind).
    state: str = Field(max_length=64)
    state_kind: str = Field(max_length=16)
    workflow_key: str = Field(max_length=64)
    service_id: int | None = Field(default=None, foreign_key="service.id")
    building_id: int | None = Field(default=None, foreign_key="building.id")
    request_type_id: int | None = Field(default=None, foreign_key="request_type.id")
    assignee_id: int | None = Field(default=None, foreign_key="agent.id", index=True)
    requester_id: int = Field(foreign_key="person.id")
    priority: str = Field(default=Priority.NORMAL, max_length=16)
    #: The channel the requester last used, and the contact point to answer to.
    channel: str = Field(max_length=8)
    #: How it reached the town (`Origin` of the queries): as the message came that opened it.
    origin: str = Field(default="email", max_length=16, sa_column_kwargs={"server_default": "email"})
    reply_contact_id: int | None = Field(default=None, foreign_key="contact_point.id")
    locale: str = Field(default="fr", max_length=8)
    tags: list[str] = json_field(list)
    fields: dict[str, Any] = json_field(dict)
    #: Organisation version whose rules decided.
    organisation_version_id: int | None = Field(default=None, foreign_key="organisation_version.id")
    #: The decision with its steps, as `Decision.as_json()` gives it.
    decision: dict[str, Any] = json_field(dict)
    latitude: float | None = None
    longitude: float | None = None
    #: The address it is about, as the town's register of addresses has it; '' without one.
    address: str = empty_text_field()
    created_at: datetime = time_field()
    updated_at: datetime = time_field()
    due_at: datetime | None = time_field(default=None)
    #: Opening hours that were left until then when the requester was asked: meanwhile nothing is due.
    due_left_hours: float | None = None
    #: When a person of staff must have answered.
    answer_due_at: datetime | None = time_field(default=None)
    #: When planned work will happen (state planifiée).
    planned_at: datetime | None = time_field(default=None)
    #: When on that day (`models.planned_hours`); '' when only the day is known.
    planned_hours: str = Field(default="", sa_column_kwargs={"server_default": ""})
    closed_at: datetime | None = time_field(default=None)
    #: Whether it was ever taken up again after it was closed; whether the requester wrote last, after the
    #: message that opened it. Both are kept by triggers.
    was_reopened: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_unanswered: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    #: The request that it was joined to: what is written about either joins that one.
    merged_into_id: int | None = None
    erased_at: datetime | None = time_field(default=None)
    #: Nothing of it is erased while this is set: a lawsuit, an inquiry.
    held_since: datetime | None = time_field(default=None)
    held_because: str = empty_text_field()

    @property
    def reference(self) -> str:
        return str(Reference(self.year, self.number))


class RequestLink(SQLModel, table=True):
    """Two requests that concern one another: a stranger's answer, a late answer, a split."""

    __tablename__ = "request_link"
    __table_args__ = (sa.UniqueConstraint("request_id", "other_id", name="request_link_once"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    other_id: int = Field(foreign_key="request.id", index=True)
    reason: str = text_field()
    created_at: datetime = time_field()


class Participant(SQLModel, table=True):
    """An address that belongs to a request besides its requester's: people in copy, agents it was given
    to.
    """

    __tablename__ = "participant"
    __table_args__ = (choice("role", ParticipantRole, "participant_role"),)

    request_id: int = Field(foreign_key="request.id", primary_key=True)
    #: EmailAddress.key or PhoneNumber.e164.
    address: str = Field(sa_type=sa.Text, primary_key=True)
    role: str = Field(max_length=16)


class Entry(SQLModel, table=True):
    """One line of a request's history, never changed once written (a trigger sees to it; erasure
    excepted).
    """

    __tablename__ = "entry"
    __table_args__ = (
        choice("kind", EntryKind, "entry_kind"),
        choice("actor_role", ActorRole, "entry_actor_role"),
        sa.CheckConstraint("channel = '' OR " + one_of("channel", Channel), name="entry_channel"),
        sa.Index("entry_of_request", "request_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id")
    at: datetime = time_field()
    kind: str = Field(max_length=16)
    #: An ActorRole.
    actor_role: str = Field(max_length=16)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    #: A Channel, or '' when it did not travel.
    channel: str = Field(default="", max_length=8)
    #: Whether the requester may read it, unless a later line withdraws it.
    public: bool = False
    text: str = text_field()
    #: What was cut from `text`: quoted history and signature, kept folded.
    quoted: str = text_field()
    data: dict[str, Any] = json_field(dict)
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    erased_at: datetime | None = time_field(default=None)


#: Where the data of a note name the entries that it withdraws.
WITHDRAWS = "withdraws"


def withdrawn(lines: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """Ids of entries, among the `lines` of one request's history, whose words never left: whatever `public`
    says, no requester may read them. The line that withdraws them names them, since no entry is ever changed.
    """
    return frozenset(taken for line in lines for taken in line["data"].get(WITHDRAWS, ()))


class Attachment(SQLModel, table=True):
    """A file that came with an entry. Its bytes are in the file store under `sha256`."""

    __tablename__ = "attachment"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    entry_id: int = Field(foreign_key="entry.id", index=True)
    filename: str = text_field()
    shown_name: str = text_field()
    content_type: str = Field(max_length=128)
    size_bytes: int
    sha256: str = Field(max_length=64, index=True)
    inline: bool = False
    decorative: bool = False
    content_id: str = text_field()
    derived_from: str = Field(default="", max_length=64)
    latitude: float | None = None
    longitude: float | None = None
    taken_at: datetime | None = time_field(default=None)
    #: The bytes are gone (retention of files, or a person's right); the line stays.
    removed_at: datetime | None = time_field(default=None)


class Task(SQLModel, table=True):
    __tablename__ = "task"
    __table_args__ = (choice("state", TaskState, "task_state"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    title: str = text_field()
    state: str = Field(default=TaskState.OPEN, max_length=16)
    assignee_id: int | None = Field(default=None, foreign_key="agent.id", index=True)
    created_at: datetime = time_field()
    due_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None)
    comment: str = text_field()


class SeenMessageId(SQLModel, table=True):
    """Every Message-ID that a request's mail carried or referred to, received by us or not."""

    __tablename__ = "seen_message_id"

    #: SHA-256 of the id, so that length and case of hostile ids do not matter.
    id_hash: str = Field(max_length=64, primary_key=True)
    request_id: int = Field(foreign_key="request.id", primary_key=True)
    #: False for an id only referred to.
    received: bool = True
