"""What is ours alone: files of data and keys that nobody else on the machine may read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

#: Everything that others may do with a file or a directory.
_OTHERS = 0o077
_WORLD = 0o007


@contextmanager
def for_us_alone() -> Iterator[None]:
    """What is made in this block is readable by us alone, whatever the umask was."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(paths: Iterable[Path]) -> list[Path]:
    """Those of the paths that exist and that somebody else may read, write or enter."""
    return _open_to(paths, _OTHERS)


def open_to_the_world(paths: Iterable[Path]) -> list[Path]:
    """Those that exist and that somebody who is not even of their group may read, write or enter."""
    return _open_to(paths, _WORLD)


def _open_to(paths: Iterable[Path], whom: int) -> list[Path]:
    found = []
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if stat.S_IMODE(mode) & whom:
            found.append(path)
    return found


def close_to_others(paths: Iterable[Path]) -> list[Path]:
    """Take from others what they may do with the paths; those that are not ours to change."""
    left = []
    for path in paths:
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
        except OSError:
            left.append(path)
    return left
