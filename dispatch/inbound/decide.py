"""What a message is and what becomes of it: the questions asked of every one, in this order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.delivery.bounces import record_bounce
from dispatch.delivery.receipts import take_receipt
from dispatch.inbound.admission import hold_virus, is_too_large, refuse_too_large, stop_at_the_counter
from dispatch.inbound.case import Case
from dispatch.inbound.follow_up import follow_up, is_too_late, record_automatic
from dispatch.inbound.late_files import FILE_DOORS, take_files
from dispatch.inbound.linking import take_contact_words
from dispatch.inbound.opening import open_request
from dispatch.inbound.photos_by_text import upload_offer
from dispatch.inbound.staff.mail import take_agent_mail
from dispatch.inbound.texts import take_text
from dispatch.inbound.thread import Proof, Thread, find_thread
from dispatch.notices import outside_requests
from dispatch.notices.tell import ways_out
from dispatch.people.contacts import Sender, find_sender, mark_reachable
from dispatch.requests.history import lock_request
from dispatch.rules.decision import Decision
from dispatch.rules.facts import facts_of, open_loads, service_turns
from dispatch.rules.in_force import Current
from dispatch.rules.route import route
from intake.ledger import claims
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.message import Automatic, ParsedMessage
from intake.words.language import find_language
from models.settings.settings import Settings
from models.signing.tokens import Purpose, Signer
from models.tables.ledger import Door, InboundState
from models.tables.requests import Request

_ledger = claims.ledger
#: Copies of a mail arrive within minutes; a mail without a Message-ID is only the same for this long.
COPY_DAYS = 30
NAMELESS_COPY_MINUTES = 10
# Made once, as everywhere on the way of a message: making a statement costs more than running it.
_EARLIER_COPY = (
    sa.select(_ledger.c.id, _ledger.c.request_id)
    .where(
        _ledger.c.content_key == sa.bindparam("content_key"),
        _ledger.c.id != sa.bindparam("this"),
        _ledger.c.received_at >= sa.bindparam("since"),
        *(
            _ledger.c.state != state
            for state in (InboundState.WAITING, InboundState.DUPLICATE, InboundState.FAILED)
        ),
    )
    .order_by(_ledger.c.id)
    .limit(1)
)
_MESSAGES_SINCE = (
    sa.select(sa.func.count())
    .select_from(_ledger)
    .where(
        _ledger.c.person_id == sa.bindparam("person"),
        _ledger.c.received_at > sa.bindparam("since"),
    )
)


class Counter:
    """What decisions need and messages do not change: settings and keys."""

    def __init__(self, settings: Settings, signer: Signer) -> None:
        self.settings = settings
        self.signer = signer

    def set_aside(
        self, session: Session, current: Current, row: ClaimedMessage, reason: str, now: datetime
    ) -> None:
        """End a message as failed, keep its bytes, and tell the administrators."""
        claims.end(session, row, InboundState.FAILED, now, reason=reason)
        outside_requests.tell_set_aside(session, current.in_force, row.id, reason, now)


def decide(
    counter: Counter,
    session: Session,
    current: Current,
    row: ClaimedMessage,
    parsed: ParsedMessage,
    recipients: tuple[str, ...],
    now: datetime,
) -> Outcome:
    """Decide one message and end its ledger row, all in the caller's transaction.

    A receipt and files that come after their request go their own ways; a text too (dispatch/inbound/texts.py).
    Of mail is asked in this order: a copy? our own mail coming back? a delivery report? a virus? whose request?
    automatic? too large? then an agent's order or answer, the requester's follow-up, or a new request by the rules.
    """
    facts: dict[str, Any] = {
        "message_id": parsed.message_id,
        "content_key": parsed.content_key or None,
        "subject": parsed.subject[:500],
        "sender": parsed.sender.address[:320] if parsed.sender else row.envelope_from[:320],
    }
    outcome, more = _decide(counter, session, current, row, parsed, recipients, now)
    claims.end(
        session,
        row,
        outcome.state,
        now,
        reason=outcome.reason,
        request_id=outcome.request_id,
        **facts,
        **more,
    )
    return outcome


def _decide(
    counter: Counter,
    session: Session,
    current: Current,
    row: ClaimedMessage,
    parsed: ParsedMessage,
    recipients: tuple[str, ...],
    now: datetime,
) -> tuple[Outcome, dict[str, Any]]:
    if row.door == Door.RECEIPTS:
        return take_receipt(session, row, current.in_force, now), {}
    if row.door in FILE_DOORS:
        return take_files(session, row, parsed, current.in_force, ways_out(counter.settings), now), {}
    original = _earlier_copy(session, row, parsed)
    if original is not None:
        return Outcome(InboundState.DUPLICATE, f"the same as message {original.id}", original.request_id), {
            "duplicate_of_id": original.id
        }
    if _is_our_own(counter, parsed):
        return Outcome(InboundState.AUTOMATIC, "our own mail came back"), {}
    if parsed.bounce is not None:
        return record_bounce(session, row, parsed, parsed.bounce, counter.signer, current.in_force, now), {}
    parsed = _with_envelope(row, parsed)
    sender = find_sender(session, parsed, row.envelope_from, current.in_force, now)
    case = Case(
        session=session,
        message=row,
        parsed=parsed,
        recipients=recipients,
        sender=sender,
        in_force=current.in_force,
        index=current.index,
        settings=counter.settings,
        signer=counter.signer,
        now=now,
        answered_enough=_wrote_too_much(session, counter.settings, sender, now),
    )
    more: dict[str, Any] = {"person_id": sender.person_id}
    if (held := hold_virus(case)) is not None:
        return held, more
    if parsed.channel == "sms":
        text_outcome, text_decision = take_text(case, _open_new)
        return text_outcome, {**more, **_explained(text_decision)}
    thread = find_thread(
        session,
        parsed,
        recipients,
        sender,
        counter.signer,
        frozenset(current.in_force.service_persons.values()),
        now,
    )
    if thread.proof is Proof.TOKEN and sender.contact is not None and not sender.contact.reachable:
        mark_reachable(session, sender.contact.contact_id)
    if parsed.automatic is not None and not parsed.automatic.is_request:
        if thread.request_id is not None and not is_too_large(case):
            return record_automatic(case, lock_request(session, thread.request_id)), more
        return Outcome(InboundState.AUTOMATIC, parsed.automatic.reason), more
    if thread.request_id is not None:
        request = lock_request(session, thread.request_id)
        if _has_left(thread, sender):
            thread = Thread(linked_id=request.id, why="a reply address of staff, used by somebody who left")
        elif _speaks_as_staff(case, request, thread):
            if parsed.automatic is not None and thread.proof is Proof.TOKEN:
                # What answers our notice by itself is an absence, whatever it calls itself: never an order.
                return record_automatic(case, request), more
            return take_agent_mail(case, request, thread), more
        elif is_too_late(case, request):
            thread = Thread(linked_id=request.id, why="answers a request closed too long ago")
        elif thread.proof is Proof.TOKEN and (linking := take_contact_words(case)) is not None:
            return linking, more
        elif (refused := refuse_too_large(case)) is not None:
            return refused, more
        else:
            return follow_up(case, request), more
    outcome, decision = _open_new(case, thread)
    return outcome, {**more, **_explained(decision)}


def _open_new(case: Case, thread: Thread) -> tuple[Outcome, Decision | None]:
    """A new request, unless the message must not become one."""
    stopped = stop_at_the_counter(case)
    return (stopped, None) if stopped is not None else _new_request(case, thread)


def _explained(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {"decision": {"disposition": decision.disposition, "steps": decision.steps_as_json()}}


def _has_left(thread: Thread, sender: Sender) -> bool:
    """Whether this reply address was given to a member of staff who is none any more."""
    return thread.purpose not in (None, Purpose.REQUESTER) and not sender.is_staff


def _speaks_as_staff(case: Case, request: Request, thread: Thread) -> bool:
    if thread.purpose is not None:
        return thread.purpose is not Purpose.REQUESTER
    return case.sender.is_staff and case.sender.person_id != request.requester_id


def _new_request(case: Case, thread: Thread) -> tuple[Outcome, Decision]:
    parsed = case.parsed
    language = find_language(f"{parsed.bare_subject}\n{parsed.reply or parsed.text}")
    facts = facts_of(
        parsed, case.recipients, case.sender, case.message.door, case.message.received_at, language
    )
    decision = route(facts, case.index, open_loads(case.session, case.in_force), service_turns(case.session))
    if decision.disposition in ("hold", "spam") and case.message.door_facts.get("released_by"):
        decision = replace(decision, disposition="request")
    match decision.disposition:
        case "hold":
            return Outcome(InboundState.HELD, decision.hold_reason or "held by a rule"), decision
        case "spam":
            return Outcome(InboundState.SPAM, "marked as spam by a rule"), decision
        case "refuse":
            _refuse(case, decision)
            return Outcome(InboundState.REFUSED, "refused by a rule"), decision
        case _:
            request = open_request(
                case,
                decision,
                linked_id=thread.linked_id,
                why_linked=thread.why,
                acknowledged_with=lambda made: upload_offer(case, made),
            )
            return Outcome(InboundState.NEW_REQUEST, thread.why, request.id), decision


def _refuse(case: Case, decision: Decision) -> None:
    if case.sender.contact is None or case.automatic:
        return
    outside_requests.tell_outside_a_request(
        case.session,
        "refused_message",
        case.sender.contact,
        f"inbound:{case.message.id}",
        case.now,
        data={"answer": decision.answer, "subject": case.parsed.subject[:200]},
        inbound_id=case.message.id,
        locale=decision.language if decision.language in ("fr", "en") else case.organisation.town.locale,
    )


def _wrote_too_much(session: Session, settings: Settings, sender: Sender, now: datetime) -> bool:
    """Whether this sender wrote so much in the last hour that answers would only feed a loop."""
    if sender.person_id is None or not sender.known:
        return False
    lately = {"person": sender.person_id, "since": now - timedelta(hours=1)}
    written: int = session.connection().execute(_MESSAGES_SINCE, lately).scalar_one()
    return written >= settings.limits.messages_per_sender_per_hour


def _with_envelope(row: ClaimedMessage, parsed: ParsedMessage) -> ParsedMessage:
    """Mail from the null sender is a machine's and never answered, whatever its headers say (RFC 5321 §6.1)."""
    if parsed.automatic is not None or row.envelope_from or row.door not in (Door.SMTP, Door.LMTP):
        return parsed
    return replace(parsed, automatic=Automatic("generated", "its envelope sender is empty", is_request=True))


def _is_our_own(counter: Counter, parsed: ParsedMessage) -> bool:
    """Mail that we sent and that somebody's forwarding brought back: never answered."""
    if parsed.bounce is not None or parsed.sender is None:
        return False
    base = counter.settings.mail.reply_address.lower()
    local, _, domain = base.partition("@")
    address = parsed.sender.address.lower()
    ours = address == base or (address.startswith(f"{local}+") and address.endswith(f"@{domain}"))
    return ours or bool(parsed.message_id and counter.signer.owns_message_id(parsed.message_id) is not None)


def _earlier_copy(session: Session, row: ClaimedMessage, parsed: ParsedMessage) -> sa.Row[Any, Any] | None:
    if not parsed.content_key:
        return None
    since = row.received_at - (
        timedelta(days=COPY_DAYS) if parsed.message_id else timedelta(minutes=NAMELESS_COPY_MINUTES)
    )
    same = {"content_key": parsed.content_key, "this": row.id, "since": since}
    return session.connection().execute(_EARLIER_COPY, same).first()
