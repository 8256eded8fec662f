"""What changed between two standings of a request, in words: what an order did, or what was undone of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dispatch.letters.filters import day
from dispatch.requests.undo.standing import Standing, changed_columns
from models.planned_hours import within_day
from models.store.organisations import InForce
from models.vocabulary import Priority

_LABELS = {
    "fr": {
        "state": "État",
        "assignee_id": "Confiée à",
        "service_id": "Service",
        "building_id": "Lieu",
        "address": "Adresse",
        "request_type_id": "Type",
        "priority": "Priorité",
        "tags": "Étiquettes",
        "due_at": "Échéance",
        "planned_at": "Prévue le",
        "nobody": "personne",
        "none": "aucune",
        "already": "c’était déjà le cas",
    },
    "en": {
        "state": "State",
        "assignee_id": "Given to",
        "service_id": "Service",
        "building_id": "Place",
        "address": "Address",
        "request_type_id": "Type",
        "priority": "Priority",
        "tags": "Tags",
        "due_at": "Due",
        "planned_at": "Planned on",
        "nobody": "nobody",
        "none": "none",
        "already": "it was so already",
    },
}
_PRIORITIES = {
    "fr": {
        Priority.LOW: "basse",
        Priority.NORMAL: "normale",
        Priority.HIGH: "haute",
        Priority.URGENT: "urgente",
    },
    "en": {each: each.value for each in Priority},
}


def lines_of(
    in_force: InForce, before: Standing, after: Standing, locale: str, *, but: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """One line for each thing that is otherwise in `after`: « État : terminée », « Priorité : haute »; none
    for the columns of `but`.
    """
    locale = "en" if locale == "en" else "fr"
    colon = ":" if locale == "en" else "\u00a0:"
    labels = _LABELS[locale]
    row = after["row"]
    said = [
        f"{labels[name]}{colon} {_value(name, row, in_force, locale)}"
        for name in changed_columns(before, after)
        if name in labels and name not in but and (name != "planned_at" or row.get(name))
    ]
    return tuple(said)


def lines_unchanged(
    in_force: InForce, before: Standing, after: Standing, locale: str, columns: Iterable[str]
) -> tuple[str, ...]:
    """One line for each of the columns in which nothing changed: « Lieu : Gymnase Guimard, c’était déjà le
    cas ».
    """
    locale = "en" if locale == "en" else "fr"
    colon, changed = ":" if locale == "en" else "\u00a0:", changed_columns(before, after)
    labels, row = _LABELS[locale], after["row"]
    return tuple(
        f"{labels[name]}{colon} {_value(name, row, in_force, locale)}, {labels['already']}"
        for name in dict.fromkeys(columns)
        if name not in changed
    )


def _value(name: str, row: Mapping[str, Any], in_force: InForce, locale: str) -> str:
    organisation, value = in_force.organisation, row.get(name)
    labels = _LABELS[locale]
    if name == "state":
        state = organisation.workflow(row["workflow_key"]).state(str(value))
        return state.label.text(locale) if state is not None else str(value)
    if name == "tags":
        return ", ".join(value or ()) or labels["none"]
    if name == "address":
        return str(value) if value else labels["none"]
    if name == "priority":
        return _PRIORITIES[locale][Priority(str(value))]
    if name in ("due_at", "planned_at"):
        when = datetime.fromisoformat(value) if value else None
        if when is None:
            return labels["none"]
        hours = within_day(locale, row.get("planned_hours") or "") if name == "planned_at" else ""
        return day(locale, organisation.town.time_zone, when) + hours
    if name == "assignee_id":
        agent = organisation.agent(in_force.agent_key(value))
        return agent.name if agent is not None else labels["nobody"]
    if name == "request_type_id":
        kind = organisation.request_type(in_force.request_type_key(value))
        return kind.label.text(locale) if kind is not None else labels["none"]
    part: Any = (
        organisation.service(in_force.service_key(value))
        if name == "service_id"
        else organisation.building(in_force.building_key(value))
    )
    return str(part.name) if part is not None else labels["none"]
