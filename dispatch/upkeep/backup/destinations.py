"""A directory that sets are kept in: members of each set, and one pool of files that all sets share."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from dispatch.upkeep.backup.manifest import NAME, Manifest, is_set_id
from dispatch.upkeep.backup.owning import mark, require_ours
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.store.durable import Sink, copy_blocks, hash_file, make_directory, sync_directory, write_durably
from models.store.files import FileStore
from models.store.privacy.passing import passing_directory

#: Says that a directory is one of ours: a disk that is not mounted has none, and is never written to.
MARKER = "guichet-backup"
#: Member of a set: the digests of its files, one a line.
FILE_LIST = "files.txt"


class Destination(Protocol):
    """Somewhere sets are kept. Everything raises TemporaryFailure when it is away, UserError when it is
    wrong.
    """

    name: str

    @property
    def is_taken(self) -> bool:
        """Whether it holds sets that a recovery key made this moment cannot open; False when it is away."""
        ...

    def prepare(self) -> None: ...

    def sets(self) -> list[str]:
        """Ids of the whole sets, oldest first."""
        ...

    def put(self, stage: Path, manifest: Manifest, files: FileStore, digests: Iterable[str]) -> None:
        """Keep a set; durable on return, and unseen by `sets` until then."""
        ...

    def opened(self, set_id: str) -> AbstractContextManager[tuple[Path, FileSource]]:
        """A context in which the members of a set lie in a directory, plain."""
        ...

    def remove(self, set_ids: Iterable[str]) -> None: ...


class FileSource(Protocol):
    def fetch(self, digest: str, target: Sink) -> None:
        """Write the plain bytes of a file. Raises PermanentFailure when it is missing or cannot be opened."""
        ...


class DirectoryDestination:
    """Sets under `sets/`, their files under `files/`. One writer at a time.

    `key` opens what was encrypted; new sets are encrypted with it when `encrypt` says so, as at first.
    `domains` say which town writes here: to the sets of another one nothing is added, and none is taken away.
    """

    def __init__(
        self, place: str, key: RecoveryKey | None, *, encrypt: bool = True, domains: tuple[str, ...] = ()
    ) -> None:
        self.name = place
        self._directory = Path(place).expanduser()
        self._key = key
        self._sealing = key if encrypt else None
        self._suffix = ".age" if self._sealing is not None else ""
        self._domains = domains

    @property
    def is_taken(self) -> bool:
        return self._sealing is not None and next(self._directory.glob("sets/*/*.age"), None) is not None

    def prepare(self) -> None:
        """Make the directory ours. Raises UserError when something else is in it, or sets of another town."""
        if self._marker.exists():
            self._require_ours()
            return
        if self._directory.exists() and any(self._directory.iterdir()):
            raise UserError(f"{self._directory} holds something else: name an empty directory.")
        try:
            make_directory(self._directory / "sets")
            make_directory(self._directory / "files")
            mark(self._marker, self._domains)
        except OSError as wrong:
            raise TemporaryFailure(f"{self._directory} cannot be written.", _why(wrong)) from wrong

    def sets(self) -> list[str]:
        self._require_marker()
        return sorted(
            path.name
            for path in (self._directory / "sets").iterdir()
            if is_set_id(path.name) and path.is_dir()
        )

    def put(self, stage: Path, manifest: Manifest, files: FileStore, digests: Iterable[str]) -> None:
        self._require_ours()
        try:
            self._forget_unfinished()
            for digest in digests:
                self._put_file(digest, files)
            making = self._directory / "sets" / f".making-{manifest.set_id}"
            make_directory(making)
            for member in manifest.members:
                with (stage / member.name).open("rb") as source:
                    self._write(making / f"{member.name}{self._suffix}", source)
            # With the rest: the hashes of short secrets would say too much.
            with (stage / NAME).open("rb") as source:
                self._write(making / f"{NAME}{self._suffix}", source)
            whole = self._directory / "sets" / manifest.set_id
            if whole.exists():  # made in this very second, by a backup that was killed after it
                shutil.rmtree(making)
                return
            making.rename(whole)
            sync_directory(self._directory / "sets")
        except OSError as wrong:
            raise TemporaryFailure(f"{self._directory} cannot be written.", _why(wrong)) from wrong

    @contextmanager
    def opened(self, set_id: str) -> Iterator[tuple[Path, FileSource]]:
        self._require_marker()
        there = self._directory / "sets" / set_id
        if not is_set_id(set_id) or not there.is_dir():
            raise UserError(f"There is no set {set_id} in {self._directory}.")
        with passing_directory() as plain:
            with (plain / NAME).open("wb") as target:
                self._read(there / NAME, target)
            for member in Manifest.from_json((plain / NAME).read_text(encoding="utf-8")).members:
                (plain / member.name).parent.mkdir(parents=True, exist_ok=True)
                with (plain / member.name).open("wb") as target:
                    self._read(there / member.name, target)
            yield plain, self

    def fetch(self, digest: str, target: Sink) -> None:
        self._read(self._directory / "files" / digest[:2] / digest, target)

    def remove(self, set_ids: Iterable[str]) -> None:
        """Forget sets, then the files that no other set lists. A set whose list cannot be read keeps every
        file.
        """
        self._require_ours()
        for set_id in set_ids:
            shutil.rmtree(self._directory / "sets" / set_id)
        needed: set[str] = set()
        for set_id in self.sets():
            try:
                with self.opened(set_id) as (plain, _files):
                    needed.update((plain / FILE_LIST).read_text(encoding="ascii").split())
            except (PermanentFailure, UserError):
                return
        for path in (self._directory / "files").glob("??/*"):
            if path.name.removesuffix(".age") not in needed:
                path.unlink()

    @property
    def _marker(self) -> Path:
        return self._directory / MARKER

    def _require_marker(self) -> None:
        if not self._marker.exists():
            raise TemporaryFailure(
                f"{self._directory} is not there: is its disk mounted? If it is new: guichet backup init"
            )

    def _require_ours(self) -> None:
        self._require_marker()
        try:
            require_ours(self._marker, self._domains)
        except OSError as wrong:
            raise TemporaryFailure(f"{self._directory} cannot be written.", _why(wrong)) from wrong

    def _forget_unfinished(self) -> None:
        for path in (self._directory / "sets").glob(".making-*"):
            shutil.rmtree(path)

    def _put_file(self, digest: str, files: FileStore) -> None:
        target = self._directory / "files" / digest[:2] / f"{digest}{self._suffix}"
        if target.exists():
            return
        with suppress(PermanentFailure), files.open(digest) as source:
            self._write(target, source)

    def _write(self, target: Path, source: BinaryIO) -> None:
        key = self._sealing
        write_durably(
            target, lambda stream: key.encrypt(source, stream) if key else copy_blocks(source, stream)
        )

    def _read(self, path: Path, target: Sink) -> None:
        """Plain or encrypted, as it was written: encryption may begin, or end, after the first sets."""
        for suffix in (".age", "") if self._sealing is not None else ("", ".age"):
            if not (found := path.with_name(path.name + suffix)).exists():
                continue
            with found.open("rb") as source:
                if not suffix:
                    copy_blocks(source, target)
                elif self._key is None:
                    raise UserError("This set is encrypted: name the recovery key with --key.")
                else:
                    self._key.decrypt(source, target, str(found))
            return
        raise PermanentFailure("A file of this set is missing.", path.name)


def check_member(path: Path, sha256: str, name: str) -> str:
    """'' when the plain bytes are what the manifest says, else a sentence."""
    if not path.exists():
        return f"{name} is missing"
    return "" if hash_file(path)[0] == sha256 else f"{name} is not what it was"


def _why(wrong: OSError) -> str:
    return f"{type(wrong).__name__} {wrong.errno}"
