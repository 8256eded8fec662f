"""The icon by which a telephone shows the counter: the town's logo, or its first letter on its colour."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from intake.mail.files.photos import FAILURES, opened
from models.colours import ink_on

if TYPE_CHECKING:
    from PIL import Image

#: Sides in pixels. What telephones cut into shapes of their own keeps its middle (the last of them).
ICONS = {"icone-192.png": 192, "icone-512.png": 512, "icone-pleine.png": 512}
_PADDED = "icone-pleine.png"
#: A logo with more than this is not drawn small: the letter stands in its place.
_MOST_PIXELS = 40_000_000


@lru_cache(maxsize=16)
def icon(name: str, town: str, colour: str, logo: bytes) -> bytes:
    """One of ICONS as a PNG."""
    side = ICONS[name]
    drawn = _of_logo(logo, side, 0.6 if name == _PADDED else 0.86) if logo else None
    if drawn is None:
        drawn = _of_letter(town, colour, side)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _of_logo(logo: bytes, side: int, share: float) -> Image.Image | None:
    """The logo in the middle of white, with room around; None for one that cannot be drawn."""
    from PIL import Image

    most = int(side * share)
    try:
        with opened(logo) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            mark = image.convert("RGBA")
    except FAILURES:
        return None
    scale = min(most / mark.width, most / mark.height)
    mark = mark.resize((max(1, round(mark.width * scale)), max(1, round(mark.height * scale))))
    ground = Image.new("RGB", (side, side), "#ffffff")
    ground.paste(mark, ((side - mark.width) // 2, (side - mark.height) // 2), mark)
    return ground


def _of_letter(town: str, colour: str, side: int) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    letter = next((each for each in town.upper() if each.isalpha()), "G")
    ground = Image.new("RGB", (side, side), colour)
    font = ImageFont.load_default(size=side * 0.5)
    ImageDraw.Draw(ground).text((side / 2, side / 2), letter, fill=ink_on(colour), font=font, anchor="mm")
    return ground
