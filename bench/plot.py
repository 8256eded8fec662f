"""The plots of docs/performance.md, drawn from what was measured.

    python -m bench.plot        # bench/measured/notices.json becomes docs/images/notices.svg

The file holds what `python -m bench.stages --json` printed at two commits in turn, on one machine in one run.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

_ROOT = Path(__file__).parents[1]
MEASURED, DRAWN = _ROOT / "bench/measured/notices.json", _ROOT / "docs/images/notices.svg"
_STAGES = {
    "claimed": "#0b4a8f", "sorted out": "#5b7fae", "its rows read": "#8aa9cf", "prepared": "#2f7d5b",
    "rendered": "#6cb394", "built": "#c98a1b", "its outcome recorded": "#9c3d3d",
}  # fmt: skip
_LEFT, _WIDTH, _BAR, _TOP = 110, 560, 42, 56


def drawn(measured: dict[str, list[dict[str, float]]]) -> str:
    """One bar for each commit, a piece for each stage, in milliseconds; medians of its runs."""
    bars = {
        name: {stage: median(run[stage] for run in runs) for stage in (*_STAGES, "deliver one notice")}
        for name, runs in measured.items()
    }
    longest = max(bar["deliver one notice"] for bar in bars.values())
    lines = []
    for place, (name, bar) in enumerate(bars.items()):
        left, top = float(_LEFT), _TOP + place * (_BAR + 18)
        lines.append(f'<text x="{_LEFT - 10}" y="{top + 26}" text-anchor="end">{escape(name)}</text>')
        for stage, colour in _STAGES.items():
            width = _WIDTH * bar[stage] / longest
            lines.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>'
            )
            left += width
        rest = _WIDTH * bar["deliver one notice"] / longest - (left - _LEFT)
        lines.append(f'<rect x="{left:.1f}" y="{top}" width="{rest:.1f}" height="{_BAR}" fill="#c9ced6"/>')
        said = f"{bar['deliver one notice']:.1f} ms"
        lines.append(f'<text x="{left + rest + 8:.1f}" y="{top + 26}">{said}</text>')
    below = _TOP + len(bars) * (_BAR + 18) + 14
    for place, (stage, colour) in enumerate([*_STAGES.items(), ("all else", "#c9ced6")]):
        x, y = _LEFT + (place % 4) * 160, below + (place // 4) * 24
        lines.append(f'<rect x="{x}" y="{y - 11}" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{x + 18}" y="{y}">{escape(stage)}</text>')
    title = "Processor time of one notice, from its claim to its record"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {below + 40}" role="img"'
        f' font-family="Arial, sans-serif" font-size="14" fill="#1a1a1a"><title>{title}</title>'
        f'<rect width="760" height="{below + 40}" fill="#ffffff"/>'
        f'<text x="{_LEFT}" y="30" font-size="16" font-weight="bold">{title}</text>'
        + "\n".join(lines)
        + "</svg>\n"
    )


def main() -> None:
    """Draw it."""
    DRAWN.write_text(drawn(json.loads(MEASURED.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main()
