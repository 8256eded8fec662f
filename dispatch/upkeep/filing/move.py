"""Every file from one store to another: copied, read back and compared, and only then removed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from models.errors import PermanentFailure
from models.store.files import FileStore, sha256_of

#: Files that travel at a time; so many are in memory.
_TOGETHER = 4
#: How often it is looked for what came in meanwhile.
_ROUNDS = 5
_What = Literal["moved", "was there", "damaged", "gone"]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many files travelled, how many had done so before, and which could not: their bytes are not what
    their name says. `is_empty`: whether the former store has none left, and says so.
    """

    files: int
    known: int
    damaged: tuple[str, ...]
    is_empty: bool


def move_files(
    source: FileStore,
    target: FileStore,
    *,
    keep: bool = False,
    done: Callable[[int], None] = lambda _n: None,
    may_retire: Callable[[], bool] = lambda: True,
) -> Moved:
    """Bring every file of `source` to `target`; with `keep` it stays at `source` as well.

    Nothing is removed before `target` gave it back whole. It may be stopped at any moment and begun again:
    what travelled is compared, not sent again. `done` hears how many files are through.
    `may_retire` is asked at the very end, before `source` is said to hold none any more.
    Raises TemporaryFailure when one of the two is away.
    """
    target.require()
    counts: dict[_What, int] = {"moved": 0, "was there": 0, "damaged": 0, "gone": 0}
    damaged: set[str] = set()
    with ThreadPoolExecutor(_TOGETHER, thread_name_prefix="move") as pool:
        for _ in range(1 if keep else _ROUNDS):
            waiting = [digest for digest in source.digests() if digest not in damaged]
            there = target.sizes_of(waiting).keys() if waiting else ()
            # A portion at a time: what fails stops the rest before it is begun.
            for start in range(0, len(waiting), _TOGETHER):
                portion = waiting[start : start + _TOGETHER]
                moves = [pool.submit(_move, source, target, each, each in there, keep) for each in portion]
                for digest, move in zip(portion, moves, strict=True):
                    what = move.result()
                    counts[what] += 1
                    if what == "damaged":
                        damaged.add(digest)
                done(sum(counts.values()))
            if not waiting:
                break
    is_empty = not keep and not damaged and may_retire() and source.retire()
    return Moved(counts["moved"], counts["was there"], tuple(sorted(damaged)), is_empty)


def _move(source: FileStore, target: FileStore, digest: str, is_there: bool, keep: bool) -> _What:
    what: _What = "was there"
    try:
        if not (is_there and target.is_whole(digest)):
            content = source.get(digest)
            if sha256_of(content) != digest:
                return "damaged"
            target.put(content)
            if not target.is_whole(digest):
                return "damaged"
            what = "moved"
    except PermanentFailure:
        return "gone"  # erased while it was on its way
    if not keep:
        source.remove(digest)
    return what
