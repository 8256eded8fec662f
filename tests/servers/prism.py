"""Prism in front of the fake Twilio: Twilio's published description checks our requests and the fake's
answers.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PRISM_VERSION = "5"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guichet-tests" / "prism"
_ENTRY = _CACHE / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
INSTALL = f"npm install --prefix {_CACHE} @stoplight/prism-cli@{PRISM_VERSION}"


def specification() -> Path:
    """Twilio's OpenAPI description: GUICHET_TWILIO_OPENAPI, or `shared/twilio` beside a directory above this
    one.
    """
    named = os.environ.get("GUICHET_TWILIO_OPENAPI")
    if named:
        return Path(named)
    for above in Path(__file__).resolve().parents:
        found = above / "shared" / "twilio" / "messages_openapi.json"
        if found.is_file():
            return found
    return Path("messages_openapi.json")


def require_prism() -> Path:
    """The description, or a skip that says the one command that installs what is missing."""
    described = specification()
    if not described.is_file():
        pytest.skip("Twilio's description is absent: set GUICHET_TWILIO_OPENAPI to messages_openapi.json")
    if not shutil.which("node") or not _ENTRY.is_file():
        missing = f"prism is absent: {INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return described


@contextmanager
def prism_before(upstream: str) -> Iterator[str]:
    """The address of a validating proxy before `upstream`; what the description forbids is answered with 422
    or 500.
    """
    described = require_prism()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [
                "node",
                str(_ENTRY),
                "proxy",
                str(described),
                upstream,
                "-h",
                "127.0.0.1",
                "-p",
                "0",
                "--errors",
            ],
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
        drain: threading.Thread | None = None
        try:
            assert process.stdout is not None
            address = ""
            for line in process.stdout:
                found = re.search(r"listening on (http://127\.0\.0\.1:[0-9]+)", line)
                if found:
                    address = found[1]
                    break
            if not address:
                output.seek(0)
                pytest.fail(f"prism did not start: {output.read()[-800:]}")
            # It writes a line for each request: unread, a full pipe would stop it.
            drain = threading.Thread(target=process.stdout.read, daemon=True)
            drain.start()
            yield address
        finally:
            process.terminate()
            process.wait(timeout=10)
            if drain:
                drain.join(timeout=10)
            if process.stdout:
                process.stdout.close()
