"""Who is signed in at the pages, who tries to be, and what is theirs there: views, words, forms sent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, empty_text_field, json_field, text_field, time_field


class WebSession(SQLModel, table=True):
    """One browser in which somebody is signed in. The cookie's value is nowhere: only its SHA-256."""

    __tablename__ = "web_session"

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    #: Whether it was opened as a member of staff: it ends when they are none any more.
    as_staff: bool
    #: How they proved who they are: `mail`, `sms`, `terminal`, `passkey` or `directory`.
    by: str = Field(max_length=16)
    created_at: datetime = time_field()
    seen_at: datetime = time_field()
    expires_at: datetime = time_field(index=True)
    ended_at: datetime | None = time_field(default=None)
    #: From where, and with what program.
    peer: str = Field(default="", max_length=64)
    user_agent: str = empty_text_field()
    #: When its person last proved again who they are; None: when it was opened.
    proved_at: datetime | None = time_field(default=None)
    #: Of a session opened by the town's directory: what ends it there as well.
    id_token: str = empty_text_field()


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


class Passkey(SQLModel, table=True):
    """A key that a device of somebody's keeps, by which they sign in. Only its public half is here."""

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    #: As the device names it, and its public key (COSE): base64url.
    credential_id: str = Field(sa_type=sa.Text, unique=True)
    public_key: str = text_field()
    #: How often it signed, as it says; 0 for those that do not count.
    sign_count: int = Field(default=0, sa_type=sa.BigInteger)
    #: How its owner tells it from the others.
    name: str = Field(max_length=60)
    created_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)
    #: Its owner took it away, left, or it was found copied: it opens nothing any more.
    ended_at: datetime | None = time_field(default=None)


class ChallengeKind(StrEnum):
    """What a challenge asks for: a new passkey, a passkey's signature, the word of the town's directory."""

    REGISTER = "register"
    PASSKEY = "passkey"
    DIRECTORY = "directory"


class Challenge(SQLModel, table=True):
    """Something asked of a browser once, for a short while. Answered, it is used up."""

    __tablename__ = "challenge"
    __table_args__ = (
        choice("kind", ChallengeKind, "challenge_kind"),
        sa.Index("challenge_peer", "peer", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    #: SHA-256 of what was asked, and of the cookie of the browser that it was asked of, under a key of the
    #: service.
    asked_hash: str = Field(max_length=64, unique=True)
    browser_hash: str = Field(max_length=64)
    #: Whose new passkey it is for; None for who is not signed in yet.
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    #: What the answer is checked against.
    data: dict[str, Any] = json_field(dict)
    peer: str = Field(default="", max_length=64)
    created_at: datetime = time_field()
    expires_at: datetime = time_field(index=True)
    used_at: datetime | None = time_field(default=None)


class DraftField(StrEnum):
    """Which words of a request's page a draft is of: to the requester, among staff, of a change of state."""

    ANSWER = "answer"
    NOTE = "note"
    COMMENT = "comment"


class SavedView(SQLModel, table=True):
    """A filter of the list of requests under a name: its owner's, and everybody's of the service it is shared
    with. It gives no right: whoever opens it sees what they see.
    """

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=60)
    #: The filter as the address has it (dispatch/queries/seen/wanted.py), without its page.
    query: str = text_field()
    #: Whose staff has it too.
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    #: Whether its owner's list opens with it.
    is_default: bool = False
    created_at: datetime = time_field()


class Draft(SQLModel, table=True):
    """Words that somebody typed for a request and has not sent. Of one text there are several when it was
    typed in two places at once: none is written over.
    """

    __tablename__ = "draft"
    __table_args__ = (
        choice("field", DraftField, "draft_field"),
        sa.Index("draft_of_person", "person_id", "request_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    request_id: int = Field(foreign_key="request.id", index=True)
    field: str = Field(max_length=16)
    text: str = text_field()
    #: Counts its writings: only who has read the last may write over it.
    version: int = 1
    updated_at: datetime = time_field(index=True)


class CalendarFeed(SQLModel, table=True):
    """An address at which a calendar reads the planned work of one member of staff. Its secret is nowhere:
    only the SHA-256.
    """

    __tablename__ = "calendar_feed"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = time_field()


class SentForm(SQLModel, table=True):
    """A form that the telephone of somebody named (a UUID) before it was sent, and that was done: the same
    again does nothing, and is answered as the first was.
    """

    __tablename__ = "sent_form"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=36)
    #: SHA-256 of what was asked: a name is good for one form.
    asked_hash: str = Field(max_length=64)
    #: The last line of the request's history once it was done.
    seen: int = 0
    #: What the page said of it.
    said: str = Field(default="", max_length=32)
    created_at: datetime = time_field(index=True)
