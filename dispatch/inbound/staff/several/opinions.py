"""« avis à Nadia : … »: a colleague is asked for a view; the answer is a note, and the asker is told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.several.looked_up import Made, Wrong, colleague_named
from dispatch.notices.staff import staff_of
from dispatch.notices.tell import News, tell_agents, tell_person
from dispatch.people.contacts import contact_of
from dispatch.sight.viewer import replaced_by
from intake.words.staff.lines import LineOrder
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.vocabulary import Audience

_entries = table_of(Entry)
#: Notes looked at for a question that waits for an answer.
_LATEST = 100


def opinion_line(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """What asks the colleague of that name, and what is said of it; the same question that they have not
    answered is not asked twice.
    """
    agent = colleague_named(case, line.name)
    if isinstance(agent, Wrong):
        return agent
    key, name = agent
    said = f"{name} is asked for a view" if case.locale == "en" else f"Avis demandé à {name}"
    if _waits(case, change, key, line.text):
        return lambda: None, said + (
            ", it was so already" if case.locale == "en" else ", c’était déjà le cas"
        )
    return partial(ask_opinion, change, key, line.text), said


def _waits(case: Case, change: Change, agent: str, text: str) -> bool:
    """Whether the writer asked that colleague just that, and nothing of theirs came since."""
    theirs = case.in_force.agent_persons.get(agent)
    notes = sa.select(_entries.c.person_id, _entries.c.text, _entries.c.data).where(
        _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.NOTE
    )
    for row in change.session.connection().execute(notes.order_by(_entries.c.id.desc()).limit(_LATEST)):
        if row.person_id == theirs:
            return False
        if row.data.get("opinion_of") == theirs and row.data.get("asked_by") == change.actor.person_id:
            return bool(row.text.split() == text.split())
    return False


def ask_opinion(change: Change, agent: str, text: str) -> None:
    """Write the question as a note and send it to the agent of that key, and to who stands in for them."""
    person_id = change.in_force.agent_persons[agent]
    data = {"opinion_of": person_id, "asked_by": change.actor.person_id}
    entry_id = change.write(EntryKind.NOTE, text=text, data=data)
    change.update()
    # Each question of a message is told, also when two go to one colleague.
    about = replace(change, cause=f"opinion:{entry_id}:{change.cause}")
    by = change.actor.person_id
    tell_agents(about, News("opinion_asked", entry_id, {"text": text}), [agent], besides=by)


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
    """Who asked the writer, or somebody they stand in for, for a view of this request last."""
    in_force, today = case.in_force, case.organisation.town.local_day(case.now)
    away = replaced_by(case.organisation, case.sender.agent.key, today) if case.sender.agent else ()
    writers = {case.sender.person_id, *(in_force.agent_persons.get(key) for key in away)} - {None}
    rows = case.session.connection().execute(
        sa.select(_entries.c.data)
        .where(_entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.NOTE)
        .order_by(_entries.c.id.desc())
        .limit(_LATEST)
    )
    for data in rows.scalars():
        if data.get("opinion_of") in writers:
            found = data.get("asked_by")
            return found if isinstance(found, int) else None
    return None
