"""The file store in a bucket of S3, or of any server that speaks as it does (obstore)."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import BinaryIO, NoReturn

import obstore
from obstore.store import S3Store

from models.errors import ConfigurationFailure, GuichetError, PermanentFailure, TemporaryFailure
from models.settings.files import S3Settings
from models.store.durable import BLOCK_BYTES
from models.store.files import MARKER, MARKER_WORDS, FileStore, key_of, sha256_of
from models.store.filing.blocks import Blocks
from models.store.filing.bucket import open_bucket, probe, refused_why

#: What is to be removed lies here first: whoever handed it in again a moment ago still finds it.
_ASIDE = "gone"
#: How long it is believed that the store is there; that it is away is looked at again at once.
_BELIEVED_SECONDS = 30.0
#: Beyond so many files, one listing costs less than asking for each.
_ASKED_ONE_BY_ONE = 200


class S3Files(FileStore):
    """Files of one prefix of a bucket, `ab/cd/abcd…` as in a directory. One town has it alone.

    A file is durable when the server confirmed it. What is not there is told apart from a bucket that is away
    or refuses us by the marker, an object of its own.
    """

    leaves_later = True

    def __init__(self, settings: S3Settings) -> None:
        self.place = f"s3://{settings.bucket}/{settings.prefix}".rstrip("/")
        self._settings = settings
        self._lock = threading.Lock()
        self._opened: dict[bool, S3Store] = {}
        self._seen_at: float | None = None

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; confirmed by the server, which compared it with its SHA-256,
        on return. It is written even when it is there: it is young then, and whole.
        """
        self.require()
        digest = sha256_of(content)
        self._put(key_of(digest), content)
        return digest

    @contextmanager
    def open(self, digest: str) -> Iterator[BinaryIO]:
        with self._spoken(digest):
            try:
                found = obstore.get(self._bucket(), key_of(digest))
            except FileNotFoundError:
                if not self._brought_back(digest):
                    raise
                found = obstore.get(self._bucket(), key_of(digest))
            blocks = iter(found.stream(min_chunk_size=BLOCK_BYTES))
        with io.BufferedReader(Blocks(blocks, self.failed), BLOCK_BYTES) as stream:
            yield stream

    def head(self, digest: str, most_bytes: int) -> bytes:
        with self._spoken(digest):
            try:
                return bytes(obstore.get_range(self._bucket(), key_of(digest), start=0, end=most_bytes))
            except FileNotFoundError:
                if not self._brought_back(digest):
                    raise
                return bytes(obstore.get_range(self._bucket(), key_of(digest), start=0, end=most_bytes))

    def is_there(self) -> bool:
        """Whether the bucket answers and holds the marker. Waits a few seconds at most."""
        try:
            return self.is_used()
        except TemporaryFailure:
            return False

    def is_used(self) -> bool:
        if self._seen_at is not None and time.monotonic() - self._seen_at < _BELIEVED_SECONDS:
            return True
        with self._spoken():
            try:
                obstore.head(self._bucket(hasty=True), MARKER)
            except FileNotFoundError:
                self._seen_at = None
                return False
        self._seen_at = time.monotonic()
        return True

    def require(self) -> None:
        if not self.is_used():
            raise TemporaryFailure("The file store is away.", f"no {MARKER} in {self.place}")

    def mark(self) -> None:
        self._put(MARKER, MARKER_WORDS)

    def retire(self) -> bool:
        if any(True for _ in self.digests()) or any(True for _ in self._aside()):
            return False
        with self._spoken():
            obstore.delete(self._bucket(), MARKER)
        self._seen_at = None
        return True

    def has(self, digest: str) -> bool:
        with self._spoken(digest):
            try:
                obstore.head(self._bucket(), key_of(digest))
            except FileNotFoundError:
                return self._brought_back(digest)
        return True

    def sizes_of(self, digests: Iterable[str]) -> Mapping[str, int]:
        wanted = set(digests)
        found: dict[str, int] = {}
        if len(wanted) > _ASKED_ONE_BY_ONE:
            found = {digest: size for digest, size in self._listed() if digest in wanted}
        for digest in wanted - found.keys():
            if self.has(digest):
                with self._spoken(digest):
                    found[digest] = obstore.head(self._bucket(), key_of(digest))["size"]
        return found

    def remove(self, digest: str) -> None:
        self.require()
        with self._spoken():
            for key in (key_of(digest), f"{_ASIDE}/{digest}"):
                obstore.delete(self._bucket(), key)

    def remove_if_old(self, digest: str, before: float) -> bool:
        """As in a directory; but what is gone lies aside until `clear_aside` of another hour, where whoever
        put it at this very moment finds it again.
        """
        self.require()
        with self._spoken():
            try:
                if obstore.head(self._bucket(), key_of(digest))["last_modified"].timestamp() > before:
                    return False
                obstore.copy(self._bucket(), key_of(digest), f"{_ASIDE}/{digest}")
            except FileNotFoundError:
                return True
            obstore.delete(self._bucket(), key_of(digest))
        return True

    def clear_aside(self, kept: set[str], before: float) -> None:
        for digest, moment in list(self._aside()):
            with self._spoken():
                if digest in kept:
                    self._brought_back(digest)
                elif moment <= before:
                    obstore.delete(self._bucket(), f"{_ASIDE}/{digest}")

    def digests(self) -> Iterator[str]:
        return (digest for digest, _ in self._listed())

    def damaged(self) -> Iterator[str]:
        for digest in self.digests():
            try:
                if not self.is_whole(digest):
                    yield digest
            except PermanentFailure:
                continue  # removed meanwhile

    def for_readers(self) -> None:
        """Nothing: whoever reads hostile mail needs no key to the bucket. Its process hands files back."""

    @property
    def on_disk(self) -> None:
        """None: no directory holds them."""

    def try_out(self, digest: str) -> tuple[str, float]:
        """The version of a put, and the seconds the server's clock is ahead; it must not know `digest`."""
        with self._spoken():
            version, at = probe(self._bucket(), _ASIDE)
            with suppress(FileNotFoundError):
                obstore.head(self._bucket(), key_of(digest))
        return version, at - time.time()

    def now(self) -> float:
        with self._spoken():
            return probe(self._bucket(), _ASIDE)[1]

    def _put(self, key: str, content: bytes) -> None:
        with self._spoken():
            # In one request: the server has all of it, or nothing.
            obstore.put(self._bucket(), key, content, use_multipart=False)

    def _brought_back(self, digest: str) -> bool:
        """Whether it lay aside; it is in its place again then."""
        try:
            obstore.copy(self._bucket(), f"{_ASIDE}/{digest}", key_of(digest))
        except FileNotFoundError:
            return False
        obstore.delete(self._bucket(), f"{_ASIDE}/{digest}")
        return True

    def _listed(self) -> Iterator[tuple[str, int]]:
        with self._spoken():
            for objects in obstore.list(self._bucket()):
                for each in objects:
                    name = each["path"].rpartition("/")[2]
                    if len(name) == 64 and each["path"] == key_of(name):
                        yield name, each["size"]

    def _aside(self) -> Iterator[tuple[str, float]]:
        with self._spoken():
            for objects in obstore.list(self._bucket(), prefix=_ASIDE):
                for each in objects:
                    name = each["path"].rpartition("/")[2]
                    if len(name) == 64:
                        yield name, each["last_modified"].timestamp()

    def _bucket(self, *, hasty: bool = False) -> S3Store:
        with self._lock:
            if hasty not in self._opened:
                self._opened[hasty] = open_bucket(self._settings, os.environ, hasty=hasty)
            return self._opened[hasty]

    @contextmanager
    def _spoken(self, digest: str = "") -> Iterator[None]:
        """What the server answers, as our failures."""
        try:
            yield
        except GuichetError:
            raise
        except FileNotFoundError as wrong:
            self._seen_at = None
            if "NoSuchBucket" in str(wrong)[:20_000]:
                words = f"There is no bucket {self._settings.bucket}."
                raise ConfigurationFailure(words, "NoSuchBucket") from None
            self.require()
            raise PermanentFailure("This file is no longer kept.", f"no file {digest}") from None
        except Exception as wrong:  # noqa: BLE001  # the library's own, and those of the network beneath
            self.failed(wrong)

    def failed(self, wrong: Exception) -> NoReturn:
        """Raises what a failure of the library means to us; never its words, which may hold the login."""
        self._seen_at = None
        refused = refused_why(wrong)
        if refused is not None:
            raise ConfigurationFailure("The file store refuses our login.", refused) from None
        raise TemporaryFailure("The file store cannot be reached.", type(wrong).__name__) from None
