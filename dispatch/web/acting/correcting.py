"""What is corrected of a request, as forms and programs say it: type, urgency, due date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dispatch.letters.filters import day
from dispatch.requests.editing import set_building, set_due, set_priority, set_type
from dispatch.web.acting.acts import Done, NotDone, day_ahead
from dispatch.web.acting.changing import changing
from models.organisation.working_time import end_of_day
from models.tables.requests import EntryKind
from models.vocabulary import Priority

if TYPE_CHECKING:
    from dispatch.history.change import Change
    from dispatch.queries.seen.conversation import Line
    from dispatch.queries.seen.one_request import Shown
    from dispatch.web.frame.form import Form
    from dispatch.web.frame.visit import Visit

#: The fields of the form, and what each corrects.
_FIELDS = {"type": "type", "priorite": "priority", "echeance": "due"}


def correct_by_form(visit: Visit, request_id: int, form: Form, seen: int | None) -> Done:
    """Correct what the form has otherwise than the page had it (`…_avant`), all of it or nothing.

    Raises Newer, NotDone.
    """
    given = {
        what: form.line(name)
        for name, what in _FIELDS.items()
        if form.line(name) != form.line(f"{name}_avant")
    }
    return correct(visit, request_id, given, seen)


def correct(visit: Visit, request_id: int, given: Mapping[str, str], seen: int | None) -> Done:
    """Correct of the request what is `given`: `type` and `building` by their key, `priority` by its word,
    `due` by its day (ISO 8601); no building and no day are ''.

    Raises Newer; NotDone for what there is none of: then nothing at all is done.
    """
    with changing(visit, request_id, "correct", seen=seen) as change:
        # Everything is read before anything is written: the transaction ends with all, or with nothing.
        for what, value in given.items():
            _CORRECTS[what](change, value)
    return Done()


def corrections_shown(visit: Visit, found: Shown, lines: Iterable[Line]) -> dict[str, Any]:
    """What the page shows of it: `correcting`, what the form offers; `corrected`, what each line of the
    history that corrects something says, by its id.
    """
    kinds, lang, due = visit.organisation.request_types, visit.lang, found.card.due_at
    zone = visit.organisation.town.zone
    until = due.astimezone(zone).date().isoformat() if due is not None else ""
    form = {
        "types": [
            (each.key, each.label.text(lang))
            for each in kinds
            if not each.closed or each.key == found.type_key
        ],
        "priorities": [(each.value, visit.text(f"degree_{each.value}")) for each in Priority],
        "due": until,
        # A day that is past may stand as it is, and is not chosen anew.
        "earliest": min(filter(None, (until, visit.organisation.town.local_day(visit.now).isoformat()))),
    }
    said = {line.id: _said(visit, line) for line in lines if line.kind == EntryKind.NOTE}
    return {"correcting": form, "corrected": {line: each for line, each in said.items() if each}}


def _said(visit: Visit, line: Line) -> str:
    data, who = line.data, line.author or visit.text("counter")
    if data.get("type"):
        kind = visit.organisation.request_type(data["type"])
        label = kind.label.text(visit.lang) if kind is not None else data["type"]
        return visit.text("did_type", who=who, name=label)
    if data.get("priority"):
        return visit.text("did_priority", who=who, degree=visit.text(f"degree_{data['priority']}"))
    if "due_at" not in data:
        return ""
    if not data["due_at"]:
        return visit.text("did_undue", who=who)
    on = day(visit.lang, visit.organisation.town.time_zone, datetime.fromisoformat(data["due_at"]))
    return visit.text("did_due", who=who, day=on)


def _type(change: Change, key: str) -> None:
    found = change.organisation.request_type(key)
    is_over = found is None or (found.closed and key != change.request.request_type)
    if is_over or key not in change.in_force.request_type_ids:
        raise NotDone("no_such_type")
    set_type(change, key)


def _priority(change: Change, word: str) -> None:
    if word not in list(Priority):
        raise NotDone("no_such_priority")
    set_priority(change, word)


def _due(change: Change, written: str) -> None:
    if not written.strip():
        set_due(change, None)
        return
    day = day_ahead(written, change.organisation.town.local_day(change.now))
    if day is None:
        raise NotDone("due_wrong")
    set_due(change, end_of_day(change.organisation.town, day))


def _building(change: Change, key: str) -> None:
    if key and (key not in change.in_force.building_ids or change.organisation.building(key) is None):
        raise NotDone("no_such_building")
    set_building(change, key or None)


_CORRECTS: dict[str, Any] = {"type": _type, "priority": _priority, "due": _due, "building": _building}
