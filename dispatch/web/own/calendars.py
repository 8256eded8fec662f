"""Calendars that read along: an address with a secret for one member of staff, and what is read there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from models.signing.keys import hash_secret
from models.tables.columns import table_of
from models.tables.sessions import CalendarFeed

_feeds = table_of(CalendarFeed)
#: Octets of one line of a calendar, its end apart (RFC 5545, 3.1).
_LINE = 75


def open_feed(session: Session, person_id: int, now: datetime) -> str:
    """A new secret for the calendar of somebody, shown this once; the one before reads nothing any more."""
    close_feed(session, person_id)
    secret = secrets.token_urlsafe(32)
    values = {"person_id": person_id, "secret_hash": hash_secret(secret), "created_at": now}
    session.connection().execute(sa.insert(_feeds).values(**values))
    return secret


def close_feed(session: Session, person_id: int) -> bool:
    """End the address of somebody's calendar; whether there was one."""
    return session.connection().execute(sa.delete(_feeds).where(_feeds.c.person_id == person_id)).rowcount > 0


def has_feed(session: Session, person_id: int) -> bool:
    """Whether somebody's calendar can be read at an address."""
    query = sa.select(_feeds.c.id).where(_feeds.c.person_id == person_id)
    return session.connection().execute(query.limit(1)).first() is not None


def owner_of(session: Session, secret: str) -> int | None:
    """Whose calendar is read with that secret."""
    query = sa.select(_feeds.c.person_id).where(_feeds.c.secret_hash == hash_secret(secret))
    return session.connection().execute(query).scalar()


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar shows: of a whole day, or of some of its hours."""

    key: str
    day: date
    said: str
    #: Where it leads.
    address: str
    #: From when to when, where that is known.
    span: tuple[datetime, datetime] | None = None

    def when(self) -> tuple[str, str]:
        """Its two lines: days, or moments in UTC, which need no table of time zones."""
        if self.span is None:
            ends = self.day + timedelta(days=1)
            return f"DTSTART;VALUE=DATE:{self.day:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}"
        begin, end = (each.astimezone(UTC) for each in self.span)
        return f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"


def calendar(name: str, host: str, events: Iterable[Event], now: datetime) -> str:
    """A calendar (RFC 5545): what is planned for a day, or for some hours of it."""
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Guichet//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]  # fmt: skip
    for each in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{each.key}@{host}", f"DTSTAMP:{stamp}", *each.when(),
            f"SUMMARY:{_escaped(each.said)}", f"URL:{each.address}",
            f"TRANSP:{'TRANSPARENT' if each.span is None else 'OPAQUE'}", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join(_folded(each) for each in (*lines, "END:VCALENDAR")) + "\r\n"


def _escaped(text: str) -> str:
    line = " ".join(text.split())
    return line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line in pieces of at most _LINE octets, none of which cuts a character."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += octets
    return "\r\n".join((*pieces, piece))
