"""Finding streets of the register in what people write, with the number beside (pure).

« 12 bis, rue des Lilas », « rue des Lilas, au n° 12 », « rue Jaurès » where the town has one rue Jean Jaurès
alone; typos are forgiven as for the names of places. A name that does not begin as a street does (« Le
Moulin ») is found only behind a number or after « lieu-dit », « hameau »: in « le moulin » people mean other
things. An address alone on its line with a postal code is somebody's, as letters have it, not what is written
about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dispatch.rules.passage import Passage
from dispatch.rules.place_names import SQUARES, WAYS, Mention, NameFinder, read_name
from models.addresses.streets import KnownStreet
from models.folding import fold, words

_HAMLETS = frozenset(words("dit lieudit hameau village"))
_BEGINS_AS_A_STREET = (
    WAYS | SQUARES - {"lieu"} | frozenset(words("pont mail venelle sente sentier voie rond promenade"))
)
_SUFFIXES = frozenset(["bis", "ter", "quater", "b", "c", "d"])
_BEFORE = re.compile(
    r"(?:^|[^\w/.,-])(?:n ?[°o] ?)?(\d{1,4}) ?(bis|ter|quater|[a-d])?[ ,]{1,3}"
    r"(?:de |du |d')?(?:la |le |les |l')?$"
)
_AFTER = re.compile(
    r"[ ,(]{1,3}(?:au |a hauteur du |devant le |n ?[°o] ?|numero ){1,3}(\d{1,4}) ?(bis|ter|quater)?\b"
)
#: A postal code after it: the address of somebody, as letters have it.
_POSTAL = re.compile(r"[ ,\n-]{1,4}\d{5}\b")
_LOOKED_BACK, _LOOKED_AHEAD = 24, 40
#: Words beside the address on its line, from which it is said in a sentence.
_SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A street of the register as a message names it (`written`); `number` is 0 without one."""

    street: KnownStreet
    number: int
    suffix: str
    written: str
    where: str

    @property
    def address(self) -> str:
        """As it is shown: « 12 bis rue des Lilas »."""
        name = self.street.name
        if self.number and _begins_as_a_street(name):
            name = name[:1].lower() + name[1:]
        return " ".join(filter(None, (str(self.number or ""), self.suffix, name)))


class Streets:
    """All streets of the register, ready to be looked for; made once, read by many threads."""

    def __init__(self, streets: Iterable[KnownStreet] = ()) -> None:
        self._streets = {street.id: street for street in streets}
        self._finder = NameFinder(
            (str(street.id), name)
            for street in self._streets.values()
            for name in _names(street, self._short())
        )

    @property
    def known(self) -> Collection[KnownStreet]:
        return self._streets.values()

    def __bool__(self) -> bool:
        return bool(self._streets)

    def find(self, passage: Passage) -> list[Named]:
        """The streets in a passage, in order; of two with one name, those whose commune is named."""
        if not self._streets:
            return []
        at: dict[tuple[int, int], list[Mention]] = defaultdict(list)
        for mention in self._finder.find(passage):
            at[mention.first, mention.last].append(mention)
        return [named for mentions in at.values() for named in self._named(passage, mentions)]

    def _named(self, passage: Passage, mentions: Sequence[Mention]) -> Iterator[Named]:
        found = mentions[0]
        streets = [self._streets[int(each.key)] for each in mentions]
        if len(streets) > 1:
            told = [each for each in streets if fold(each.commune) in passage.folded]
            streets = told or streets
        start, end = passage.stands(found.first, found.last)
        before, after = (
            passage.folded[max(0, start - _LOOKED_BACK) : start],
            passage.folded[end : end + _LOOKED_AHEAD],
        )
        number = _BEFORE.search(before) or _AFTER.match(after)
        if not number and not _is_a_street(passage, found, streets[0]):
            return
        if _POSTAL.match(after) and _stands_alone(passage.folded, start, end):
            return
        for street in streets:
            yield Named(
                street,
                int(number[1]) if number else 0,
                (number[2] or "") if number else "",
                passage.written(found.first, found.last),
                found.where,
            )

    def _short(self) -> frozenset[tuple[str, str]]:
        """How streets begin and end, where only one does: « rue Jaurès » is the rue Jean Jaurès."""
        ends = Counter(
            (parts[0], parts[-1]) for each in self._streets.values() if len(parts := read_name(each.name)) > 1
        )
        return frozenset(end for end, many in ends.items() if many == 1)


def _names(street: KnownStreet, unique: frozenset[tuple[str, str]]) -> Iterator[str]:
    yield street.name
    parts = read_name(street.name)
    if (
        len(parts) > 2
        and parts[0] in _BEGINS_AS_A_STREET
        and (parts[0], parts[-1]) in unique
        and len(parts[-1]) > 3
    ):
        yield f"{parts[0]} {parts[-1]}"


def _begins_as_a_street(name: str) -> bool:
    return not _BEGINS_AS_A_STREET.isdisjoint(read_name(name)[:1])


def _is_a_street(passage: Passage, found: Mention, street: KnownStreet) -> bool:
    """Whether the words name a street also without a number."""
    if _begins_as_a_street(street.name):
        return True
    return found.first > 0 and passage.words[found.first - 1] in _HAMLETS


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether an address stands on a line of its own, as in the head of a letter or below a name."""
    line = folded[folded.rfind("\n", 0, start) + 1 : start]
    return len([word for word in words(line) if word.isalpha() and word not in _SUFFIXES]) < _SENTENCE
