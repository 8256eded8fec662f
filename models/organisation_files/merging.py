"""New values put into a table that a person wrote: remarks beside what stays are kept (tomlkit)."""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping, MutableSequence
from typing import Any


def merge(old: MutableMapping[str, Any], new: MutableMapping[str, Any]) -> None:
    """Make `old` say what `new` says; both are tables of tomlkit.

    A value that is the same keeps its line; tables inside tables and lists are merged in their turn, so that
    what stands inside them keeps its remarks too. A remark goes with the value that it stands beside.
    """
    for name in [name for name in old if name not in new]:
        del old[name]
    for name, value in new.items():
        if name not in old or (old[name] != value and not _merged_inside(old[name], value)):
            old[name] = value


def _merged_inside(old: Any, new: Any) -> bool:
    """Whether `old` was made to say what `new` says; False: it has to be replaced."""
    if isinstance(old, MutableMapping) and isinstance(new, MutableMapping):
        merge(old, new)
        return True
    return isinstance(old, MutableSequence) and isinstance(new, MutableSequence) and _merged_list(old, new)


def _merged_list(old: MutableSequence[Any], new: MutableSequence[Any]) -> bool:
    """What is in both lists stays where it is; False when they have it in another order."""
    wanted = [_identity(each) for each in new]
    staying = [_identity(each) for each in old if _identity(each) in wanted]
    if staying != wanted[: len(staying)] or len(set(wanted)) < len(wanted):
        return False
    for at in reversed(range(len(old))):
        if _identity(old[at]) not in wanted:
            del old[at]
    for at, value in enumerate(new):
        if at >= len(old):
            old.append(value)
        elif old[at] != value:
            merge(old[at], value)
    return True


def _identity(value: Any) -> Hashable:
    """What makes a value of a list the same though parts of it changed: its key, or its verb and sources."""
    if not isinstance(value, MutableMapping):
        return str(value)
    if "verb" in value:
        return f"{value['verb']} {value.get('from')}"
    return str(value.get("key", value))
