"""Words wait for a manager's visa: kept as a note, the managers asked, nobody outside told; or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.notices.done import VisaAsked, VisaTold
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import contact_of
from dispatch.requests.visas.needed import givers
from dispatch.requests.workflow import Advance
from intake.message import ParsedAttachment
from models.tables.acts import Visa
from models.tables.columns import table_of
from models.tables.requests import Attachment, Entry, EntryKind, RequestRow
from models.vocabulary import Audience

_visas, _entries, _attachments = table_of(Visa), table_of(Entry), table_of(Attachment)
_requests = table_of(RequestRow)


def ask_visa(
    change: Change,
    text: str,
    *,
    step: Advance | None = None,
    channel: str = "",
    attachments: Iterable[ParsedAttachment] = (),
    order: Mapping[str, Any] | None = None,
) -> int:
    """Keep words for the requester, with the change of state that they explain, until a manager releases
    them; the number of the visa. Its writer is told that they wait, and for whom.

    `order` is what sending them needs besides (`files`, `of_note`, `to_all`).
    """
    wanted: dict[str, Any] = dict(order or {})
    if step is not None:
        day = step.date.isoformat() if step.date else None
        wanted |= {"verb": step.verb, "date": day, "state": step.to_state.key}
    said = {"of_note": wanted["of_note"]} if wanted.get("of_note") else {}
    entry_id = change.write(EntryKind.NOTE, channel=channel, text=text, data={"visa": True, **said})
    change.attach(entry_id, attachments)
    change.update()
    query = (
        sa.insert(_visas)
        .values(
            request_id=change.request.id,
            author_id=change.actor.person_id,
            entry_id=entry_id,
            at=change.now,
            wanted=wanted,
            outcome="",
        )
        .returning(_visas.c.id)
    )
    visa_id: int = change.session.connection().execute(query).scalar_one()
    names = tell_givers(change, visa_id, text, wanted, by=change.actor.name)
    tell_author(change, change.actor.person_id, VisaTold(visa=visa_id, outcome="asked", text=text, by=names))
    return visa_id


def tell_givers(
    change: Change, visa_id: int, text: str, wanted: Mapping[str, Any], *, by: str, reminder: bool = False
) -> tuple[str, ...]:
    """Ask whoever can give the visa now; their names."""
    names = []
    for contact, absent in givers(change):
        asked = VisaAsked(
            visa=visa_id, text=text, by=by, state=wanted.get("state", ""), reminder=reminder, absent=absent
        )
        files = [*_files_of(change.session, visa_id), *wanted.get("files", ())]
        news = News("visa_asked", data=asked.model_dump(mode="json"), attachment_ids=files)
        tell_person(change, news, contact, Audience.AGENT)
        names.append(contact.name or contact.written)
    return tuple(dict.fromkeys(names))


def tell_author(change: Change, person_id: int | None, told: VisaTold) -> None:
    """Tell whoever wrote the words what became of them."""
    contact = (
        contact_of(change.session, person_id, channels=change.channels) if person_id is not None else None
    )
    if contact is not None:
        news = News("visa_told", data=told.model_dump(mode="json"))
        tell_person(change, news, contact, Audience.AGENT)


def waiting_visas(session: Session, request_ids: Sequence[int]) -> list[Any]:
    """The visas of these requests that wait, oldest first: rows with `text`, their words."""
    query = (
        sa.select(_visas, _entries.c.text)
        .join(_entries, _entries.c.id == _visas.c.entry_id)
        .where(_visas.c.request_id.in_(list(request_ids)), _visas.c.outcome == "")
        .order_by(_visas.c.id)
    )
    return list(session.connection().execute(query))


def take_back_visa(change: Change) -> int:
    """« annuler » of who wrote the words: the last of theirs that waits is asked for no more; its number, 0
    without one.
    """
    mine = [
        row
        for row in waiting_visas(change.session, [change.request.id])
        if row.author_id == change.actor.person_id
    ]
    if not mine:
        return 0
    end_visa(change, mine[-1].id, "withdrawn")
    return int(mine[-1].id)


def end_visa(change: Change, visa_id: int, outcome: str) -> None:
    """Write down what became of a visa, by whoever acts."""
    change.session.connection().execute(
        sa.update(_visas)
        .where(_visas.c.id == visa_id)
        .values(outcome=outcome, decided_at=change.now, decided_by=change.actor.person_id)
    )
    change.write(EntryKind.NOTE, data={"visa": visa_id, "outcome": outcome})
    change.update()


def _files_of(session: Session, visa_id: int) -> list[int]:
    """The files that came with the words."""
    query = (
        sa.select(_attachments.c.id)
        .join(_visas, _visas.c.entry_id == _attachments.c.entry_id)
        .where(_visas.c.id == visa_id, _attachments.c.decorative.is_(False))
    )
    return list(session.connection().execute(query.order_by(_attachments.c.id)).scalars())
