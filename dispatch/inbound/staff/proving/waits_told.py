"""An agent is told, at their registered address, that what they wrote or what bears their name waits.

Once an hour for what is theirs and once for what anybody can send: whoever floods in an agent's name floods
them with one letter.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import occasion_of
from dispatch.notices.lists.listed import AnswersWait
from dispatch.notices.outside_requests import tell_contact
from dispatch.people.contacts import Contact, contact_of
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.vocabulary import Audience

_outbox = table_of(OutboundMessage)
_NOTICE = "answers_wait"


def tell_it_waits(case: Case, limit: int, *, proved: bool, contact: Contact | None = None) -> None:
    """Say that beyond `limit` messages in an hour theirs (`proved`), or those in their name, wait. `contact`
    reaches the agent; without it whoever wrote is meant.
    """
    person_id = case.sender.person_id
    if contact is None and person_id is not None:
        contact = contact_of(case.session, person_id, prefer="email")
    if contact is None or _was_told(case, contact.person_id, proved):
        return
    names = tuple(
        each.name for each in case.organisation.agents if each.role == "administrator" and not each.closed
    )
    details = AnswersWait(limit=limit, proved=proved, since=case.message.received_at, ask=names)
    tell_contact(occasion_of(case), _NOTICE, contact, details, audience=Audience.AGENT)


def _was_told(case: Case, person_id: int, proved: bool) -> bool:
    query = sa.select(_outbox.c.data).where(
        _outbox.c.notice == _NOTICE,
        _outbox.c.person_id == person_id,
        _outbox.c.created_at > case.now - timedelta(hours=1),
    )
    told = case.session.connection().execute(query.limit(4)).scalars()
    return any(bool(data.get("proved")) == proved for data in told)
