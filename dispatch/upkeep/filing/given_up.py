"""A file of the store that is lost for good is given up: nothing points to it, and its requests say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from dispatch.history.entries import write_entry
from dispatch.upkeep.retention.erase import blank_files
from models.errors import UserError
from models.store.copies import kept_digests
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.requests import Attachment, EntryKind, RequestRow
from models.values import Reference

_files, _inbound, _requests = table_of(Attachment), table_of(InboundMessage), table_of(RequestRow)
_SAID = {
    "fr": "Le fichier {name} est perdu\u00a0: {why}",
    "en": "The file {name} is lost: {why}",
}


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What pointed to the file: references of requests, and numbers of messages as they came."""

    digest: str
    requests: tuple[str, ...]
    messages: tuple[int, ...]


def find_lost(session: Session, files: FileStore, written: str) -> str:
    """The digest that begins as `written`. Raises UserError when no row points to one, when several do, or
    when the file is there and whole.
    """
    start = written.strip().lower()
    found = sorted(
        digest for digest in kept_digests(session.connection()) if start and digest.startswith(start)
    )
    if not found:
        raise UserError(f"Nothing here points to a file {written}. See guichet verify.")
    if len(found) > 1:
        raise UserError(f"{len(found)} files begin with {written}: write more of it.")
    digest = found[0]
    if files.has(digest) and files.is_whole(digest):
        raise UserError(f"The file {digest} is there and whole.")
    return digest


def give_up(session: Session, digest: str, why: str, actor: Actor, *, locale: str, now: datetime) -> GivenUp:
    """Take the file from its requests, whose histories say it, and from the messages whose bytes it was.

    Raises UserError for a message that is still tried: it may yet be read from a copy put back meanwhile.
    """
    run = session.connection().execute
    raws = (_inbound.c.raw_sha256 == digest, _inbound.c.raw.is_(None), _inbound.c.erased_at.is_(None))
    messages = run(sa.select(_inbound.c.id, _inbound.c.state).where(*raws).order_by(_inbound.c.id)).all()
    waiting = [row.id for row in messages if row.state == InboundState.WAITING]
    if waiting:
        raise UserError(
            f"Message {waiting[0]} is still to be decided from this file: it is tried again, and ends as "
            "failed when the file stays away. Give it up then."
        )
    mine = _files.c.sha256 == digest
    lines = run(
        sa.select(
            _files.c.request_id, _files.c.shown_name, _files.c.filename, _requests.c.year, _requests.c.number
        )
        .join(_requests, _requests.c.id == _files.c.request_id)
        .where(mine, _files.c.removed_at.is_(None))
        .order_by(_files.c.id)
    ).all()
    said = _SAID["en" if locale == "en" else "fr"]
    for row in lines:
        text = said.format(name=row.shown_name or row.filename, why=why)
        write_entry(
            session, row.request_id, EntryKind.NOTE, actor, now, text=text, data={"lost_file": digest}
        )
    blank_files(session, mine, now)
    run(sa.update(_inbound).where(*raws).values(erased_at=now))
    references = dict.fromkeys(str(Reference(row.year, row.number)) for row in lines)
    return GivenUp(digest, tuple(references), tuple(row.id for row in messages))
