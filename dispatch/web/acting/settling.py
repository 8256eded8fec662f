"""What waits for a word of somebody who leads: reports of one incident, words that need a visa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.requests.incidents.joining import can_be_joined, join, keep_apart, part
from dispatch.requests.merging import merge
from dispatch.requests.visas.asking import end_visa, waiting_visas
from dispatch.requests.visas.deciding import release, send_back
from dispatch.requests.visas.needed import may_release
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.acting.acts import Done, NotDone, only_for_them, told_after
from dispatch.web.acting.changing import changing
from dispatch.web.frame.visit import NotHere

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit


def settle_reports(visit: Visit, request_id: int, how: str) -> Done:
    """Join what seems to report the same (`reunir`), keep it apart (`separer`), or take the request out of
    what it was joined to (`detacher`). What the viewer does not see stays as it is. Raises NotDone.
    """
    with changing(visit, request_id, "incident") as change:

        def sees(other: int) -> bool:
            return sight_of(change.session, visit.viewer, change.in_force, other) is Sight.FULL

        if how == "reunir":
            ids = can_be_joined(change, sees)
            if not ids:
                raise NotDone("nothing_proposed")
            join(change, ids)
        elif how == "separer":
            if not keep_apart(change, sees):
                raise NotDone("nothing_proposed")
        elif how != "detacher" or not part(change):
            raise NotDone("not_joined")
    return Done()


def join_to(visit: Visit, request_id: int, other_id: int, seen: int | None) -> Done:
    """Join the request to another that the viewer sees whole, as somebody who leads may. Raises NotHere,
    Newer, NotDone; UserError when they are one already, or when the other has ended.
    """
    if not visit.viewer.leads:
        raise NotDone("not_allowed")
    with changing(visit, request_id, "merge", seen=seen) as change:
        if sight_of(change.session, visit.viewer, change.in_force, other_id) is not Sight.FULL:
            raise NotHere
        merge(change, other_id)
    return Done()


def settle_visa(visit: Visit, request_id: int, number: str, how: str, text: str) -> Done:
    """Release words that wait for a visa (`viser`), other words in their place (`corriger`), send them back
    (`renvoyer`), or take one's own back (`reprendre`). Raises NotDone.
    """
    with changing(visit, request_id, "visa") as change:
        waiting = waiting_visas(change.session, [request_id])
        visa = next((row for row in waiting if str(row.id) == number), None)
        if visa is None:
            raise NotDone("visa_settled")
        if how == "reprendre" and visa.author_id == visit.viewer.person_id:
            if not end_visa(change, visa.id, "withdrawn"):
                raise NotDone("visa_settled")
            return Done()
        today, viewer = change.organisation.town.local_day(change.now), visit.viewer.person_id
        if not may_release(change.in_force, change.request, visa.author_id, viewer, today):
            raise NotDone("not_allowed")
        if how == "renvoyer":
            if not send_back(change, visa, text.strip()):
                raise NotDone("visa_settled")
            return Done()
        if how not in ("viser", "corriger"):
            raise NotDone("unknown_verb")
        if how == "corriger":
            if not text.strip():
                raise NotDone("no_words")
            only_for_them(visit, change, text)
        leaves_at = change.now + told_after(visit, words=True)
        why = release(change, visa, text=text if how == "corriger" else "", not_before=leaves_at)
        if why is not None:
            raise NotDone(why)
    return Done()
