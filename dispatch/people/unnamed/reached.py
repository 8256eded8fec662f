"""Where people are reached, in whatever way it is written: places of addresses and numbers in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dispatch.people.unnamed.common_words import STREETS

Span = tuple[int, int]

_NO_ADDRESS = r"\s<>()\[\],;:\""
_ADDRESS = re.compile(rf"[^{_NO_ADDRESS}]{{1,64}}@[^{_NO_ADDRESS}]{{1,190}}")
_TLD = r"(?:fr|com|org|net|eu|be|ch|lu|de|es|it|uk|info|paris|bzh|corsica|alsace|test|example|re|gp|mq|nc|pf)"
_AT = (
    r"(?:\s{0,3}(?:@|[(\[{<]\s?(?:at|a|à|@|arobase|arobas|arrobase|chez)\s?[)\]}>])\s{0,3}"
    r"|\s{1,3}(?:arobase|arobas|arrobase)\s{1,3})"
)
_DOT = r"(?:\.|\s{0,2}[(\[{]\s?(?:\.|dot|point)\s?[)\]}]\s{0,2}|\s{1,2}(?:point|dot)\s{1,2})"
_LOCAL = r"(?<![\w.+\-])[\w.+\-]{1,64}(?: (?:point|dot|tiret) [\w.+\-]{1,64}){0,3}"
#: « jeanne (at) example.org », « jeanne arobase example point org », « jeanne @ example . org ».
_TOLD = re.compile(
    rf"{_LOCAL}{_AT}[\w\-]{{1,63}}"
    rf"(?:(?:{_DOT}[\w\-]{{1,63}}){{0,3}}(?:{_DOT}[a-z]{{2,24}}|\s{{0,2}}\.\s{{0,2}}{_TLD}\b))",
    re.IGNORECASE,
)
_AT_DOT = re.compile(
    rf"{_LOCAL}\s{{1,2}}at\s{{1,2}}[\w\-]{{1,63}}(?:\s{{1,2}}dot\s{{1,2}}[\w\-]{{1,63}}){{1,3}}",
    re.IGNORECASE,
)

#: What may stand between two digits of one number; a line break once (`_spans_of_numbers`).
_S = r"(?:[ .\-/()_\t]{0,3}|[ .\-/]?\r?\n[> ]{0,4})"
_NUMBER = re.compile(
    # Days, and references of requests: no numbers of anybody.
    r"(?P<other>(?<!\d)(?:\d{1,2}(?P<by>[/.\-])\d{1,2}(?P=by)(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d|[/.\-]\d)"
    r"|(?<!\d)(?:19|20)\d\d-\d{5}(?!\d)"
    r"|(?<![\d/])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![/\d]| ?\d\d \d\d))"
    # Telephone numbers begin with a nought or a plus sign; a price does not.
    r"|(?<!\d)(?<!\d[/\-])(?:"
    rf"\+\(?\d(?:{_S}\d){{7,14}}"
    rf"|\(?00{_S}[1-9](?:{_S}\d){{8,12}}"
    rf"|\(?0(?:{_S}\d){{9}}"
    r"|0\d(?:, ?\d\d){4}"
    rf"|33{_S}[1-9](?:{_S}\d){{8}}"
    r"|[67](?:[ .\-]\d\d){4}"
    r"|\(?0\d(?:[ .\-/()]{0,2}\d){7,13}"
    r")(?!\d)"
)
#: « du 7 12 14 16 18 rue des Lilas »: houses in their order, which no nought begins.
_HOUSES = re.compile(rf"[67](?: \d\d){{4}},? (?:{'|'.join(sorted(STREETS))})\b", re.IGNORECASE)
_PAIR = re.compile(r"\d+")


def places_of_contacts(plain: str) -> Iterator[Span]:
    """Where addresses and numbers stand in a text `in_plain`; in no order. Linear in `plain`."""
    for pattern in (_ADDRESS, _TOLD, _AT_DOT):
        for found in pattern.finditer(plain):
            yield found.start(), found.start() + len(found[0].rstrip(" .-'"))
    yield from _places_of_numbers(plain)


def _places_of_numbers(plain: str) -> Iterator[Span]:
    at = 0
    while (found := _NUMBER.search(plain, at)) is not None:
        at = found.end()
        if found["other"] is not None:
            continue
        if found[0].count("\n") > 1:
            # A list of small numbers, one below the other.
            at = found.start() + 1
            continue
        if _HOUSES.match(plain, found.start()) and sorted(pairs := _PAIR.findall(found[0]), key=int) == pairs:
            continue
        # « (06 … 12) »: a bracket that closes behind the number opens before it.
        opens = found[0].startswith("(") and ")" not in found[0]
        yield found.start() + opens, found.end()
