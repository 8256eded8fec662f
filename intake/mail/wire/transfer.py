"""Transfer encodings undone: base64, quoted-printable, uuencode (RFC 2045 §6), however damaged."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDING_INSIDE = re.compile(rb"=+(?=[A-Za-z0-9+/])")
_UU_BEGIN = re.compile(rb"(?:\A|\n)begin ([0-7]{3,4})(?:[ \t]([^\r\n]{0,255}))?\r?\n(?=[ -`]{2,90}\r?\n)")
_QP_SOFT = re.compile(rb"=[ \t]*\r?\n")


def decode_transfer(raw: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes of a body, and '' or one sentence on what was wrong with its encoding. Never fails.

    Linear in `raw`.
    """
    name = encoding.strip("\"' ;").casefold()
    if name in {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"}:
        return raw, ""
    if name.startswith("base64") or name == "b":
        return _base64(raw)
    if name.startswith("quoted") or name in {"qp", "q"}:
        return _quoted_printable(raw), ""
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        found = uuencoded_files(raw)
        return (found[0][1], "") if found else (raw, "A uuencoded part could not be read.")
    return raw, f"The transfer encoding {re.sub(r'[^a-z0-9-]', '', name)[:30]} is unknown; left as it came."


def _base64(raw: bytes) -> tuple[bytes, str]:
    try:
        return binascii.a2b_base64(raw, strict_mode=False), ""
    except binascii.Error:
        pass
    kept = _PADDING_INSIDE.sub(b"", _NOT_BASE64.sub(b"", raw)).rstrip(b"=")
    usable = len(kept) // 4 * 4 + (len(kept) % 4 if len(kept) % 4 != 1 else 0)
    kept = kept[:usable] + b"=" * (-usable % 4)
    return binascii.a2b_base64(kept), "A base64 part was damaged or cut off; what could be read was kept."


def _quoted_printable(raw: bytes) -> bytes:
    # a2b_qp drops "=" + blanks + newline and keeps a lone "=": what RFC 2045 §6.7 advises.
    return binascii.a2b_qp(_QP_SOFT.sub(b"", raw))


def uuencoded_files(raw: bytes) -> list[tuple[str, bytes, int, int]]:
    """Files uuencoded inside a text: (name as bytes decoded in Latin-1, or '', content, start, end).

    Linear in `raw`.
    """
    found: list[tuple[str, bytes, int, int]] = []
    at = 0
    while len(found) < 100 and (begin := _UU_BEGIN.search(raw, at)):
        content, end = _uu_lines(raw, begin.end())
        if content is None:
            at = begin.end()
            continue
        start = begin.start() + (1 if raw[begin.start() : begin.start() + 1] == b"\n" else 0)
        found.append(((begin[2] or b"").strip().decode("latin-1"), content, start, end))
        at = end
    return found


def _uu_lines(raw: bytes, at: int) -> tuple[bytes | None, int]:
    pieces: list[bytes] = []
    while at < len(raw):
        newline = raw.find(b"\n", at)
        after = newline + 1 if newline >= 0 else len(raw)
        line = raw[at:after].rstrip(b"\r\n")
        at = after
        if line.rstrip() == b"end":
            return b"".join(pieces), at
        if not line or line in (b"`", b" "):
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders pad lines: keep the number of octets that the first character announces.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                pieces.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                return None, at
    return (b"".join(pieces) or None), at
