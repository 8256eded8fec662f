"""Answers about a server, read: each function gives the answer as it is kept, or raises ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from cli.town.production.plan import kind_of_address, listed
from cli.town.production.postgres import server_of
from models.errors import InvalidValue
from models.organisation.values import Locale
from models.values import EmailAddress

_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
#: Folders that the service may not look into (ProtectHome), or that do not last.
HOMES = ("/home/", "/root/", "/run/", "/tmp/")  # noqa: S108  (named to be refused)
#: A path that can stand unquoted in root's shell, in a unit and in main.cf.
_PATH = re.compile(r"/[\w./@+-]*", re.ASCII)
#: A restic repository on another machine.
_FAR = re.compile(r"restic:[a-z0-9]+:[\w./@+:\[\]-]+", re.ASCII)
_POSTGRESQL = re.compile(r"(postgresql|postgres)://([\w.-]+@)?[\w.:\[\]-]*/[\w-]+(\?[\w./=&%:-]*)?", re.ASCII)
_HOST = re.compile(r"[\w.:-]*", re.ASCII)
#: A user or a database, as it is typed after a command.
_ROLE = re.compile(r"\w[\w-]*", re.ASCII)
#: `//user:password@`, whatever the password is made of.
_AT_A_HOST = re.compile(r"//[^@:]*:[^@]*@")
_OF_DATABASE: dict[Locale, str] = {
    "fr": "L’adresse s’écrit sans mot de passe, que beaucoup liraient\u00a0: il va dans le fichier "
    "que nomme PGPASSFILE, et que la page des étapes fait écrire.",
    "en": "The URL is written without a password, which many would read: it goes into the file that "
    "PGPASSFILE names, which the page of the steps has you write.",
}
_OF_COPIES: dict[Locale, str] = {
    "fr": "Un dépôt s’écrit sans mot de passe, que beaucoup liraient\u00a0: il va dans restic.env, "
    "que la page des étapes fait écrire (RESTIC_REST_PASSWORD).",
    "en": "A repository is written without a password, which many would read: it goes into restic.env, "
    "which the page of the steps has you write (RESTIC_REST_PASSWORD).",
}


class SecretGivenError(ValueError):
    """An answer has a password in it; `said` names the place where it belongs, in each language."""

    def __init__(self, said: Mapping[Locale, str]) -> None:
        super().__init__()
        self.said = said


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
    """A whole path, of characters that mean themselves to a shell, to systemd and to Postfix."""
    path = text.strip()
    if not _PATH.fullmatch(path):
        raise ValueError
    return path


def read_program(text: str) -> str:
    """A path of a program that the service can see."""
    path = read_path(text)
    if path.startswith(HOMES):
        raise ValueError
    return path


def read_database(text: str) -> str:
    """`sqlite`, or the URL of a PostgreSQL without a password: many read the file it stands in.

    Raises SecretGivenError for one that has a password.
    """
    given = read_line(text)
    if given.lower() in ("", "sqlite"):
        return "sqlite"
    if _AT_A_HOST.search(given) or re.search(r"[?&][^=&]*password=", unquote(given), re.IGNORECASE):
        raise SecretGivenError(_OF_DATABASE)
    found = _POSTGRESQL.fullmatch(given)
    if found is None:
        raise ValueError
    url = "postgresql" + given.removeprefix(found[1])
    server = server_of(url)
    if server is None or not all(_ROLE.fullmatch(each) for each in (server.user, server.database)):
        raise ValueError
    if not _HOST.fullmatch(server.host):
        raise ValueError
    return url


def read_copies(text: str) -> str:
    """Folders and restic repositories. Raises SecretGivenError for one that has a password."""
    given = read_line(text)
    found = listed(given)
    if any(_AT_A_HOST.search(each) for each in found):
        raise SecretGivenError(_OF_COPIES)
    if not all(_PATH.fullmatch(each.removeprefix("restic:")) or _FAR.fullmatch(each) for each in found):
        raise ValueError
    return ", ".join(found)


def read_email(text: str) -> str:
    """An email address."""
    try:
        return str(EmailAddress.parse(text.strip()))
    except InvalidValue as wrong:
        raise ValueError from wrong
