"""What is wrong with what an organisation file says, said as a person would say it, with what to do (p)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel

from models.folding import fold, slug
from models.organisation.organisation import Organisation
from models.toml_mistakes import shown_value, value_sentence


def sentence(error: Any) -> str:
    """One error of pydantic as a person would say it, with what to write instead."""
    location = [str(part) for part in error["loc"] if not isinstance(part, int)]
    name = ".".join(location[1:]) or ".".join(location)
    given = error.get("input")
    shown = shown_value(given)
    kind: str = error["type"]
    match kind:
        case "missing":
            if location == ["town"]:
                return (
                    'The town is missing: the file begins with [town], name = "…" and default_service = "…".'
                )
            return f"'{name}' is missing: write {location[-1]} = … under this title."
        case "extra_forbidden":
            return _unknown(error["loc"], name)
        case "string_pattern_mismatch" if "key" in name or name.endswith(("service", "type", "workflow")):
            return (
                f"'{name}'{shown} must be small letters, digits and hyphens, as "
                f"'espaces-verts'{_suggest(given)}."
            )
        case "string_pattern_mismatch" if name.endswith("hours"):
            return f"'{name}'{shown} must be written like '22:00-06:00'."
        case "literal_error" | "enum":
            return _not_among(name, shown, given, str(error["ctx"]["expected"]))
        case "tuple_type" | "list_type" if len(location) == 1:
            return f"[{name}] must be written with two brackets, once for each: [[{name}]]."
        case _:
            return value_sentence(error, name)


def _unknown(location: Sequence[str | int], name: str) -> str:
    known = _known(location[:-1])
    near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.6)
    hint = (
        f" Did you mean '{near[0]}'?"
        if near
        else f" Known here: {', '.join(sorted(known))}."
        if known
        else ""
    )
    return f"'{name}' is not known here.{hint}"


def _known(location: Sequence[str | int]) -> list[str]:
    """The names that may stand at a place of the file."""
    model: type[BaseModel] | None = Organisation
    for part in location:
        if isinstance(part, int) or model is None:
            continue
        field = next((each for key, each in model.model_fields.items() if part in (key, each.alias)), None)
        model = _model_in(field.annotation) if field is not None else None
    return [each.alias or key for key, each in model.model_fields.items()] if model is not None else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each)) is not None), None)


_IN_FRENCH = {
    "lundi": "monday", "mardi": "tuesday", "mercredi": "wednesday", "jeudi": "thursday", "vendredi": "friday",
    "samedi": "saturday", "dimanche": "sunday", "basse": "low", "normale": "normal", "haute": "high",
    "urgente": "urgent", "urgent": "urgent", "chef": "manager", "responsable": "manager", "francais": "fr",
    "anglais": "en", "administrateur": "administrator", "administratrice": "administrator", "courriel": "email",  # noqa: E501
    "texto": "sms", "france": "metropole", "la-reunion": "reunion", "nouveau": "new", "nouvelle": "new",
    "ouvert": "open", "en-cours": "open", "attente": "waiting", "termine": "done", "terminee": "done",
    "refuse": "refused", "refusee": "refused", "texte": "text", "nombre": "number", "lieu": "place", "choix": "choice",  # noqa: E501
}  # fmt: skip


def _not_among(name: str, shown: str, given: object, expected: str) -> str:
    wanted = re.findall(r"'([^']*)'", expected)
    written = slug(given) if isinstance(given, str) else ""
    meant = _IN_FRENCH.get(written, "")
    near = [meant] if meant in wanted else difflib.get_close_matches(written, wanted, n=1, cutoff=0.7)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"'{name}'{shown} must be {expected}.{hint}"


def _suggest(given: object) -> str:
    made = slug(given) if isinstance(given, str) else ""
    return f": '{made}'" if made and made != fold(str(given)) else ""
