"""What two towns of a machine have in common and must not: data, sockets, ports, domains, keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.service.doctor_rooms import Seen
from cli.service.towns.found import TownHere
from models.settings.settings import Settings

_ADVICE = "Give one of them another in its settings.toml, then restart it."


def clashes(towns: Sequence[TownHere]) -> Iterator[Seen]:
    """An error for everything that two towns share, by their settings and keys; nothing is connected to."""
    holders: dict[tuple[str, str], str] = {}
    for town in towns:
        if town.settings is None:
            yield Seen("error", f"The settings of {town.name} cannot be read: {town.wrong}")
            continue
        for what, value, shown in _claims(town.settings):
            other = holders.setdefault((what, value), town.name)
            if other != town.name:
                yield Seen("error", f"{other} and {town.name} have the same {what}: {shown}.", _ADVICE)


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
    for domain in settings.mail.domains:
        yield "mail.domains", domain.casefold(), domain
    for box in settings.doors.imap:
        place = f"{box.username}@{box.host}"
        yield "doors.imap", place.casefold(), place
    for place in settings.backup.destinations:
        yield "backup.destinations", place.rstrip("/"), place
    yield from _keys(settings)


def _doors(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Addresses that only one may listen on, and the one at which the world finds its pages."""
    doors, metrics = settings.doors, settings.metrics
    listening = [
        (doors.smtp.enabled, doors.smtp.port),
        (doors.lmtp.enabled and doors.lmtp.socket is None, doors.lmtp.port),
        (doors.http.enabled, doors.http.port),
        (metrics.enabled, metrics.port),
    ]
    for opened, port in listening:
        if opened and port:
            yield "port", str(port), str(port)
    if doors.lmtp.enabled and doors.lmtp.socket is not None:
        yield _path("doors.lmtp.socket", doors.lmtp.socket)
    if doors.http.enabled and not doors.http.is_this_machine:
        yield "doors.http.public_url", doors.http.origin.casefold(), doors.http.origin


def _keys(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Keys by what is in them: a copy of a town's keys signs addresses that the other one believes."""
    for name, file in (
        ("keys.reply_keys_file", settings.reply_keys_file),
        ("audit.key_file", settings.audit_key_file),
        ("backup.key_file", settings.recovery_key_file),
    ):
        try:
            yield name, hashlib.sha256(file.read_bytes()).hexdigest(), f"{file}, or a copy of it"
        except OSError:
            # Not made yet, or for its owner alone: `guichet doctor` of that town says more.
            continue


def _path(what: str, path: Path) -> tuple[str, str, str]:
    return what, str(path.resolve()), str(path)
