"""Real servers that a test needs: used when installed, skipped with the one command that installs them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def missing(what: str, package: str) -> NoReturn:
    """Skip the test, naming the command; under CI=true fail instead, so that nothing is skipped unseen."""
    sentence = f"{what} is not installed. Run: apt-get install -y --no-install-recommends {package}"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def find_program(name: str, *directories: str) -> Path | None:
    """Where `name` is, looking in `directories` (globs, last match first) before the PATH."""
    for pattern in directories:
        for found in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (found / name).is_file():
                return found / name
    on_path = shutil.which(name)
    return Path(on_path) if on_path else None
