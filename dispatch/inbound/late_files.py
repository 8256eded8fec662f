"""Files that come after their request (the upload page, photos fetched from the provider) join it as an
entry.
"""

from __future__ import annotations

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request, read_request
from dispatch.inbound.case import Case
from dispatch.inbound.refusals import virus
from dispatch.notices.joined import follow_own
from dispatch.notices.tell import News, tell_staff
from intake.ledger.outcome import Outcome
from models.tables.ledger import Door, InboundState
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole

FILE_DOORS = frozenset({Door.UPLOAD, Door.MEDIA})


def files(case: Case) -> Outcome | None:
    """Are they files handed in for a request? They join it, and whoever works on it is told; a virus is held.

    A photo that knows where it was taken places a request which has no place yet.
    """
    if case.message.door not in FILE_DOORS:
        return None
    facts, session, in_force = case.message.door_facts, case.session, case.in_force
    if (held := virus(case)) is not None:
        return held
    request_id = follow_own(session, facts["request"], facts.get("person"))
    if read_request(session, in_force, request_id) is None:
        return Outcome(InboundState.REFUSED, "the request of these files is gone")
    change = Change(
        session,
        in_force,
        lock_request(session, in_force, request_id),
        Actor(ActorRole.REQUESTER, facts.get("person")),
        f"inbound:{case.message.id}",
        case.now,
        inbound_id=case.message.id,
        channels=case.settings.channels,
    )
    entry_id = change.write(EntryKind.ATTACHMENT, channel=facts.get("channel", ""), public=True)
    shown = change.attach(entry_id, case.parsed.attachments)
    placed = next((item for item in case.parsed.attachments if item.latitude is not None), None)
    if placed is not None and change.request.latitude is None:
        change.update(latitude=placed.latitude, longitude=placed.longitude)
    else:
        change.update()
    tell_staff(change, News("requester_reply", entry_id, attachment_ids=shown))
    return Outcome(InboundState.FOLLOW_UP, f"{len(shown)} files added", change.request.id)
