"""What a check reports: a sentence, how bad it is, and the part it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.folding import fold
from models.organisation_files.lines import Path
from models.organisation_files.reading import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding before its line is known. An `error` would break routing or lose mail; a `warning`
    surprises.
    """

    path: Path
    severity: Severity
    message: str


def error(message: str, *path: str | int) -> Problem:
    """Something that must be corrected before the organisation can be applied."""
    return Problem(path, "error", message)


def warning(message: str, *path: str | int) -> Problem:
    """Something that is allowed and probably not meant."""
    return Problem(path, "warning", message)


def repeated(named: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, Path, Path]]:
    """Texts said twice whatever their case and accents: the text, where again, where first."""
    first: dict[str, Path] = {}
    for text, path in named:
        folded = " ".join(fold(text).split())
        if folded in first:
            yield text, path, first[folded]
        else:
            first[folded] = path
