"""What a person wants for all they are written: no more news, news again, another language."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.people.contacts import Contact
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import RequestRow

_people, _requests, _contacts = table_of(Person), table_of(RequestRow), table_of(ContactPoint)


def stop_news(case: Case, contact: Contact) -> bool:
    """No more news to this address, no more texts to this number; False when it was so."""
    return _note(case, contact, "opt_out") if _set_opted_out(case, contact, case.now) else False


def start_news(case: Case, contact: Contact) -> bool:
    """News again; False when there was no stop."""
    return _note(case, contact, "opt_in") if _set_opted_out(case, contact, None) else False


def _set_opted_out(case: Case, contact: Contact, opted_out_at: datetime | None) -> bool:
    """Whether that changed anything."""
    before = _contacts.c.opted_out_at.is_(None) if opted_out_at else _contacts.c.opted_out_at.is_not(None)
    changed = case.session.connection().execute(
        sa.update(_contacts)
        .where(_contacts.c.id == contact.contact_id, before)
        .values(opted_out_at=opted_out_at)
    )
    return bool(changed.rowcount)


def set_language(case: Case, contact: Contact, language: str) -> None:
    """Write to them in `language` (`fr`, `en`) from now on, about their requests too."""
    run = case.session.connection().execute
    run(sa.update(_people).where(_people.c.id == contact.person_id).values(locale=language))
    run(sa.update(_requests).where(_requests.c.requester_id == contact.person_id).values(locale=language))
    _note(case, contact, "language")


def _note(case: Case, contact: Contact, what: str) -> bool:
    door = f"door:{case.message.door}"
    record_access(case.session, case.now, door, what, f"contact:{contact.contact_id}")
    return True
