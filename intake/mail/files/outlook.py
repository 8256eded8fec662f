"""Outlook's own containers: winmail.dat opened (TNEF), the text of .msg files read (MS-OXMSG)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from intake.mail.wire.charsets import clean, decode

_TNEF_FAILURES = (
    ValueError,
    struct.error,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    UnicodeError,
    AssertionError,
    OverflowError,
)
_OLE_FAILURES = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    AttributeError,
    OverflowError,
    RecursionError,
)
_LONGEST_STREAM = 4 * 1024 * 1024


def read_tnef(content: bytes, defects: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files inside winmail.dat as (name, bytes), its text among them when it holds one. Never fails."""
    import logging

    from tnefparse import TNEF

    logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)
    try:
        tnef = TNEF(content, do_checksum=False)
    except _TNEF_FAILURES:
        defects.append("winmail.dat could not be opened; it was kept as it is.")
        return
    for attachment in tnef.attachments:
        try:
            name = attachment.long_filename() or attachment.name
            data = attachment.data
        except _TNEF_FAILURES:
            defects.append("A file inside winmail.dat could not be read.")
            continue
        if isinstance(name, bytes):
            name = decode(name)[0]
        if isinstance(data, bytes):
            yield str(name).strip("\x00"), data
    try:
        html, rtf, body = tnef.htmlbody, tnef.rtfbody, tnef.body
    except _TNEF_FAILURES:
        return
    if html:
        yield "message.html", html.encode("utf-8", "replace") if isinstance(html, str) else bytes(html)
    elif rtf:
        yield "message.rtf", rtf.encode("latin-1", "replace") if isinstance(rtf, str) else bytes(rtf)
    elif body:
        yield "message.txt", body.encode("utf-8", "replace") if isinstance(body, str) else bytes(body)


def read_msg(content: bytes) -> str:
    """From, subject and plain text of an Outlook .msg file, '' when it cannot be read. Never fails."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            sender = _property(ole, "0C1A") or _property(ole, "0042")
            address = _property(ole, "5D01") or _property(ole, "0C1F")
            to = _property(ole, "0E04")
            subject = _property(ole, "0037")
            body = _property(ole, "1000")
    except _OLE_FAILURES:
        return ""
    who = f"{sender} <{address}>" if address and address != sender else sender
    head = [f"{label} : {value}" for label, value in (("De", who), ("À", to), ("Objet", subject)) if value]
    return clean("\n".join([*head, "", body]).replace("\r\n", "\n").strip())


def _property(ole: olefile.OleFileIO, tag: str) -> str:
    """A string property of the message: type 001F is UTF-16, 001E the sender's code page."""
    for kind in ("001F", "001E"):
        name = f"__substg1.0_{tag}{kind}"
        if ole.exists(name) and ole.get_size(name) <= _LONGEST_STREAM:
            data = ole.openstream(name).read()
            text = data.decode("utf-16-le", "replace") if kind == "001F" else decode(data)[0]
            return text.strip("\x00").strip()
    return ""
