"""A long chain read in several processes, stretch by stretch: two processors take half the time of one.

The process that asks reads too: while the others start, and whatever they have not begun. Each stretch
begins with the link that stands at the end of the one before, which that one proves. Nothing is said of what
is wrong: whatever does not fit, a change made meanwhile included, has the chain read again in one piece,
which names it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection

import sqlalchemy as sa

from models.store.chain.portion import Portion, read_portion
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.traces import TraceLink

#: Fewer links than this are read sooner than processes are started.
LEAST = 100_000
#: More processes than this only wait for the disk.
MOST_PROCESSES = 4
#: Stretches for each process: who is done early takes another.
_SHARES = 16
_links = table_of(TraceLink)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A stretch: the links after a position as far as another. `link` is that of `after`, when it is not
    among the links (the chain begins there).
    """

    after: int
    last: int
    link: bytes | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A chain in which nothing is wrong, and how many rows it seals."""

    read: Portion
    sealed: int


class ReadAtOnce:
    """Reads chains of the database at `url` in `processes`, those of `least` links or more."""

    def __init__(self, url: str, *, processes: int | None = None, least: int = LEAST) -> None:
        self._url = url
        self._processes = processes or min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
        self._least = least

    def read(self, chain: str, start: tuple[int, bytes], end: int, asked: frozenset[int]) -> Whole | None:
        """What stands between `start` (position and link) and the position `end`; None when it is not worth
        several processes, when one of them breaks off (it has no memory, or finds no database), or when
        anything does not fit.
        """
        links = end - start[0]
        if self._processes < 2 or links < max(self._least, self._processes):
            return None
        stretches = cut(start, end, min(links, self._processes * _SHARES))
        parts: list[Portion | None] = [None] * len(stretches)
        # This process takes from the end at once; the others are there in a second or two.
        left, starting = deque(range(len(stretches))), threading.Lock()
        others = [
            threading.Thread(target=self._hand_over, args=(starting, chain, asked, stretches, left, parts))
            for _ in range(self._processes - 1)
        ]
        for other in others:
            other.start()
        try:
            with suppress(IndexError):  # nothing is left
                while True:
                    n = left.pop()
                    parts[n] = read_stretch(self._url, chain, stretches[n], asked)
        except Exception:  # noqa: BLE001  # it found no database, or anything else that a driver raises
            return None
        finally:
            left.clear()
            for other in others:
                other.join()
        return joined(parts)

    def _hand_over(
        self,
        starting: threading.Lock,
        chain: str,
        asked: frozenset[int],
        stretches: Sequence[Bounds],
        left: deque[int],
        parts: list[Portion | None],
    ) -> None:
        """Have a process of its own read what is `left`, a stretch at a time, from the beginning. When it
        dies its end of the pipe is closed, and the stretch stays without a part: nobody waits for it.
        """
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        here, there = context.Pipe()
        with here, suppress(Exception):  # whatever it is, a part is missing
            with there, starting:
                process = context.Process(target=_answer, args=(there, self._url, chain, asked), daemon=True)
                process.start()
            with suppress(IndexError):  # nothing is left
                while True:
                    n = left.popleft()
                    here.send(stretches[n])
                    parts[n] = here.recv()


def _answer(asking: Connection, url: str, chain: str, asked: frozenset[int]) -> None:
    """Read the stretches that come, until whoever asks has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends whoever asks, and so this one too
    with asking, suppress(EOFError, OSError):
        while True:
            bounds = asking.recv()
            try:
                part = read_stretch(url, chain, bounds, asked)
            except Exception:  # noqa: BLE001  # it found no database, or anything else that a driver raises
                part = None
            asking.send(part)


def cut(start: tuple[int, bytes], end: int, parts: int) -> list[Bounds]:
    """What stands between `start` and the position `end`, in as many stretches of the same length."""
    links = end - start[0]
    ends = [start[0] + links * n // parts for n in range(parts + 1)]
    return [Bounds(first, last, None if n else start[1]) for n, (first, last) in enumerate(pairwise(ends))]


def read_stretch(url: str, chain: str, bounds: Bounds, asked: frozenset[int]) -> Portion | None:
    """What stands there; None when there is no link to begin from."""
    database = Database(url)
    try:
        with database.reading() as session:
            there = sa.select(_links.c.link).where(_links.c.chain == chain, _links.c.position == bounds.after)
            link = bounds.link or session.connection().execute(there).scalar()
            if link is None:
                return None
            start = (bounds.after, bytes(link))
            return read_portion(session.connection(), chain, start, bounds.last, asked)
    finally:
        database.close()


def joined(parts: Sequence[Portion | None]) -> Whole | None:
    """The stretches, in their order, as one chain; None when anything in them or between them is wrong."""
    stretches = [part for part in parts if part is not None]
    if len(stretches) < len(parts) or any(part.problems for part in stretches):
        return None
    whole = Portion()
    for part in stretches:
        again = [row for row in whole.superseded if part.sealed.holds(row)]
        if any(row not in part.blanked for row in again) or not whole.sealed.take(part.sealed):
            return None
        for row in again:
            del whole.superseded[row]
        whole.superseded.update(part.superseded)
        whole.erased += part.erased
        whole.at.update(part.at)
        whole.count, whole.head = part.count, part.head
    return None if whole.superseded else Whole(whole, whole.sealed.count)
