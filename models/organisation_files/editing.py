"""One part of the organisation added, changed or removed: what the commands do to the document."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from models.errors import UserError
from models.folding import slug
from models.nearest import nearest, plain_word
from models.organisation.organisation import Organisation
from models.organisation.values import Part
from models.organisation_files.changes import NOUNS
from models.organisation_files.mistakes import sentence
from models.organisation_files.reading import put_keys_for_names

#: How many parts a sentence names when one is not found.
_LISTED = 30
#: Fields of the organisation that hold the key of one agent.
_NAMES_AN_AGENT = frozenset(("person", "keeper", "deputy", "assignee", "agent"))


def parts_of(organisation: Organisation, kind: str) -> tuple[Any, ...]:
    """The list `kind` (`services`, `rules`…) of the organisation."""
    found: tuple[Any, ...] = getattr(organisation, kind)
    return found


def find_part(organisation: Organisation, kind: str, key: str) -> Part | None:
    """The part of that key, or None."""
    return next((part for part in parts_of(organisation, kind) if part.key == key), None)


def named_part(organisation: Organisation, kind: str, written: str) -> Any:
    """The one part of that key or name, in any case and without accents; None when none or several are."""
    wanted = plain_word(written)
    meant: list[Part] = [
        part
        for part in parts_of(organisation, kind)
        if wanted in (plain_word(part.key), plain_word(_called(part)))
    ]
    return meant[0] if len(meant) == 1 else None


def get_part(organisation: Organisation, kind: str, key: str) -> Part:
    """The part of that key, or of that name in any case and without accents when only one has it.

    Raises UserError naming the nearest, or those there are.
    """
    found = find_part(organisation, kind, key)
    if found is not None:
        return found
    if (meant := named_part(organisation, kind, key)) is not None:
        part: Part = meant
        return part
    parts = parts_of(organisation, kind)
    names = {part.key: _called(part) for part in parts}
    near, noun, given = nearest(key, names, names), NOUNS[kind], key[:60]
    if near or len(parts) > _LISTED:
        raise UserError(f"There is no {noun} '{given}'.{near}")
    raise UserError(f"No {noun} '{given}'. There are: {', '.join(names) or 'none'}.")


def _called(part: Any) -> str:
    """What people call a part: its name, or its label or title in the town's first language."""
    for name in ("name", "label", "title"):
        if value := getattr(part, name, None):
            return str(getattr(value, "fr", value))
    return ""


def read_assignments(assignments: list[str]) -> dict[str, Any]:
    """Settings as typed after a command (`name=Voirie`, `mailboxes=["a@b"]`, `when.words=["trou"]`), nested.

    A value is TOML when it can be read so, and plain text otherwise; `x=` empties x.
    """
    found: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals or not name.strip():
            raise UserError(f"'{assignment}' is not name=value.")
        try:
            value = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            value = text
        place = found
        *path, last = name.strip().split(".")
        for part in path:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise UserError(f"'{name}' is given twice.")
        place[last] = value
    return found


def add_part(
    organisation: Organisation, kind: str, values: Mapping[str, Any], before: str | None = None
) -> Organisation:
    """The organisation with one part more, at the end or before the one of key `before`.

    Without a key it gets one made of its name. Raises UserError.
    """
    given = dict(values)
    given.setdefault("key", slug(str(given.get("name") or given.get("label") or "")))
    if find_part(organisation, kind, str(given["key"])) is not None:
        raise UserError(f"There is a {NOUNS[kind]} '{given['key']}' already; `edit` changes it.")
    parts = [part.model_dump(mode="json") for part in parts_of(organisation, kind)]
    at = (
        len(parts)
        if before is None
        else [part["key"] for part in parts].index(_known(organisation, kind, before))
    )
    parts.insert(at, given)
    return _with(organisation, kind, parts)


def edit_part(organisation: Organisation, kind: str, key: str, values: Mapping[str, Any]) -> Organisation:
    """The organisation with some values of one part replaced; an empty text puts the default back. Raises
    UserError.
    """
    known = _known(organisation, kind, key)
    parts = [part.model_dump(mode="json") for part in parts_of(organisation, kind)]
    return _with(
        organisation, kind, [_merged(part, values) if part["key"] == known else part for part in parts]
    )


def remove_part(organisation: Organisation, kind: str, key: str) -> Organisation:
    """The organisation without that part. Raises UserError."""
    known = _known(organisation, kind, key)
    kept = tuple(part for part in parts_of(organisation, kind) if part.key != known)
    return organisation.model_copy(update={kind: kept})


def taken_over(organisation: Organisation, leaver: str, successor: str) -> Organisation:
    """The organisation in which the agent `successor` stands wherever the agent `leaver` was named: who a
    service gives to, rosters, keepers, deputies, who is on call, rules and their tasks. Raises UserError.
    """
    document = organisation.model_dump(mode="json", by_alias=True)
    _put_in_place(document, leaver, successor)
    for agent in document["agents"]:
        if agent["key"] == agent.get("deputy"):
            # Nobody stands in for themselves.
            agent["deputy"] = None
    document["town"]["on_call"] = list(dict.fromkeys(document["town"]["on_call"]))
    return _validated(document)


def _put_in_place(part: Any, leaver: str, successor: str) -> None:
    for name, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        if isinstance(value, dict | list):
            if name == "on_call":
                part[name] = [successor if each == leaver else each for each in value]
            else:
                _put_in_place(value, leaver, successor)
        elif name in _NAMES_AN_AGENT and value == leaver:
            part[name] = successor


def move_part(organisation: Organisation, kind: str, key: str, before: str) -> Organisation:
    """The organisation with one part put before another: the order of rules decides. Raises UserError."""
    moved = get_part(organisation, kind, key)
    there = _known(organisation, kind, before)
    kept = [part for part in parts_of(organisation, kind) if part is not moved]
    at = next((at for at, part in enumerate(kept) if part.key == there), len(kept))
    return organisation.model_copy(update={kind: (*kept[:at], moved, *kept[at:])})


def import_parts(organisation: Organisation, kind: str, rows: list[dict[str, Any]]) -> Organisation:
    """The organisation with every row added, or changed where its key is known. Raises UserError."""
    parts = {part.key: part.model_dump(mode="json") for part in parts_of(organisation, kind)}
    for row in rows:
        parts[row["key"]] = _merged(parts.get(row["key"], {}), row)
    return _with(organisation, kind, list(parts.values()))


def _known(organisation: Organisation, kind: str, key: str) -> str:
    """The key that people mean. Raises UserError."""
    part: Any = get_part(organisation, kind, key)
    return str(part.key)


def _merged(part: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(part)
    for name, value in values.items():
        if value == "":
            merged.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(merged.get(name), Mapping):
            merged[name] = _merged(merged[name], value)
        else:
            merged[name] = value
    return merged


def _with(organisation: Organisation, kind: str, parts: list[dict[str, Any]]) -> Organisation:
    document = organisation.model_dump(mode="json")
    document[kind] = parts
    return _validated(document)


def _validated(document: dict[str, Any]) -> Organisation:
    put_keys_for_names(document)
    try:
        return Organisation.model_validate(document)
    except ValidationError as wrong:
        said = dict.fromkeys(sentence(each, document) for each in wrong.errors())
        raise UserError("\n".join(said)) from wrong
