"""Ten questions whose answers make an organisation to begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from models.errors import InvalidValue, UserError
from models.folding import slug
from models.organisation.organisation import Organisation
from models.organisation.values import Locale
from models.organisation_files.mistakes import sentence
from models.organisation_files.themes import share_out
from models.values import EmailAddress


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask; an empty answer takes `default`."""

    key: str
    text: str
    default: str = ""


QUESTIONS = (
    Question("name", "Name of the town", "Saint-Exemple"),
    Question("address", "Postal address of the town hall"),
    Question("phone", "Telephone of the town hall"),
    Question("domain", "Domain of its mail", "ville.test"),
    Question("email", "Address shown to citizens (mairie@ the domain when empty)"),
    Question(
        "holidays",
        "Public holidays of: metropole, alsace-moselle, guadeloupe, martinique, reunion…",
        "metropole",
    ),
    Question("hours", "Opening hours, Monday to Friday", "08:30-12:00, 13:30-17:30"),
    Question(
        "services",
        "Services, separated by commas",
        "Accueil, Voirie, Espaces verts, Bâtiments, État civil, Écoles",
    ),
    Question("buildings", "Buildings, separated by commas", "Mairie, École, Salle des fêtes"),
    Question("administrator", "Administrator, as Marie Petit <marie.petit@ville.test>"),
)
_HOURS = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?")
_WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def organisation_from(answers: Mapping[str, str], locale: Locale = "fr") -> Organisation:
    """The organisation those answers describe; the first service sorts what no rule places. Raises
    UserError.
    """
    given = {
        question.key: answers.get(question.key, "").strip() or question.default for question in QUESTIONS
    }
    domain = given["domain"].lstrip("@")
    services = _listed(given["services"])
    themes = share_out((slug(name), (name,)) for name in services)
    if not services:
        raise UserError("At least one service is needed.")
    document: dict[str, Any] = {
        "town": {
            "name": given["name"],
            "postal_address": given["address"],
            "phone": given["phone"] or None,
            "email": given["email"] or f"mairie@{domain}",
            "locale": locale,
            "holidays": slug(given["holidays"]),
            "opening_hours": [_stretch(stretch) for stretch in _listed(given["hours"])],
            "signature": {"fr": f"La mairie de {given['name']}", "en": f"The town hall of {given['name']}"},
            "default_service": slug(services[0]),
            "due_working_days": 10,
        },
        "services": [
            {
                "key": slug(name),
                "name": name,
                "themes": themes[slug(name)],
                "mailboxes": [f"{slug(name)}@{domain}", *([f"mairie@{domain}"] if at == 0 else [])],
            }
            for at, name in enumerate(services)
        ],
        "buildings": [{"key": slug(name), "name": name} for name in _listed(given["buildings"])],
        "agents": _administrator(given["administrator"], [slug(name) for name in services]),
    }
    try:
        return Organisation.model_validate(document)
    except ValidationError as wrong:
        raise UserError(" ".join(sentence(each) for each in wrong.errors())) from wrong


def check_answer(key: str, answer: str) -> None:
    """Whether one answer can be used, as soon as it is given. Raises UserError saying what is wrong
    with it.
    """
    known = {question.key: question for question in QUESTIONS}
    given = answer.strip() or known[key].default
    if key == "domain":
        domain = given.lstrip("@")
        if not re.fullmatch(r"[^@\s/:]+\.[^@\s/:]+", domain) or not _is_address(f"mairie@{domain}"):
            raise UserError(f"'{given}' is no domain; it is what stands after the @, as ville.fr.")
        return
    if key == "services" and any(not slug(name) for name in _listed(given)):
        raise UserError("A service needs a name with letters in it.")
    organisation_from({key: answer})


def _is_address(text: str) -> bool:
    try:
        EmailAddress.parse(text)
    except InvalidValue:
        return False
    return True


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _stretch(text: str) -> dict[str, Any]:
    times = [f"{int(found[1]):02}:{found[2] or '00'}" for found in _HOURS.finditer(text)]
    if len(times) != 2:
        raise UserError(f"'{text}' is not opening hours; they are written 08:30-12:00.")
    return {"days": _WEEK, "opens": times[0], "closes": times[1]}


def _administrator(text: str, services: list[str]) -> list[dict[str, Any]]:
    if not text:
        return []
    if "@" not in text:
        raise UserError(f"'{text}' has no email address; write Marie Petit <marie.petit@ville.fr>.")
    found = re.fullmatch(r"([^<]*)<([^>]*)>", text)
    name, email = (found[1].strip(), found[2].strip()) if found else (text.partition("@")[0], text)
    return [
        {
            "key": slug(name),
            "name": name,
            "emails": [email] if "@" in email else [],
            "services": services,
            "role": "administrator",
        }
    ]
