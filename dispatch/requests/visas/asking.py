"""Words wait for a manager's visa: kept as a note, the managers asked, nobody outside told; or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.entries import files_of_entry
from dispatch.notices.done import VisaAsked, VisaTold
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import Contact, contact_of
from dispatch.requests.visas.needed import givers
from dispatch.requests.workflow import Advance
from intake.message import ParsedAttachment
from models.tables.acts import WAITING, Visa
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.vocabulary import Audience

_visas, _entries = table_of(Visa), table_of(Entry)
_WITH_WORDS = (
    sa.select(_visas, _entries.c.text)
    .join(_entries, _entries.c.id == _visas.c.entry_id)
    .order_by(_visas.c.id)
)


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

    `order` is what sending them needs besides (`files`, `of_note`, `to_all`; `sent`: the entry by
    which the requester has them already, so that they are for the others alone).
    """
    wanted: dict[str, Any] = dict(order or {})
    if step is not None:
        day = step.date.isoformat() if step.date else None
        wanted |= {"verb": step.verb, "date": day, "hours": step.hours, "state": step.to_state.key}
    said = {"of_note": wanted["of_note"]} if wanted.get("of_note") else {}
    if wanted.get("sent"):
        said["to_all"] = wanted["sent"]
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
    visa = _visa_of(change.session, visa_id)
    # One message may ask for several: each is a notice of its own.
    about = replace(change, cause=f"{change.cause}:visa:{visa_id}")
    names = tell_givers(about, visa, givers(about, visa.author_id), by=change.actor.name)
    tell_author(about, visa.author_id, VisaTold(visa=visa_id, outcome="asked", text=text, by=names))
    return visa_id


def tell_givers(
    change: Change, visa: Any, people: Iterable[tuple[Contact, str]], *, by: str, reminder: bool = False
) -> tuple[str, ...]:
    """Ask `people`, as `givers` finds them, for a visa (a row of `waiting_visas`); their names, each once."""
    names, state = [], visa.wanted.get("state", "")
    files = files_of_visa(change.session, visa)
    for contact, absent in people:
        asked = VisaAsked(visa=visa.id, text=visa.text, by=by, state=state, reminder=reminder, absent=absent)
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


def waiting_visas(session: Session, request_ids: Sequence[int] | None = None) -> list[Any]:
    """The visas that wait, of these requests or of all, oldest first: rows with `text`, their words."""
    query = _WITH_WORDS.where(WAITING)
    if request_ids is not None:
        query = query.where(_visas.c.request_id.in_(list(request_ids)))
    return list(session.connection().execute(query))


def waits_for_visa(request_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether words for the requester of a request, the column `request_id` of a query, wait for a visa."""
    return sa.select(_visas.c.id).where(_visas.c.request_id == request_id, WAITING).exists()


def files_of_visa(session: Session, visa: Any) -> list[int]:
    """The files that go with the words of a visa: those that came with them, and those that they name."""
    return [*files_of_entry(session, visa.entry_id), *visa.wanted.get("files", ())]


def end_visa(change: Change, visa_id: int, outcome: str) -> bool:
    """Write down what became of a visa, by whoever acts; False, and nothing, when it waited no more."""
    ended = change.session.connection().execute(
        sa.update(_visas)
        .where(_visas.c.id == visa_id, WAITING)
        .values(outcome=outcome, decided_at=change.now, decided_by=change.actor.person_id)
        .returning(_visas.c.id)
    )
    if ended.first() is None:
        return False
    change.write(EntryKind.NOTE, data={"visa": visa_id, "outcome": outcome})
    change.update()
    return True


def _visa_of(session: Session, visa_id: int) -> Any:
    return session.connection().execute(_WITH_WORDS.where(_visas.c.id == visa_id)).one()
