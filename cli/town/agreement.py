"""Commands and files never disagree: what commands changed is not undone by applying files unawares."""

from __future__ import annotations

from pathlib import Path

from cli.speaking.findings import part_said
from cli.town.keeping_aside import read_folder
from dispatch.check import check_files
from models.errors import UserError
from models.organisation import Organisation
from models.organisation.versions import OrganisationStore
from models.organisation_files.changes import NOUNS, PartChange, diff
from models.organisation_files.joining import join
from models.organisation_files.reading import MAIN

#: How a version that no file made is marked beside the name of who made it.
BY_COMMAND = " (command)"


def said_by(applied_by: str) -> str:
    """Who put a version in force, as people read it: their login, and whether by a command."""
    from cli.speaking.translate import say

    name = applied_by.removesuffix(BY_COMMAND)
    return f"{name.removeprefix('cli:')}{say(BY_COMMAND) if name != applied_by else ''}"


def undone(store: OrganisationStore, organisation: Organisation) -> list[PartChange]:
    """What commands did since files were last applied, and `organisation` would undo."""
    current, base = store.current(), _last_from_files(store)
    if current is None or base is None or current == base:
        return []
    ours = {(part.kind, part.key) for part in diff(base, current).parts}
    return [part for part in diff(current, organisation).parts if (part.kind, part.key) in ours]


def _last_from_files(store: OrganisationStore) -> Organisation | None:
    versions = (each.number for each in store.history() if not each.applied_by.endswith(BY_COMMAND))
    number = next(versions, None)
    return None if number is None else store.version(number)


def joined_with_files(
    store: OrganisationStore, folder: Path, current: Organisation
) -> tuple[Organisation, bool]:
    """`current`, or when commands changed it while the files of `folder` were written in, both together: what
    was written and is not in force yet stays written. And whether the files say anything else that is in no
    version, so that they have to be kept beside.

    Raises UserError, for what both changed in two ways.
    """
    if not (folder / MAIN).is_file():
        return current, False
    files, base = check_files(read_folder(folder)).organisation, _last_from_files(store)
    if files is None:
        return current, True
    if files == current or any(store.version(each.number) == files for each in store.history()):
        return current, False
    if base is None or base == current:
        return current, True
    both, clashes = join(base, current, files)
    if clashes:
        named = ", ".join(part_said(each) for each in clashes[:5])
        raise UserError(
            f"Both commands and your files changed: {named}. Write into the files what shall hold, as "
            f"`guichet org diff` shows it, then `guichet org apply --take-back`; or name another folder. "
            f"Nothing was changed."
        )
    return both, False


def refuse_undoing(store: OrganisationStore, organisation: Organisation) -> None:
    """Raises UserError naming what applying the files would take back."""
    parts = undone(store, organisation)
    if parts:
        named = ", ".join(part_said(f"{NOUNS[part.kind]} {part.key}") for part in parts[:5])
        if len(parts) > 5:
            named = f"{named} and {len(parts) - 5} more"
        raise UserError(
            f"Commands changed the organisation since the files were applied; the files would undo: {named}. "
            "`guichet org export FOLDER` writes those changes into the files; `guichet org apply "
            "--take-back` undoes them."
        )
