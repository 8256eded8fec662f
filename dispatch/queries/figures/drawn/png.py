"""A chart as PNG, for mail: no mail program shows SVG. Drawn by Pillow, in a font that comes with us."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.queries.figures.drawn.colours import PAPER
from dispatch.queries.figures.drawn.shapes import Box, Dot, Line, Picture, Point, Shape, Words, strokes

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

FONTS = Path(__file__).parents[4] / "templates" / "shared" / "fonts"
#: Pixels for a point of the chart: sharp on a telephone. Drawn twice as fine, then made smaller: edges are
#: soft.
SCALE, _FINER = 2, 2
#: Space around, in points: mail in the dark shows the picture on another ground.
MARGIN = 10
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_DASH, _GAP = 7.0, 4.0


def as_png(picture: Picture) -> bytes:
    """The chart on white, `SCALE` pixels a point."""
    from PIL import Image, ImageDraw  # by the first letter with a chart

    fine = SCALE * _FINER
    size = (round((picture.width + 2 * MARGIN) * fine), round((picture.height + 2 * MARGIN) * fine))
    image = Image.new("RGB", size, "white")
    pen = _Pen(ImageDraw.Draw(image), fine)
    for shape in picture.shapes:
        pen.draw(shape)
    small = image.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    # Few colours: a palette makes it a third as big.
    small.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    """Draws shapes in pixels."""

    def __init__(self, draw: ImageDraw.ImageDraw, fine: int) -> None:
        self._draw = draw
        self._fine = fine

    def draw(self, shape: Shape) -> None:
        colour = PAPER[shape.ink]
        match shape:
            case Words():
                font = _font(shape.bold, round(shape.size * self._fine))
                self._draw.text(
                    self._at((shape.x, shape.y)),
                    shape.text,
                    fill=colour,
                    font=font,
                    anchor=_ANCHORS[shape.anchor],
                )
            case Box():
                self._box(shape, colour)
            case Line():
                for start, end in zip(shape.points, shape.points[1:], strict=False):
                    self._line(start, end, colour, shape.width, dashed=shape.dashed)
            case Dot():
                corners = [
                    self._at((shape.x - shape.radius, shape.y - shape.radius)),
                    self._at((shape.x + shape.radius, shape.y + shape.radius)),
                ]
                (self._draw.rectangle if shape.square else self._draw.ellipse)(corners, fill=colour)

    def _box(self, box: Box, colour: str) -> None:
        corners = [self._at((box.x, box.y)), self._at((box.x + box.width, box.y + box.height))]
        if box.filling == "solid":
            self._draw.rectangle(corners, fill=colour)
            return
        self._draw.rectangle(corners, outline=colour, width=round(1.5 * self._fine))
        if box.filling == "hatched":
            for start, end in strokes(box):
                self._line(start, end, colour, 1.25)

    def _line(self, start: Point, end: Point, colour: str, width: float, *, dashed: bool = False) -> None:
        thick = max(1, round(width * self._fine))
        if not dashed:
            self._draw.line([self._at(start), self._at(end)], fill=colour, width=thick)
            return
        (ax, ay), (bx, by) = start, end
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        done = 0.0
        while done < length:
            until = min(done + _DASH, length)
            a, b = done / length, until / length
            piece = [
                self._at((ax + (bx - ax) * a, ay + (by - ay) * a)),
                self._at((ax + (bx - ax) * b, ay + (by - ay) * b)),
            ]
            self._draw.line(piece, fill=colour, width=thick)
            done += _DASH + _GAP

    def _at(self, point: Point) -> Point:
        return (point[0] + MARGIN) * self._fine, (point[1] + MARGIN) * self._fine


@cache
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    name = "figures-bold.ttf" if bold else "figures.ttf"
    return ImageFont.truetype(str(FONTS / name), size)
