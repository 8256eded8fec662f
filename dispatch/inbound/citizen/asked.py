"""A letter that asked a citizen something: found by the address made for it, answered once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.people.merging import is_made_for
from models.errors import InvalidValue
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage

_outbox = table_of(OutboundMessage)


def asked_by(case: Case, notice: str, *, lock: bool = True) -> Any:
    """The letter of that kind whose address a message was sent to, locked, when its sender is whom the letter
    asked; else None. Without `lock` the caller locks it, with what belongs to it.
    """
    person_id = case.sender.person_id
    for token in case.tokens:
        try:
            claim = case.signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is not Purpose.WISH or person_id is None:
            continue
        query = sa.select(_outbox).where(
            _outbox.c.id == claim.subject_id,
            _outbox.c.notice == notice,
            _outbox.c.person_id == person_id,
        )
        row = case.session.connection().execute(query.with_for_update() if lock else query).first()
        if row is not None and is_made_for(case.session, case.signer, token, (person_id,), case.now):
            return row
    return None


def end_question(case: Case, row: Any) -> None:
    """Each is answered once."""
    ended = {**row.data, "answered": True}
    case.session.connection().execute(sa.update(_outbox).where(_outbox.c.id == row.id).values(data=ended))
