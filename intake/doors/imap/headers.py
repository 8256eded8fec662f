"""The few header fields a mailbox door reads: what the server that delivered the mail says of its
envelope.
"""

from __future__ import annotations

import re

_HEADER_BYTES = 65_536
_FIELDS = 500
_FOLD = re.compile(rb"\r?\n[ \t]+")
_ADDRESS = re.compile(r"<([^<>\s]*)>|([^<>\s]+@[^<>\s]+)")


def header_values(raw: bytes, name: str) -> list[str]:
    """Every value of the field, topmost first, unfolded, without control characters; at most 500 are looked
    at.
    """
    head = re.split(rb"\r?\n\r?\n", raw[:_HEADER_BYTES], maxsplit=1)[0]
    wanted = name.lower().encode() + b":"
    values = []
    for line in _FOLD.sub(b" ", head).split(b"\n")[:_FIELDS]:
        if line[: len(wanted)].lower() == wanted:
            value = line[len(wanted) :].decode("utf-8", "replace")
            values.append("".join(c for c in value if c.isprintable()).strip())
    return values


def envelope_sender(raw: bytes) -> str:
    """The sender of the envelope as the topmost Return-Path gives it; '' for the null sender or none."""
    for value in header_values(raw, "Return-Path")[:1]:
        if found := _ADDRESS.search(value[:1_000]):
            return found[1] or found[2] or ""
    return ""


def delivered_to(raw: bytes, name: str) -> list[str]:
    """The address that the server which delivered a mail wrote into `name`: of its topmost field, and only
    when that stands above every Received, as no sender can write it. `To` is taken wherever it stands.
    """
    head = re.split(rb"\r?\n\r?\n", raw[:_HEADER_BYTES], maxsplit=1)[0]
    if name.lower() != "to":
        head = re.split(rb"(?im)^received[ \t]*:", head, maxsplit=1)[0]
    found = header_values(head, name)[: 5 if name.lower() == "to" else 1]
    addresses = [match[1] or match[2] or "" for value in found for match in _ADDRESS.finditer(value[:2_000])]
    return list(dict.fromkeys(address[:320] for address in addresses if "@" in address))[:20]
