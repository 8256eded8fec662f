"""« avis à Nadia : … »: a colleague is asked for a view; the answer is a note, and the asker is told."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.notices.tell import News, staff_of, tell_person
from dispatch.people.contacts import contact_of
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.vocabulary import Audience

_entries = table_of(Entry)
#: Notes looked at for a question that waits for an answer.
_LATEST = 100


def ask_opinion(change: Change, agent: str, text: str) -> None:
    """Write the question as a note and send it to the agent of that key."""
    person_id = change.in_force.agent_persons[agent]
    data = {"opinion_of": person_id, "asked_by": change.actor.person_id}
    entry_id = change.write(EntryKind.NOTE, text=text, data=data)
    change.update()
    contact = contact_of(change.session, person_id, channels=change.channels)
    if contact is not None:
        # Each question of a message is told, also when two go to one colleague.
        about = replace(change, cause=f"opinion:{entry_id}:{change.cause}")
        tell_person(about, News("opinion_asked", entry_id, {"text": text}), contact, Audience.AGENT)


def tell_asker(case: Case, change: Change) -> None:
    """Tell whoever asked its writer for a view, when nobody has told them of this note already."""
    asked_by = _asked_by(case, change)
    if asked_by is None or asked_by == case.sender.person_id:
        return
    told = next((tier for tier in staff_of(change.in_force, change.request) if tier), [])
    if asked_by in told:
        return
    contact = contact_of(case.session, asked_by, channels=change.channels)
    if contact is not None:
        news = News("note_added", data={"text": case.parsed.words})
        tell_person(change, news, contact, Audience.AGENT)


def _asked_by(case: Case, change: Change) -> int | None:
    """Who asked the writer for a view of this request last, and has none yet."""
    rows = case.session.connection().execute(
        sa.select(_entries.c.data)
        .where(_entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.NOTE)
        .order_by(_entries.c.id.desc())
        .limit(_LATEST)
    )
    for data in rows.scalars():
        if data.get("opinion_of") == case.sender.person_id:
            found = data.get("asked_by")
            return found if isinstance(found, int) else None
    return None
