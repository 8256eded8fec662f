"""An order about a state that is past: somebody changed the request since the notice that is answered."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import keep_note, tell_help
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said
from intake.words.staff.lines import Lines
from intake.words.staff.words import StaffWords
from models.tables.ledger import InboundState

#: What changes nothing, or looks by itself at what stands.
_HARMLESS = ("help", "note", "answer", "send", "keep", "withdraw")


def is_stale(case: Case, said: Said | Lines) -> bool:
    """Whether an order answers a notice of a state that is past.

    Whoever moved the request themselves knows where it stands, when it is proved that they write; without
    proof any move makes the address of an earlier notice void: it may be a captured mail.
    """
    if not isinstance(said, Order | Lines) or (isinstance(said, Order) and said.kind in _HARMLESS):
        return False
    if isinstance(said, Lines) and _of_what_waits(case, said):
        return False
    moved = case.thread.moved
    return moved == "other" or (moved == "self" and not case.mail_proof.proved)


def _of_what_waits(case: Case, said: Lines) -> bool:
    """Whether it only says what becomes of words that wait for a visa, and surely of which: whatever moved,
    they wait all the same. Bare and unproved it may be a captured « viser » of other words.
    """
    about = [line for line in said.orders if line.kind in ("visa", "correct", "unvisa")]
    sure = case.mail_proof.proved or all(line.name for line in about)
    return len(about) == len(said.orders) and not said.wrong and sure


def ask_again(case: Case, change: Change, words: StaffWords) -> Outcome:
    """Do nothing; say where the request stands, and how to say it again, to an address that knows it."""
    text = words.everything
    if text or case.parsed.attachments:
        keep_note(case, change, text, asked=bool(text))
    verb = words.said.verb if isinstance(words.said, Order) and words.said.kind == "verb" else ""
    nearest = (verb,) if verb else ()
    tell_help(case, change, "stale", nearest, kept=text, asks=bool(text))
    return Outcome(
        InboundState.COMMAND, "the state has changed since that notice: asked again", change.request.id
    )
