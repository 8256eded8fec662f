"""The file store: bytes kept under their SHA-256, written once, durable before `put` returns."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.errors import PermanentFailure, TemporaryFailure
from models.store.durable import make_directory, sync_directory, write_durably

_READ_BYTES = 1 << 20


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


#: The file that says: this directory is the store, and not the empty place where its disk was mounted.
MARKER = "GUICHET-FILES"


class FileStore:
    """A directory of content-addressed files, `ab/cd/abcd…`. Picklable, safe for several processes.

    `marked`: it is there only with its marker; while that is missing everything fails as temporary: no
    message ends, and nothing is written below a place where a disk is to be mounted.
    """

    def __init__(self, directory: Path, *, marked: bool = False) -> None:
        self.directory = directory
        self._marked = marked

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; durable (file and directory fsynced) on return.

        A copy that was damaged is mended. Raises TemporaryFailure when the disk is full or away.
        """
        self.require()
        digest = sha256_of(content)
        target = self._path(digest)
        try:
            if self._is_there(target, content):
                # Whoever writes it at this moment may not have come to it yet, and we say that it is durable.
                for directory in (target.parent, target.parent.parent, self.directory):
                    sync_directory(directory)
            else:
                self._write(target, content)
        except OSError as wrong:
            raise TemporaryFailure(
                "The file store cannot be written.", f"{type(wrong).__name__} {wrong.errno}"
            ) from wrong
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of `digest`. Raises PermanentFailure when they are not here (any more), TemporaryFailure
        when the store is away.
        """
        with self._read(digest) as stream:
            return stream.read()

    def head(self, digest: str, most_bytes: int) -> bytes:
        """The first `most_bytes` of `digest`. Raises as `get` does."""
        with self._read(digest) as stream:
            return stream.read(most_bytes)

    def is_there(self) -> bool:
        """Whether the store itself is there, as far as can be known."""
        return not self._marked or (self.directory / MARKER).exists()

    def require(self) -> None:
        """Raises TemporaryFailure when the store is away."""
        if not self.is_there():
            raise TemporaryFailure("The file store is away.", f"no {MARKER} in its directory")

    def mark(self) -> None:
        """Say that this directory is the store, whatever is in it."""
        said = b"The files of Guichet are kept here. Without this file they count as away.\n"
        write_durably(self.directory / MARKER, lambda stream: stream.write(said))

    def has(self, digest: str) -> bool:
        return self._path(digest).exists()

    def path(self, digest: str) -> Path:
        """Where the bytes are, for those who can only read from a path."""
        return self._path(digest)

    def remove(self, digest: str) -> None:
        """Raises TemporaryFailure when the store is away: the bytes would still be there."""
        self.require()
        self._path(digest).unlink(missing_ok=True)

    def remove_if_old(self, digest: str, before: float) -> bool:
        """Remove bytes that nobody handed in since `before` (seconds of the epoch); whether they are gone.

        Whoever puts them again at this very moment finds them, or writes them anew: they are taken aside
        first, and put back when they turn out to be young.
        """
        self.require()
        path = self._path(digest)
        aside = path.with_name(f".gone-{digest}")
        try:
            path.rename(aside)
        except FileNotFoundError:
            return True
        if aside.stat().st_mtime > before:
            aside.rename(path)
            return False
        aside.unlink()
        sync_directory(path.parent)
        return True

    @contextmanager
    def _read(self, digest: str) -> Iterator[BinaryIO]:
        try:
            with self._path(digest).open("rb") as stream:
                yield stream
        except FileNotFoundError as wrong:
            self.require()
            raise PermanentFailure("This file is no longer kept.", f"no file {digest}") from wrong
        except OSError as wrong:
            raise TemporaryFailure(
                "The file store cannot be read.", f"{type(wrong).__name__} {wrong.errno}"
            ) from wrong

    def _is_there(self, target: Path, content: bytes) -> bool:
        """Whether these bytes are kept already; they are young again then, so that nothing removes them
        before a row points to them.
        """
        try:
            os.utime(target)
        except FileNotFoundError:
            return False
        except OSError:  # a disk that cannot be written, and the bytes are there
            return target.exists()
        return target.stat().st_size == len(content) and target.read_bytes() == content

    def digests(self) -> Iterator[str]:
        """Every digest kept, in no order."""
        for path in self.directory.glob("??/??/*"):
            if len(path.name) == 64:
                yield path.name

    def damaged(self) -> Iterator[str]:
        """Digests whose bytes no longer hash to their name."""
        for digest in self.digests():
            hasher = hashlib.sha256()
            with self._path(digest).open("rb") as stream:
                while block := stream.read(_READ_BYTES):
                    hasher.update(block)
            if hasher.hexdigest() != digest:
                yield digest

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():
            raise PermanentFailure("This file is not known.", "malformed digest")
        return self.directory / digest[:2] / digest[2:4] / digest

    def _write(self, target: Path, content: bytes) -> None:
        make_directory(target.parent)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_directory(target.parent)
