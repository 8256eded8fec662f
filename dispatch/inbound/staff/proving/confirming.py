"""What an agent answers to the letter that asked whether a message was theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import lock_request, read_request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.own_words import first_paragraph, tapped_word
from dispatch.inbound.staff.proving.meanwhile import ask_once_more
from dispatch.inbound.thread import Thread
from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import contact_of
from intake.ledger import claims
from intake.ledger.outcome import Outcome
from models.errors import InvalidValue
from models.signing.tokens import Purpose
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.proofs import Confirmation, ConfirmationState
from models.vocabulary import ActorRole, Audience

_confirmations, _ledger = table_of(Confirmation), table_of(InboundMessage)
_YES = frozenset(
    {"ok", "oui", "yes", "confirmer", "confirmé", "je confirme", "d'accord", "c'est moi", "confirm"}
)
_NO = frozenset({"non", "no", "annuler", "ce n'est pas moi", "pas moi", "cancel", "not me"})


def confirmation(case: Case) -> Outcome | None:
    """Does an agent say whether a held message is theirs? OK has it treated; NO tells the administrators,
    or lets what only bore their name go its way as a stranger's.

    Only who was asked can say so, through the address of that letter, once and in time. An answer that fails
    a test counts for nothing; when others did something about the request since, OK is asked for again.
    """
    row = _asked(case)
    if row is None:
        return None
    if row.person_id != case.sender.person_id or not case.sender.is_staff:
        why = "the address of a confirmation, used by somebody who was not asked"
        case.thread = Thread(linked_id=row.request_id, why=why)
        return None
    if case.parsed.automatic is not None:
        return Outcome(InboundState.AUTOMATIC, case.parsed.automatic.reason)
    if row.state != ConfirmationState.ASKED or row.expires_at <= case.now:
        return Outcome(InboundState.COMMAND, f"message {row.inbound_id} was {row.state} already")
    said = _said(case)
    if case.mail_proof.failed:
        failed, about = case.mail_proof.failed, row.inbound_id
        why = f"an answer about message {about} that fails a test ({failed}): it counts for nothing"
        return Outcome(InboundState.HELD, why)
    if said in _YES:
        return ask_once_more(case, row) or _confirm(case, row)
    if said in _NO:
        return _decline(case, row)
    request = lock_request(case.session, case.in_force, row.request_id)
    tell_help(case, change_of(case, request, case.actor(ActorRole.AGENT)), "confirm_unclear")
    return Outcome(InboundState.COMMAND, f"neither OK nor NO about message {row.inbound_id}")


def expire_confirmations(session: Session, in_force: InForce, now: datetime) -> int:
    """End what nobody confirmed in time: its agent is told that it was not done; how many there were."""
    query = sa.select(_confirmations).where(
        _confirmations.c.state == ConfirmationState.ASKED, _confirmations.c.expires_at <= now
    )
    rows = session.connection().execute(query).all()
    for row in rows:
        if not _end(session, row.id, ConfirmationState.EXPIRED, now):
            continue
        if _is_strangers(session, row):
            claims.confirm(session, row.inbound_id, now, confirmed_stranger="nobody said so in time")
            continue
        claims.settle_held(session, row.inbound_id, InboundState.HELD, "its agent did not confirm it in time")
        request = read_request(session, in_force, row.request_id)
        contact = contact_of(session, row.person_id, channels=("email",))
        if request is not None and contact is not None:
            cause = f"confirmation:{row.id}"
            change = Change(session, in_force, request, SYSTEM, cause, now, inbound_id=row.inbound_id)
            news = News("command_help", data={"reason": "not_confirmed"})
            tell_person(change, news, contact, Audience.AGENT)
    return len(rows)


def _asked(case: Case) -> Any:
    for token in case.tokens:
        try:
            claim = case.signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is not Purpose.CONFIRM:
            continue
        query = sa.select(_confirmations).where(_confirmations.c.id == claim.subject_id)
        row = case.session.connection().execute(query).first()
        if row is not None and case.signer.find_person(token, [row.person_id], case.now) is not None:
            return row
    return None


def _said(case: Case) -> str:
    lines = [line for line in first_paragraph(case.parsed).splitlines() if line.strip()]
    text = lines[0] if lines else tapped_word(case.parsed)
    return text.strip().strip(".!,;: \u00a0").replace("’", "'").casefold()


def _confirm(case: Case, row: Any) -> Outcome:
    facts: dict[str, Any] = {"confirmed_by": f"message {case.message.id}"}
    if _is_strangers(case.session, row):
        facts["confirmed_as"] = row.person_id
    if not _end(case.session, row.id, ConfirmationState.CONFIRMED, case.now) or not claims.confirm(
        case.session, row.inbound_id, case.now, **facts
    ):
        return Outcome(InboundState.COMMAND, f"message {row.inbound_id} is no longer held")
    return Outcome(InboundState.COMMAND, f"message {row.inbound_id} is confirmed and treated")


def _decline(case: Case, row: Any) -> Outcome:
    _end(case.session, row.id, ConfirmationState.DECLINED, case.now)
    if _is_strangers(case.session, row):
        said = f"message {case.message.id}"
        claims.confirm(case.session, row.inbound_id, case.now, confirmed_stranger=said)
        return Outcome(InboundState.COMMAND, f"message {row.inbound_id} goes its way as a stranger's")
    reason = "its agent says that they did not write it"
    claims.settle_held(case.session, row.inbound_id, InboundState.REFUSED, reason)
    data = alert_of("declined", command=f"guichet inbox show {row.inbound_id}", inbound=row.inbound_id)
    cause = f"declined:{row.id}"
    tell_administrators(
        case.session, case.in_force, "alert", cause, case.now, data=data, inbound_id=case.message.id
    )
    return Outcome(InboundState.COMMAND, f"message {row.inbound_id} is not theirs: administrators were told")


def _is_strangers(session: Session, row: Any) -> bool:
    """Whether the message came from an address that is not the agent's, and only bears their name."""
    query = sa.select(_ledger.c.person_id).where(_ledger.c.id == row.inbound_id)
    writer = session.connection().execute(query).scalar()
    return writer is not None and writer != row.person_id


def _end(session: Session, row_id: int, state: ConfirmationState, now: datetime) -> bool:
    """Give a confirmation its end; False when it has one: each is answered once."""
    statement = (
        sa.update(_confirmations)
        .where(_confirmations.c.id == row_id, _confirmations.c.state == ConfirmationState.ASKED)
        .values(state=state, ended_at=now)
    )
    return bool(session.connection().execute(statement).rowcount)
