"""`guichet demo`, the first thing that a newcomer is told to run, plays its story to the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.french_output import faults


def test_the_story_of_one_request_is_played_to_its_end(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import run; run()", "demo"],
        cwd=tmp_path,
        env={
            **environment,
            "LANG": "fr_FR.UTF-8",
            "LC_ALL": "fr_FR.UTF-8",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Tout ce qui est montré ci-dessus a été vérifié." in done.stdout
    # What people write is theirs; what is told beside it speaks the language of the terminal.
    told = [line for line in done.stdout.splitlines() if not line.startswith(("│", "    "))]
    assert len(told) > 40
    assert faults("\n".join(told)) == []
