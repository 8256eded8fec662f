"""Files that come after their request (the upload page, photos fetched from the provider) join it as an entry."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from dispatch.notices import outside_requests
from dispatch.notices.tell import Fact, tell_staff
from dispatch.requests import history
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.message import ParsedMessage
from models.store.organisations import InForce
from models.tables.ledger import Door, InboundState
from models.tables.requests import EntryKind, Request

FILE_DOORS = frozenset({Door.UPLOAD, Door.MEDIA})


def take_files(
    session: Session,
    row: ClaimedMessage,
    parsed: ParsedMessage,
    in_force: InForce,
    channels: tuple[str, ...],
    now: datetime,
) -> Outcome:
    """Attach the files to the request their door names, and tell whoever works on it.

    A photo that knows where it was taken places a request which has no place yet. What an antivirus
    marked is held, and the administrators are told.
    """
    facts = row.door_facts
    if facts.get("virus") and not facts.get("released_by"):
        outside_requests.tell_set_aside(session, in_force, row.id, "virus", now)
        return Outcome(InboundState.HELD, f"a virus was found in it: {str(facts['virus'])[:80]}")
    if session.get(Request, facts["request"]) is None:
        return Outcome(InboundState.REFUSED, "the request of these files is gone")
    request = history.lock_request(session, facts["request"])
    assert request.id is not None
    entry_id = history.write_entry(
        session,
        request.id,
        EntryKind.ATTACHMENT,
        now,
        actor_role="requester",
        person_id=facts.get("person"),
        channel=facts.get("channel", ""),
        public=True,
        inbound_id=row.id,
    )
    shown = history.write_attachments(session, request.id, entry_id, parsed.attachments)
    placed = next((item for item in parsed.attachments if item.latitude is not None), None)
    values = {}
    if placed is not None and request.latitude is None:
        values = {"latitude": placed.latitude, "longitude": placed.longitude}
    history.touch(session, request.id, now, **values)
    tell_staff(
        session,
        Fact(request, f"inbound:{row.id}", now, entry_id, row.id, channels=channels),
        in_force,
        "requester_reply",
        attachment_ids=shown,
    )
    return Outcome(InboundState.FOLLOW_UP, f"{len(shown)} files added", request.id)
