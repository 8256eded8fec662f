"""What the bytes of a file are, by their first bytes; the sender's word counts only where bytes cannot
tell.
"""

from __future__ import annotations

import io
import zipfile

import puremagic

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
)
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic-sequence",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
}
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_TEXTUAL = ("text/", "application/json", "application/xml", "message/", "image/svg")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKED_AT = 8 * 1024


def detect(content: bytes, declared: str, name: str = "") -> str:
    """The type of `content`; `declared` when the bytes say nothing more precise. Never fails.

    Linear in `content`.
    """
    head = content[:_LOOKED_AT]
    if not head:
        return declared or "application/octet-stream"
    for offset, magic, kind in _SIGNATURES:
        if head.startswith(magic, offset) and (len(magic) > 2 or not declared.startswith("text/")):
            return kind
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/x-wav", b"AVI ": "video/x-msvideo"}.get(
            head[8:12], declared
        )
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    if head.startswith(_OLE):
        return _ole_type(content)
    if declared.startswith(_TEXTUAL) or not declared:
        return _textual(head, declared)
    if declared in {
        "application/octet-stream",
        "application/x-octet-stream",
        "application/binary",
    } or declared.startswith("image/"):
        return _by_magic(head) or _textual(head, "" if declared.startswith("image/") else declared)
    return declared


def _textual(head: bytes, declared: str) -> str:
    if declared and declared != "application/octet-stream":
        return declared
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return "image/svg+xml"
    if start.startswith(b"<?xml"):
        return "application/xml"
    if b"\x00" in head:
        return "application/octet-stream"
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"


def _by_magic(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, OSError):
        return ""
    best = next((match for match in found if match.mime_type and match.confidence >= 0.7), None)
    return best.mime_type if best else ""


def _zip_type(content: bytes) -> str:
    """The kind of a ZIP by the names in its directory; nothing in it is unpacked but an ODF's own type."""
    if content[30:38] == b"mimetype" and content[8:10] == b"\x00\x00":
        kind = content[38:138].split(b"PK", 1)[0].decode("ascii", "replace").strip()
        if kind.startswith("application/vnd.oasis.") or kind == "application/epub+zip":
            return kind
    if len(content) > 50 * 1024 * 1024:
        return "application/zip"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info.filename for info in archive.infolist()[:200]]
    # A directory that is broken or cut short, of a version or kind that is not read, with names that are no
    # text (a ValueError) or places that no file has: which it is called differs between versions of Python.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for prefix, kind in _OFFICE.items():
            if any(name.startswith(prefix) for name in names):
                return kind
    return "application/zip"


def _ole_type(content: bytes) -> str:
    """Old Office files and Outlook messages by the stream names in their directory (UTF-16)."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content[: 4 * 1024 * 1024]

    if has("__properties_version1.0"):
        return "application/vnd.ms-outlook"
    if has("WordDocument"):
        return "application/msword"
    if has("Workbook"):
        return "application/vnd.ms-excel"
    if has("PowerPoint Document"):
        return "application/vnd.ms-powerpoint"
    return "application/x-ole-storage"
