"""Whether one message asks two clearly different things: the parts that it falls into (pure).

Two items of a list, or two paragraphs, each surely about what another service looks after, or about another
building. Nothing is parted by it: whoever has the request is shown the parts, and parts them by one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dispatch.rules.decision import Words
from dispatch.rules.index import RuleIndex
from dispatch.rules.placement import place
from dispatch.rules.route import first_mention, meant

#: Characters, lines and parts of a message that are looked at; one that has more is not parted.
LONGEST, _LINES, _PARTS = 6000, 200, 20
#: Matters of one message, and words that one has at least.
MOST, _FEWEST_WORDS = 5, 4
_ITEM = re.compile(r"^[ \t]{0,6}(?:[-*•–—‣]|\(?[1-9] ?[.)/:°-]{1,2}|[1-9]°\)?)[ \t]{1,4}(?P<said>\S.*)$")
#: What opens another matter within a paragraph.
_ALSO = re.compile(
    r"\n[ \t]{0,20}\n|(?<=[.!?\n])[ \t\n]{1,4}(?=(?:par ailleurs|d[’']autre part|autrement"
    r"|(?:autre|deuxième|second|2e) (?:chose|sujet|point|demande)|also|another (?:thing|matter)|secondly)\b)",
    re.IGNORECASE,
)


class Matter(NamedTuple):
    """One thing that a message asks: its words, the service that looks after it and the building it is at,
    '' where none is named.
    """

    words: str
    service: str
    building: str = ""


class _Parts(NamedTuple):
    """What a message falls into: the items of its list, or its paragraphs; neither where it is one."""

    items: list[str]
    paragraphs: list[str]


def matters(text: str, index: RuleIndex) -> tuple[Matter, ...]:
    """The matters of a message whose new words these are, in their order, two to MOST; () unless each is
    sure, and no two are the same. Linear in `text`.
    """
    parts = _parts(text)
    if parts.items:
        found = [_about(words, index) for words in parts.items]
        sure = [each for each in found if each is not None]
        # One item that nobody can place may be part of another one.
        return _different(sure) if len(sure) == len(parts.items) else ()
    if not any(_about(words, index) for words in _besides_the_longest(parts.paragraphs)):
        # Two are needed: most mails are one paragraph, a greeting and a name.
        return ()
    return _different(_about_each(parts.paragraphs, index))


def words_of_parts(text: str) -> Iterator[Words]:
    """The words whose matter is asked for each by itself; of paragraphs the longest is only asked for where
    another one is about something. Linear in `text`.
    """
    parts = _parts(text)
    asked = (*parts.items, *_besides_the_longest(parts.paragraphs))
    return (_alone(words) for words in asked if _says_enough(words))


def _besides_the_longest(paragraphs: list[str]) -> list[str]:
    longest = max(range(len(paragraphs)), key=lambda at: len(paragraphs[at]), default=0)
    return [*paragraphs[:longest], *paragraphs[longest + 1 :]]


def _parts(text: str) -> _Parts:
    none = _Parts([], [])
    if len(text) > LONGEST:
        return none
    listed = list(_items(text))
    if len(listed) > 1:
        return _Parts(listed, []) if len(listed) <= MOST else none
    parts = [part.strip() for part in _ALSO.split(text)]
    return _Parts([], parts) if 2 <= sum(map(_says_enough, parts)) <= _PARTS else none


def _says_enough(words: str) -> bool:
    return len(words.split()) >= _FEWEST_WORDS


def _alone(words: str) -> Words:
    return Words("", words, words)


def _items(text: str) -> Iterator[str]:
    """The items of the one list in a text, with the lines that go on with each."""
    item: list[str] = []
    for line in text.splitlines()[:_LINES]:
        if found := _ITEM.match(line):
            if item:
                yield " ".join(item)
            item = [found["said"].strip()]
        elif item and line.strip() and line[:1].isspace():
            item.append(line.strip())
        elif item:
            yield " ".join(item)
            item = []
    if item:
        yield " ".join(item)


def _about_each(parts: list[str], index: RuleIndex) -> list[Matter]:
    """The paragraphs that are surely about something; those in between belong to the one above, the greeting
    to the first.
    """
    found: list[Matter] = []
    above = ""
    for words in parts:
        matter = _about(words, index) if words else None
        if matter is None and found:
            found[-1] = found[-1]._replace(words=f"{found[-1].words}\n\n{words}".strip())
        elif matter is None:
            above = f"{above}\n\n{words}".strip()
        elif found and _key(found[-1]) == _key(matter):
            found[-1] = found[-1]._replace(words=f"{found[-1].words}\n\n{words}")
        else:
            found.append(matter._replace(words=f"{above}\n\n{words}".strip()))
            above = ""
    return found


def _about(words: str, index: RuleIndex) -> Matter | None:
    """What some words are about by themselves, when that is sure."""
    if not _says_enough(words):
        return None
    seen = index.seen_in(_alone(words))
    about = place(index.organisation, seen.themes, seen.matter)
    if about.service is None:
        return None
    named = first_mention(meant(seen, index.organisation.town.name), seen.matter)
    return Matter(words, about.service, named[0] if named is not None and named[0] in seen.matter else "")


def _key(matter: Matter) -> tuple[str, str]:
    return matter.service, matter.building


def _different(found: list[Matter]) -> tuple[Matter, ...]:
    """The same when each is for another service, or each names a building of its own; else ()."""
    if not 2 <= len(found) <= MOST:
        return ()
    services, places = {each.service for each in found}, {each.building for each in found}
    apart = len(services) == len(found) or (len(places) == len(found) and "" not in places)
    return tuple(found) if apart else ()
