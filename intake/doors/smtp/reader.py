"""The text of one message as SMTP carries it: bytes in, content and complaints out. No I/O."""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property

#: RFC 5321 §4.1.1.4: only this ends the text. A bare LF or CR on either side of the dot does not,
#: whatever other servers think: that difference is what SMTP smuggling lives on.
_END = b"\r\n.\r\n"
_HELD = len(_END) - 1
#: A lone dot between line ends that are not both CRLF: nobody writes it but to smuggle.
_AMBIGUOUS_END = re.compile(rb"[\r\n]\.[\r\n]")


class Complaint(Enum):
    """Why a text cannot be taken."""

    TOO_LARGE = "too large"
    NO_ROOM = "no room for it now"
    LINE_TOO_LONG = "line too long"
    BARE_NEWLINE = "bare CR or LF"
    AMBIGUOUS_END = "lone dot between bare CR or LF"


class DataReader:
    """Collects blocks until CRLF.CRLF, in time linear in their size.

    Feed it whatever the network gives. When `complete`, `content()` is the text without its dots of
    transparency (RFC 5321 §4.5.2) and `rest` is what came after the end. A text beyond `max_bytes` is
    counted but not kept, so that the answer can wait for its end.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        # The CRLF that ended the DATA command: a first line "." ends an empty text.
        self._held = b"\r\n"
        self._blocks: list[bytes] = []
        self.size_bytes = -len(self._held)
        self.complete = False
        self.dropped = False
        self.rest = b""

    def feed(self, block: bytes) -> None:
        """Take the next bytes. Not to be called once complete."""
        window = self._held + block
        end = window.find(_END)
        if end >= 0:
            self._keep(window[: end + 2])
            self.rest = window[end + len(_END) :]
            self._held = b""
            self.complete = True
        else:
            self._keep(window[:-_HELD])
            self._held = window[-_HELD:]

    @property
    def too_large(self) -> bool:
        return self.size_bytes > self._max_bytes

    def drop(self) -> None:
        """Keep nothing of this text, now and later: there is no room for it."""
        self.dropped = True
        self._blocks.clear()

    def _keep(self, block: bytes) -> None:
        self.size_bytes += len(block)
        if self.too_large or self.dropped:
            self._blocks.clear()
        else:
            self._blocks.append(block)

    def content(self) -> bytes:
        """The text as the sender wrote it, CRLF of its last line included."""
        return self._wire.replace(b"\r\n.", b"\r\n")[2:]

    def complaint(self, *, max_line_bytes: int, refuse_bare_newlines: bool) -> Complaint | None:
        """What is wrong with the complete text; None when it can be taken."""
        if self.too_large:
            return Complaint.TOO_LARGE
        if self.dropped:
            return Complaint.NO_ROOM
        if has_bare_newline(self._wire):
            if _AMBIGUOUS_END.search(self._wire):
                return Complaint.AMBIGUOUS_END
            if refuse_bare_newlines:
                return Complaint.BARE_NEWLINE
        if has_line_beyond(self._wire, max_line_bytes):
            return Complaint.LINE_TOO_LONG
        return None

    @cached_property
    def _wire(self) -> bytes:
        return b"".join(self._blocks)


def has_bare_newline(wire: bytes) -> bool:
    """Whether some CR or LF stands alone. Linear in `wire`."""
    pairs = wire.count(b"\r\n")
    return wire.count(b"\n") != pairs or wire.count(b"\r") != pairs


def has_line_beyond(wire: bytes, max_line_bytes: int) -> bool:
    """Whether some line, counted with its LF, has more than `max_line_bytes` octets. Linear in `wire`."""
    start = 0
    while len(wire) - start > max_line_bytes:
        end = wire.rfind(b"\n", start, start + max_line_bytes)
        if end < 0:
            return True
        start = end + 1
    return False
