"""What a part without parts below it is — body, message, file or nothing — asked step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.mail.body.elsewhere import is_exchange_piece
from intake.mail.files.signed_data import SMIME_TYPES
from intake.mail.wire.mime import Part

if TYPE_CHECKING:
    from intake.mail.body.parts import BodyReader

REPORT_PARTS = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/feedback-report",
    "message/disposition-notification",
    "text/rfc822-headers",
    "message/global-headers",
}
BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"}
_REACTION = "text/vnd.google.email-reaction+json"
_LONGEST_REACTION = 2_000
# A text without name that is shown between others is read when no other text is there; longer ones are files.
_LONGEST_INLINE = 100_000


@dataclass(slots=True)
class Block:
    """One body text on the way: the plain and the HTML version of the same words, either may be ''."""

    plain: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part without parts below it, as the steps are asked about it."""

    part: Part
    kind: str
    content: bytes
    name: str
    disposition: str
    content_id: str
    #: The versions of one text that it belongs to.
    block: Block | None
    is_root: bool

    @classmethod
    def of(cls, part: Part, block: Block | None, is_root: bool) -> Leaf:
        """The leaf that `part` is, decoded."""
        content = part.content()
        content_id = part.headers.text("content-id").strip("<> ")
        name = _file_name(part)
        return cls(part, part.content_type, content, name, part.disposition, content_id, block, is_root)

    @property
    def charset(self) -> str:
        return self.part.parameters.get("charset", "")

    @property
    def is_file(self) -> bool:
        """Whether it is called a file, has a name, or is shown inside another part."""
        is_shown = bool(self.content_id) and not self.kind.startswith("text/")
        return self.disposition == "attachment" or bool(self.name) or is_shown


def _reaction(reader: BodyReader, leaf: Leaf) -> bool:
    """Gmail's reaction: {"emoji": "…", "version": 1}."""
    if leaf.kind != _REACTION:
        return False
    with suppress(ValueError, AttributeError, RecursionError):
        said = json.loads(leaf.content[:_LONGEST_REACTION]).get("emoji")
        reader.reaction = said[:20] if isinstance(said, str) else reader.reaction
    return True


def _message(reader: BodyReader, leaf: Leaf) -> bool:
    """A message inside the message."""
    if leaf.kind not in {"message/rfc822", "message/global"}:
        return False
    reader.forwarded(leaf.content, leaf.name)
    return True


def _signed(reader: BodyReader, leaf: Leaf) -> bool:
    """What is inside an S/MIME object is read as if it had come unsigned; the object itself is a file."""
    if leaf.kind in SMIME_TYPES or leaf.name.casefold().endswith(".p7m"):
        reader.unwrap(leaf.content, leaf.block)
    return False


def _exchange_piece(reader: BodyReader, leaf: Leaf) -> bool:
    """ATT00001.txt: a piece of the text that Exchange made a file of."""
    if leaf.kind not in BODY_TYPES or not is_exchange_piece(leaf.name):
        return False
    reader.take_text(replace(leaf, block=None))
    reader.attachments.add(leaf.content, leaf.kind, leaf.name, inline=True, is_body=True)
    return True


def _body(reader: BodyReader, leaf: Leaf) -> bool:
    """A text that is no file; the only part of a mail is its text though it has a name."""
    is_body = leaf.kind in BODY_TYPES and (
        not leaf.is_file or (leaf.is_root and leaf.disposition != "attachment")
    )
    return is_body and reader.take_text(leaf)


def _shown_text(reader: BodyReader, leaf: Leaf) -> bool:
    """A plain text shown in its place, when nothing else was read yet."""
    is_shown = leaf.kind == "text/plain" and leaf.disposition == "inline" and not leaf.name
    is_readable = bool(leaf.content.strip()) and len(leaf.content) < _LONGEST_INLINE
    return is_shown and is_readable and not reader.has_text() and reader.take_text(leaf)


def _nothing(_: BodyReader, leaf: Leaf) -> bool:
    """A part without content or name, and what only programs read of a report."""
    if leaf.name or leaf.kind == "text/calendar":
        return False
    return leaf.kind in REPORT_PARTS or (not leaf.content and leaf.disposition != "attachment")


def _file(reader: BodyReader, leaf: Leaf) -> bool:
    """Anything else is a file."""
    name = leaf.name or ("invitation.ics" if leaf.kind == "text/calendar" else "")
    inline = leaf.disposition == "inline" or (bool(leaf.content_id) and leaf.content_id in reader.shown_ids)
    if reader.named is None and leaf.kind in {"text/plain", "text/html"} and leaf.disposition != "attachment":
        reader.named = leaf.content, leaf.kind, leaf.charset
    if not leaf.content_id or not inline:
        reader.elsewhere.note(leaf.content, leaf.kind, leaf.charset, name)
    reader.attachments.add(leaf.content, leaf.kind, name, inline=inline, content_id=leaf.content_id)
    return True


#: What is asked of a leaf, in this order.
STEPS: tuple[Callable[[BodyReader, Leaf], bool], ...] = (
    _reaction,
    _message,
    _signed,
    _exchange_piece,
    _body,
    _shown_text,
    _nothing,
    _file,
)


def _file_name(part: Part) -> str:
    names = (
        part.headers.structured("content-disposition").get("filename"),
        *(part.parameters.get(key, "") for key in ("name", "filename", "file")),
    )
    return next((name.strip() for name in names if name.strip()), "")
