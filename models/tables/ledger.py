"""The ledger: one row for every message that ever came in, its bytes, its envelope, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import (
    Json,
    choice,
    count_field,
    json_field,
    owner_field,
    some_rows,
    text_field,
    time_field,
)


class InboundState(StrEnum):
    """What became of an inbound message. All but WAITING are ends that a person can list and explain."""

    WAITING = "waiting"
    NEW_REQUEST = "new_request"
    FOLLOW_UP = "follow_up"
    COMMAND = "command"
    RECEIPT = "receipt"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    HELD = "held"
    SPAM = "spam"
    FAILED = "failed"


class Door(StrEnum):
    SMTP = "smtp"
    LMTP = "lmtp"
    IMAP = "imap"
    SMS = "sms"
    #: Delivery receipts of texts.
    RECEIPTS = "receipts"
    #: Files handed in on the upload page, and files fetched from the provider of texts.
    UPLOAD = "upload"
    MEDIA = "media"
    CLI = "cli"
    #: What a clerk wrote down of a call, a visit or a paper letter: the door's name says which.
    DESK = "desk"
    #: What somebody wrote on a page of ours.
    WEB = "web"
    #: What another program sent, by the JSON API or by Open311: the door's name is the program's.
    API = "api"
    OPEN311 = "open311"


#: What other programs send.
BY_PROGRAMS = frozenset((Door.API, Door.OPEN311))
#: What came by them is a mail of our own making: somebody dictated it, typed it into a page of ours, or had a
#: program send it.
WRITTEN_HERE = BY_PROGRAMS | {Door.DESK, Door.WEB}
#: How the door key of what was brought over from elsewhere begins: it was received long before it was stored.
IMPORTED = "import:"


class InboundMessage(SQLModel, table=True):
    """One row of the ledger. The raw bytes are in `raw`, or in the file store under `raw_sha256`."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        choice("state", InboundState, "inbound_state"),
        some_rows("inbound_due", ("next_attempt_at", "id"), "state = 'waiting'"),
        # What was never tried, and what was: each is claimed by itself, in its order.
        some_rows("inbound_fresh", ("id",), "state = 'waiting' AND attempts = 0 AND deaths = 0"),
        some_rows("inbound_tried", ("id",), "state = 'waiting' AND (attempts > 0 OR deaths > 0)"),
        # How much somebody wrote in the last hour.
        sa.Index("inbound_of_person", "person_id", "received_at"),
        sa.Index("inbound_state_received", "state", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    received_at: datetime = time_field()
    door: str = Field(max_length=16)
    #: Which of several doors of a kind: the mailbox's name for IMAP, '' otherwise.
    door_name: str = Field(default="", max_length=64)
    #: What makes this arrival unique at its door (`imap:NAME:UIDVALIDITY:UID`, `sms:SM…`);
    #: None when nothing does.
    door_key: str | None = Field(default=None, max_length=255, unique=True)
    #: The peer's IP address, '' when there is none.
    peer: str = Field(default="", max_length=64)
    envelope_from: str = text_field()
    #: Envelope recipients as accepted, list of str.
    recipients: list[str] = json_field(list)
    raw: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    raw_sha256: str = Field(max_length=64)
    raw_size_bytes: int
    #: Facts the door found out: authentication of the session, virus verdict, TLS.
    door_facts: dict[str, Any] = json_field(dict)

    state: str = Field(default=InboundState.WAITING, max_length=16)
    #: One sentence for an administrator: why it ended so, or what the last attempt failed with.
    reason: str = text_field()
    attempts: int = 0
    next_attempt_at: datetime = time_field()
    #: Tries that ended because a process died or was away for too long; they are no fault of the message.
    deaths: int = count_field()
    #: Who works on it until when; a fence number that grows with each claim makes late writers harmless.
    leased_until: datetime | None = time_field(default=None)
    #: The process that holds it (models/store/sharing/presence.py), '' when nobody does.
    leased_by: str = owner_field()
    fence: int = 0
    processed_at: datetime | None = time_field(default=None)

    message_id: str = text_field()
    #: Hash of (Message-ID, From, body) once read: the same mail twice has the same.
    content_key: str | None = Field(default=None, max_length=64, index=True)
    sender: str = text_field()
    subject: str = text_field()
    #: Whom From, Reply-To and the fields of a web form name, and who of them counts as the writer
    #: (`dispatch.inbound.who.writer.Writer.as_json`); {} as long as it was not read.
    writer: dict[str, Any] = Field(
        default_factory=dict, sa_type=Json, nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    person_id: int | None = Field(default=None, foreign_key="person.id")
    request_id: int | None = Field(default=None, foreign_key="request.id", index=True)
    #: What proves that it comes from whom its From names, as `MailProof.as_json()` gives it.
    mail_proof: dict[str, Any] = Field(
        default_factory=dict, sa_type=Json, nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    #: The row this one repeats, when state is duplicate.
    duplicate_of_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    #: The decision with its steps, as `Decision.as_json()` gives it.
    decision: dict[str, Any] = json_field(dict)
    erased_at: datetime | None = time_field(default=None)


class MailStorage(SQLModel, table=True):
    """One row: the bytes of all messages kept as they came; kept by triggers of their table."""

    __tablename__ = "mail_storage"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    raw_bytes: int = Field(default=0, sa_type=sa.BigInteger)


class Storage(SQLModel, table=True):
    """One row: the bytes of all attachments that are kept, each file once; kept by triggers of that table."""

    __tablename__ = "storage"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    attachment_bytes: int = Field(default=0, sa_type=sa.BigInteger)
