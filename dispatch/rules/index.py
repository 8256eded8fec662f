"""One version of the organisation, compiled for routing."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator

from dispatch.rules.addresses.streets import Streets
from dispatch.rules.conditions import Evidence, Seen, Test, compile_condition
from dispatch.rules.decision import Facts, Step, Words
from dispatch.rules.keywords import KeywordFinder
from dispatch.rules.passage import Passage
from dispatch.rules.patterns import PatternFinder
from dispatch.rules.place_names import NameFinder
from dispatch.rules.themes import is_in_passing, names_a_place, themes_of
from models.organisation import Condition, Organisation, Rule

#: Something that can be found in a message: the kind of finder, and what it finds.
Atom = tuple[str, str]
_ANY = "*"
#: Words whose finds are remembered, those of some batches: a message is looked at for its place, for
#: incidents and for storms, and before it is decided.
_REMEMBERED = 256


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """A condition and all those nested in it."""
    yield condition
    for inner in (*condition.all, *condition.any, *((condition.negated,) if condition.negated else ())):
        yield from conditions_in(inner)


def needs(condition: Condition) -> frozenset[Atom] | None:
    """Atoms of which at least one must be found for the condition to hold; None when that cannot be told."""
    known = [
        frozenset(("keyword", word) for word in asked)
        for asked in (condition.words, condition.subject, condition.text, condition.reply)
        if asked
    ]
    known += [
        frozenset((kind, one) for one in asked)
        for kind, asked in (
            ("pattern", condition.regex),
            ("building", condition.building),
            ("street", condition.street),
            ("theme", condition.theme),
        )
        if asked
    ]
    known += [inner for part in condition.all if (inner := needs(part)) is not None]
    branches = [needs(part) for part in condition.any]
    if branches and all(branch is not None for branch in branches):
        known.append(frozenset().union(*(branch for branch in branches if branch is not None)))
    return min(known, key=len, default=None)


def names_of_buildings(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Every name by which a building in use may be called: its own, aliases, and an address with a number."""
    for building in organisation.buildings:
        if not building.closed:
            first_line = building.address.partition(",")[0]
            for name in (
                building.name,
                *building.aliases,
                *([first_line] if first_line[:1].isdigit() else []),
            ):
                yield building.key, name


class RuleIndex:
    """Everything routing needs of one organisation, made once, read by many threads."""

    def __init__(self, organisation: Organisation, streets: Streets | None = None) -> None:
        self.organisation = organisation
        #: The streets of the town's register of addresses.
        self.streets = streets if streets is not None else Streets()
        #: The rules that are looked at, in order.
        self.rules: tuple[Rule, ...] = tuple(rule for rule in organisation.rules if rule.enabled)
        #: The step each leaves when it does not match.
        self.misses: tuple[Step, ...] = tuple(Step(rule.key, False) for rule in self.rules)
        self.tests: tuple[Test, ...] = tuple(compile_condition(rule.when) for rule in self.rules)
        conditions = [one for rule in self.rules for one in conditions_in(rule.when)]
        self._keywords = KeywordFinder(
            word for one in conditions for word in (*one.words, *one.subject, *one.text, *one.reply)
        )
        self._patterns = PatternFinder(pattern for one in conditions for pattern in one.regex)
        self._buildings = NameFinder(names_of_buildings(organisation))
        self._town = NameFinder((("", organisation.town.name),))
        self._streets = NameFinder(
            (street, street) for one in conditions for street in one.street if street != _ANY
        )
        #: By which other processes know what it was made of.
        self.name = secrets.token_hex(8)
        self._lock = threading.Lock()
        self._seen: dict[Words, Seen] = {}
        self._by_atom: dict[Atom, list[int]] = {}
        self._always: list[int] = []
        for at, rule in enumerate(self.rules):
            atoms = needs(rule.when)
            if atoms is None:
                self._always.append(at)
            for atom in atoms or ():
                self._by_atom.setdefault(atom, []).append(at)

    def look(self, facts: Facts) -> Evidence:
        """Everything the rules may ask about one message, found in one go."""
        return Evidence.of(facts, self.organisation, self.seen_in(facts.words))

    def seen_in(self, words: Words) -> Seen:
        """What the rules see in words, looked for once."""
        known = self._seen.get(words)
        if known is None:
            known = self._see(words)
            self.remember(words, known)
        return known

    def knows(self, words: Words) -> bool:
        """Whether it was looked already what is in these words."""
        return words in self._seen

    def remember(self, words: Words, seen: Seen) -> None:
        """Keep what was seen in words, here or by an index of the same organisation elsewhere."""
        with self._lock:
            if len(self._seen) >= _REMEMBERED:
                del self._seen[next(iter(self._seen))]
            self._seen[words] = seen

    def _see(self, words: Words) -> Seen:
        subject = Passage("subject", words.subject)
        written = Passage("reply", words.written)
        whole = written if words.text == words.written else Passage("text", words.text)
        keywords = {"subject": self._keywords.find(subject), "reply": self._keywords.find(written)}
        keywords["text"] = keywords["reply"] if whole is written else self._keywords.find(whole)
        town = self.organisation.town.name
        places = tuple(
            (passage, tuple(each for each in found if names_a_place(each, passage, town)))
            for passage, found in ((place, self._buildings.find(place)) for place in (subject, written))
        )
        names = tuple((passage, (*mentions, *self._town.find(passage))) for passage, mentions in places)
        matter = frozenset(
            mention.key
            for passage, mentions in places
            for mention in mentions
            if not is_in_passing(mention, passage)
        )
        return Seen(
            keywords=keywords,
            patterns=self._patterns.find((subject, written)),
            buildings=tuple(mention for _, mentions in places for mention in mentions),
            themes=themes_of(names, matter),
            matter=matter,
            streets=(*self._streets.find(subject), *self._streets.find(written)),
        )

    def candidates(self, seen: Evidence) -> set[int]:
        """Positions of the rules that can hold; the others need something which is not there."""
        found = set(self._always)
        atoms: list[Atom] = [("keyword", word) for place in seen.keywords.values() for word in place]
        atoms += [("pattern", pattern) for pattern in seen.patterns]
        for kind, mentions in (("building", seen.buildings), ("street", seen.streets)):
            atoms += [(kind, mention.key) for mention in mentions]
            if mentions:
                atoms.append((kind, _ANY))
        atoms += [("theme", key) for key in seen.themes]
        for atom in atoms:
            found.update(self._by_atom.get(atom, ()))
        return found
