"""What a partner outside answers: a note of the request, told to whoever holds it; never a new request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.marks import hold, letter_of
from dispatch.inbound.message_entry import change_of, record_message
from dispatch.inbound.outside.partner_thread import Theirs, by_letter
from dispatch.inbound.outside.partner_words import repeats_letter
from dispatch.inbound.outside.their_numbers import find_their_number
from dispatch.inbound.refusals import too_large
from dispatch.inbound.staff.own_words import words_of
from dispatch.inbound.thread import Proof, Thread
from dispatch.notices.done import PartnerAnswer
from dispatch.notices.joined import follow_merges
from dispatch.notices.tell import News, tell_staff
from dispatch.requests.numbers_and_links import note_their_number
from dispatch.requests.participants import remember_ids
from intake.ledger.outcome import Outcome
from intake.words.lexicon.listed import word_set
from models.folding import fold, words
from models.signing.tokens import Purpose
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole, Audience

_forwardings = table_of(Forwarding)
#: Kinds of machines' mail that never say what became of a request.
_SILENT = ("vacation", "read_receipt", "delay")
#: What an acknowledgement says, folded; and what only somebody who did something says.
_RECEIVED = (
    "bien recu", "bonne reception", "accuse", "enregistre", "pris en compte", "prise en compte", "avons recu",
    "transmise a nos services", "transmis a nos services", "sera traite", "ticket", "ouvert", "cree",
    "reponse automatique", "ne pas repondre", "received", "created", "registered", "do not reply",
)  # fmt: skip
_BEYOND = word_set(
    """resolu resolue termine terminee cloture cloturee clos close repare reparee realise realisee effectue
    effectuee intervenu intervenus intervenue passe passes refuse refusee rejete impossible competence
    resolved closed fixed repaired completed refused rejected"""
)


def partner(case: Case) -> Outcome | None:
    """Does a partner outside answer about a request that was passed on to them? It is a note, and whoever
    holds the request is told; what only acknowledges receipt is noted.
    """
    thread = _thread(case)
    if thread is None:
        return None
    # Their ticket system may write from wherever it runs; nobody else there answers for them.
    if thread.strange and not _only_received(case):
        return None if case.released else hold(case, thread.why)
    if case.wrote_too_much and not case.released:
        return hold(case, "more letters of a partner than anybody can read")
    if thread.request_id is None and thread.linked_id is not None:
        thread = replace(thread, request_id=follow_merges(case.session, thread.linked_id))
    case.thread = replace(thread, purpose=Purpose.PARTNER, strange=False)
    if case.request is None or thread.forwarding is None:
        return None
    if (refused := too_large(case)) is not None:
        return refused
    return _keep(case, change_of(case, case.request, case.actor(ActorRole.SYSTEM)), thread.forwarding)


def _thread(case: Case) -> Thread | None:
    """The thread of a partner, by a signed address, ids, numbers, or the return address of a letter; None
    when it is no partner's.
    """
    if case.thread.purpose is Purpose.PARTNER or case.thread.strange:
        return case.thread
    letter = letter_of(case) if case.thread.request_id is None else None
    if letter is None or letter.audience != Audience.PARTNER or letter.request_id is None:
        return None
    theirs = by_letter(case.session, letter.request_id, letter.person_id, case.sender, case.in_force)
    return _answering(case, theirs) if theirs is not None else None


def _answering(case: Case, theirs: Theirs) -> Thread:
    why = "return address of a letter to a partner"
    return Thread(
        follow_merges(case.session, theirs.request_id),
        Proof.MESSAGE_ID,
        Purpose.PARTNER,
        why=f"{why}, used by somebody else" if theirs.stranger else why,
        forwarding=theirs.forwarding_id,
        strange=theirs.stranger,
    )


def _keep(case: Case, change: Change, forwarding_id: int) -> Outcome:
    row = (
        case.session.connection()
        .execute(sa.select(_forwardings).where(_forwardings.c.id == forwarding_id).with_for_update())
        .one()
    )
    parsed, own = case.parsed, str(change.request.reference)
    number = row.their_number or find_their_number(parsed.subject, parsed.words, own)
    only_received = _only_received(case)
    # What still quotes our letter would send the agent's words to the requester.
    own_words = words_of(parsed, case.signer) is not None and not repeats_letter(
        case.session, change.request.id, parsed.words
    )
    can_send = not only_received and own_words
    beside: dict[str, Any] = {"partner": row.partner, "forwarding": row.id}
    if only_received:
        beside["acknowledges"] = True
    elif can_send:
        beside["from_partner"] = True
    if number and not row.their_number:
        beside["their_number"] = number
        note_their_number(case.session, row.id, number)
    entry_id, shown = record_message(case, change, EntryKind.NOTE, public=False, beside=beside)
    remember_ids(case.session, change.request.id, parsed)
    if only_received:
        return Outcome(InboundState.AUTOMATIC, "a partner's acknowledgement", change.request.id)
    case.session.connection().execute(
        sa.update(_forwardings).where(_forwardings.c.id == row.id).values(answered_at=case.now)
    )
    change.update()
    _tell(case, change, row, entry_id, shown, number=number, can_send=can_send)
    return Outcome(InboundState.FOLLOW_UP, f"a partner's answer: {row.partner}", change.request.id)


def _tell(
    case: Case, change: Change, row: Any, entry_id: int, shown: list[int], *, number: str, can_send: bool
) -> None:
    found = case.organisation.partner(row.partner)
    contact = case.sender.contact
    elsewhere = contact is not None and (found is None or contact.written.lower() != found.email.lower())
    answer = PartnerAnswer(
        partner=found.name if found is not None else row.partner,
        writer=contact.written if contact is not None and elsewhere else "",
        unproved=case.thread.proof is not Proof.TOKEN and not case.mail_proof.proved,
        machine=case.parsed.automatic is not None,
        their_number=number,
        can_send=can_send,
        note=entry_id,
    )
    news = News("partner_replied", entry_id, answer.model_dump(mode="json"), shown)
    tell_staff(change, news)


def _only_received(case: Case) -> bool:
    """Whether a machine only says that the letter came in, or that somebody is away: nobody need read it."""
    machine = case.parsed.automatic
    if machine is None:
        return False
    if machine.kind in _SILENT:
        return True
    if any(not each.decorative for each in case.parsed.attachments):
        return False
    said = fold(f"{case.parsed.subject} {case.parsed.words}"[:4000])
    return any(sign in said for sign in _RECEIVED) and not _BEYOND & set(words(said))
