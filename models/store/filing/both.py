"""Two places at once, while files move from one to the other: written to one, looked for in both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, TypeVar

from models.errors import PermanentFailure
from models.store.files import FileStore

_Answer = TypeVar("_Answer")


class TwoPlaces(FileStore):
    """The store of the settings, and the `former` one, where what was not moved yet is found.

    While the former one is away, a file that the other does not have is waited for, not given up.
    """

    def __init__(self, store: FileStore, former: FileStore) -> None:
        self.store = store
        self.former = former
        self.place = store.place

    @property
    def leaves_later(self) -> bool:  # type: ignore[override]  # as the places at this moment say
        return self.store.leaves_later or (self.former.leaves_later and self.former.is_used())

    def put(self, content: bytes) -> str:
        return self.store.put(content)

    @contextmanager
    def open(self, digest: str) -> Iterator[BinaryIO]:
        with ExitStack() as opened:
            yield self._first(lambda place: opened.enter_context(place.open(digest)))

    def head(self, digest: str, most_bytes: int) -> bytes:
        return self._first(lambda place: place.head(digest, most_bytes))

    def is_there(self) -> bool:
        return self.store.is_there()

    def is_used(self) -> bool:
        return self.store.is_used()

    def require(self) -> None:
        self.store.require()

    def mark(self) -> None:
        self.store.mark()

    def has(self, digest: str) -> bool:
        return any(place.has(digest) for place in self._places())

    def sizes_of(self, digests: Iterable[str]) -> Mapping[str, int]:
        wanted = set(digests)
        found = dict(self.store.sizes_of(wanted))
        if (missing := wanted - found.keys()) and self.former.is_used():
            found |= self.former.sizes_of(missing)
        return found

    def remove(self, digest: str) -> None:
        for place in self._places():
            place.remove(digest)

    def remove_if_old(self, digest: str, before: float) -> bool:
        gone = [place.remove_if_old(digest, before) for place in self._places()]
        return all(gone)

    def now(self) -> float:
        """By the clock of the two that is behind: nothing looks older than it is."""
        return min(place.now() for place in self._places())

    def clear_aside(self, kept: set[str], before: float) -> None:
        for place in self._places():
            place.clear_aside(kept, before)

    def digests(self) -> Iterator[str]:
        seen: set[str] = set()
        for place in self._places():
            for digest in place.digests():
                if digest not in seen:
                    seen.add(digest)
                    yield digest

    def damaged(self) -> Iterator[str]:
        for place in self._places():
            yield from place.damaged()

    def for_readers(self) -> FileStore | None:
        return self.store.for_readers()

    @property
    def on_disk(self) -> None:
        """None: no one directory holds all of them."""

    def _places(self) -> tuple[FileStore, ...]:
        return (self.store, self.former) if self.former.is_used() else (self.store,)

    def _first(self, ask: Callable[[FileStore], _Answer]) -> _Answer:
        """What the first answers that has it. Raises PermanentFailure when neither has, TemporaryFailure when
        one is away.
        """
        missing = None
        # The store is asked a second time: it may have moved there between the two looks.
        for place in (self.store, self.former, self.store):
            if place is self.former and not place.is_used():
                continue
            try:
                return ask(place)
            except PermanentFailure as wrong:
                missing = wrong
        assert missing is not None
        raise missing
