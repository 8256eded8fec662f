"""The header section of a message or a part: fields in order, values still raw bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.mail.wire.encoded_words import header_text
from intake.mail.wire.limits import DEFAULT, Limits
from intake.mail.wire.parameters import Structured, parse_structured

# RFC 5322 §2.2: printable US-ASCII except colon; blanks before the colon are obsolete but seen (§4.5).
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_FROM_LINE = re.compile(rb">?From [^\n]*\n")
# Names that prove that a header section goes on after a stray line.
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{1,40}|received|return-path|x-[a-z-]{1,60}"
    rb"|reply-to|sender|references|in-reply-to|delivered-to)[ \t]*:",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Headers:
    """Fields by lower-case name, as they came; repeated names stay repeated."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    #: The body's charset: what raw 8-bit values are in when they are no UTF-8.
    charset: str = ""
    _by_name: dict[str, list[bytes]] = field(default_factory=dict)
    _structured: dict[str, Structured] = field(default_factory=dict)

    def add(self, name: str, value: bytes) -> None:
        """Append one field; `name` is in lower case."""
        self.fields.append((name, value))
        self._by_name.setdefault(name, []).append(value)

    def raw(self, name: str) -> bytes:
        """The first field of that name, unfolded but not decoded; b'' when absent."""
        found = self._by_name.get(name)
        return found[0] if found else b""

    def raw_all(self, name: str) -> list[bytes]:
        """Every field of that name, topmost first."""
        return self._by_name.get(name, [])

    def text(self, name: str) -> str:
        """The first field of that name, decoded on one line; '' when absent."""
        value = self.raw(name)
        return header_text(value, self.charset) if value else ""

    def has(self, name: str) -> bool:
        """Whether a field of that name came."""
        return name in self._by_name

    def structured(self, name: str) -> Structured:
        """The first field of that name as value and parameters."""
        found = self._structured.get(name)
        if found is None:
            found = self._structured[name] = parse_structured(self.raw(name))
        return found


def split_header(
    raw: bytes, start: int, end: int, defects: list[str], limits: Limits = DEFAULT
) -> tuple[Headers, int]:
    """The fields of the section that begins at `start`, and where the body begins.

    The section ends at an empty line, or at a line which is no field when no known field follows.
    Linear in `raw`.
    """
    headers = Headers()
    at = start
    if found := _FROM_LINE.match(raw, at, end):
        at = found.end()
    current: list[bytes] = []
    name = ""
    stop = min(end, start + limits.header_bytes)

    def keep() -> None:
        if name and len(headers.fields) < limits.header_count:
            value = b"".join(current).strip(b" \t\r\n")
            if len(value) > limits.header_value_bytes:
                _once(defects, "A header was longer than what is read of one; its end was left out.")
                value = value[: limits.header_value_bytes]
            headers.add(name, value)
        elif name:
            _once(defects, f"Only the first {limits.header_count} header fields were read.")

    while at < end:
        if at >= stop:
            _once(defects, "The header section was too long; its end was left out.")
            keep()
            return headers, _after_blank_line(raw, max(start, at - 2), end)
        newline = raw.find(b"\n", at, end)
        following = newline + 1 if newline >= 0 else end
        line = raw[at:following]
        if line in (b"\n", b"\r\n") or not line.strip(b"\r\n"):
            keep()
            return headers, following
        if line[:1] in b" \t" and name:
            current.append(b" " + line.strip(b"\r\n").lstrip(b" \t") if line.strip() else b"")
        elif match := _FIELD.match(line):
            keep()
            name = match[1].decode("ascii").casefold()
            current = [line[match.end() :].rstrip(b"\r\n")]
        elif name and _goes_on(raw, following, end):
            _once(defects, "A header line was broken and was read as the end of the one before.")
            current.append(b" " + line.strip())
        elif line[:1] in b" \t" and _goes_on(raw, following, end):
            _once(defects, "A header line was broken and was left out.")
        else:
            if name:
                _once(defects, "No empty line stands between the header and the text.")
            keep()
            return headers, at
        at = following
    keep()
    return headers, end


def _goes_on(raw: bytes, at: int, end: int) -> bool:
    """Whether a known field comes within the next lines, before any empty one."""
    for _ in range(4):
        newline = raw.find(b"\n", at, min(end, at + 2_000))
        if newline < 0:
            return False
        line = raw[at:newline].rstrip(b"\r")
        if not line:
            return False
        if _KNOWN.match(line):
            return True
        at = newline + 1
    return False


def _after_blank_line(raw: bytes, at: int, end: int) -> int:
    found = [p for p in ((raw.find(b"\n\n", at, end), 2), (raw.find(b"\n\r\n", at, end), 3)) if p[0] >= 0]
    return min(position + length for position, length in found) if found else end


def _once(defects: list[str], sentence: str) -> None:
    if sentence not in defects:
        defects.append(sentence)
