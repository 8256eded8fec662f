"""What is wrong with the files of an organisation, and what applying them changes, in the language of whoever
typed the command. Keys and values stay as the files have them.
"""

from __future__ import annotations

from cli.speaking.language import language
from cli.speaking.translate import say
from models.organisation_files.changes import NOUNS
from models.organisation_files.reading import Finding

_SEVERITIES = {"error": "erreur ", "warning": "avertissement ", "advice": "conseil "}
_NOUNS = {
    "town": "commune",
    "service": "service",
    "building": "bâtiment",
    "agent": "agent",
    "request type": "modèle de demande",
    "workflow": "circuit",
    "rule": "règle",
    "ready answer": "réponse prête",
    "partner": "partenaire",
    "official": "élu",
}
_LONGEST_FIRST = tuple(sorted(NOUNS.values(), key=len, reverse=True))
_NOTHING = "(nothing)"


def severity(found: Finding) -> str:
    """`error`, `warning` or `advice`, as it stands before its colon."""
    return found.severity if language() == "en" else _SEVERITIES[found.severity]


def finding_line(found: Finding) -> str:
    """`file:line: severity: message`, as compilers write it: the place stays one that editors open. What no
    file says is told by its part.
    """
    place = f"{found.file}:{found.line}" if found.line else part_said(found.file)
    return f"{place}: {severity(found)}: {say(found.message)}"


def part_said(part: str) -> str:
    """A part named by what it is and its key: « agent luc-fabre »."""
    noun = next((each for each in _LONGEST_FIRST if part.startswith((f"{each} ", each))), "")
    return part if language() == "en" or not noun else f"{_NOUNS[noun]}{part[len(noun) :]}"


def plan_line(line: str) -> str:
    """One line of `plan_lines`: the noun of a part, « (nothing) », the count; not what the files say."""
    if language() == "en":
        return line
    sign, _, rest = line.partition(" ")
    if sign in ("+", "~", "-", "↕"):
        return f"{sign} {part_said(rest)}"
    if line.startswith("      "):
        if line.endswith(f"→ {_NOTHING}"):
            return line.removesuffix(_NOTHING) + "(rien)"
        head, arrow, after = line.partition(f": {_NOTHING} → ")
        return f"{head}: (rien) → {after}" if arrow else say(line) if line.endswith("another order") else line
    return say(line)
