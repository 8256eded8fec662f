"""What commands changed and what an administrator wrote meanwhile, put together: neither undoes the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.organisation.organisation import Organisation
from models.organisation.values import Part
from models.organisation_files.changes import LISTS, NOUNS

#: A part that one side does not have.
_Kept = Part | None


@dataclass(slots=True)
class _Clashes:
    """Parts of which both sides say something else, by the words of a plan."""

    found: list[str] = field(default_factory=list)


def join(
    base: Organisation, ours: Organisation, theirs: Organisation
) -> tuple[Organisation, tuple[str, ...]]:
    """`theirs` with all that `ours` changed of `base`, and what both changed in two ways (`agent leo-blanc`).

    Values of one part are put together one by one. Where both changed the same value `theirs` stands, and the
    part is named. The order of a list is that of `ours` unless `theirs` has another one than `base`.
    """
    clashes = _Clashes()
    town = _part("town", base.town, ours.town, theirs.town, clashes)
    lists = {
        kind: tuple(_list(kind, getattr(base, kind), getattr(ours, kind), getattr(theirs, kind), clashes))
        for kind in LISTS
    }
    return theirs.model_copy(update={"town": town, **lists}), tuple(clashes.found)


def _list(
    kind: str, base: Sequence[Part], ours: Sequence[Part], theirs: Sequence[Part], clashes: _Clashes
) -> Iterator[Any]:
    before, here, there = ({_key(part): part for part in parts} for parts in (base, ours, theirs))
    both = [key for key in before if key in there]
    reordered = [key for key in there if key in before] != both
    first, second = (there, here) if reordered else (here, there)
    order = list(first)
    # What only the other side has follows there what it follows here.
    previous = ""
    for key in second:
        if key not in first:
            order.insert(order.index(previous) + 1 if previous in order else len(order), key)
        previous = key
    for key in order:
        part = _part(kind, before.get(key), here.get(key), there.get(key), clashes)
        if part is not None:
            yield part


def _part(kind: str, base: _Kept, ours: _Kept, theirs: _Kept, clashes: _Clashes) -> _Kept:
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    if base is None or ours is None or theirs is None:
        clashes.found.append(f"{NOUNS[kind]} {_key(theirs or ours or base)}")
        return theirs
    names = type(base).model_fields
    changed = {name for name in names if getattr(ours, name) != getattr(base, name)}
    theirs_too = {name for name in changed if getattr(theirs, name) not in _values(name, base, ours)}
    if theirs_too:
        clashes.found.append(f"{NOUNS[kind]} {_key(theirs)}")
    return theirs.model_copy(update={name: getattr(ours, name) for name in changed - theirs_too})


def _values(name: str, *parts: Part) -> list[Any]:
    return [getattr(part, name) for part in parts]


def _key(part: _Kept) -> str:
    return str(getattr(part, "key", None) or getattr(part, "name", ""))
