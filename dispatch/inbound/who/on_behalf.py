"""A mail that staff hand on for somebody: who seems to ask is proposed, and becomes the requester at their
word.

An address that only stands in forwarded text is never written to before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.thread import Proof
from dispatch.inbound.who.few_answers import too_many_answers
from dispatch.inbound.who.sight import sees_whole
from dispatch.letters.manners import without_name
from dispatch.notices.details import Forwarded
from dispatch.notices.tell import News, tell_requester
from dispatch.people.contacts import contact_of
from dispatch.people.named import official_at
from dispatch.people.senders import know_contact
from dispatch.requests.participants import add_participants
from dispatch.requests.requester import change_requester
from intake.ledger.outcome import Outcome
from intake.mail.reply.forwarded import find_forwarded
from intake.message import Mailbox
from intake.words.machine_addresses import is_machine_address
from models.errors import InvalidValue
from models.folding import fold
from models.tables.columns import table_of
from models.tables.ledger import WRITTEN_HERE, InboundState
from models.tables.requests import Entry, EntryKind, RequestRow
from models.values import EmailAddress
from models.vocabulary import ActorRole, Channel, ParticipantRole

_entries, _requests = table_of(Entry), table_of(RequestRow)
#: More than this is no one-word answer.
_LONGEST = 500
_YES = frozenset(["oui", "oui merci", "oui c'est lui", "oui c'est elle", "yes", "yes please", "yes thanks"])
_NO = frozenset(["non", "non merci", "no", "no thanks"])
_PROPOSED = {
    "fr": "Transmis par {by}. La demande semble venir de {whom}, à qui rien n’a été envoyé.",
    "en": "Sent on by {by}. The request seems to come from {whom}, to whom nothing was sent.",
}
_KEPT = {"fr": "Le demandeur reste {by}.", "en": "The requester stays {by}."}


def propose_requester(case: Case, change: Change, entry_id: int) -> bool:
    """Whether the new request was handed on for somebody: then its history says so, and whoever handed it on
    is asked instead of acknowledged.
    """
    contact = case.sender.contact
    box = _who_asks(case) if contact is not None and _is_internal(case) else None
    if box is None or contact is None:
        return False
    whom = f"{box.name} <{box.address}>" if box.name else box.address
    said = _PROPOSED[case.organisation.town.locale].format(by=contact.name or contact.written, whom=whom)
    data = {"proposed": {"address": box.address, "name": box.name}, "asked": contact.person_id}
    change.write(EntryKind.NOTE, SYSTEM, text=said, data=data)
    if not case.automatic:
        # The town's signature is not lent to words that anybody may have sent in anybody's name.
        plain = not case.mail_proof.proved
        name = "" if plain else box.name
        details = Forwarded(received_at=case.message.received_at, address=box.address, name=name, plain=plain)
        contact = replace(contact, name="") if plain else contact
        news = News("forwarded", entry_id, details.model_dump(mode="json"))
        tell_requester(change, news, contact, held=too_many_answers(case))
    return True


def whose(case: Case) -> Outcome | None:
    """Does whoever handed a mail on say whose request it is? « oui » makes it the request of the person
    named, « non » keeps it theirs.
    """
    if case.request is None or case.thread.proof is not Proof.TOKEN or case.parsed.channel != Channel.EMAIL:
        return None
    contact = case.sender.contact
    if contact is None or len(case.parsed.words) > _LONGEST:
        return None
    words = without_name(case.parsed.words, contact.name)
    said = " ".join(fold(words).replace("’", "'").replace(",", "").split()).strip(" .!")
    proposed = _pending(case, case.request.id) if said in _YES | _NO else None
    if proposed is None:
        return None
    role = ActorRole.AGENT if case.sender.is_staff else ActorRole.REQUESTER
    change = change_of(case, case.request, case.actor(role))
    before = contact.name or contact.written
    if said in _NO:
        kept = _KEPT[case.organisation.town.locale].format(by=before)
        change.write(EntryKind.NOTE, text=kept, data={"requester": contact.person_id, "kept": True})
        return Outcome(InboundState.COMMAND, "the requester stays who sent it on", change.request.id)
    citizen = know_contact(case.session, proposed["address"], proposed["name"], case.now)
    change_requester(change, citizen, before=before)
    # Who handed it on goes on taking part: their answers join it.
    add_participants(case.session, change.request.id, [contact.value], ParticipantRole.COPY)
    return Outcome(InboundState.COMMAND, "the requester is who was proposed", change.request.id)


def _pending(case: Case, request_id: int) -> dict[str, Any] | None:
    """Whom the sender was asked about, as long as nobody has settled it."""
    rows = case.session.connection().execute(
        sa.select(_entries.c.data)
        .where(_entries.c.request_id == request_id, _entries.c.kind == EntryKind.NOTE)
        .order_by(_entries.c.id)
    )
    found: dict[str, Any] | None = None
    for row in rows:
        if "proposed" in row.data:
            found = row.data["proposed"] if row.data.get("asked") == case.sender.person_id else None
        elif "requester" in row.data:
            found = None
    return found


def _who_asks(case: Case) -> Mailbox | None:
    """The first whom the mail hands on and who is neither staff nor ours; of one of our own letters, its
    request's requester.
    """
    if case.parsed.channel != Channel.EMAIL or case.message.door in WRITTEN_HERE:
        return None
    for box in find_forwarded(case.parsed, case.organisation.town.region):
        try:
            address = EmailAddress.parse(box.address)
        except InvalidValue:
            continue
        if not _is_ours(case, address) and not is_machine_address(box.address):
            return Mailbox(address.envelope, box.name[:200])
    return _requester_of_linked(case)


def _is_ours(case: Case, address: EmailAddress) -> bool:
    contact = case.sender.contact
    staff = case.organisation.agent_with(address.key) is not None or any(
        service.email is not None and service.email.casefold() == address.key
        for service in case.organisation.services
    )
    return (
        staff or _at_our_domains(case, address.key) or (contact is not None and contact.value == address.key)
    )


def _at_our_domains(case: Case, address: str) -> bool:
    domain = address.rpartition("@")[2].lower()
    ours = [each.lower() for each in case.settings.mail.domains]
    return any(domain == each or domain.endswith(f".{each}") for each in ours)


def _is_internal(case: Case) -> bool:
    """Whether its sender hands mail on for citizens: staff, an elected official, anybody at our domains."""
    contact = case.sender.contact
    if contact is None:
        return False
    if case.sender.is_staff or _at_our_domains(case, contact.value):
        return True
    # Whom the organisation names today: who was staff or elected once is anybody.
    return official_at(case.in_force, contact) is not None


def _requester_of_linked(case: Case) -> Mailbox | None:
    """A colleague handed one of our letters to another service: whoever asked there asks here."""
    linked = case.thread.linked_id
    if linked is None or not case.parsed.is_forward:
        return None
    # Who asked is told to nobody who does not see all of that request: a reference is easily guessed.
    if not sees_whole(case, linked):
        return None
    query = sa.select(_requests.c.requester_id).where(_requests.c.id == linked)
    person_id = case.session.connection().execute(query).scalar()
    contact = contact_of(case.session, person_id, prefer="email") if person_id is not None else None
    if contact is None or contact.channel != Channel.EMAIL or contact.person_id == case.sender.person_id:
        return None
    return Mailbox(contact.written, contact.name)
