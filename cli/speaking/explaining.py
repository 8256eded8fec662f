"""settings.toml as a town reads it: every setting with its default, explained in the town's language."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from cli.speaking.catalogue import french
from models.organisation.values import Locale
from models.settings.section import section_in
from models.settings.settings import Settings

_WIDTH = 100
#: An editor shows a no-break space as a sign: what is told on one line needs none.
_NO_BREAK = "\u00a0"
#: What the file begins with, one remark a line.
_HEAD = (
    "Settings of Guichet. Every line can be left out: the values shown are the defaults.",
    "The environment wins over this file: GUICHET_DATABASE__URL sets database.url, and so on.",
    "Passwords never stand here; they come from the environment or from files.",
)
#: What gives an explanation in another language: the English goes in.
Explain = Callable[[str], str]


def explained_settings(locale: Locale, overrides: Mapping[str, Any] | None = None, *, head: str = "") -> str:
    """The text of settings.toml, its explanations in `locale`, `overrides` applied; `head`: a first remark.

    An explanation that the catalogue has no French of stays in English; a test finds none.
    """
    explain = str if locale == "en" else _in(french())
    text = settings_text(overrides, explain)
    return f"# {explain(head)}\n{text}" if head else text


def _in(known: Mapping[str, str]) -> Callable[[str], str]:
    return lambda explanation: (known.get(explanation) or explanation).replace(_NO_BREAK, " ")


def settings_text(overrides: Mapping[str, Any] | None = None, explain: Explain = str) -> str:
    """A complete settings.toml: every setting with its explanation and default, `overrides` applied.

    `explain` is given each explanation, remarks at the top included, and gives it as it shall stand there.
    """
    head = "".join(f"# {explain(each)}\n" for each in _HEAD)
    defaults = Settings.model_construct(**(overrides or {}))
    return head + "\n" + _table(defaults, (), explain)


def _table(values: BaseModel, path: tuple[str, ...], explain: Explain) -> str:
    lines: list[str] = []
    tables: list[str] = []
    for name, field in type(values).model_fields.items():
        value, inner = getattr(values, name), (*path, name)
        section = section_in(field.annotation)
        if isinstance(value, BaseModel):
            tables.append(f"\n[{'.'.join(inner)}]\n{_table(value, inner, explain)}")
        elif section is not None and value:
            tables += [f"\n[[{'.'.join(inner)}]]\n{_table(each, inner, explain)}" for each in value]
        elif section is not None:
            tables.append(_commented(section, field, inner, explain))
        elif "SecretStr" not in str(field.annotation):
            lines += _remark(field.description, explain)
            lines.append(f"# {name} =" if value is None else f"{name} = {_toml(value)}")
    return "\n".join(lines) + ("\n" if lines else "") + "".join(tables)


def _remark(description: str | None, explain: Explain) -> list[str]:
    said = explain(description) if description else ""
    return textwrap.wrap(said, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _commented(section: type[BaseModel], field: FieldInfo, path: tuple[str, ...], explain: Explain) -> str:
    """A table that is not there by default, as comments to uncomment; what it needs has an example."""
    required = {name: each.examples[0] for name, each in section.model_fields.items() if each.examples}
    is_list = field.default == ()
    title = f"[[{'.'.join(path)}]]" if is_list else f"[{'.'.join(path)}]"
    lines = _table(section.model_construct(**required), path, explain).splitlines()
    remark = [line.removeprefix("# ") for line in _remark(field.description, explain)]
    return "\n".join(["", *(f"# {line}" for line in (*remark, title, *filter(None, lines)))]) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:_}" if isinstance(value, int) and value >= 100_000 else str(value)
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, SecretStr):
        raise TypeError("a secret is never written")
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
