"""`guichet org export FOLDER`: the organisation in force written over the administrator's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cli.town.keeping_aside import free_name, put_aside, write_whole
from models.errors import UserError
from models.organisation import Organisation
from models.organisation_files.keeping import write_over
from models.organisation_files.reading import MAIN, SHEETS
from models.organisation_files.writing import write_organisation


def export_to(folder: Path, organisation: Organisation, *, keep_old: bool = False) -> Iterator[str]:
    """Write `organisation` into the main file of `folder`, then put the sheets beside it aside; a sentence
    for each thing done. `keep_old`: the file that is there says something that stands nowhere else.

    No file is lost: the main one is there whole before a sheet moves, and what cannot be kept in it is put
    aside first. Raises UserError, nothing done, for a file whose remarks cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / MAIN
    new = write_organisation(organisation)
    if not target.exists():
        write_whole(target, new)
        yield f"{target} is written."
    else:
        yield from _over(target, organisation, new, keep_old=keep_old)
    for name in SHEETS:
        sheet = folder / name
        if sheet.is_file():
            # Its rows stand in the file now: read twice they would be there twice.
            yield f"{sheet} is now {put_aside(sheet, 'exported').name}: its rows stand in {MAIN}."


def _over(target: Path, organisation: Organisation, new: str, *, keep_old: bool) -> Iterator[str]:
    try:
        old = target.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UserError(
            f"{target} is not saved as UTF-8, so its remarks cannot be kept: save it again as UTF-8, or name "
            f"another folder. Nothing was changed."
        ) from wrong
    text = write_over(old, organisation)
    anew = text == new and bool(old.strip()) and old != text
    before = free_name(target, "before")
    if anew or (keep_old and old != text):
        write_whole(before, old)
    write_whole(target, text)
    if anew:
        # It could not be taken apart: its remarks are in the old one alone.
        yield f"{target} is written anew; the old file, with its remarks, is {before.name}."
        return
    yield f"{target} is written; the remarks in it stay."
    if before.exists():
        yield f"What it said before and is not in force is in {before.name}."
