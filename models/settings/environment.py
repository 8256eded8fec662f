"""The environment over settings.toml: `GUICHET_WORK__READERS=4` is `readers = 4` under `[work]`.

Lists and tables are written as JSON. Written here because pydantic-settings, which does as much and far
more, costs each command a tenth of a second before it begins.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from models.errors import UserError
from models.settings.section import section_in

PREFIX = "GUICHET_"
_BETWEEN = "__"


def variable_of(place: tuple[str, ...]) -> str:
    """The variable that sets the setting at `place`: ("work", "readers") → GUICHET_WORK__READERS."""
    return f"{PREFIX}{_BETWEEN.join(place)}".upper()


def overlay(
    values: dict[str, Any], model: type[BaseModel], environment: Mapping[str, str]
) -> dict[tuple[str, ...], str]:
    """Write what `environment` says into `values`, the tables of a settings file for `model`.

    Returns the place of each setting written and the name of its variable. A variable without `__` counts
    when it names a setting (GUICHET_DATA_DIR); others are not ours to judge (GUICHET_SETTINGS). Raises
    UserError for a list or table that is not JSON, and for a setting in what is no table in the file.
    """
    written: dict[tuple[str, ...], str] = {}
    for name, text in sorted(environment.items()):
        if not name.upper().startswith(PREFIX):
            continue
        place = tuple(name[len(PREFIX) :].lower().split(_BETWEEN))
        if len(place) == 1 and place[0] not in model.model_fields:
            continue
        _table_at(values, place[:-1], name)[place[-1]] = _value(name, text, _type_at(model, place))
        written[place] = name
    return written


def _table_at(values: dict[str, Any], place: tuple[str, ...], name: str) -> dict[str, Any]:
    """The table at `place`, made where there is none."""
    table = values
    for part in place:
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            raise UserError(f"environment: {name}: {'.'.join(place)} is no table in the settings file.")
    return table


def _type_at(model: type[BaseModel], place: tuple[str, ...]) -> Any:
    """The type of the setting at `place`; None for one that does not exist or stands in a free table."""
    section: type[BaseModel] | None = model
    for part in place[:-1]:
        field = section.model_fields.get(part) if section is not None else None
        section = section_in(field.annotation) if field is not None else None
    field = section.model_fields.get(place[-1]) if section is not None else None
    return field.annotation if field is not None else None


def _value(name: str, text: str, kind: Any) -> Any:
    is_list = getattr(kind, "__origin__", None) is tuple
    if not is_list and getattr(kind, "__origin__", None) is not dict and section_in(kind) is None:
        return text
    try:
        return json.loads(text)
    except ValueError as wrong:
        example = '["one", "two"]' if is_list else '{"name": "value"}'
        raise UserError(f"environment: {name}: must be JSON, as in {example}.") from wrong
