"""A requester's mark for what was done: kept with the request, by mail as by text; it never reopens
anything.
"""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.notices.tell import News, tell_agents, tell_requester, tell_staff
from intake.ledger.outcome import Outcome
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.tables.requests import EntryKind

_outbox = table_of(OutboundMessage)

#: At and below this mark staff hear of it, words or none, and whoever leads the service.
BAD = 2


def record_score(case: Case, change: Change, mark: int, comment: str) -> Outcome:
    """Write an opinion into the history; staff hear of a bad one, and of words that go with it."""
    channel, text = case.parsed.channel, case.parsed.words
    entry_id = change.write(
        EntryKind.MESSAGE_IN, channel=channel, public=True, text=text, data={"score": mark}
    )
    change.update()
    news = News("requester_reply", entry_id, data={"mark": mark})
    if comment or mark <= BAD:
        tell_staff(change, news)
    if mark <= BAD:
        _tell_managers(change, news)
    return Outcome(InboundState.FOLLOW_UP, f"survey: {mark} of 5", change.request.id)


def ask_mark(case: Case, change: Change) -> Outcome:
    """Ask for a mark of one to five, where « 6 » or « 8/10 » answers a survey: once, then staff read it. The
    words stay in the history.
    """
    text = case.parsed.words
    entry_id = change.write(EntryKind.MESSAGE_IN, channel=case.parsed.channel, public=True, text=text)
    change.update()
    if case.automatic or _was_asked_again(change):
        tell_staff(change, News("requester_reply", entry_id))
        return Outcome(InboundState.FOLLOW_UP, "survey: no mark of one to five", change.request.id)
    tell_requester(change, News("survey", data={"written": text.strip()[:40]}))
    return Outcome(InboundState.FOLLOW_UP, "survey: asked for a mark of one to five", change.request.id)


def _was_asked_again(change: Change) -> bool:
    asked = sa.select(_outbox.c.data).where(
        _outbox.c.request_id == change.request.id, _outbox.c.notice == "survey"
    )
    return any(data.get("written") for data in change.session.connection().execute(asked).scalars())


def _tell_managers(change: Change, news: News) -> None:
    """A bad mark is for whoever leads the service, besides whoever did the work."""
    organisation = change.organisation
    leading = organisation.managers_of(change.request.service or organisation.town.default_service)
    # Told once: who has the request themselves has this very notice already.
    tell_agents(change, news, (each.key for each in leading))
