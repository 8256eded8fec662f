"""Answers about a server, read: each function gives the answer as it is kept, or raises ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from cli.town.production.plan import kind_of_address, listed
from models.errors import InvalidValue
from models.values import EmailAddress

_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
#: Folders that the service may not look into (ProtectHome), or that do not last.
HOMES = ("/home/", "/root/", "/run/", "/tmp/")  # noqa: S108  (named to be refused)


def read_name(text: str) -> str:
    """A name of the DNS, in lower case."""
    name = text.strip().lstrip("@").rstrip(".").lower()
    if not _NAME.fullmatch(name):
        raise ValueError
    return name


def read_addresses(text: str) -> str:
    """IP addresses, at least one."""
    found = listed(text)
    for address in found:
        kind_of_address(address)
    if not found:
        raise ValueError
    return ", ".join(found)


def read_one_of(words: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    """One of some words, or of the other names each has."""

    def read(text: str) -> str:
        given = text.strip().lower()
        found = [key for key, others in words.items() if given in (key, *others)]
        if not found:
            raise ValueError
        return found[0]

    return read


def read_relay(text: str) -> str:
    """`host` or `host:port`."""
    host, _, port = text.strip().partition(":")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise ValueError
    return f"{read_name(host)}{f':{int(port)}' if port else ''}"


def read_or_nothing(read: Callable[[str], str]) -> Callable[[str], str]:
    """What `read` reads, or nothing at all."""
    return lambda text: read(text) if text.strip() else ""


def read_mechanisms(text: str) -> str:
    """Mechanisms of SPF (RFC 7208 §5)."""
    found = text.split()
    if not all(
        re.fullmatch(r"(include|a|mx|ip4|ip6|exists|redirect)[:=]?[\w.:/%{}-]{0,200}", each) for each in found
    ):
        raise ValueError
    return " ".join(found)


def read_line(text: str) -> str:
    """One line of text that can stand in a file of settings."""
    if not text.isprintable() or '"' in text or len(text) > 200:
        raise ValueError
    return text.strip()


def read_path(text: str) -> str:
    """A whole path without spaces."""
    path = read_line(text)
    if not path.startswith("/") or " " in path or "%" in path:
        raise ValueError
    return path


def read_program(text: str) -> str:
    """A path of a program that the service can see."""
    path = read_path(text)
    if path.startswith(HOMES):
        raise ValueError
    return path


def read_database(text: str) -> str:
    """`sqlite`, or the URL of a PostgreSQL without a password: many read the file it stands in."""
    given = read_line(text)
    if given.lower() in ("", "sqlite"):
        return "sqlite"
    found = re.fullmatch(r"(postgresql|postgres)://([^:@/\s]*@)?[^@/\s]*/[\w-]+(\?\S*)?", given)
    if found is None:
        raise ValueError
    return "postgresql" + given.removeprefix(found[1])


def read_copies(text: str) -> str:
    """Folders and restic repositories."""
    found = listed(read_line(text))
    if not all(each.startswith(("/", "restic:")) and " " not in each for each in found):
        raise ValueError
    return ", ".join(found)


def read_email(text: str) -> str:
    """An email address."""
    try:
        return str(EmailAddress.parse(text.strip()))
    except InvalidValue as wrong:
        raise ValueError from wrong
