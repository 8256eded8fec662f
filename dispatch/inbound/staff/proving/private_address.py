"""An agent who writes about work from an address we do not know: asked, never made a requester unasked."""

from __future__ import annotations

from dispatch.history.actor import SYSTEM
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.marks import hold
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.staff.own_words import read_words, words_of
from dispatch.inbound.staff.proving.proof import ASKED_PER_HOUR, ask, may_ask
from dispatch.inbound.staff.proving.waits_told import tell_it_waits
from dispatch.notices.held import ASKED_REASON
from dispatch.people.contacts import Contact, contact_of
from intake.ledger.outcome import Outcome
from models.folding import fold
from models.organisation import Agent
from models.tables.ledger import InboundState


def private_address(case: Case) -> Outcome | None:
    """Does somebody bear an agent's name, from an address we do not know, and write about a request? They
    are asked at the address on file: OK has it treated as theirs, NON as a stranger's.
    """
    asks = case.settings.agents.proof != "mail" and "confirmed_stranger" not in case.message.door_facts
    named = _bearer(case) if asks and not case.automatic else None
    if named is None:
        return None
    request_id = case.thread.linked_id
    if request_id is None:
        return None
    request = lock_request(case.session, case.in_force, request_id)
    change = change_of(case, request, SYSTEM)
    if not may_ask(case, named.person_id, unknown_address=True):
        tell_it_waits(case, ASKED_PER_HOUR, proved=False, contact=named)
        # Held like any other mail that waits: administrators have it in their next list, staff reads no word.
        return hold(case, "it bears the name of an agent who was asked too often lately to be asked")
    said = read_words(case, change, words_of(case.parsed, case.signer)).said
    sender = case.sender.contact
    ask(case, change, named, said, unknown_address=sender.written if sender is not None else "")
    hours = case.settings.agents.confirm_hours
    return Outcome(InboundState.HELD, f"{ASKED_REASON}{hours} h for the agent whose name it bears to say so")


def _bearer(case: Case) -> Contact | None:
    """How the one agent is reached whose name the mail bears; None when it is staff's own or nobody's."""
    sender = case.sender
    if (
        sender.contact is None
        or sender.is_staff
        or case.request is not None
        or case.parsed.channel != "email"
    ):
        return None
    written = _name_words(case.parsed.sender.name if case.parsed.sender else "")
    bearers = [each for each in case.organisation.agents if not each.closed and _is_named(each, written)]
    if len(bearers) != 1:
        return None
    person_id = case.in_force.agent_persons.get(bearers[0].key)
    return contact_of(case.session, person_id, channels=("email",)) if person_id is not None else None


def _is_named(agent: Agent, written: frozenset[str]) -> bool:
    """First and last name, in any order and case: one word alone is anybody's."""
    return len(written) > 1 and _name_words(agent.name) == written


def _name_words(name: str) -> frozenset[str]:
    return frozenset(fold(name[:200]).replace("-", " ").replace(",", " ").split())
