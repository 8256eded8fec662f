"""Files that are there for good once a function returns: written beside, synced, renamed, the directory
synced.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

BLOCK_BYTES = 1 << 20


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


def write_durably(target: Path, write: Callable[[BinaryIO], object], *, mode: int = 0o600) -> None:
    """Make `target` with what `write` puts into it, whole or not at all; directories are made (0700)."""
    make_directory(target.parent)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_directory(target.parent)


def make_directory(directory: Path) -> None:
    """Make a directory and its missing parents (0700), each synced into the one above."""
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_directory(each.parent)


def sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_blocks(source: BinaryIO, target: Sink) -> None:
    while block := source.read(BLOCK_BYTES):
        target.write(block)


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 in hexadecimal and size in octets, in constant memory."""
    hasher, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            hasher.update(block)
            size += len(block)
    return hasher.hexdigest(), size
