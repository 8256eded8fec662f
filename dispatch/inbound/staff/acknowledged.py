"""An agent only says that they read it (« OK », « Bien reçu »): noted among staff; nobody hears."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.outside.partner_words import answered_notice
from dispatch.inbound.reactions import names_of_writer
from intake.ledger.outcome import Outcome
from intake.words.staff.briefly import only_acknowledges
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind

#: Notices that ask something: whoever says « OK » to them may mean yes, and is told which word says so.
_ASKING = frozenset(["command_help", "visa_asked", "answer_waits", "partner_replied", "also_reported"])


def acknowledges(case: Case, written: str) -> bool:
    """Whether a message says nothing else than that its writer read a notice which asked for nothing."""
    if any(not each.decorative for each in case.parsed.attachments):
        return False
    if not only_acknowledges(written, names_of_writer(case)):
        return False
    answered = answered_notice(case)
    return answered is None or answered.notice not in _ASKING


def note_acknowledged(case: Case, change: Change, written: str) -> Outcome:
    """Keep the words in the history, where the requester never reads them."""
    change.write(EntryKind.NOTE, channel=case.parsed.channel, public=False, text=written.strip())
    return Outcome(InboundState.FOLLOW_UP, "read, its writer says: nothing changed", change.request.id)
