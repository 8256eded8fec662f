"""More than any counter can read: a storm of a sender, a domain, strangers or all is held as one batch.

A batch is what the ledger holds for one reason; the administrators are told of it once a day, and let it go
by one command. What is held tells nobody else and makes nobody wait: other people's notices leave as ever. A
message that speaks of somebody in danger passes, so many in an hour that a storm cannot hide behind it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.case import Case
from dispatch.inbound.staff.proving.waits_told import tell_it_waits
from dispatch.inbound.starting.new_request import place
from dispatch.inbound.thread import Proof
from dispatch.inbound.who.sending_domain import counted_domain, share_of
from dispatch.notices.alerts import alert_of
from dispatch.notices.held import STORM_REASON
from dispatch.notices.outside_requests import tell_administrators
from intake.ledger.claims import ledger, replay
from intake.ledger.outcome import Outcome
from models.store.batching.rows import batch_of
from models.store.lease import literal
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundState
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow

_requests, _outbox = table_of(RequestRow), table_of(OutboundMessage)
#: Notices of danger in an hour beyond which a storm hides nothing behind them.
DANGER_NOTICES_PER_HOUR = 60
#: Fact of a batch: since when, and how many requests were new.
_STARTED_LATELY = "new requests lately"
#: Doors whose messages somebody of the town hands in, or that are part of a request already.
_OWN_DOORS = frozenset({Door.DESK, Door.UPLOAD, Door.MEDIA, Door.RECEIPTS, Door.CLI})


# Each count ends at its limit: a storm costs no more to recognise than a busy hour.
def _counting(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    few = sa.select(sa.literal_column("1")).where(*where).limit(sa.bindparam("most")).subquery()
    return sa.select(sa.func.count()).select_from(few)


_SINCE: sa.BindParameter[datetime] = sa.bindparam("since")
_OF_PERSON = _counting(ledger.c.person_id == sa.bindparam("person"), ledger.c.received_at > _SINCE)
_STARTED = (ledger.c.state == literal(InboundState.NEW_REQUEST), ledger.c.received_at > _SINCE)
_NEW_REQUESTS = _counting(*_STARTED)
_UNPROVED = _counting(*_STARTED, ledger.c.mail_proof["by"].as_string() == "")
_OF_DOMAIN = _counting(*_STARTED, ledger.c.mail_proof["domain"].as_string() == sa.bindparam("domain"))
_DANGERS = _counting(_outbox.c.notice == literal("danger"), _outbox.c.created_at > _SINCE)
_HAS_REQUEST = sa.select(_requests.c.id).where(_requests.c.requester_id == sa.bindparam("person")).limit(1)


def storm(case: Case) -> Outcome | None:
    """Is it one of more than anybody can read: of one sender, of one domain, of strangers, or in all, in an
    hour? It is held with the others, and the administrators are told once.
    """
    if case.released or case.message.door in _OWN_DOORS or case.message.door_facts.get("confirmed_by"):
        return None
    found = _of_one_sender(case) or _of_many(case)
    if found is None or _is_danger(case):
        return None
    key, limit, address = found
    if case.sender.is_staff:
        tell_it_waits(case, limit, proved=False)
    day = case.organisation.town.local_day(case.now).isoformat()
    named = f"guichet inbox release --from {address}" if address else "guichet inbox release --storm"
    tell_administrators(
        case.session,
        case.in_force,
        "alert",
        f"{key}:{address}:{day}"[:200],
        case.now,
        data=alert_of(key, command=named, count=limit, address=address),
        inbound_id=case.message.id,
    )
    return Outcome(InboundState.HELD, f"{STORM_REASON}{_SENTENCES[key].format(limit=limit)}")


_SENTENCES = {
    "storm_sender": "more than {limit} messages of this sender in an hour",
    "storm_domain": "more than {limit} new requests in an hour from its domain",
    "storm_strangers": "more than {limit} new requests in an hour from senders whom nothing proves",
    "storm_all": "more than {limit} new requests in an hour",
}


def _of_one_sender(case: Case) -> tuple[str, int, str] | None:
    """Staff who are proved work as fast as they like."""
    limit, contact = case.settings.limits.storm_of_sender_per_hour, case.sender.contact
    if contact is None or not case.sender.known:
        return None
    if _count(case, _OF_PERSON, limit, person=contact.person_id) < limit:
        return None
    proved = case.sender.is_staff and (case.mail_proof.proved or case.thread.proof is Proof.TOKEN)
    return None if proved else ("storm_sender", limit, contact.written)


def _of_many(case: Case) -> tuple[str, int, str] | None:
    """One domain, strangers, and everybody together: only what would start something new."""
    limits = case.settings.limits
    if case.sender.is_staff or case.thread.request_id is not None:
        return None
    limit, in_all = limits.storm_of_strangers_per_hour, limits.storm_in_all_per_hour
    if _at_most_started(case) < min(limit, share_of(limits, in_all, 0)):
        return None
    started = _count(case, _NEW_REQUESTS, in_all)
    if started >= in_all:
        return "storm_all", in_all, ""
    if domain := counted_domain(case):
        theirs = _count(case, _OF_DOMAIN, in_all, domain=domain)
        if theirs >= share_of(limits, in_all, started - theirs):
            return "storm_domain", theirs, f"@{domain}"
    if started < limit or case.parsed.channel != "email" or case.mail_proof.proved or _is_known(case):
        return None
    return ("storm_strangers", limit, "") if _count(case, _UNPROVED, limit) >= limit else None


@dataclass(slots=True)
class _Started:
    since: datetime
    requests: int


def expect_started(session: Session, received_at: datetime, most: int) -> None:
    """Look up how many requests were new in the hour before a batch whose first message came then."""
    batch, since = batch_of(session), received_at - timedelta(hours=1)
    if batch is not None:
        batch.learn(_STARTED_LATELY, _Started(since, _started(session, since, most)), (ledger,))


def _started(session: Session, since: datetime, most: int) -> int:
    return int(session.connection().execute(_NEW_REQUESTS, {"since": since, "most": most}).scalar_one())


def note_started(case: Case, outcome: Outcome) -> None:
    """Have the batch that the case is in know of one new request more."""
    batch = batch_of(case.session)
    counted = batch.known(_STARTED_LATELY) if batch is not None else None
    if counted is not None and outcome.state is InboundState.NEW_REQUEST:
        counted.requests += 1


def _at_most_started(case: Case) -> float:
    """How many new requests the hour before the message had at most, asked once a batch; infinity: ask."""
    batch, since = batch_of(case.session), case.message.received_at - timedelta(hours=1)
    if batch is None:
        return math.inf
    most = case.settings.limits.storm_in_all_per_hour
    counted = batch.fact(
        _STARTED_LATELY, lambda: _Started(since, _started(case.session, since, most)), (ledger,)
    )
    return counted.requests if since >= counted.since else math.inf


def _count(case: Case, query: sa.Select[Any], most: int, **values: object) -> int:
    """How many rows of the hour before the message came, `most` at most."""
    given = {"since": case.message.received_at - timedelta(hours=1), "most": most, **values}
    return int(case.session.connection().execute(query, given).scalar_one())


def _is_known(case: Case) -> bool:
    """Whether they asked for something before: an address is known as soon as it wrote once."""
    person = {"person": case.sender.person_id}
    return case.session.connection().execute(_HAS_REQUEST, person).first() is not None


def _is_danger(case: Case) -> bool:
    return place(case).danger and _count(case, _DANGERS, DANGER_NOTICES_PER_HOUR) < DANGER_NOTICES_PER_HOUR


def release_batch(
    session: Session, now: datetime, by: str, *, sender: str = "", limit: int = -1
) -> list[int]:
    """Have what storms brought be decided after all, of one sender, of one domain (`@example.org`) or of all;
    their ids, oldest first.

    `limit`: how many at most, all when negative.
    """
    held = sa.select(ledger.c.id).where(
        ledger.c.state == literal(InboundState.HELD), ledger.c.reason.startswith(STORM_REASON)
    )
    if sender.startswith("@"):
        held = held.where(ledger.c.mail_proof["domain"].as_string() == sender[1:].lower())
    elif sender:
        held = held.where(sa.func.lower(ledger.c.sender) == sender.lower())
    if limit >= 0:
        held = held.limit(limit)
    # Locked: what somebody else decides about at this moment is left out.
    ids = list(session.connection().execute(held.order_by(ledger.c.id).with_for_update()).scalars())
    for ledger_id in ids:
        replay(session, ledger_id, now, released_by=by)
    return ids
