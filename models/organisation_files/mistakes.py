"""What is wrong with what an organisation file says, said as a person would say it, with what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from models.folding import fold, slug
from models.organisation.organisation import Organisation
from models.value_mistakes import ValueMistake, value_sentence


def sentence(error: Any) -> str:
    """One error of pydantic as a person would say it, with what to write instead."""
    location = [str(part) for part in error["loc"] if not isinstance(part, int)]
    mistake = ValueMistake.of(error, ".".join(location[1:]) or ".".join(location))
    return _SENTENCES.get(mistake.kind, value_sentence)(mistake)


def _missing(it: ValueMistake) -> str:
    if it.whole == ("town",):
        return 'The town is missing: the file begins with [town], name = "…" and default_service = "…".'
    return f"'{it.name}' is missing: write {it.last} = … under this title."


def _pattern(it: ValueMistake) -> str:
    if "key" in it.name or it.name.endswith(("service", "type", "workflow")):
        suggested = _suggest(it.given)
        return f"{it.shown} must be small letters, digits and hyphens, as 'espaces-verts'{suggested}."
    if it.name.endswith("hours"):
        return f"{it.shown} must be written like '22:00-06:00'."
    return value_sentence(it)


def _list(it: ValueMistake) -> str:
    if len(it.whole) == 1:
        return f"[{it.name}] must be written with two brackets, once for each: [[{it.name}]]."
    return value_sentence(it)


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


def _not_among(it: ValueMistake) -> str:
    expected = str(it.context["expected"])
    wanted = re.findall(r"'([^']*)'", expected)
    written = slug(it.given) if isinstance(it.given, str) else ""
    meant = _IN_FRENCH.get(written, "")
    near = [meant] if meant in wanted else difflib.get_close_matches(written, wanted, n=1, cutoff=0.7)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"{it.shown} must be {expected}.{hint}"


def _suggest(given: object) -> str:
    made = slug(given) if isinstance(given, str) else ""
    return f": '{made}'" if made and made != fold(str(given)) else ""


#: What an organisation file has more to say about than any other file.
_SENTENCES: dict[str, Callable[[ValueMistake], str]] = {
    "missing": _missing,
    "extra_forbidden": lambda it: _unknown(it.whole, it.name),
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(("literal_error", "enum"), _not_among),
    **dict.fromkeys(("tuple_type", "list_type"), _list),
}
