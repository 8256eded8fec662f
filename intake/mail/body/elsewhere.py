"""The words when no part is a body: in a file, a container, an invitation or a forwarded message.

Looked at in this order, and the first that says something is the text:

1. the text inside winmail.dat
2. text files: the only one, or those which a program named (`ATT00001.txt`, `text_0.txt` of a photo message)
3. an invitation: what, when, where
4. the only message or Outlook file that came along
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from intake.mail.body.text import Body, choose, decode_html, decode_text, plain_lines
from intake.mail.files.calendar import invitation_text
from intake.mail.wire.limits import Limits
from intake.message import ParsedAttachment

#: A text file longer than this is a document, not somebody's words.
_LONGEST_BYTES = 200_000
_MOST_FILES = 20
# Exchange cuts a body around its pictures and names the pieces so.
_EXCHANGE_PIECE = re.compile(r"ATT\d{3,8}\.(?:txt|html?)", re.IGNORECASE)
# What gateways of photo messages and mail programs call the words: text_0.txt, Texte1.txt,
# body.html, noname.txt
_NAMED_BY_A_PROGRAM = re.compile(
    r"(?:ATT|te?xte?|mms|sms|smil|message|msg|body|corps|part|noname|untitled|sans[ _-]?titre)"
    r"[\W_]{0,3}\d{0,8}\.(?:txt|html?)",
    re.IGNORECASE,
)


def is_exchange_piece(name: str) -> bool:
    """Whether a text of that name is a piece of the body, whatever its disposition says. Linear in `name`."""
    return _EXCHANGE_PIECE.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class _TextFile:
    content: bytes
    kind: str
    charset: str
    name: str


@dataclass(slots=True)
class Elsewhere:
    """What may hold the words, noted while the tree is walked and read only when there is no body."""

    defects: list[str]
    limits: Limits
    files: list[_TextFile] = field(default_factory=list)
    calendars: list[_TextFile] = field(default_factory=list)

    def note(self, content: bytes, kind: str, charset: str, name: str) -> None:
        """Remember a file that may be needed; only texts and calendars of a person's size are."""
        into = {"text/plain": self.files, "text/html": self.files, "text/calendar": self.calendars}.get(kind)
        if (
            into is not None
            and content.strip()
            and len(content) <= _LONGEST_BYTES
            and len(into) < _MOST_FILES
        ):
            into.append(_TextFile(content, kind, charset, name))

    def bodies(
        self, container: tuple[bytes, str, str] | None, attachments: list[ParsedAttachment]
    ) -> list[Body]:
        """The first of the places that says something, as bodies; [] when none does.

        `container` is the text inside winmail.dat: bytes, type, charset.
        """
        places: tuple[Callable[[], list[Body]], ...] = (
            lambda: [self._read(_TextFile(*container, ""))] if container else [],
            lambda: [self._read(one) for one in self._text_files()],
            lambda: [self._invitation(one) for one in self.calendars[:1]],
            lambda: _only_message(attachments),
        )
        return next((found for place in places if (found := [b for b in place() if b.text.strip()])), [])

    def _text_files(self) -> list[_TextFile]:
        if len(self.files) == 1:
            return self.files
        return [one for one in self.files if not one.name or _NAMED_BY_A_PROGRAM.fullmatch(one.name)]

    def _read(self, file: _TextFile) -> Body:
        if file.kind == "text/html":
            return choose("", decode_html(file.content, file.charset, self.defects), self.limits)
        return choose(decode_text(file.content, file.charset, self.defects), "", self.limits)

    def _invitation(self, file: _TextFile) -> Body:
        text = invitation_text(decode_text(file.content, file.charset or "utf-8", self.defects))
        return Body(text, plain_lines(text))


def _only_message(attachments: list[ParsedAttachment]) -> list[Body]:
    documents = [one for one in attachments if not one.decorative]
    messages = [one for one in documents if one.text.strip()]
    if len(messages) != 1 or len(documents) > 1:
        return []
    return [Body(messages[0].text, plain_lines(messages[0].text))]
