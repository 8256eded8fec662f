"""Messages decided together: who wrote them is looked up at once, what becomes of them is written at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import structlog
from sqlmodel import Session

from dispatch.inbound.machines import expect_copies
from dispatch.inbound.who.few_answers import expect_answers
from dispatch.inbound.who.storm import expect_started
from dispatch.people.contacts import expect_addresses, read_contact
from intake.ledger.claims import ClaimedMessage, leases
from intake.message import ParsedMessage
from intake.reading.asked import SetAside
from models.errors import InvalidValue
from models.settings.processing import LimitSettings
from models.store.batching.rows import batch

log = structlog.get_logger(__name__)
Parsed = Mapping[int, ParsedMessage | SetAside]


@contextmanager
def together(
    session: Session, claimed: Sequence[ClaimedMessage], parsed: Parsed, limits: LimitSettings, now: datetime
) -> Iterator[Sequence[ClaimedMessage]]:
    """Those of `claimed` that are still ours, in a batch; one alone is decided without any."""
    if len(claimed) < 2:
        yield claimed
        return
    with batch(session):
        held = leases.held_of(session, claimed)
        for row in claimed:
            if row.id not in held:
                log.warning("inbound.lease_lost", inbound=row.id)
        ours = [row for row in claimed if row.id in held]
        _expect(session, ours, parsed, limits, now)
        yield ours


def _expect(
    session: Session, rows: Sequence[ClaimedMessage], parsed: Parsed, limits: LimitSettings, now: datetime
) -> None:
    """Look up for all what is asked of each: is it a copy, who wrote, how often were they answered."""
    keys: list[str] = []
    written: dict[str, str] = {}
    for row in rows:
        message = parsed.get(row.id)
        if not isinstance(message, ParsedMessage):
            continue
        if message.content_key:
            keys.append(message.content_key)
        if message.channel != "email":
            continue
        try:
            _kind, key, to = read_contact(
                "email", message.sender.address if message.sender else row.envelope_from
            )
        except InvalidValue:
            continue
        written[key] = to
    expect_copies(session, keys)
    expect_addresses(session, list(written))
    expect_answers(session, list(written.values()), now, limits.answers_per_hour)
    if rows:
        expect_started(session, min(row.received_at for row in rows), limits.storm_in_all_per_hour)
