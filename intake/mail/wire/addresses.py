"""Address lists (RFC 5322 §3.4) as they really come: unclosed, quoted twice, separated by semicolons.

    address = mailbox / group;  group = display-name ":" [mailbox-list] ";"
    mailbox = [display-name] "<" addr-spec ">" / addr-spec ["(" comment ")"]

One pass over the characters with a depth counter, no recursion: `From: ((((…` is only a long comment.
"""

from __future__ import annotations

import re

from intake.mail.wire.encoded_words import as_text, decode_words, tidy
from intake.mail.wire.limits import DEFAULT
from intake.message import Mailbox

# Looked for at the beginning of a word only: from each letter of it anew would take the square of its length.
_SHAPE = re.compile(r"(?<![^\s<>,;:()\"])[^\s<>,;:()\"]+@[^\s<>,;()\"]+")
_SPACES = re.compile(r"\s+")
_QUOTES = "'\"‘’“”«»"
_MAX_ADDRESS = 320


def parse_addresses(raw: bytes, limit: int = DEFAULT.addresses) -> tuple[Mailbox, ...]:
    """The mailboxes of one header value; group names are left out, `address` may be malformed. Never fails."""
    text = tidy(as_text(raw))
    found = _list(text, limit)
    if not any("@" in box.address for box in found) and "=?" in text:
        # The whole value was encoded, address and all.
        decoded = _list(tidy(decode_words(text)), limit)
        if any("@" in box.address for box in decoded):
            return decoded
    return found


def is_address(text: str) -> bool:
    """Whether `text` has the shape local@domain, nothing more."""
    return len(text) <= _MAX_ADDRESS and bool(_SHAPE.fullmatch(text))


def find_addresses(text: str) -> list[str]:
    """What looks like an address in free text, in order, without duplicates."""
    found = (match[0].strip(".,;:'\"*[]{}").removeprefix("mailto:") for match in _IN_TEXT.finditer(text))
    return list(dict.fromkeys(found))


_IN_TEXT = re.compile(
    r"(?<![\w.+@=/-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", re.UNICODE
)


class _Piece:
    """What was collected of the mailbox being read."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.angle: str | None = None
        self.comments: list[str] = []


def _list(text: str, limit: int) -> tuple[Mailbox, ...]:
    boxes: list[Mailbox] = []
    piece = _Piece()
    plain: list[str] = []
    at = 0
    end = len(text)

    def word() -> None:
        if plain:
            piece.words.append("".join(plain))
            plain.clear()

    def finish() -> None:
        nonlocal piece
        word()
        if len(boxes) < limit:
            boxes.extend(_mailboxes(piece))
        piece = _Piece()

    while at < end and len(boxes) < limit:
        c = text[at]
        if c == '"':
            stop = _quoted_end(text, at + 1)
            if stop < 0:
                at += 1
                continue
            content = re.sub(r"\\(.)", r"\1", text[at + 1 : stop])
            # "local part"@domain stays an address; a display name becomes a word.
            if text[stop + 1 : stop + 2] == "@":
                plain.append(text[at : stop + 1])
            else:
                word()
                piece.words.append(content)
            at = stop + 1
        elif c == "(":
            stop = _comment_end(text, at)
            word()
            piece.comments.append(text[at + 1 : stop])
            at = stop + 1
        elif c == "<":
            stop = text.find(">", at)
            again = text.find("<", at + 1)
            if 0 <= again < stop and "@" not in text[at:again]:
                # `<Name <a@b>`: the first one opened nothing.
                at += 1
                continue
            inside = text[at + 1 : stop if stop >= 0 else end]
            word()
            if piece.angle is None or "@" in inside:
                if piece.angle:
                    piece.words.append(piece.angle)
                piece.angle = inside
            at = (stop if stop >= 0 else end) + 1
        elif c in ",;":
            if c == "," and piece.angle is None and not _has_at(piece, plain) and _at_follows_name(text, at):
                # `Dupont, Jeanne <j@d>` without quotes: the comma belongs to the name.
                plain.append(c)
            else:
                finish()
            at += 1
        elif c == ":" and not _has_at(piece, plain) and not "".join(plain).casefold().endswith("mailto"):
            plain.clear()
            piece = _Piece()
            at += 1
        else:
            plain.append(c)
            at += 1
    finish()
    return tuple(boxes)


def _has_at(piece: _Piece, plain: list[str]) -> bool:
    return "@" in plain or any("@" in w for w in piece.words)


def _at_follows_name(text: str, comma: int) -> bool:
    """Whether what follows the comma is words and then an angle address, none of them with an @."""
    window = text[comma + 1 : comma + 121]
    opening = window.find("<")
    if opening < 0:
        return False
    between = window[:opening]
    return not set(between) & set('@,;:"') and "@" in window[opening:] and between.strip() != ""


def _quoted_end(text: str, at: int) -> int:
    end = len(text)
    while at < end:
        c = text[at]
        if c == "\\":
            at += 2
            continue
        if c == '"':
            return at
        at += 1
    return -1


def _comment_end(text: str, at: int) -> int:
    depth = 0
    end = len(text)
    while at < end:
        c = text[at]
        if c == "\\":
            at += 1
        elif c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return end


def _mailboxes(piece: _Piece) -> list[Mailbox]:
    name = _name(" ".join(piece.words))
    if piece.angle is not None:
        inside = decode_words(piece.angle) if "=?" in piece.angle else piece.angle
        route = inside.rpartition(":")[2] if inside.startswith("@") else inside
        several = [part for part in re.split(r"[,;]", route) if part.strip()]
        if not name and piece.comments:
            name = _name(" ".join(piece.comments))
        if len(several) > 1 and all("@" in part for part in several):
            return [Mailbox(_bare(part)) for part in several]
        address = _bare(route)
        if not address and not name:
            return []
        if "@" not in address and (found := _SHAPE.search(name)):
            # `"a@b" <>`: the address stands in the name.
            return [Mailbox(_bare(found[0]), "" if name == found[0] else name)]
        return [Mailbox(address, "" if name == address else name)]
    joined = " ".join(piece.words)
    shapes = _SHAPE.findall(joined)
    if shapes:
        label = _name(" ".join(piece.comments)) or _name(_SHAPE.sub(" ", joined))
        return [Mailbox(_bare(shape), label if number == 0 else "") for number, shape in enumerate(shapes)]
    bare = _bare(joined)
    if not bare:
        return []
    if " " in joined.strip() or "=?" in joined:
        return [Mailbox("", name)]
    return [Mailbox(bare, _name(" ".join(piece.comments)))]


def _name(text: str) -> str:
    text = _SPACES.sub(" ", tidy(decode_words(text))).strip()
    while len(text) >= 2 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text[:200]


def _bare(text: str) -> str:
    text = _SPACES.sub("", text).strip("<>").removeprefix("mailto:").removeprefix("MAILTO:")
    if len(text) > 1 and text[0] in "'‘’" and text[-1] in "'‘’":
        text = text[1:-1]
    return text.rstrip(".,;")[:_MAX_ADDRESS]
