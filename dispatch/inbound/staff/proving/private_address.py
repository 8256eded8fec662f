"""An agent who writes about work from an address we do not know: asked, never made a requester unasked."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from dispatch.history.actor import SYSTEM
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.marks import hold
from dispatch.inbound.message_entry import change_of, occasion_of
from dispatch.inbound.staff.own_list import work_of
from dispatch.inbound.staff.own_words import read_words, words_of
from dispatch.inbound.staff.proving.proof import ASKED_PER_HOUR, ask, may_ask
from dispatch.inbound.staff.proving.waits_told import tell_it_waits
from dispatch.notices.held import ASKED_REASON
from dispatch.notices.outside_requests import tell_contact
from dispatch.people.contacts import Contact, contact_of
from dispatch.requests.numbers_and_links import find_begun
from intake.ledger.outcome import Outcome
from intake.words.staff.own_list import asks_for_own_list
from models.folding import fold
from models.organisation import Agent
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.vocabulary import Audience

_outbox = table_of(OutboundMessage)
#: Lists that one agent is sent in an hour for mail that only bears their name.
LISTS_PER_HOUR = 3


def private_address(case: Case) -> Outcome | None:
    """Does somebody bear an agent's name, from an address we do not know, and write about a request? They
    are asked at the address on file: OK has it treated as theirs, NON as a stranger's. « Mes demandes » is
    answered at that address.
    """
    asks = case.settings.agents.proof != "mail" and "confirmed_stranger" not in case.message.door_facts
    named = _bearer(case) if asks and not case.automatic else None
    if named is None:
        return None
    request_id = case.thread.linked_id or find_begun(case.session, case.parsed.words)
    if request_id is None:
        return _their_list(case, named) if _asks_for_a_list(case) else None
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


def _asks_for_a_list(case: Case) -> bool:
    name = case.parsed.sender.name if case.parsed.sender else ""
    return not case.parsed.attachments and asks_for_own_list(
        case.parsed.bare_subject, case.parsed.words, name
    )


def _their_list(case: Case, named: Contact) -> Outcome:
    """The list goes to the address on file, which is where an agent reads it, and to no other."""
    query = sa.select(sa.func.count()).where(
        _outbox.c.notice == "my_requests",
        _outbox.c.person_id == named.person_id,
        _outbox.c.created_at > case.now - timedelta(hours=1),
    )
    if (case.session.connection().execute(query).scalar() or 0) >= LISTS_PER_HOUR:
        return hold(case, "it asks for an agent's list from an address we do not know, once more in an hour")
    agent = case.in_force.agent_of(named.person_id) or ""
    sender = case.sender.contact
    details = work_of(case, agent).model_copy(update={"asked_from": sender.written if sender else ""})
    tell_contact(occasion_of(case), "my_requests", named, details, audience=Audience.AGENT)
    why = "an address we do not know asked for the list of an agent, who has it at the address on file"
    return Outcome(InboundState.COMMAND, why)


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
