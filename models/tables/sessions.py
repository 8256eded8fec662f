"""Who is signed in at the pages, and who tries to be."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import empty_text_field, text_field, time_field


class WebSession(SQLModel, table=True):
    """One browser in which somebody is signed in. The cookie's value is nowhere: only its SHA-256."""

    __tablename__ = "web_session"

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    #: Whether it was opened as a member of staff: it ends when they are none any more.
    as_staff: bool
    #: How they proved who they are: `mail`, `sms` or `terminal`.
    by: str = Field(max_length=16)
    created_at: datetime = time_field()
    seen_at: datetime = time_field()
    expires_at: datetime = time_field(index=True)
    ended_at: datetime | None = time_field(default=None)
    #: From where, and with what program.
    peer: str = Field(default="", max_length=64)
    user_agent: str = empty_text_field()


class SignIn(SQLModel, table=True):
    """One attempt to sign in: a link and a code were sent, or nothing was, when nobody has that address."""

    __tablename__ = "sign_in"
    __table_args__ = (
        sa.Index("sign_in_contact", "contact_hash", "created_at"),
        sa.Index("sign_in_peer", "peer", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: None when nobody may sign in there: the row stands for the limits, and answers like any other.
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    #: SHA-256 of the address or number under a key of the service.
    contact_hash: str = Field(max_length=64)
    #: The same of the row with its code, and of the cookie of the browser that asked.
    code_hash: str = Field(max_length=64)
    browser_hash: str = Field(max_length=64)
    #: `mail`, `sms` or `terminal`.
    by: str = Field(max_length=16)
    peer: str = Field(default="", max_length=64)
    lang: str = text_field()
    created_at: datetime = time_field()
    expires_at: datetime = time_field(index=True)
    attempts: int = 0
    used_at: datetime | None = time_field(default=None)
