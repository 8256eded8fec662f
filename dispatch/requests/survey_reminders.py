"""A survey that nobody answered is asked once more, and never again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.tell import News, tell_requester
from models.organisation.working_time import add_working_days, is_working_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import CLOSED_KINDS

#: Days after which nobody is asked again any more: a survey can be answered for thirty.
_LATEST_DAYS = 21
_outbox, _requests, _entries = table_of(OutboundMessage), table_of(RequestRow), table_of(Entry)


def remind_surveys(session: Session, in_force: InForce, now: datetime, channels: tuple[str, ...]) -> int:
    """On working days, ask once more those who were asked so many working days ago and wrote nothing since;
    how many that were.

    Not about a request that goes on again, or is somebody else's by now.
    """
    town = in_force.organisation.town
    today = town.local_day(now)
    if not town.survey_reminder_days or not is_working_day(town, today):
        return 0
    reminded = 0
    for row in _unanswered(session, now):
        if add_working_days(town, town.local_day(row.created_at), town.survey_reminder_days) > today:
            continue
        request = read_request(session, in_force, row.request_id)
        if request is None or request.requester_id != row.person_id:
            continue
        change = Change(session, in_force, request, SYSTEM, f"survey:{row.id}", now, channels=channels)
        reminded += tell_requester(change, News("survey", data={"again": True}))
    return reminded


def _unanswered(session: Session, now: datetime) -> Sequence[Any]:
    """The surveys that left lately, were asked once, and whose requester has written nothing since."""
    asked, later = _outbox.alias("asked"), _outbox.alias("later")
    again = sa.select(later.c.id).where(
        later.c.request_id == asked.c.request_id, later.c.notice == "survey", later.c.id != asked.c.id
    )
    written = sa.select(_entries.c.id).where(
        _entries.c.request_id == asked.c.request_id,
        # What they wrote under another subject is a request of its own, linked to this one.
        _entries.c.kind.in_((EntryKind.MESSAGE_IN, EntryKind.LINK)),
        _entries.c.at > asked.c.created_at,
    )
    query = (
        sa.select(asked.c.id, asked.c.request_id, asked.c.person_id, asked.c.created_at)
        .join(_requests, _requests.c.id == asked.c.request_id)
        .where(
            asked.c.notice == "survey",
            asked.c.state.in_((OutboundState.SENT, OutboundState.DELIVERED)),
            asked.c.created_at >= now - timedelta(days=_LATEST_DAYS),
            _requests.c.state_kind.in_(CLOSED_KINDS),
            _requests.c.merged_into_id.is_(None),
            _requests.c.erased_at.is_(None),
            ~sa.exists(again),
            ~sa.exists(written),
        )
        .order_by(asked.c.id)
    )
    return session.connection().execute(query).all()
