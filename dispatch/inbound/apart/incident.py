"""A new message that seems to report what another request reported: proposed, or joined as a rule says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.notices.done import AlsoReported
from dispatch.notices.staff import staff_of
from dispatch.requests.incidents.proposed import Incident, Near, propose
from dispatch.rules.decision import Decision
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.sight.viewer import Viewer, viewer_of
from models.vocabulary import IncidentWay, StaffRole


def find_incident(case: Case, change: Change, decision: Decision) -> Incident | None:
    """What the new request seems to report again, kept as a proposal; None when it is the first of its kind,
    or when its type or a rule says that such requests are never one incident.
    """
    if decision.incident is IncidentWay.NO:
        return None
    settings = case.settings.incidents
    near = Near(timedelta(hours=settings.within_hours), settings.within_metres)
    # What was just parted from a request, by somebody who looked, is not proposed to be joined to it again.
    parted = case.message.door_facts.get("released_by") == "split"
    besides = case.thread.linked_id if parted else None
    return propose(change, case.index, case.parsed.opening, near, besides=besides)


def joins_by_itself(decision: Decision, incident: Incident) -> bool:
    """Whether it is joined without asking: a rule or its type says so, and it surely is the same. A danger is
    always told, one by one.
    """
    return decision.incident is IncidentWay.JOIN and incident.alike.is_sure and not decision.danger


def also_reported(change: Change, incident: Incident | None) -> dict[str, Any]:
    """What the notice of a new request says of the one that seems to have reported the same before.

    Its subject is only for those of the same service.
    """
    if incident is None:
        return {}
    first, organisation = incident.first, change.organisation
    same = first.service == change.request.service
    service = organisation.service(first.service)
    said = AlsoReported(
        reference=str(first.reference),
        subject=first.subject[:250] if same else "",
        service=service.name if service is not None and not same else "",
        created_at=first.created_at,
        place=incident.alike.place,
        others=incident.others,
        joinable=_seen_by_all_told(change, first.id),
    )
    return {"also": said.model_dump(mode="json")}


def _seen_by_all_told(change: Change, request_id: int) -> bool:
    """Whether everybody who is told of the new request sees the whole of the other one."""
    in_force, organisation = change.in_force, change.organisation
    today = organisation.town.local_day(change.now)
    told = next((persons for persons in staff_of(in_force, change.request) if persons), [])
    mailboxes = {person: key for key, person in in_force.service_persons.items()}
    for person in told:
        if (service := mailboxes.get(person)) is not None:
            viewer = Viewer(person, role=StaffRole.AGENT, services=frozenset((service,)))
        else:
            viewer = viewer_of(organisation, today, person_id=person, agent=in_force.agent_of(person))
        if sight_of(change.session, viewer, in_force, request_id) is not Sight.FULL:
            return False
    return bool(told)
