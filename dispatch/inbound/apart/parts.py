"""Whether one message asks two clearly different things: the parts that it falls into (pure).

Two items of a list, or two paragraphs, each surely about what another service looks after, or about another
building. Nothing is parted by it: whoever has the request is shown the parts, and parts them by one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dispatch.rules.decision import Facts
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


def matters(text: str, index: RuleIndex, like: Facts) -> tuple[Matter, ...]:
    """The matters of a message in their order, two to MOST; () unless each is sure, and no two are the same.

    `text` are the new words of a message with the facts `like`. Linear in `text`.
    """
    if len(text) > LONGEST:
        return ()
    listed = list(_items(text))
    if len(listed) > MOST:
        return ()
    if len(listed) > 1:
        found = [_about(words, index, like) for words in listed]
        sure = [each for each in found if each is not None]
        # One item that nobody can place may be part of another one.
        return _different(sure) if len(sure) == len(listed) else ()
    return _different(_paragraphs(text, index, like))


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


def _paragraphs(text: str, index: RuleIndex, like: Facts) -> list[Matter]:
    """The paragraphs that are surely about something; those in between belong to the one above, the greeting
    to the first.
    """
    found: list[Matter] = []
    above, parts = "", [part.strip() for part in _ALSO.split(text)]
    if not 2 <= sum(len(part.split()) >= _FEWEST_WORDS for part in parts) <= _PARTS:
        return found
    for words in parts:
        matter = _about(words, index, like) if words else None
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


def _about(words: str, index: RuleIndex, like: Facts) -> Matter | None:
    """What some words are about by themselves, when that is sure."""
    if len(words.split()) < _FEWEST_WORDS:
        return None
    seen = index.look(Facts(received_at=like.received_at, text=words, reply=words, language=like.language))
    about = place(index.organisation, seen.themes, seen.matter)
    if about.service is None:
        return None
    named = first_mention(meant(seen), seen.matter)
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
