"""What two towns of a machine have in common and must not: data, sockets, ports, domains, numbers, keys."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cli.service.doctor_rooms import Seen
from cli.service.towns.found import TownHere, owner_of
from models.settings.settings import Settings

#: Hosts that stand for every address of the machine.
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104  # compared with, nothing is bound
_LOOPBACK = {"localhost": "127.0.0.1"}
_ROOT = "Run this as root."
_OWN_USER = "A process of one can read the files of the other; docs/systemd.md: Towns of one user."
_ADVICE = "Give one of them another in its settings.toml, then restart it."


def clashes(towns: Sequence[TownHere]) -> Iterator[Seen]:
    """An error for everything that two towns share, by their settings and keys; nothing is connected to."""
    holders: dict[tuple[str, str], str] = {}
    users: dict[str, str] = {}
    listening: list[tuple[str, str, int]] = []
    for town in towns:
        if town.settings is None:
            yield Seen("error", f"The settings of {town.name} cannot be read: {town.wrong}")
            continue
        for what, value, shown in _claims(town.settings):
            other = holders.setdefault((what, value), town.name)
            if other != town.name:
                yield Seen("error", f"{other} and {town.name} have the same {what}: {shown}.", _ADVICE)
        mine = [(town.name, host, port) for host, port in _listening(town.settings)]
        for name, host, port in mine:
            for other, there in ((each[0], each[1]) for each in listening if each[2] == port):
                if _meet(host, there):
                    yield Seen("error", f"{other} and {name} have the same port: {port}.", _ADVICE)
        listening += mine
        user = _user(town.settings.data_dir)
        if user and (other := users.setdefault(user, town.name)) != town.name:
            yield Seen("warning", f"{other} and {town.name} run as the same user: {user}.", _OWN_USER)
        for file in _unread(town.settings):
            yield Seen("warning", f"{file} of {town.name} was not compared: it cannot be read.", _ROOT)


def _user(data: Path) -> str:
    """As whom the service of these data runs; '' when that is whoever asks: they have all of them anyway."""
    user = owner_of(data)
    return user if user and data.stat().st_uid != os.geteuid() else ""


def _claims(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """What a town has for itself: what it is, by what it is told apart, and how it is shown."""
    yield _path("data_dir", settings.data_dir)
    database = settings.database.url
    if not database.startswith("sqlite"):
        # Without login and options: two logins of one database are one database.
        place = database.partition("://")[2].rpartition("@")[2].partition("?")[0]
        yield "database", place, place
    else:
        yield "database", database, database
    bucket = settings.files.s3 if settings.files.store == "s3" else None
    if bucket is not None:
        place = f"{bucket.endpoint}/{bucket.bucket}/{bucket.prefix}"
        yield "files.s3", place, place
    yield from _doors(settings)
    yield from _texts(settings)
    for domain in settings.mail.domains:
        yield "mail.domains", domain.casefold(), domain
    for box in settings.doors.imap:
        place = f"{box.username}@{box.host}"
        yield "doors.imap", place.casefold(), place
    for place in settings.backup.destinations:
        yield "backup.destinations", place.rstrip("/"), place
    yield from _keys(settings)


def _doors(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """A socket that only one may listen on, and the address at which the world finds its pages."""
    doors = settings.doors
    if doors.lmtp.enabled and doors.lmtp.socket is not None:
        yield _path("socket", doors.lmtp.socket)
    if doors.http.enabled and doors.http.socket is not None:
        yield _path("socket", doors.http.socket)
    if doors.http.enabled and not doors.http.is_this_machine:
        yield "doors.http.public_url", doors.http.origin.casefold(), doors.http.origin


def _texts(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Numbers that people text: a provider brings what comes to one of them to one town only."""
    twilio, gateway = settings.sms.twilio, settings.sms.gateway
    numbers = {twilio.from_number} if twilio is not None else set()
    if gateway is not None:
        numbers.add(gateway.number)
    for number in sorted(numbers - {""}):
        yield "SMS number", number, number
    if twilio is not None and twilio.messaging_service_sid:
        sid = twilio.messaging_service_sid
        yield "sms.twilio.messaging_service_sid", sid.casefold(), sid


def _listening(settings: Settings) -> list[tuple[str, int]]:
    """Hosts and ports that it listens on; a port that the system chooses is nobody's."""
    doors, metrics = settings.doors, settings.metrics
    listening = (
        (doors.smtp.enabled, doors.smtp.host, doors.smtp.port),
        (doors.lmtp.enabled and doors.lmtp.socket is None, doors.lmtp.host, doors.lmtp.port),
        (doors.http.enabled and doors.http.socket is None, doors.http.host, doors.http.port),
        (metrics.enabled, metrics.host, metrics.port),
    )
    return list(dict.fromkeys((host, port) for opened, host, port in listening if opened and port))


def _meet(one: str, other: str) -> bool:
    """Whether two hosts have an address in common."""
    one, other = (_LOOPBACK.get(each, each) for each in (one, other))
    return one == other or one in _EVERYWHERE or other in _EVERYWHERE


def _key_files(settings: Settings) -> tuple[tuple[str, Path], ...]:
    gateway = settings.doors.sms.gateway
    word = gateway.token_file if gateway is not None else None
    return (
        *((("doors.sms.gateway.token_file", word),) if word is not None else ()),
        ("keys.reply_keys_file", settings.reply_keys_file),
        ("audit.key_file", settings.audit_key_file),
        ("backup.key_file", settings.recovery_key_file),
    )


def _keys(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Keys by what is in them: a copy of a town's keys signs addresses that the other one believes."""
    for name, file in _key_files(settings):
        # What is not made yet is nobody's; what cannot be read is told by `_unread`.
        with suppress(OSError):
            yield name, hashlib.sha256(file.read_bytes()).hexdigest(), f"{file}, or a copy of it"


def _unread(settings: Settings) -> Iterator[Path]:
    """Key files that are there, and that whoever asks may not read."""
    for _, file in _key_files(settings):
        try:
            file.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            yield file


def _path(what: str, path: Path) -> tuple[str, str, str]:
    return what, str(path.resolve()), str(path)
