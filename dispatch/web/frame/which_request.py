"""Which request an address names, for whoever sees it whole."""

from __future__ import annotations

from sqlmodel import Session

from dispatch.queries.seen.one_request import find_id
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.frame.visit import NotHere, Visit
from models.errors import InvalidValue
from models.values import Reference


def seen_request(visit: Visit, session: Session) -> int:
    """The id of the request in the address, when the viewer sees it whole. Raises NotHere."""
    request_id = named_request(visit, session)
    if sight_of(session, visit.viewer, visit.in_force, request_id) is not Sight.FULL:
        raise NotHere
    return request_id


def named_request(visit: Visit, session: Session) -> int:
    """The id of the request in the address, whoever may see it. Raises NotHere when there is none."""
    try:
        reference = Reference.parse(visit.parts["reference"])
    except InvalidValue as wrong:
        raise NotHere from wrong
    request_id = find_id(session, reference)
    if request_id is None:
        raise NotHere
    return request_id
