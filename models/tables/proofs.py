"""What is remembered of who spoke: confirmations asked of agents, orders that a reply address has given."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, time_field


class ConfirmationState(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"


class Confirmation(SQLModel, table=True):
    """A message held until the agent it says it is from confirms it. Its address is signed, not stored."""

    __tablename__ = "confirmation"
    __table_args__ = (
        choice("state", ConfirmationState, "confirmation_state"),
        sa.Index("confirmation_due", "state", "expires_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    inbound_id: int = Field(foreign_key="inbound_message.id", unique=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    #: Whom it says it is from; the only one whose answer counts.
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    state: str = Field(default=ConfirmationState.ASKED, max_length=16)
    ended_at: datetime | None = time_field(default=None)


class SpentOrder(SQLModel, table=True):
    """An order that was given through a reply address: the same again, unproved, is a captured mail."""

    __tablename__ = "spent_order"

    #: SHA-256 of the token and of the order as read.
    order_hash: str = Field(primary_key=True, max_length=64)
    inbound_id: int = Field(foreign_key="inbound_message.id")
    spent_at: datetime = time_field()
