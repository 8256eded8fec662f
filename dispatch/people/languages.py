"""In which language somebody is written to: the one they are known by, else that of what they wrote, else the
town's.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Contact
from models.tables.columns import table_of
from models.tables.requests import RequestRow

_requests = table_of(RequestRow)
_NEWEST = (
    sa.select(_requests.c.locale)
    .where(_requests.c.requester_id == sa.bindparam("person"))
    .order_by(_requests.c.id.desc())
    .limit(1)
)


def known_language(session: Session, contact: Contact) -> str:
    """The language they asked for, or that their newest request is answered in; '' when neither is known.

    People are French until they say otherwise, so that `fr` of a person tells nothing.
    """
    if contact.locale == "en":
        return contact.locale
    return session.connection().execute(_NEWEST, {"person": contact.person_id}).scalar() or ""
