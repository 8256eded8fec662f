"""What is wrong with a setting, said so that whoever runs the service knows which one and what to write."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from models.errors import UserError
from models.settings.section import section_in
from models.settings.settings import Settings
from models.value_mistakes import ValueMistake, value_sentence


def refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    """A misspelt GUICHET_… would leave its setting at the default, unseen."""
    for variable in sorted(environment):
        name = variable.upper().removeprefix("GUICHET_")
        if name == variable.upper():
            continue
        section, nested, rest = name.partition("__")
        sections = [each.upper() for each in Settings.model_fields]
        if section in sections:
            continue
        single = next((each for each in sections if name.startswith(f"{each}_")), None)
        if single is not None and not nested:
            hint = f" Did you mean GUICHET_{single}__{name.removeprefix(f'{single}_')}?"
        elif nested:
            near = difflib.get_close_matches(section, sections, n=1)
            hint = f" Did you mean GUICHET_{near[0]}__{rest}?" if near else ""
        else:
            continue  # of the program, or of somebody else
        raise UserError(f"environment: {variable}: there is no such setting.{hint}")


def explain(error: Any, source: str, variables: Mapping[tuple[str, ...], str]) -> str:
    """One error of pydantic about `source`, or about the variable of `variables` that gave the value."""
    location = [str(part) for part in error["loc"]]
    name = ".".join(location)
    # An unknown table is told as such, and not what a variable puts into it; a value of a list as the list's.
    variable = next((given for place, given in variables.items() if _overlap(list(place), location)), None)
    if variable is not None and location:
        source, name = "environment", variable
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(location[-1], _names(location[:-1]), n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        return f"{source}: {name}: there is no such setting.{hint}"
    if error["type"] == "missing":
        return f"{source}: {name} is missing: write {location[-1]} = … below its title."
    if not name or error["type"] == "value_error":
        message = error["msg"].removeprefix("Value error, ")
        return f"{source}: {name}: {message}" if name else f"{source}: {message}"
    called = ".".join(part for part in location if not part.isdigit())
    mistake = ValueMistake.of(error, called, is_named=True)
    sentence = _SENTENCES.get(mistake.kind, value_sentence)(mistake)
    if source == "environment":  # where nothing stands between quotes, and an example of a file misleads
        sentence = re.sub(r",? (without|between) quotes|: \S+ = .*(?=\.$)", "", sentence)
    return f"{source}: {name}: {sentence}"


#: What is said of a setting otherwise than of a part of an organisation.
_SENTENCES: dict[str, Callable[[ValueMistake], str]] = dict.fromkeys(
    ("model_type", "model_attributes_type"),
    lambda it: f"{it.shown} must be a table, its title between single brackets: [{it.name}].",
)


def _overlap(one: list[str], other: list[str]) -> bool:
    most = min(len(one), len(other))
    return one[:most] == other[:most]


def _names(location: list[str]) -> list[str]:
    model: type[BaseModel] | None = Settings
    for part in location:
        if part.isdigit():
            continue
        field = model.model_fields.get(part) if model is not None else None
        model = section_in(field.annotation) if field is not None else None
    return list(model.model_fields) if model is not None else []
