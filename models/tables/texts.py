"""What texting needs to remember: files left at the provider, upload links, codes sent to prove a contact."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, count_field, owner_field, text_field, time_field


class RemoteFileState(StrEnum):
    WAITING = "waiting"
    FETCHED = "fetched"
    FAILED = "failed"


class RemoteFile(SQLModel, table=True):
    """A file of a text message that stayed with the provider, to be fetched; the request exists before it."""

    __tablename__ = "remote_file"
    __table_args__ = (
        choice("state", RemoteFileState, "remote_file_state"),
        sa.Index(
            "remote_file_due",
            "next_attempt_at",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    inbound_id: int = Field(foreign_key="inbound_message.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    url: str = text_field()
    #: The provider's word.
    content_type: str = Field(default="", max_length=200)
    state: str = Field(default=RemoteFileState.WAITING, max_length=16)
    attempts: int = 0
    next_attempt_at: datetime = time_field()
    deaths: int = count_field()
    leased_until: datetime | None = time_field(default=None)
    leased_by: str = owner_field()
    fence: int = 0
    last_error: str = text_field()
    created_at: datetime = time_field()
    ended_at: datetime | None = time_field(default=None)


class UploadLink(SQLModel, table=True):
    """One page where one person hands in files for one request, once. The address is signed, not stored."""

    __tablename__ = "upload_link"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)


class ContactCode(SQLModel, table=True):
    """A code sent to an address or number, to be given back by the person who says it is theirs."""

    __tablename__ = "contact_code"

    id: int | None = Field(default=None, primary_key=True)
    #: Who asked, and what they say is theirs too (kind, value and written as in contact_point).
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=8)
    value: str = text_field()
    written: str = text_field()
    #: SHA-256 over row, person and code under a key of the service: the table alone gives nobody a code.
    code_hash: str = Field(max_length=64)
    #: The same of a second code, sent to the contact on file once the first was given back; '' until then.
    own_code_hash: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    attempts: int = 0
    #: When it was given back, or replaced by a newer one.
    used_at: datetime | None = time_field(default=None)
