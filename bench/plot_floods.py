"""The plot of docs/reliability.md, drawn from what `python -m bench.flood 10000 --json` printed.

python -m bench.plot_floods        # bench/measured/floods.json becomes docs/images/floods.svg
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_ROOT = Path(__file__).parents[1]
MEASURED, DRAWN = _ROOT / "bench/measured/floods.json", _ROOT / "docs/images/floods.svg"
#: What is drawn of each flood, how it is called, and its colour.
_BARS = (
    ("mails", "mails of the flood", "#c9ced6"),
    ("requests", "requests that it became", "#0b4a8f"),
    ("to_senders", "letters to its senders", "#2f7d5b"),
    ("to_one_of_staff", "letters to one of staff, everybody's mail together", "#c98a1b"),
)
_LEFT, _WIDTH, _BAR, _GAP, _TOP = 275, 430, 13, 22, 92
_MOST = 10_000


def drawn(measured: Sequence[dict[str, Any]]) -> str:
    """Four bars for each flood, on a scale on which each line is ten times the one before."""
    lines, top = [], float(_TOP)
    height = len(_BARS) * _BAR + _GAP
    below = _TOP + len(measured) * height - _GAP + 8
    for power in range(5):
        x = _LEFT + _place(10**power)
        lines.append(f'<line x1="{x:.1f}" y1="{_TOP - 8}" x2="{x:.1f}" y2="{below}" stroke="#e3e6ea"/>')
        lines.append(f'<text x="{x:.1f}" y="{below + 18}" text-anchor="middle">{10**power:,}</text>')
    for flood in measured:
        middle = top + len(_BARS) * _BAR / 2 + 5
        lines.append(
            f'<text x="{_LEFT - 12}" y="{middle:.1f}" text-anchor="end">{escape(flood["name"])}</text>'
        )
        for name, _, colour in _BARS:
            value, width = int(flood[name]), _place(int(flood[name]))
            lines.append(
                f'<rect x="{_LEFT}" y="{top:.1f}" width="{max(width, 1.0):.1f}" height="{_BAR - 2}"'
                f' fill="{colour}"/>'
            )
            lines.append(
                f'<text x="{_LEFT + width + 6:.1f}" y="{top + 10:.1f}" font-size="11">{value:,}</text>'
            )
            top += _BAR
        top += _GAP
    for place, (_, said, colour) in enumerate(_BARS):
        x, y = 20 + (place % 2) * 250, 54 + (place // 2) * 20
        lines.append(f'<rect x="{x}" y="{y - 10}" width="11" height="11" fill="{colour}"/>')
        lines.append(f'<text x="{x + 17}" y="{y}" font-size="13">{escape(said)}</text>')
    title = "What a flood makes the town write, within the hour"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 {below + 34}" role="img"'
        f' font-family="Arial, sans-serif" font-size="14" fill="#1a1a1a"><title>{title}</title>'
        f'<rect width="780" height="{below + 34}" fill="#ffffff"/>'
        f'<text x="20" y="28" font-size="16" font-weight="bold">{title}</text>'
        + "\n".join(lines)
        + "</svg>\n"
    )


def _place(value: int) -> float:
    """How long a bar is; one is where the scale begins, with a little of a bar."""
    return 0.0 if value <= 0 else 8 + (_WIDTH - 8) * math.log10(value) / math.log10(_MOST)


def main() -> None:
    """Draw it."""
    DRAWN.write_text(drawn(json.loads(MEASURED.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main()
