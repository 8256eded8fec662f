"""The tree of parts (RFC 2046), cut from the bytes in one pass whatever is missing from them.

A line beginning with "--" is compared with all boundaries that are open, so that time does not grow with
depth, and an outer boundary ends the parts inside it that forgot theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.mail.wire.headers import Headers, split_header
from intake.mail.wire.limits import DEFAULT, Limits
from intake.mail.wire.parameters import content_type_of
from intake.mail.wire.transfer import decode_transfer

_FIRST_DASHES = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200})")


@dataclass(slots=True)
class Part:
    """One part: its header fields, its body still encoded, and its children when it holds other parts."""

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    raw: bytes = b""
    #: The parts inside, of a multipart or a forwarded message.
    children: list[Part] = field(default_factory=list)
    #: Text before the first and after the last boundary of a multipart.
    preamble: bytes = b""
    epilogue: bytes = b""
    defects: list[str] = field(default_factory=list)
    _decoded: bytes | None = None

    @property
    def is_multipart(self) -> bool:
        """Whether it is a multipart that could be cut."""
        return self.content_type.startswith("multipart/") and bool(self.children)

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or ''."""
        return self.headers.structured("content-disposition").value

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in order, without recursion."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))

    def content(self) -> bytes:
        """The body without its transfer encoding, undone once."""
        if self._decoded is not None:
            return self._decoded
        encoding = self.headers.structured("content-transfer-encoding").value
        data, defect = decode_transfer(self.raw, encoding)
        if defect and defect not in self.defects:
            self.defects.append(defect)
        self._decoded = data
        return data


def parse_tree(raw: bytes, defects: list[str], limits: Limits = DEFAULT) -> Part:
    """The tree of a whole message; what was wrong is added to `defects`. Never fails. Linear in `raw`."""
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    start = 0
    while start < len(raw) and raw[start : start + 1] in (b"\r", b"\n"):
        start += 1
    if raw.startswith(b"\xef\xbb\xbf", start):
        start += 3
    return _Cutter(raw, defects, limits).part(start, "text/plain", 0)


@dataclass(slots=True)
class _Line:
    """A boundary line that was met."""

    start: int
    after: int
    level: int
    closes: bool


class _Cutter:
    def __init__(self, raw: bytes, defects: list[str], limits: Limits) -> None:
        self.raw = raw
        self.end = len(raw)
        self.defects = defects
        self.limits = limits
        self.boundaries: list[bytes] = []
        #: The levels at which each boundary is open: forwarded copies may use one twice.
        self.levels: dict[bytes, list[int]] = {}
        self.count = 0
        self.charset = ""
        self.stop: _Line | None = None

    def part(self, start: int, default_type: str, depth: int) -> Part:
        """Cut one part from `start`; `self.stop` is then the boundary line that ended it, None at the end."""
        self.count += 1
        headers, body = self._header(start)
        structured = headers.structured("content-type")
        headers.charset = structured.get("charset") or self.charset
        self.charset = self.charset or headers.charset
        kind = content_type_of(structured.value)
        if not kind:
            kind = (
                "text/plain" if headers.has("content-type") or default_type == "text/plain" else default_type
            )
        part = Part(headers, kind, structured.parameters)
        if depth >= self.limits.depth or self.count >= self.limits.parts:
            self._note(
                f"Parts nested deeper than {self.limits.depth} or beyond {self.limits.parts} were not opened."
            )
        elif kind.startswith("multipart/"):
            boundary = structured.get("boundary").encode("utf-8", "replace").rstrip() or self._guess(body)
            if boundary:
                self._multipart(part, body, boundary, depth)
                return part
            self._note("A multipart has no boundary; it was read as plain text.")
            part.content_type = "text/plain"
        self._leaf(part, body)
        return part

    def _header(self, start: int) -> tuple[Headers, int]:
        """Read a header section that must not run over a boundary."""
        window = self.end
        if self.boundaries:
            following = self.raw.find(b"\n--", start)
            blank = self.raw.find(b"\n\n", start, following if following >= 0 else self.end)
            blank = (
                blank
                if blank >= 0
                else self.raw.find(b"\n\r\n", start, following if following >= 0 else self.end)
            )
            if following >= 0 and blank < 0 and self._match(following + 1) is not None:
                window = following + 1
        return split_header(self.raw, start, window, self.defects, self.limits)

    def _leaf(self, part: Part, body: int) -> None:
        self.stop = self._next_boundary(body)
        part.raw = self.raw[body : self._content_end(body, self.stop)]

    def _multipart(self, part: Part, body: int, boundary: bytes, depth: int) -> None:
        level = len(self.boundaries)
        self.boundaries.append(boundary)
        self.levels.setdefault(boundary, []).append(level)
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        line = self._next_boundary(body)
        part.preamble = self.raw[body : self._content_end(body, line)]
        while line is not None and line.level == level and not line.closes:
            if self.count >= self.limits.parts:
                self._note(f"Only the first {self.limits.parts} parts were read.")
                line = self._skip(line.after, level)
                break
            part.children.append(self.part(line.after, default, depth + 1))
            line = self.stop
        self.boundaries.pop()
        if len(self.levels[boundary]) > 1:
            self.levels[boundary].pop()
        else:
            del self.levels[boundary]
        if line is None or line.level < level:
            if part.children:
                self._note("A multipart has no closing boundary.")
            self.stop = line
        else:
            # Between the closing line and the parent's next boundary: the epilogue.
            self.stop = self._next_boundary(line.after)
            part.epilogue = self.raw[line.after : self._content_end(line.after, self.stop)]
        if not part.children and (other := self._guess(body)) and other != boundary:
            self._multipart(part, body, other, depth)
        elif not part.children:
            self._note("A multipart has no part; it was read as plain text.")
            part.content_type = "text/plain"
            part.raw = part.preamble + part.epilogue

    def _skip(self, at: int, level: int) -> _Line | None:
        line = self._next_boundary(at)
        while line is not None and line.level >= level and not line.closes:
            line = self._next_boundary(line.after)
        return line

    def _next_boundary(self, at: int) -> _Line | None:
        if not self.boundaries:
            return None
        if self.raw.startswith(b"--", at) and (found := self._match(at)):
            return found
        while (at := self.raw.find(b"\n--", at)) >= 0:
            if found := self._match(at + 1):
                return found
            at += 1
        return None

    def _match(self, start: int) -> _Line | None:
        newline = self.raw.find(b"\n", start, start + 1_100)
        after = newline + 1 if newline >= 0 else self.end
        line = self.raw[start + 2 : min(newline if newline >= 0 else self.end, start + 1_100)].rstrip()
        if found := self.levels.get(line):
            return _Line(start, after, found[-1], False)
        if line.endswith(b"--") and (found := self.levels.get(line[:-2].rstrip())):
            return _Line(start, after, found[-1], True)
        return None

    def _content_end(self, start: int, line: _Line | None) -> int:
        if line is None:
            return self.end
        end = line.start
        if end > start and self.raw[end - 1 : end] == b"\n":
            end -= 1
            if end > start and self.raw[end - 1 : end] == b"\r":
                end -= 1
        return max(end, start)

    def _guess(self, body: int) -> bytes:
        """The boundary of a multipart that names none: the first line of dashes that comes twice."""
        found = _FIRST_DASHES.search(self.raw[max(body - 1, 0) : body + 4_000])
        if not found:
            return b""
        guess = found[1].rstrip()
        if guess and self.raw.count(b"\n--" + guess, body) + self.raw.startswith(b"--" + guess, body) >= 2:
            self._note("A multipart names no boundary; it was guessed.")
            return guess
        return b""

    def _note(self, sentence: str) -> None:
        if sentence not in self.defects:
            self.defects.append(sentence)
