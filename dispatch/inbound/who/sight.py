"""What the sender of a message may see of requests, by the same rights as on the pages."""

from __future__ import annotations

from dispatch.inbound.case import Case
from dispatch.people.named import official_at
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.sight.viewer import Viewer, viewer_of
from models.vocabulary import StaffRole


def viewer_of_sender(case: Case) -> Viewer | None:
    """What the sender may see of requests: an agent, an elected official, whoever reads a service's mailbox;
    None without an address or number.
    """
    contact, sender = case.sender.contact, case.sender
    if contact is None:
        return None
    if sender.service_key is not None:
        return Viewer(contact.person_id, role=StaffRole.AGENT, services=frozenset((sender.service_key,)))
    official = official_at(case.in_force, contact)
    return viewer_of(
        case.organisation,
        case.organisation.town.local_day(case.now),
        person_id=contact.person_id,
        agent=sender.agent.key if sender.agent is not None else None,
        official=official.key if official is not None else None,
    )


def sees_whole(case: Case, request_id: int) -> bool:
    """Whether the sender sees all of that request: a reference is easily guessed, and gives no right."""
    viewer = viewer_of_sender(case)
    return viewer is not None and sight_of(case.session, viewer, case.in_force, request_id) is Sight.FULL
