"""A notice as it would read about one request there is: its words, people and place, and an example's facts.

What an example's details say (a planned day, a comment) is invented still. Codes and signed addresses stand
in no preview: whoever holds them may act in their reader's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.letters.contents import prepare
from dispatch.letters.examples.samples import samples
from dispatch.letters.rows import Rows, read_rows
from dispatch.letters.view import NoticeView
from dispatch.notices.catalogue import Notice
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.details import OwnWords
from dispatch.notices.secret.words import hidden
from models.settings.settings import Settings
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import Entry, EntryKind, RequestRow

_entries, _people, _contacts = table_of(Entry), table_of(Person), table_of(ContactPoint)
_outbox = table_of(OutboundMessage)


def real_views(
    session: Session,
    notice: Notice,
    locale: str,
    *,
    request_id: int,
    in_force: InForce,
    settings: Settings,
    now: datetime,
) -> Iterator[NoticeView]:
    """`notice` about that request, once for each shape its details take; nothing for one about no request.

    Raises PermanentFailure when the request is gone.
    """
    if not notice.needs_request:
        return
    request = session.get_one(RequestRow, request_id)
    person_id, name, address = _reader(session, notice, request, in_force)
    entry_id = _entry(session, notice, request_id)
    rows: Rows | None = None
    seen: set[str] = set()
    for sample in samples(notice, locale):
        said = sample.details.model_dump(mode="json")
        if repr(said) in seen:
            # The bare example of the same details differs by what is real here.
            continue
        seen.add(repr(said))
        claimed = ClaimedNotice(
            id=0,
            fence=0,
            attempts=1,
            deaths=0,
            doubts=0,
            leased_until=now,
            created_at=now,
            notice=notice.name,
            channel="email",
            audience=notice.audience,
            locale=locale,
            person_id=person_id,
            recipient=address,
            recipient_name=name,
            request_id=request_id,
            entry_id=entry_id,
            inbound_id=None,
            data=said,
            attachment_ids=[],
            thread_ids=[],
            can_wait=False,
            message_id=None,
            unique_key="preview",
        )
        rows = rows or read_rows(session, [claimed])
        view = prepare(
            claimed,
            rows,
            in_force,
            sender_name=settings.mail.sender_name,
            reply_address=settings.mail.reply_address,
            marker=sample.marker,
            max_attached_bytes=settings.outgoing.max_attached_bytes,
            words_of=hidden,
        ).view
        yield view if view.text or entry_id is not None else replace(view, text=sample.text)


def _entry(session: Session, notice: Notice, request_id: int) -> int | None:
    """What it was last about for this request, else the requester's last message; None when its words would
    be an agent's and nobody has written any.
    """
    execute = session.connection().execute
    last = sa.select(sa.func.max(_outbox.c.entry_id)).where(
        _outbox.c.request_id == request_id, _outbox.c.notice == notice.name
    )
    if (told := execute(last).scalar()) is not None or notice.details is OwnWords:
        return told
    return execute(
        sa.select(sa.func.max(_entries.c.id)).where(
            _entries.c.request_id == request_id, _entries.c.kind == EntryKind.MESSAGE_IN
        )
    ).scalar()


def _reader(
    session: Session, notice: Notice, request: RequestRow, in_force: InForce
) -> tuple[int | None, str, str]:
    """Person, name and address of whom it would be sent to; nobody for partners and administrators."""
    if notice.audience == "agent":
        agent = in_force.organisation.agent(in_force.agent_key(request.assignee_id))
        return (None, agent.name, agent.emails[0]) if agent is not None and agent.emails else (None, "", "")
    if notice.audience != "requester":
        return None, "", ""
    name = session.connection().execute(
        sa.select(_people.c.name).where(_people.c.id == request.requester_id)
    ).scalar()  # fmt: skip
    address = session.connection().execute(
        sa.select(_contacts.c.value).where(_contacts.c.id == request.reply_contact_id)
    ).scalar()  # fmt: skip
    return request.requester_id, str(name or ""), str(address or "")
