"""A chart as SVG, to stand in a page: its colours are those of the page, light or dark (pure)."""

from __future__ import annotations

from html import escape

from dispatch.queries.figures.drawn.colours import PAPER
from dispatch.queries.figures.drawn.shapes import Box, Dot, Line, Picture, Shape, Words, strokes


def as_svg(picture: Picture) -> str:
    """The chart with its title and description, for those who hear the page. Classes say how it is coloured
    (`board.css`); without a style sheet it has the colours of paper.
    """
    name = escape(picture.name)
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(picture.title)}</title>'
        f'<desc id="{name}-desc">{escape(picture.description)}</desc>'
        f"{''.join(_shape(each) for each in picture.shapes)}</svg>"
    )


def _shape(shape: Shape) -> str:
    ink, colour = shape.ink, PAPER[shape.ink]
    match shape:
        case Words():
            bold = ' font-weight="700"' if shape.bold else ""
            return (
                f'<text class="f-{ink}" x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" '
                f'text-anchor="{shape.anchor}" fill="{colour}"{bold}>{escape(shape.text)}</text>'
            )
        case Box():
            return _box(shape, ink, colour)
        case Line():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            dashes = ' stroke-dasharray="7 4"' if shape.dashed else ""
            return (
                f'<polyline class="s-{ink}" points="{points}" fill="none" stroke="{colour}" '
                f'stroke-width="{_n(shape.width)}"{dashes}/>'
            )
        case Dot():
            side = shape.radius * 2
            if shape.square:
                x, y = shape.x - shape.radius, shape.y - shape.radius
                return _box(Box(x, y, side, side, ink), ink, colour)
            return (
                f'<circle class="f-{ink}" cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}" '
                f'fill="{colour}"/>'
            )


def _box(box: Box, ink: str, colour: str) -> str:
    if box.filling == "solid":
        return (
            f'<rect class="f-{ink}" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
            f'height="{_n(box.height)}" fill="{colour}"/>'
        )
    edge = (
        f'<rect class="s-{ink}" x="{_n(box.x + 0.75)}" y="{_n(box.y + 0.75)}" '
        f'width="{_n(max(0.5, box.width - 1.5))}" height="{_n(box.height - 1.5)}" fill="none" '
        f'stroke="{colour}" stroke-width="1.5"/>'
    )
    if box.filling == "frame":
        return edge
    ways = "".join(f"M{_n(ax)} {_n(ay)}L{_n(bx)} {_n(by)}" for (ax, ay), (bx, by) in strokes(box))
    return f'{edge}<path class="s-{ink}" d="{ways}" fill="none" stroke="{colour}" stroke-width="1.25"/>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
