"""What of a message is worth the room of a text: its words, not what handed them on or signed them."""

from __future__ import annotations

from intake.mail.reply.quoted_headers import header_block_length, is_separator
from intake.mail.reply.signatures import is_closing, is_sent_from, signature_start

#: Lines that are looked at; a text shows a few of them.
_MOST_LINES = 200


def gist(text: str) -> str:
    """The lines of `text` that say something: without the heads of what was handed on, « Envoyé de mon
    iPhone » and the farewell; `text` as it is when nothing else is left. Linear in `text`.
    """
    lines = text.splitlines()[:_MOST_LINES]
    said: list[str] = []
    at = 0
    while at < len(lines):
        head = header_block_length(lines, at)
        if not head and not is_separator(lines[at]) and not is_sent_from(lines[at]):
            said.append(lines[at])
        at += head or 1
    while said and (not said[-1].strip() or is_closing(said[-1].strip())):
        said.pop()
    said = said[: signature_start(said)] or said
    return "\n".join(said) if any(line.strip() for line in said) else text
