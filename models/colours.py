"""Colours of pages: how well one reads on another, and what of the town's own colour can be read (pure)."""

from __future__ import annotations

import re

from models.errors import InvalidValue

#: What letters need on their ground (WCAG 2.2 §1.4.3, RGAA 3.2).
ENOUGH = 4.5
WHITE, BLACK = "#ffffff", "#000000"
_HEX = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def luminance(colour: str) -> float:
    """How light `#rrggbb` is, from 0 to 1 (WCAG 2.2, relative luminance). Raises InvalidValue."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well `one` reads on `other`, from 1 (not at all) to 21 (black on white). Raises InvalidValue."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(ground: str) -> str:
    """Black or white, whichever reads better on `ground`. Raises InvalidValue."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, ground))


def readable_on(colour: str, ground: str) -> str:
    """`colour`, made lighter or darker until it can be read on `ground`. Raises InvalidValue."""
    towards = ink_on(ground)
    for step in range(21):
        mixed = _mixed(colour, towards, step / 20)
        if contrast(mixed, ground) >= ENOUGH:
            return mixed
    return towards


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    if _HEX.fullmatch(colour) is None:
        raise InvalidValue(f"'{colour}' is not a colour: write #rrggbb.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
