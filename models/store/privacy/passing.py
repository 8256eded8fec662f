"""A directory in which everybody's words lie in the plain for a moment: a set or a replica that is tried.

It is gone afterwards; what a process left that was killed meanwhile goes when the next one is made there,
which each backup does. Whoever is at work holds a lock, which ends with its process.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HELD = "guichet-passing-"
#: Until it is held it has another name, so that nobody takes it for one that was left.
_NEW = "guichet-new-"


@contextmanager
def passing_directory(place: Path | None = None) -> Iterator[Path]:
    """An empty directory (0700) in `place`, by default where temporary files are kept."""
    place = Path(tempfile.gettempdir()) if place is None else place
    for each in place.glob(f"{_HELD}*"):
        _sweep(each)
    made = Path(tempfile.mkdtemp(prefix=_NEW, dir=place))
    handle = os.open(made, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        made = made.rename(made.with_name(f"{_HELD}{made.name.removeprefix(_NEW)}"))
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(handle)


def _sweep(path: Path) -> None:
    """Remove a directory of ours whose process is gone."""
    try:
        # Anybody may put something of that name there.
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        if os.fstat(handle).st_uid == os.geteuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
    except OSError:
        return  # somebody is at work in it
    finally:
        os.close(handle)
