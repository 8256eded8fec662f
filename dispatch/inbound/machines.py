"""What asks for nothing new: receipts, copies, our own mail coming back, bounces, absences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.delivery.bounces import record_bounce
from dispatch.delivery.receipts import take_receipt
from dispatch.inbound.case import Case
from dispatch.inbound.marks import answers_us, hold, letter_of
from dispatch.inbound.message_entry import change_of, record_message
from dispatch.inbound.refusals import is_too_large
from dispatch.inbound.thread import Proof, Thread
from intake.ledger.claims import ledger
from intake.ledger.outcome import Outcome
from models.store.batching.rows import batch_of
from models.tables.ledger import Door, InboundState
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole

#: Copies of a mail arrive within minutes, or when somebody captured it, as long as its reply address lives
#: (mail.reply_days). A mail without a Message-ID is only the same for this long.
NAMELESS_COPY_MINUTES = 10
# Made once, as everywhere on the way of a message: making a statement costs more than running it.
_EARLIER_COPY = (
    sa.select(ledger.c.id, ledger.c.request_id)
    .where(
        ledger.c.content_key == sa.bindparam("content_key"),
        ledger.c.id != sa.bindparam("this"),
        ledger.c.received_at >= sa.bindparam("since"),
        *(
            ledger.c.state != state
            for state in (InboundState.WAITING, InboundState.DUPLICATE, InboundState.FAILED)
        ),
    )
    .order_by(ledger.c.id)
    .limit(1)
)

# Sent to a signed address, a known id is enough: a type or an encoding that no signature covers makes other
# words of the same body. Elsewhere it is not: machines send every form under one id. What was held or refused
# was not done, and a forger must not make a copy of what comes after.
_NOT_DONE = tuple(InboundState(name) for name in ("waiting", "duplicate", "failed", "held", "refused"))
_EARLIER_ID = (
    sa.select(ledger.c.id, ledger.c.request_id)
    .where(
        ledger.c.person_id == sa.bindparam("person"),
        ledger.c.message_id == sa.bindparam("message_id"),
        ledger.c.id != sa.bindparam("this"),
        ledger.c.received_at >= sa.bindparam("since"),
        ledger.c.state.not_in(_NOT_DONE),
    )
    .order_by(ledger.c.id)
    .limit(1)
)

_KNOWN_KEYS = sa.select(ledger.c.content_key).where(
    ledger.c.content_key.in_(sa.bindparam("keys", expanding=True))
)
#: Fact of a batch: no message has this content key.
NO_COPY = "no copy"


def receipt(case: Case) -> Outcome | None:
    """Is it a delivery receipt of a text message? It moves that message in the outbox, and nothing else."""
    if case.message.door != Door.RECEIPTS:
        return None
    return take_receipt(case.session, case.message, case.in_force, case.now)


def copy(case: Case) -> Outcome | None:
    """Did the same mail come before? It is a duplicate of that one."""
    parsed, received_at = case.parsed, case.message.received_at
    if not parsed.content_key:
        return None
    span = (
        timedelta(days=case.settings.mail.reply_days)
        if parsed.message_id
        else timedelta(minutes=NAMELESS_COPY_MINUTES)
    )
    same = {"content_key": parsed.content_key, "this": case.message.id, "since": received_at - span}
    run, batch = case.session.connection().execute, batch_of(case.session)
    original = None
    if batch is None or not batch.known((NO_COPY, parsed.content_key)):
        original = run(_EARLIER_COPY, same).first()
    if original is None and parsed.message_id and case.tokens and case.sender.person_id is not None:
        del same["content_key"]
        same |= {"person": case.sender.person_id, "message_id": parsed.message_id}
        original = run(_EARLIER_ID, same).first()
    if original is None:
        return None
    reason = f"the same as message {original.id}"
    return Outcome(InboundState.DUPLICATE, reason, original.request_id, duplicate_of_id=original.id)


def expect_copies(session: Session, content_keys: Sequence[str]) -> None:
    """Look up at once which of the mails that a batch is about never came before, not even in the batch."""
    batch = batch_of(session)
    if batch is None:
        return
    known = set(session.connection().execute(_KNOWN_KEYS, {"keys": list(set(content_keys))}).scalars())
    for key, times in Counter(content_keys).items():
        if key not in known and times == 1:
            batch.learn((NO_COPY, key), True, (ledger,))


def own_mail(case: Case) -> Outcome | None:
    """Is it our own mail, brought back by somebody's forwarding? It is never answered."""
    parsed = case.parsed
    if parsed.automatic is not None and parsed.automatic.kind == "loop" and not case.released:
        return Outcome(InboundState.AUTOMATIC, parsed.automatic.reason)
    if parsed.bounce is not None or parsed.sender is None or case.released:
        return None
    base = case.settings.mail.reply_address.lower()
    local, _, domain = base.partition("@")
    address = parsed.sender.address.lower()
    ours = address == base or (address.startswith(f"{local}+") and address.endswith(f"@{domain}"))
    if ours or (parsed.message_id and case.signer.owns_message_id(parsed.message_id) is not None):
        return Outcome(InboundState.AUTOMATIC, "our own mail came back")
    return None


def bounce(case: Case) -> Outcome | None:
    """Does a mail server report on a letter, or a mail filter ask who we are? It counts when it proves which
    letter of ours it is about.

    One that proves nothing changes nothing. Sent to our reply address alone, it ends there; else it is held.
    """
    if case.parsed.bounce is None or case.released:
        return None
    found = record_bounce(
        case.session,
        case.message,
        case.parsed,
        case.parsed.bounce,
        case.signer,
        case.in_force,
        case.now,
        case.settings.mail.reply_address,
    )
    if found is not None:
        return found
    reason = "about no message of ours: nothing changed"
    return Outcome(InboundState.BOUNCE, reason) if _only_to_reply_address(case) else hold(case, reason)


def automatic(case: Case) -> Outcome | None:
    """Did a machine answer us (an absence, a read receipt)? It is kept with the request it answers; nobody is
    told.

    What only looks so is held for a person to decide. Scanners, web forms and whatever may ask for something
    write requests like anybody else: they are not answered, that is all.
    """
    machine = case.parsed.automatic
    if machine is None or case.released:
        return None
    says_so = case.parsed.extra.get("auto_submitted", "no").strip().lower() != "no"
    if answers_us(case) and (says_so or not machine.is_likely_request):
        if case.thread.request_id is None:
            case.thread = thread_of_letter(case)
        if case.request is not None and not is_too_large(case):
            return record_automatic(case)
        return Outcome(InboundState.AUTOMATIC, machine.reason)
    if machine.only_in_answer:
        # People write so too: a request like any other, acknowledged.
        case.parsed = replace(case.parsed, automatic=None)
        return None
    return None if machine.is_likely_request else hold(case, f"looks automatic: {machine.reason}")


def record_automatic(case: Case) -> Outcome:
    """Keep an absence notice or the like in the history of its request; it changes nothing."""
    request, machine = case.request, case.parsed.automatic
    if request is None or machine is None:
        raise ValueError("not the automatic answer to a request")
    actor = case.actor(ActorRole.AGENT if case.sender.is_staff else ActorRole.REQUESTER)
    record_message(case, change_of(case, request, actor), EntryKind.NOTE, public=False)
    return Outcome(InboundState.AUTOMATIC, machine.reason, request.id)


def thread_of_letter(case: Case) -> Thread:
    """Where what was sent to the return address of a letter belongs."""
    letter = letter_of(case)
    if letter is None or letter.request_id is None:
        return case.thread
    return Thread(letter.request_id, Proof.MESSAGE_ID, why="return address of a letter")


def _only_to_reply_address(case: Case) -> bool:
    """Whether it was sent to nothing but our reply address, with or without a token: no mailbox for
    requests.
    """
    base = case.settings.mail.reply_address.lower()
    local, _, domain = base.partition("@")
    return bool(case.message.recipients) and all(
        address == base or (address.startswith(f"{local}+") and address.endswith(f"@{domain}"))
        for address in (recipient.lower() for recipient in case.message.recipients)
    )
