"""Words of a sentence, and the parts that they may play as edges between word positions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word or separator of a sentence, and where it stands in the folded text."""

    text: str
    start: int
    end: int
    capital: bool = False
    #: Whether it is written with an accent on its last « e ».
    accented: bool = False
    #: Whether it is written as a regular participle is, with its accent: « réparé », « posées ».
    participle: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """From one word position to another: the part those words may play. `value`: what they name."""

    end: int
    part: str
    value: object = None


class Found:
    """The edges found so far, by the word at which they begin."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.edges: list[list[Edge]] = [[] for _ in tokens]
        self._at_start = {token.start: at for at, token in enumerate(tokens)}
        self._at_end = {token.end: at + 1 for at, token in enumerate(tokens)}

    def mark(self, start: int, end: int, part: str, value: object = None) -> None:
        """An edge over characters of the folded text, when words begin and end there."""
        begins, ends = self._at_start.get(start), self._at_end.get(end)
        if begins is not None and ends is not None and ends > begins:
            self.edges[begins].append(Edge(ends, part, value))
