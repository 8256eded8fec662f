"""Branch coverage has a floor for each layer: below it the check fails, above it the floor is raised.

python -m tests.coverage_floors           compare what `coverage json` wrote with the floors in pyproject.toml
python -m tests.coverage_floors --raise   write what stands as the new floors, where it is higher
"""

from __future__ import annotations

import json
import math
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"
REPORT = ROOT / "var" / "coverage.json"


def measured(report: Mapping[str, Any], places: list[str]) -> dict[str, float]:
    """Per cent of lines and branches together that ran, for each of `places` (`dispatch`, `intake/mail`)."""
    found: dict[str, float] = {}
    for place in places:
        sums = [each["summary"] for name, each in report["files"].items() if name.startswith(f"{place}/")]
        all_of = sum(each["num_statements"] + each["num_branches"] for each in sums)
        ran = sum(each["covered_lines"] + each["covered_branches"] for each in sums)
        found[place] = 100 * ran / all_of if all_of else 0.0
    return found


def below(found: Mapping[str, float], floors: Mapping[str, int]) -> list[str]:
    """A sentence for each place that stands below its floor."""
    return [
        f"{place}: {found[place]:.1f} % of lines and branches are tried; the floor is {floor} %."
        for place, floor in floors.items()
        if found[place] < floor
    ]


def raised(text: str, found: Mapping[str, float]) -> str:
    """pyproject.toml with each floor at what stands, rounded down; none is ever lowered."""

    def higher(line: re.Match[str]) -> str:
        floor = max(int(line["floor"]), math.floor(found[line["place"]]))
        return f'"{line["place"]}" = {floor}'

    head, section, rest = text.partition("[tool.guichet.coverage_floors]\n")
    body, gap, after = rest.partition("\n\n")
    body = re.sub(r'^"(?P<place>[^"]+)" = (?P<floor>\d+)$', higher, body, flags=re.MULTILINE)
    return f"{head}{section}{body}{gap}{after}"


def main(arguments: list[str]) -> int:
    text = PROJECT.read_text("utf-8")
    floors = tomllib.loads(text)["tool"]["guichet"]["coverage_floors"]
    found = measured(json.loads(REPORT.read_text("utf-8")), list(floors))
    for place, share in found.items():
        sys.stdout.write(f"{place:24} {share:5.1f} %   floor {floors[place]} %\n")
    if "--raise" in arguments:
        PROJECT.write_text(raised(text, found), "utf-8")
        return 0
    wrong = below(found, floors)
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
