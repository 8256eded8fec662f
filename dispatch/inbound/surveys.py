"""A requester's mark for what was done: kept with the request, by mail as by text; it never reopens anything."""

from __future__ import annotations

from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of
from dispatch.notices.tell import tell_staff
from dispatch.requests import history
from intake.ledger.outcome import Outcome
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind, Request

#: At and below this mark staff hear of it, words or none.
BAD = 2


def record_score(case: Case, request: Request, mark: int, comment: str) -> Outcome:
    """Write an opinion into the history; staff hear of a bad one, and of words that go with it."""
    assert request.id is not None
    entry_id = history.write_entry(
        case.session,
        request.id,
        EntryKind.MESSAGE_IN,
        case.now,
        actor_role="requester",
        person_id=case.sender.person_id,
        channel=case.parsed.channel,
        public=True,
        text=case.parsed.words,
        data={"score": mark},
        inbound_id=case.message.id,
    )
    history.touch(case.session, request.id, case.now)
    if comment or mark <= BAD:
        tell_staff(case.session, fact_of(case, request, entry_id), case.in_force, "requester_reply")
    return Outcome(InboundState.FOLLOW_UP, f"survey: {mark} of 5", request.id)
