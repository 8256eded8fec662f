"""Patterns of parts of speech, run over the edges of a sentence.

A pattern reads like a regular expression whose letters are parts: `DET? WORK COP? DONE WHEN*`. Each becomes
an automaton without backtracking: a run costs at most words x edges x states, and the sets of states that
sentences lead to are worked out once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.words.orders.tokens import Words

#: Sets of states that one pattern remembers at most.
_REMEMBERED = 2_000
_SYMBOL = re.compile(r"[A-Z]+|[()|?*+]")


@dataclass(slots=True)
class Pattern:
    """One automaton; state 0 begins. `moves[state]` are (part, next state), `free[state]` states reached for nothing."""

    moves: list[list[tuple[str, int]]] = field(default_factory=list)
    free: list[list[int]] = field(default_factory=list)
    final: int = 0
    _first: frozenset[int] | None = None
    #: What each state reaches for nothing, itself included: asked once the whole automaton stands.
    _reached: dict[int, frozenset[int]] = field(default_factory=dict)
    _onward: dict[frozenset[int], dict[str, frozenset[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, written: str) -> Pattern:
        """The automaton of a pattern of ours. Raises ValueError when parentheses do not match."""
        symbols = _SYMBOL.findall(written)
        pattern = cls()
        end, at = _alternatives(pattern, symbols, 0, pattern.new())
        if at != len(symbols):
            raise ValueError(f"unbalanced pattern: {written}")
        pattern.final = end
        return pattern

    def new(self) -> int:
        self.moves.append([])
        self.free.append([])
        return len(self.moves) - 1

    def ends(self, words: Words, start: int) -> set[int]:
        """Every word position at which a run from `start` may end."""
        count = len(words.tokens)
        reached: dict[int, set[frozenset[int]]] = {start: {self.begin()}} if start < count else {}
        ended: set[int] = set()
        for at in range(start, count + 1):
            if not reached:
                break
            sets = reached.pop(at, None)
            if not sets:
                continue
            states = sets.pop() if len(sets) == 1 else frozenset().union(*sets)
            if self.final in states and at > start:
                ended.add(at)
            if at == count:
                break
            moves = self.moves_from(states)
            for edge in words.edges[at]:
                if (onward := moves.get(edge.part)) is not None:
                    reached.setdefault(edge.end, set()).add(onward)
        return ended

    def begin(self) -> frozenset[int]:
        """The states in which a run begins."""
        if self._first is None:
            self._first = self._closure({0})
            self.moves_from(self._first)
        return self._first

    def moves_from(self, states: frozenset[int]) -> dict[str, frozenset[int]]:
        """Where each part leads from these states; worked out once for each set of states that is met."""
        known = self._onward.get(states)
        if known is None:
            targets: dict[str, set[int]] = {}
            for state in states:
                for part, to in self.moves[state]:
                    targets.setdefault(part, set()).add(to)
            known = {part: self._closure(to) for part, to in targets.items()}
            if len(self._onward) >= _REMEMBERED:
                self._onward.clear()
            self._onward[states] = known
        return known

    def _closure(self, states: set[int]) -> frozenset[int]:
        reached = [self._reached.get(state) or self._reached_from(state) for state in states]
        return reached[0] if len(reached) == 1 else frozenset().union(*reached)

    def _reached_from(self, state: int) -> frozenset[int]:
        waiting, found = [state], {state}
        while waiting:
            for onward in self.free[waiting.pop()]:
                if onward not in found:
                    found.add(onward)
                    waiting.append(onward)
        self._reached[state] = frozenset(found)
        return self._reached[state]


def _alternatives(pattern: Pattern, symbols: list[str], at: int, start: int) -> tuple[int, int]:
    end = pattern.new()
    while True:
        current = start
        while at < len(symbols) and symbols[at] not in "|)":
            current, at = _one(pattern, symbols, at, current)
        pattern.free[current].append(end)
        if at < len(symbols) and symbols[at] == "|":
            at += 1
            continue
        return end, at


def _one(pattern: Pattern, symbols: list[str], at: int, start: int) -> tuple[int, int]:
    begin = pattern.new()
    pattern.free[start].append(begin)
    if symbols[at] == "(":
        end, at = _alternatives(pattern, symbols, at + 1, begin)
        if at >= len(symbols) or symbols[at] != ")":
            raise ValueError("a parenthesis is not closed")
    else:
        end = pattern.new()
        pattern.moves[begin].append((symbols[at], end))
    at += 1
    if at < len(symbols) and symbols[at] in "?*+":
        if symbols[at] in "?*":
            pattern.free[begin].append(end)
        if symbols[at] in "*+":
            pattern.free[end].append(begin)
        at += 1
    after = pattern.new()
    pattern.free[end].append(after)
    return after, at
