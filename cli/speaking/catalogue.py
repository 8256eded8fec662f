"""The French of what commands say: a catalogue in the form of gettext (PO), read in some milliseconds.

Sentences are translated where they leave (docs/decisions/102-sentences-are-translated-where-they-leave.md):
the English sentence is the key, `{}` in it stands for what was put in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FRENCH = Path(__file__).with_name("fr.po")
_HEAD = """# French of the commands. `python -m tests.sentences` says what is missing, --write adds it.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: fr\\n"
"""


@cache
def french() -> Mapping[str, str]:
    """English sentences with their French."""
    return read_catalogue(FRENCH.read_text("utf-8"))


def read_catalogue(text: str) -> dict[str, str]:
    """The entries of a PO file whose strings stand on one line each, as `written_catalogue` writes them."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if line.startswith("msgid "):
            key = json.loads(line[6:])
        elif line.startswith("msgstr ") and key:
            found[key] = json.loads(line[7:])
    return found


def written_catalogue(entries: Mapping[str, str]) -> str:
    """The PO file of these entries."""
    blocks = (
        f"\nmsgid {json.dumps(key, ensure_ascii=False)}\nmsgstr {json.dumps(said, ensure_ascii=False)}\n"
        for key, said in entries.items()
    )
    return _HEAD + "".join(blocks)
