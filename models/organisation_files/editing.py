"""One part of the organisation added, changed or removed: what the commands do to the document."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from models.errors import UserError
from models.folding import slug
from models.organisation.organisation import Organisation
from models.organisation.values import Part
from models.organisation_files.changes import NOUNS
from models.organisation_files.mistakes import sentence


def parts_of(organisation: Organisation, kind: str) -> tuple[Any, ...]:
    """The list `kind` (`services`, `rules`…) of the organisation."""
    found: tuple[Any, ...] = getattr(organisation, kind)
    return found


def find_part(organisation: Organisation, kind: str, key: str) -> Part | None:
    """The part of that key, or None."""
    return next((part for part in parts_of(organisation, kind) if part.key == key), None)


def get_part(organisation: Organisation, kind: str, key: str) -> Part:
    """The part of that key. Raises UserError naming those there are."""
    found = find_part(organisation, kind, key)
    if found is None:
        keys = ", ".join(part.key for part in parts_of(organisation, kind)) or "none"
        raise UserError(f"No {NOUNS[kind]} '{key}'. There are: {keys}.")
    return found


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
    get_part(organisation, kind, key)
    parts = [part.model_dump(mode="json") for part in parts_of(organisation, kind)]
    return _with(
        organisation, kind, [_merged(part, values) if part["key"] == key else part for part in parts]
    )


def remove_part(organisation: Organisation, kind: str, key: str) -> Organisation:
    """The organisation without that part. Raises UserError."""
    get_part(organisation, kind, key)
    kept = tuple(part for part in parts_of(organisation, kind) if part.key != key)
    return organisation.model_copy(update={kind: kept})


def move_part(organisation: Organisation, kind: str, key: str, before: str) -> Organisation:
    """The organisation with one part put before another: the order of rules decides. Raises UserError."""
    moved = get_part(organisation, kind, key)
    _known(organisation, kind, before)
    kept = [part for part in parts_of(organisation, kind) if part.key != key]
    at = next((at for at, part in enumerate(kept) if part.key == before), len(kept))
    return organisation.model_copy(update={kind: (*kept[:at], moved, *kept[at:])})


def import_parts(organisation: Organisation, kind: str, rows: list[dict[str, Any]]) -> Organisation:
    """The organisation with every row added, or changed where its key is known. Raises UserError."""
    parts = {part.key: part.model_dump(mode="json") for part in parts_of(organisation, kind)}
    for row in rows:
        parts[row["key"]] = _merged(parts.get(row["key"], {}), row)
    return _with(organisation, kind, list(parts.values()))


def _known(organisation: Organisation, kind: str, key: str) -> str:
    get_part(organisation, kind, key)
    return key


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
    try:
        return Organisation.model_validate(document)
    except ValidationError as wrong:
        raise UserError(" ".join(dict.fromkeys(sentence(each) for each in wrong.errors()))) from wrong
