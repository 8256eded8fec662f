"""What staff did, or are asked to say, that goes on: acts that one word undoes, requests that a partner
outside has in hand, requests that seem to report one incident, words that wait
for a manager.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import count_field, json_field, table_of, text_field, time_field


class StaffAct(SQLModel, table=True):
    """What one member of staff, or one program, did to one request at once, by whatever way: how the request
    stood before it, and after.
    """

    __tablename__ = "staff_act"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    #: None: a program did it, named by its proof.
    person_id: int | None = Field(default=None, foreign_key="person.id")
    #: What brought it about; the unique keys of its notices hold it (`inbound:42`).
    cause: str = Field(default="", max_length=255, sa_column_kwargs={"server_default": ""})
    #: The first and the last line of the history that it wrote; 0 and the last before, when it wrote none.
    entry_id: int = count_field()
    last_entry_id: int = count_field()
    at: datetime = time_field()
    #: How whoever did it was known (`token+dkim`, `number`, `web`, `api:NAME`).
    proof: str = Field(default="", max_length=64)
    #: What it did that nothing undoes (`split`, `opt_out`, `unlinked`); '' when it can be undone.
    final: str = Field(default="", max_length=16)
    #: `dispatch.requests.undo.standing.standing_of` before and after.
    before: dict[str, Any] = json_field(dict)
    after: dict[str, Any] = json_field(dict)
    undone_at: datetime | None = time_field(default=None)


class Forwarding(SQLModel, table=True):
    """A request passed on to a partner outside; its partner may answer as long as the reply address lives."""

    __tablename__ = "forwarding"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    #: Key of the partner in the organisation, whose name may change.
    partner: str = Field(max_length=64)
    #: The partner's address as a person: its letters are signed for them.
    person_id: int = Field(foreign_key="person.id", index=True)
    #: Who passed it on.
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = time_field()
    due_at: datetime = time_field()
    #: When the partner was reminded; once is all.
    reminded_at: datetime | None = time_field(default=None)
    #: When a person there answered last; an automatic acknowledgement is no answer.
    answered_at: datetime | None = time_field(default=None)
    #: When it was undone before its letter left.
    withdrawn_at: datetime | None = time_field(default=None)
    #: The partner's own number of it; '' until they name one.
    their_number: str = text_field()


class PartnerUpdate(SQLModel, table=True):
    """One thing that a partner's server said of a request passed on to it: said again, it is known."""

    __tablename__ = "partner_update"
    __table_args__ = (sa.UniqueConstraint("forwarding_id", "said"),)

    id: int | None = Field(default=None, primary_key=True)
    #: The request too: with it, this goes.
    request_id: int = Field(foreign_key="request.id", index=True)
    forwarding_id: int = Field(foreign_key="forwarding.id")
    #: What names it there: the id of an update, or state and time.
    said: str = Field(max_length=128)
    at: datetime = time_field()


class PartnerAsked(SQLModel, table=True):
    """Until when a partner's server was asked what became of requests."""

    __tablename__ = "partner_asked"

    partner: str = Field(max_length=64, primary_key=True)
    until: datetime = time_field()


class IncidentProposal(SQLModel, table=True):
    """A request that seems to report what another one reported first; settled once it was joined or not."""

    __tablename__ = "incident_proposal"
    __table_args__ = (
        sa.CheckConstraint("place IN ('building', 'street', 'near')", name="incident_place"),
        sa.Index("incident_of_first", "first_id", "settled_at"),
    )

    request_id: int = Field(
        foreign_key="request.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    #: The request that was there first.
    first_id: int = Field(foreign_key="request.id")
    #: What they have in common: `building`, `street`, or `near` (photos taken close to one another).
    place: str = Field(max_length=16)
    at: datetime = time_field()
    settled_at: datetime | None = time_field(default=None)
    #: Whether it was joined; False as long as nobody said so, and when it was said to be another matter.
    joined: bool = False


#: Proposals of which nobody has said yet whether they are so.
PENDING = table_of(IncidentProposal).c.settled_at.is_(None)


class Visa(SQLModel, table=True):
    """Words of staff for a requester that wait for a manager, with the change of state that they explain."""

    __tablename__ = "visa"
    __table_args__ = (
        sa.CheckConstraint(
            "outcome IN ('', 'given', 'corrected', 'returned', 'withdrawn')", name="visa_outcome"
        ),
        sa.Index("visa_waiting", "outcome", "request_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    #: Who wrote the words, and the note that keeps them with their files.
    author_id: int | None = Field(default=None, foreign_key="person.id")
    entry_id: int = Field(foreign_key="entry.id")
    at: datetime = time_field()
    #: What releasing them does: `verb`, `date`, `state` of a transition, `files`, `of_note`, `to_all`.
    wanted: dict[str, Any] = json_field(dict)
    reminded_at: datetime | None = time_field(default=None)
    decided_at: datetime | None = time_field(default=None)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    #: '' while it waits.
    outcome: str = Field(default="", max_length=16)


#: Visas that nobody has given or returned, and whose words their writer has not taken back.
WAITING = table_of(Visa).c.outcome == ""
