"""Pictures: where and when they were taken, copies that anybody can open, copies that tell nothing."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

from PIL import ExifTags, Image, ImageOps

from intake.mail.wire.limits import DEFAULT, Limits

_FAILURES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture's header tells, before any pixel is decoded; position in WGS84 degrees."""

    width: int
    height: int
    latitude: float | None = None
    longitude: float | None = None
    taken_at: datetime | None = None


@cache
def _register_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    if content[4:8] == b"ftyp":
        _register_heif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content)) as image:
            yield image


def look(content: bytes, limits: Limits = DEFAULT) -> Seen | None:
    """Size, position and time of a picture, None when it is none that we can open. Decodes no pixels."""
    try:
        with _opened(content) as image:
            width, height = image.size
            exif = image.getexif()
            latitude, longitude = _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
            taken_at = _taken_at(exif.get_ifd(ExifTags.IFD.Exif))
    except _FAILURES:
        return None
    return Seen(width, height, latitude, longitude, taken_at)


def jpeg_copy(content: bytes, limits: Limits = DEFAULT) -> bytes | None:
    """The picture as a JPEG of at most 2,560 pixels a side, turned upright, without metadata; None on
    failure.
    """
    try:
        with _opened(content) as image:
            if image.width * image.height > limits.pixels or max(image.size) > limits.picture_side:
                return None
            # JPEG decodes at an eighth, a quarter or half of its size when no more is wanted.
            image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=_QUALITY, optimize=True)
            return out.getvalue()
    except _FAILURES:
        return None


def is_picture(content: bytes) -> bool:
    """Whether `content` begins like a picture that `without_metadata` changes."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")) or (
        content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")
    )


def without_metadata(content: bytes) -> bytes:
    """The same picture without position, time, device or thumbnail: for copies that go out.

    JPEG loses its APP1–APP15 and comment segments but keeps every pixel (and its orientation, colour profile
    and Adobe transform); PNG and WebP lose their text and EXIF chunks; HEIC becomes a JPEG. Other bytes come
    back as they are.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return _bare_jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _bare_png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _bare_webp(content)
    if content[4:8] == b"ftyp" and (copy := jpeg_copy(content)) is not None:
        return copy
    if content[:4] in (b"II*\x00", b"MM\x00*") and (copy := jpeg_copy(content)) is not None:
        return copy
    return content


def _bare_jpeg(content: bytes) -> bytes:
    out = [content[:2]]
    at = 2
    orientation = _orientation(content)
    if orientation > 1:
        # The one tag that a viewer needs: a minimal EXIF segment with the orientation alone.
        tiff = (
            b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"
            + struct.pack(">HH", orientation, 0)
            + b"\x00" * 4
        )
        payload = b"Exif\x00\x00" + tiff
        out.append(b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload)
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            return b"".join(out) + _until_end_of_image(content, at)
        if marker == 0x01 or 0xD0 <= marker <= 0xD9:
            out.append(content[at : at + 2])
            at += 2
            continue
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        segment = content[at : at + 2 + length]
        is_needed = (
            marker == 0xE0
            or (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE")
            or (marker == 0xEE and segment[4:9] == b"Adobe")
        )
        if is_needed or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            out.append(segment)
        at += 2 + length
    return b"".join(out) + content[at:]


def _until_end_of_image(content: bytes, at: int) -> bytes:
    """The scans up to the end-of-image mark: phones append whole videos with their metadata after it."""
    end = at
    while (end := content.find(b"\xff", end)) >= 0 and end + 1 < len(content):
        marker = content[end + 1]
        if marker == 0xD9:
            return content[at : end + 2]
        end += 1
    return content[at:]


def _orientation(content: bytes) -> int:
    try:
        with _opened(content) as image:
            value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except _FAILURES:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _bare_png(content: bytes) -> bytes:
    out = [content[:8]]
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if kind not in {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}:
            out.append(content[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"".join(out)


def _bare_webp(content: bytes) -> bytes:
    out = []
    at = 12
    while at + 8 <= len(content):
        kind = content[at : at + 4]
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at : at + 8 + size + (size & 1)]
        if kind == b"VP8X" and len(chunk) > 8:
            # The flags that announce EXIF (0x08) and XMP (0x04).
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in {b"EXIF", b"XMP "}:
            out.append(chunk)
        at += 8 + size + (size & 1)
    body = b"".join(out)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
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
    written = exif.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTimeDigitized)
    if not isinstance(written, str):
        return None
    try:
        local = datetime.strptime(written.strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  # zone follows
    except ValueError:
        return None
    offset = exif.get(ExifTags.Base.OffsetTimeOriginal) or exif.get(ExifTags.Base.OffsetTime)
    return local.replace(tzinfo=_zone(offset))


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
