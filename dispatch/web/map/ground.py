"""What a map is drawn on: tiles from a folder, from one file, or from a map server that we ask in place of
the browser, so that nobody learns who looks at what.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol

import structlog

from dispatch.delivery.outside.calling import exchange
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.settings.web import MapSettings

log = structlog.get_logger(__name__)
#: Octets of a tile; days that one is kept before it is asked for anew; seconds a server may be silent, and
#: during which one that failed is left alone.
MOST_BYTES, KEPT_DAYS, PATIENCE, REST = 512 * 1024, 30, 4.0, 30.0
_KINDS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))
_SUFFIXES = ("png", "jpg", "jpeg", "webp")


class Ground(Protocol):
    """Where tiles come from."""

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """The picture of one tile; None where there is none. Raises TemporaryFailure."""


def kind_of_tile(content: bytes) -> str:
    """Its type, by what it is; '' for what is no picture of a kind that browsers show."""
    return next((kind for start, kind in _KINDS if content.startswith(start)), "")


def ground_of(settings: MapSettings, data_dir: Path) -> Ground | None:
    """The ground that the settings name; None for a plain one. Raises UserError when it is not there."""
    if not settings.tiles:
        return None
    if "://" in settings.tiles:
        kept = data_dir / "tiles" / hashlib.sha256(settings.tiles.encode()).hexdigest()[:16]
        return ServedGround(settings, kept)
    path = Path(settings.tiles).expanduser()
    if path.is_dir():
        return FolderGround(path)
    if path.is_file():
        return PackedGround(path)
    raise UserError(f"web.map.tiles: {path} is neither a folder of tiles nor a .pmtiles file.")


class FolderGround:
    """Tiles as files, `z/x/y.png`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        for suffix in _SUFFIXES:
            path = self._folder / str(zoom) / str(x) / f"{y}.{suffix}"
            try:
                with path.open("rb") as file:
                    return _picture(file.read(MOST_BYTES + 1))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as wrong:
                raise TemporaryFailure(f"{path} cannot be read: {wrong.strerror}.", "no tile") from wrong
        return None


class PackedGround:
    """Tiles of one PMTiles file (version 3). Raises UserError when it is none, or holds no pictures."""

    def __init__(self, path: Path) -> None:
        # Only where a town has such a file.
        from pmtiles import reader
        from pmtiles.tile import Compression, TileType

        untyped: Any = reader

        try:
            with path.open("rb") as opened:
                self._reader = untyped.Reader(untyped.MmapSource(opened))
            head = self._reader.header()
        except Exception as wrong:  # the library has no error of its own for a file that is cut or none
            raise UserError(f"web.map.tiles: {path} cannot be read as PMTiles.") from wrong
        pictures = (TileType.PNG, TileType.JPEG, TileType.WEBP)
        if head["tile_type"] not in pictures or head["tile_compression"] == Compression.GZIP:
            raise UserError(f"web.map.tiles: {path} holds no pictures; tiles of vectors cannot be shown.")

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        found: bytes | None = self._reader.get(zoom, x, y)
        return _picture(found) if found else None


class ServedGround:
    """Tiles of a map server, kept on disk for a month. While it is silent, what was kept is shown."""

    def __init__(self, settings: MapSettings, kept: Path) -> None:
        self._settings, self._kept = settings, kept
        self._lock = threading.Lock()
        self._bytes: int | None = None
        self._rests_until = 0.0

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        path = self._kept / str(zoom) / str(x) / str(y)
        kept, age = _kept(path)
        if kept and age < KEPT_DAYS * 86400:
            return kept
        if time.monotonic() < self._rests_until:
            if kept:
                return kept
            raise TemporaryFailure("The map server did not answer a moment ago.", "no tile")
        try:
            fetched = self.fetch(zoom, x, y)
        except TemporaryFailure as wrong:
            self._rests_until = time.monotonic() + REST
            log.warning("map.no_tile", why=wrong.private)
            if kept:
                return kept
            raise
        if fetched:
            self._keep(path, fetched)
        return fetched or kept

    def fetch(self, zoom: int, x: int, y: int) -> bytes | None:
        """The tile of the server, None where it has none. Raises TemporaryFailure, with why."""
        url = self._settings.tiles.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
        try:
            answer = exchange(
                "GET",
                url,
                headers={"Accept": "image/png, image/jpeg, image/webp", "User-Agent": "guichet"},
                allowed=self._settings.allowed_networks,
                setting="web.map.allowed_networks",
                seconds=PATIENCE,
                most_bytes=MOST_BYTES,
            )
        except PermanentFailure as wrong:
            raise TemporaryFailure(wrong.public, wrong.private) from wrong
        if answer.status in (204, 400, 404):
            return None
        if answer.status != 200 or answer.cut or not kind_of_tile(answer.body):
            raise TemporaryFailure("The map server does not answer with pictures.", f"status {answer.status}")
        return answer.body

    def _keep(self, path: Path, content: bytes) -> None:
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
            if self._bytes is None:
                self._bytes = sum(size for _, size, _ in self._all())
            else:
                self._bytes += len(content)
            if self._bytes > self._settings.most_mb * 1_000_000:
                self._bytes = self._make_room()

    def _make_room(self) -> int:
        """Let the oldest go until a tenth is free; what is left, in octets."""
        files = sorted(self._all())
        left, wanted = sum(size for _, size, _ in files), self._settings.most_mb * 900_000
        for _, size, path in files:
            if left <= wanted:
                break
            path.unlink(missing_ok=True)
            left -= size
        return left

    def _all(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was written, its octets, where it is: those of servers named before, too."""
        for path in self._kept.parent.rglob("*"):
            # Another thread may just have given one its name.
            with suppress(OSError):
                if path.is_file():
                    found = path.stat()
                    yield found.st_mtime, found.st_size, path


def _picture(content: bytes) -> bytes | None:
    return content if len(content) <= MOST_BYTES and kind_of_tile(content) else None


def _kept(path: Path) -> tuple[bytes | None, float]:
    """A tile that was kept, and for how many seconds."""
    try:
        return path.read_bytes(), time.time() - path.stat().st_mtime
    except OSError:
        return None, 0.0
