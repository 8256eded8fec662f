"""Which request a message belongs to, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.outside.partner_thread import Theirs, by_address, by_request, by_their_number
from dispatch.notices.joined import follow_merges, follow_own
from dispatch.people.merging import made_at
from dispatch.people.senders import Sender
from dispatch.requests.numbers_and_links import find_begun, find_called, find_mentioned
from dispatch.requests.participants import MAX_IDS, id_hash, known_to
from dispatch.requests.stamps import STAMPED, Moved, known_stamps, moved_since
from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.signing.tokens import Purpose, Signer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Participant, RequestRow, SeenMessageId

_MARKER = "marker in the text"
_requests = table_of(RequestRow)
_seen = table_of(SeenMessageId)
_outbox = table_of(OutboundMessage)
_participants = table_of(Participant)


class Proof(StrEnum):
    """Why a message is believed to belong to a request, strongest first."""

    #: A reply address signed for this very person.
    TOKEN = "token"  # noqa: S105  # the name of a proof, not a secret
    #: A Message-ID of the conversation, and a sender who takes part in it.
    MESSAGE_ID = "message_id"
    #: The reference in the subject (of staff, at the beginning of the text too), and a sender who takes part;
    #: or the very subject of their one open request.
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a message belongs. `request_id` None means a new request.

    `purpose` is what the reply address allows, when one was used by the person it was made for.
    `linked_id` is a request that somebody outside it mentioned: the new one is linked to it, no more.
    """

    request_id: int | None = None
    proof: Proof | None = None
    purpose: Purpose | None = None
    linked_id: int | None = None
    why: str = ""
    #: Who has the reply address that somebody else used (a stranger or a colleague), when that is staff.
    address_of: int | None = None
    #: Whether the new request answers a letter that was another person's (a reply address, a Message-ID).
    handed_on: bool = False
    #: Who changed the state since the notice that is answered: nobody, its reader alone, or somebody else.
    moved: Moved = ""
    #: The request that was joined to this one, when its address or reference was used.
    joined_from: int | None = None
    #: Known by the number a text came from alone: it changes a state, and nothing else.
    by_number: bool = False
    #: The time that the request was passed on, when a partner outside answers; `strange`: somebody else uses
    #: the address of the letter to them.
    forwarding: int | None = None
    strange: bool = False
    #: One line of an answer to a list: the address is of the list, not of the request.
    listed: bool = False


def find_thread(
    session: Session,
    parsed: ParsedMessage,
    tokens: Iterable[str],
    sender: Sender,
    signer: Signer,
    in_force: InForce,
    now: datetime,
) -> Thread:
    """The request `parsed` belongs to: by signed address, by Message-ID, by reference, in this order.

    `tokens` are those of its envelope.

    A token only counts for the person it was signed for, while they take part in the request; Message-IDs
    and references for whoever does. Anybody else gets a new request, linked. A request that was joined
    to another answers as that one, for staff and for who asked for both.
    """
    found = _find(session, parsed, tokens, sender, signer, in_force, now)
    if found.request_id is None:
        return found
    asks = found.purpose is Purpose.REQUESTER or (found.purpose is None and not sender.is_staff)
    now_with = (
        follow_own(session, found.request_id, sender.person_id)
        if asks
        else follow_merges(session, found.request_id)
    )
    if now_with == found.request_id:
        return found
    why = f"{found.why}, of a request joined to this one"
    return replace(found, request_id=now_with, joined_from=found.request_id, why=why)


def _find(
    session: Session,
    parsed: ParsedMessage,
    tokens: Iterable[str],
    sender: Sender,
    signer: Signer,
    in_force: InForce,
    now: datetime,
) -> Thread:
    stranger_of: int | None = None
    lent, handed_on = dict[int, int](), False
    partners: Theirs | None = None
    staff_persons = frozenset(in_force.service_persons.values())
    for token in tokens:
        try:
            claim = signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is Purpose.PARTNER:
            theirs = by_address(session, signer, token, claim.subject_id, sender, in_force, now)
            if theirs is not None and not theirs.stranger:
                return _of_partner(theirs, Proof.TOKEN, "signed address of a letter to a partner")
            partners = partners or theirs
            continue
        if claim.purpose not in (Purpose.REQUESTER, Purpose.ASSIGNEE, Purpose.NOTE, Purpose.TASK):
            continue
        if not _exists(session, claim.subject_id):
            continue
        stamps = known_stamps(session, claim.subject_id) if claim.purpose in STAMPED else (0,)
        stamp = made_at(session, signer, token, sender.answers_for, now, stamps)
        # A request that has become somebody else's is its former requester's no more.
        asks = claim.purpose is Purpose.REQUESTER and in_force.official_of(sender.person_id) is None
        if stamp is not None and (not asks or _takes_part(session, claim.subject_id, sender, staff_persons)):
            why, by = "signed reply address", sender.person_id
            stamped = claim.purpose in STAMPED
            moved: Moved = moved_since(session, claim.subject_id, stamp, by) if stamped else ""
            return Thread(claim.subject_id, Proof.TOKEN, claim.purpose, why=why, moved=moved)
        stranger_of, handed_on = claim.subject_id, True
        if claim.purpose is not Purpose.REQUESTER:
            others = {*in_force.agent_persons.values(), *staff_persons}
            if (owner := signer.find_person(token, others, now, stamps)) is not None:
                lent.setdefault(claim.subject_id, owner)
    for request_id in _by_message_ids(session, parsed, signer):
        if _takes_part(session, request_id, sender, staff_persons):
            owner, why = lent.get(request_id), "Message-ID of the conversation"
            return Thread(request_id, Proof.MESSAGE_ID, why=why, address_of=owner)
        if (theirs := by_request(session, request_id, sender)) is not None:
            return _of_partner(theirs, Proof.MESSAGE_ID, "Message-ID of a letter to a partner")
        stranger_of, handed_on = stranger_of or request_id, True
    mentioned = find_mentioned(session, parsed.subject) or _begun(session, parsed, sender)
    if mentioned is not None:
        if _takes_part(session, mentioned, sender, staff_persons, heard=True):
            why, owner = "reference in the subject", lent.get(mentioned)
            return Thread(mentioned, Proof.REFERENCE, why=why, address_of=owner)
        if (theirs := by_request(session, mentioned, sender)) is not None:
            return _of_partner(theirs, Proof.REFERENCE, "reference in a partner's subject")
        stranger_of = stranger_of or mentioned
    if (theirs := by_their_number(session, parsed.subject, sender)) is not None:
        return _of_partner(theirs, Proof.REFERENCE, "a partner's own number in the subject")
    if stranger_of in lent and sender.is_staff:
        why = "reply address of a colleague"
        return Thread(stranger_of, Proof.REFERENCE, why=why, address_of=lent[stranger_of])
    if partners is not None:
        why = "the address of a letter to a partner, used by somebody else"
        return Thread(linked_id=partners.request_id, why=why, forwarding=partners.forwarding_id, strange=True)
    if stranger_of is not None:
        owner, why = next(iter(lent.values()), None), "mentioned by somebody who does not take part in it"
        return Thread(linked_id=stranger_of, why=why, address_of=owner, handed_on=handed_on)
    called = None if sender.is_staff else find_called(session, parsed, sender.person_id)
    return Thread(called, Proof.REFERENCE, why="called as their open one") if called else Thread()


def _begun(session: Session, parsed: ParsedMessage, sender: Sender) -> int | None:
    """The request that staff name at the beginning of their words."""
    return find_begun(session, parsed.words) if sender.is_staff else None


def _of_partner(theirs: Theirs, proof: Proof, why: str) -> Thread:
    return Thread(theirs.request_id, proof, Purpose.PARTNER, why=why, forwarding=theirs.forwarding_id)


def _by_message_ids(session: Session, parsed: ParsedMessage, signer: Signer) -> list[int]:
    """Requests that know one of the ids answered, the nearest id first; ours are known by their proof.

    Some relays rewrite or drop ids: the marker in the foot of our letters, quoted below an answer, stands in.
    """
    ids = list(dict.fromkeys((*parsed.in_reply_to[:MAX_IDS], *reversed(parsed.references[-MAX_IDS:]))))
    outbox_ids = {text: own for text in ids if (own := signer.owns_message_id(text)) is not None}
    if (marked := signer.find_marker(parsed.quoted)) is not None:
        ids.append(_MARKER)
        outbox_ids[_MARKER] = marked
    if not ids:
        return []
    found: dict[int, None] = {}
    ours: dict[int, int | None] = {}
    if outbox_ids:
        query = sa.select(_outbox.c.id, _outbox.c.request_id).where(
            _outbox.c.id.in_(list(outbox_ids.values()))
        )
        ours = {row.id: row.request_id for row in session.connection().execute(query)}
    hashes = {id_hash(text): text for text in ids}
    seen: dict[str, int] = {}
    for row in session.connection().execute(
        sa.select(_seen.c.id_hash, _seen.c.request_id)
        .where(_seen.c.id_hash.in_(list(hashes)))
        .order_by(_seen.c.request_id)
    ):
        seen.setdefault(hashes[row.id_hash], row.request_id)
    for text in ids:
        request_id = ours.get(outbox_ids.get(text, 0)) or seen.get(text)
        if request_id is not None:
            found[request_id] = None
    return list(found)


def _exists(session: Session, request_id: int) -> bool:
    found = sa.select(_requests.c.id).where(_requests.c.id == request_id)
    return session.connection().execute(found).first() is not None


def _takes_part(
    session: Session, request_id: int, sender: Sender, staff_persons: frozenset[int], *, heard: bool = False
) -> bool:
    """Whether the sender is the requester, in copy, or staff. `heard`: somebody in copy counts only when they
    have heard of the request by more than the copy: a reference is easily guessed.
    """
    if sender.contact is None:
        return False
    if sender.is_staff or sender.person_id in staff_persons:
        return True
    requester = (
        session.connection()
        .execute(sa.select(_requests.c.requester_id).where(_requests.c.id == request_id))
        .scalar()
    )
    if requester == sender.person_id:
        return True
    in_copy = sa.select(_participants.c.request_id).where(_participants.c.address == sender.contact.value)
    query = (known_to(sender.contact) if heard else in_copy).where(_participants.c.request_id == request_id)
    return session.connection().execute(query).first() is not None
