"""Whom the organisation names today: the only thing that makes somebody staff or an elected official. What a
person once was, and what a From says, count for nothing.
"""

from __future__ import annotations

from dispatch.people.contacts import Contact
from models.organisation import Official
from models.store.organisations import InForce
from models.values import ContactKind, EmailAddress


def named_here(in_force: InForce, person_id: int) -> str | None:
    """`agent:KEY` or `official:KEY` of whom the organisation names and who has not left; else None."""
    organisation = in_force.organisation
    agent = organisation.agent(in_force.agent_of(person_id))
    if agent is not None and not agent.closed:
        return f"agent:{agent.key}"
    official = organisation.official(in_force.official_of(person_id))
    return f"official:{official.key}" if official is not None and not official.closed else None


def named_at(in_force: InForce, address: EmailAddress) -> tuple[str, int] | None:
    """`agent:KEY` or `official:KEY` of whom the organisation gives this address, and their person; None when
    it is nobody's, or of somebody who has left.
    """
    agent = in_force.organisation.agent_with(address.key)
    if agent is not None:
        person = in_force.agent_persons.get(agent.key)
        return (f"agent:{agent.key}", person) if person is not None and not agent.closed else None
    for official in in_force.organisation.officials:
        person = in_force.official_persons.get(official.key)
        theirs = [EmailAddress.parse(each).key for each in official.emails]
        if address.key in theirs and person is not None and not official.closed:
            return f"official:{official.key}", person
    return None


def official_at(in_force: InForce, contact: Contact | None) -> Official | None:
    """The elected official to whom the organisation gives this contact today; None when it is nobody's of
    them, or of one whose term is over.
    """
    if contact is None:
        return None
    found = in_force.organisation.official(in_force.official_of(contact.person_id))
    return found if found is not None and not found.closed and is_of(contact, found) else None


def is_of(contact: Contact, official: Official) -> bool:
    """Whether the organisation still gives them this contact."""
    if contact.kind is ContactKind.PHONE:
        return contact.value in official.phones
    return contact.value in [EmailAddress.parse(each).key for each in official.emails]
