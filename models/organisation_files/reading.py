"""From the administrator's files to an organisation, or to what is wrong, with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from models.errors import UserError
from models.folding import fold
from models.organisation.organisation import Organisation
from models.organisation_files.changes import NOUNS
from models.organisation_files.lines import Lines, Path
from models.organisation_files.mistakes import sentence
from models.organisation_files.sheets import read_sheet
from models.toml_mistakes import TomlMistake, read_toml

MAIN = "organisation.toml"
SHEETS = {f"{kind}.{ending}": kind for kind in ("buildings", "agents") for ending in ("csv", "xlsx")}
Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong (`error`: cannot be applied), doubtful (`warning`) or worth a thought (`advice`), and
    where it is written.
    """

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


class Parts(Places):
    """Where nothing was read from files: a part is told by what it is and its key, and has no line."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self._organisation = organisation

    def of(self, path: Path) -> tuple[str, int]:
        """`agent luc-fabre` and 0."""
        parts = getattr(self._organisation, str(path[0]), ()) if len(path) > 1 else ()
        at = path[1] if len(path) > 1 else None
        if not isinstance(parts, tuple) or not isinstance(at, int) or at >= len(parts):
            return NOUNS["town"] if path[:1] == ("town",) else "organisation", 0
        return f"{NOUNS[str(path[0])]} {parts[at].key}", 0


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
    text = files[MAIN].decode("utf-8-sig", "replace")
    if not text.strip():
        return Reading(
            None,
            (Finding(MAIN, 1, "error", "The file is empty; `guichet org init --force` writes a new one."),),
            places,
        )
    try:
        document = read_toml(files[MAIN])
    except TomlMistake as wrong:
        return Reading(None, (Finding(MAIN, wrong.line, "error", wrong.sentence),), places)
    places.lines = Lines(text)
    findings: list[Finding] = []
    for name in sorted(files):
        kind = SHEETS.get(name.lower())
        if kind is not None:
            _add_sheet(document, places, findings, kind, name, files[name])
    put_keys_for_names(document)
    try:
        organisation = Organisation.model_validate(document)
    except ValidationError as wrong:
        errors = wrong.errors()
        deeper = {each["loc"][:-1] for each in errors}
        findings += [
            places.finding(_path(each["loc"]), "error", sentence(each, document))
            for each in errors
            # A list whose only value is wrong is not too short besides.
            if not (each["type"] == "too_short" and each["loc"] in deeper)
        ]
        return Reading(None, tuple(sorted(set(findings))), places)
    return Reading(None if findings else organisation, tuple(sorted(findings)), places)


#: Which values name a part of another list, by the list they stand in.
_NAMING = {
    "buildings": {"keeper": "agents", "service": "services"},
    "agents": {"deputy": "agents", "services": "services"},
    "services": {"person": "agents"},
    "request_types": {"service": "services"},
    "officials": {"services": "services", "buildings": "buildings"},
}


def put_keys_for_names(document: dict[str, Any]) -> None:
    """People write « Luc Fabre » where the file wants `luc-fabre`: a name only one part has becomes its
    key.
    """
    keys: dict[str, dict[str, str | None]] = {}
    for kind in ("agents", "services", "buildings"):
        known = keys.setdefault(kind, {})
        for part in _tables(document.get(kind)):
            name, key = part.get("name"), part.get("key")
            if isinstance(name, str) and isinstance(key, str):
                folded = fold(name).strip()
                # Two of one name: the key must say which.
                known[folded] = None if folded in known else key
    for kind, naming in _NAMING.items():
        for part in _tables(document.get(kind)):
            for name, of in naming.items():
                value = part.get(name)
                if isinstance(value, str):
                    part[name] = _key_for(value, keys[of])
                elif isinstance(value, list):
                    part[name] = [
                        _key_for(each, keys[of]) if isinstance(each, str) else each for each in value
                    ]


def _tables(parts: object) -> list[dict[str, Any]]:
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _key_for(value: str, keys: Mapping[str, str | None]) -> str:
    return value if value in keys.values() else keys.get(fold(value).strip()) or value


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
