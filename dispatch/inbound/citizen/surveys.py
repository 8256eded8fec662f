"""A requester's mark for what was done: kept with the request, by mail as by text; it never reopens
anything.
"""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.notices.tell import News, tell_staff
from intake.ledger.outcome import Outcome
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind

#: At and below this mark staff hear of it, words or none.
BAD = 2


def record_score(case: Case, change: Change, mark: int, comment: str) -> Outcome:
    """Write an opinion into the history; staff hear of a bad one, and of words that go with it."""
    channel, text = case.parsed.channel, case.parsed.words
    entry_id = change.write(
        EntryKind.MESSAGE_IN, channel=channel, public=True, text=text, data={"score": mark}
    )
    change.update()
    if comment or mark <= BAD:
        tell_staff(change, News("requester_reply", entry_id))
    return Outcome(InboundState.FOLLOW_UP, f"survey: {mark} of 5", change.request.id)
