"""Real messages of many mail programs, where they lie beside the project; skipped elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = Path(os.environ.get("GUICHET_SHARED", ROOT.parent / "shared")) / "corpus"

# Percent of the messages that say something of the kind; docs/reading.md tells which are refused and why.
LEAST = {
    "missing": 100,
    "crash": 100,
    "subject": 99,
    "from": 99,
    "attachments": 99,
    "text": 97,
    "reply": 94,
    "reply_fr": 100,
    "bounce": 99,
    "bounce_false": 100,
    "recipients": 98,
    "status": 96,
    "auto": 100,
}


@pytest.mark.skipif(
    not (CORPUS / "score.py").exists(), reason="no corpus of real messages beside the project"
)
def test_real_messages_are_read_as_well_as_ever() -> None:
    wanted = [word for check, percent in LEAST.items() for word in ("--min", f"{check}={percent}")]
    command = [sys.executable, str(CORPUS / "score.py"), str(CORPUS / "dev.jsonl"), *wanted, "--"]
    done = subprocess.run(
        [*command, sys.executable, "-m", "cli.records.read", "--json"],
        capture_output=True,
        text=True,
        timeout=500,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-500:]
