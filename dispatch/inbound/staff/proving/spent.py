"""Orders that were given: the same one again through the same address, unproved, is a captured mail."""

from __future__ import annotations

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.proving.proof import wait_for_proof
from dispatch.inbound.thread import Proof
from intake.ledger.outcome import Outcome
from intake.mail.proof.verdict import MailProof
from intake.words.orders import Order, Said
from intake.words.staff.lines import Lines
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.proofs import SpentOrder

_spent = table_of(SpentOrder)
#: Proofs of the sending itself, and words of people: none of them travels with a copy of a mail.
_REPEATS = ("network", "login", "spf", "signature", "operator", "released", "confirmed", "page")


def is_spent(case: Case, said: Said | Lines, written: str) -> bool:
    """Whether this order was given before through this address, and nothing but the address proves it now.

    Notes it as given otherwise. Agents answer one notice several times, with other orders each time: only the
    same order, or the same words, are spent. What is proved in a way that no captured mail is (`_REPEATS`)
    may repeat what it likes; a relay's word for a signature is not: it need not cover Message-ID.
    """
    what, tokens = _what(said, written), case.tokens
    if not what or not tokens or case.thread.proof is not Proof.TOKEN or case.parsed.channel == "sms":
        return False
    about = f"\0{case.thread.request_id}" if case.thread.listed else ""
    digest = hashlib.sha256(f"{tokens[0]}\0{what}{about}".encode()).hexdigest()
    connection = case.session.connection()
    given = connection.execute(sa.select(_spent.c.inbound_id).where(_spent.c.order_hash == digest)).scalar()
    if given is None:
        row = {"order_hash": digest, "inbound_id": case.message.id, "spent_at": case.now}
        connection.execute(sa.insert(_spent), row)
        return False
    return given != case.message.id and not _may_repeat(case.mail_proof)


def hold_spent(case: Case, change: Change, said: Said) -> Outcome:
    """Hold an order that was given before; its agent is asked whether they mean it again, or told."""
    why = "the same order was given through this address before"
    if case.settings.agents.proof == "confirm":
        return wait_for_proof(case, change, said, why)
    tell_help(case, change, "spent")
    return Outcome(InboundState.HELD, why)


def _may_repeat(proof: MailProof) -> bool:
    """Whether it is proved that this very mail was sent now. A signature that we verified covers its id."""
    return proof.proved and (proof.by in _REPEATS or "signature:pass" in proof.carried)


def _what(said: Said | Lines, written: str) -> str:
    """What is ordered or written, as text; '' when nothing is that could be done twice."""
    if isinstance(said, Lines):
        return "\0".join(("lines", *(line.written for line in said.orders)))
    if not isinstance(said, Order) or said.kind in ("answer", "note"):
        words = " ".join(written.split())
        return f"words\0{words}" if words else ""
    if said.kind in ("help", "withdraw", "keep"):
        return ""
    return f"{said.kind}\0{said.verb}\0{said.target}\0{said.task or ''}"


def forget_spent(session: Session, before: datetime) -> None:
    """Forget orders given before then: the addresses they were given through have expired."""
    session.connection().execute(sa.delete(_spent).where(_spent.c.spent_at < before))
