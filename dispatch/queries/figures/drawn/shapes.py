"""What a chart is made of, before anybody writes it down: shapes on a sheet whose unit is a point (pure).

No meaning hangs on a colour: what is closed is filled, what is open is a frame, what is late is hatched;
lines differ by their marks and dashes. Inks are names; each writer has its colours for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

#: Of words, of lesser words, of lines that only guide the eye, of the first and second thing shown, of what
#: is wrong.
Ink = Literal["text", "soft", "line", "first", "second", "alarm"]
Filling = Literal["solid", "frame", "hatched"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

#: Width of every chart: on a telephone it shrinks a little, on a desk it grows a little.
WIDTH = 380.0
#: Size of words, and between two strokes of a hatching.
SIZE, HATCH = 13.0, 5.0
#: How wide a letter is on average, of the size; for words that must fit.
_LETTER = 0.56


@dataclass(frozen=True, slots=True)
class Words:
    x: float
    #: Of the line they stand on.
    y: float
    text: str
    ink: Ink = "text"
    size: float = SIZE
    anchor: Anchor = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    ink: Ink = "first"
    filling: Filling = "solid"


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[Point, ...]
    ink: Ink = "first"
    width: float = 2.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    ink: Ink = "first"
    square: bool = False
    radius: float = 3.5


Shape: TypeAlias = Words | Box | Line | Dot


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, whole. `name` is unique on its page; `title` and `description` say what it shows to whoever
    does not see it. `height` is in points, as everything.
    """

    name: str
    title: str
    description: str
    height: float
    shapes: tuple[Shape, ...]
    width: float = WIDTH


def strokes(box: Box, step: float = HATCH) -> list[tuple[Point, Point]]:
    """The slanting strokes that hatch a box, each from its left or lower edge to its upper or right one."""
    x, y, width, height = box.x, box.y, box.width, box.height
    found, reach = [], step
    while reach < width + height:
        found.append(
            (
                (x + max(0.0, reach - height), y + min(reach, height)),
                (x + min(reach, width), y + max(0.0, reach - width)),
            )
        )
        reach += step
    return found


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """`text` on one line of about that width; cut with … where it is longer."""
    line = " ".join(text.split())
    letters = max(1, int(width / (size * _LETTER)))
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


def breadth(text: str, size: float = SIZE) -> float:
    """About how wide `text` is."""
    return len(text) * size * _LETTER
