"""What a partner's server called a request that was posted to it is kept with the request."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from dispatch.delivery.outside.posting import PENDING
from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.claimed import ClaimedNotice
from dispatch.requests.numbers_and_links import note_their_number
from dispatch.requests.outside.shown import forwardings_of
from models.store.organisations import InForce
from models.tables.requests import EntryKind

_SAID = {
    "fr": ("{name} a reçu la demande sous le numéro {number}.", "{name} a reçu la demande."),
    "en": ("{name} has received the request as number {number}.", "{name} has received the request."),
}


def note_posted(
    session: Session, in_force: InForce, claimed: ClaimedNotice, their_id: str, now: datetime
) -> None:
    """Write into the history that the partner has it, and under which number; their later mail that names it
    belongs to the request.
    """
    if claimed.request_id is None:
        return
    request = read_request(session, in_force, claimed.request_id)
    rows = session.connection().execute(forwardings_of(claimed.request_id)).all()
    row = next((each for each in rows if each.person_id == claimed.person_id), None)
    if request is None or row is None:
        return
    number = "" if their_id.startswith(PENDING) else their_id
    if number:
        note_their_number(session, row.id, number)
    partner = in_force.organisation.partner(row.partner)
    name = partner.name if partner is not None else row.partner
    said = _SAID["en" if in_force.organisation.town.locale == "en" else "fr"][0 if number else 1]
    change = Change(session, in_force, request, SYSTEM, f"posted:{claimed.id}", now)
    beside = {"partner": row.partner, "forwarding": row.id, "acknowledges": True}
    if number:
        beside["their_number"] = number
    change.write(EntryKind.NOTE, text=said.format(name=name, number=number), data=beside)
