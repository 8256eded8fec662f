"""Whether it is proved that an agent wrote; a message of which it is not is held, never acted on."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.own_words import apart_from_signature, words_of
from dispatch.inbound.staff.proving.orders_named import orders_named
from dispatch.inbound.staff.proving.waits_told import tell_it_waits
from dispatch.inbound.thread import Proof
from dispatch.notices.details import MessageToConfirm
from dispatch.notices.held import ASKED_REASON
from dispatch.notices.outside_requests import tell_set_aside
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import Contact
from intake.ledger.outcome import Outcome
from intake.words.orders import Said
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.tables.proofs import Confirmation, ConfirmationState
from models.vocabulary import Audience

_confirmations, _outbox = table_of(Confirmation), table_of(OutboundMessage)
#: Letters that ask one person to confirm mail of one kind, in an hour and in a day: whoever floods us in
#: their name must not flood them.
ASKED_PER_HOUR, ASKED_PER_DAY = 10, 30


def lacks_proof(case: Case) -> bool:
    """Whether a mail in an agent's name may not act (agents.proof); one that failed a test never may."""
    proof = case.mail_proof
    if proof.proved:
        return False
    trusts_tokens = case.settings.agents.proof == "token" and case.thread.proof is Proof.TOKEN
    return bool(proof.failed) or not trusts_tokens


def wait_for_proof(case: Case, change: Change, said: Said, why: str = "") -> Outcome:
    """Hold a message; its agent is asked at the address on file, or told. Nobody reads its words."""
    failed = case.mail_proof.failed
    why = why or (f"it fails a test ({failed})" if failed else "nothing proves that its agent wrote it")
    contact = case.sender.contact
    asks = case.settings.agents.proof == "confirm"
    answers = contact is not None and not case.automatic
    if contact is not None and answers and not (may_ask if asks else _may_tell)(case, contact.person_id):
        tell_it_waits(case, ASKED_PER_HOUR, proved=False)
        why = f"more such messages than are asked about, the agent was told: {why}"
    elif contact is not None and answers and asks:
        ask(case, change, contact, said)
        hours = case.settings.agents.confirm_hours
        return Outcome(InboundState.HELD, f"{ASKED_REASON}{hours} h for its agent to confirm it: {why}")
    elif not asks:
        tell_help(case, change, "not_proved")
    tell_set_aside(case.session, case.in_force, case.message.id, why, case.now)
    return Outcome(InboundState.HELD, why)


def ask(case: Case, change: Change, contact: Contact, said: Said, *, unknown_address: str = "") -> None:
    """Ask whom `contact` reaches whether the message is theirs; `unknown_address` is where it came from."""
    hours = case.settings.agents.confirm_hours
    values = {
        "inbound_id": case.message.id,
        "request_id": change.request.id,
        "person_id": contact.person_id,
        "created_at": case.now,
        "expires_at": case.now + timedelta(hours=hours),
        "state": ConfirmationState.ASKED,
    }
    connection = case.session.connection()
    row_id: int = connection.execute(
        sa.insert(_confirmations).values(values).returning(_confirmations.c.id)
    ).scalar_one()
    written = words_of(case.parsed, case.signer) or ""
    if case.sender.agent is not None:
        written = apart_from_signature(written, case.sender.agent.name)
    details = MessageToConfirm(
        confirmation=row_id,
        received_at=case.message.received_at,
        order=orders_named(case, change, said, written, contact.locale),
        word_count=len(case.parsed.words.split()),
        file_count=sum(not one.decorative for one in case.parsed.attachments),
        hours=hours,
        broken=bool(case.mail_proof.failed),
        unknown_address=unknown_address,
        again=case.mail_proof.proved,
        signed=case.thread.proof is Proof.TOKEN,
    )
    news = News("confirm_message", data=details.model_dump(mode="json"))
    tell_person(change, news, contact, Audience.AGENT)


def may_ask(case: Case, person_id: int, *, unknown_address: bool = False) -> bool:
    """Whether they were asked seldom enough about mail of this kind to be asked once more.

    What came to a signed address of theirs, what fails a test, what comes from an address we do not know and
    what anybody can send who knows a reference are counted apart, however many references it names: whoever
    forges one of them must not use up the questions about an agent's own mail. What is proved is never asked.
    """
    query = sa.select(_outbox.c.data, _outbox.c.created_at).where(
        _outbox.c.notice == "confirm_message",
        _outbox.c.person_id == person_id,
        _outbox.c.created_at > case.now - timedelta(days=1),
    )
    kind = _kind(unknown_address, bool(case.mail_proof.failed), case.thread.proof is Proof.TOKEN)
    rows = case.session.connection().execute(query.limit(4 * ASKED_PER_DAY)).all()
    asked = [
        row.created_at
        for row in rows
        if _kind(
            bool(row.data.get("unknown_address")), bool(row.data.get("broken")), bool(row.data.get("signed"))
        )
        == kind
    ]
    lately = sum(at > case.now - timedelta(hours=1) for at in asked)
    return lately < ASKED_PER_HOUR and len(asked) < ASKED_PER_DAY


def _kind(unknown_address: bool, broken: bool, signed: bool) -> str:
    """What sort of mail a question is about, as far as a stranger can choose it."""
    if unknown_address:
        return "stranger"
    return "broken" if broken else "signed" if signed else "named"


def _may_tell(case: Case, person_id: int) -> bool:
    """Whether they were told seldom enough in the last hour that a message in their name is not proved."""
    query = sa.select(_outbox.c.data).where(
        _outbox.c.notice == "command_help",
        _outbox.c.person_id == person_id,
        _outbox.c.created_at > case.now - timedelta(hours=1),
    )
    told = case.session.connection().execute(query.order_by(_outbox.c.id.desc()).limit(100)).scalars()
    return sum(bool(data.get("reason") == "not_proved") for data in told) < ASKED_PER_HOUR
