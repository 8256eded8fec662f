"""An organisation written back as the file an administrator reads, with only what differs from the
defaults.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from pydantic import BaseModel

from models.organisation.organisation import Organisation
from models.organisation.values import Label, Locale, Part

#: The title above the parts of each list, in the language of the town.
HEADINGS: Mapping[str, Mapping[Locale, str]] = {
    "services": {"fr": "Services", "en": "Services"},
    "buildings": {"fr": "Bâtiments", "en": "Buildings"},
    "agents": {"fr": "Agents", "en": "Agents"},
    "request_types": {"fr": "Modèles de demande", "en": "Request types"},
    "workflows": {"fr": "Circuits", "en": "Workflows"},
    "rules": {"fr": "Règles : regardées dans cet ordre", "en": "Rules: looked at in this order"},
    "answers": {
        "fr": "Réponses types : « réponse 3 » envoie la troisième",
        "en": "Ready answers: « réponse 3 » sends the third",
    },
    "partners": {
        "fr": "Partenaires du dehors : « transmettre à agglo : … » leur transmet une demande",
        "en": "Partners outside: « transmettre à agglo : … » passes a request on",
    },
    "officials": {
        "fr": "Élus : ce qui est délégué à chacun, et si les noms lui sont montrés",
        "en": "Elected officials: what is delegated to each, and whether names are shown",
    },
}
_WIDTH = 110


def write_organisation(organisation: Organisation, locale: Locale | None = None) -> str:
    """The text of organisation.toml; reading it back gives an equal organisation.

    Its titles are in `locale`; None: in the town's own language.
    """
    language = locale or organisation.town.locale
    lines = ["[town]", *_table(organisation.town, ("town",))]
    for name, heading in HEADINGS.items():
        parts = getattr(organisation, name)
        if parts and parts == Organisation.model_fields[name].default:
            # The workflow everybody has.
            continue
        if parts:
            lines += ["", title(heading[language])]
        if not parts and Organisation.model_fields[name].default:
            # Left out, the list would take its default.
            lines.insert(0, f"{name} = []")
        for part in parts:
            lines += ["", f"[[{name}]]", *_table(part, (name,))]
    return "\n".join(lines) + "\n"


def title(heading: str) -> str:
    """A remark that begins the parts of a list."""
    return f"# --- {heading} ".ljust(100, "-")


def write_part(kind: str, part: BaseModel) -> str:
    """One part as the file says it: `[[rules]]` and its lines."""
    return "\n".join([f"[[{kind}]]", *_table(part, (kind,))])


def _table(part: BaseModel, path: tuple[str, ...]) -> Iterator[str]:
    """Plain keys first, then nested parts as dotted keys or arrays of tables."""
    later: list[str] = []
    for name, value in _said(part):
        if path[-1] in ("when", "then") or (isinstance(value, BaseModel) and name in ("when", "then")):
            yield from _dotted(name, value)
        elif (
            isinstance(value, tuple)
            and value
            and isinstance(value[0], BaseModel)
            and not isinstance(value[0], Label)
        ):
            # Opening hours can be added to at the end of the file, so they are tables of their own.
            if _is_small(value) and name != "opening_hours":
                yield f"{name} = [\n" + "".join(f"  {_inline(each)},\n" for each in value) + "]"
            else:
                for each in value:
                    later += ["", f"[[{'.'.join((*path, name))}]]", *_table(each, (*path, name))]
        else:
            yield f"{name} = {_inline(value)}"
    yield from later


def _is_small(parts: tuple[Any, ...]) -> bool:
    return all(len(_inline(part)) <= _WIDTH for part in parts)


def _dotted(name: str, value: Any) -> Iterator[str]:
    if (
        isinstance(value, BaseModel)
        and not isinstance(value, Label)
        and name.split(".")[-1] in ("when", "then", "not")
    ):
        said = list(_said(value))
        if not said:
            # `not = {}` is not the same as no `not`.
            yield f"{name} = {{}}"
        for inner, each in said:
            yield from _dotted(f"{name}.{inner}", each)
    else:
        yield f"{name} = {_inline(value)}"


def _said(part: BaseModel) -> Iterator[tuple[str, Any]]:
    """Name and value of every field that is not at its default, under the name the file uses."""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        unsaid = part.unsaid(name) if isinstance(part, Part) else info.get_default(call_default_factory=True)
        if value is not None and (info.is_required() or value != unsaid):
            yield info.alias or name, value


def _inline(value: Any) -> str:
    if isinstance(value, Label):
        return (
            _string(value.fr) if not value.en else f"{{ fr = {_string(value.fr)}, en = {_string(value.en)} }}"
        )
    if isinstance(value, BaseModel):
        inner = ", ".join(f"{name} = {_inline(each)}" for name, each in _said(value))
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_inline(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return f'"{value.isoformat("minutes" if value.second == 0 and value.microsecond == 0 else "auto")}"'
    if isinstance(value, date):
        return value.isoformat()
    return _string(value) if isinstance(value, str) else repr(value)


def _string(text: str) -> str:
    # JSON's escapes are TOML's; DEL is the one control character which JSON leaves alone.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
