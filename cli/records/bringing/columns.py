"""A sheet of open requests as another tool exported it: which column is what, and what each row says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import UserError
from models.folding import fold
from models.organisation_files.tables import rows_of
from models.toml_mistakes import TomlMistake, read_toml

#: What a column may be called, accents and case aside.
NAMES = {
    "number": (
        "number",
        "numero",
        "n",
        "no",
        "id",
        "reference",
        "ref",
        "identifiant",
        "n dossier",
        "dossier",
    ),
    "text": ("text", "texte", "description", "message", "demande", "contenu", "detail"),
    "subject": ("subject", "objet", "titre", "title", "sujet"),
    "received": ("received", "recu", "recu le", "date", "date de reception", "date de creation", "created"),
    "name": ("name", "nom", "demandeur", "requester", "nom du demandeur"),
    "email": ("email", "e-mail", "courriel", "mail", "adresse electronique"),
    "phone": ("phone", "telephone", "tel", "portable", "mobile"),
    "service": ("service", "department"),
    "building": ("building", "batiment", "lieu", "site"),
    "agent": ("agent", "assignee", "charge", "affecte a", "confie a", "responsable"),
    "state": ("state", "etat", "statut", "status"),
    "due": ("due", "echeance", "a traiter avant", "date limite"),
    "planned": ("planned", "planifie", "planifie le", "date d intervention"),
    "history": ("history", "historique", "commentaires", "notes", "suivi"),
}
NEEDED = ("number", "text")
#: Tables of a mapping in which words of the other tool stand for ours.
TABLES = ("services", "buildings", "agents", "states")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a town says of its old tool's columns and words; empty when the titles say enough."""

    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def ours(self, table: str, word: str) -> str:
        """Our word for one of theirs: the one the mapping gives, else the same."""
        known = {plain(key): value for key, value in self.words.get(table, {}).items()}
        return known.get(plain(word), word)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, and its cells by our names for the columns; '' where empty."""

    line: int
    cells: Mapping[str, str]
    #: Whether there is something behind its last column: words with a `;` in them, most likely.
    too_long: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def plain(word: str) -> str:
    """A title as it is compared."""
    return " ".join("".join(c if c.isalnum() or c == "-" else " " for c in fold(word)).split())


def read_mapping(path: Path | None) -> ColumnMapping:
    """The mapping in a TOML file; an empty one without. Raises UserError naming what is not understood."""
    if path is None:
        return ColumnMapping()
    try:
        given = read_toml(path.read_bytes())
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong
    except TomlMistake as wrong:
        raise UserError(f"{path.name} is not valid TOML, line {wrong.line}: {wrong.sentence}") from wrong
    tables = {name: value for name, value in given.items() if isinstance(value, dict)}
    source = given.get("source", "")
    strange = [name for name in given if name not in ("source", "columns", *TABLES)]
    strange += [f"columns.{name}" for name in tables.get("columns", {}) if name not in NAMES]
    if strange or not isinstance(source, str) or len(tables) != len(given) - ("source" in given):
        what = ", ".join(strange) or "source"
        raise UserError(
            f"{path.name}: '{what}' is not understood. There are source, [columns] with "
            f"{', '.join(NAMES)}, and [services], [buildings], [agents], [states]."
        )
    for name, table in tables.items():
        if wrong_keys := [key for key, value in table.items() if not isinstance(value, str)]:
            raise UserError(f"{path.name}: [{name}] {wrong_keys[0]} must be text between quotes.")
    words = {name: tables[name] for name in TABLES if name in tables}
    return ColumnMapping(source, tables.get("columns", {}), words)


def read_rows(path: Path, mapping: ColumnMapping) -> list[Row]:
    """The rows of a CSV or XLSX file. Raises UserError when it cannot be read, or a needed column is not
    there.
    """
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong
    columns: list[str] | None = None
    rows: list[Row] = []
    for line, cells in rows_of(path.name, content):
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(path.name, line, cells, mapping)
            continue
        found = dict(zip(columns, cells, strict=False))
        named = {name: value.strip() for name, value in found.items() if name}
        rows.append(Row(line, named, too_long=any(cells[len(columns) :])))
    if columns is None:
        raise UserError(f"{path.name}:1: the sheet is empty: its first line names the columns.")
    return rows


def _columns(name: str, line: int, titles: list[str], mapping: ColumnMapping) -> list[str]:
    said = {plain(title): column for column, title in mapping.columns.items()}
    known = {title: column for column, names in NAMES.items() for title in names} | said
    # A title that the mapping gives another column is not also what it is usually called.
    found: list[str] = []
    for title in titles:
        column = known.get(plain(title), "")
        if column in mapping.columns and plain(title) not in said:
            column = ""
        if column and column in found:
            raise UserError(
                f"{name}:{line}: '{titles[found.index(column)]}' and '{title}' both may be the {column} of a "
                f'request. Say which is, in a mapping: [columns] {column} = "its title".'
            )
        found.append(column)
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise UserError(
            f"{name}:{line}: no column is the {' / '.join(missing)} of a request. Call one so, or name "
            f'it in a mapping: [columns] {missing[0]} = "their title".'
        )
    return found
