"""Files out of a multipart body as it comes in: to temporary files, within limits, whatever is sent."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

Problem = Literal["", "too_large", "too_many", "unreadable"]
_MAX_PARTS = 30
#: Octets of the headers of one part; browsers write some hundreds.
_HEADER_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file handed in; `path` is gone once the store has returned."""

    path: Path
    #: As the sender called it: to be made safe before it is written or shown.
    shown_name: str
    #: The sender's word.
    content_type: str
    size_bytes: int
    sha256: str


class PartsReceiver:
    """Takes the blocks of one body in order; `files` and `problem` are right after `finish`.

    After a problem blocks are still taken, and thrown away, so that the sender can be told.
    """

    def __init__(self, content_type: str, directory: Path, max_files: int, max_file_bytes: int) -> None:
        self.problem: Problem = ""
        self.files: list[ReceivedFile] = []
        self._directory = directory
        self._max_files = max_files
        self._max_file_bytes = max_file_bytes
        self._parts = 0
        self._ended = False
        self._header_name = b""
        self._header_value = b""
        self._headers: dict[bytes, bytes] = {}
        self._header_bytes = 0
        self._file: IO[bytes] | None = None
        self._name = self._type = ""
        self._size = 0
        self._digest = hashlib.sha256()
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        self._parser: MultipartParser | None = None
        if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 70:
            self.problem = "unreadable"
            return
        callbacks: Any = {
            "on_part_begin": self._part_begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_data,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def feed(self, block: bytes) -> None:
        """Read one more block."""
        if self._parser is None or self.problem:
            return
        try:
            self._parser.write(block)
        except FormParserError:
            self.problem = "unreadable"

    def finish(self) -> None:
        """The body has ended; a body cut short is a problem."""
        if not self.problem and not self._ended:
            self.problem = "unreadable"
        self.close()

    def close(self) -> None:
        """Let go of the file being written; what is in the directory is the caller's to remove."""
        if self._file:
            self._file.close()
            self._file = None

    def _part_begin(self) -> None:
        self._headers = {}
        self._header_bytes = 0
        self._parts += 1
        if self._parts > _MAX_PARTS:
            self.problem = "too_many"

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        if self._has_room(end - start):
            self._header_name += data[start:end]

    def _header_data(self, data: bytes, start: int, end: int) -> None:
        if self._has_room(end - start):
            self._header_value += data[start:end]

    def _has_room(self, size_bytes: int) -> bool:
        self._header_bytes += size_bytes
        if self._header_bytes > _HEADER_BYTES:
            self.problem = "unreadable"
            return False
        return True

    def _header_end(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        # A file field left empty comes as a part with an empty name; other fields have no name at all.
        if self.problem or not options.get(b"filename"):
            return
        if len(self.files) >= self._max_files:
            self.problem = "too_many"
            return
        self._name = options[b"filename"].decode("utf-8", "replace")[:300]
        self._type = self._headers.get(b"content-type", b"").decode("latin-1")[:100]
        self._size, self._digest = 0, hashlib.sha256()
        self._file = tempfile.NamedTemporaryFile(dir=self._directory, delete=False)  # noqa: SIM115  # closed at part end

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None or self.problem:
            return
        self._size += end - start
        if self._size > self._max_file_bytes:
            self.problem = "too_large"
            return
        block = data[start:end]
        self._digest.update(block)
        self._file.write(block)

    def _part_end(self) -> None:
        if self._file is None:
            return
        path = Path(self._file.name)
        self.close()
        if self._size and not self.problem:
            self.files.append(
                ReceivedFile(path, self._name, self._type, self._size, self._digest.hexdigest())
            )

    def _end(self) -> None:
        self._ended = True
