"""Structured header values: `text/plain; charset="utf-8"; name*0*=utf-8''l%C3%A9…` (RFC 2045 §5.1, RFC 2231).

    value     = head *( ";" parameter )
    parameter = attribute ["*" section] ["*"] "=" ( token / quoted-string )
    section   = 1*3DIGIT
    quoted    = DQUOTE *( "\\\\" any / any but DQUOTE ) DQUOTE

One pass: each character is passed once when the value is cut at its semicolons and at most three times in the
parameter it belongs to; at most 100 parameters are read. Twenty thousand semicolons cost as many steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from intake.mail.wire.charsets import decode
from intake.mail.wire.encoded_words import as_text, decode_words, tidy

_MAX_PARAMETERS = 100
_MARK = re.compile(r'[";\\]')
_ESCAPED = re.compile(r'\\(["\\])')
# attribute ["*" section] ["*"]
_ATTRIBUTE = re.compile(r"([^*]{1,100})(?:\*(\d{1,3}))?(\*)?")
# type "/" subtype, both tokens
_TYPE = re.compile(r"([a-z0-9!#$&^_.+-]{1,100})/([a-z0-9!#$&^_.+-]{1,100})")


@dataclass(frozen=True, slots=True)
class Structured:
    """A value in lower case and its parameters (names in lower case, RFC 2231 pieces joined, decoded)."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """One parameter, '' when absent."""
        return self.parameters.get(name, "")


def parse_structured(raw: bytes) -> Structured:
    """The main value and parameters of Content-Type, Content-Disposition and their like. Never fails.

    Linear in `raw`.
    """
    text = as_text(raw).replace("\r", " ").replace("\n", " ")
    if text.lstrip().startswith("=?"):
        # Some programs encode the whole value as if it were a phrase.
        text = tidy(decode_words(text))
    head, *pieces = _cut(text)
    pairs: list[tuple[str, str]] = []
    for piece in pieces[:_MAX_PARAMETERS]:
        name, equals, value = piece.partition("=")
        if equals and name.strip():
            pairs.append((name.strip().casefold(), _unquote(value.strip())))
    return Structured(_strip_comment(head).strip().casefold(), _join(pairs))


def content_type_of(value: str) -> str:
    """`value` as type/subtype, or '' when it is none. Linear in `value`."""
    found = _TYPE.match(value.replace(" ", ""))
    return f"{found[1]}/{found[2]}" if found else ""


def _cut(text: str) -> list[str]:
    """What stands between the semicolons outside quotes, at most one piece more than parameters are read.

    A quote that never closes is none: what follows it is cut at every semicolon, as people meant it.
    """
    pieces: list[str] = []
    start = at = 0
    opened = -1
    while len(pieces) <= _MAX_PARAMETERS and (mark := _MARK.search(text, at)):
        at = mark.end()
        if mark[0] == '"':
            opened = mark.start() if opened < 0 else -1
        elif opened >= 0:
            # A semicolon inside quotes is a letter; a backslash takes the next one with it.
            at += mark[0] == "\\"
        elif mark[0] == ";":
            pieces.append(text[start : mark.start()])
            start = at
    if opened < 0:
        return [*pieces, text[start:]] if len(pieces) <= _MAX_PARAMETERS else pieces
    first, *others = text[opened:].split(";", _MAX_PARAMETERS)
    return [*pieces, text[start:opened] + first, *others]


def _unquote(value: str) -> str:
    if not value.startswith('"'):
        return _strip_comment(value).strip().rstrip(";")
    at = 1
    while mark := _MARK.search(value, at):
        if mark[0] == '"':
            break
        at = mark.end() + (mark[0] == "\\")
    inside = value[1 : mark.start()] if mark else value[1:]
    # Windows paths are quoted without doubling: drop the backslash only before " and \.
    return _ESCAPED.sub(r"\1", inside)


def _strip_comment(value: str) -> str:
    cut = value.find(" (")
    return value[:cut] if cut > 0 else value


def _join(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name; the numbered pieces of one (RFC 2231 §3) become one and win over a plain one."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, value in pairs:
        match = _ATTRIBUTE.fullmatch(name)
        if match is None or "*" not in name:
            plain.setdefault(name, tidy(decode_words(value)))
            continue
        pieces.setdefault(match[1], {}).setdefault(int(match[2] or 0), (bool(match[3]), value))
    for name, numbered in pieces.items():
        plain[name] = _continued(numbered)
    return plain


def _continued(numbered: dict[int, tuple[bool, str]]) -> str:
    charset = ""
    data: list[bytes] = []
    for position, number in enumerate(sorted(numbered)):
        is_encoded, value = numbered[number]
        if is_encoded:
            if position == 0 and value.count("'") >= 2:
                charset, _, value = value.split("'", 2)
            data.append(unquote_to_bytes(value))
        else:
            text = value if charset else decode_words(value)
            data.append(text.encode("utf-8", "replace"))
    return tidy(decode(b"".join(data), charset)[0])
