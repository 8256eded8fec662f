"""Commands and files never disagree: what commands changed is not undone by applying files unawares."""

from __future__ import annotations

from cli.speaking.findings import part_said
from models.errors import UserError
from models.organisation import Organisation
from models.organisation.versions import OrganisationStore
from models.organisation_files.changes import NOUNS, PartChange, diff

#: How a version that no file made is marked beside the name of who made it.
BY_COMMAND = " (command)"


def said_by(applied_by: str) -> str:
    """Who put a version in force, as people read it: their login, and whether by a command."""
    from cli.speaking.translate import say

    name = applied_by.removesuffix(BY_COMMAND)
    return f"{name.removeprefix('cli:')}{say(BY_COMMAND) if name != applied_by else ''}"


def undone(store: OrganisationStore, organisation: Organisation) -> list[PartChange]:
    """What commands did since files were last applied, and `organisation` would undo."""
    current = store.current()
    base: Organisation | None = None
    for version in store.history():
        if not version.applied_by.endswith(BY_COMMAND):
            base = store.version(version.number)
            break
    if current is None or base is None or current == base:
        return []
    ours = {(part.kind, part.key) for part in diff(base, current).parts}
    return [part for part in diff(current, organisation).parts if (part.kind, part.key) in ours]


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
