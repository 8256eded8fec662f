"""What is wrong with what an organisation file says, said as a person would say it, with what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from models.folding import fold, slug
from models.nearest import nearest
from models.organisation.organisation import Organisation
from models.toml_mistakes import UNSEEN
from models.value_mistakes import ValueMistake, value_sentence


def sentence(error: Any, document: Mapping[str, Any]) -> str:
    """One error of pydantic as a person would say it, with what to write instead.

    `document` is what was read: a name that nobody has is told with the nearest of those there are.
    """
    location = [str(part) for part in error["loc"] if not isinstance(part, int)]
    mistake = ValueMistake.of(error, ".".join(location[1:]) or ".".join(location))
    said = _SENTENCES.get(mistake.kind, value_sentence)(mistake)
    of = _NAMES_OF.get(mistake.last) if mistake.kind == "string_pattern_mismatch" else None
    return said + _near(mistake.given, document.get(of[1])) if of else said


def _near(given: object, parts: object) -> str:
    """` Did you mean 'luc-fabre'?`, or nothing."""
    known = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    names = {part["key"]: str(part.get("name", "")) for part in known if isinstance(part.get("key"), str)}
    return nearest(str(given), names, names)


def _missing(it: ValueMistake) -> str:
    if it.whole == ("town",):
        return 'The town is missing: the file begins with [town], name = "…" and default_service = "…".'
    return f"'{it.name}' is missing: write {it.last} = … under this title."


#: What a value that names another part names, and the list that part stands in.
_NAMES_OF = {
    "keeper": ("agent", "agents"), "deputy": ("agent", "agents"), "person": ("agent", "agents"),
    "agent": ("agent", "agents"), "on_call": ("agent", "agents"), "services": ("service", "services"),
    "service": ("service", "services"), "assignee": ("agent", "agents"),
    "building": ("building", "buildings"), "buildings": ("building", "buildings"),
}  # fmt: skip


def _pattern(it: ValueMistake) -> str:
    if it.last in _NAMES_OF:
        what, where = _NAMES_OF[it.last]
        return f"{it.shown}: no {what} has this name; write the key of one of [[{where}]]."
    if it.last == "key" and not str(it.given).strip():
        return "'key' is empty: write small letters, digits and hyphens, as 'espaces-verts'."
    if any(letter in str(it.given) for letter in UNSEEN):
        return f"{it.shown} has a character that is not seen: delete it and type it again."
    if "key" in it.name or it.name.endswith(("service", "type", "workflow")):
        suggested = _suggest(it.given)
        return f"{it.shown} must be small letters, digits and hyphens, as 'espaces-verts'{suggested}."
    if it.name.endswith("hours"):
        return f"{it.shown} must be written like '22:00-06:00'."
    return value_sentence(it)


#: How a list of tables is written, of those that people write by hand.
_EXAMPLES = {
    "absences": "absences = [{ from = 2026-08-01, until = 2026-08-21 }]",
    "roster": 'roster = [{ agent = "luc", from = 2026-08-01, until = 2026-08-21 }]',
    "states": 'states = [{ key = "new", kind = "new", label = "nouvelle" }]',
}


def _list(it: ValueMistake) -> str:
    if len(it.whole) == 1:
        return f"[{it.name}] must be written with two brackets, once for each: [[{it.name}]]."
    if it.last in _EXAMPLES and not isinstance(it.given, dict):
        return f"{it.shown} must be a list: {_EXAMPLES[it.last]}."
    return value_sentence(it)


def _table(it: ValueMistake) -> str:
    example = _EXAMPLES.get(it.last)
    return f"{it.shown} must be a table: {example}." if example else value_sentence(it)


def _value(it: ValueMistake) -> str:
    hint = ""
    if it.last in ("email", "emails", "mailboxes"):
        hint = _hint_of_address(it)
    elif it.last in ("phone", "phones", "numbers", "emergency_phone"):
        hint = _hint_of_number(it)
    return value_sentence(it) + (f" {hint}" if hint else "")


def _hint_of_address(it: ValueMistake) -> str:
    given = str(it.given)
    if not given.strip():
        return "Write one, or remove it."
    if re.search(r"[,;]|@.*@", given):
        return f'Each address stands between quotes of its own: {it.last} = ["…", "…"].'
    if alone := re.search(r"<([^<>\s]+@[^<>\s]+)>|mailto:(\S+@\S+)", given):
        return f"Write the address alone: {alone[1] or alone[2]}."
    return "There is a space in it." if re.search(r"\s", given) else ""


def _hint_of_number(it: ValueMistake) -> str:
    given = str(it.given)
    if re.fullmatch(r"\d[.,]?\d*[eE]\+?\d+", given):
        return "The spreadsheet has shortened it: make its column a text column and type the number again."
    if re.fullmatch(r"\d{2,3}", given) and it.last == "emergency_phone":
        return "112 is told in any case: write the number that the town itself answers, or remove the line."
    return ""


def _unknown(it: ValueMistake) -> str:
    location, known = it.whole, _known(it.whole[:-1])
    if len(location) == 1 and location[0] in _known(["town"]):
        return f"'{it.name}' stands before the first title: put it below [town]."
    near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.6)
    if not near and isinstance(it.given, dict) and len(location) == 3 and it.last != location[0]:
        return f'[{location[0]}.{it.last}]: each begins with [[{location[0]}]], then key = "{it.last}".'
    hint = (
        f" Did you mean '{near[0]}'?"
        if near
        else f" Known here: {', '.join(sorted(known))}."
        if known
        else ""
    )
    return f"'{it.name}' is not known here.{hint}"


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
    "directeur": "manager", "directrice": "manager", "agente": "agent", "mel": "email", "mail": "email",
    "chacun-son-tour": "round_robin", "a-tour-de-role": "round_robin", "tour-a-tour": "round_robin",
    "personne": "none", "gardien": "building_keeper", "astreinte": "on_duty",
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
    return f", here '{made}'" if made and made != fold(str(given)) else ""


#: What an organisation file has more to say about than any other file.
_SENTENCES: dict[str, Callable[[ValueMistake], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "value_error": _value,
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _table),
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(("literal_error", "enum"), _not_among),
    **dict.fromkeys(("tuple_type", "list_type"), _list),
}
