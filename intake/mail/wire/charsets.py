"""Bytes to text when the declared charset is right, wrong, unknown or absent."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Names seen in mail that Python does not know, or knows as a subset of what senders mean by them.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312_80": "gb18030",
    "cn_gb": "gb18030",
    "ks_c_5601_1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "ks_c_5601_1992": "cp949",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "x_sjis": "cp932",
    "sjis": "cp932",
    "windows_31j": "cp932",
    "iso_2022_jp": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "unicode_1_1_utf_7": "utf_7",
    "utf8mb4": "utf_8",
    "x_mac_roman": "mac_roman",
    "macintosh": "mac_roman",
    "x_gbk": "gb18030",
    "big5_hkscs": "big5hkscs",
    "x_big5": "big5",
    "cp_850": "cp850",
    "tis_620": "cp874",
    "iso_8859_11": "cp874",
}
# WHATWG's lesson: what calls itself Latin-1 or ASCII is windows-1252 where it has bytes 80–9F.
_WESTERN = {"ascii", "iso8859-1", "cp1252"}
_FAMILIES = re.compile(
    r"utf|iso|cp|win|koi8|gb|big5|euc|shift|mac|latin|l[1-9]|ascii|us|hz|tis|ptcp|kz|johab|ansi|8859|1252|65001"
)
_MULTIBYTE = ("gb", "big5", "cp9", "euc", "shift", "iso2022", "johab", "hz")


@lru_cache(maxsize=256)
def codec_name(declared: str) -> str | None:
    """The Python codec of a charset name, or None when it names no charset.

    Only families of character sets: Python also calls `idna`, `punycode`, `unicode_escape` and `rot13`
    encodings, and some of those take quadratic time.
    """
    name = re.sub(r"[\W_]+", "_", declared.strip(" \t'\"").casefold()).strip("_")[:40]
    name = _ALIASES.get(name, name)
    if not _FAMILIES.match(name):
        return None
    for spelling in (
        name,
        name.replace("_", ""),
        name.removeprefix("windows_") and "cp" + name.removeprefix("windows_"),
    ):
        try:
            found = codecs.lookup(spelling)
        except (LookupError, ValueError):
            continue
        if getattr(found, "_is_text_encoding", True):
            return found.name
    return None


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `data`, and '' or one sentence saying how the declared charset was wrong.

    Order: a byte order mark, UTF-8 when the bytes prove it, the declared charset, windows-1252, Latin-1.
    Never fails. Linear in `data`.
    """
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    codec = codec_name(declared) if declared else None
    if codec in {"utf-16", "utf-32"} or data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode(codec or "utf-16", "replace"), ""
    if codec is None or codec in _WESTERN or codec == "utf-8":
        return _western(data, declared, codec)
    if codec == "utf-7":
        return data.decode(codec, "replace"), ""
    try:
        return data.decode(codec), ""
    except (UnicodeError, ValueError):
        pass
    if codec.startswith("iso2022_jp"):
        # Escape sequences are ASCII, so that this would always pass for UTF-8.
        return _japanese(data), ""
    try:
        return data.decode("utf-8"), f"The text is UTF-8, not {_shown(declared)} as declared."
    except UnicodeDecodeError:
        pass
    if codec.startswith(_MULTIBYTE) or codec.startswith("utf"):
        return data.decode(codec, "replace"), f"Some bytes are no {_shown(declared)}."
    return _cp1252(data), f"The text is no {_shown(declared)} as declared; read as windows-1252."


def _japanese(data: bytes) -> str:
    """ISO-2022-JP with the characters that Windows added (①, ㈱): its double bytes are read as
    EUC-JIS-2004.
    """
    out: list[str] = []
    for number, piece in enumerate(_JAPANESE_SET.split(data)):
        # split() gives text and escape sequence in turn; the first piece is ASCII.
        if number % 2:
            is_double = piece.startswith(b"\x1b$")
        elif number == 0 or not is_double:
            out.append(piece.decode("ascii", "replace"))
        else:
            out.append(piece.translate(_HIGH_BIT).decode("euc_jis_2004", "replace"))
    return "".join(out)


# "ESC $ B", "ESC $ @": two bytes a character; "ESC ( B", "ESC ( J": one.
_JAPANESE_SET = re.compile(rb"(\x1b\$[@B]|\x1b\([BJI])")
_HIGH_BIT = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in range(256))


def _western(data: bytes, declared: str, codec: str | None) -> tuple[str, str]:
    # Text in a single-byte charset that is also valid multi-byte UTF-8 does not happen by chance.
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        if codec == "utf-8" and wrong.start > 0 and _damage(data) < 0.02:
            return data.decode("utf-8", "replace"), "Some bytes are no UTF-8."
        defect = (
            ""
            if codec in {"iso8859-1", "cp1252"}
            else "Bytes without a right charset were read as windows-1252."
        )
        return _cp1252(data), defect
    if declared and codec is None:
        return text, f"The charset {_shown(declared)} is unknown."
    if codec in _WESTERN and codec != "ascii" and not text.isascii():
        return text, f"The text is UTF-8, not {_shown(declared)} as declared."
    return text, ""


def _damage(data: bytes) -> float:
    """The share of non-ASCII bytes which are broken UTF-8: low means UTF-8 with an accident."""
    high = sum(1 for byte in data[:100_000] if byte > 127)
    broken = data[:100_000].decode("utf-8", "replace").count("�")
    return broken / high if high else 0.0


def _cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_CP1252[byte] for byte in data)


_CP1252 = [bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(256)]


def _shown(declared: str) -> str:
    return re.sub(r"[^\w.:+-]", "", declared)[:40]


def clean(text: str) -> str:
    """`text` without NUL and lone surrogates, which neither databases nor JSON take. Linear in `text`."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text
