"""What an agent writes and nothing is done of: a request is no longer theirs, or words are not seen."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import keep_note, tell_help
from dispatch.inbound.staff.own_words import holds_unseen
from dispatch.inbound.who.sight import may_act
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said
from intake.words.staff.lines import Lines
from models.tables.ledger import InboundState

_OF_A_VISA = frozenset({"visa", "correct", "unvisa"})


def not_done(case: Case, change: Change, said: Said | Lines, text: str) -> Outcome | None:
    """What becomes of a message of which nothing may be done, its `text` a note; None for any other."""
    return _not_theirs(case, change, said, text) or _unseen(case, change, text)


def _not_theirs(case: Case, change: Change, said: Said | Lines, text: str) -> Outcome | None:
    """What becomes of a message about a request that somebody else has now, of which its writer sees nothing
    any more; None while they may act. What they did last, they may undo as long as anybody may.
    """
    if isinstance(said, Order) and said.kind == "withdraw":
        return None
    if isinstance(said, Lines) and all(line.kind in _OF_A_VISA for line in said.orders):
        # Whose visa it is, the visa says.
        return None
    if may_act(case, change.request):
        return None
    if text.strip() or case.parsed.attachments:
        keep_note(case, change, text)
    tell_help(case, change, "handed_away", written=_who_has(change), kept=text)
    return Outcome(InboundState.COMMAND, "a request that is no longer theirs: a note", change.request.id)


def _unseen(case: Case, change: Change, text: str) -> Outcome | None:
    """Nobody orders, or says to anybody, what they did not see when they wrote it."""
    if not holds_unseen(case.parsed, text):
        return None
    keep_note(case, change, text)
    tell_help(case, change, "hidden_words", kept=text)
    return Outcome(InboundState.COMMAND, "words that are not seen: nothing was done", change.request.id)


def _who_has(change: Change) -> str:
    """The name of the service that has a request, else of its agent; '' when nobody has."""
    service = change.organisation.service(change.request.service)
    agent = change.organisation.agent(change.request.assignee)
    return service.name if service is not None else agent.name if agent is not None else ""
