"""The curve of docs/reliability.md: what grows in the service over many mails.

    python -m bench.plot_growth     # bench/measured/growth.jsonl becomes docs/images/growth.svg

The file holds the lines that `python -m bench.growing` printed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).parents[1]
MEASURED, DRAWN = _ROOT / "bench/measured/growth.jsonl", _ROOT / "docs/images/growth.svg"
#: What is drawn on the one scale: megabytes, or numbers of things.
_CURVES = {
    "main_mb": ("main process, MB", "#0b4a8f"),
    "helpers_mb": ("reading processes, MB", "#2f7d5b"),
    "log_mb": ("write-ahead log, MB", "#c98a1b"),
    "files": ("open files of the main process", "#9c3d3d"),
    "threads": ("its threads", "#6b6f76"),
}
_LEFT, _TOP, _WIDTH, _HEIGHT, _TALLEST = 60, 50, 620, 260, 300


def drawn(measured: Sequence[dict[str, float]]) -> str:
    """A line for each curve over the number of mails, with a scale and the names below."""
    most = max(line["mails"] for line in measured)
    parts = []
    for value in range(0, _TALLEST + 1, 50):
        y = _TOP + _HEIGHT - _HEIGHT * value / _TALLEST
        parts.append(f'<path d="M{_LEFT} {y:.1f}h{_WIDTH}" stroke="#d9dce1"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{value}</text>')
    for fifth in range(6):
        mails, x = most * fifth / 5, _LEFT + _WIDTH * fifth / 5
        parts.append(f'<text x="{x:.0f}" y="{_TOP + _HEIGHT + 20}" text-anchor="middle">{mails:,.0f}</text>')
    for place, (name, (title, colour)) in enumerate(_CURVES.items()):
        points = " ".join(
            f"{_LEFT + _WIDTH * line['mails'] / most:.1f},"
            f"{_TOP + _HEIGHT - _HEIGHT * line[name] / _TALLEST:.1f}"
            for line in measured
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = _LEFT + (place % 2) * 310, _TOP + _HEIGHT + 48 + (place // 2) * 22
        parts.append(f'<rect x="{x}" y="{y - 11}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="{y}">{title}</text>')
    title, below = "What grows over many mails", _TOP + _HEIGHT + 110
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {below}" role="img"'
        f' font-family="Arial, sans-serif" font-size="14" fill="#1a1a1a"><title>{title}</title>'
        f'<rect width="760" height="{below}" fill="#ffffff"/>'
        f'<text x="{_LEFT}" y="28" font-size="16" font-weight="bold">{title}</text>'
        + "\n".join(parts)
        + "</svg>\n"
    )


def main() -> None:
    """Draw it."""
    lines = MEASURED.read_text("utf-8").splitlines()
    DRAWN.write_text(drawn([json.loads(line) for line in lines]), "utf-8")


if __name__ == "__main__":
    main()
