"""What our own relay found out about the sender: Authentication-Results (RFC 8601), topmost of ours only.

authres = authserv-id [version] ( ";" "none" / 1*( ";" method "=" result *( ptype "." property "=" value ) ) )
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_METHOD = re.compile(r"([a-z][a-z0-9-]{0,30})(?:/\d{1,3})?\s{0,3}=\s{0,3}([a-z]{1,20})", re.IGNORECASE)
_PROPERTY = re.compile(
    r"([a-z]{1,20})\.([a-z0-9_-]{1,40})\s{0,3}=\s{0,3}(?:\"([^\"]{0,300})\"|([^\s;\"]{1,300}))", re.IGNORECASE
)
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class AuthenticationResult:
    """One method's result: `dkim`, `pass`, and its properties (`header.d` → `example.org`)."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()

    def property(self, name: str) -> str:
        """The first property of that name, '' when absent."""
        return next((value for key, value in self.properties if key == name), "")


def trusted_results(headers: Iterable[str], authserv_id: str) -> tuple[AuthenticationResult, ...]:
    """The results in the topmost header that bears our own authserv-id; () when none does.

    A sender can write such headers too; our relay must remove those under our name (§5) and puts its own on
    top, so nothing below the first is believed.
    """
    if not authserv_id:
        return ()
    for value in headers:
        pieces = _split(_without_comments(value[:_LONGEST]))
        words = pieces[0].split() if pieces else []
        if words and words[0].strip('"').casefold() == authserv_id.casefold():
            return tuple(result for piece in pieces[1:] if (result := _result(piece)))
    return ()


def _result(piece: str) -> AuthenticationResult | None:
    found = _METHOD.match(piece.strip())
    if not found:
        return None
    properties = tuple(
        (f"{match[1]}.{match[2]}".casefold(), (match[3] if match[3] is not None else match[4]).strip())
        for match in _PROPERTY.finditer(piece, found.end())
    )
    return AuthenticationResult(found[1].casefold(), found[2].casefold(), properties)


def _without_comments(text: str) -> str:
    out: list[str] = []
    depth = 0
    quoted = False
    for c in text:
        if c == '"' and not depth:
            quoted = not quoted
        if c == "(" and not quoted:
            depth += 1
        elif c == ")" and depth:
            depth -= 1
        elif not depth:
            out.append(c)
    return "".join(out)


def _split(text: str) -> list[str]:
    pieces = [""]
    quoted = False
    for c in text:
        quoted = quoted != (c == '"')
        if c == ";" and not quoted:
            pieces.append("")
        else:
            pieces[-1] += c
    return pieces
