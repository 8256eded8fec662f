"""What a message says of the fields its request type asks for.

Web forms send them one a line, as `Nom : Lefort` or a name alone on its line and the value below; people
answer questions the same way. Only fields of the type are read, and only where a line begins with one of
their names. When a single question was asked, the whole answer may be its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from intake.words.prose_fields import fields_in_prose
from intake.words.when.dates import find_date
from models.folding import FoldedText, fold, words
from models.organisation import Building, RequestField, RequestType

_LINES = 400
_VALUE = 500
#: `1 234,50`, `-12.5`; bounded, so linear.
_NUMBER = re.compile(r"-?\d{1,3}(?:[  .]\d{3}){1,4}(?:,\d{1,6})?(?!\d)|-?\d{1,15}(?:[.,]\d{1,6})?")
_MARKS = "-*•·>\t "


def read_fields(
    text: str,
    request_type: RequestType,
    today: date,
    *,
    buildings: Sequence[Building] = (),
    asked: Sequence[str] = (),
) -> dict[str, str]:
    """The values a message gives, by field key, each in its one form; what cannot be read is left out.

    Dates come as `2026-06-14`, numbers with a decimal point, choices as the key of the choice, places as
    a building's name when one is meant and as written otherwise. `asked`: fields which were asked for in
    the question this text answers. Linear in `text`.
    """
    found: dict[str, str] = {}
    for field, value in _said(text, request_type):
        read = read_value(field, value, today, buildings)
        if read and field.key not in found:
            found[field.key] = read
    open_questions = [field for field in request_type.fields if field.key in asked and field.key not in found]
    if len(open_questions) == 1 and not found:
        field = open_questions[0]
        read = read_value(field, _first_paragraph(text), today, buildings)
        if read:
            found[field.key] = read
    return found | fields_in_prose(text, request_type, today, found, buildings)


def missing_fields(request_type: RequestType, values: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of the required fields without a value, in the order of the type."""
    return tuple(field.key for field in request_type.fields if field.required and not values.get(field.key))


def read_value(
    field: RequestField, written: str, today: date, buildings: Sequence[Building] = ()
) -> str | None:
    """One value in its one form, or None when it is none of its kind. Linear in `written`."""
    text = " ".join(written[:_VALUE].split())
    if not text:
        return None
    match field.kind:
        case "date":
            day = find_date(text, today)
            return day.day.isoformat() if day else None
        case "number":
            number = _NUMBER.search(text)
            return _plain_number(number[0]) if number else None
        case "choice":
            return _choice(field, text)
        case "place":
            return _place(text, buildings)
        case "text":
            return text


def _said(text: str, request_type: RequestType) -> list[tuple[RequestField, str]]:
    names = sorted(
        (
            (words(fold(name)), field)
            for field in request_type.fields
            for name in (field.label.fr, field.label.en, field.key, *field.aliases)
            if words(fold(name))
        ),
        key=lambda pair: -len(pair[0]),
    )
    lines = [line[:_VALUE].strip(_MARKS) for line in text.splitlines()[:_LINES]]
    said: list[tuple[RequestField, str]] = []
    for at, line in enumerate(lines):
        source = FoldedText(line)
        separator = re.search(r"[:=]", source.folded[:120])
        label = words(source.folded[: separator.start()] if separator else source.folded[:120])
        field = next((field for name, field in names if name == label), None)
        if field is None:
            continue
        value = source.original(separator.end(), len(source.folded)).strip() if separator else ""
        if separator and separator.end() == len(source.folded):
            value = ""
        if not value:
            # The value on the line below, unless that is the next label.
            below = next((other for other in lines[at + 1 : at + 3] if other), "")
            value = below if not re.search(r"[:=]", below[:60]) else ""
        if value:
            said.append((field, value))
    return said


def _first_paragraph(text: str) -> str:
    for paragraph in re.split(r"\n[ \t]*\n", text[: 4 * _VALUE]):
        said = words(fold(paragraph))
        if said and not (
            len(said) <= 4 and said[0] in ("bonjour", "bonsoir", "hello", "merci", "salut", "madame")
        ):
            return paragraph
    return ""


def _plain_number(written: str) -> str:
    plain = re.sub(r"[  ]", "", written)
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    return plain.replace(",", ".")


def _choice(field: RequestField, text: str) -> str | None:
    given = words(fold(text))
    for exact in (True, False):
        found = [
            choice.key
            for choice in field.choices
            for name in (choice.key, choice.label.fr, choice.label.en, *choice.aliases)
            if (wanted := words(fold(name))) and (given == wanted if exact else _contains(given, wanted))
        ]
        if len(set(found)) == 1:
            return found[0]
    return None


def _contains(given: list[str], wanted: list[str]) -> bool:
    return any(given[at : at + len(wanted)] == wanted for at in range(len(given) - len(wanted) + 1))


def _place(text: str, buildings: Sequence[Building]) -> str:
    given = words(fold(text))
    for building in buildings:
        if any(words(fold(name)) == given for name in (building.name, *building.aliases)):
            return building.name
    return text
