"""What a message is about, by the words of the library of themes.

A theme holds with two points: a phrase that means it and nothing else gives two, a word that speaks for it
one (each half as much again in the subject), where it happens one more. Inside a longer phrase, inside the
name of a street or of a building, and after « devant », « près de »… a word says nothing of the matter.

One pass over the first `LOOKED_AT_WORDS` words of each place; every word is looked up in dictionaries, and a
word of seven letters and more that nobody knows may have one letter wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from dispatch.rules.passage import Passage, stems
from dispatch.rules.place_names import WAYS, Mention
from models.folding import SMALL_WORDS, fold, word_spans, words
from models.organisation.themes import DANGER, THEMES, Theme

LOOKED_AT_WORDS = 400
#: What a phrase counts, and how much more it does in the subject.
SURE, SURE_WITH_A_SLIP, SIGN, CONTEXT, FIRST = 2.0, 1.5, 1.0, 1.0, 0.5
_IN_SUBJECT = 1.5
#: From so many points on a message is about a theme.
ENOUGH = 2.0
_LONG_WORD = 7
#: A marker of a second matter among the first words opens the first one: « Sinon bonjour », « Suite à… ».
_FIRST_WORDS = 4
_BEFORE_A_PLACE = frozenset(
    [
        "devant",
        "derriere",
        "pres",
        "cote",
        "face",
        "vers",
        "niveau",
        "hauteur",
        "angle",
        "coin",
        "proximite",
        "proche",
        "autour",
        "entre",
        "jouxte",
        "jouxtant",
        "loin",
        "depassant",
        "apres",
        "longeant",
        "near",
        "behind",
        "opposite",
        "outside",
        "beside",
    ]
)
_BETWEEN = frozenset(
    [
        "mon",
        "ma",
        "mes",
        "notre",
        "nos",
        "votre",
        "vos",
        "chez",
        "ce",
        "cet",
        "cette",
        "leur",
        "leurs",
        "son",
        "sa",
        "ses",
        "numero",
        "n",
        "tout",
        "toute",
    ]
)
#: After one of these comes another matter, or what only goes with the first.
_AND_ALSO = frozenset(
    [
        "ensuite",
        "ailleurs",
        "passage",
        "outre",
        "deuxiemement",
        "secundo",
        "ps",
        "enfin",
        "profite",
        "sinon",
        "accessoirement",
        "besides",
        "also",
    ]
)
#: What is said second counts so much.
_SECOND = 0.5
#: A place whose name begins so is not a building with doors and heating.
_OUTDOORS = frozenset(
    stem
    for stem in stems(
        [
            "parc",
            "square",
            "place",
            "terrain",
            "court",
            "courts",
            "boulodrome",
            "skatepark",
            "skate",
            "etang",
            "cimetiere",
            "pont",
            "jardin",
            "aire",
            "monument",
            "lavoir",
            "camping",
            "gare",
            "plan",
            "stade",
            "piste",
            "parking",
            "quai",
            "ancien",
            "vieux",
            "nouveau",
        ]
    )
)
#: Words between the words of a phrase that change nothing: « l'arbre est tombé », « la rue est très sale ».
_FILLING = frozenset(
    [
        "est",
        "sont",
        "etait",
        "etaient",
        "ont",
        "ete",
        "avait",
        "avaient",
        "tres",
        "completement",
        "totalement",
        "tout",
        "vraiment",
    ]
)
Kind = Literal["sure", "sign", "context"]


class _Entry(NamedTuple):
    parts: tuple[str, ...]
    theme: str
    kind: Kind
    exact: bool


_UNSEEN = SMALL_WORDS | _FILLING


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase found: what it is in the library, how the person wrote it, and where."""

    theme: str
    kind: Kind
    parts: tuple[str, ...]
    written: str
    where: str
    #: Whether a word of it was written with a slip.
    has_slip: bool = False
    #: Whether it is said of a second matter.
    is_second: bool = False


@dataclass(slots=True)
class Score:
    """How much speaks for one theme, and which words."""

    theme: Theme
    points: float = 0.0
    #: Points without the context.
    own_points: float = 0.0
    written: list[tuple[str, str]] = field(default_factory=list)
    has_context: bool = False

    @property
    def holds(self) -> bool:
        """Whether the message is about it."""
        return self.points >= ENOUGH


@dataclass(frozen=True, slots=True)
class Token:
    """A word that counts: its family, its place among `Passage.words`, and whether it only says where."""

    word: str
    stem: str
    at: int
    start: int
    end: int
    in_street: bool
    in_passing: bool
    is_second: bool


class ThemeFinder:
    """All phrases of some themes, ready to be looked for together."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.themes = {theme.key: theme for theme in themes}
        self._by_first: dict[str, list[_Entry]] = {}
        vocabulary: set[str] = set()
        for theme in self.themes.values():
            kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (
                ("sure", theme.sure),
                ("sign", theme.signs),
                ("context", theme.context),
            )
            for kind, phrases in kinds:
                for phrase in phrases:
                    exact = phrase.startswith("=")
                    found = [word for word in words(fold(phrase)) if word not in _UNSEEN]
                    parts = tuple(found if exact else stems(found))
                    self._by_first.setdefault(parts[0], []).append(_Entry(parts, theme.key, kind, exact))
                    vocabulary.update(parts)
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry.parts))
        self._vocabulary = frozenset(vocabulary)
        self._near: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) >= _LONG_WORD - 1 and word.isalpha():
                for form in _lacking_one(word):
                    self._near.setdefault(form, []).append(word)

    def corrected(self, stem: str) -> str:
        """The family as the library knows it: itself, or the one it is a letter away from."""
        if len(stem) < _LONG_WORD - 1 or stem in self._vocabulary or not stem.isalpha():
            return stem
        for form in _lacking_one(stem):
            for known in self._near.get(form, ()):
                if is_a_slip(stem, known):
                    return known
        return stem

    def find(
        self, passage: Passage, mentions: Iterable[Mention] = (), tokens: list[Token] | None = None
    ) -> Iterator[Hit]:
        """The phrases of a passage from left to right, the longest where several begin; none inside another.

        `tokens` are those of the passage, when they were read already.
        """
        tokens = read_tokens(passage) if tokens is None else tokens
        families = [self.corrected(token.stem) for token in tokens]
        named = {at for mention in mentions for at in range(mention.first, mention.last + 1)}
        at = 0
        while at < len(tokens):
            length = 0
            for entry in self._by_first.get(families[at], ()) if not tokens[at].in_street else ():
                if len(entry.parts) < length:
                    break
                if tuple(families[at : at + len(entry.parts)]) == entry.parts and not entry.exact:
                    length = len(entry.parts)
                    yield from _hit(entry, tokens, at, passage, named)
            for entry in self._by_first.get(tokens[at].word, ()) if not tokens[at].in_street else ():
                if entry.exact and entry.parts == (tokens[at].word,) and length <= 1:
                    length = 1
                    yield from _hit(entry, tokens, at, passage, named)
            at += max(length, 1)


def _hit(entry: _Entry, tokens: list[Token], at: int, passage: Passage, named: set[int]) -> Iterator[Hit]:
    span = tokens[at : at + len(entry.parts)]
    if span[0].in_passing or (entry.kind != "context" and named.issuperset(token.at for token in span)):
        return
    written = passage.original(span[0].start, span[-1].end)
    slip = not entry.exact and entry.parts != tuple(token.stem for token in span)
    yield Hit(entry.theme, entry.kind, entry.parts, written, passage.where, slip, span[0].is_second)


def read_tokens(passage: Passage) -> list[Token]:
    """The words of a passage that can be part of a phrase, with what each is to the sentence."""
    found: list[tuple[str, int, int, int, bool, bool, bool]] = []
    street = second = False
    after_way = 0
    passing = False
    count = -1
    for word, start, end in word_spans(passage.folded):
        if word in SMALL_WORDS:
            street = street or after_way == 1
            continue
        count += 1
        if word in _FILLING:
            continue
        in_street = after_way == 1 and word not in WAYS and word not in _BETWEEN
        # « rue Pasteur » as « rue de la Gare »; in a subject capitals say nothing.
        in_street = in_street and (
            street or (passage.where != "subject" and passage.original(start, end)[:1].isupper())
        )
        found.append((word, count, start, end, in_street, passing, second))
        if len(found) >= LOOKED_AT_WORDS:
            break
        after_way = 1 if word in WAYS else 0
        street = False
        second = second or (word in _AND_ALSO and len(found) > _FIRST_WORDS)
        passing = word in _BEFORE_A_PLACE or (passing and word in _BETWEEN)
    families = stems([word for word, *_ in found])
    return [
        Token(word, family, at, start, end, in_street, passing, second)
        for family, (word, at, start, end, in_street, passing, second) in zip(families, found, strict=True)
    ]


def is_in_passing(mention: Mention, passage: Passage) -> bool:
    """Whether a place only says where: « devant l'école », « près de la gare »."""
    before = mention.first - 1
    while before >= 0 and passage.words[before] in _BETWEEN:
        before -= 1
    return before >= 0 and passage.words[before] in _BEFORE_A_PLACE


def is_a_slip(stem: str, known: str) -> bool:
    """Whether a family nobody knows is a known one with a letter too few or too many,
    or a long one with one wrong.
    """
    if stem[:2] != known[:2] or OSA.distance(stem, known) != 1:
        return False
    return len(stem) != len(known) or len(known) >= _LONG_WORD + 2


def is_outdoors(name: str) -> bool:
    """Whether a place of that name is in the open air: a park, a square, a pitch."""
    return any(stem in _OUTDOORS for stem in stems(words(fold(name))[:2]))


def _lacking_one(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))]


@cache
def library() -> ThemeFinder:
    """The finder of all themes, made at the first message."""
    return ThemeFinder(THEMES.values())


@cache
def dangers() -> ThemeFinder:
    """The finder of immediate danger, which other phrases do not hide."""
    return ThemeFinder((DANGER,))


def score(
    finder: ThemeFinder,
    passages: Iterable[tuple[Passage, tuple[Mention, ...], list[Token]]],
    *,
    in_building: bool = False,
) -> dict[str, Score]:
    """The themes for which anything speaks, in passages with the names and the words in them.

    `in_building` says that a building is what the message is about.
    """
    best: dict[str, dict[tuple[str, ...], tuple[float, Hit]]] = {}
    contexts: dict[str, list[Hit]] = {}
    first: Hit | None = None
    for hit in chain.from_iterable(finder.find(*passage) for passage in passages):
        if hit.kind == "context":
            contexts.setdefault(hit.theme, []).append(hit)
            continue
        points = SIGN if hit.kind != "sure" else SURE_WITH_A_SLIP if hit.has_slip else SURE
        points *= _IN_SUBJECT if hit.where == "subject" else _SECOND if hit.is_second else 1
        known = best.setdefault(hit.theme, {}).get(hit.parts)
        if known is None or known[0] < points:
            best[hit.theme][hit.parts] = (points, hit)
        if first is None and hit.kind == "sure":
            first = hit
    scores: dict[str, Score] = {}
    for key, hits in best.items():
        theme = finder.themes[key]
        # One word is one reason: what is a sign is not the context too.
        where = next((hit for hit in contexts.get(key, ()) if hit.parts not in hits), None)
        has_context = where is not None or (in_building and key == "panne-batiment")
        counted = [
            (points, hit)
            for points, hit in hits.values()
            if hit.kind == "sure" or has_context or not theme.needs_context
        ]
        if not counted:
            continue
        own = sum(points for points, _ in counted) + (FIRST if first and first.theme == key else 0)
        written = [(hit.where, hit.written) for _, hit in counted]
        if where is not None:
            written.append((where.where, where.written))
        scores[key] = Score(theme, own + (CONTEXT if has_context else 0), own, written, has_context)
    return scores


def themes_of(
    places: tuple[tuple[Passage, tuple[Mention, ...]], ...], matter: frozenset[str]
) -> dict[str, Score]:
    """What a message is about: the library's themes and danger, by key;
    `matter` are the buildings it is about.
    """
    named = {mention.key: mention for _, mentions in reversed(places) for mention in mentions}
    in_building = any(not is_outdoors(named[key].name) for key in matter)
    read = [(passage, mentions, read_tokens(passage)) for passage, mentions in places]
    return {**score(library(), read, in_building=in_building), **score(dangers(), read)}
