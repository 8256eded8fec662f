"""What is publicly known against the packages that are pinned: `make audit`, by pip-audit.

    python -m tests.advisories

Three ends: every package was looked up and nothing is known (0); something is known (1); advisories could not be
had for one package at least (2), which is no good answer: pip-audit itself calls that "no known vulnerabilities".
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
GOOD, KNOWN, NOT_LOOKED_UP = 0, 1, 2
_COMMAND = (
    "uv",
    "tool",
    "run",
    "pip-audit",
    "--disable-pip",
    "--format",
    "json",
    "--progress-spinner",
    "off",
)
_WAY_OUT = (
    "Nothing is proved by this run. Run it again where the index says what it knows of each version: "
    "a mirror that holds the packages alone has no advisories."
)
#: How many names one sentence bears.
_NAMED = 5


def judged(report: Mapping[str, Any]) -> tuple[list[str], int]:
    """What a report of pip-audit (JSON) says, a line a finding, and how it ends."""
    packages = report["dependencies"]
    lines = [
        f"{each['name']} {each['version']}: {found['id']} ({', '.join(found['aliases']) or 'no other name'}), "
        f"put right in {', '.join(found['fix_versions']) or 'no version yet'}"
        for each in packages
        for found in each.get("vulns", ())
    ]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    code = KNOWN if lines else GOOD
    if lines:
        lines.insert(0, f"{len(lines)} known weaknesses in what requirements.lock pins:")
    if skipped:
        which = ", ".join(skipped[:_NAMED]) + (", …" if len(skipped) > _NAMED else "")
        lines += [
            f"No advisories could be had for {len(skipped)} of {len(packages)} packages: {which}.",
            _WAY_OUT,
        ]
        code = code or NOT_LOOKED_UP
    return lines or [f"All {len(packages)} packages were looked up: nothing is known against them."], code


def ended(output: str, errors: str) -> tuple[list[str], int]:
    """The same of a run, as it printed it; one that broke off (no network) printed no report."""
    try:
        return judged(json.loads(output))
    except (ValueError, KeyError):
        last = errors.strip().rpartition("\n")[2] or "it said nothing"
        return [f"No advisories could be had: pip-audit broke off ({last}).", _WAY_OUT], NOT_LOOKED_UP


def main() -> int:
    try:
        run = subprocess.run(
            [*_COMMAND, "--requirement", str(LOCK)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        sys.stderr.write(
            "uv, which runs pip-audit, is not on the PATH: nothing was looked up. Install it, then run this again: "
            "https://docs.astral.sh/uv/\n"
        )
        return NOT_LOOKED_UP
    lines, code = ended(run.stdout, run.stderr)
    (sys.stderr if code else sys.stdout).write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
