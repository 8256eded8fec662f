"""Which processes that share a directory are alive: each holds the lock on a file of its own."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

from models.errors import TemporaryFailure

_NEW = ".new-"


class Presence:
    """This process among those that share `directory`; `owner` is the name under which it holds leases.

    The system gives the lock back at any end of a process, `kill -9` among them, and no process number or
    clock is needed to know it. A process on a machine with a directory of its own is simply not known here:
    its leases run out by time. `note`: where it keeps files, for whoever wants to move them. Raises
    TemporaryFailure when the directory cannot be written.
    """

    def __init__(self, directory: Path, note: str = "") -> None:
        self._directory = directory
        self.owner = secrets.token_hex(8)
        self._path = directory / self.owner
        try:
            directory.mkdir(parents=True, exist_ok=True)
            # Locked before it has its name: nobody may see it unlocked and take its process for dead.
            unnamed = directory / f"{_NEW}{self.owner}"
            self._handle: int | None = os.open(unnamed, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._handle, note.encode())
            unnamed.rename(self._path)
        except OSError as wrong:
            raise TemporaryFailure(
                "The directory of the running processes cannot be written.", f"{directory}: {wrong.errno}"
            ) from wrong

    def dead(self) -> list[str]:
        """Owners that were here and are no more, and that nobody buried."""
        try:
            names = sorted(path.name for path in self._directory.iterdir() if not path.name.startswith(_NEW))
        except OSError:
            return []
        return [name for name in names if name != self.owner and _is_free(self._directory / name)]

    def bury(self, owners: list[str]) -> None:
        """Forget owners whose leases are free."""
        for owner in owners:
            (self._directory / owner).unlink(missing_ok=True)

    def close(self) -> None:
        """Leave; what this owner still holds is free for the next that looks."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def notes_of_living(directory: Path) -> list[str | None]:
    """The notes of all processes that are alive; '' for one of a version that wrote none, None where nothing
    can be known: of one that may be alive, or of all when the directory cannot be read.
    """
    try:
        paths = [path for path in directory.iterdir() if not path.name.startswith(_NEW)]
    except FileNotFoundError:
        return []
    except OSError:
        return [None]
    notes: list[str | None] = []
    for path in paths:
        if _is_free(path):
            continue
        try:
            notes.append(path.read_text(encoding="utf-8"))
        except FileNotFoundError:  # buried meanwhile
            continue
        except (OSError, UnicodeDecodeError):
            notes.append(None)
    return notes


def _is_free(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
