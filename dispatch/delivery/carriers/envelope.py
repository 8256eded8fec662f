"""What is said to a relay before a letter: who writes, who is written to, that it comes (RFC 5321 §3.3).

A relay that offers PIPELINING (RFC 2920) hears the three at once and answers each: one round trip of three.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from typing import NamedTuple

from dispatch.letters.written import Letter
from models.errors import PermanentFailure

#: An address that needs no reading to be put between angle brackets.
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+", re.ASCII)
#: The answer to DATA that asks for the message.
_COME = 354


class Refusal(NamedTuple):
    """A command that a relay did not take, and its answer."""

    command: str
    code: int
    text: bytes


def say_envelope(connection: smtplib.SMTP, letter: Letter) -> Refusal | None:
    """Announce `letter`; None when the relay now waits for its text, else the first command it refused.

    After a refusal nothing of the letter may be sent: reset the connection. One that waits for a text all
    the same was closed. Raises PermanentFailure for an address that the relay cannot carry, OSError and
    SMTPException as smtplib does.
    """
    commands = tuple(_commands(connection, letter))
    if not connection.has_extn("pipelining"):
        for command in commands:
            if (refusal := _refusal(command, *connection.docmd(command))) is not None:
                return refusal
        return None
    connection.send("".join(f"{command}\r\n" for command in commands))
    first = None
    for command in commands:
        try:
            code, text = connection.getreply()
        except (OSError, smtplib.SMTPServerDisconnected):
            # It said why before it left: 421.
            if first is None:
                raise
            return first
        first = first or _refusal(command, code, text)
    if first is not None and code == _COME:
        connection.close()
    return first


def _commands(connection: smtplib.SMTP, letter: Letter) -> Iterator[str]:
    options = [f"size={len(letter.raw)}"] if connection.has_extn("size") else []
    if letter.smtputf8:
        if not connection.has_extn("smtputf8"):
            raise PermanentFailure(
                "The mail relay cannot carry addresses with accents.",
                "no SMTPUTF8",
                reason="no_such_address",
            )
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    connection.command_encoding = "utf-8" if letter.smtputf8 else "ascii"
    yield " ".join([f"mail FROM:{_path(letter.envelope_from)}", *options])
    yield f"rcpt TO:{_path(letter.envelope_to)}"
    yield "DATA"


def _path(address: str) -> str:
    """An address in angle brackets. Raises ValueError for one that would begin another command."""
    if _PLAIN.fullmatch(address):
        return f"<{address}>"
    if "\r" in address or "\n" in address:
        raise ValueError("a line end in an address")
    return smtplib.quoteaddr(address)


def _refusal(command: str, code: int, text: bytes) -> Refusal | None:
    verb = command[:4].upper()
    taken = code == _COME if verb == "DATA" else code // 100 == 2
    return None if taken else Refusal(verb, code, text)
