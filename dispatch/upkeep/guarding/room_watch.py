"""The room for mail, looked at every minute; the administrators are told when there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.queries.storage import mail_bytes
from dispatch.rules.in_force import Organisations
from intake.doors.smtp.connections import household, is_trusted
from intake.ledger.room import Comer, Lack, Room
from models.settings.processing import LimitSettings
from models.store.database import Database
from models.tables.columns import columns_of, table_of
from models.tables.ledger import IMPORTED, Door, InboundMessage

ROOM_SECONDS = 60.0
#: The setting that bounds each, as people write it.
SETTINGS = {
    Lack.SENDER: "limits.sender_bytes_per_hour",
    Lack.HOST: "limits.host_bytes_per_hour",
    Lack.HOUR: "limits.mail_bytes_per_hour",
    Lack.ALL: "limits.mail_bytes",
}
_MEGABYTE = 1 << 20
#: Messages read back to know the last hour; a service that took more has other troubles.
_MOST_READ = 50_000
_ledger = table_of(InboundMessage)


def limit_of(limits: LimitSettings, lack: Lack) -> int:
    """How many bytes the setting of this bound allows."""
    allowed: int = getattr(limits, SETTINGS[lack].partition(".")[2])
    return allowed


def remember_hour(session: Session, room: Room, relays: Sequence[str], now: datetime) -> None:
    """Have the room know what came within the last hour, and what is kept in all. `relays` are servers of our
    own, which are not counted as hosts.
    """
    room.kept_bytes = mail_bytes(session)
    columns = columns_of(_ledger, "received_at", "door", "envelope_from", "peer", "raw_size_bytes")
    # What was brought over from elsewhere was not received in the order of the numbers.
    key = _ledger.c.door_key
    came = sa.or_(key.is_(None), key.not_like(f"{IMPORTED}%"))
    query = sa.select(*columns).where(came).order_by(_ledger.c.id.desc()).limit(_MOST_READ)
    recent = []
    with session.connection().execute(query.execution_options(yield_per=1_000)) as rows:
        for row in rows:
            if row.received_at < now - timedelta(hours=1):
                break
            recent.append(row)
    for row in reversed(recent):
        by_mail = row.door in (Door.SMTP, Door.LMTP, Door.IMAP)
        counted = row.door == Door.SMTP and not is_trusted(row.peer, relays)
        host = household(row.peer) if counted else ""
        age = (now - row.received_at).total_seconds()
        room.remember(age, Comer(row.raw_size_bytes, row.envelope_from if by_mail else "", host))


class RoomWatch:
    """Keeps the room up to date and tells the administrators once a day of each want of it."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        room: Room,
        limits: LimitSettings,
        clock: Callable[[], datetime],
        *,
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._room = room
        self._limits = limits
        self._clock = clock
        self._on_told = on_told
        self._told: dict[Lack, int] = {}

    def run(self) -> list[str]:
        """What there is no room in now, or was none in since the last look; the sentences told."""
        now = self._clock()
        with self._database.reading() as session:
            self._room.kept_bytes = mail_bytes(session)
        refused = dict(self._room.refused)
        lacking = {lack for lack, times in refused.items() if times > self._told.get(lack, 0)}
        if self._room.look(Comer(0, ours=True)) is Lack.DISK:
            lacking.add(Lack.DISK)
        if not lacking:
            return []
        alerts = {lack: self._alert(lack) for lack in sorted(lacking)}
        with self._database.transaction() as session:
            in_force = self._organisations.current(session).in_force
            for lack, data in alerts.items():
                cause = f"room:{lack}:{now.date().isoformat()}"
                tell_administrators(session, in_force, "alert", cause, now, data=data)
        self._told = refused
        self._on_told()
        return [data["summary"] for data in alerts.values()]

    def _alert(self, lack: Lack) -> dict[str, Any]:
        if lack is Lack.DISK:
            room = f"{self._limits.free_bytes / _MEGABYTE:.0f}"
            return alert_of("room_disk", command="guichet doctor machine", room=room)
        allowed = f"{limit_of(self._limits, lack) / _MEGABYTE:.0f}"
        return alert_of(
            "room_limit",
            command="guichet limits",
            detail=self._room.last_name.get(lack, ""),
            setting=SETTINGS[lack],
            limit=allowed,
        )
