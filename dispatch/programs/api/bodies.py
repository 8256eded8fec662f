"""What programs send, as it is checked: a name that is not known is an error, and each text has an end."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from dispatch.requests.editing import LONGEST_TAG, MOST_TAGS
from models.planned_hours import is_planned_hours
from models.vocabulary import Priority


def _no_controls(text: str) -> str:
    if any((ord(each) < 0x20 and each not in "\t\n\r") or 0xD800 <= ord(each) < 0xE000 for each in text):
        raise ValueError("control characters are not taken")
    return text


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("there are no words")
    return text


def _hours(text: str) -> str:
    if not is_planned_hours(text):
        raise ValueError("these are no hours of a day")
    return text


Words = Annotated[
    str, StringConstraints(max_length=20_000), AfterValidator(_no_controls), AfterValidator(_says_something)
]
Comment = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_no_controls)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_no_controls)]
Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Tag = Annotated[str, StringConstraints(max_length=LONGEST_TAG, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Seen = Annotated[
    int | None,
    Field(
        ge=0,
        le=2**31 - 1,
        description="The id of the last entry that you have read: when a newer one is there, nothing is done "
        "and 409 says so.",
    ),
]


def _left_out(schema: dict[str, Any]) -> None:
    """What is not named has no value: it stays as it is."""
    schema.pop("default", None)


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asker(Body):
    """Who asks: an address or a number, by which they are told, and a name."""

    name: Line = ""
    contact: Annotated[Line, Field(description="An email address, or a telephone number.")] = ""


class SentFile(Body):
    """A photo or a document."""

    name: Annotated[Line, StringConstraints(min_length=1)]
    content: Annotated[str, Field(description="The bytes, in base64.", json_schema_extra={"format": "byte"})]

    def decoded(self) -> bytes:
        """The bytes. Raises ValueError."""
        try:
            return base64.b64decode(self.content, validate=True)
        except binascii.Error as wrong:
            raise ValueError(f"{self.name}: the content is no base64") from wrong


class NewRequest(Body):
    """A request to create: the rules place it, except where the caller says so itself."""

    text: Annotated[Words, Field(description="What is asked, in words.")]
    subject: Annotated[Line, Field(description="What to call it; else the first words of the text.")] = ""
    requester: Asker = Asker()
    address: Annotated[Line, Field(description="Where it is, in words.")] = ""
    position: Annotated[
        tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]] | None,
        Field(description="Where it is: latitude, longitude (WGS84 degrees)."),
    ] = None
    type: Annotated[Key | None, Field(description="Key of a request type: guichet types list.")] = None
    service: Annotated[Key | None, Field(description="Key of a service: guichet services list.")] = None
    building: Annotated[Key | None, Field(description="Key of a building: guichet buildings list.")] = None
    to: Annotated[Line, Field(description="The address of the town that it is for, as for a mail.")] = ""
    files: Annotated[tuple[SentFile, ...], Field(max_length=20)] = ()


class Answer(Body):
    """Words to the requester."""

    text: Words
    seen: Seen = None


class Note(Body):
    """Words among staff."""

    text: Words
    seen: Seen = None


class Move(Body):
    """A step of the workflow."""

    verb: Annotated[
        Key, Field(description="Key of a verb of the request's workflow: guichet workflows show.")
    ]
    comment: Annotated[Comment, Field(description="Told to the requester.")] = ""
    on: Annotated[date | None, Field(description="The day of planned work.")] = None
    hours: Annotated[
        str,
        AfterValidator(_hours),
        Field(
            max_length=11,
            description="When on that day, in the town's time: 14:00, ~14:00 (about), 14:00- (from), "
            "-14:00 (before), 09:00-11:00, morning, afternoon or evening.",
        ),
    ] = ""
    seen: Seen = None


class Hands(Body):
    """Into whose hands a request goes."""

    to: Literal["agent", "service", "partner"]
    key: Key
    comment: Annotated[Comment, Field(description="A word for them.")] = ""
    seen: Seen = None


class Corrections(Body):
    """What is otherwise than it was placed: only what is named is changed."""

    type: Annotated[
        Key, Field(description="Key of a request type: guichet types list.", json_schema_extra=_left_out)
    ] = ""
    priority: Annotated[Priority, Field(json_schema_extra=_left_out)] = Priority.NORMAL
    due: Annotated[
        date | None,
        Field(
            description="The day on which it is due, until the town hall closes; null: none.",
            json_schema_extra=_left_out,
        ),
    ] = None
    building: Annotated[
        Key | None,
        Field(
            description="Key of a building: guichet buildings list; null: none.", json_schema_extra=_left_out
        ),
    ] = None
    seen: Seen = None

    def named(self) -> dict[str, str]:
        """What the call names, as `dispatch.web.acting.correcting.correct` takes it."""
        given = self.model_dump(mode="json", exclude_unset=True, exclude={"seen"})
        return {name: value or "" for name, value in given.items()}


class Tags(Body):
    """Tags that a request is given, and those that are taken from it."""

    add: Annotated[tuple[Tag, ...], Field(max_length=MOST_TAGS)] = ()
    remove: Annotated[tuple[Tag, ...], Field(max_length=MOST_TAGS)] = ()
    seen: Seen = None


class TaskEnd(Body):
    """How a task ended."""

    state: Literal["done", "refused"]
    comment: Comment = ""
