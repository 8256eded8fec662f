"""Whose name comes near what an agent wrote: near in each of its words, so that nobody unlike is proposed."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from intake.words.orders import Order, read_order
from intake.words.staff.names import name_words
from models.folding import fold, words
from models.organisation import Organisation, Workflow

#: Names shown that come near what was written.
_NEAREST = 3
#: From how near on words that were typed are those of a name, of 100, on the whole and each; shorter ones are none.
_SURELY, _PERHAPS, _SHORT = 75, 60, 3
#: What any service may be called besides.
_OF_ANY = frozenset(
    ["communal", "communale", "communaux", "municipal", "municipale", "municipaux", "ville", "commune"]
)
#: Words of a line, and of a name, that are looked at; a line longer than _LINE is no name.
_WORDS, _LINE = 12, 200
_DENIES = frozenset(["ne", "n", "pas", "plus", "jamais", "not", "never"])


def agents_near(organisation: Organisation, written: str) -> tuple[str, ...]:
    """Agents of whose name each word that was typed is one but for a slip, the nearest first.

    Linear in `written`, of which 200 characters are looked at.
    """
    named = ((each.name, (each.name,)) for each in organisation.agents if not each.closed)
    return _near(written, named, frozenset())


def services_near(organisation: Organisation, written: str) -> tuple[str, ...]:
    """Services of whose names, or other names, one word that was typed is one but for a slip. Linear in `written`."""
    open_ones = (each for each in organisation.services if not each.closed)
    return _near(
        written, ((each.name, (each.name, *each.aliases)) for each in open_ones), _OF_ANY, whole=False
    )


def _near(
    written: str, named: Iterable[tuple[str, tuple[str, ...]]], beside: frozenset[str], *, whole: bool = True
) -> tuple[str, ...]:
    said = [word for word in name_words(written[:_LINE]) if len(word) >= _SHORT and word not in beside][
        :_WORDS
    ]
    found: list[tuple[float, str]] = []
    for name, names in named:
        own = {word for each in names for word in name_words(each)}
        if said and own:
            likeness = [max(fuzz.ratio(word, each) for each in own) for word in said]
            near = min(likeness) >= _PERHAPS and sum(likeness) / len(likeness) >= _SURELY
            if near if whole else max(likeness) >= _SURELY:
                found.append((sum(likeness), name))
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda each: -each[0])))[:_NEAREST]


def handed_in_passing(organisation: Organisation, workflow: Workflow, line: str) -> str:
    """The name of whom a line hands the request to, among other words (« URGENT à transmettre à la voirie »);
    '' for any other line. Twelve words of each of its first four parts are looked at.

    Linear in `line`, of which 200 characters are looked at.
    """
    for part in _parts(line):
        said = part.split()[:_WORDS]
        for at in range(len(said)):
            if not _DENIES.isdisjoint(words(fold(" ".join(said[:at])))):
                break
            order = read_order(" ".join(said[at:]), workflow, organisation=organisation)
            if isinstance(order, Order) and order.kind in ("service", "assign") and not order.comment:
                found = organisation.service(order.target) or organisation.agent(order.target)
                return found.name if found is not None else ""
    return ""


def _parts(line: str) -> list[str]:
    cut = line[:_LINE]
    for mark in ",;:!?.—–()":
        cut = cut.replace(mark, "\n")
    return [part for part in cut.split("\n") if part.strip()][:4]
