"""Files as they may leave the town hall: without what they tell of people besides what they show."""

from __future__ import annotations

from typing import Literal

from intake.mail.files.bare_pdf import bare_pdf
from intake.mail.files.bare_pictures import bare_gif, bare_jpeg, bare_png, bare_webp
from intake.mail.files.photos import FAILURES, ORIENTATION, jpeg_copy, opened

#: What a file is by its first octets, whatever its name says.
Kind = Literal["picture", "pdf", "other"]
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_PICTURES = (
    _JPEG,
    _PNG,
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x00\x0cjP  ",
    b"\xffO\xffQ",
    b"BM",
)
#: Still pictures in the container that videos use, too (ISO 14496-12).
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})
#: A PDF may begin a little later (ISO 32000-1, annex H.3.4.1).
_BEFORE_PDF = 1024


def kind_of(content: bytes) -> Kind:
    """What a file is, as far as copies that leave are concerned. Reads its beginning alone.

    Linear in `content`.
    """
    if content.startswith(b"BM") and content[6:10] == b"\x00" * 4:
        return "picture"
    if content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "picture"
    if content[4:8] == b"ftyp":
        return "picture" if content[8:12] in _STILL else "other"
    return "pdf" if b"%PDF-" in content[:_BEFORE_PDF] else "other"


def leaving_copy(content: bytes) -> bytes | None:
    """The file as it may leave: a picture without position, time, device, remarks or thumbnail, a PDF without
    what stands behind its pages; None when that cannot be made of it.

    JPEG, PNG, WebP and GIF keep every pixel; one that is not built as it should be, and all other pictures,
    are drawn anew as a JPEG. Linear in `content`.
    """
    match kind_of(content):
        case "pdf":
            return bare_pdf(content)
        case "picture":
            return same_pixels(content) or jpeg_copy(content)
        case _:
            return None


def same_pixels(content: bytes) -> bytes | None:
    """A JPEG, PNG, WebP or GIF without what draws nothing, its octets copied and not decoded; None for what
    is none, or is not built as it should be. Linear in `content`.
    """
    if content.startswith(_JPEG):
        return bare_jpeg(content, _orientation(content))
    if content.startswith(_PNG):
        return bare_png(content)
    if content.startswith(b"GIF8"):
        return bare_gif(content)
    return bare_webp(content) if content[:4] == b"RIFF" else None


def _orientation(content: bytes) -> int:
    try:
        with opened(content) as image:
            value = image.getexif().get(ORIENTATION, 1)
    except FAILURES:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
