"""Address lists (RFC 5322 §3.4) as they really come: unclosed, quoted twice, separated by semicolons.

    address-list  = address *( ("," / ";") address )
    address       = mailbox / group
    group         = display-name ":" [address-list] ";"
    mailbox       = [display-name] "<" [route] addr-spec ">" / addr-spec [comment]
    display-name  = *( word / quoted-string / encoded-word / comment )
    quoted-string = DQUOTE *( "\\\\" any / any but DQUOTE ) DQUOTE
    comment       = "(" *( comment / "\\\\" any / any but parentheses ) ")"

One pass: `_Scanner` cuts the value into tokens and never looks twice for a mark that it has not found, so a
value of n characters takes at most 3 n steps however many quotes, angles and parentheses it opens: `From:
((((…` is only a long comment. Each mailbox is then made of its own tokens alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from intake.mail.wire.encoded_words import as_text, decode_words, tidy
from intake.mail.wire.limits import DEFAULT
from intake.message import Mailbox

# word "@" domain. Looked for at the beginning of a word only: from each letter of it anew would take the
# square of its length. A word that holds no @ is passed twice, no more.
_SHAPE = re.compile(r"(?<![^\s<>,;:()\"])[^\s<>,;:()\"]+@[^\s<>,;()\"]+")
_SPACES = re.compile(r"\s+")
_SPECIAL = re.compile(r'["(<,;:]')
_QUOTE_MARK = re.compile(r'[\\"]')
_COMMENT_MARK = re.compile(r"[\\()]")
_ESCAPED = re.compile(r"\\(.)")
_SEPARATOR = re.compile(r"[,;]")
_QUOTES = "'\"‘’“”«»"
_MAX_ADDRESS = 320
_MAX_NAME = 200
#: Characters after a comma that are looked at to see whether it stands inside a name.
_NAME_WINDOW = 120


def parse_addresses(raw: bytes, limit: int = DEFAULT.addresses) -> tuple[Mailbox, ...]:
    """The mailboxes of one header value; group names are left out, `address` may be malformed. Never
    fails. Linear in `raw`.
    """
    text = tidy(as_text(raw))
    found = _list(text, limit)
    if not any("@" in box.address for box in found) and "=?" in text:
        # The whole value was encoded, address and all.
        decoded = _list(tidy(decode_words(text)), limit)
        if any("@" in box.address for box in decoded):
            return decoded
    return found


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def doubt_of_mailbox(raw: bytes) -> str:
    """Why the value of From is no single mailbox strictly written (RFC 5322 §3.6.2), so that two readers
    could take it for two; '' when it is one: `several`, `angle`, `route`, `encoded`, or `alike` for what only
    becomes somebody's address by leaving out or folding characters (a control, a final dot, "ſ" for "s").
    Linear in `raw`.
    """
    written = as_text(raw)
    if _CONTROL.search(written):
        return "alike"
    text = tidy(written).strip()
    words: list[str] = []
    angles: list[_Token] = []
    for token in _Scanner(text).tokens():
        if token.kind == "angle":
            angles.append(token)
        elif token.kind == "colon" or (token.kind == "separator" and token.text == ";"):
            return "several"
        elif token.kind == "quoted" and text.startswith("@", token.end):
            return "angle"
        elif token.kind in ("text", "separator"):
            if angles and token.text.strip():
                return "several"
            words.append(token.text)
    outside = "".join(words)
    if not angles:
        alone = outside.strip()
        if is_address(alone) and alone.count("@") == 1 and "=?" not in alone:
            return _alike(alone)
        return "encoded" if "=?" in alone else "several" if alone.count("@") > 1 else "angle"
    if len(angles) > 1 or "@" in outside:
        return "several"
    inside = angles[0].text.strip()
    if inside.startswith("@") or ":" in inside:
        return "route"
    if "=?" in inside:
        return "encoded"
    closed = text[angles[0].end - 1 : angles[0].end] == ">"
    return _alike(inside) if closed and is_address(inside) and inside.count("@") == 1 else "angle"


def _alike(address: str) -> str:
    """`alike` when folding makes ASCII of other characters of the local part, or a final dot is left out."""
    local = address.rpartition("@")[0]
    folds = any(
        not c.isascii() and any(f.isascii() for f in unicodedata.normalize("NFKC", c).casefold())
        for c in local
    )
    return "alike" if folds or address.endswith(".") else ""


def is_address(text: str) -> bool:
    """Whether `text` has the shape local@domain, nothing more. Linear in `text`."""
    return len(text) <= _MAX_ADDRESS and bool(_SHAPE.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["text", "quoted", "comment", "angle", "separator", "colon"]
    #: What stands inside the marks; of a separator the mark itself.
    text: str
    #: Where it begins and where the next token begins.
    start: int
    end: int


class _Scanner:
    """The tokens of a value. A mark that is not found after one place is not looked for after a later one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._quotes_close = True
        self._angle_closes_at = -2
        self._angle_opens_at = -2

    def tokens(self) -> Iterator[_Token]:
        """In order and without gaps, but for marks that open nothing: those are left out."""
        at = 0
        while at < len(self.text):
            special = _SPECIAL.search(self.text, at)
            if special is None:
                yield _Token("text", self.text[at:], at, len(self.text))
                return
            if special.start() > at:
                yield _Token("text", self.text[at : special.start()], at, special.start())
            token = self._READERS[special[0]](self, special.start())
            if token is not None:
                yield token
            at = token.end if token is not None else special.end()

    def _quoted(self, at: int) -> _Token | None:
        stop = self._quote_end(at + 1) if self._quotes_close else -1
        if stop < 0:
            # Whatever quote comes later was escaped for this one, so it closes nothing either.
            self._quotes_close = False
            return None
        return _Token("quoted", self.text[at + 1 : stop], at, stop + 1)

    def _quote_end(self, at: int) -> int:
        while mark := _QUOTE_MARK.search(self.text, at):
            if mark[0] == '"':
                return mark.start()
            at = mark.end() + 1
        return -1

    def _comment(self, at: int) -> _Token:
        """A comment with those inside it; one that never closes goes to the end."""
        depth, after = 0, at
        while mark := _COMMENT_MARK.search(self.text, after):
            after = mark.end() + (mark[0] == "\\")
            depth += {"(": 1, ")": -1}.get(mark[0], 0)
            if depth == 0:
                return _Token("comment", self.text[at + 1 : mark.start()], at, after)
        return _Token("comment", self.text[at + 1 :], at, len(self.text))

    def _angle(self, at: int) -> _Token | None:
        if self._angle_closes_at != -1 and self._angle_closes_at < at:
            self._angle_closes_at = self.text.find(">", at)
        if self._angle_opens_at != -1 and self._angle_opens_at <= at:
            self._angle_opens_at = self.text.find("<", at + 1)
        stop, again = self._angle_closes_at, self._angle_opens_at
        if 0 <= again < stop and "@" not in self.text[at:again]:
            # `<Name <a@b>`: the first one opened nothing.
            return None
        if stop < 0:
            return _Token("angle", self.text[at + 1 :], at, len(self.text))
        return _Token("angle", self.text[at + 1 : stop], at, stop + 1)

    def _separator(self, at: int) -> _Token:
        return _Token("separator", self.text[at], at, at + 1)

    def _colon(self, at: int) -> _Token:
        return _Token("colon", ":", at, at + 1)

    _READERS: ClassVar = {
        '"': _quoted,
        "(": _comment,
        "<": _angle,
        ",": _separator,
        ";": _separator,
        ":": _colon,
    }


@dataclass(slots=True)
class _Piece:
    """What was collected of the mailbox being read."""

    words: list[str] = field(default_factory=list)
    angle: str | None = None
    comments: list[str] = field(default_factory=list)
    has_at: bool = False
    #: Text that goes on where the last word ended, without a blank.
    open_word: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Go on with the word being written."""
        self.open_word.append(text)
        self.has_at = self.has_at or "@" in text

    def end_word(self) -> None:
        """What comes next is another word."""
        if self.open_word:
            self.words.append("".join(self.open_word))
            self.open_word.clear()

    def add_angle(self, inside: str) -> None:
        """The address in angles; of two the one with an @, the other is part of the name."""
        self.end_word()
        if self.angle is None or "@" in inside:
            if self.angle:
                self.words.append(self.angle)
                self.has_at = self.has_at or "@" in self.angle
            self.angle = inside


def _list(text: str, limit: int) -> tuple[Mailbox, ...]:
    boxes: list[Mailbox] = []
    piece = _Piece()
    for token in _Scanner(text).tokens():
        if token.kind == "separator" and not _is_in_name(token, piece, text):
            boxes.extend(_mailboxes(piece))
            piece = _Piece()
            if len(boxes) >= limit:
                break
        elif token.kind == "colon" and _ends_group_name(token, piece, text):
            piece = _Piece()
        else:
            _take(token, piece, text)
    boxes.extend(_mailboxes(piece))
    return tuple(boxes[:limit])


def _take(token: _Token, piece: _Piece, text: str) -> None:
    if token.kind == "angle":
        piece.add_angle(token.text)
    elif token.kind == "comment":
        piece.end_word()
        piece.comments.append(token.text)
    elif token.kind == "quoted" and not text.startswith("@", token.end):
        piece.end_word()
        piece.write(_ESCAPED.sub(r"\1", token.text))
        piece.end_word()
    else:
        # "local part"@domain stays an address, marks and all.
        piece.write(text[token.start : token.end])


def _is_in_name(token: _Token, piece: _Piece, text: str) -> bool:
    """`Dupont, Jeanne <j@d>` without quotes: words and then an angle address follow, none of them with an
    @.
    """
    if token.text != "," or piece.angle is not None or piece.has_at:
        return False
    between, opening, rest = text[token.end : token.end + _NAME_WINDOW].partition("<")
    return bool(opening) and not set(between) & set('@,;:"') and "@" in rest and between.strip() != ""


def _ends_group_name(token: _Token, piece: _Piece, text: str) -> bool:
    return not piece.has_at and text[max(token.start - 6, 0) : token.start].casefold() != "mailto"


def _mailboxes(piece: _Piece) -> list[Mailbox]:
    piece.end_word()
    if piece.angle is not None:
        return _in_angles(piece.angle, _name(" ".join(piece.words)), piece.comments)
    return _without_angles(" ".join(piece.words), piece.comments)


def _in_angles(angle: str, name: str, comments: list[str]) -> list[Mailbox]:
    inside = decode_words(angle) if "=?" in angle else angle
    route = inside.rpartition(":")[2] if inside.startswith("@") else inside
    several = [part for part in _SEPARATOR.split(route) if part.strip()]
    if len(several) > 1 and all("@" in part for part in several):
        return [Mailbox(_bare(part)) for part in several]
    name = name or _name(" ".join(comments))
    address = _bare(route)
    if "@" not in address and (found := _SHAPE.search(name)):
        # `"a@b" <>`: the address stands in the name.
        return [Mailbox(_bare(found[0]), "" if name == found[0] else name)]
    return [Mailbox(address, "" if name == address else name)] if address or name else []


def _without_angles(words: str, comments: list[str]) -> list[Mailbox]:
    label = _name(" ".join(comments))
    if shapes := _SHAPE.findall(words):
        first, *others = shapes
        label = label or _name(_SHAPE.sub(" ", words))
        return [Mailbox(_bare(first), label), *(Mailbox(_bare(shape)) for shape in others)]
    bare = _bare(words)
    if not bare:
        return []
    if " " in words.strip() or "=?" in words:
        return [Mailbox("", _name(words))]
    return [Mailbox(bare, label)]


def _name(text: str) -> str:
    """A display name decoded, without the quotes that programs put around it twice."""
    text = _SPACES.sub(" ", tidy(decode_words(text))).strip()
    start, end = 0, len(text)
    while end - start >= 2 and text[start] in _QUOTES and text[end - 1] in _QUOTES:
        start, end = start + 1, end - 1
        start += text.startswith(" ", start)
        end -= end > start and text[end - 1] == " "
    return text[start:end][:_MAX_NAME]


def _bare(text: str) -> str:
    text = _SPACES.sub("", text).strip("<>").removeprefix("mailto:").removeprefix("MAILTO:")
    if len(text) > 1 and text[0] in "'‘’" and text[-1] in "'‘’":
        text = text[1:-1]
    return text.rstrip(".,;")[:_MAX_ADDRESS]
