"""A text as it is seen: accents joined to their letters, nothing in it that is not seen; and the same in
plain characters, place by place.
"""

from __future__ import annotations

import unicodedata

#: Marks on one letter; more are dropped, so that joining them is linear.
_MOST_MARKS = 4
#: Letters and marks that nobody sees, besides format characters (Cf) and controls.
_UNSEEN = frozenset([0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810),
                     *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])  # fmt: skip
_KEPT_CONTROLS = frozenset("\n\r\t")
_PLAIN = {
    **dict.fromkeys("‘’‚‛ʼʹ′´`", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
}


def as_seen(text: str) -> str:
    """`text` in NFC without format characters, controls and marks heaped on each other. Linear in `text`."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Cf", "Cc") and character not in _KEPT_CONTROLS and character not in _PLAIN:
            continue
        if ord(character) in _UNSEEN:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


class _Plain(dict[int, str]):
    """The plain character of each code point, learnt as they are met; one for one."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        plain = _PLAIN.get(character)
        if plain is None:
            folded = unicodedata.normalize("NFKC", character)
            plain = folded if len(folded) == 1 else character
            plain = " " if unicodedata.category(plain) == "Zs" else _PLAIN.get(plain, plain)
        self[code_point] = plain
        return plain


_TABLE = _Plain()


def in_plain(text: str) -> str:
    """`text` with plain blanks, dashes, quotes, digits and letters; as long as `text`. Linear in `text`."""
    return text if text.isascii() else text.translate(_TABLE)
