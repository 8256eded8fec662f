"""Routing written in the most obvious way, against which the compiled index is compared.

Every rule is looked at, every keyword tried at every word, every name at every window of words with the
real edit distance, every pattern by itself. Slow, short, and sharing no index with dispatch.rules.index.
"""

from __future__ import annotations

from functools import cache

import re2
from rapidfuzz.distance import OSA

from dispatch.rules.conditions import Evidence, compile_condition, holds
from dispatch.rules.decision import Decision, Facts, Step
from dispatch.rules.draft import Draft
from dispatch.rules.index import conditions_in, names_of_buildings
from dispatch.rules.keywords import THEMSELVES
from dispatch.rules.passage import Passage, stems
from dispatch.rules.patterns import fold_pattern
from dispatch.rules.place_names import (
    Mention,
    is_spelling,
    is_street_called_so,
    longest,
    mistakes_allowed_in_name,
    spell_out,
    spellings,
)
from dispatch.rules.route import settle
from dispatch.rules.themes import is_in_passing, names_a_place, themes_of
from models.folding import SMALL_WORDS, fold, words
from models.organisation import Condition, Organisation


def words_that_count(text: str) -> list[str]:
    return [word for word in words(fold(text)) if word not in SMALL_WORDS]


class Known:
    """The words of all keywords that may be written with a slip, each with its family."""

    def __init__(self, asked: list[str]) -> None:
        self.families = [(each, stems([each])[0]) for each in words_of(asked)]
        self.read = cache(self._read)

    def _read(self, word: str) -> str:
        """The family of a keyword's word that this one is a slip of, its own otherwise: an article glued to
        it, or one of two equal letters missing.
        """
        stem, families = stems([word])[0], [family for _, family in self.families]
        if stem in families or len(word) < 5 or word in THEMSELVES:
            return stem
        for each, family in self.families:
            for at in range(len(each) - 1):
                shorter = each[:at] + each[at + 1 :]
                doubled = each[at] == each[at + 1] and each[at] in "bcdfglmnprt"
                if doubled and len(shorter) >= 5 and stems([shorter])[0] == stem:
                    return family
        if len(word) > 5 and word[0] in "ld" and word[1] in "aeiouyh" and stems([word[1:]])[0] in families:
            return stems([word[1:]])[0]
        return stem


def find_keyword(keyword: str, passage: Passage, known: Known) -> str | None:
    exact = keyword.startswith("=")
    wanted = words_that_count(keyword.removeprefix("="))
    given = passage.words
    if not exact:
        wanted, given = [stems([word])[0] for word in wanted], [known.read(word) for word in given]
    for at in range(len(given) - len(wanted) + 1):
        if wanted and given[at : at + len(wanted)] == wanted:
            return passage.written(at, at + len(wanted) - 1)
    return None


def find_names(names: list[tuple[str, str]], passage: Passage) -> list[Mention]:
    given = [spell_out(word) for word in passage.words]
    found = []
    for key, name in names:
        for parts in spellings(name):
            for first in range(len(given) - len(parts) + 1):
                pairs = list(zip(given[first : first + len(parts)], parts, strict=True))
                distances = [OSA.distance(one, other) for one, other in pairs]
                if (
                    all(
                        is_spelling(one, other, distance)
                        for (one, other), distance in zip(pairs, distances, strict=True)
                    )
                    and sum(distances) <= mistakes_allowed_in_name(parts)
                    and not is_street_called_so(passage, first, parts)
                ):
                    last = first + len(parts) - 1
                    written = passage.written(first, last)
                    found.append(Mention(key, name, written, passage.where, first, last, sum(distances)))
    return longest(found)


def keywords_in(conditions: list[Condition]) -> list[str]:
    return [
        keyword
        for condition in conditions
        for keyword in (*condition.words, *condition.subject, *condition.text, *condition.reply)
    ]


def words_of(asked: list[str]) -> list[str]:
    """Every word of the keywords that may be written with a slip."""
    return [word for keyword in asked if not keyword.startswith("=") for word in words(fold(keyword))]


def look(facts: Facts, organisation: Organisation) -> Evidence:
    conditions = [one for rule in organisation.rules if rule.enabled for one in conditions_in(rule.when)]
    subject, written = Passage("subject", facts.subject), Passage("reply", facts.written)
    asked = keywords_in(conditions)
    known = Known(asked)
    keywords = {
        where: {
            keyword: found
            for keyword in asked
            if (found := find_keyword(keyword, passage, known)) is not None
        }
        for where, passage in (
            ("subject", subject),
            ("reply", written),
            ("text", Passage("text", facts.text)),
        )
    }
    patterns = {}
    for condition in conditions:
        for pattern in condition.regex:
            for passage in (written, subject):
                if found := re2.search(fold_pattern(pattern), passage.folded):
                    patterns[pattern] = (passage.where, passage.original(*found.span()))
    buildings = list(names_of_buildings(organisation))
    streets = list(
        dict.fromkeys((street, street) for one in conditions for street in one.street if street != "*")
    )
    places = [
        (
            passage,
            tuple(
                each
                for each in find_names(buildings, passage)
                if names_a_place(each, passage, organisation.town.name)
            ),
        )
        for passage in (subject, written)
    ]
    town = [("", organisation.town.name)]
    matter = frozenset(
        mention.key for passage, found in places for mention in found if not is_in_passing(mention, passage)
    )
    return Evidence(
        facts=facts,
        organisation=organisation,
        keywords=keywords,
        patterns=patterns,
        buildings=tuple(mention for _, found in places for mention in found),
        streets=(*find_names(streets, subject), *find_names(streets, written)),
        themes=themes_of(tuple((p, (*found, *find_names(town, p))) for p, found in places), matter),
        matter=matter,
    )


def obvious_route(facts: Facts, organisation: Organisation) -> Decision:
    seen = look(facts, organisation)
    draft = Draft(organisation, facts)
    for rule in organisation.rules:
        if not rule.enabled:
            continue
        why = holds(compile_condition(rule.when), seen)
        if why is None:
            draft.steps.append(Step(rule.key, False))
            continue
        draft.take(rule, why)
        if rule.stop:
            break
    settle(draft, seen)
    return draft.decide(None, {})


def is_true(condition: Condition, facts: Facts, organisation: Organisation) -> bool:
    """The meaning of a condition on words and places, as a sentence of logic, without reasons."""
    subject, written = Passage("subject", facts.subject), Passage("reply", facts.written)
    whole = Passage("text", facts.text)
    known = Known(
        keywords_in([one for rule in organisation.rules if rule.enabled for one in conditions_in(rule.when)])
    )

    def said(keywords: tuple[str, ...], *passages: Passage) -> bool:
        return not keywords or any(
            find_keyword(one, place, known) is not None for one in keywords for place in passages
        )

    def named(asked: tuple[str, ...], names: list[tuple[str, str]]) -> bool:
        keys = {mention.key for place in (subject, written) for mention in find_names(names, place)}
        return not asked or any(key in asked or "*" in asked for key in keys)

    return (
        said(condition.words, subject, written)
        and said(condition.subject, subject)
        and said(condition.reply, written)
        and said(condition.text, whole)
        and named(condition.building, list(names_of_buildings(organisation)))
        and (not condition.language or facts.language in condition.language)
        and all(is_true(part, facts, organisation) for part in condition.all)
        and (not condition.any or any(is_true(part, facts, organisation) for part in condition.any))
        and (condition.negated is None or not is_true(condition.negated, facts, organisation))
    )
