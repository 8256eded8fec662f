"""The three charts there are: lines from month to month, bars in parts, and how long things took (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.queries.figures.drawn.shapes import (
    SIZE,
    WIDTH,
    Box,
    Dot,
    Filling,
    Ink,
    Line,
    Picture,
    Point,
    Shape,
    Words,
    breadth,
    fitted,
)

#: Height of one row of bars, of its bar, and where the bar begins below the row's words.
_ROW, _BAR, _BELOW = 42.0, 14.0, 20.0
#: Where the lines are drawn: right of the scale, below the legend.
_LEFT, _TOP, _DEEP, _RIGHT = 40.0, 44.0, 150.0, WIDTH - 14.0
#: Lines of the scale at most, and names of months that fit below.
_STEPS, _NAMES = 4, 4
_PARTS: tuple[tuple[Ink, Filling], ...] = (("first", "solid"), ("first", "frame"), ("alarm", "hatched"))


@dataclass(frozen=True, slots=True)
class Said:
    """What a chart is called, and what it shows, in a sentence for whoever does not see it."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Parts:
    """One bar: at most three counts, and what stands at the end of its row."""

    label: str
    counts: tuple[int, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Span:
    """How long things took: `half` of them less than one, nine of ten less than the other; in one unit."""

    label: str
    half: float
    most: float
    shown: str


def lines(
    said: Said, names: Sequence[str], first: tuple[str, Sequence[int]], second: tuple[str, Sequence[int]]
) -> Picture:
    """Two counts from month to month; the second is dashed, with square marks."""
    top = _top(max((*first[1], *second[1]), default=0))
    shapes: list[Shape] = [*_scale(top), *_legend([(first[0], "first", False), (second[0], "second", True)])]
    across = (_RIGHT - _LEFT) / max(1, len(names) - 1)

    def at(place: int, value: int) -> Point:
        x = (_LEFT + _RIGHT) / 2 if len(names) == 1 else _LEFT + place * across
        return x, _TOP + _DEEP * (1 - value / top)

    inks: tuple[tuple[Sequence[int], Ink, bool], ...] = (
        (second[1], "second", True),
        (first[1], "first", False),
    )
    for values, ink, is_second in inks:
        points = tuple(at(place, value) for place, value in enumerate(values))
        shapes.append(Line(points, ink, 2.5, dashed=is_second))
        shapes += [Dot(x, y, ink, square=is_second) for x, y in points]
    every = -(-len(names) // _NAMES) if names else 1
    for place, name in enumerate(names):
        # From the last month backwards: that one is always named.
        if (len(names) - 1 - place) % every == 0:
            x, _ = at(place, 0)
            half = breadth(name, 11) / 2
            shapes.append(
                Words(min(max(x, half), WIDTH - half), _TOP + _DEEP + 18, name, "soft", 11, "middle")
            )
    return Picture(said.name, said.title, said.description, _TOP + _DEEP + 28, tuple(shapes))


def bars(said: Said, parts: Sequence[str], rows: Sequence[Parts]) -> Picture:
    """A bar for each row, in parts: the first filled, the second a frame, the third hatched."""
    longest = max((sum(row.counts) for row in rows), default=0)
    shapes: list[Shape] = _key(parts)
    for place, row in enumerate(rows):
        y = 34.0 + place * _ROW
        shapes += _titled(row.label, row.shown, y)
        x = 0.0
        for count, (ink, filling) in zip(row.counts, _PARTS, strict=False):
            if count and longest:
                width = max(2.0, WIDTH * count / longest)
                width = min(width, WIDTH - x)
                # A frame is drawn within its box, and none over its neighbour.
                shapes.append(Box(x, y + _BELOW, width, _BAR, ink, filling))
                x += width
    return Picture(said.name, said.title, said.description, 34.0 + len(rows) * _ROW, tuple(shapes))


def spans(said: Said, names: tuple[str, str], rows: Sequence[Span]) -> Picture:
    """For each row a bar as long as half took, and a line on to what nine of ten took."""
    longest = max((row.most for row in rows), default=0.0)
    shapes: list[Shape] = [
        Box(0, 5, 22, 10, "first", "solid"),
        Words(28, 15, names[0], "soft", 12),
    ]
    x = 28 + breadth(names[0], 12) + 16
    shapes += [*_whisker(x, x + 26, 10), Words(x + 34, 15, names[1], "soft", 12)]
    for place, row in enumerate(rows):
        y = 34.0 + place * _ROW
        shapes += _titled(row.label, row.shown, y)
        if longest > 0:
            half, most = ((WIDTH - 2) * value / longest for value in (row.half, row.most))
            middle = y + _BELOW + _BAR / 2
            shapes.append(Box(0, y + _BELOW + 2, max(half, 2.0), _BAR - 4, "first", "solid"))
            if most > half + 1:
                shapes += _whisker(max(half, 2.0), most, middle)
    return Picture(said.name, said.title, said.description, 34.0 + len(rows) * _ROW, tuple(shapes))


def _titled(label: str, shown: str, y: float) -> list[Shape]:
    """What stands above a bar: whose it is, and its numbers at the right."""
    room = WIDTH - breadth(shown) - 12
    return [
        Words(0, y + SIZE + 1, fitted(label, room)),
        Words(WIDTH, y + SIZE + 1, shown, anchor="end", bold=True),
    ]


def _whisker(start: float, end: float, y: float) -> list[Shape]:
    return [Line(((start, y), (end, y)), "first", 2), Line(((end, y - 5), (end, y + 5)), "first", 2)]


def _key(parts: Sequence[str]) -> list[Shape]:
    """What each filling means."""
    shapes: list[Shape] = []
    x = 0.0
    for name, (ink, filling) in zip(parts, _PARTS, strict=False):
        shapes += [Box(x, 4, 22, 12, ink, filling), Words(x + 28, 15, name, "soft", 12)]
        x += 28 + breadth(name, 12) + 18
    return shapes


def _legend(names: Sequence[tuple[str, Ink, bool]]) -> list[Shape]:
    """What each line means."""
    shapes: list[Shape] = []
    x = 0.0
    for name, ink, is_second in names:
        shapes += [
            Line(((x, 11), (x + 30, 11)), ink, 2.5, dashed=is_second),
            Dot(x + 15, 11, ink, square=is_second),
            Words(x + 37, 15, name, "soft", 12),
        ]
        x += 37 + breadth(name, 12) + 18
    return shapes


def _scale(top: int) -> list[Shape]:
    shapes: list[Shape] = []
    step = _step(top)
    for value in range(0, top + 1, step):
        y = _TOP + _DEEP * (1 - value / top)
        shapes += [
            Line(((_LEFT, y), (_RIGHT, y)), "line", 1),
            Words(_LEFT - 8, y + 4, str(value), "soft", 11, "end"),
        ]
    return shapes


def _top(most: int) -> int:
    """The end of the scale: the next whole step above what is shown."""
    step = _step(most)
    return max(step, -(-most // step) * step)


def _step(most: int) -> int:
    """Between two lines of the scale: 1, 2 or 5 with noughts."""
    step = 1
    while most / step > _STEPS:
        digits = int(str(step)[0])
        step = step * 5 // 2 if digits == 2 else step * 2
    return step
