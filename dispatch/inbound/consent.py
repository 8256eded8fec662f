"""STOP and START: whether a number wants texts from us, kept until its holder says otherwise."""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.notices import outside_requests
from intake.ledger.outcome import Outcome
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.people import ContactPoint

_contacts = table_of(ContactPoint)


def stop(case: Case, *, silent: bool = False) -> Outcome:
    """Send nothing more to this number; confirmed once. `silent` when the provider has confirmed it already."""
    contact = case.sender.contact
    assert contact is not None
    changed = case.session.connection().execute(
        sa.update(_contacts)
        .where(_contacts.c.id == contact.contact_id, _contacts.c.opted_out_at.is_(None))
        .values(opted_out_at=case.now)
    )
    if not changed.rowcount:
        return Outcome(InboundState.COMMAND, "STOP again: nothing is sent there already")
    record_access(case.session, case.now, "door:sms", "opt_out", f"contact:{contact.contact_id}")
    if not silent:
        _tell(case, "opted_out")
    return Outcome(InboundState.COMMAND, "STOP: no more texts to this number")


def start(case: Case, *, silent: bool = False) -> Outcome | None:
    """Texts again for a number that said STOP; None when it never did, for then START is only a word."""
    contact = case.sender.contact
    assert contact is not None
    changed = case.session.connection().execute(
        sa.update(_contacts)
        .where(_contacts.c.id == contact.contact_id, _contacts.c.opted_out_at.is_not(None))
        .values(opted_out_at=None)
    )
    if not changed.rowcount:
        return None
    record_access(case.session, case.now, "door:sms", "opt_in", f"contact:{contact.contact_id}")
    if not silent:
        _tell(case, "opted_in")
    return Outcome(InboundState.COMMAND, "START: texts to this number again")


def _tell(case: Case, notice: str) -> None:
    assert case.sender.contact is not None
    outside_requests.tell_outside_a_request(
        case.session,
        notice,
        case.sender.contact,
        f"inbound:{case.message.id}",
        case.now,
        data={},
        inbound_id=case.message.id,
    )
