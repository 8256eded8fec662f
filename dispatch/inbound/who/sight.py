"""What the sender of a message may see of requests, by the same rights as on the pages."""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.history.request import Request
from dispatch.inbound.case import Case
from dispatch.notices.staff import staff_of, stand_ins
from dispatch.people.named import official_at
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.sight.viewer import Viewer, viewer_of
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.vocabulary import CLOSED_KINDS, StaffRole

_outbox = table_of(OutboundMessage)


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


def may_act(case: Case, request: Request) -> bool:
    """Whether the sender, whose address or code proved to be theirs, may still do what it allows: they see
    the request today, or would be told of it today. A task is its own right; of a danger, whoever was told
    may act as long as the request is open.
    """
    if case.thread.purpose is Purpose.TASK or sees_whole(case, request.id):
        return True
    tiers = staff_of(case.in_force, request)
    told = {person for persons in tiers for person in persons}
    told |= set(stand_ins(case.in_force, told, case.organisation.town.local_day(case.now)))
    if case.sender.person_id in told:
        return True
    return request.kind not in CLOSED_KINDS and _heard_of_danger(case, request.id)


def _heard_of_danger(case: Case, request_id: int) -> bool:
    query = sa.select(_outbox.c.id).where(
        _outbox.c.request_id == request_id,
        _outbox.c.notice == "danger",
        _outbox.c.person_id == case.sender.person_id,
    )
    return case.session.connection().execute(query.limit(1)).first() is not None
