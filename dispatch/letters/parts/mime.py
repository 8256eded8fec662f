"""The body of a letter as octets: its words twice, and the files that travel along (RFC 2045, 2046).

Written straight into octets: the standard library's parts and generator took longer than all else that makes
a letter of its words.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import encode_rfc2231, quote
from secrets import token_hex

#: Characters of a file's name that are shown, and of its percent-encoded form: a line ends at 998
#: (RFC 5322 §2.1.1).
_NAME_CHARACTERS, _NAME_OCTETS = 150, 900
_ENDING_CHARACTERS = 12
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]")
_TOKEN = re.compile(r"[a-zA-Z0-9!#$&^_.+-]{1,60}", re.ASCII)
_LINE_ENDS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that travels along."""

    name: str
    content_type: str
    content: bytes


def body_of(text: str, html: str, files: Sequence[LetterFile] = ()) -> bytes:
    """The headers of MIME, an empty line and the body; lines end by CRLF and have at most 998 octets."""
    both = _multipart("alternative", [_text("plain", text), _text("html", html)])
    whole = both if not files else _multipart("mixed", [both, *map(_file, files)])
    return b"MIME-Version: 1.0\r\n" + whole


def _multipart(subtype: str, parts: Iterable[bytes]) -> bytes:
    # No part can contain it: neither quoted-printable nor base64 ever writes `=_` (RFC 2045 §6.7).
    boundary = f"=_{token_hex(12)}"
    between = f"\r\n--{boundary}\r\n".encode("ascii")
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n'.encode("ascii")
    return b"".join((head, between, between.join(parts), between[:-2], b"--\r\n"))


def _text(subtype: str, text: str) -> bytes:
    # With bare line ends: of CRLF, `b2a_qp` would end its soft breaks as the first line happens to end.
    octets = _LINE_ENDS.sub("\n", text).encode("utf-8", "replace")
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode("ascii") + b2a_qp(octets).replace(b"\n", b"\r\n")


def _file(file: LetterFile) -> bytes:
    major, _, minor = file.content_type.partition("/")
    if not (_TOKEN.fullmatch(major) and _TOKEN.fullmatch(minor)) or major in ("multipart", "message"):
        major, minor = "application", "octet-stream"
    head = (
        f"Content-Type: {major}/{minor}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {_filename(file.name)}\r\n\r\n"
    )
    return head.encode("ascii") + encodebytes(file.content).replace(b"\n", b"\r\n")


def _filename(written: str) -> str:
    sound = _CONTROLS.sub(" ", written).replace("/", "_").replace("\\", "_")
    name = " ".join(sound.split())[:_NAME_CHARACTERS] or "fichier"
    if name.isascii():
        return f'filename="{quote(name)}"'
    name = name.encode("utf-8", "replace").decode("utf-8")
    encoded = encode_rfc2231(name, "utf-8")
    if len(encoded) > _NAME_OCTETS:
        stem, dot, ending = name.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= _ENDING_CHARACTERS else ""
        # At most twelve octets for a character, percent-encoded.
        encoded = encode_rfc2231(f"{name[: _NAME_OCTETS // 12 - len(ending)]}…{ending}", "utf-8")
    return f"filename*={encoded}"
