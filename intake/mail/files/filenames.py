"""File names safe to write, to show and to put into a header, whatever the sender called the file."""

from __future__ import annotations

import re
import unicodedata

from intake.mail.wire.charsets import clean

_LONGEST = 120
_MOST_LOOKED_AT = 1_000
# Controls, and the marks with which `gpj.exe` is shown as `exe.jpg` (bidi
# overrides and isolates, zero width).
_TRICKS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.ms-outlook": ".msg",
    "application/ms-tnef": ".dat",
    "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc",
    "application/json": ".json",
    "application/rtf": ".rtf",
    "application/xml": ".xml",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/x-wav": ".wav",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/directory": ".vcf",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
}


def shown_name(sent: str) -> str:
    """What the sender called the file, on one line, without control characters and marks that turn it round
    (`gpj.exe` shown as `exe.jpg`). Linear in `sent`.
    """
    line = re.sub("[\x00-\x1f\x7f-\x9f]", " ", clean(sent[:_MOST_LOOKED_AT]))
    return " ".join(_TRICKS.sub("", line).split())[:300]


def safe_name(sent: str, content_type: str, number: int) -> str:
    """A name of at most 120 characters without path, controls, bidi tricks or reserved device names.

    A missing name is made from the type and the file's number in the message: `document-2.pdf`.
    """
    # Cut first: composing takes the square of the length of a run of combining marks.
    name = unicodedata.normalize("NFC", clean(sent[:_MOST_LOOKED_AT]))
    name = _TRICKS.sub("", name).replace("\\", "/")
    # Every piece of a path stays readable (« PV 3/11.pdf » is no path), none can be walked.
    name = "_".join(piece for piece in name.split("/") if piece.strip(" ."))
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    if not name:
        return invented_name(content_type, number)
    if len(name) > _LONGEST:
        stem, dot, extension = name.rpartition(".")
        if dot and 0 < len(extension) <= 10:
            name = stem[: _LONGEST - len(extension) - 1].rstrip(" .") + "." + extension
        else:
            name = name[:_LONGEST].rstrip(" .")
    return name


def invented_name(content_type: str, number: int) -> str:
    """A name for a file that came without one. Linear in `content_type`."""
    major = content_type.partition("/")[0]
    stem = {"image": "image", "text": "texte", "message": "message", "audio": "audio", "video": "video"}.get(
        major, "document"
    )
    return f"{stem}-{number}{_EXTENSIONS.get(content_type, '.bin' if major not in {'image', 'audio', 'video'} else '')}"  # noqa: E501
