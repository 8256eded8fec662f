"""What a message says in its sentences of the fields its request type asks for.

Only what is plain: a date that is coming, or that stands behind the word for its event; a number beside what
is counted; the one choice or building that is named; a name, number or address behind its own words. What is
not sure is left out, and asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from intake.words.when.dates import PossibleDate, written_dates
from models.folding import FoldedText, fold, words
from models.organisation import Building, RequestField, RequestType

#: Characters looked at; beyond it a message is no longer a few sentences about its request.
MOST = 2000
#: How far before a date the word for its event may stand, in characters.
_BEFORE = 40
#: The words before a date that say which event it is the date of, by a word of the field's label.
_EVENTS = {
    "naissance": re.compile(r"\b(?:ne|nee|ne\(e\)|naissance|naquit|born|birth)\b"),
    "birth": re.compile(r"\b(?:ne|nee|naissance|born|birth)\b"),
    "mariage": re.compile(r"\b(?:mari[ea]\w{0,4}|mariage|wedding|married)\b"),
    "deces": re.compile(r"\b(?:deced\w{1,4}|deces|mort[e]?|died|death)\b"),
}
_FROM = re.compile(r"\b(?:du|from) (\d{1,2})(?:er|st|nd|rd|th)? (?:au|to) $")
#: « 80 personnes », « nous serons environ 80 ».
_NUMBER = re.compile(r"(?<![\w/.,-])(\d{1,6})[  ]{1,2}([a-z]{3,30})")
_WE_ARE = re.compile(
    r"\b(?:serons|sera|serions|serait|sommes|will be)[  ]{1,2}"
    r"(?:(?:environ|a peu pres|au plus|around|about)[  ]{1,2})?(\d{1,6})(?![\w/-]|[.,]\d| ?(?:h|rue|euros?)\b)"
)
_PEOPLE = frozenset(
    [
        "personne",
        "personnes",
        "invite",
        "invites",
        "participant",
        "participants",
        "convive",
        "convives",
        "people",
        "guests",
        "persons",
    ]
)
_NO_NOUN = frozenset(
    ["nombre", "de", "des", "d", "du", "la", "le", "les", "combien", "number", "of", "how", "many"]
)
_ARTICLES = frozenset(["un", "une", "le", "la", "les", "l", "des", "du", "de", "d", "a", "an", "the"])
_PHONE = re.compile(r"(?<![\w+])(?:\+33[  .]?|0)[1-9](?:[  .-]?\d{2}){4}(?!\d)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NUMBERED = (
    r"(?<![\w/])\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|bd|place|chemin|allee|impasse|route|"
    r"quai|square|passage|sentier|residence|lotissement)\b"
)
_STREET, _STREETS = re.compile(_NUMBERED + r"[^,.;:!?\n]{1,80}"), re.compile(_NUMBERED)
_NAME = r"([A-ZÀ-Ý][\w’'-]{1,40}(?:[ -][A-ZÀ-Ý][\w’'-]{1,40}){0,2})"
_BORN_AS = re.compile(
    rf"\b(?:[Nn]ée|[Nn]é|[Nn]om de jeune fille(?: est)?|[Nn]om de naissance(?: est)?) {_NAME}"
)


def fields_in_prose(
    text: str,
    request_type: RequestType,
    today: date,
    known: Mapping[str, str],
    buildings: Sequence[Building] = (),
) -> dict[str, str]:
    """Values of the fields that `known` has not, each in its one form, as read_fields gives them.

    Linear in `text`.
    """
    source = FoldedText(text[:MOST])
    dates = list(written_dates(source.folded, today))
    said = words(source.folded)
    found: dict[str, str] = {}
    for field in request_type.fields:
        if field.key in known:
            continue
        value: str | None
        match field.kind:
            case "date":
                value = _date(field, source.folded, dates, today)
            case "number":
                value = _number(field, source.folded, dates)
            case "choice":
                value = _choice(field, said)
            case "place":
                value = _place(said, buildings) or _only_address(field, source)
            case _:
                value = _text(field, source)
        if value:
            found[field.key] = value
    return found


def _label(field: RequestField) -> set[str]:
    return {
        word
        for name in (field.label.fr, field.label.en, field.key, *field.aliases)
        for word in words(fold(name))
    }


def _date(field: RequestField, folded: str, dates: Sequence[PossibleDate], today: date) -> str | None:
    """The date behind the word for the field's event; without an event, the first that is still to come."""
    label = _label(field)
    events = [sign for word, sign in _EVENTS.items() if word in label]
    for each in dates:
        before = folded[max(0, each.start - _BEFORE) : each.start]
        clause = re.split(r"[,.;!?\n]", before)[-1]
        named = [sign for sign in _EVENTS.values() if sign.search(clause)]
        if each.day is None:
            if bool(events) == bool(named):
                return None
            continue
        if events and any(sign in named for sign in events):
            return each.day.isoformat()
        if not events and not named and each.day >= today:
            return _first_of(before, each.day).isoformat()
    return None


def _first_of(before: str, last: date) -> date:
    """« du 16 au 17 janvier »: the first day of a stretch, whose month stands behind the last."""
    found = _FROM.search(before)
    first = int(found[1]) if found else 0
    return last.replace(day=first) if 0 < first < last.day else last


def _number(field: RequestField, folded: str, dates: Sequence[PossibleDate]) -> str | None:
    nouns = {word for word in _label(field) if word not in _NO_NOUN}
    of_people = bool(nouns & _PEOPLE)
    if of_people:
        nouns |= _PEOPLE
    stems = tuple(
        noun[:-1] if len(noun) > 4 and noun.endswith("s") else noun for noun in nouns if len(noun) > 2
    )
    found = (
        {
            match[1]
            for match in _NUMBER.finditer(folded)
            if match[2].startswith(stems)
            and not any(each.start <= match.start() < each.end for each in dates)
        }
        if stems
        else set()
    )
    if of_people and not found:
        found = {match[1] for match in _WE_ARE.finditer(folded)}
    return found.pop() if len(found) == 1 else None


def _choice(field: RequestField, said: Sequence[str]) -> str | None:
    found: set[str] = set()
    for choice in field.choices:
        for name in (choice.label.fr, choice.label.en, *choice.aliases):
            wanted = [word for word in words(fold(name)) if word not in _ARTICLES]
            for at in range(len(said) - len(wanted) + 1) if wanted else ():
                if list(said[at : at + len(wanted)]) == wanted:
                    if {"pas", "not", "aucun", "aucune", "sans"} & set(said[max(0, at - 3) : at]):
                        return None
                    found.add(choice.key)
    return found.pop() if len(found) == 1 else None


def _place(said: Sequence[str], buildings: Sequence[Building]) -> str | None:
    text = f" {' '.join(said)} "
    found = {
        building.name
        for building in buildings
        for name in (building.name, *building.aliases)
        if (wanted := " ".join(words(fold(name)))) and f" {wanted} " in text
    }
    return found.pop() if len(found) == 1 else None


def _only_address(field: RequestField, source: FoldedText) -> str | None:
    """« 12 rue du Four à Bourg-Neuf » for a place that is an address, where the text has no other one."""
    if not _label(field) & {"adresse", "address", "rue", "street"}:
        return None
    street = _STREET.search(source.folded)
    if street is None or len(_STREETS.findall(source.folded)) > 1:
        return None
    return source.original(*street.span()).strip()


def _text(field: RequestField, source: FoldedText) -> str | None:
    """A value that has a form of its own: a telephone, an address, the name somebody was born with."""
    label = _label(field)
    whole = source.original(0, len(source.folded))
    if label & {"telephone", "tel", "portable", "mobile", "phone"}:
        found = _PHONE.search(whole)
    elif label & {"mail", "courriel", "email"}:
        found = _MAIL.search(whole)
    elif label & {"naissance", "birth", "fille"} and label & {"nom", "name"}:
        born = _BORN_AS.search(whole)
        return born[1] if born else None
    elif label & {"adresse", "address"}:
        street = _STREET.search(source.folded)
        return source.original(street.start(), street.end()).strip() if street else None
    else:
        return None
    return found[0] if found else None
