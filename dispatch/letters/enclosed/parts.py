"""The parts of a letter's body: text, HTML with its pictures, files (RFC 2046, 2387)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import encode_rfc2231, quote
from secrets import token_hex

from dispatch.letters.render import Rendered

#: Characters that no header and no name of a file holds.
FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]")
_TOKEN = re.compile(r"[a-zA-Z0-9!#$&^_.+-]{1,60}", re.ASCII)
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that travels along."""

    name: str
    content_type: str
    content: bytes
    #: By which the HTML shows it (`cid:`), as RFC 2392 says; '' for a file that stands by itself.
    content_id: str = ""


def body_of(rendered: Rendered, files: Sequence[LetterFile]) -> MIMEBase:
    """Text and HTML, each of which says it all, with the pictures that the HTML shows; then the files."""
    both = MIMEMultipart("alternative", boundary=_boundary())
    both.attach(_text_part(rendered.text, "plain"))
    html: MIMEBase = _text_part(rendered.html, "html")
    pictures = [each for each in files if each.content_id]
    if pictures:
        related = MIMEMultipart("related", boundary=_boundary(), type="text/html")
        for part in (html, *map(_file, pictures)):
            related.attach(part)
        html = related
    both.attach(html)
    files = [each for each in files if not each.content_id]
    if not files:
        return both
    whole = MIMEMultipart("mixed", boundary=_boundary())
    whole.attach(both)
    for file in files:
        whole.attach(_file(file))
    return whole


def _boundary() -> str:
    """One that no part can contain: neither quoted-printable nor base64 ever writes `=_` (RFC 2045 §6.7)."""
    return f"=_{token_hex(12)}"


def _text_part(text: str, subtype: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part.set_payload(text.encode("utf-8", "replace").decode("utf-8"), charset=_UTF8)
    return part


def _file(file: LetterFile) -> MIMEBase:
    major, _, minor = file.content_type.partition("/")
    if not (_TOKEN.fullmatch(major) and _TOKEN.fullmatch(minor)) or major in ("multipart", "message"):
        major, minor = "application", "octet-stream"
    part = MIMEBase(major, minor)
    part.set_payload(file.content)
    encode_base64(part)
    name = (
        " ".join(FORBIDDEN.sub(" ", file.name).replace("/", "_").replace("\\", "_").split())[:150]
        or "fichier"
    )
    kind = "inline" if file.content_id else "attachment"
    disposition = f'{kind}; filename="{quote(name)}"'
    if not name.isascii():
        disposition = f"{kind}; filename*={encode_rfc2231(name, 'utf-8')}"
    part["Content-Disposition"] = disposition
    if file.content_id:
        part["Content-ID"] = f"<{file.content_id}>"
    return part
