"""The path of MAIL FROM and RCPT TO, read strictly and in linear time."""

from __future__ import annotations

import re

# Path     = "<" [ A-d-l ":" ] Mailbox ">"          RFC 5321 §4.1.2; the source route is dropped
# A-d-l    = At-domain *( "," At-domain )
# Mailbox  = Local-part "@" ( Domain / address-literal )
# Local-part is a dot-string or a quoted string; octets above 127 are SMTPUTF8 (RFC 6531 §3.3).
_ROUTE = re.compile(r"@[^\s<>:,@]+(?:,@[^\s<>:,@]+)*:")
_ATOM = r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,\".]+"
_LOCAL = re.compile(rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^\x00-\x1f\x7f"\\]|\\[\x20-\x7e])*"')
_DOMAIN = re.compile(r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,\"]+|\[[\x21-\x5a\x5e-\x7e]+\]")
_LOCAL_OCTETS, _PATH_OCTETS = 64, 254


def parse_path(argument: str) -> tuple[str, str] | None:
    """The address of a path and what follows it (the parameters); None when it is malformed.

    The null path gives `''`. Angle brackets may be missing, as old clients leave them out.
    `Postmaster` may stand without a domain (RFC 5321 §4.5.1). Linear in `argument`.
    """
    text = argument.strip()
    if text.startswith("<>"):
        return "", text[2:]
    bracketed = text.startswith("<")
    position = 1 if bracketed else 0
    if route := _ROUTE.match(text, position):
        position = route.end()
    local = _LOCAL.match(text, position)
    if not local:
        return None
    end = local.end()
    if text[end : end + 1] == "@":
        domain = _DOMAIN.match(text, end + 1)
        if not domain:
            return None
        end = domain.end()
    elif local[0].casefold() != "postmaster":
        return None
    address = text[local.start() : end]
    if bracketed:
        if text[end : end + 1] != ">":
            return None
        rest = text[end + 1 :]
    else:
        rest = text[end:]
    if (rest and not rest.startswith(" ")) or not _fits(address, local[0]):
        return None
    return address, rest


def _fits(address: str, local: str) -> bool:
    try:
        return len(local.encode()) <= _LOCAL_OCTETS and len(address.encode()) <= _PATH_OCTETS
    except UnicodeEncodeError:  # octets that are not UTF-8
        return False
