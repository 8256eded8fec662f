"""The page that lists what a figure counts: the command behind it, as an address of the list (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dispatch.queries.request_conditions import Fact
from dispatch.queries.seen.wanted import NOBODY, NONE, Wanted

#: Options of `guichet requests list` whose value is a key, with the part of a filter that holds it.
_KEYS = {
    "--service": "service",
    "--building": "building",
    "--type": "kind",
    "--quarter": "quarter",
    "--channel": "channel",
    "--origin": "origin",
    "--assignee": "holder",
}


def address_of(command: Sequence[str]) -> str:
    """`/demandes?…`: the page that lists what the command lists; '' where there is no such page: text
    messages, and requests that were erased.
    """
    if tuple(command[:2]) != ("requests", "list"):
        return ""
    parts: dict[str, Any] = {"state": "toutes"}
    words = iter(command[2:])
    for word in words:
        if word in ("--open", "--overdue"):
            parts["state"] = "ouvertes"
            parts["late"] = parts.get("late", False) or word == "--overdue"
            continue
        value = next(words)
        if word in _KEYS:
            parts[_KEYS[word]] = value or (NOBODY if word == "--assignee" else NONE)
        elif word in ("--since", "--until"):
            parts[word.removeprefix("--")] = date.fromisoformat(value)
        elif word == "--only":
            parts["fact"] = value
        elif word == "--sort":
            parts["order"] = {"oldest": "anciennes"}[value]
    if parts.get("fact") == Fact.ERASED:
        return ""
    if parts.get("fact") == Fact.CLOSED:
        parts |= {"state": "closes", "fact": ""}
    # The order that the list itself would take: the address says nothing of it then.
    parts.setdefault("order", "echeance" if parts["state"] == "ouvertes" else "recentes")
    return "/demandes" + Wanted(**parts).full_address
