"""A requester's words for those who must not know who asks: names, addresses and numbers struck out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dispatch.people.unnamed.civilities import places_of_named
from dispatch.people.unnamed.known import Names, places_of_known
from dispatch.people.unnamed.reached import Span, places_of_contacts
from dispatch.people.unnamed.spelt import as_seen, in_plain
from dispatch.people.unnamed.streets import names_of_streets
from dispatch.people.unnamed.tokens import tokens_of

#: What stands where something was struck out.
STRUCK = "[…]"
#: Characters read of a text; what is beyond is cut off, never let through.
MOST = 20_000


def without_people(text: str, names: Sequence[str], beside: Sequence[str] = ()) -> str:
    """`text` with addresses, telephone numbers, names after a civility and the `names` given struck out,
    however they are spelt; as it is when there is nobody in it.

    A word of `names` that is also a common one (« Petit »), and every word of `beside` (what stands before an
    @), is struck only where it is written as a name. A street that is called as somebody is stays.
    Linear in `text`.
    """
    seen = as_seen(text[:MOST])
    plain = in_plain(seen)
    tokens = tokens_of(plain)
    known = Names.of(names, beside)
    streets = names_of_streets(plain, tokens, known)
    spans = [
        *places_of_contacts(plain),
        *places_of_named(plain, tokens, known.parts, streets),
        *places_of_known(tokens, known, streets),
    ]
    return _struck(seen, spans) if spans else text[:MOST]


def _struck(text: str, spans: Iterable[Span]) -> str:
    """The text without what the spans hold; those with nothing but a blank between them are one."""
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and not text[merged[-1][1] : start].strip(" \u00a0\u202f"):
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    found: list[str] = []
    at = 0
    for start, end in merged:
        found += [text[at:start], STRUCK]
        at = end
    return "".join([*found, text[at:]])
