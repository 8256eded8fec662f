"""winmail.dat (MS-OXTNEF): the files in it, and its text.

    stream    = signature key *attribute
    attribute = level:u8 id:u32 length:u32 data checksum:u16
    mapi      = count:u32 *( type:u16 id:u16 [name] value )

Attributes lie one behind the other and properties inside them likewise, so one position goes through all of
it once; every length is checked against what is left, so n bytes take at most n steps. At most `MOST_FILES`
files are taken, and a text that is packed (MS-OXRTFCP) is unpacked to at most `most_bytes`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.mail.files.rtf import rtf_text, unpack_rtf
from intake.mail.wire.charsets import decode

MOST_FILES = 300
_SIGNATURE = 0x223E9F78
_ATTRIBUTE = struct.Struct("<BII")

# Attribute ids (MS-OXTNEF §2.1.3.2), without their types.
_BODY, _FILE_TITLE, _FILE_DATA = 0x800C, 0x8010, 0x800F
_NEW_FILE, _MESSAGE_PROPERTIES, _FILE_PROPERTIES, _CODE_PAGE = 0x9002, 0x9003, 0x9005, 0x9007

# Property ids (MS-OXPROPS).
_TEXT, _RTF, _HTML, _INTERNET_CODE_PAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_SHORT_NAME, _LONG_NAME, _FILE_BYTES = 0x3704, 0x3707, 0x3701

#: Bytes that a value of a fixed type takes, padding included (MS-OXCDATA §2.11.1).
_FIXED = {
    0x02: 4,
    0x03: 4,
    0x04: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x0A: 4,
    0x0B: 4,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_VARIABLE = {_STRING8, _UNICODE, _OBJECT, _BINARY}
_SEVERAL, _NAMED = 0x1000, 0x8000
_INTERFACE_BYTES = 16


@dataclass(slots=True)
class InnerFile:
    """A file in the container."""

    name: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Winmail:
    """What a container holds."""

    files: list[InnerFile] = field(default_factory=list)
    #: The text as HTML bytes and their charset, or as plain text; '' and b'' when there is none.
    html: bytes = b""
    charset: str = ""
    text: str = ""
    #: Whether the container ended before what it announced.
    is_damaged: bool = False


class NoTnef(Exception):
    """The bytes are no TNEF stream."""


def read_winmail(data: bytes, most_bytes: int) -> Winmail:
    """The files and the text of `data`. Raises NoTnef when it is no such container, and nothing else.

    Linear in `data`.
    """
    if len(data) < 6 or int.from_bytes(data[:4], "little") != _SIGNATURE:
        raise NoTnef
    found = Winmail()
    code_page = ""
    for identity, value in _attributes(data, found):
        if identity == _CODE_PAGE:
            code_page = f"cp{int.from_bytes(value[:4], 'little')}"
        elif identity == _NEW_FILE:
            if len(found.files) >= MOST_FILES:
                break
            found.files.append(InnerFile())
        elif identity == _BODY:
            found.text = found.text or _string(value, code_page)
        elif identity == _MESSAGE_PROPERTIES:
            _read_message(value, found, code_page, most_bytes)
        elif found.files:
            _read_file(identity, value, found.files[-1], code_page)
    return found


def _attributes(data: bytes, found: Winmail) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + _ATTRIBUTE.size <= len(data):
        _, identity, length = _ATTRIBUTE.unpack_from(data, at)
        at += _ATTRIBUTE.size
        if at + length > len(data):
            found.is_damaged = True
        yield identity & 0xFFFF, data[at : at + length]
        at += length + 2


def _read_message(properties: bytes, found: Winmail, code_page: str, most_bytes: int) -> None:
    packed = b""
    for identity, value in _properties(properties):
        if identity == _INTERNET_CODE_PAGE:
            found.charset = f"cp{int.from_bytes(value[:4], 'little')}"
        elif identity == _HTML:
            found.html = value.rstrip(b"\x00")
        elif identity == _TEXT:
            found.text = _string(value, code_page)
        elif identity == _RTF:
            packed = value
    if found.charset == "cp65001":
        found.charset = "utf-8"
    if packed and not found.html and not found.text.strip():
        found.text = rtf_text(unpack_rtf(packed, most_bytes))


def _read_file(identity: int, value: bytes, file: InnerFile, code_page: str) -> None:
    if identity == _FILE_TITLE:
        file.name = file.name or _string(value, code_page)
    elif identity == _FILE_DATA:
        file.content = value
    elif identity == _FILE_PROPERTIES:
        short = ""
        for one, content in _properties(value):
            if one == _LONG_NAME:
                file.name = _string(content, code_page)
            elif one == _SHORT_NAME:
                short = _string(content, code_page)
            elif one == _FILE_BYTES and not file.content:
                file.content = content
        file.name = file.name or short


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property's id and first value, a string in UTF-16 with its byte order mark."""
    at = 4
    for _ in range(int.from_bytes(data[:4], "little")):
        if at + 4 > len(data):
            return
        kind, identity = struct.unpack_from("<HH", data, at)
        at += 4
        if identity >= _NAMED:
            at = _after_name(data, at)
        base = kind & ~_SEVERAL
        count = 1
        if kind & _SEVERAL or base in _VARIABLE:
            count = int.from_bytes(data[at : at + 4], "little")
            at += 4
        first: bytes | None = None
        for _ in range(count):
            if at >= len(data):
                return
            if base in _VARIABLE:
                length = int.from_bytes(data[at : at + 4], "little")
                value = data[at + 4 : at + 4 + length]
                at += 4 + length + -length % 4
            elif base in _FIXED:
                value = data[at : at + _FIXED[base]]
                at += _FIXED[base]
            else:
                # Without the length of this one nothing behind it can be found.
                return
            first = value if first is None else first
        if first is not None:
            yield identity, _marked(base, first)


def _after_name(data: bytes, at: int) -> int:
    """Where the value of a named property begins: behind a GUID, and a number or a padded string."""
    kind = int.from_bytes(data[at + 16 : at + 20], "little")
    length = int.from_bytes(data[at + 20 : at + 24], "little")
    return at + 24 + (length + -length % 4 if kind else 0)


def _marked(kind: int, value: bytes) -> bytes:
    if kind == _UNICODE:
        return b"\xff\xfe" + value
    return value[_INTERFACE_BYTES:] if kind == _OBJECT else value


def _string(value: bytes, code_page: str) -> str:
    return decode(value, code_page)[0].replace("\x00", "").strip()
