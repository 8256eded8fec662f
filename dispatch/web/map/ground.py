"""What a map is drawn on: tiles from a folder, from one file, or from a map server that we ask in place of
the browser, so that nobody learns who looks at what.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Protocol

import structlog

from dispatch.delivery.outside.calling import exchange
from dispatch.web.map.kept import KeptTiles
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
        return ServedGround(settings, KeptTiles(data_dir, settings.tiles, settings.most_mb))
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

    def __init__(self, settings: MapSettings, kept: KeptTiles) -> None:
        self._settings, self._kept = settings, kept
        self._rests_until = 0.0

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        kept, age = self._kept.read(zoom, x, y)
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
            self._kept.keep(zoom, x, y, fetched)
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


def _picture(content: bytes) -> bytes | None:
    return content if len(content) <= MOST_BYTES and kind_of_tile(content) else None
