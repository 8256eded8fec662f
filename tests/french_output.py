"""What of a command's output is English, or no good French: for whoever walks all of them in a French terminal.

An English word is one that the English sentences of the catalogue have and no French one has. Names of options,
keys, commands, settings and files are nobody's language.
"""

from __future__ import annotations

import re
from functools import cache

from cli.speaking.catalogue import french

#: A hash, and whatever is typed as it stands: `…`, guichet x y, --option, an address, a path, name=value, a.key, a_key, a-key.
_TYPED = re.compile(
    r"\b[0-9a-f]{16,}\b|`[^`]*`|guichet(?: --?[a-z-]+)*(?: [a-z0-9-]+)+|--?[a-z][a-z-]*|\S+@\S+|\S*/\S*|\[[^\]\n ]*\]|[\w]+[._=:]\w[\w.=:-]*"
    r"|\b[A-Z_]{3,}\b|\w+-\w[\w-]*|'[^']*'|\"[^\"]*\"|\(([a-z-]+(?:, )?)+(?:--\w+(?: \w+)?)?\)"
)
_WORD = re.compile(r"[A-Za-zÀ-ÿœ]{2,}")
#: Words that are there in both languages, or are names: of states and verbs as typed, jobs, notices, formats.
_BOTH = frozenset(
    """on as or no sent but an son in en do est dates date message messages notes art minute minutes certificate
    square watch reminders held job start stop done take wait plan task answer text texte mime html mail smtp webhooks
    files lists planned taken late copy undone reopened tags forward agent service voirie root overdue deputy then
    """.split()  # noqa: SIM905 -- a text is read more easily
)
#: A plain space, which breaks a line, where French has one that does not.
_SPACE_BEFORE_HIGH = re.compile(r"[\w»)…] [;:!?»](?=\s|$)|«(?![\u00a0\u202f])")
_ISO_DAY = re.compile(r"(?<![\w-])20\d\d-\d\d-\d\d(?![\w-])")


@cache
def english_words() -> frozenset[str]:
    """Words of English sentences that no French sentence has."""
    english, said = set(), set()
    for key, words in french().items():
        english |= {word.lower() for word in _WORD.findall(_TYPED.sub(" ", key))}
        said |= {word.lower() for word in _WORD.findall(words)}
    return frozenset(english - said - _BOTH)


def faults(output: str) -> list[str]:
    """Lines that are English or no good French, with why."""
    found = []
    for line in output.splitlines():
        bare = _TYPED.sub(" ", line)
        english = [word for word in _WORD.findall(bare) if word.lower() in english_words()]
        if english:
            found.append(f"{', '.join(english)}: {line.strip()[:160]}")
        elif _SPACE_BEFORE_HIGH.search(bare):
            found.append(f"space: {line.strip()[:160]}")
        elif _ISO_DAY.search(bare):
            found.append(f"day: {line.strip()[:160]}")
    return found
