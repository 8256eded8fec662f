"""An elected official answers news of a request that they follow: words for staff, as on their page."""

from __future__ import annotations

from dispatch.history.request import Request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.staff.own_words import tapped_word
from dispatch.inbound.starting.new_request import open_new
from dispatch.inbound.thread import Thread
from dispatch.people.named import official_at
from dispatch.requests.participants import remember_ids, role_of
from dispatch.requests.staff_words import note_inside
from dispatch.sight.conditions import placed_of
from dispatch.sight.may_see import is_delegated
from dispatch.sight.viewer import viewer_of
from intake.ledger.outcome import Outcome
from models.organisation import Official
from models.tables.ledger import InboundState
from models.vocabulary import ActorRole


def official(case: Case) -> Outcome | None:
    """Does an elected official write about a request of their delegation that others asked for? It is an
    internal note, and moves nothing; of what is delegated to them no more it is a new request, linked.
    """
    contact, request = case.sender.contact, case.request
    if contact is None or request is None or case.sender.is_staff:
        return None
    if request.requester_id == contact.person_id or case.in_force.official_of(contact.person_id) is None:
        return None
    found = official_at(case.in_force, contact)
    if found is not None and found.comments and _is_theirs(case, found, request):
        change = change_of(case, request, case.actor(ActorRole.AGENT))
        remember_ids(case.session, request.id, case.parsed)
        parsed, said = case.parsed, {"official": found.key}
        words = parsed.words.strip() or tapped_word(parsed)
        note_inside(change, words, channel=parsed.channel, attachments=parsed.attachments, data=said)
        return Outcome(InboundState.FOLLOW_UP, "the note of an elected official", request.id)
    if role_of(case.session, request.id, contact.value) is not None:
        # Put in copy by whoever asked: they write as anybody in copy does.
        return None
    why = "answers news of a request that is not theirs to comment on"
    return open_new(case, Thread(linked_id=request.id, why=why))


def _is_theirs(case: Case, found: Official, request: Request) -> bool:
    today = case.organisation.town.local_day(case.now)
    person_id = case.in_force.official_persons[found.key]
    viewer = viewer_of(case.organisation, today, person_id=person_id, official=found.key)
    placed = placed_of(case.session, case.in_force, request.id)
    return placed is not None and is_delegated(viewer, placed)
