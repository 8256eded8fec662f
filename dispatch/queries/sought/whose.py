"""Whose requests are looked at, as PostgreSQL's index of words knows it: marks beside the words (0044).

What has the marks is asked again for rights and the rest of the filter: a mark narrows, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dispatch.queries.seen.wanted import MINE, NOBODY, NONE, Wanted
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.vocabulary import StaffRole

#: A request without a service, a holder, a building or a type; and a mark that none has.
_OF_NONE, _NEVER = 0, "'=-'"


def marks(viewer: Viewer, in_force: InForce, wanted: Wanted) -> str:
    """A `tsquery` that holds of whatever `viewer` sees of the list; '' when every request may be meant."""
    parts = [_seen(viewer, in_force)] if viewer.role is not StaffRole.ADMINISTRATOR else []
    for letter, key, ids in (
        ("s", wanted.service, in_force.service_ids),
        ("b", wanted.building, in_force.building_ids),
        ("k", wanted.kind, in_force.request_type_ids),
    ):
        if key:
            parts.append(_any_of([_mark(letter, _OF_NONE)] if key == NONE else _each(letter, ids, [key])))
    if wanted.holder == NOBODY:
        parts.append(_mark("a", _OF_NONE))
    elif wanted.holder:
        keys = viewer.holders if wanted.holder == MINE else {wanted.holder}
        parts.append(_any_of(_each("a", in_force.agent_ids, keys)))
    return " & ".join(f"({part})" for part in parts)


def _seen(viewer: Viewer, in_force: InForce) -> str:
    """What is theirs, or is delegated to them: as `works_on` and `delegated_to` have it."""
    if viewer.official is not None:
        services = _each("s", in_force.service_ids, viewer.official.services)
        return _any_of([*services, *_each("b", in_force.building_ids, viewer.official.buildings)])
    if not viewer.is_staff:
        return _NEVER
    return _any_of(
        [
            *_each("a", in_force.agent_ids, viewer.holders),
            *_each("t", in_force.agent_ids, viewer.holders),
            *_each("s", in_force.service_ids, viewer.services),
            *_each("b", in_force.building_ids, viewer.keeps),
            *([_mark("s", _OF_NONE)] if viewer.sorts else []),
        ]
    )


def _each(letter: str, known: Mapping[str, int], keys: Iterable[str]) -> list[str]:
    return [_mark(letter, each) for each in sorted(known[key] for key in keys if key in known)]


def _mark(letter: str, number: int) -> str:
    return f"'={letter}{number}'"


def _any_of(ways: list[str]) -> str:
    return " | ".join(ways) or _NEVER
