"""Containers and files that announce more than they hold, or hold the same thing again and again."""

from __future__ import annotations

import base64
import struct

from tests.hostile_shapes import Make
from tests.letters_in import der, file_part, letter, multipart, part, signed_in_pieces, winmail

_PLAIN = part(b"Bonjour", "Content-Type: text/plain")

UNITS = (
    "{",
    "}",
    "{\\*",
    "{\\rtf1 ",
    "\\u8217 ?",
    "\\'e9",
    "\\par",
    "\\",
    "BEGIN:VEVENT\n",
    "END:VEVENT\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n",
    'SUMMARY;A=":\n',
    ";TZID=",
    "\n ",
    "0\x80",
    "$\x80",
    "\x00\x00",
    "begin 644 a\n",
    "begin 644 a\n#0V%T\n",
    "+A",
    "\x1b$B",
    "\x1b(J",
    "../",
    "PK\x03\x04",
)


def _file(content: bytes, kind: str, name: str) -> bytes:
    return multipart("mixed", _PLAIN, file_part(content, kind, name))


def _smime(content: bytes) -> bytes:
    return letter(
        "From: a@example.org",
        "Content-Type: application/pkcs7-mime; name=smime.p7m",
        "Content-Transfer-Encoding: base64",
        body=base64.encodebytes(content),
    )


def _signed_by(pieces: bytes) -> bytes:
    """Signed data whose content is written as `pieces`, none of which need be whole."""
    head = (
        der(0x06, bytes.fromhex("2a864886f70d010702")) + b"\xa0\x80\x30\x80" + der(0x02, b"\x01") + der(0x31)
    )
    inner = b"\x30\x80" + der(0x06, bytes.fromhex("2a864886f70d010701")) + b"\xa0\x80"
    return _smime(b"\x30\x80" + head + inner + pieces)


def _packed_rtf(content: bytes) -> bytes:
    head = struct.pack("<II", len(content) + 12, 0xFFFFFFFF) + b"LZFu" + b"\x00" * 4
    return _file(winmail({}, {0x1009: head + content}), "application/ms-tnef", "winmail.dat")


SHAPES: dict[str, Make] = {
    "signed data in pieces": lambda n: _smime(signed_in_pieces(b"\r\n" + b"x" * n * 10)),
    "signed data in empty pieces": lambda n: _signed_by(b"\x24\x80" + b"\x04\x00" * n),
    "signed data in pieces inside pieces": lambda n: _signed_by(b"\x24\x80" * n),
    "signed data that ends more than it began": lambda n: _signed_by(b"\x24\x80" * n + b"\x00\x00" * n),
    "winmail.dat of many files": lambda n: _file(
        winmail({f"{number}.txt": b"x" for number in range(n)}), "application/ms-tnef", "winmail.dat"
    ),
    "winmail.dat of many properties": lambda n: _file(
        winmail({}, dict.fromkeys(range(n), b"")), "application/ms-tnef", "winmail.dat"
    ),
    "winmail.dat of named properties": lambda n: _file(
        winmail({}, {0x8000 + number: b"" for number in range(n)}), "application/ms-tnef", "winmail.dat"
    ),
    "packed RTF of references": lambda n: _packed_rtf(b"\xff" + b"\x00\x0f" * 8 * n),
    "packed RTF of braces": lambda n: _packed_rtf(b"\x00{\\rtf1 {" + b"\x00{{{{{{{{" * n),
    "a calendar of one long line": lambda n: letter(
        "From: a@example.org", "Content-Type: text/calendar", body=b"BEGIN:VEVENT\nSUMMARY:" + b"\\n" * n
    ),
    "a calendar of folds": lambda n: letter(
        "From: a@example.org", "Content-Type: text/calendar", body=b"BEGIN:VEVENT\nSUMMARY:x" + b"\n x" * n
    ),
    "text files without end": lambda n: multipart("mixed", *[file_part(b"x", "text/plain", "a.txt")] * n),
    "messages side by side": lambda n: multipart(
        "mixed", *[part(b"From: a@b\r\n\r\nx", "Content-Type: message/rfc822")] * n
    ),
    "file names of many kinds": lambda n: multipart(
        "mixed",
        *[part(b"x", f"Content-Type: application/{number}; name={number}.bin") for number in range(n)],
    ),
    "text in UTF-7": lambda n: letter("Content-Type: text/plain; charset=utf-7", body=b"+A" * n),
    "text in ISO-2022-JP": lambda n: letter(
        "Content-Type: text/plain; charset=iso-2022-jp", body=b"\x1b$B" * n
    ),
    "text in UTF-16": lambda n: letter("Content-Type: text/plain; charset=utf-16", body=b"\xd8\x00" * n),
}
