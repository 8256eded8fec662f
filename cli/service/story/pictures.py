"""Pictures for invented messages: a few flat shapes each, drawn when asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 960, 720
_SKY, _GROUND, _ROAD, _GREY = (178, 205, 226), (126, 150, 98), (92, 94, 100), (150, 150, 152)


def picture(name: str) -> bytes:
    """A JPEG of that name; a lamp for a name there is not."""
    from PIL import Image, ImageDraw, ImageFilter

    night = name == "lampadaire"
    image = Image.new("RGB", (WIDTH, HEIGHT), (22, 27, 56) if night else _SKY)
    _DRAWN.get(name, _lamp)(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _lamp(draw: ImageDraw) -> None:
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill=(34, 36, 46))
    draw.rectangle((90, 300, 330, 560), fill=(40, 42, 66))
    for left in (120, 200, 280):
        draw.rectangle((left, 340, left + 26, 390), fill=(226, 190, 104))
    draw.line((620, 580, 620, 190), fill=(108, 110, 122), width=16)
    draw.line((620, 192, 730, 176), fill=(108, 110, 122), width=10)
    draw.ellipse((706, 164, 790, 204), fill=(48, 50, 60), outline=(120, 122, 134), width=4)


def _hole(draw: ImageDraw) -> None:
    draw.rectangle((0, 250, WIDTH, HEIGHT), fill=_ROAD)
    draw.rectangle((0, 210, WIDTH, 262), fill=(176, 174, 168))
    for left in range(40, WIDTH, 240):
        draw.rectangle((left, 640, left + 130, 656), fill=(222, 222, 220))
    draw.ellipse((330, 380, 690, 560), fill=(58, 58, 62))
    draw.ellipse((372, 410, 650, 544), fill=(38, 36, 36))
    draw.ellipse((420, 452, 600, 528), fill=(104, 112, 120))


def _dumped(draw: ImageDraw) -> None:
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=_GROUND)
    draw.rectangle((0, 300, WIDTH, 440), fill=(86, 116, 76))
    draw.rounded_rectangle((190, 400, 620, 570), 26, fill=(128, 66, 60))
    draw.rounded_rectangle((170, 350, 640, 450), 26, fill=(146, 78, 70))
    for left in (210, 570):
        draw.rectangle((left, 570, left + 24, 610), fill=(60, 42, 36))
    for left, top, tone in ((650, 480, 40), (730, 510, 56), (690, 540, 30)):
        draw.ellipse((left, top, left + 130, top + 110), fill=(tone, tone + 4, tone + 10))


def _tag(draw: ImageDraw) -> None:
    draw.rectangle((0, 120, WIDTH, 600), fill=(206, 192, 168))
    draw.rectangle((0, 600, WIDTH, HEIGHT), fill=_GREY)
    for top in range(160, 600, 60):
        draw.line((0, top, WIDTH, top), fill=(190, 176, 152), width=3)
    for start, end, colour in (
        (200, 520, (206, 44, 120)),
        (330, 660, (42, 110, 196)),
        (460, 780, (30, 30, 34)),
    ):
        draw.arc((start, 260, start + 190, 500), 40, 320, fill=colour, width=22)
        draw.line((start + 60, 520, end, 260), fill=colour, width=16)


def _tree(draw: ImageDraw) -> None:
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=_ROAD)
    draw.rectangle((0, 380, WIDTH, 440), fill=_GROUND)
    draw.line((120, 640, 760, 480), fill=(96, 70, 48), width=34)
    draw.line((380, 576, 520, 440), fill=(96, 70, 48), width=18)
    for left, top in ((470, 370), (560, 420), (690, 400), (620, 480)):
        draw.ellipse((left, top, left + 170, top + 120), fill=(74, 118, 62))


def _bench(draw: ImageDraw) -> None:
    draw.rectangle((0, 420, WIDTH, HEIGHT), fill=_GROUND)
    draw.ellipse((640, 90, 900, 380), fill=(86, 126, 74))
    draw.rectangle((756, 330, 784, 470), fill=(92, 70, 50))
    for top in (330, 380):
        draw.rounded_rectangle((170, top, 650, top + 30), 6, fill=(146, 104, 62))
    draw.rounded_rectangle((170, 460, 400, 492), 6, fill=(146, 104, 62))
    draw.polygon(((430, 470), (650, 540), (642, 568), (424, 500)), fill=(132, 92, 54))
    for left in (200, 600):
        draw.rectangle((left, 330, left + 20, 600), fill=(66, 68, 72))


def _leak(draw: ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, 430), fill=(216, 222, 226))
    for left in range(0, WIDTH, 120):
        draw.line((left, 0, left, 430), fill=(196, 204, 210), width=4)
    for top in range(70, 430, 120):
        draw.line((0, top, WIDTH, top), fill=(196, 204, 210), width=4)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=(164, 158, 150))
    draw.line((0, 250, WIDTH, 250), fill=(176, 112, 70), width=30)
    draw.rectangle((440, 226, 510, 276), fill=(140, 88, 56))
    draw.line((476, 276, 476, 560), fill=(120, 172, 214), width=10)
    draw.ellipse((280, 520, 700, 650), fill=(132, 166, 190))


def _door(draw: ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, 600), fill=(198, 202, 206))
    draw.rectangle((0, 600, WIDTH, HEIGHT), fill=(146, 120, 86))
    draw.rectangle((330, 90, 630, 600), fill=(66, 108, 92))
    draw.rectangle((346, 106, 614, 584), outline=(50, 86, 72), width=6)
    draw.polygon(((350, 350), (610, 372), (608, 402), (350, 380)), fill=(196, 60, 48))
    draw.rectangle((420, 30, 540, 74), fill=(40, 142, 82))


def _paper(draw: ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=(142, 116, 90))
    draw.rounded_rectangle((190, 150, 770, 560), 24, fill=(226, 232, 240))
    draw.rectangle((230, 220, 400, 430), fill=(176, 188, 204))
    draw.ellipse((268, 244, 362, 338), fill=(136, 148, 166))
    draw.ellipse((246, 346, 384, 470), fill=(136, 148, 166))
    draw.rectangle((230, 430, 400, 480), fill=(226, 232, 240))
    for top, width in ((230, 280), (280, 220), (330, 250), (380, 180), (480, 480)):
        draw.rectangle(
            (440 if top < 460 else 230, top, (440 if top < 460 else 230) + width, top + 16), fill=_GREY
        )


_DRAWN: dict[str, Callable[[ImageDraw], None]] = {
    "lampadaire": _lamp,
    "trou": _hole,
    "depot": _dumped,
    "tag": _tag,
    "arbre": _tree,
    "banc": _bench,
    "fuite": _leak,
    "porte": _door,
    "papier": _paper,
}
