"""Which parts of the tree are the body, which are files, and in which order they are read.

multipart/alternative   its versions say the same: the plain and the HTML one are compared
multipart/related       its root is the body, the others are pictures of it
message/rfc822          a forwarded message: kept whole as .eml, and its text read
anything else           text without a file name is body, the rest are files
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.mail.body.elsewhere import Elsewhere, is_exchange_piece
from intake.mail.body.html_pictures import take_pictures
from intake.mail.body.text import (
    Body,
    choose,
    decode_html,
    decode_text,
    squeeze_blank_lines,
    unflow,
    without_enrichment,
)
from intake.mail.files.attachments import Attachments
from intake.mail.files.signed_data import SMIME_TYPES, open_smime
from intake.mail.reply.lines import Line
from intake.mail.wire.identifiers import parse_message_id
from intake.mail.wire.limits import Limits
from intake.mail.wire.mime import Part, parse_tree
from intake.mail.wire.transfer import uuencoded_files
from intake.message import ParsedAttachment

_REPORT_PARTS = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/feedback-report",
    "message/disposition-notification",
    "text/rfc822-headers",
    "message/global-headers",
}
#: Signed messages inside signed messages that are opened.
_MOST_WRAPPINGS = 3
_ENCRYPTED_TYPES = {"multipart/encrypted", "application/pgp-encrypted"}
_BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"}


@dataclass(slots=True)
class _Block:
    """One body text on the way: the plain and the HTML version of the same words, either may be ''."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class Reader:
    """Walks a tree once and collects its body blocks and its attachments."""

    attachments: Attachments
    defects: list[str]
    limits: Limits
    blocks: list[_Block] = field(default_factory=list)
    #: Content-IDs that the HTML shows.
    shown_ids: set[str] = field(default_factory=set)
    #: The first text that has a file name and is not called an attachment: (bytes, type, charset).
    named: tuple[bytes, str, str] | None = None
    depth: int = 0
    #: A part can only be read with a key that is not here.
    is_encrypted: bool = False
    elsewhere: Elsewhere = field(init=False)
    #: Files of the last forwarded message; its own copy of them is in the .eml.
    forwarded_files: list[ParsedAttachment] = field(default_factory=list)
    _wrappings: int = 0

    def __post_init__(self) -> None:
        self.elsewhere = Elsewhere(self.defects, self.limits)

    def read(self, part: Part) -> None:
        """Take `part` and what is below it."""
        self._take(part, in_alternative=None, is_root=True)

    def body(self) -> Body:
        """The body as one text."""
        bodies = [choose(block.plain, block.html, self.limits) for block in self.blocks]
        bodies = [body for body in bodies if body.text.strip()]
        if not bodies and self.named is not None:
            # The only text has a file name: some programs name the body.
            content, kind, charset = self.named
            is_html = kind == "text/html"
            text = "" if is_html else decode_text(content, charset, self.defects)
            bodies = [
                choose(text, decode_html(content, charset, self.defects) if is_html else "", self.limits)
            ]
        if not bodies:
            bodies = self.elsewhere.bodies(self.attachments.container_text, self.attachments.found)
            self._take_forwarded_files()
        if not bodies:
            return Body()
        if len(bodies) == 1:
            bodies[0].text = squeeze_blank_lines(bodies[0].text)
            return bodies[0]
        lines: list[Line] = []
        for body in bodies:
            if lines:
                lines.append(Line(""))
            lines.extend(body.lines)
        text = squeeze_blank_lines("\n\n".join(body.text for body in bodies))
        return Body(text[: self.limits.text_chars], lines)

    def _take(self, part: Part, in_alternative: _Block | None, is_root: bool = False) -> None:
        kind = part.content_type
        self.is_encrypted = self.is_encrypted or kind in _ENCRYPTED_TYPES
        if part.is_multipart:
            if part.preamble.strip() and is_root and self._is_text_before(part):
                self._text(part.preamble, "text/plain", "", None)
            block = _Block() if kind == "multipart/alternative" else in_alternative
            is_new = kind == "multipart/alternative" and in_alternative is None
            if is_new and block is not None:
                self.blocks.append(block)
            related_root = next(
                (c for c in part.children if c.content_type in _BODY_TYPES or c.is_multipart), None
            )
            for number, child in enumerate(part.children):
                inside = (
                    block if kind in {"multipart/alternative", "multipart/related"} or number == 0 else None
                )
                if kind == "multipart/related" and child is not related_root:
                    inside = None
                if kind in {"multipart/report"} and child.content_type in _REPORT_PARTS:
                    continue
                if in_alternative is not None and kind not in {"multipart/alternative", "multipart/related"}:
                    inside = in_alternative if child.content_type in _BODY_TYPES else None
                self._take(child, inside)
            return
        name = _file_name(part)
        disposition = part.disposition
        content = part.content()
        self.defects.extend(defect for defect in part.defects if defect not in self.defects)
        content_id = part.headers.text("content-id").strip("<> ")
        if kind in {"message/rfc822", "message/global"}:
            self._forwarded(part, content, name)
            return
        is_file = (
            disposition == "attachment" or bool(name) or (bool(content_id) and not kind.startswith("text/"))
        )
        if kind in SMIME_TYPES or name.casefold().endswith(".p7m"):
            self._unwrap(content, in_alternative)
        if kind in _BODY_TYPES and is_exchange_piece(name):
            self._text(content, kind, part.parameters.get("charset", ""), None, part.parameters)
            self.attachments.add(content, kind, name, inline=True, is_body=True)
            return
        if kind in _BODY_TYPES and (not is_file or (is_root and disposition != "attachment")):
            self._text(content, kind, part.parameters.get("charset", ""), in_alternative, part.parameters)
            return
        if (
            kind == "text/plain"
            and disposition == "inline"
            and not self._has_text()
            and content.strip()
            and len(content) < 100_000
            and not name
        ):
            self._text(content, kind, part.parameters.get("charset", ""), in_alternative, part.parameters)
            return
        if kind == "text/calendar" and not name:
            name = "invitation.ics"
        if not content and not name and disposition != "attachment":
            return
        if kind in _REPORT_PARTS and not name:
            return
        inline = disposition == "inline" or (
            disposition != "attachment" and content_id in self.shown_ids and bool(content_id)
        )
        if content_id and content_id in self.shown_ids:
            inline = True
        if self.named is None and kind in {"text/plain", "text/html"} and disposition != "attachment":
            self.named = content, kind, part.parameters.get("charset", "")
        if not content_id or not inline:
            self.elsewhere.note(content, kind, part.parameters.get("charset", ""), name)
        self.attachments.add(content, kind, name, inline=inline, content_id=content_id)

    def _take_forwarded_files(self) -> None:
        """List what the only thing that came, a forwarded message, brought along: it is what is sent here."""
        if len(self.attachments.found) != 1 or self.attachments.found[0].content_type != "message/rfc822":
            return
        origin = self.attachments.found[0].sha256
        for one in self.forwarded_files:
            if one.content is not None and not one.derived_from:
                self.attachments.add(
                    one.content,
                    one.content_type,
                    one.shown_name,
                    inline=one.inline,
                    content_id=one.content_id,
                    text=one.text,
                    derived_from=origin,
                )

    def _unwrap(self, content: bytes, in_alternative: _Block | None) -> None:
        """Read the message inside an S/MIME object as if it had come unsigned; the object stays a file."""
        opened = open_smime(content, self.limits.unpacked_bytes)
        self.is_encrypted = self.is_encrypted or opened.kind == "encrypted"
        if opened.content and self._wrappings < _MOST_WRAPPINGS:
            self._wrappings += 1
            self._take(parse_tree(opened.content, self.defects, self.limits), in_alternative, is_root=True)

    def _has_text(self) -> bool:
        return any(block.plain.strip() or block.html.strip() for block in self.blocks)

    def _is_text_before(self, part: Part) -> bool:
        """Whether the preamble is somebody's text, not the old notice to programs without MIME."""
        text = part.preamble.strip()
        if re.search(rb"mime|multi-?part|format", text[:500], re.IGNORECASE):
            return False
        return not any(child.content_type in _BODY_TYPES for child in part.walk() if child is not part)

    def _text(
        self,
        content: bytes,
        kind: str,
        charset: str,
        block: _Block | None,
        parameters: dict[str, str] | None = None,
    ) -> None:
        if kind in {"text/html", "application/xhtml+xml"}:
            html = decode_html(content, charset, self.defects)
            self.shown_ids.update(re.findall(r"cid:([^\"'\s>)]{1,250})", html, re.IGNORECASE))
            html, pictures = take_pictures(html)
            for picture, declared in pictures:
                self.attachments.add(picture, declared, "", inline=True)
            if block is not None:
                block.html = f"{block.html}\n{html}" if block.html else html
            else:
                self._append("", html)
            return
        files = uuencoded_files(content) if b"begin " in content else []
        for name, data, _, _ in files:
            self.attachments.add(data, "", name)
        for _, _, start, end in reversed(files):
            content = content[:start] + content[end:]
        text = decode_text(content, charset, self.defects)
        if kind in {"text/enriched", "text/richtext"}:
            text = without_enrichment(text)
        elif parameters and parameters.get("format", "").casefold() == "flowed":
            text = unflow(text, parameters.get("delsp", "").casefold() == "yes")
        if block is not None:
            block.plain = f"{block.plain}\n{text}" if block.plain else text
        else:
            self._append(text, "")

    def _append(self, plain: str, html: str) -> None:
        """A body text outside any alternative: an HTML text right after a plain one may repeat it."""
        if html and self.blocks and self.blocks[-1].plain and not self.blocks[-1].html:
            self.blocks[-1].html = html
        else:
            self.blocks.append(_Block(plain, html))

    def _forwarded(self, part: Part, content: bytes, name: str) -> None:
        """A message inside the message: kept as a file, and its text readable beside it."""
        content = content.lstrip(b"\r\n")
        if not content:
            return
        inner = parse_tree(content, [], self.limits)
        subject = inner.headers.text("subject")
        text = ""
        if self.depth < 3:
            reader = Reader(Attachments([], self.limits), [], self.limits, depth=self.depth + 1)
            reader.read(inner)
            head = [
                f"{label} : {value}"
                for label, value in (
                    ("De", inner.headers.text("from")),
                    ("Date", inner.headers.text("date")),
                    ("À", inner.headers.text("to")),
                    ("Objet", subject),
                )
                if value
            ]
            text = "\n".join([*head, "", reader.body().text]).strip()
            self.forwarded_files = reader.attachments.found
        if not name:
            name = (
                f"{subject[:80] or parse_message_id(inner.headers.raw('message-id'))[:40] or 'message'}.eml"
            )
        elif not name.casefold().endswith(".eml"):
            name = f"{name}.eml" if "." not in name[-5:] else name
        self.attachments.add(content, "message/rfc822", name, text=text)


def _file_name(part: Part) -> str:
    names = (
        part.headers.structured("content-disposition").get("filename"),
        *(part.parameters.get(key, "") for key in ("name", "filename", "file")),
    )
    return next((name.strip() for name in names if name.strip()), "")
