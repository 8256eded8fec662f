"""STOP and START: whether a number wants text messages from us, kept until its holder says otherwise."""

from __future__ import annotations

from dispatch.inbound.case import Case
from dispatch.inbound.citizen.wanted import start_news, stop_news
from dispatch.inbound.message_entry import answer_writer
from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.people.contacts import Contact
from intake.ledger.outcome import Outcome
from models.tables.ledger import InboundState


def stop(case: Case, contact: Contact, *, silent: bool = False) -> Outcome:
    """Send nothing more to this number; confirmed once. `silent` when the provider has confirmed it
    already.
    """
    if case.sender.is_staff:
        return _keep_telling_staff(case, contact)
    if not stop_news(case, contact):
        return Outcome(InboundState.COMMAND, "STOP again: nothing is sent there already")
    if not silent:
        answer_writer(case, "opted_out")
    return Outcome(InboundState.COMMAND, "STOP: no more texts to this number")


def _keep_telling_staff(case: Case, contact: Contact) -> Outcome:
    """STOP in an agent's name may be anybody's: what staff are told of their work goes on, and the
    administrators, who keep the numbers of staff, hear of it once a day.
    """
    day = case.organisation.town.local_day(case.now).isoformat()
    data = alert_of("staff_said_stop", command=f"guichet inbox show {case.message.id}")
    cause = f"staff-stop:{contact.contact_id}:{day}"
    tell_administrators(
        case.session, case.in_force, "alert", cause, case.now, data=data, inbound_id=case.message.id
    )
    return Outcome(InboundState.COMMAND, "STOP from a number of staff: the administrators were told")


def start(case: Case, contact: Contact, *, silent: bool = False) -> Outcome | None:
    """Text messages again for a number that said STOP; None when it never did, for then START is only a
    word.
    """
    if not start_news(case, contact):
        return None
    if not silent:
        answer_writer(case, "opted_in")
    return Outcome(InboundState.COMMAND, "START: texts to this number again")
