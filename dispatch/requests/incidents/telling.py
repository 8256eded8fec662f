"""Who hears of an incident that many report: of the first reports one by one, then of their number."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, lock_request
from dispatch.notices.done import IncidentGrew, OneReport
from dispatch.notices.tell import News, tell_staff
from dispatch.requests.incidents.proposed import Incident, waiting_for
from dispatch.requests.merging import merge
from dispatch.rules.agent_choice import present
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestRow
from models.values import Reference

_requests = table_of(RequestRow)
#: So many further reports are told one by one.
EACH = 3
_COUNTS = frozenset({5, 10, 20, 50, 100, 200})
_LATEST = 5


def is_told(others: int) -> bool:
    """Whether whoever works on an incident hears that there are so many further reports now."""
    return others <= EACH or others in _COUNTS or others % 500 == 0


def take_by_itself(change: Change, incident: Incident) -> None:
    """Join the new request to what it reports again, as a rule or its type says: its acknowledgement says
    so, and whoever works on the first one hears of the number.
    """
    merge(change, incident.first.id, quietly=True)
    if is_told(incident.others):
        _tell(change, incident)


def tell_of_growth(change: Change, incident: Incident | None) -> bool:
    """Give the new request, of which it is only proposed that it reports the same, to whoever has the first
    one; when many report it they hear of the number, and of the request by itself nobody: then True.
    """
    if incident is None or incident.first.service != change.request.service:
        return False
    many = incident.others > EACH
    _keep_together(change, incident.first.assignee, even_away=many)
    if not many:
        return False
    if is_told(incident.others):
        _tell(change, incident)
    return True


def _keep_together(change: Change, holder: str | None, *, even_away: bool) -> None:
    """One person follows an incident: whoever has its first request, when they are there."""
    organisation = change.organisation
    here = present(organisation, holder, organisation.town.local_day(change.now)) == holder
    if holder == change.request.assignee or not (even_away or (here and holder is not None)):
        return
    change.update(assignee=holder)
    change.write(EntryKind.ASSIGNMENT, SYSTEM, data={"agent": holder})


def _tell(change: Change, incident: Incident) -> None:
    session, first = change.session, lock_request(change.session, change.in_force, incident.first.id)
    about = replace(change, request=first, is_new=False, cause=f"{change.cause}:incident:{first.id}")
    waiting = waiting_for(session, first.id)
    told = IncidentGrew(others=incident.others, waiting=len(waiting), latest=_latest(change, first, waiting))
    tell_staff(about, News("also_reported", data=told.model_dump(mode="json")))


def _latest(change: Change, first: Request, waiting: list[int]) -> tuple[OneReport, ...]:
    """The latest reports; the subject of one that another service has is for that service."""
    query = (
        sa.select(_requests.c.year, _requests.c.number, _requests.c.subject, _requests.c.service_id)
        .where(sa.or_(_requests.c.id.in_(waiting[-_LATEST:]), _requests.c.merged_into_id == first.id))
        .order_by(_requests.c.id.desc())
        .limit(_LATEST)
    )
    return tuple(
        OneReport(
            reference=str(Reference(row.year, row.number)),
            subject=row.subject if change.in_force.service_key(row.service_id) == first.service else "",
        )
        for row in change.session.connection().execute(query)
    )
