"""Finding the names of places in what people write, typos forgiven.

A name is found where its words stand in a row, small words left out on both sides. A word of four to
nine letters may have one mistake (a letter wrong, missing, added, or two swapped), a longer one two, a
shorter one or a number none; a name may have one mistake for every five letters. The first letter of a
word must be right, but for an article that clings to it (« lecole »). A name of one word must have seven
letters for any mistake (« le maire » is no mairie). In « rue du lavoir » the lavoir is not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from dispatch.rules.passage import REMEMBERED, Passage
from models.folding import SMALL_WORDS, fold, words

_ABBREVIATIONS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "pl": "place", "imp": "impasse", "st": "saint", "ste": "sainte", "res": "residence", "sq": "square",
}  # fmt: skip
#: `rue du lavoir` is a street, not the lavoir: a name after one of these is another place's name.
_WAYS = (
    "rue avenue boulevard chemin route impasse allee quai ruelle faubourg lotissement residence point "
    "quartier"
)
WAYS = frozenset(words(_WAYS))
#: « place de la Mairie » is an address too, « place en crèche » is none.
SQUARES = frozenset(words("place square esplanade parvis cours passage lieu"))
FROM = frozenset(["de", "du", "des", "d"])
_ARTICLES, _AFTER_ARTICLE = frozenset("ld"), frozenset("aeiouyh")
#: Words of a name, and letters of a word, beyond which nobody makes a slip that is forgiven.
_MOST_WORDS, _MOST_LETTERS = 40, 60


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that is there: `written` is what the person wrote, `first` and `last` its words' positions."""

    key: str
    name: str
    written: str
    where: str
    first: int
    last: int
    mistakes: int


def mistakes_allowed(word: str) -> int:
    """How many letters of one word of a name may be wrong. Linear in `word`."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 10 else 2


def mistakes_allowed_in_name(parts: tuple[str, ...]) -> int:
    """How many letters of a whole name may be wrong."""
    letters = sum(map(len, parts))
    return 0 if len(parts) == 1 and letters < 7 else letters // 5


def spell_out(word: str) -> str:
    """`av` → `avenue`; other words as they are. Linear in `word`."""
    return _ABBREVIATIONS.get(word, word)


def read_name(name: str) -> tuple[str, ...]:
    """The words of a name that count. Linear in `name`."""
    return tuple(spell_out(word) for word in words(fold(name)) if word not in SMALL_WORDS)


def spellings(name: str) -> list[tuple[str, ...]]:
    """A name as people also write it: two words in one (`julesferry`), a middle word as its initial (`j
    ferry`). Of more than forty words only as it stands: at most eighty spellings of forty words each.
    """
    parts = read_name(name)
    found = [parts] if parts else []
    if len(parts) > _MOST_WORDS:
        return found
    found += [(*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]) for at in range(len(parts) - 1)]
    found += [
        (*parts[:at], parts[at][0], *parts[at + 1 :])
        for at in range(1, len(parts) - 1)
        if parts[at].isalpha() and len(parts[at]) > 2
    ]
    return list(dict.fromkeys(found))


def is_spelling(written: str, word: str, mistakes: int) -> bool:
    """Whether `written`, so many letters away from `word`, may stand for it. Linear in `written`."""
    clings = written[:1] in _ARTICLES and written[1:] == word and word[:1] in _AFTER_ARTICLE
    return mistakes <= mistakes_allowed(word) and (written[:1] == word[:1] or clings)


def is_street_called_so(passage: Passage, first: int, parts: tuple[str, ...]) -> bool:
    """Whether a name at that word stands only in the name of a street or of a square, as `lavoir` in
    `rue du lavoir` and `mairie` in `place de la Mairie`.
    """
    if not first or parts[0] in WAYS:
        return False
    before = spell_out(passage.words[first - 1])
    if before in WAYS:
        return True
    return before in SQUARES and not FROM.isdisjoint(words(passage.between(first - 1, first)))


def _lacking_one(word: str, begin: int = 1) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(begin, len(word))]


def lacking(word: str, letters: int) -> list[str]:
    """`word` and every way of leaving out up to `letters` (0 to 2) of its letters, never the first.

    Of more than sixty letters the word alone: at most sixty forms, or 1,800 for 2 letters.
    """
    forms = [word]
    if len(word) > _MOST_LETTERS:
        return forms
    if letters >= 1:
        forms += _lacking_one(word)
    if letters >= 2:
        for at in range(1, len(word)):
            forms += _lacking_one(word[:at] + word[at + 1 :], at)
    return forms


class _Entry(NamedTuple):
    """One spelling of a name: where its rarest word stands, and how many mistakes it may have."""

    #: Place among all spellings, which decides between equals.
    rank: int
    at: int
    parts: tuple[str, ...]
    allowed: int
    key: str
    name: str


_NOTHING: dict[int, dict[str, list[_Entry]]] = {}


class NameFinder:
    """All names of a rule set, ready to be looked for; `find` takes one pass over the words of a text.

    Two words within distance k have a common form once each lost at most k letters: the index holds those
    forms of every word of every name, so only words that can match are ever compared.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._vocabulary: dict[str, list[str]] = {}
        self._remembered: dict[str, dict[str, int]] = {}
        spelled = [(key, name, parts) for key, name in names for parts in spellings(name)]
        frequency = Counter(part for _, _, parts in spelled for part in set(parts))
        #: By the rarest word of a name, then by how far from it and which the next rarest is:
        #: few names share both.
        self._by_anchor: dict[str, dict[int, dict[str, list[_Entry]]]] = {}
        for rank, (key, name, parts) in enumerate(dict.fromkeys(spelled)):
            at, probe = (*sorted(range(len(parts)), key=lambda index: frequency[parts[index]]), 0)[:2]
            probe = probe if len(parts) > 1 else at
            entry = _Entry(rank, at, parts, mistakes_allowed_in_name(parts), key, name)
            by_offset = self._by_anchor.setdefault(parts[at], {})
            by_offset.setdefault(probe - at, {}).setdefault(parts[probe], []).append(entry)
        for word in frequency:
            for form in set(lacking(word, mistakes_allowed(word))):
                self._vocabulary.setdefault(form, []).append(word)
        self._forms = frozenset(self._vocabulary)
        self._longest = max(map(len, frequency), default=0) + 2

    def _candidates(self, word: str) -> dict[str, int]:
        """The words of names which `word` may stand for, with the number of mistakes."""
        known = self._remembered.get(word)
        if known is not None:
            return known
        found: dict[str, int] = {}
        spelled = spell_out(word)
        if len(spelled) > self._longest:
            return found
        # Only words of ten letters may have two mistakes: shorter texts lose fewer letters to meet them.
        forms = lacking(spelled, 0 if len(spelled) < 3 else 1 if len(spelled) < 10 else 2)
        forms += [spelled[1:]] if spelled[:1] in _ARTICLES else []
        for form in () if self._forms.isdisjoint(forms) else forms:
            for name_word in self._vocabulary.get(form, ()):
                if name_word not in found:
                    distance = OSA.distance(spelled, name_word)
                    if is_spelling(spelled, name_word, distance):
                        found[name_word] = distance
        if len(self._remembered) >= REMEMBERED:
            self._remembered = {}
        self._remembered[word] = found
        return found

    def find(self, passage: Passage) -> list[Mention]:
        """The names in a passage, in order; a name inside a longer one is left out."""
        if not self._by_anchor:
            return []
        candidates = [self._candidates(word) for word in passage.words]
        found: list[tuple[int, Mention]] = []
        for position, here in enumerate(candidates):
            for anchor in here:
                for offset, by_probe in self._by_anchor.get(anchor, _NOTHING).items():
                    if not 0 <= position + offset < len(candidates):
                        continue
                    for probe in candidates[position + offset]:
                        for entry in by_probe.get(probe, ()):
                            mention = _mention(entry, position, candidates, passage)
                            if mention is not None:
                                found.append((entry.rank, mention))
        found.sort(key=lambda ranked: ranked[0])
        return longest([mention for _, mention in found])


def _mention(
    entry: _Entry, position: int, candidates: list[dict[str, int]], passage: Passage
) -> Mention | None:
    """The name of `entry` with its rarest word at `position`, when its other words stand around it."""
    first = position - entry.at
    if first < 0:
        return None
    parts = entry.parts
    # At the end of the text fewer words than parts are left: the name cannot be there.
    window = candidates[first : first + len(parts)]
    distances = [close[part] for close, part in zip(window, parts, strict=False) if part in close]
    if len(distances) < len(parts) or sum(distances) > entry.allowed:
        return None
    if is_street_called_so(passage, first, parts):
        return None
    last = first + len(parts) - 1
    written = passage.written(first, last)
    return Mention(entry.key, entry.name, written, passage.where, first, last, sum(distances))


def longest(found: list[Mention]) -> list[Mention]:
    """Mentions in reading order without those inside a longer one or, at the same words, with more
    mistakes.
    """
    kept: list[Mention] = []
    reach = -1
    for each in sorted(found, key=lambda one: (one.first, -one.last, one.mistakes)):
        best = kept[-1] if kept else None
        if best and (each.first, each.last, each.mistakes) == (best.first, best.last, best.mistakes):
            if all(each.key != one.key for one in kept if one.first == each.first):
                kept.append(each)
        elif each.last > reach:
            kept.append(each)
        reach = max(reach, each.last)
    return kept
