"""Words of agents as the sentences of tests/words_fr are read: in the example town, on a Friday, and what is done for them."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dispatch.check import check_files
from intake.words.orders import Order
from intake.words.staff.words import StaffWords, read_staff_words
from models.organisation import DEFAULT_WORKFLOW, Organisation
from models.organisation.directory import Agent

SETS = Path(__file__).parent / "words_fr"
EXAMPLE = Path(__file__).parents[1] / "docs" / "example"
#: A Friday, as the sentences suppose.
TODAY = date(2026, 11, 27)
#: Colleagues whom the sentences name and the example town does not employ.
NAMED = (
    "Brigitte Lenoble", "Corinne Taillefer", "Bastien Moreau", "Josiane Petit", "Rachid Oukaci", "Patrick Lemoine",
    "Aurélie Poncet", "Nadia Petit",
)  # fmt: skip
_AS_VERBS: dict[str | None, tuple[str | None, ...]] = {
    "wait_requester": ("wait",),
    "wait_internal": ("wait-internal",),
    "waiting_requester": ("wait",),
    "waiting_internal": ("wait-internal",),
    # Words that order nothing: they are sent, kept or asked about.
    "answer": (None,),
    "note": (None,),
    "ask": (None,),
    "none": (None,),
    "": (None,),
    # A state, where a set names one instead of the verb that leads there.
    "new": (None,),
    "taken": ("take",),
    "planned": ("plan",),
    "waiting": ("wait", "wait-internal"),
    "refused": ("refuse",),
    "merge": ("duplicate",),
    "merged": ("duplicate",),
}


@cache
def town() -> Organisation:
    names = ("organisation.toml", "buildings.csv", "agents.csv")
    found = check_files({name: (EXAMPLE / name).read_bytes() for name in names}).organisation
    assert found is not None
    more = tuple(Agent(key=f"named-{at}", name=name) for at, name in enumerate(NAMED))
    return found.model_copy(update={"agents": (*found.agents, *more)})


@cache
def read(text: str, today: date = TODAY) -> StaffWords:
    return read_staff_words(text, DEFAULT_WORKFLOW, organisation=town(), today=today)


def act(words: StaffWords) -> str | None:
    """What is done for it: a verb, `assign` or `duplicate`; None when nothing is."""
    match words.said:
        case Order(kind="verb", verb=verb):
            return verb
        case Order(kind="assign" | "service"):
            return "assign"
        case Order(kind=kind) if kind in ("duplicate", "take"):
            return kind
    return None


def allowed(row: dict[str, Any]) -> set[str | None]:
    """What may be done for a sentence of one of the sets; nothing may always be done, for then the agent is asked."""
    names = row.get("ok_acts", [row.get("act", row.get("expect_state"))])
    either = {"wait": ("wait", "wait-internal")} if "ok_acts" in row else {}
    return {verb for name in names for verb in either.get(name, _AS_VERBS.get(name, (name,)))}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / name).read_text(encoding="utf-8").splitlines()]


def pairs(name: str) -> list[tuple[str, str]]:
    """(act, text) of each row of a set written as `act|text`."""
    rows = (SETS / name).read_text(encoding="utf-8").splitlines()
    return [(row.partition("|")[0], row.partition("|")[2].replace("\\n", "\n")) for row in rows]
