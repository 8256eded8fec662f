"""What would change between two organisations, as a plan to read before it is carried out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from models.organisation.organisation import Organisation
from models.organisation.values import Part

LISTS = (
    "services", "buildings", "agents", "request_types", "workflows", "rules", "answers", "partners",
    "officials",
)  # fmt: skip
NOUNS = {
    "town": "town",
    "services": "service",
    "buildings": "building",
    "agents": "agent",
    "request_types": "request type",
    "workflows": "workflow",
    "rules": "rule",
    "answers": "ready answer",
    "partners": "partner",
    "officials": "official",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after, both in JSON's terms; None where it was, or will be, absent."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part added, removed (requests that use it keep it, archived), changed or moved."""

    kind: str
    key: str
    what: Literal["add", "remove", "change", "move"]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The whole plan, in the order of the file."""

    parts: tuple[PartChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def count(self, what: str) -> int:
        """How many parts are added, removed, changed or moved."""
        return sum(part.what == what for part in self.parts)

    def summary(self) -> str:
        """One line: `2 to add, 1 to change, 0 to remove.`; `No change.` when there is none."""
        if not self:
            return "No change."
        add, change, remove, move = map(self.count, ("add", "change", "remove", "move"))
        if move:
            return f"{add} to add, {change} to change, {remove} to remove, {move} to move."
        return f"{add} to add, {change} to change, {remove} to remove."


def diff(old: Organisation | None, new: Organisation) -> Changes:
    """What applying `new` would do to `old`; everything is added when there was nothing.

    A list as every organisation has it unsaid, the built-in workflow, is nothing that a file adds.
    """
    parts: list[PartChange] = []
    if old is None:
        parts.append(PartChange("town", new.town.name, "add", tuple(_fields(None, new.town))))
    elif old.town != new.town:
        parts.append(PartChange("town", new.town.name, "change", tuple(_fields(old.town, new.town))))
    for name in LISTS:
        unsaid = Organisation.model_fields[name].default
        before: dict[str, Any] = {part.key: part for part in (getattr(old, name) if old else unsaid)}
        after = {part.key: part for part in getattr(new, name)}
        for key, part in after.items():
            if key not in before:
                parts.append(PartChange(name, key, "add", tuple(_fields(None, part))))
            elif before[key] != part:
                parts.append(PartChange(name, key, "change", tuple(_fields(before[key], part))))
        parts += [PartChange(name, key, "remove") for key in before if key not in after]
        parts += [PartChange(name, key, "move") for key in _moved(list(before), list(after))]
    return Changes(tuple(parts))


def _moved(before: list[str], after: list[str]) -> Iterator[str]:
    """Keys to move so that those in both have the new order: all but a longest run that keeps its order."""
    place = {key: at for at, key in enumerate(before)}
    kept = [key for key in after if key in place]
    stays = {kept[at] for at in _longest_rising([place[key] for key in kept])}
    return (key for key in kept if key not in stays)


def _longest_rising(numbers: list[int]) -> list[int]:
    """Positions of a longest strictly rising run through `numbers` (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [at]
    found: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def _fields(old: Part | None, new: Part) -> Iterator[FieldChange]:
    before = old.model_dump(mode="json") if old else {}
    after = new.model_dump(mode="json")
    defaults = {
        (info.alias or name): new.unsaid(name)
        for name, info in type(new).model_fields.items()
        if not info.is_required()
    }
    for name, value in after.items():
        if old is None:
            python_value = getattr(new, _attribute(new, name))
            if name != "key" and not (name in defaults and defaults[name] == python_value):
                yield FieldChange(name, None, value)
        elif before.get(name) != value:
            yield FieldChange(name, before.get(name), value)


def _attribute(part: Part, written: str) -> str:
    return next(name for name, info in type(part).model_fields.items() if written in (name, info.alias))


_SIGNS = {"add": "+", "remove": "-", "change": "~", "move": "↕"}


def plan_lines(changes: Changes) -> Iterator[str]:
    """The plan in lines: `+` added, `~` changed with before → after, `-` archived, `↕` moved; the count
    last.
    """
    for part in changes.parts:
        yield f"{_SIGNS[part.what]} {NOUNS[part.kind]} {part.key}"
        if part.what == "add":
            yield from (f"      {field.name} = {_short(field.after)}" for field in part.fields)
        for field in part.fields if part.what == "change" else ():
            yield from _change_lines(field)
    if changes:
        yield ""
    yield changes.summary()


def _change_lines(field: FieldChange) -> Iterator[str]:
    before, after = field.before, field.after
    if isinstance(before, list) and isinstance(after, list) and before and after:
        gone = [each for each in before if each not in after]
        new = [each for each in after if each not in before]
        for name, old, changed in _the_same_one(gone, new):
            yield from _change_lines(FieldChange(f"{field.name}.{name}", old, changed))
            gone.remove(old)
            new.remove(changed)
            if not gone and not new:
                return
        if gone or new:
            if all(isinstance(each, str) for each in (*gone, *new)):
                signs = (("-", gone), ("+", new))
                yield from (f"      {field.name} {sign} {_short(words)}" for sign, words in signs if words)
                return
            called = {id(each): name for name, each in _named(gone).items()}
            # What goes is known by its name; what comes is read before it counts.
            yield from (f"      {field.name} - {called.get(id(each)) or _short(each)}" for each in gone)
            yield from (f"      {field.name} + {_short(each)}" for each in new)
            return
        yield f"      {field.name}: the same in another order"
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield from _change_lines(
                    FieldChange(f"{field.name}.{name}", before.get(name), after.get(name))
                )
        return
    yield f"      {field.name}: {_short(before)} → {_short(after)}"


def _the_same_one(gone: list[Any], new: list[Any]) -> list[tuple[str, Any, Any]]:
    """Tables of a list that were changed, not replaced: those that have the same name in both."""
    before, after = _named(gone), _named(new)
    return [(name, before[name], after[name]) for name in before if name in after]


def _named(tables: list[Any]) -> dict[str, Any]:
    """Tables by what names them in their list, a key or a verb; those without one, or with one that is not
    theirs alone, are left out.
    """
    named = [
        (str(each.get("key") or each.get("verb") or ""), each) for each in tables if isinstance(each, dict)
    ]
    count = Counter(name for name, _ in named)
    return {name: each for name, each in named if name and count[name] == 1}


def _short(value: Any) -> str:
    if not isinstance(value, bool | int | float) and not _says_something(value):
        return "(nothing)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, dict):
        said = ", ".join(f"{name} = {_short(each)}" for name, each in value.items() if _says_something(each))
        return f"{{{said}}}"
    if isinstance(value, list):
        return f"[{', '.join(_short(each) for each in value)}]"
    return str(value)


def _says_something(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return value not in (None, "", [], False)
