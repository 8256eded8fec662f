"""What a town's first answers describe, and whether one of them can be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from models.errors import InvalidValue, UserError
from models.folding import fold, slug
from models.organisation.organisation import Organisation
from models.organisation.town import CLOCKS, is_office, of_place
from models.organisation.values import Locale
from models.organisation_files.mistakes import sentence
from models.organisation_files.questions import QUESTIONS, Question
from models.organisation_files.slips import read_list, read_person, read_stretches, read_zone
from models.organisation_files.themes import share_out
from models.values import EmailAddress

_BY_KEY = {question.key: question for question in QUESTIONS}
_WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def organisation_from(answers: Mapping[str, str], locale: Locale = "fr") -> Organisation:
    """The organisation those answers describe; the service named, else the first, sorts what no rule places.

    The administrator works in no service: requests are told to them while a service has nobody, and are
    given to whoever is added to it. Raises UserError.
    """
    given = {
        question.key: answers.get(question.key, "").strip() or question.usual(locale)
        for question in QUESTIONS
    }
    name, domain = given["name"] or "Saint-Exemple", given["domain"].lstrip("@")
    services = read_list(given["services"])
    if not services:
        raise UserError("At least one service is needed.")
    themes = share_out((slug(name), (name,)) for name in services)
    sorting = _sorting(given["default_service"], services)
    document: dict[str, Any] = {
        "town": {
            "name": name,
            "postal_address": given["address"],
            "phone": given["phone"] or None,
            "email": given["email"] or f"mairie@{domain}",
            "locale": locale,
            "holidays": (zone := read_zone(given["holidays"])),
            "time_zone": CLOCKS.get(zone, "Europe/Paris"),
            "opening_hours": [
                {"days": _WEEK, "opens": opens, "closes": closes}
                for opens, closes in read_stretches(given["hours"])
            ],
            "signature": name
            if is_office(name)
            else {"fr": f"La mairie {of_place(name)}", "en": f"The town hall of {name}"},
            "default_service": sorting,
            "due_working_days": 10,
        },
        "services": [
            {
                "key": slug(name),
                "name": name,
                "themes": themes[slug(name)],
                "mailboxes": _mailboxes(
                    slug(name), domain, given["email"] if slug(name) == sorting else None
                ),
            }
            for name in services
        ],
        "buildings": [{"key": slug(name), "name": name} for name in read_list(given["buildings"])],
        "agents": _administrator(given["administrator"]),
    }
    try:
        return Organisation.model_validate(document)
    except ValidationError as wrong:
        raise UserError("\n".join(sentence(each, document) for each in wrong.errors())) from wrong


def check_answer(
    key: str, answer: str, locale: Locale = "en", before: Mapping[str, str] | None = None
) -> None:
    """Whether one answer can be used, as soon as it is given, `before` being the earlier ones. Raises
    UserError saying in `locale` what is wrong with it.
    """
    question = _BY_KEY[key]
    given = answer.strip() or question.usual(locale)
    if not _is_usable(question, given, before or {}):
        raise UserError(question.wrong(given, locale))


def _is_usable(question: Question, given: str, before: Mapping[str, str]) -> bool:
    if not given:
        return not question.required
    if question.key == "domain":
        domain = given.lstrip("@")
        return bool(re.fullmatch(r"[^@\s/:]+\.[^@\s/:]+", domain)) and _is_address(f"mairie@{domain}")
    if question.key == "email":
        return _is_whole_address(given)
    if question.key in ("services", "buildings"):
        keys = [slug(name) for name in read_list(given)]
        if not all(keys) or len(set(keys)) < len(keys) or (question.key == "services" and not keys):
            return False
    try:
        made = organisation_from({**before, question.key: given})
    except UserError:
        return False
    # An address alone would sign letters with « marie.petit ».
    return question.key != "administrator" or (
        bool(read_person(given)[0])
        and all(_is_whole_address(email) for agent in made.agents for email in agent.emails)
    )


def _is_address(text: str) -> bool:
    try:
        EmailAddress.parse(text)
    except InvalidValue:
        return False
    return True


def _is_whole_address(text: str) -> bool:
    """Whether it is an address with a dot after its @: others lead nowhere."""
    return _is_address(text) and "." in text.rpartition("@")[2]


def _sorting(written: str, services: list[str]) -> str:
    """The key of the service named by its name or key; of the first when none is named."""
    if not written:
        return slug(services[0])
    found = [name for name in services if fold(written) in (fold(name), slug(name))]
    if len(found) != 1:
        raise UserError(f"'{written[:60]}' is none of the services: {', '.join(services)}.")
    return slug(found[0])


def _mailboxes(key: str, domain: str, shown: str | None) -> list[str]:
    """Those of a service; that which sorts (`shown` is the address shown to citizens, '' for mairie@) takes
    what is written to that address, too, where it is at our domain.
    """
    boxes = [f"{key}@{domain}"]
    if shown is not None:
        boxes.append(f"mairie@{domain}")
        if shown.rpartition("@")[2].casefold() == domain.casefold():
            boxes.append(shown)
    return list(dict.fromkeys(boxes))


def _administrator(text: str) -> list[dict[str, Any]]:
    if not text:
        return []
    name, email = read_person(text)
    name = name or email.partition("@")[0]
    return [{"key": slug(name), "name": name, "emails": [email], "role": "administrator"}]
