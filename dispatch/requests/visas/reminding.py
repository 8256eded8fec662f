"""Words that wait for a visa are asked about again, each working morning, by then of whoever is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.done import VisaAsked
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import contact_of
from dispatch.requests.visas.asking import tell_givers
from dispatch.requests.visas.needed import administrators, author
from models.organisation.working_time import add_working_days, is_working_day
from models.store.organisations import InForce
from models.tables.acts import WAITING, Visa
from models.tables.columns import table_of
from models.tables.requests import Entry
from models.vocabulary import Audience

_visas, _entries = table_of(Visa), table_of(Entry)
#: Working days after which the administrators are asked, too.
HANDED_ON_DAYS = 2


def remind_visas(session: Session, in_force: InForce, now: datetime, channels: tuple[str, ...]) -> int:
    """On working days, ask again about what has waited since the day before; how many visas that were.

    What waits for two working days is asked of the administrators as well.
    """
    town = in_force.organisation.town
    today = town.local_day(now)
    if not is_working_day(town, today):
        return 0
    rows = session.connection().execute(
        sa.select(_visas, _entries.c.text)
        .join(_entries, _entries.c.id == _visas.c.entry_id)
        .where(WAITING)
        .order_by(_visas.c.id)
    )
    reminded = 0
    for row in rows.all():
        request = read_request(session, in_force, row.request_id)
        since = town.local_day(row.at)
        asked_today = row.reminded_at is not None and town.local_day(row.reminded_at) >= today
        if request is None or since >= today or asked_today:
            continue
        cause = f"day:{today.isoformat()}:visa:{row.id}"
        change = Change(session, in_force, request, SYSTEM, cause, now, channels=channels)
        by = author(change, row.author_id).name
        tell_givers(change, row, by=by, reminder=True)
        if add_working_days(town, since, HANDED_ON_DAYS) <= today:
            _hand_on(change, row, by)
        session.connection().execute(sa.update(_visas).where(_visas.c.id == row.id).values(reminded_at=now))
        reminded += 1
    return reminded


def _hand_on(change: Change, row: Any, by: str) -> None:
    """Ask the administrators, too."""
    about = replace(change, cause=f"{change.cause}:administrators")
    for key in administrators(change.organisation):
        person_id = change.in_force.agent_persons.get(key)
        contact = contact_of(change.session, person_id, channels=change.channels) if person_id else None
        if contact is None:
            continue
        asked = VisaAsked(
            visa=row.id,
            text=row.text,
            by=by,
            state=row.wanted.get("state", ""),
            reminder=True,
        )
        tell_person(about, News("visa_asked", data=asked.model_dump(mode="json")), contact, Audience.AGENT)
