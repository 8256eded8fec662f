"""What a partner outside is shown of a request: what the organisation lets them see, and nothing else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.notices.done import PartnerLetter
from dispatch.people.unnamed.striking import without_people
from models.organisation import Partner
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, EntryKind
from models.vocabulary import ActorRole

_entries, _files = table_of(Entry), table_of(Attachment)
_people, _contacts = table_of(Person), table_of(ContactPoint)
#: Messages of the requester shown, and characters of each.
MESSAGES, CHARACTERS = 12, 6000


def letter_to(change: Change, partner: Partner, forwarding: Any, asked: str = "") -> PartnerLetter:
    """The words of a letter to `partner` about the request of `change`; `asked` are the agent's own."""
    town, request = change.organisation.town, change.request
    person = _person(change)
    names = (person.name,) if person is not None and person.name else ()
    knows = "requester" in partner.sees

    def told(text: str) -> str:
        return text if knows else without_people(text, names)

    with_text, with_place = "text" in partner.sees, "place" in partner.sees
    building = change.organisation.building(request.building) if with_place else None
    places = (building.name, building.address) if building is not None else ()
    if with_place:
        places = (request.address, *places)
    kind = change.organisation.request_type(request.request_type)
    return PartnerLetter(
        partner=partner.name,
        asked=asked,
        said=tuple(told(text) for text in _messages(change)) if with_text else (),
        about=told(request.subject)[:200] if with_text else "",
        kind=kind.label.text(partner.locale) if kind is not None else "",
        place=", ".join(dict.fromkeys(filter(None, places))),
        map_url=_map_url(request.latitude, request.longitude) if with_place else "",
        position=_position(request.latitude, request.longitude) if with_place else None,
        code=partner.code_for(request.request_type),
        asked_by=person.name if knows and person is not None else "",
        asked_by_contact=_contact(change) if knows else "",
        due_on=town.local_day(forwarding.due_at),
        their_number=forwarding.their_number,
    )


def files_for(change: Change, partner: Partner) -> list[int]:
    """Ids of the requester's files that `partner` may see: pictures, other files, both or none; a picture
    that was made readable stands for the one it was made of.
    """
    rows = change.session.connection().execute(
        sa.select(_files.c.id, _files.c.content_type, _files.c.sha256, _files.c.derived_from)
        .join(_entries, _entries.c.id == _files.c.entry_id)
        .where(
            _files.c.request_id == change.request.id,
            _files.c.removed_at.is_(None),
            _files.c.decorative.is_(False),
            *_of_requester(),
        )
        .order_by(_files.c.id)
    )
    found = rows.all()
    copied = {row.derived_from for row in found if row.derived_from and row.content_type == "image/jpeg"}
    return [
        row.id
        for row in found
        if row.sha256 not in copied
        and ("photos" if row.content_type.startswith("image/") else "files") in partner.sees
    ]


def _of_requester() -> tuple[Any, ...]:
    """Lines that are the requester's own: never a note, nor what staff sent them."""
    kinds = (EntryKind.MESSAGE_IN, EntryKind.ATTACHMENT)
    return _entries.c.kind.in_(kinds), _entries.c.public, _entries.c.actor_role == ActorRole.REQUESTER


def _messages(change: Change) -> list[str]:
    query = (
        sa.select(_entries.c.text, _entries.c.data)
        .where(_entries.c.request_id == change.request.id, *_of_requester())
        .order_by(_entries.c.id)
        .limit(MESSAGES)
    )
    rows = change.session.connection().execute(query).all()
    encrypted = "encrypted"
    return [
        row.text.strip()[:CHARACTERS]
        for row in rows
        if row.text.strip() and row.data.get("no_words") != encrypted
    ]


def _person(change: Change) -> Any:
    query = sa.select(_people.c.name).where(_people.c.id == change.request.requester_id)
    return change.session.connection().execute(query).first()


def _contact(change: Change) -> str:
    query = sa.select(_contacts.c.written).where(_contacts.c.id == change.request.reply_contact_id)
    return change.session.connection().execute(query).scalar() or ""


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return (latitude, longitude) if latitude is not None and longitude is not None else None


def _map_url(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return ""
    place = f"{latitude:.5f}/{longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}#map=18/{place}"


def forwardings_of(request_id: int) -> sa.Select[Any]:
    """The times that a request was passed on and that stand, the last one first."""
    table = table_of(Forwarding)
    return (
        sa.select(table)
        .where(table.c.request_id == request_id, table.c.withdrawn_at.is_(None))
        .order_by(table.c.id.desc())
    )
