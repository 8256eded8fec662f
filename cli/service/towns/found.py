"""The towns of a machine: a folder each with its settings, as `init --production --instance` makes them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess, run

from cli.service.running import running, unit_of
from models.errors import UserError
from models.settings.file import anchored, load_settings
from models.settings.settings import Settings

#: Where the folders of the towns are.
TOWNS = Path("/etc/guichet")
_FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class TownHere:
    """One town: `settings` is None when they cannot be read, and `wrong` says why."""

    name: str
    file: Path
    settings: Settings | None = None
    wrong: str = ""

    @property
    def pids(self) -> list[int]:
        """Processes of its service."""
        return running(self.settings.data_dir / "workers") if self.settings is not None else []

    @property
    def unit(self) -> str:
        """The unit of systemd that runs it; '' when none does."""
        return next((unit for unit in map(unit_of, self.pids) if unit), "")


def towns_in(folder: Path, names: Sequence[str] = (), *, some: bool = True) -> list[TownHere]:
    """The towns below `folder`, those of `names` or all, by name; one whose settings stand in `folder` itself
    is called `.`. Raises UserError when there are none and `some` must be, or one of `names` is not there.
    """
    files = [folder / _FILE, *sorted(folder.glob(f"*/{_FILE}"))]
    found = {file.parent.name if file.parent != folder else ".": file for file in files if file.is_file()}
    if not found and some:
        raise UserError(
            f"There is no town in {folder}. guichet init --production --instance NAME writes what one needs, "
            "and --towns names another folder."
        )
    if missing := [name for name in names if name not in found]:
        raise UserError(f"There is no town '{missing[0][:60]}' in {folder}; there are: {', '.join(found)}.")
    return [_read(name, file) for name, file in found.items() if not names or name in names]


def _read(name: str, file: Path) -> TownHere:
    try:
        with _without_variables():
            settings = anchored(load_settings(file), file.parent)
    except UserError as wrong:
        return TownHere(name, file, wrong=wrong.public)
    return TownHere(name, file, settings)


def call(town: TownHere, *arguments: str) -> CompletedProcess[str]:
    """Run `guichet` for one town as its owner, in a process of its own; what it says is kept."""
    environment = {name: value for name, value in os.environ.items() if not _is_ours(name)}
    environment |= {"GUICHET_SETTINGS": str(town.file.resolve())}
    command = [sys.executable, "-c", "from cli.main import run; run()", *arguments]
    data = town.settings.data_dir if town.settings is not None else town.file.parent
    owner = owner_of(data)
    if os.getuid() == 0 and owner:
        # As the service's own user: what root made, it could not write.
        command = ["runuser", "-u", owner, "--", *command]
    return run(  # noqa: S603  # this very program
        command, env=environment, cwd=_present(data), capture_output=True, text=True, check=False
    )


def owner_of(folder: Path) -> str:
    """The login that the town's data belong to; '' when that is root."""
    import pwd

    try:
        uid = folder.stat().st_uid
        return "" if uid == 0 else pwd.getpwuid(uid).pw_name
    except (OSError, KeyError):
        return ""


def _present(folder: Path) -> Path:
    return folder if folder.is_dir() else Path("/")


def _is_ours(name: str) -> bool:
    """Whether a variable says something of one town: it would be true of all of them."""
    return name.startswith("GUICHET_") and name not in ("GUICHET_LANG", "GUICHET_TEST_RUN")


@contextmanager
def _without_variables() -> Iterator[None]:
    kept: Mapping[str, str] = {name: value for name, value in os.environ.items() if _is_ours(name)}
    for name in kept:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(kept)
