"""Administrators' regular expressions: RE2 only, so no pattern can take more than linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable

import re2

from dispatch.rules.passage import Passage
from models.folding import fold

#: What keeps its case: `\S`, `\pL`, `\p{Greek}`, `\x{E9}`, and any other escaped character.
_ESCAPED = re.compile(r"\\(?:[pPx]\{[^}]*\}|[pP].|.)", re.DOTALL)


def fold_pattern(pattern: str) -> str:
    """The pattern folded as texts are, what stands after a backslash excepted. Linear in `pattern`."""
    folded: list[str] = []
    at = 0
    for escaped in _ESCAPED.finditer(pattern):
        folded += [fold(pattern[at : escaped.start()]), escaped[0]]
        at = escaped.end()
    return "".join((*folded, fold(pattern[at:])))


def _options() -> re2.Options:
    options = re2.Options()
    # Its log goes to stderr and shows the pattern; errors come as exceptions all the same.
    options.log_errors = False
    return options


def compile_pattern(pattern: str) -> re2._Regexp:
    """One pattern ready to search folded text. Raises re2.error when RE2 does not understand it."""
    return re2.compile(fold_pattern(pattern), _options())


class PatternFinder:
    """Every pattern of a rule set, tried together in one pass; only those that match are searched for
    words.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._compiled: list[tuple[str, re2._Regexp]] = []
        self._set = re2.Set.SearchSet(_options())
        for pattern in dict.fromkeys(patterns):
            try:
                compiled = compile_pattern(pattern)
                self._set.Add(fold_pattern(pattern))
            except re2.error:
                # The check refuses it; an organisation that slipped through still routes.
                continue
            self._compiled.append((pattern, compiled))
        if self._compiled:
            self._set.Compile()

    def find(self, passages: Iterable[Passage]) -> dict[str, tuple[str, str]]:
        """Each pattern that matches, with the first place where it does and the words it found there."""
        found: dict[str, tuple[str, str]] = {}
        if not self._compiled:
            return found
        for passage in passages:
            for at in sorted(self._set.Match(passage.folded) or ()):
                pattern, compiled = self._compiled[at]
                if pattern in found:
                    continue
                match = compiled.search(passage.folded)
                if match:
                    found[pattern] = (passage.where, passage.original(*match.span()))
        return found
