"""What is wrong with a value of the file, said as a person would say it, with what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from models.folding import fold, slug
from models.organisation.organisation import Organisation


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One error of pydantic as the sentences need it."""

    #: Its keys from the top, without places in lists.
    location: tuple[str, ...]
    given: object
    context: Mapping[str, Any]
    #: Its own words, and its place with the places in lists.
    said: str
    whole: Sequence[str | int]

    @property
    def name(self) -> str:
        """`when.words`: without the list it stands in."""
        return ".".join(self.location[1:]) or ".".join(self.location)

    @property
    def last(self) -> str:
        return self.location[-1]

    @property
    def shown(self) -> str:
        """The name with what was given, when that is short."""
        short = isinstance(self.given, str | int | float) and len(str(self.given)) <= 60
        return f"'{self.name}'" + (f" ('{self.given}')" if short else "")


def sentence(error: Any) -> str:
    """One error of pydantic as a person would say it, with what to write instead."""
    location = tuple(str(part) for part in error["loc"] if not isinstance(part, int))
    mistake = _Mistake(location, error.get("input"), error.get("ctx", {}), error["msg"], error["loc"])
    kind: str = error["type"]
    return _SENTENCES.get("date" if kind.startswith("date") else kind, _in_its_own_words)(mistake)


def _missing(it: _Mistake) -> str:
    if it.location == ("town",):
        return 'The town is missing: the file begins with [town], name = "…" and default_service = "…".'
    return f"'{it.name}' is missing: write {it.last} = … under this title."


def _pattern(it: _Mistake) -> str:
    if "key" in it.name or it.name.endswith(("service", "type", "workflow")):
        suggested = _suggest(it.given)
        return f"{it.shown} must be small letters, digits and hyphens, as 'espaces-verts'{suggested}."
    if it.name.endswith("hours"):
        return f"{it.shown} must be written like '22:00-06:00'."
    return _in_its_own_words(it)


def _list(it: _Mistake) -> str:
    if len(it.location) == 1:
        return f"[{it.name}] must be written with two brackets, once for each: [[{it.name}]]."
    text = f'"{it.given}"' if isinstance(it.given, str) else "…"
    return f"{it.shown} must be a list: {it.last} = [{text}]."


def _in_its_own_words(it: _Mistake) -> str:
    return f"{it.shown}: {it.said[:1].lower()}{it.said[1:]}."


#: What is said of each kind of error; of any other, what pydantic says.
_SENTENCES: dict[str, Callable[[_Mistake], str]] = {
    "missing": _missing,
    "extra_forbidden": lambda it: _unknown(it.whole, it.name),
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(("time_parsing", "time_type"), lambda it: f'{it.shown} must be written like "08:30".'),
    **dict.fromkeys(("literal_error", "enum"), lambda it: _not_among(it)),
    "value_error": lambda it: f"{it.shown}: {str(it.context['error']).rstrip('.')}.",
    "string_type": lambda it: f'{it.shown} must be one text between quotes: {it.last} = "…".',
    **dict.fromkeys(("tuple_type", "list_type"), _list),
    **dict.fromkeys(
        ("bool_parsing", "bool_type"), lambda it: f"{it.shown} must be true or false, without quotes."
    ),
    **dict.fromkeys(
        ("int_parsing", "int_type", "int_from_float"),
        lambda it: f"{it.shown} must be a whole number without quotes: {it.last} = 10.",
    ),
    **dict.fromkeys(
        ("float_parsing", "float_type"), lambda it: f"{it.shown} must be a number: {it.last} = 47.25."
    ),
    "greater_than_equal": lambda it: f"{it.shown} must be at least {it.context['ge']:g}.",
    "less_than_equal": lambda it: f"{it.shown} must be at most {it.context['le']:g}.",
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type"),
        lambda it: f"{it.shown} must be a table: {it.last} = {{ … }}.",
    ),
    "string_too_short": lambda it: f"'{it.name}' is empty: write something between the quotes.",
    "too_short": lambda it: f"'{it.name}' needs at least one value.",
    "string_too_long": lambda it: f"'{it.name}' is too long: at most {it.context['max_length']} characters.",
    "date": lambda it: f"{it.shown} must be a day written like 2026-12-31, without quotes.",
}


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


def _not_among(it: _Mistake) -> str:
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
