"""Tiles of map servers that are kept on disk: read, written, thinned when there are too many, cleared."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
#: Below the data directory.
FOLDER = "tiles"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of all servers: how many tiles, their octets, when the oldest was fetched."""

    tiles: int
    octets: int
    oldest: datetime | None


class KeptTiles:
    """Tiles of one server, which share their room with those of servers named before. Thread-safe."""

    def __init__(self, data_dir: Path, server: str, most_mb: int) -> None:
        self._all = data_dir / FOLDER
        self._own = self._all / hashlib.sha256(server.encode()).hexdigest()[:16]
        self._most = most_mb * 1_000_000
        self._lock = threading.Lock()
        self._octets: int | None = None

    def read(self, zoom: int, x: int, y: int) -> tuple[bytes | None, float]:
        """A tile that was kept, and for how many seconds."""
        path = self._path(zoom, x, y)
        try:
            return path.read_bytes(), time.time() - path.stat().st_mtime
        except OSError:
            return None, 0.0

    def keep(self, zoom: int, x: int, y: int, content: bytes) -> None:
        """Write one; where it cannot be written, it is fetched again another time."""
        path = self._path(zoom, x, y)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            written = path.with_suffix(f".{threading.get_ident()}")
            with closing(
                os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
            ) as file:
                file.write(content)
            written.replace(path)
        except OSError as wrong:
            log.warning("map.not_kept", why=wrong.strerror)
            return
        with self._lock:
            if self._octets is None:
                self._octets = sum(size for _, size, _ in _files(self._all))
            else:
                self._octets += len(content)
            if self._octets > self._most:
                self._octets = self._make_room()

    def _path(self, zoom: int, x: int, y: int) -> Path:
        return self._own / str(zoom) / str(x) / str(y)

    def _make_room(self) -> int:
        """Let the oldest go until a tenth is free; what is left, in octets."""
        files = sorted(_files(self._all))
        left, wanted = sum(size for _, size, _ in files), self._most * 9 // 10
        for _, size, path in files:
            if left <= wanted:
                break
            path.unlink(missing_ok=True)
            left -= size
        return left


def what_is_kept(data_dir: Path) -> Kept:
    """What is kept of all servers, those named before included."""
    files = list(_files(data_dir / FOLDER))
    first = min((at for at, _, _ in files), default=None)
    oldest = datetime.fromtimestamp(first, UTC) if first is not None else None
    return Kept(len(files), sum(size for _, size, _ in files), oldest)


def clear(data_dir: Path) -> Kept:
    """Remove all that is kept; what went. The running service goes on, and fetches what is looked at.

    Raises OSError when something cannot be removed.
    """
    went = what_is_kept(data_dir)
    for _, _, path in list(_files(data_dir / FOLDER)):
        path.unlink(missing_ok=True)
    # The deepest first. A folder into which another process has just written stays.
    for folder in sorted((data_dir / FOLDER).rglob("*"), reverse=True):
        with suppress(OSError):
            folder.rmdir()
    return went


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When each file was written, its octets, where it is."""
    for path in folder.rglob("*"):
        # Another thread may just have given one its name. What a link leads to is nothing of ours.
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                found = path.stat()
                yield found.st_mtime, found.st_size, path
