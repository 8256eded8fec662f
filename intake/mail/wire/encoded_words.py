"""Header values to text: raw 8-bit bytes and encoded words (RFC 2047, RFC 2231 §5), however broken.

    encoded-word = "=?" charset [*language] "?" encoding "?" encoded-text "?="

Linear in the length of the value: the end of a word is looked for once, and an end found beyond the beginning
of the next word serves that one too; each character is decoded at most once.
"""

from __future__ import annotations

import binascii
import re

from intake.mail.wire.charsets import clean, codec_name, decode

_START = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_Q_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
# From the first blank of a run only: looked for from each of them it would take the square of their number.
_FOLD = re.compile(r"(?<![ \t])[ \t]*[\r\n]+[ \t]*")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_BLANK = re.compile(r"[ \t\r\n]*")


def header_text(raw: bytes, charset: str = "") -> str:
    """The value as people should read it: unfolded, decoded, without line breaks or control characters.

    Linear in `raw`.
    """
    return tidy(decode_words(as_text(raw, charset)))


def plain_text(raw: bytes) -> str:
    """A value that programs read, on one line: no encoded word is decoded, as what it decodes to would be
    read as written by the server; each control character stays to be seen, as U+FFFD. Linear in `raw`.
    """
    return _CONTROL.sub("\ufffd", _FOLD.sub(" ", as_text(raw))).strip()


def as_text(raw: bytes, charset: str = "") -> str:
    """The value's characters, encoded words left as they are.

    Raw 8-bit values are in the charset of the body, `charset`, when they are no UTF-8. Linear in `raw`.
    """
    is_utf7 = bool(charset) and codec_name(charset) == "utf-7"
    if raw.isascii() and not (is_utf7 and b"+" in raw and b"=?" not in raw):
        return raw.decode("ascii")
    return decode(raw, charset if is_utf7 == raw.isascii() else "")[0]


def tidy(text: str) -> str:
    """`text` on one line, without control characters. Linear in `text`."""
    return _CONTROL.sub("", _FOLD.sub(" ", clean(text))).strip()


def decode_words(text: str) -> str:
    """`text` with its encoded words decoded; what is no good encoded word stays as written.

    Adjacent words lose the blanks between them (§6.2), and those of one charset and encoding are joined
    before decoding: many senders cut characters in two. Linear in `text`.
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    pending: list[tuple[str, bytes]] = []
    at = 0
    for word in _words(text):
        start, end, charset, payload = word
        between = text[at:start]
        if between and not (pending and _BLANK.fullmatch(between)):
            _flush(pending, out)
            out.append(between)
        pending.append((charset, payload))
        at = end
    _flush(pending, out)
    out.append(text[at:])
    return "".join(out)


def _words(text: str) -> list[tuple[int, int, str, bytes]]:
    found = []
    at = 0
    stop = -1
    while match := _START.search(text, at):
        body = match.end()
        if stop < body:
            stop = text.find("?=", body)
        if stop < 0:
            break
        nested = text.find("=?", body, stop)
        # `=?utf-8?Q?cut =?utf-8?Q?whole?=`: the first word lost its end, go on from the second.
        if nested >= 0 and _START.match(text, nested):
            at = nested
            continue
        # A Q word whose text starts by an escape looks ended at once: `?Q?=C3=A9?=` is fine, `?Q??=` empty.
        payload = _payload(text[body:stop], match[2])
        charset = match[1].split("*")[0]
        if payload is not None and (codec_name(charset) or payload.isascii()):
            found.append((match.start(), stop + 2, charset, payload))
        elif payload is not None:
            found.append((match.start(), stop + 2, "", payload))
        at = stop + 2
    return found


def _payload(encoded: str, encoding: str) -> bytes | None:
    raw = encoded.encode("utf-8", "replace")
    if encoding in "qQ":
        return _Q_HEX.sub(lambda m: bytes([int(m[1], 16)]), raw.replace(b"_", b" "))
    kept = _NOT_BASE64.sub(b"", raw)
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        # One letter too many: a character was lost on the way.
        return binascii.a2b_base64(kept[: len(kept) // 4 * 4])


def _flush(pending: list[tuple[str, bytes]], out: list[str]) -> None:
    run: list[bytes] = []
    current = ""
    for charset, payload in pending:
        if run and charset.casefold() != current.casefold():
            out.append(decode(b"".join(run), current)[0])
            run = []
        current = charset
        run.append(payload)
    if run:
        out.append(decode(b"".join(run), current)[0])
    pending.clear()
