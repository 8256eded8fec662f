"""Finding the phrases of the library of themes in one pass over the words of a passage.

A phrase inside a longer one says nothing, and a word inside the name of a street or of a building neither.
A word of seven letters and more that nobody knows may have one letter wrong, or its article glued to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from dispatch.rules.passage import REMEMBERED, Passage
from dispatch.rules.place_names import Mention, lacking
from dispatch.rules.themes.sound import sound
from dispatch.rules.themes.words import UNSEEN, Token, families, read_tokens
from models.folding import fold, words
from models.organisation.themes import Theme

_LONG_WORD = 7
_SHORTEST = 4
#: What is glued to a noun (« lecole »), and what only to a verb, which is longer (« minscrire »).
_GLUED, _GLUED_TO_A_VERB = frozenset("ld"), frozenset("jmnts")
_LONG_VERB = 8
#: Common words that only sound or look like one of the library.
_THEMSELVES = frozenset(["raison", "raisons", "boulot", "larme", "larmes", "condition", "conditions"])
_VOWELS = frozenset("aeiouyh")
Kind = Literal["sure", "sign", "context", "against", "half"]


class Meaning(NamedTuple):
    """What a phrase is to a theme; `pair` is which pair a half belongs to, and which half it is."""

    theme: str
    kind: Kind
    pair: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Node:
    """What may follow the words read so far, and what they mean when nothing does."""

    following: dict[str, _Node] = field(default_factory=dict)
    meanings: list[Meaning] = field(default_factory=list)


class Hit(NamedTuple):
    """One phrase found: what it is in the library, how the person wrote it, and where."""

    theme: str
    kind: Kind
    parts: tuple[str, ...]
    written: str
    where: str
    #: Whether a word of it was written with a slip.
    has_slip: bool = False
    sentence: int = 0
    clause: int = 0
    #: How much its clause counts.
    weight: float = 1.0
    pair: tuple[int, int] = (0, 0)


class Found(NamedTuple):
    """Words found in a passage, and all that they mean. A common word is half of a hundred pairs: what it is
    to each theme is written out for those alone that ask.
    """

    meanings: list[Meaning]
    parts: tuple[str, ...]
    written: str
    where: str
    has_slip: bool
    sentence: int
    clause: int
    weight: float

    def hits(self) -> list[Hit]:
        """What it is to each theme."""
        return [self.hit(meaning) for meaning in self.meanings]

    def hit(self, meaning: Meaning) -> Hit:
        """What it is to one theme, of its meanings."""
        theme, kind, pair = meaning
        return Hit(theme, kind, *self[1:], pair)


class ThemeFinder:
    """All phrases of some themes, ready to be looked for together."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.themes = {theme.key: theme for theme in themes}
        self._families, self._exact = _Node(), _Node()
        vocabulary: set[str] = set()
        self._by_sound: dict[str, str] = {}
        for theme in self.themes.values():
            for phrase, meaning in _phrases(theme):
                exact = phrase.startswith("=")
                found = [word for word in words(fold(phrase)) if word not in UNSEEN]
                parts = found if exact else families(found)
                node = self._exact if exact else self._families
                for part in parts:
                    node = node.following.setdefault(part, _Node())
                if parts and meaning not in node.meanings:
                    node.meanings.append(meaning)
                vocabulary.update(parts)
                if not exact:
                    for word, part in zip(found, parts, strict=True):
                        self._by_sound.setdefault(sound(word), part)
        self._vocabulary = frozenset(vocabulary)
        #: Letters of the longest family with one too many: nothing longer is near any.
        self._longest = max(map(len, vocabulary), default=0) + 1
        self._corrected: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= _LONG_WORD - 1 and word.isalpha():
                for form in lacking(word, 1):
                    self._near.setdefault(form, []).append(word)

    def corrected(self, stem: str, word: str = "") -> str:
        """The family as the library knows it: itself, or the one it is a letter or a glued article from.

        `word` is the word itself, when it is at hand.
        """
        if not _SHORTEST <= len(stem) <= self._longest or stem in self._vocabulary or not stem.isalpha():
            return stem
        known = self._corrected.get(word or stem)
        if known is None:
            if len(self._corrected) >= REMEMBERED:
                self._corrected = {}
            known = self._corrected[word or stem] = self._correct(stem, word or stem)
        return known

    def _correct(self, stem: str, word: str) -> str:
        if word in _THEMSELVES:
            return stem
        glued = word[0] in _GLUED or (word[0] in _GLUED_TO_A_VERB and len(word) >= _LONG_VERB)
        if glued and word[1] in _VOWELS and len(word) > _SHORTEST + 1:
            without = families([word[1:]])[0]
            if without in self._vocabulary:
                return without
        if len(stem) >= _LONG_WORD - 1:
            forms = lacking(stem, 1)
            for form in () if self._near.keys().isdisjoint(forms) else forms:
                for known in self._near.get(form, ()):
                    if is_a_slip(stem, known):
                        return known
        heard = sound(word)
        return self._by_sound.get(heard, stem) if heard else stem

    def found(
        self,
        passage: Passage,
        mentions: Iterable[Mention] = (),
        tokens: list[Token] | None = None,
        *,
        landmarks: bool = False,
    ) -> Iterator[Found]:
        """The phrases of a passage from left to right, the longest where several begin; none inside another.

        `tokens` are those of the passage, when they were read already; `landmarks` counts what only says
        where.
        """
        tokens = read_tokens(passage) if tokens is None else tokens
        vocabulary = self._vocabulary
        stems = [
            each.stem if each.stem in vocabulary else self.corrected(each.stem, each.word) for each in tokens
        ]
        written = [each.word for each in tokens]
        named = {at for mention in mentions for at in range(mention.first, mention.last + 1)}
        begin, begin_exactly = self._families.following, self._exact.following
        at = 0
        while at < len(tokens):
            length = 1
            begins = stems[at] in begin or written[at] in begin_exactly
            if begins and not tokens[at].in_street and (landmarks or not tokens[at].in_passing):
                found = _walk(self._families, stems, at) + _walk(self._exact, written, at)
                if found:
                    length = max(long for long, _ in found)
                    own = (
                        {one.theme for long, node in found if long == length for one in node.meanings}
                        if len(found) > 1
                        else frozenset()
                    )
                    for long, node in found:
                        span = tokens[at : at + long]
                        means = (
                            node.meanings
                            if long == length
                            else [each for each in node.meanings if each.theme in own]
                        )
                        if means := _counting(means, span, named):
                            yield _found(means, span, tuple(stems[at : at + long]), passage)
            at += length


def _walk(node: _Node, stream: list[str], at: int) -> list[tuple[int, _Node]]:
    """Every phrase that begins there, with its length in words."""
    found: list[tuple[int, _Node]] = []
    start = at
    while at < len(stream) and (following := node.following.get(stream[at])) is not None:
        node, at = following, at + 1
        if node.meanings:
            found.append((at - start, node))
    return found


def _phrases(theme: Theme) -> Iterator[tuple[str, Meaning]]:
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("sure", theme.sure),
        ("sign", theme.signs),
        ("context", theme.context),
        ("against", theme.against),
    )
    for kind, phrases in kinds:
        for phrase in phrases:
            yield phrase, Meaning(theme.key, kind)
    for number, halves in enumerate(theme.pairs):
        for side, half in enumerate(halves):
            for phrase in half:
                yield phrase, Meaning(theme.key, "half", (number, side))


def _counting(meanings: list[Meaning], span: list[Token], named: set[int]) -> list[Meaning]:
    """The meanings that count: the name of a building is a place, it says what for beside something else."""
    if named and named.issuperset([token.at for token in span]):
        return [each for each in meanings if each.kind not in ("sure", "sign")]
    return meanings


def _found(meanings: list[Meaning], span: list[Token], parts: tuple[str, ...], passage: Passage) -> Found:
    first = span[0]
    slip = any(token.stem != part for token, part in zip(span, parts, strict=True))
    written = passage.original(first.start, span[-1].end)
    weight = first.weight if len(span) == 1 else min([token.weight for token in span])
    return Found(meanings, parts, written, passage.where, slip, first.sentence, first.clause, weight)


def is_a_slip(stem: str, known: str) -> bool:
    """Whether a family nobody knows is a known one with a letter too few or too many, or a long one with one
    wrong. Linear in `stem`.
    """
    if stem[:2] != known[:2] or OSA.distance(stem, known) != 1:
        return False
    # Another ending is another word: « pourriez » is no « pourri », « nounours » no « nounou ».
    if stem.startswith(known) or known.startswith(stem) or stem[:-1] == known[:-1]:
        return False
    return len(stem) != len(known) or len(known) >= _LONG_WORD + 2
