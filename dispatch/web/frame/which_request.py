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
    request_id = seen_at(visit, session, _reference(visit))
    if request_id is None:
        raise NotHere
    return request_id


def seen_at(visit: Visit, session: Session, reference: Reference) -> int | None:
    """The id of the request of that reference, when the viewer sees it whole. The same is asked of the
    database for one that is not there and one that is not theirs.
    """
    found = find_id(session, reference)
    sight = sight_of(session, visit.viewer, visit.in_force, found or 0)
    return found if sight is Sight.FULL else None


def named_request(visit: Visit, session: Session) -> int:
    """The id of the request in the address, whoever may see it; 0 when there is none. Raises NotHere."""
    return find_id(session, _reference(visit)) or 0


def _reference(visit: Visit) -> Reference:
    try:
        return Reference.parse(visit.parts["reference"])
    except InvalidValue as wrong:
        raise NotHere from wrong
