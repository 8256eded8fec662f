"""Files of the administrator: read, written whole, put beside under a free name, never over one."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from models.errors import UserError
from models.organisation_files.reading import MAIN, SHEETS
from models.store.durable import write_durably


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of an organisation by name: the main one, and the sheets beside it. Raises UserError."""
    main = folder if folder.is_file() else folder / MAIN
    try:
        files = {MAIN: main.read_bytes()}
        for name in SHEETS:
            sheet = main.parent / name
            if sheet.is_file():
                files[name] = sheet.read_bytes()
    except OSError as wrong:
        raise UserError(
            f"{main} cannot be read ({wrong.strerror}); `guichet org init` writes one."
        ) from wrong
    return files


def put_aside(path: Path, ending: str) -> Path:
    """Rename `path` to `NAME.ENDING`, or to `NAME.ENDING-2` and so on when that is taken; its new path."""
    aside = free_name(path, ending)
    path.rename(aside)
    return aside


def free_name(path: Path, ending: str) -> Path:
    """Where `put_aside` would put a file now."""
    names = (f"{path.name}.{ending}" + (f"-{number}" if number > 1 else "") for number in count(1))
    found = (path.with_name(name) for name in names)
    return next(each for each in found if not each.exists() and not each.is_symlink())


def write_whole(path: Path, text: str) -> None:
    """Write a text file whole or not at all: what was there stays until the new one is on the disk. A link is
    followed, and a file keeps its mode.
    """
    target = path.resolve()
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    write_durably(target, lambda stream: stream.write(text.encode()), mode=mode)
