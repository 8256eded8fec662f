"""What later messages are recognised by: the Message-IDs of a request, and the addresses that take part in
it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_address
from dispatch.people.contacts import Contact
from intake.message import ParsedMessage
from models.store.batching.rows import batch_of
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Entry, EntryKind, Participant, RequestRow, SeenMessageId
from models.values import EmailAddress
from models.vocabulary import ParticipantRole

_seen, _participants, _entries = table_of(SeenMessageId), table_of(Participant), table_of(Entry)
_requests, _outbox = table_of(RequestRow), table_of(OutboundMessage)
#: References are capped by the reader too; more than this adds nothing but work.
MAX_IDS = 100
_SEEN_IN = sa.select(_seen.c.id_hash).where(
    _seen.c.request_id == sa.bindparam("of_request"),
    _seen.c.id_hash.in_(sa.bindparam("hashes", expanding=True)),
)
_PARTICIPANTS = sa.select(_participants.c.address).where(
    _participants.c.request_id == sa.bindparam("of_request")
)
_ADD_SEEN, _ADD_PARTICIPANTS = sa.insert(_seen), sa.insert(_participants)


def id_hash(message_id: str) -> str:
    """How a Message-ID is kept and compared: without blanks at its ends, case kept (RFC 5322 §3.6.4)."""
    return hashlib.sha256(message_id.strip().encode("utf-8", "surrogateescape")).hexdigest()


def remember_ids(session: Session, request_id: int, parsed: ParsedMessage, *, is_new: bool = False) -> None:
    """Note every id this message carries or refers to, so that later ones find the request.

    `is_new`: the request was just made, so that nothing can have been noted for it.
    """
    referred = dict.fromkeys((*parsed.references[-MAX_IDS:], *parsed.in_reply_to[:MAX_IDS]), False)
    if parsed.message_id:
        referred[parsed.message_id] = True
    rows = {
        hashed: {"id_hash": hashed, "request_id": request_id, "received": received}
        for text, received in referred.items()
        if text and (hashed := id_hash(text))
    }
    batch = batch_of(session)
    if is_new and batch is not None:
        for row in rows.values():
            batch.add_nameless(_seen, row)
        return
    connection = session.connection()
    if rows and not is_new:
        for known in connection.execute(_SEEN_IN, {"of_request": request_id, "hashes": list(rows)}).scalars():
            del rows[known]
    if rows:
        connection.execute(_ADD_SEEN, list(rows.values()))


def add_participants(
    session: Session, request_id: int, addresses: Iterable[str], role: ParticipantRole
) -> None:
    """Let these addresses (EmailAddress.key or E.164) take part in a request."""
    wanted = set(addresses)
    if not wanted:
        return
    batch = batch_of(session)
    if batch is not None and batch.has_made(_requests, request_id):
        for address in sorted(wanted):
            batch.add_nameless(_participants, {"request_id": request_id, "address": address, "role": role})
        return
    connection = session.connection()
    wanted.difference_update(connection.execute(_PARTICIPANTS, {"of_request": request_id}).scalars())
    if wanted:
        rows = [{"request_id": request_id, "address": address, "role": role} for address in sorted(wanted)]
        connection.execute(_ADD_PARTICIPANTS, rows)


def follow(session: Session, request_id: int, address: str, role: ParticipantRole) -> None:
    """Let an address (EmailAddress.key) take part in a request in that role, in whatever role it did."""
    add_participants(session, request_id, [address], role)
    session.connection().execute(
        sa.update(_participants)
        .where(_participants.c.request_id == request_id, _participants.c.address == address)
        .values(role=role)
    )


def role_of(session: Session, request_id: int, address: str) -> ParticipantRole | None:
    """How an address (EmailAddress.key) takes part in a request besides its requester's, if it does."""
    query = sa.select(_participants.c.role).where(
        _participants.c.request_id == request_id, _participants.c.address == address
    )
    found = session.connection().execute(query).scalar()
    return ParticipantRole(found) if found is not None else None


def known_to(contact: Contact) -> sa.Select[tuple[int]]:
    """Ids of requests in which an address takes part and of which it has heard: it follows them, began them
    for somebody, or was sent a copy. Whom a mail only named in copy knows nothing of them by that.
    """
    firsts = _entries.alias()
    opening = sa.select(sa.func.min(firsts.c.id)).where(
        firsts.c.request_id == _participants.c.request_id, firsts.c.kind == EntryKind.MESSAGE_IN
    )
    began = sa.select(_entries.c.id).where(
        _entries.c.id == opening.correlate(_participants).scalar_subquery(),
        _entries.c.person_id == contact.person_id,
    )
    copied = sa.select(_outbox.c.id).where(
        _outbox.c.request_id == _participants.c.request_id,
        _outbox.c.notice == "copy",
        sa.func.lower(_outbox.c.recipient).in_((contact.value, contact.written.lower())),
    )
    by_then = (each.correlate(_participants).exists() for each in (began, copied))
    heard = sa.or_(_participants.c.role == ParticipantRole.FOLLOWER, *by_then)
    return sa.select(_participants.c.request_id).where(_participants.c.address == contact.value, heard)


def not_shared_yet(change: Change, addresses: Sequence[EmailAddress]) -> list[EmailAddress]:
    """Those of `addresses` with whom the request was never shared, or of whom its copy came back or was
    stopped.
    """
    keys = {each.envelope.lower() for each in addresses}
    sent = sa.select(sa.func.lower(_outbox.c.recipient), _outbox.c.data).where(
        _outbox.c.request_id == change.request.id,
        _outbox.c.notice == "copy",
        _outbox.c.state.not_in((OutboundState.FAILED, OutboundState.CANCELED, OutboundState.SUPPRESSED)),
        sa.func.lower(_outbox.c.recipient).in_(keys),
    )
    # A copy that a rule sent lets nobody take part.
    found = change.session.connection().execute(sent)
    known = {address for address, data in found if data.get("takes_part")}
    return [each for each in addresses if each.envelope.lower() not in known]


def share_with(change: Change, addresses: Sequence[EmailAddress]) -> None:
    """Send each address a copy of the request, and let it take part from then on. Somebody outside the town
    hall is not told who asked.
    """
    change.write(EntryKind.NOTE, data={"shared_with": [str(each) for each in addresses]})
    keys = [each.key for each in addresses]
    add_participants(change.session, change.request.id, keys, ParticipantRole.COPY)
    change.update()
    first = sa.select(sa.func.min(_entries.c.id)).where(
        _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.MESSAGE_IN
    )
    entry_id = change.session.connection().execute(first).scalar()
    for address in addresses:
        unnamed = not change.organisation.may_know_who_asks(str(address))
        tell_address(change, News("copy", entry_id, {"unnamed": unnamed, "takes_part": True}), address)
