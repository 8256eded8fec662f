"""What the last mails really carried: by what they were proved, and what was in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage

_inbound = table_of(InboundMessage)
_MAIL_DOORS = (Door.SMTP, Door.LMTP, Door.IMAP)


@dataclass(slots=True)
class Carried:
    """Counts of mails: by what proved them ('' is nothing), what failed, and what they bore."""

    mails: int = 0
    proved_by: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    bore: Counter[str] = field(default_factory=Counter)


def last_mails(session: Session, in_force: InForce | None, limit: int) -> tuple[Carried, Carried]:
    """Of the last `limit` mails that came through doors: all, and those that name a member of staff."""
    query = (
        sa.select(_inbound.c.mail_proof, _inbound.c.person_id)
        .where(_inbound.c.door.in_(_MAIL_DOORS))
        .order_by(_inbound.c.id.desc())
        .limit(limit)
    )
    staff = {*in_force.agent_persons.values(), *in_force.service_persons.values()} if in_force else set()
    everybody, of_staff = Carried(), Carried()
    for row in session.connection().execute(query):
        if not row.mail_proof:
            continue
        for each in (everybody, of_staff) if row.person_id in staff else (everybody,):
            each.mails += 1
            failed = str(row.mail_proof.get("failed", ""))
            each.proved_by["" if failed else str(row.mail_proof.get("by", ""))] += 1
            if failed:
                each.failed[failed] += 1
            each.bore.update(str(word) for word in row.mail_proof.get("carried", ()))
    return everybody, of_staff
