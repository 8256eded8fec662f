"""Words that wait for a visa are asked about again, each working morning, by then of whoever is there."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.requests.visas.asking import tell_givers, waiting_visas
from dispatch.requests.visas.needed import administrators, author, givers
from models.organisation.working_time import add_working_days, is_working_day
from models.store.organisations import InForce
from models.tables.acts import Visa
from models.tables.columns import table_of

_visas = table_of(Visa)
#: Working days after which the administrators are asked, too.
HANDED_ON_DAYS = 2


def remind_visas(
    session: Session,
    in_force: InForce,
    now: datetime,
    channels: tuple[str, ...],
    told: frozenset[tuple[int, int]] = frozenset(),
) -> int:
    """On working days, ask again about what has waited since the day before; how many visas that were.

    What waits for two working days is asked of the administrators as well. `told`: persons, each with a visa
    that they were told of this morning already.
    """
    town = in_force.organisation.town
    today = town.local_day(now)
    if not is_working_day(town, today):
        return 0
    reminded = 0
    for row in waiting_visas(session):
        request = read_request(session, in_force, row.request_id)
        since = town.local_day(row.at)
        asked_today = row.reminded_at is not None and town.local_day(row.reminded_at) >= today
        if request is None or since >= today or asked_today:
            continue
        cause = f"day:{today.isoformat()}:visa:{row.id}"
        change = Change(session, in_force, request, SYSTEM, cause, now, channels=channels)
        people = givers(change, row.author_id)
        if add_working_days(town, since, HANDED_ON_DAYS) <= today:
            people += administrators(change)
        people = [each for each in people if (each[0].person_id, row.id) not in told]
        tell_givers(change, row, people, by=author(change, row.author_id).name, reminder=True)
        session.connection().execute(sa.update(_visas).where(_visas.c.id == row.id).values(reminded_at=now))
        reminded += 1
    return reminded
