"""Which request a text message is about: named by reference, number or code, else the sender's latest open
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.inbound.sms.standing import as_it_stands, listed
from dispatch.notices.followers import followers_of
from dispatch.notices.lists.listed import ListedRequest
from dispatch.people.contacts import Contact
from dispatch.queries.answers import last_answers
from dispatch.requests.participants import known_to
from intake.sms.short_codes import short_codes
from intake.words.citizens.asked import CitizenText
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS, StateKind

_requests = table_of(RequestRow)
_outbox, _entries = table_of(OutboundMessage), table_of(Entry)
#: A person's requests that a number or a code is looked for among.
MOST = 200
#: A survey can be answered this long.
SURVEY_DAYS = 30


def find_own(case: Case, read: CitizenText) -> int | None:
    """The sender's own request that the text names; None when it names none, or none of theirs."""
    contact = case.sender.contact
    if not read.names_a_request or contact is None:
        return None
    mine = case.session.connection().execute(_mine(contact).limit(MOST)).all()
    person_id = contact.person_id
    if read.reference is not None:
        wanted = (read.reference.year, read.reference.number)
        return next((row.id for row in mine if (row.year, row.number) == wanted), None)
    for code in read.codes:
        for maker in short_codes(case.signer):
            found = maker.find(code, [(row.id, person_id) for row in mine])
            if found is not None:
                return found[0]
    if read.number is not None:
        return next((row.id for row in mine if row.number == read.number and row.year in years(case)), None)
    return None


def find_any(case: Case, read: CitizenText) -> tuple[int | None, bool]:
    """The request that an agent's text names, and whether by a code made for this very agent.

    A bare number is this year's; when there is none of that number yet, last year's.
    """
    connection, contact = case.session.connection(), case.sender.contact
    if contact is None:
        return None, False
    if read.codes:
        # A code is compared with those of the requests this person was last told of.
        told = connection.execute(
            sa.select(_outbox.c.request_id)
            .where(_outbox.c.person_id == contact.person_id, _outbox.c.request_id.is_not(None))
            .group_by(_outbox.c.request_id)
            .order_by(sa.func.max(_outbox.c.id).desc())
            .limit(MOST)
        ).scalars()
        candidates = [(request_id, contact.person_id) for request_id in told]
        for code in read.codes:
            for maker in short_codes(case.signer):
                found = maker.find(code, candidates)
                if found is not None:
                    return found[0], True
    years_and_number: tuple[Sequence[int], int] | None = None
    if read.reference is not None:
        years_and_number = ((read.reference.year,), read.reference.number)
    elif read.number is not None:
        years_and_number = (years(case), read.number)
    if years_and_number is None:
        return None, False
    query = (
        sa.select(_requests.c.id)
        .where(_requests.c.year.in_(years_and_number[0]), _requests.c.number == years_and_number[1])
        .order_by(_requests.c.year.desc())
        .limit(1)
    )
    return connection.execute(query).scalar(), False


def find_open(case: Case) -> int | None:
    """The sender's open request which something last happened to within `threads.text_join_days`."""
    since = case.now - timedelta(days=case.settings.threads.text_join_days)
    return _latest(case, _requests.c.state_kind.in_(OPEN_KINDS), _requests.c.updated_at >= since)


def find_latest(case: Case) -> int | None:
    """The sender's request which something last happened to, open or closed not too long ago."""
    since = case.now - timedelta(days=case.settings.threads.reopen_days)
    return _latest(case, _requests.c.updated_at >= since)


def find_survey(case: Case, of: int | None = None, *, again: bool = False) -> int | None:
    """The request whose survey the sender was asked and has not answered, or has (`again`): the last such
    survey, or that of the request `of`, whatever was asked of another since.
    """
    if case.sender.person_id is None:
        return None
    about: sa.ColumnElement[bool] = sa.true() if of is None else _outbox.c.request_id == of
    asked = (
        sa.select(_outbox.c.request_id, _outbox.c.created_at)
        .where(
            _outbox.c.person_id == case.sender.person_id,
            _outbox.c.notice == "survey",
            about,
            _outbox.c.created_at >= case.now - timedelta(days=SURVEY_DAYS),
        )
        .order_by(_outbox.c.id.desc())
        .limit(1)
    )
    row = case.session.connection().execute(asked).first()
    if row is None or row.request_id is None or again:
        return row.request_id if row is not None else None
    later = case.session.connection().execute(
        sa.select(_entries.c.data).where(
            _entries.c.request_id == row.request_id,
            _entries.c.kind == EntryKind.MESSAGE_IN,
            _entries.c.at >= row.created_at,
        )
    )
    return None if any("score" in data for data in later.scalars()) else row.request_id


def list_open(
    case: Case, only: int | None = None, *, closed_since: datetime | None = None
) -> list[ListedRequest]:
    """The sender's open requests as a status answer lists them, newest first; or one of them, open or not.

    Those closed after `closed_since` are listed, too.
    """
    contact = case.sender.contact
    if contact is None:
        return []
    query = _mine(contact).add_columns(
        _requests.c.subject,
        _requests.c.state,
        _requests.c.state_kind,
        _requests.c.service_id,
        _requests.c.workflow_key,
        _requests.c.created_at,
        _requests.c.planned_at,
        _requests.c.planned_hours,
        _requests.c.merged_into_id,
        _requests.c.requester_id,
    )
    wanted: sa.ColumnElement[bool] = _requests.c.state_kind.in_(OPEN_KINDS)
    # What was joined to another goes on there.
    open_ones = sa.select(_requests.c.id).where(_requests.c.state_kind.in_(OPEN_KINDS)).correlate(None)
    wanted = sa.or_(wanted, _requests.c.merged_into_id.in_(open_ones))
    if closed_since is not None:
        wanted = sa.or_(wanted, _requests.c.closed_at >= closed_since)
    query = query.where(_requests.c.id == only if only else wanted)
    rows = case.session.connection().execute(query.limit(MOST)).all()
    own = [row.id for row in rows if row.requester_id == contact.person_id]
    follow = followers_of(case.session, own)
    locale = case.locale
    words_left = case.now - timedelta(seconds=case.settings.agents.publish_delay_seconds)
    fresh = [row.id for row in rows if row.state_kind == StateKind.NEW]
    answered = last_answers(case.session, fresh, words_left)
    lines = [as_it_stands(case, row, listed(row, case, locale, answered.get(row.id)), locale) for row in rows]
    return [
        line.model_copy(update={"followers": tuple(follow.get(row.id, ()))})
        for row, line in zip(rows, lines, strict=True)
    ]


def was_acknowledged_today(case: Case, request_id: int) -> bool:
    """Whether the requester had word today (local day) that a message about this request arrived."""
    town = case.organisation.town
    midnight = datetime.combine(town.local_day(case.now), time(), town.zone)
    query = sa.select(_outbox.c.id).where(
        _outbox.c.request_id == request_id,
        _outbox.c.audience == "requester",
        _outbox.c.notice.in_(("acknowledgement", "text_joined")),
        _outbox.c.created_at >= midnight,
    )
    return case.session.connection().execute(query.limit(1)).first() is not None


def years(case: Case) -> tuple[int, int]:
    """This year and the last, by the clock of the town: those a bare number may mean."""
    year = case.organisation.town.local_day(case.now).year
    return year, year - 1


def _latest(case: Case, *conditions: sa.ColumnElement[bool]) -> int | None:
    """The sender's request which something last happened to, of those that fulfil the conditions."""
    if case.sender.contact is None:
        return None
    newest = _mine(case.sender.contact).where(*conditions).order_by(None)
    newest = newest.order_by(_requests.c.updated_at.desc(), _requests.c.id.desc()).limit(1)
    return case.session.connection().execute(newest).scalar()


def _mine(contact: Contact) -> Any:
    """Requests of the sender, or of which they have heard as one who takes part, newest first."""
    return (
        sa.select(_requests.c.id, _requests.c.year, _requests.c.number)
        .where(sa.or_(_requests.c.requester_id == contact.person_id, _requests.c.id.in_(known_to(contact))))
        .order_by(_requests.c.id.desc())
    )
