"""The text of Outlook's .msg files (MS-OXMSG), read by olefile.

olefile follows each chain of sectors once and no further than the file is long; a stream is read up to
`_LONGEST_STREAM`, and five of them are, so the work has a ceiling whatever the file says.
"""

from __future__ import annotations

import io
import struct

import olefile

from intake.mail.wire.charsets import clean, decode

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


def read_msg(content: bytes) -> str:
    """From, subject and plain text of an Outlook .msg file, '' when it cannot be read. Never fails.

    Linear in `content`.
    """
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
