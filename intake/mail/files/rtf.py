"""The text of RTF as Outlook sends it: packed (MS-OXRTFCP), and with HTML written into it (MS-OXRTFEX).

    packed = size:u32 raw-size:u32 ("LZFu" / "MELA") crc:u32 *( control:u8 *8( literal / reference ) )
    rtf    = *( "{" rtf "}" / "\\\\" word [number] [" "] / "\\\\'" 2HEX / "\\\\" symbol / text )

Both are one pass with a position that only moves forward. A reference gives at most 17 bytes for two, so n
packed bytes give at most 9 n, and never more than the caller allows.
"""

from __future__ import annotations

import re

from intake.mail.wire.charsets import decode

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_HEAD_BYTES = 16
# control word with its number and the blank that ends it / escaped byte / control symbol / brace / text
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.DOTALL
)
_MOST_TEXT = 1_000_000
# Groups whose content is no text.
_SILENT = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "footer",
        "generator",
        "themedata",
    }
)
_WRITTEN = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n",
    "page": "\n",
    "tab": "\t",
    "cell": "\t",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
}
_SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}


def unpack_rtf(packed: bytes, most_bytes: int) -> bytes:
    """The RTF in `packed`, at most `most_bytes` of it; b'' when it is none. Never fails."""
    if len(packed) < _HEAD_BYTES:
        return b""
    raw_size = min(int.from_bytes(packed[4:8], "little"), most_bytes)
    if packed[8:12] == b"MELA":
        return packed[_HEAD_BYTES : _HEAD_BYTES + raw_size]
    if packed[8:12] != b"LZFu":
        return b""
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b" "))
    write = len(_DICTIONARY)
    out = bytearray()
    at = _HEAD_BYTES
    while at < len(packed) and len(out) < raw_size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not control >> bit & 1:
                piece = packed[at : at + 1]
                at += 1
            else:
                reference = int.from_bytes(packed[at : at + 2], "big")
                at += 2
                offset, length = reference >> 4, (reference & 0xF) + 2
                if offset == write:
                    return bytes(out[:raw_size])
                # A reference may reach into what it is writing itself.
                span = (write - offset) % _WINDOW
                known = bytes(window[(offset + n) % _WINDOW] for n in range(min(length, span)))
                piece = (known * (length // len(known) + 1))[:length]
            for byte in piece:
                window[write] = byte
                write = (write + 1) % _WINDOW
            out += piece
    return bytes(out[:raw_size])


def rtf_text(rtf: bytes) -> str:
    """The text of `rtf`, without its formatting; '' when it is none. Never fails. Linear in `rtf`."""
    if not rtf.lstrip().startswith(b"{\\rtf"):
        return ""
    reader = _RtfReader()
    for token in _TOKEN.finditer(rtf.decode("latin-1")):
        if reader.written > _MOST_TEXT:
            break
        reader.take(token)
    reader.end_bytes()
    # Beyond the basic plane characters are written as two halves.
    whole = "".join(reader.out).encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace").strip()


class _RtfReader:
    """What was written so far, and which groups are silent."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.written = 0
        self.depth = 0
        #: The depth of the outermost silent group; None: what comes is text.
        self.silent_from: int | None = None
        #: Outlook marks what is only for programs without HTML.
        self.is_for_rtf_alone = False
        self.charset = "cp1252"
        #: Characters to leave out: a Unicode one is followed by a stand-in for old programs.
        self.stand_ins = 0
        self.bytes_waiting: list[int] = []

    def take(self, token: re.Match[str]) -> None:
        word, number, octet, symbol, brace, text = token.groups()
        if brace:
            self._brace(brace)
        elif symbol == "*" and self.silent_from is None:
            self.silent_from = self.depth
        elif word:
            self._word(word, number)
        elif octet:
            self._octet(int(octet, 16))
        elif symbol:
            self._write(_SYMBOLS.get(symbol, ""))
        elif text:
            skipped = min(self.stand_ins, len(text))
            self.stand_ins -= skipped
            self._write(text[skipped:])

    def _brace(self, brace: str) -> None:
        self.depth += 1 if brace == "{" else -1
        if self.silent_from is not None and self.depth < self.silent_from:
            self.silent_from = None

    def _word(self, word: str, number: str | None) -> None:
        if word == "htmlrtf":
            self.is_for_rtf_alone = number != "0"
        elif word in _SILENT and self.silent_from is None:
            self.silent_from = self.depth
        elif word == "ansicpg" and number:
            self.charset = f"cp{number}"
        elif word == "u" and number:
            self.stand_ins = 0
            self._write(chr(int(number) % 0x10000))
            self.stand_ins = 1
        else:
            self._write(_WRITTEN.get(word, ""))

    def _octet(self, value: int) -> None:
        if self.stand_ins:
            self.stand_ins -= 1
        elif self.silent_from is None and not self.is_for_rtf_alone:
            self.bytes_waiting.append(value)

    def _write(self, text: str) -> None:
        if text and self.silent_from is None and not self.is_for_rtf_alone:
            self.end_bytes()
            self.out.append(text)
            self.written += len(text)

    def end_bytes(self) -> None:
        """Write the escaped bytes that wait: several make one character in some charsets."""
        if self.bytes_waiting:
            self.out.append(decode(bytes(self.bytes_waiting), self.charset)[0])
            self.written += len(self.bytes_waiting)
            self.bytes_waiting.clear()
