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
    """Every value of the field, topmost first, unfolded, without control characters;
    at most 500 are looked at.
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


def delivered_to(raw: bytes) -> list[str]:
    """Addresses that relays say this copy was for: Delivered-To, X-Original-To, Envelope-To; each once."""
    found = [
        value[:320]
        for name in ("Delivered-To", "X-Original-To", "Envelope-To")
        for value in header_values(raw, name)
        if value
    ]
    return list(dict.fromkeys(found))[:20]
