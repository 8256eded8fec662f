"""Which parts of the tree are the body, which are files, and in which order they are read.

multipart/alternative   its versions say the same: the plain and the HTML one are compared
multipart/related       its root is the body, the others are pictures of it
message/rfc822          a forwarded message: kept whole as .eml, and its text read
anything else           text without a file name is body, the rest are files (the steps of `leaves`, in order)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from intake.mail.body.elsewhere import Elsewhere
from intake.mail.body.forwarded import message_name, written_head
from intake.mail.body.html_hidden import hidden_words
from intake.mail.body.html_pictures import take_pictures
from intake.mail.body.leaves import BODY_TYPES, REPORT_PARTS, STEPS, Block, Leaf
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
from intake.mail.files.signed_data import open_smime
from intake.mail.reply.lines import Line
from intake.mail.wire.limits import Limits
from intake.mail.wire.mime import Part, parse_tree
from intake.mail.wire.transfer import uuencoded_files
from intake.message import ParsedAttachment

_ALTERNATIVE = "multipart/alternative"
#: Signed messages inside signed messages that are opened.
_MOST_WRAPPINGS = 3
_ENCRYPTED_TYPES = {"multipart/encrypted", "application/pgp-encrypted"}


@dataclass(slots=True)
class BodyReader:
    """Walks a tree once and collects its body blocks and its attachments."""

    attachments: Attachments
    defects: list[str]
    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    #: Content-IDs that the HTML shows.
    shown_ids: set[str] = field(default_factory=set)
    #: The first text that has a file name and is not called an attachment: (bytes, type, charset).
    named: tuple[bytes, str, str] | None = None
    #: The emoji of a Gmail reaction, '' when the mail is none.
    reaction: str = ""
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

    def hidden(self) -> tuple[str, ...]:
        """Runs of words in its HTML that whoever wrote it did not see (html_hidden.py)."""
        return tuple(each for block in self.blocks if block.html for each in hidden_words(block.html))

    def _take(self, part: Part, in_alternative: Block | None, is_root: bool = False) -> None:
        """Give a part to the first of the steps that knows it; the last one makes a file of it."""
        self.is_encrypted = self.is_encrypted or part.content_type in _ENCRYPTED_TYPES
        if part.is_multipart:
            self._several(part, in_alternative, is_root)
            return
        leaf = Leaf.of(part, in_alternative, is_root)
        self.defects.extend(defect for defect in part.defects if defect not in self.defects)
        # The last step takes any leaf.
        next(step for step in STEPS if step(self, leaf))

    def _several(self, part: Part, in_alternative: Block | None, is_root: bool) -> None:
        """A multipart: its parts in order, each told which versions of one text it belongs to."""
        kind = part.content_type
        if is_root and part.preamble.strip() and self._is_text_before(part):
            self._text(part.preamble, "text/plain", "", None)
        block = in_alternative
        if kind == _ALTERNATIVE and in_alternative is None:
            block = Block()
            self.blocks.append(block)
        root = next((c for c in part.children if c.content_type in BODY_TYPES or c.is_multipart), None)
        for number, child in enumerate(part.children):
            if kind == "multipart/report" and child.content_type in REPORT_PARTS:
                continue
            self._take(child, self._block_of(child, kind, number, child is root, block, in_alternative))

    @staticmethod
    def _block_of(
        child: Part,
        kind: str,
        number: int,
        is_root: bool,
        block: Block | None,
        in_alternative: Block | None,
    ) -> Block | None:
        """The versions of one text that `child` belongs to, None when it stands for itself.

        All of an alternative; the root of a related; the first part of anything else,
        and inside an alternative all its texts.
        """
        if kind == _ALTERNATIVE:
            return block
        if kind == "multipart/related":
            return block if is_root else None
        if in_alternative is not None:
            return in_alternative if child.content_type in BODY_TYPES else None
        return block if number == 0 else None

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

    def unwrap(self, content: bytes, in_alternative: Block | None) -> None:
        """Read the message inside an S/MIME object as if it had come unsigned; the object stays a file."""
        opened = open_smime(content, self.limits.unpacked_bytes)
        self.is_encrypted = self.is_encrypted or opened.kind == "encrypted"
        if opened.content and self._wrappings < _MOST_WRAPPINGS:
            self._wrappings += 1
            self._take(parse_tree(opened.content, self.defects, self.limits), in_alternative, is_root=True)

    def take_text(self, leaf: Leaf) -> Literal[True]:
        """Read a leaf as body text."""
        self._text(leaf.content, leaf.kind, leaf.charset, leaf.block, leaf.part.parameters)
        return True

    def has_text(self) -> bool:
        """Whether any body text was read so far."""
        return any(block.plain.strip() or block.html.strip() for block in self.blocks)

    def _is_text_before(self, part: Part) -> bool:
        """Whether the preamble is somebody's text, not the old notice to programs without MIME."""
        text = part.preamble.strip()
        if re.search(rb"mime|multi-?part|format", text[:500], re.IGNORECASE):
            return False
        return not any(child.content_type in BODY_TYPES for child in part.walk() if child is not part)

    def _text(
        self,
        content: bytes,
        kind: str,
        charset: str,
        block: Block | None,
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
            self.blocks.append(Block(plain, html))

    def forwarded(self, content: bytes, name: str) -> None:
        """A message inside the message: kept as a file, and its text readable beside it."""
        content = content.lstrip(b"\r\n")
        if not content:
            return
        inner = parse_tree(content, [], self.limits)
        text = ""
        if self.depth < 3:
            reader = BodyReader(Attachments([], self.limits), [], self.limits, depth=self.depth + 1)
            reader.read(inner)
            text = "\n".join([*written_head(inner.headers), "", reader.body().text]).strip()
            self.forwarded_files = reader.attachments.found
        self.attachments.add(content, "message/rfc822", message_name(inner.headers, name), text=text)
