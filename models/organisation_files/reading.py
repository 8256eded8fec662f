"""From the administrator's files to an organisation, or to what is wrong, with file and line (p)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from models.errors import UserError
from models.folding import fold, slug
from models.organisation.organisation import Organisation
from models.organisation_files.lines import Lines, Path
from models.organisation_files.sheets import read_sheet

MAIN = "organisation.toml"
SHEETS = {f"{kind}.{ending}": kind for kind in ("buildings", "agents") for ending in ("csv", "xlsx")}
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong (`error`: cannot be applied) or doubtful (`warning`), and where it is written."""

    file: str
    line: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message}"


@dataclass(slots=True)
class Places:
    """Where each part of an organisation was read: a line of the main file, or of a sheet."""

    main: str = MAIN
    lines: Lines = field(default_factory=lambda: Lines(""))
    #: By path of two (`("buildings", 4)`): the sheet and its line.
    rows: dict[Path, tuple[str, int]] = field(default_factory=dict)

    def of(self, path: Path) -> tuple[str, int]:
        """File and line of the part at `path`."""
        return self.rows.get(path[:2]) or (self.main, self.lines.of(path))

    def finding(self, path: Path, severity: Severity, message: str) -> Finding:
        """A finding about the part at `path`."""
        return Finding(*self.of(path), severity, message)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of the files; `organisation` is None when there are errors."""

    organisation: Organisation | None
    findings: tuple[Finding, ...]
    places: Places


def read_organisation(files: Mapping[str, bytes]) -> Reading:
    """Read `organisation.toml` and, when given, `buildings` and `agents` as `.csv` or `.xlsx`.

    Rows of sheets come after what the main file says. Never raises for what is in the files.
    """
    places = Places()
    if MAIN not in files:
        return Reading(
            None, (Finding(MAIN, 1, "error", "The file is missing; `guichet org init` writes one."),), places
        )
    try:
        text = files[MAIN].decode("utf-8-sig")
        document: dict[str, Any] = tomllib.loads(text)
    except UnicodeDecodeError as wrong:
        line = files[MAIN].count(b"\n", 0, wrong.start) + 1
        return Reading(None, (Finding(MAIN, line, "error", "The file is not UTF-8."),), places)
    except tomllib.TOMLDecodeError as wrong:
        found = re.search(r"line (\d+)", str(wrong))
        line = int(found[1]) if found else files[MAIN].count(b"\n") + 1
        return Reading(None, (Finding(MAIN, line, "error", _syntax(text, line, str(wrong))),), places)
    places.lines = Lines(text)
    findings: list[Finding] = []
    for name in sorted(files):
        kind = SHEETS.get(name.lower())
        if kind is not None:
            _add_sheet(document, places, findings, kind, name, files[name])
    try:
        organisation = Organisation.model_validate(document)
    except ValidationError as wrong:
        findings += [places.finding(_path(each["loc"]), "error", sentence(each)) for each in wrong.errors()]
        return Reading(None, tuple(sorted(set(findings))), places)
    return Reading(None if findings else organisation, tuple(sorted(findings)), places)


def _syntax(text: str, line: int, wrong: str) -> str:
    """What is wrong with the writing of a line, with what is most often the reason."""
    lines = text.splitlines()
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    value = written.partition("=")[2].strip()
    if value[:1] in ("“", "”", "«", "‘", "’", "„"):
        return 'The value stands between the wrong quotes: use straight ones, as in name = "Voirie".'
    if re.search(r"Illegal character '\\[nr]", wrong):
        return 'A quote that opens is not closed on this line: name = "Voirie".'
    if value[:1].isalpha() and "Invalid value" in wrong:
        return 'Words stand between quotes: name = "Voirie".'
    return re.sub(r" \(at line \d+, column (\d+)\)", r", at character \1", wrong) + "."


def _add_sheet(
    document: dict[str, Any], places: Places, findings: list[Finding], kind: str, name: str, content: bytes
) -> None:
    try:
        rows = read_sheet(kind, name, content)
    except UserError as wrong:
        where = re.match(r"[^:]*:(\d+): (.*)", wrong.public, re.DOTALL)
        findings.append(
            Finding(name, int(where[1]) if where else 1, "error", where[2] if where else wrong.public)
        )
        return
    parts = document.setdefault(kind, [])
    if not isinstance(parts, list):
        return
    for row in rows:
        places.rows[(kind, len(parts))] = (name, row.line)
        parts.append(row.values)


def _path(location: tuple[int | str, ...]) -> Path:
    # What pydantic adds for alternatives is not in the file.
    return tuple(part for part in location if isinstance(part, int) or not re.match(r"[a-z-]+\[", part))


def sentence(error: Any) -> str:
    """One error of pydantic as a person would say it."""
    location = [str(part) for part in error["loc"] if not isinstance(part, int)]
    name = ".".join(location[1:]) or ".".join(location)
    given = error.get("input")
    shown = f" ('{given}')" if isinstance(given, str | int | float) and len(str(given)) <= 60 else ""
    match error["type"]:
        case "missing":
            return f"'{name}' is missing."
        case "extra_forbidden":
            return f"'{name}' is not known here; is it misspelt?"
        case "string_pattern_mismatch" if (
            name.endswith(("key", "service", "type", "workflow")) or "key" in name
        ):
            return f"'{name}'{shown} must be small letters, digits and hyphens, as 'espaces-verts'{_suggest(given)}."
        case "time_parsing":
            return f"'{name}'{shown} must be written like '08:30'."
        case "literal_error":
            return f"'{name}'{shown} must be {error['ctx']['expected']}."
        case "value_error":
            return f"'{name}'{shown}: {str(error['ctx']['error']).rstrip('.')}."
        case _:
            return f"'{name}'{shown}: {error['msg'][:1].lower()}{error['msg'][1:]}."


def _suggest(given: object) -> str:
    made = slug(given) if isinstance(given, str) else ""
    return f": '{made}'" if made and made != fold(str(given)) else ""
