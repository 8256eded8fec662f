"""How far each fetched mailbox was read, and how it fares."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import text_field, time_field


class MailboxCursor(SQLModel, table=True):
    """One row for each mailbox that is fetched from.

    UIDs above `last_uid` have not been looked at. Each message's own door key says whether it is
    stored; the cursor only saves looking again.
    """

    __tablename__ = "mailbox_cursor"

    id: int | None = Field(default=None, primary_key=True)
    #: The name in settings, as in `door_name` of the ledger.
    name: str = Field(max_length=64, unique=True)
    folder: str = text_field()
    uidvalidity: int = Field(default=0, sa_type=sa.BigInteger)
    last_uid: int = Field(default=0, sa_type=sa.BigInteger)
    #: UIDs up to this one were there when the mailbox was connected;
    #: of them only those since `since` are ours.
    base_uid: int = Field(default=0, sa_type=sa.BigInteger)
    #: UIDs were given anew, and not everything was compared by content since.
    renumbering: bool = False
    #: UIDs up to this one are dealt with for good: they were recognised by their content.
    settled_uid: int = Field(default=0, sa_type=sa.BigInteger)
    #: Mail that the server received before is not ours: it was there when the mailbox was connected.
    since: datetime = time_field()
    #: When everything on the server was last held against everything stored, and what was counted.
    reconciled_at: datetime | None = time_field(default=None)
    on_server: int = 0
    stored: int = 0
    #: The last time the folder was looked at without a failure.
    succeeded_at: datetime | None = time_field(default=None)
    #: The first of the failures that still last, and the last one in one sentence; None and '' when well.
    failing_since: datetime | None = time_field(default=None)
    failure: str = text_field()
