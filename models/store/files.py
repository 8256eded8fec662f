"""The file store: bytes kept under their SHA-256, written once, durable before `put` returns."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from models.errors import PermanentFailure, TemporaryFailure
from models.store.durable import sync_directory, write_durably

_READ_BYTES = 1 << 20


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def key_of(digest: str) -> str:
    """Where the bytes of a digest are kept, in every kind of store. Raises PermanentFailure for what is no
    digest.
    """
    if len(digest) != 64 or not (digest.isascii() and digest.isalnum()):
        raise PermanentFailure("This file is not known.", "malformed digest")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


#: The file that says: this directory is the store, and not the empty place where its disk was mounted.
MARKER = "GUICHET-FILES"
MARKER_WORDS = b"The files of Guichet are kept here. Without this file they count as away.\n"
#: Instead of it, where a directory that cannot be removed holds none any more.
EMPTIED = "GUICHET-FILES-ARE-ELSEWHERE"


class FileStore:
    """A directory of content-addressed files, `ab/cd/abcd…`. Picklable, safe for several processes.

    `marked`: it is there only with its marker; while that is missing everything fails as temporary: no
    message ends, and nothing is written below a place where a disk is to be mounted.
    What it promises is what every store does; those of models/store/filing keep files elsewhere.
    """

    #: Whether what is removed lies aside for an hour before it is gone.
    leaves_later = False

    def __init__(self, directory: Path, *, marked: bool = False) -> None:
        self.directory = directory
        #: Where it is, for people.
        self.place = f"{directory}/"
        self._marked = marked

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; durable (file and directory fsynced) on return.

        A copy that was damaged is mended. Raises TemporaryFailure when the disk is full or away.
        """
        self.require()
        digest = sha256_of(content)
        target = self._path(digest)
        with _written():
            if self._is_there(target, content):
                # Whoever writes it at this moment may not have come to it yet, and we say that it is durable.
                for directory in (target.parent, target.parent.parent, self.directory):
                    sync_directory(directory)
            else:
                write_durably(target, lambda stream: stream.write(content))
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of `digest`. Raises PermanentFailure when they are not here (any more), TemporaryFailure
        when the store is away.
        """
        with self.open(digest) as stream:
            return stream.read()

    def open(self, digest: str) -> AbstractContextManager[BinaryIO]:
        """The bytes as a stream, of which little is in memory at a time. Raises as `get` does."""
        return self._read(digest)

    def head(self, digest: str, most_bytes: int) -> bytes:
        """The first `most_bytes` of `digest`. Raises as `get` does."""
        with self.open(digest) as stream:
            return stream.read(most_bytes)

    def is_there(self) -> bool:
        """Whether the store itself is there, as far as can be known."""
        return not self._marked or (self.directory / MARKER).exists()

    def require(self) -> None:
        """Raises TemporaryFailure when the store is away."""
        if not self.is_there():
            raise TemporaryFailure("The file store is away.", f"no {MARKER} in its directory")

    def is_used(self) -> bool:
        """Whether files may lie here. Raises TemporaryFailure when that cannot be known: a place that holds
        neither marker may be one where a disk is to be mounted.
        """
        if not self.directory.exists() or (self.directory / EMPTIED).exists():
            return False
        self.require()
        return True

    def mark(self) -> None:
        """Say that this is the store, whatever is in it."""
        write_durably(self.directory / MARKER, lambda stream: stream.write(MARKER_WORDS))
        (self.directory / EMPTIED).unlink(missing_ok=True)

    def retire(self) -> bool:
        """Say that no file is here any more; False, and nothing is done, while there is one."""
        if next(self.digests(), None) is not None:
            return False
        write_durably(self.directory / EMPTIED, lambda stream: stream.write(MARKER_WORDS))
        (self.directory / MARKER).unlink(missing_ok=True)
        for folder in sorted(self.directory.glob("??/*"), reverse=True) + sorted(self.directory.glob("??")):
            with suppress(OSError):
                folder.rmdir()
        return True

    def has(self, digest: str) -> bool:
        return self._path(digest).exists()

    def sizes_of(self, digests: Iterable[str]) -> Mapping[str, int]:
        """Bytes of each of `digests` that is here, asked as cheaply as the store allows."""
        found = {}
        for digest in digests:
            with suppress(FileNotFoundError):
                found[digest] = self._path(digest).stat().st_size
        return found

    def for_readers(self) -> FileStore | None:
        """The store that a process which reads mail may write to by itself; None: it hands files back."""
        return self

    @property
    def on_disk(self) -> Path | None:
        """The directory that holds all of them; None when there is none."""
        return self.directory

    def path(self, digest: str) -> Path:
        """Where the bytes are, for those who can only read from a path."""
        return self._path(digest)

    def remove(self, digest: str) -> None:
        """Raises TemporaryFailure when the store is away: the bytes would still be there."""
        self.require()
        self._path(digest).unlink(missing_ok=True)

    def remove_if_old(self, digest: str, before: float) -> bool:
        """Remove bytes that nobody handed in since `before` (as `now` counts); whether they are gone.

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

    def now(self) -> float:
        """Seconds of the epoch by the clock that dates the bytes: another machine's, or ours as nobody turned
        it. Raises TemporaryFailure when the store cannot be written.
        """
        if not self.directory.exists():
            return time.time()  # nothing is dated in it
        with _written(), tempfile.TemporaryFile(dir=self.directory) as probe:
            return os.fstat(probe.fileno()).st_mtime

    def clear_aside(self, kept: set[str], before: float) -> None:
        """End removals that were begun before `before` and not ended, and clear what was never put whole;
        one of `kept` (what rows point to) that was taken aside comes back.
        """
        for path in self.directory.glob("??/??/.*-*"):
            digest, target = path.name.removeprefix(".gone-"), path.with_name(path.name[6:])
            with suppress(FileNotFoundError):
                if path.name.startswith(".gone-") and digest in kept and not target.exists():
                    path.rename(target)
                elif path.stat().st_mtime <= before:
                    path.unlink()

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
        return (digest for digest in self.digests() if not self.is_whole(digest))

    def is_whole(self, digest: str) -> bool:
        """Whether the bytes hash to their name. Raises as `get` does."""
        hasher = hashlib.sha256()
        with self.open(digest) as stream:
            while block := stream.read(_READ_BYTES):
                hasher.update(block)
        return hasher.hexdigest() == digest

    def _path(self, digest: str) -> Path:
        return self.directory / key_of(digest)


@contextmanager
def _written() -> Iterator[None]:
    """What the disk says of a write, as a TemporaryFailure."""
    try:
        yield
    except OSError as wrong:
        raise TemporaryFailure(
            "The file store cannot be written.", f"{type(wrong).__name__} {wrong.errno}"
        ) from wrong
