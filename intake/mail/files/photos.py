"""Pictures: where and when they were taken, copies that anybody can open.

Pillow is loaded by the first picture: the service itself has the reading processes open them.
"""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from intake.mail.wire.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from PIL import Image

#: What decoding a picture of a stranger may raise.
FAILURES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    MemoryError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    RuntimeError,
)
_LONGEST_SIDE = 2_560
_QUALITY = 85
_SMALL_SIDE, _SMALL_QUALITY = 320, 75
#: Tags of Exif (JEITA CP-3451, §4.6.3 to 4.6.6): the blocks of the camera and of its position, and what
#: stands in them.
ORIENTATION = 0x0112
_CAMERA, _GPS = 0x8769, 0x8825
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_ORIGINAL, _DIGITIZED, _OFFSET, _OFFSET_OF_ORIGINAL = 0x9003, 0x9004, 0x9010, 0x9011


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture's header tells, before any pixel is decoded; position in WGS84 degrees."""

    width: int
    height: int
    latitude: float | None = None
    longitude: float | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle of a picture that stands upright, in hundredths of its width and height."""

    left: float
    top: float
    width: float
    height: float


class TooManyPixels(ValueError):
    """Too large even to be opened: the library refuses it before our own limits are looked at."""


@cache
def _register_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, with its header read and no pixel decoded; raises one of FAILURES. Linear in `content`."""
    from PIL import Image

    if content[4:8] == b"ftyp":
        _register_heif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content)) as image:
                yield image
        except Image.DecompressionBombError as wrong:
            raise TooManyPixels from wrong


def look(content: bytes, limits: Limits = DEFAULT) -> Seen | None:
    """Size, position and time of a picture, None when it is none that we can open. Decodes no pixels.

    Linear in `content`.
    """
    try:
        with opened(content) as image:
            width, height = image.size
            exif = image.getexif()
            latitude, longitude = _position(exif.get_ifd(_GPS))
            taken_at = _taken_at(exif.get_ifd(_CAMERA))
    except FAILURES:
        return None
    return Seen(width, height, latitude, longitude, taken_at)


def jpeg_copy(content: bytes, limits: Limits = DEFAULT, *, covered: Sequence[Zone] = ()) -> bytes | None:
    """The picture as a JPEG of at most 2,560 pixels a side, turned upright, without metadata, black where it
    is `covered`; None on failure.
    """
    try:
        with opened(content) as image:
            upright = _upright(image, limits, _LONGEST_SIDE)
            if upright is None:
                return None
            for zone in covered:
                _cover(upright, zone)
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=_QUALITY, optimize=True)
            return out.getvalue()
    except FAILURES:
        return None


def _upright(image: Image.Image, limits: Limits, side: int) -> Image.Image | None:
    """The picture turned upright, no longer than `side`; None for one beyond the limits."""
    from PIL import ImageOps

    if image.width * image.height > limits.pixels or max(image.size) > limits.picture_side:
        return None
    # JPEG decodes at an eighth, a quarter or half of its size when no more is wanted.
    image.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((side, side))
    return upright


def small_copy(content: bytes, limits: Limits = DEFAULT) -> bytes | None:
    """The picture as a WebP of at most 320 pixels a side, upright, without metadata; None on failure, b'' for
    one beyond the limits, which no browser should unpack either.
    """
    try:
        with opened(content) as image:
            upright = _upright(image, limits, _SMALL_SIDE)
            if upright is None:
                return b""
            out = io.BytesIO()
            upright.save(out, "WEBP", quality=_SMALL_QUALITY)
            return out.getvalue()
    except TooManyPixels:
        return b""
    except FAILURES:
        return None


def _cover(image: Image.Image, zone: Zone) -> None:
    """Blacken a zone, up to whole pixels outwards: nothing of it is left to be guessed."""
    from PIL import ImageDraw

    across, down = image.width / 100, image.height / 100
    corners = (
        math.floor(zone.left * across),
        math.floor(zone.top * down),
        math.ceil((zone.left + zone.width) * across) - 1,
        math.ceil((zone.top + zone.height) * down) - 1,
    )
    ImageDraw.Draw(image).rectangle(corners, fill="black")


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(_LATITUDE), gps.get(_LATITUDE_REF), "S", 90)
    longitude = _degrees(gps.get(_LONGITUDE), gps.get(_LONGITUDE_REF), "W", 180)
    # 0, 0 is what cameras without a fix write.
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _degrees(value: Any, reference: Any, negative: str, most: float) -> float | None:
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    degrees = float(value[0]) + float(value[1]) / 60 + float(value[2]) / 3600
    if not math.isfinite(degrees) or not 0 <= degrees <= most:
        return None
    letter = reference.decode("ascii", "replace") if isinstance(reference, bytes) else str(reference or "")
    return round(-degrees if letter.strip("\x00 ").upper() == negative else degrees, 7)


def _taken_at(exif: Mapping[int, Any]) -> datetime | None:
    written = exif.get(_ORIGINAL) or exif.get(_DIGITIZED)
    if not isinstance(written, str):
        return None
    try:
        local = datetime.strptime(written.strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  # zone follows
    except ValueError:
        return None
    taken = local.replace(tzinfo=_zone(exif.get(_OFFSET_OF_ORIGINAL) or exif.get(_OFFSET)))
    # A clock that was never set: its time may have none in UTC, where it would be kept.
    return taken if MINYEAR < taken.year < MAXYEAR else None


def _zone(offset: Any) -> timezone:
    """The camera's own offset; without one its clock is read as UTC, at most some hours wrong."""
    if (
        isinstance(offset, str)
        and len(offset) >= 6
        and offset[0] in "+-"
        and offset[1:3].isdigit()
        and offset[4:6].isdigit()
    ):
        minutes = int(offset[1:3]) * 60 + int(offset[4:6])
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    return UTC
