"""Photos: where and when, copies for everybody, copies that tell nothing, signature pictures told apart."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime, timedelta, timezone

import pillow_heif
import pytest
from PIL import ExifTags, Image

from intake.mail.files.leaving import leaving_copy
from intake.mail.files.photos import jpeg_copy, look
from intake.mail.parse import parse_mail
from intake.message import ParsedAttachment
from tests.letters_in import file_part, multipart, part
from tests.rows import in_rows


def exif(orientation: int = 1, position: bool = True) -> Image.Exif:
    found = Image.Exif()
    found[ExifTags.Base.Orientation] = orientation
    found[ExifTags.Base.Model] = "Téléphone de Jeanne"
    found.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:03 10:12:00"
    found.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+01:00"
    if position:
        gps = found.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (48.0, 51.0, 24.0)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "W", (2.0, 21.0, 7.2)
    return found


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    image = Image.effect_noise(size, 40).convert("RGB")
    image.save(out, kind, **options)
    return out.getvalue()


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(out, exif=exif().tobytes())
    return out.getvalue()


def sent(
    content: bytes, kind: str, name: str, disposition: str = "attachment", *fields: str
) -> list[ParsedAttachment]:
    html = part(b'<p>Bonjour</p><img src="cid:i1">', "Content-Type: text/html")
    return list(
        parse_mail(
            multipart("related", html, file_part(content, kind, name, disposition, *fields))
        ).attachments
    )


def test_position_and_time_of_a_photo_are_read() -> None:
    (photo,) = sent(picture(exif=exif()), "image/jpeg", "photo.jpg")
    assert photo.latitude == pytest.approx(48.856667)
    assert photo.longitude == pytest.approx(-2.352)
    assert photo.taken_at == datetime(2026, 11, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("written", "offset"), [("0001:01:01 00:00:00", "+14:00"), ("9999:12:31 23:59:59", "-05:00")]
)
def test_a_clock_that_was_never_set_tells_no_time(written: str, offset: str) -> None:
    """A time that is none in UTC cannot be kept: the whole mail would fail."""
    clock = exif()
    clock.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    clock.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    (photo,) = sent(picture(exif=clock), "image/jpeg", "photo.jpg")
    assert photo.taken_at is None


def test_a_photo_without_position_has_none() -> None:
    (photo,) = sent(picture(exif=exif(position=False)), "image/jpeg", "photo.jpg")
    assert (photo.latitude, photo.longitude) == (None, None)


def test_a_heic_is_kept_and_has_a_jpeg_copy() -> None:
    original, copy = sent(heic(), "image/heic", "IMG_0042.HEIC")
    assert original.content_type == "image/heic"
    assert (copy.filename, copy.content_type, copy.derived_from) == (
        "IMG_0042.jpg",
        "image/jpeg",
        original.sha256,
    )
    assert copy.latitude == original.latitude == pytest.approx(48.856667)
    assert copy.content is not None
    seen = look(copy.content)
    assert seen is not None
    assert seen.latitude is None


@in_rows(("kind", "options"), [("JPEG", {}), ("PNG", {}), ("WEBP", {"quality": 80})])
def test_a_copy_that_goes_out_tells_nothing_and_shows_the_same(kind: str, options: dict[str, object]) -> None:
    content = picture(kind, exif=exif(), **options)
    bare = leaving_copy(content)
    seen = look(bare)
    assert seen is not None
    assert (seen.latitude, seen.taken_at) == (None, None)
    assert b"Jeanne" not in bare
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(bare)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_a_photo_taken_sideways_stays_upright() -> None:
    bare = leaving_copy(picture(exif=exif(orientation=6)))
    with Image.open(io.BytesIO(bare)) as image:
        assert image.getexif()[ExifTags.Base.Orientation] == 6
        assert ExifTags.Base.Model not in image.getexif()


def test_a_header_of_more_pixels_than_any_photo_has_is_no_picture() -> None:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    assert (look(content), jpeg_copy(content)) == (None, None)


def test_what_follows_the_picture_in_its_file_is_cut_off() -> None:
    assert b"GPS" not in leaving_copy(picture() + b"\x00\x00GPS 48.85,2.35")


def test_a_heic_goes_out_as_a_jpeg() -> None:
    assert leaving_copy(heic()).startswith(b"\xff\xd8\xff")


@in_rows(
    "content", [b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x04", b"\x89PNG\r\n\x1a\n\x00", b"%PDF-1.4"]
)
def test_what_is_no_whole_picture_has_no_copy_and_no_error(content: bytes) -> None:
    assert leaving_copy(content) is None
    assert jpeg_copy(content) is None


@in_rows(
    ("size", "name", "disposition", "is_decorative"),
    [
        ((120, 60), "image001.png", "inline", True),
        ((1, 1), "pixel.png", "inline", True),
        ((1, 1), "pixel.png", "attachment", True),
        ((600, 120), "bandeau.png", "inline", True),
        ((800, 600), "image001.png", "inline", False),
        ((120, 60), "trou.png", "attachment", False),
    ],
)
def test_signature_pictures_are_told_from_documents(
    size: tuple[int, int], name: str, disposition: str, is_decorative: bool
) -> None:
    (found,) = sent(
        picture("PNG", size),
        "image/png",
        name,
        disposition,
        f"Content-ID: <{'i1' if disposition == 'inline' else 'i2'}>",
    )
    assert found.decorative is is_decorative


def test_a_small_photo_taken_by_a_camera_is_no_decoration() -> None:
    (found,) = sent(
        picture(size=(120, 60), exif=exif()), "image/jpeg", "image001.jpg", "inline", "Content-ID: <i1>"
    )
    assert not found.decorative
