"""The file store: bytes kept under their SHA-256, written once, durable before `put` returns."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models.errors import PermanentFailure, TemporaryFailure
from models.store.durable import make_directory, sync_directory

_READ_BYTES = 1 << 20


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class FileStore:
    """A directory of content-addressed files, `ab/cd/abcd…`. Picklable, safe for several processes."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; durable (file and directory fsynced) on return.

        Raises TemporaryFailure when the disk is full or away.
        """
        digest = sha256_of(content)
        target = self._path(digest)
        if self._is_there(target):
            return digest
        try:
            self._write(target, content)
        except OSError as wrong:
            raise TemporaryFailure(
                "The file store cannot be written.", f"{type(wrong).__name__} {wrong.errno}"
            ) from wrong
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of `digest`. Raises PermanentFailure when they are not here (any more)."""
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError as wrong:
            raise PermanentFailure("This file is no longer kept.", f"no file {digest}") from wrong

    def head(self, digest: str, most_bytes: int) -> bytes:
        """The first `most_bytes` of `digest`. Raises PermanentFailure as `get` does."""
        try:
            with self._path(digest).open("rb") as stream:
                return stream.read(most_bytes)
        except FileNotFoundError as wrong:
            raise PermanentFailure("This file is no longer kept.", f"no file {digest}") from wrong

    def has(self, digest: str) -> bool:
        return self._path(digest).exists()

    def path(self, digest: str) -> Path:
        """Where the bytes are, for those who can only read from a path."""
        return self._path(digest)

    def remove(self, digest: str) -> None:
        self._path(digest).unlink(missing_ok=True)

    def remove_if_old(self, digest: str, before: float) -> bool:
        """Remove bytes that nobody handed in since `before` (seconds of the epoch); whether they are gone.

        Whoever puts them again at this very moment finds them, or writes them anew: they are taken aside
        first, and put back when they turn out to be young.
        """
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

    def _is_there(self, target: Path) -> bool:
        """Whether the bytes are kept already; they are young again then, so that nothing removes them before
        a row points to them.
        """
        try:
            os.utime(target)
        except FileNotFoundError:
            return False
        except OSError:  # a disk that cannot be written, and the bytes are there
            return target.exists()
        return True

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
