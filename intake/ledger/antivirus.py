"""clamd asked about each message, over its socket (INSTREAM)."""

from __future__ import annotations

import socket
import struct
from datetime import UTC, datetime
from pathlib import Path

import structlog

from intake.ledger.inspection import Inspector, NoInspector, Verdict
from models.errors import TemporaryFailure, UserError
from models.settings.processing import AntivirusSettings

_CHUNK_BYTES = 262_144
_REPLY_BYTES = 4_096

log = structlog.get_logger(__name__)


def inspector_from(settings: AntivirusSettings) -> Inspector:
    """The inspector that the settings ask for. Raises UserError when the address makes no sense."""
    return ClamdInspector(settings) if settings.clamd else NoInspector()


class ClamdInspector:
    """Refuses what clamd knows, with the fact `virus` naming it.

    When clamd is away or fails, `when_away` decides: accept, with the fact `antivirus` = `away`, or ask
    the sender to come again. What is larger than clamd takes is accepted with `antivirus` = `too large`.
    """

    def __init__(self, settings: AntivirusSettings) -> None:
        self._settings = settings
        self._address = _address(settings.clamd)

    def inspect(self, raw: bytes) -> Verdict:
        try:
            answer = self.scan(raw)
        except TemporaryFailure as wrong:
            log.error("antivirus.away", reason=wrong.private)
            if self._settings.when_away == "retry":
                return Verdict("temporary", {"antivirus": "away"}, "Try again later")
            return Verdict("accept", {"antivirus": "away"})
        if answer == "OK":
            return Verdict("accept", {"antivirus": "clean"})
        if answer.endswith(" FOUND"):
            name = answer.removesuffix(" FOUND")
            return Verdict("refuse", {"virus": name}, "The message holds a virus")
        return Verdict("accept", {"antivirus": "too large"})

    def signatures_at(self) -> datetime | None:
        """When what clamd knows was last brought up to date, aware UTC; None when it does not say. Raises
        TemporaryFailure.
        """
        try:
            with self._connect() as connection:
                connection.sendall(b"zVERSION\0")
                return signatures_in(_read_answer(connection))
        except OSError as wrong:
            raise _away(wrong) from wrong

    def scan(self, raw: bytes) -> str:
        """clamd's answer: `OK`, `NAME FOUND`, or `too large`. Raises TemporaryFailure."""
        try:
            with self._connect() as connection:
                try:
                    connection.sendall(b"zINSTREAM\0")
                    for start in range(0, len(raw), _CHUNK_BYTES):
                        chunk = raw[start : start + _CHUNK_BYTES]
                        connection.sendall(struct.pack("!I", len(chunk)) + chunk)
                    connection.sendall(struct.pack("!I", 0))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # clamd stops listening once it has seen enough; its answer says why
                answer = _read_answer(connection)
        except OSError as wrong:
            raise _away(wrong) from wrong
        if "size limit exceeded" in answer:
            return "too large"
        if answer == "stream: OK" or (answer.startswith("stream: ") and answer.endswith(" FOUND")):
            return answer.removeprefix("stream: ")
        raise TemporaryFailure("The antivirus does not answer.", f"clamd said: {answer[:100]!r}")

    def _connect(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, self._settings.timeout_seconds)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self._settings.timeout_seconds)
        try:
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection


def _away(wrong: OSError) -> TemporaryFailure:
    return TemporaryFailure(
        "The antivirus does not answer.", f"clamd: {type(wrong).__name__} {wrong.errno or ''}"
    )


def signatures_in(version: str) -> datetime | None:
    """The date in `ClamAV 1.0.7/27450/Fri Nov  6 09:38:10 2026`, aware UTC; None when there is none."""
    _, _, dated = version.rpartition("/")
    try:
        return datetime.strptime(dated.strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _REPLY_BYTES:
        block = connection.recv(_REPLY_BYTES)
        if not block:
            break
        answer += block
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _address(clamd: str) -> tuple[str, int] | str:
    if "/" in clamd:
        return str(Path(clamd))
    host, _, port = clamd.rpartition(":")
    if not host or not port.isdigit():
        raise UserError(f"antivirus.clamd: '{clamd}' is neither HOST:PORT nor the path of a socket.")
    return host.strip("[]"), int(port)
