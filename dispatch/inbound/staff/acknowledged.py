"""An agent only says that they read it (« OK », « Bien reçu »): noted among staff; the requester never hears.

Of a request that is new or theirs they may have meant more (« I take it », « it is done »): once a request
and agent they are told that nothing changed, with the words that do.
"""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.outside.partner_words import answered_notice
from dispatch.inbound.reactions import names_of_writer
from dispatch.inbound.staff.notes import power_of, tell_help
from dispatch.requests.workflow import verbs_from
from intake.ledger.outcome import Outcome
from intake.words.staff.briefly import only_acknowledges
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import Entry, EntryKind
from models.vocabulary import CLOSED_KINDS, StateKind

_entries = table_of(Entry)
#: Notices that ask something: whoever says « OK » to them may mean yes, and is told which word says so.
_ASKING = frozenset(["command_help", "visa_asked", "answer_waits", "partner_replied", "also_reported"])
#: Notices that only confirm what their reader did: « OK » means nothing more.
_CONFIRMING = frozenset(["order_done", "undone", "visa_told", "word_answered", "copy"])
#: Why an agent was told that nothing changed; it stands with the note, too.
ONLY_READ = "only_read"


def acknowledges(case: Case, written: str) -> bool:
    """Whether a message says nothing else than that its writer read a notice which asked for nothing."""
    if any(not each.decorative for each in case.parsed.attachments):
        return False
    if not only_acknowledges(written, names_of_writer(case)):
        return False
    answered = answered_notice(case)
    if answered is None or answered.notice not in _ASKING:
        return True
    return bool(answered.notice == "command_help" and answered.data.get("reason") == ONLY_READ)


def note_acknowledged(case: Case, change: Change, written: str) -> Outcome:
    """Keep the words in the history, where the requester never reads them; tell their writer, once, that they
    changed nothing when they may have meant more.
    """
    tells = _may_mean_more(case, change) and not _was_told(case, change)
    change.write(
        EntryKind.NOTE,
        channel=case.parsed.channel,
        public=False,
        text=written.strip(),
        data={ONLY_READ: True} if tells else {},
    )
    if tells:
        tell_help(case, change, ONLY_READ, _meant(case, change))
        why = "read, its writer says: nothing changed, and they were told so"
        return Outcome(InboundState.FOLLOW_UP, why, change.request.id)
    return Outcome(InboundState.FOLLOW_UP, "read, its writer says: nothing changed", change.request.id)


def _may_mean_more(case: Case, change: Change) -> bool:
    """Whether the request is open, and nobody's or its writer's."""
    agent, request = case.sender.agent, change.request
    if agent is None or request.kind in CLOSED_KINDS or request.assignee not in (None, agent.key):
        return False
    answered = answered_notice(case)
    return answered is None or answered.notice not in _CONFIRMING


def _was_told(case: Case, change: Change) -> bool:
    """Whether this agent was told so of this request before."""
    query = sa.select(_entries.c.data).where(
        _entries.c.request_id == change.request.id,
        _entries.c.person_id == case.sender.person_id,
        _entries.c.kind == EntryKind.NOTE,
    )
    return any(data.get(ONLY_READ) for data in change.session.connection().execute(query).scalars())


def _meant(case: Case, change: Change) -> tuple[str, ...]:
    """The verbs that « OK » may stand for: to take the request, and to say that it is done."""
    if case.thread.purpose is Purpose.TASK:
        return ()
    workflow, state = change.workflow, change.request.state
    verbs = verbs_from(workflow, state, power_of(case))
    found = [(verb, workflow.transition(state, verb)) for verb in verbs]
    plain = [
        (verb, workflow.state(step.to))
        for verb, step in found
        if step is not None and not step.needs_date and not step.comment_required
    ]
    taken = [verb for verb, to in plain if to is not None and to.kind is StateKind.OPEN][:1]
    done = [verb for verb, to in plain if to is not None and to.kind is StateKind.DONE][:1]
    return (*taken, *done)
