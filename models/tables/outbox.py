"""The outbox: everything somebody must be told, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import (
    choice,
    count_field,
    json_field,
    owner_field,
    some_rows,
    text_field,
    time_field,
)
from models.vocabulary import Audience, Channel


class OutboundState(StrEnum):
    """QUEUED moves to HANDED or SENT; HANDED waits for the carrier's receipt; HELD for a person; the rest are
    ends.
    """

    QUEUED = "queued"
    HANDED = "handed"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELED = "canceled"
    SUPPRESSED = "suppressed"
    HELD = "held"


#: States in which a notice can still be stopped.
STOPPABLE = (OutboundState.QUEUED, OutboundState.HELD)


class OutboundMessage(SQLModel, table=True):
    __tablename__ = "outbound_message"
    __table_args__ = (
        choice("state", OutboundState, "outbound_state"),
        choice("channel", Channel, "outbound_channel"),
        choice("audience", Audience, "outbound_audience"),
        some_rows("outbound_due", ("next_attempt_at", "id"), "state = 'queued'"),
        # What somebody holds, or died with.
        some_rows(
            "outbound_survivor",
            ("next_attempt_at", "id"),
            "state = 'queued' AND (deaths > 0 OR leased_until IS NOT NULL)",
        ),
        some_rows("outbound_held", ("recipient", "id"), "state = 'held'"),
        # How many of a kind were written in the last hour.
        sa.Index("outbound_notice", "notice", "created_at"),
        # How many notices went to an address in the last hour.
        sa.Index("outbound_recipient", "recipient", "sent_at"),
        # What the texts of a month have cost.
        sa.Index("outbound_sent", "channel", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = time_field()
    #: Name of the template directory: acknowledgement, assigned, answer…
    notice: str = Field(max_length=64)
    channel: str = Field(max_length=8)
    #: An Audience: decides what the reply address may do.
    audience: str = Field(max_length=16)
    locale: str = Field(max_length=8)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    #: Envelope recipient or E.164.
    recipient: str = text_field()
    recipient_name: str = text_field()
    request_id: int | None = Field(default=None, foreign_key="request.id", index=True)
    entry_id: int | None = Field(default=None, foreign_key="entry.id")
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    #: What makes the notice unique (`acknowledgement:inbound:42:person:7`): twice the same is once.
    unique_key: str = Field(max_length=255, unique=True)
    #: Values for the template that belong to this notice alone; the request's own are read when rendering.
    data: dict[str, Any] = json_field(dict)
    #: Attachment ids to send along.
    attachment_ids: list[int] = json_field(list)
    #: Message-IDs (bare) for In-Reply-To and References, oldest first.
    thread_ids: list[str] = json_field(list)
    #: Whether it may wait for the end of quiet hours.
    can_wait: bool = False

    state: str = Field(default=OutboundState.QUEUED, max_length=16)
    attempts: int = 0
    next_attempt_at: datetime = time_field()
    #: Tries that ended because a process died or was away for too long; they are no fault of the notice.
    deaths: int = count_field()
    #: Handovers whose answer never came: it may have been taken.
    doubts: int = count_field()
    leased_until: datetime | None = time_field(default=None)
    #: The process that holds it (models/store/sharing/presence.py), '' when nobody does.
    leased_by: str = owner_field()
    fence: int = 0
    last_error: str = text_field()
    #: When a person let it go: no limit holds it back any more.
    released_at: datetime | None = time_field(default=None)
    sent_at: datetime | None = time_field(default=None)
    delivered_at: datetime | None = time_field(default=None)
    #: Which carrier took it and what it calls it.
    carrier: str = Field(default="", max_length=32)
    carrier_id: str | None = Field(default=None, max_length=128, index=True)
    #: Our Message-ID, bare; set when first rendered.
    message_id: str | None = Field(default=None, max_length=255, unique=True)
    #: Segments a carrier bills for, of a notice by SMS.
    segments: int = 0
    #: What a text cost when it was sent, in millionths of the currency of the settings.
    cost_micros: int = 0
