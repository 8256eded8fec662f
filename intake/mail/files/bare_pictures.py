"""Pictures without what they tell of people: each kept pixel for pixel, by lists of what a viewer needs."""

from __future__ import annotations

import struct

#: Segments of a JPEG that hold the picture: tables, frames, restart intervals. Of APPn only the three below.
_JPEG_NEEDED = frozenset({0xC4, 0xDB, 0xDC, 0xDD, *(each for each in range(0xC0, 0xD0) if each != 0xC8)})
_PNG_NEEDED = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
_WEBP_NEEDED = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
#: Extensions of a GIF: how a frame is shown, and how often all are.
_GIF_LOOP = b"\x0bNETSCAPE2.0"


def bare_jpeg(content: bytes, orientation: int = 1) -> bytes | None:
    """A JPEG with every pixel, its `orientation` (EXIF 2.3 §4.6.4), colour profile and Adobe transform, and
    nothing else; None when it is not built as ITU T.81 §B has it from its first to its last mark.
    Linear in `content`.
    """
    out = [b"\xff\xd8"]
    if orientation > 1:
        # The one tag that a viewer needs: a minimal EXIF segment with the orientation alone.
        tiff = (
            b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"
            + struct.pack(">HH", orientation, 0)
            + b"\x00" * 4
        )
        payload = b"Exif\x00\x00" + tiff
        out.append(b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload)
    at, scans = 2, 0
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9 and scans:
            break
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        segment = content[at : at + 2 + length]
        if length < 2 or len(segment) != length + 2 or 0xD0 <= marker <= 0xD9:
            return None
        at += 2 + length
        if marker == 0xDA:
            scans += 1
            end = _end_of_scan(content, at)
            out.append(segment + content[at:end])
            at = end
        elif marker == 0xE0 and segment[4:9] == b"JFIF\x00" and length >= 16:
            # Its version and density; the thumbnail that may follow shows what was there before a crop.
            out.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00")
        elif (
            (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE")
            or (marker == 0xEE and segment[4:9] == b"Adobe")
            or marker in _JPEG_NEEDED
        ):
            out.append(segment)
    if not scans or (at < len(content) and content[at] != 0xFF):
        return None
    # Phones append whole videos, with what those tell, after the end of the picture.
    return b"".join(out) + b"\xff\xd9"


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the compressed pixels from `at` on end: before the next mark that is no restart, in one pass."""
    end = at
    while (end := content.find(b"\xff", end)) >= 0 and end + 1 < len(content):
        follows = content[end + 1]
        if follows == 0xFF:
            end += 1
        elif follows == 0 or 0xD0 <= follows <= 0xD7:
            end += 2
        else:
            return end
    return len(content)


def bare_png(content: bytes) -> bytes | None:
    """A PNG with the chunks that a viewer needs; None when it does not end as one. Linear in `content`."""
    out, at, kind = [content[:8]], 8, b""
    while at + 12 <= len(content) and kind != b"IEND":
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if at + 12 + length > len(content):
            return None
        if kind in _PNG_NEEDED:
            out.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(out) if kind == b"IEND" else None


def bare_webp(content: bytes) -> bytes | None:
    """A WebP with the chunks that a viewer needs; None when it holds no picture. Linear in `content`."""
    out, at, found = [], 12, False
    while at + 8 <= len(content):
        kind = content[at : at + 4]
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at : at + 8 + size + (size & 1)]
        if kind == b"VP8X" and len(chunk) > 8:
            # The flags that announce EXIF (0x08) and XMP (0x04).
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind in _WEBP_NEEDED:
            out.append(chunk)
            found = found or kind in (b"VP8 ", b"VP8L", b"ANMF")
        at += 8 + size + (size & 1)
    body = b"".join(out)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body if found else None


def bare_gif(content: bytes) -> bytes | None:
    """A GIF (version 89a) with its frames and its loop, without comments, texts and what programs kept in it;
    None when it does not end as one. Linear in `content`.
    """
    if len(content) < 13:
        return None
    at = 13 + _colours(content[10])
    out = [content[:at]]
    while at < len(content):
        kind, start = content[at], at
        if kind == 0x3B:
            return b"".join(out) + b"\x3b"
        if kind == 0x2C and at + 10 < len(content):
            at = _end_of_blocks(content, at + 11 + _colours(content[at + 9]))
            out.append(content[start:at])
        elif kind == 0x21:
            at = _end_of_blocks(content, at + 2)
            is_loop = content[start + 1 : start + 2] == b"\xff" and content[start + 2 :].startswith(_GIF_LOOP)
            if content[start + 1 : start + 2] == b"\xf9" or (is_loop and at - start <= 19):
                out.append(content[start:at])
        else:
            return None
    return None


def _colours(flags: int) -> int:
    """Octets of the table of colours that the flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    """Behind the empty block that ends a row of blocks, each led by its length."""
    while at < len(content) and content[at]:
        at += content[at] + 1
    return at + 1
