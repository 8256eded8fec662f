"""Where a message belongs: one pass over the rules, then what buildings, mailboxes and types say (p).

Total: whatever the message and the organisation, a Decision comes out. Order of what settles the
service: a rule, the request type, the mailbox written to, the building named, the town's default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import re2

from dispatch.conditions import Evidence, holds
from dispatch.decision import Decision, Facts, Reason, Step
from dispatch.draft import Draft
from dispatch.keywords import KeywordFinder
from dispatch.names import Mention, NameFinder
from dispatch.passage import Passage
from models.folding import fold
from models.organisation import Condition, Organisation, Rule


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """A condition and all those nested in it."""
    yield condition
    for inner in (*condition.all, *condition.any, *((condition.negated,) if condition.negated else ())):
        yield from conditions_in(inner)


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    return options


def compile_pattern(pattern: str) -> re2._Regexp:
    """An administrator's regular expression as RE2, folded as texts are. Raises re2.error."""
    return re2.compile(_fold_pattern(pattern), _options())


def _fold_pattern(pattern: str) -> str:
    # Only letters are folded, and not those after a backslash: \S and \s are different things.
    folded: list[str] = []
    escaped = False
    for character in pattern:
        folded.append(character if escaped else fold(character) or character)
        escaped = character == "\\" and not escaped
    return "".join(folded)


@dataclass(frozen=True, eq=False)
class RuleIndex:
    """Everything of one version of the organisation that routing needs, compiled once and shared by threads."""

    organisation: Organisation

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are looked at, in order."""
        return tuple(rule for rule in self.organisation.rules if rule.enabled)

    @cached_property
    def _conditions(self) -> list[Condition]:
        return [condition for rule in self.rules for condition in conditions_in(rule.when)]

    @cached_property
    def _keywords(self) -> KeywordFinder:
        return KeywordFinder(
            keyword
            for one in self._conditions
            for keyword in (*one.words, *one.subject, *one.text, *one.reply)
        )

    @cached_property
    def _patterns(self) -> dict[str, re2._Regexp]:
        found: dict[str, re2._Regexp] = {}
        for condition in self._conditions:
            for pattern in condition.regex:
                try:
                    found[pattern] = compile_pattern(pattern)
                except re2.error:
                    # `check` refuses it; an organisation that slipped through still routes.
                    continue
        return found

    @cached_property
    def _buildings(self) -> NameFinder:
        return NameFinder(
            (building.key, name)
            for building in self.organisation.buildings
            if not building.closed
            for name in (building.name, *building.aliases, *_numbered(building.address))
        )

    @cached_property
    def _streets(self) -> NameFinder:
        return NameFinder((street, street) for one in self._conditions for street in one.street)

    def look(self, facts: Facts) -> Evidence:
        """Everything the rules may ask about one message, found in one go."""
        subject = Passage("subject", facts.subject)
        written = Passage("reply", facts.written)
        whole = written if facts.text == facts.written else Passage("text", facts.text)
        keywords = {
            "subject": self._keywords.find(subject),
            "reply": self._keywords.find(written),
        }
        keywords["text"] = keywords["reply"] if whole is written else self._keywords.find(whole)
        return Evidence(
            facts=facts,
            organisation=self.organisation,
            subject=subject,
            written=written,
            whole=whole,
            keywords=keywords,
            patterns=self._find_patterns((subject, written)),
            buildings=(*self._buildings.find(subject), *self._buildings.find(written)),
            streets=(*self._streets.find(subject), *self._streets.find(written)),
        )

    def _find_patterns(self, passages: tuple[Passage, ...]) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for pattern, compiled in self._patterns.items():
            for passage in passages:
                match = compiled.search(passage.folded)
                if match:
                    found[pattern] = (passage.where, passage.original(*match.span()))
                    break
        return found


def _numbered(address: str) -> tuple[str, ...]:
    first_line = address.partition(",")[0]
    return (first_line,) if first_line[:1].isdigit() else ()


def compile_rules(organisation: Organisation) -> RuleIndex:
    """The index of one version of the organisation; make it once, use it for every message."""
    return RuleIndex(organisation)


def route(facts: Facts, index: RuleIndex, loads: Mapping[str, int] | None = None, turn: int = 0) -> Decision:
    """Where the message belongs, and every step that led there.

    `loads` counts each agent's open requests; `turn` is how many requests the service has had (round robin).
    """
    seen = index.look(facts)
    draft = Draft(index.organisation, facts)
    for rule in index.rules:
        why = holds(rule.when, seen)
        if why is None:
            draft.steps.append(Step(rule.key, False))
            continue
        draft.take(rule, why)
        if rule.stop:
            break
    draft.settle(_mentioned(seen.buildings))
    return draft.decide(loads, turn)


def _mentioned(buildings: tuple[Mention, ...]) -> tuple[str, Reason] | None:
    first = next(iter(buildings), None)
    return (first.key, Reason("building", first.where, (first.written,), first.key)) if first else None
