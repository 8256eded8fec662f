"""What a program sends becomes a row of the ledger, as if it came by mail: durable, then answered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog

from dispatch.programs.keys import Program
from dispatch.web.frame.board import Board
from intake.ledger.antivirus import inspector_from
from intake.ledger.arrival import Arrival
from intake.mail.dictated import DictatedFile, dictated_mail
from models.errors import TemporaryFailure
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage

log = structlog.get_logger(__name__)
_inbound = table_of(InboundMessage)


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent. `who` names at most one of `address` and `number`, as `dictated_mail` takes them."""

    text: str
    subject: str = ""
    who: Mapping[str, str] = field(default_factory=dict)
    recipient: str = ""
    files: Sequence[DictatedFile] = ()
    #: What the caller decided itself (type, service, building, by their keys), and where it is.
    told: Mapping[str, str] = field(default_factory=dict)
    position: tuple[float, float] | None = None
    #: What else the door knows of it.
    facts: Mapping[str, Any] = field(default_factory=dict)


class OtherBefore(Exception):
    """The same name was given to something else before."""


def take(
    board: Board, program: Program, told: Told, *, now: datetime, peer: str, name: str, asked: bytes
) -> int:
    """Store it; the number of its ledger row, the same again for a call of the same `name` ('' for none).

    `asked` is the call as it was sent: raises OtherBefore when another was sent under that name. Raises
    TemporaryFailure when it could not be made durable.
    """
    asked_hash = hashlib.sha256(asked).hexdigest()
    key = f"{program.kind}:{program.id}:{hashlib.sha256(name.encode()).hexdigest()}" if name else None
    if key is not None and (known := _known(board, key)) is not None:
        return _same(known, asked_hash)
    mail = board.settings.mail
    to = told.recipient or next(iter(mail.addresses), mail.reply_address)
    who = {"name": "", "address": "", "number": "", **told.who}
    raw = dictated_mail(told.text, at=now, recipient=to, subject=told.subject, files=told.files, **who)
    facts: dict[str, Any] = {
        **told.facts,
        "asked": asked_hash,
        **({"told": dict(told.told)} if told.told else {}),
        **({"position": list(told.position)} if told.position is not None else {}),
    }
    if told.files:
        verdict = inspector_from(board.settings.antivirus).inspect(raw)
        if verdict.outcome == "temporary":
            raise TemporaryFailure("The files cannot be looked at just now.", "antivirus away")
        facts |= verdict.facts
    inbound = board.reception.accept(
        Arrival(
            door=program.kind,
            door_name=program.name,
            door_key=key,
            raw=raw,
            received_at=now,
            envelope_from=who["address"],
            recipients=(to,),
            peer=peer,
            door_facts=facts,
        )
    )
    if key is not None and (stored := _known(board, key)) is not None:
        # Another call of that name may have been stored between our look and our write.
        return _same(stored, asked_hash)
    return inbound


def trace_taken(board: Board, program: Program, inbound: int, now: datetime) -> None:
    """Trace what `take` stored. It is in the ledger by then: a refusal would only have it sent a second time,
    and so a trace that cannot be written is logged.
    """
    try:
        board.accesses.record(now, program.trace, "create", f"inbound:{inbound}", {"by": program.trace})
    except TemporaryFailure as failed:
        log.warning("programs.taken_not_traced", inbound=inbound, why=failed.private)


def _known(board: Board, key: str) -> tuple[int, str] | None:
    """The row stored under that door key, and the hash of what it was asked by."""
    query = sa.select(_inbound.c.id, _inbound.c.door_facts).where(_inbound.c.door_key == key)
    with board.reads.looking() as session:
        row = session.connection().execute(query).first()
    return (row.id, str(row.door_facts.get("asked", ""))) if row is not None else None


def _same(stored: tuple[int, str], asked_hash: str) -> int:
    if stored[1] != asked_hash:
        raise OtherBefore
    return stored[0]
