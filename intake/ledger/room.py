"""Is there room for one more message? Free space is watched; what comes in an hour, and in all, is bounded.

Who counts here is what the wire says: the envelope's sender and the host that connects. Neither is proved,
so nothing is refused for good: a 452 leaves the message with its sender, who comes again.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import structlog

from models.errors import TemporaryFailure
from models.settings.processing import LimitSettings

#: Messages up to this size come in until a bound is reached; larger ones only up to nine tenths of it, so
#: that a flood of files leaves room for everybody's words.
SMALL_BYTES = 65_536
_SHARE_OF_LARGE = 0.9
#: A message is kept as it came, and what is in it is kept again once it was read.
_TIMES_ON_DISK = 2
#: The hour is counted in steps of five minutes.
_STEP_SECONDS, _STEPS = 300.0, 12
#: Different senders, or hosts, counted one by one within a step; more count in all alone.
_MOST_NAMES = 20_000

log = structlog.get_logger(__name__)


class Lack(StrEnum):
    """What there is no room in."""

    DISK = "disk"
    SENDER = "sender"
    HOST = "host"
    HOUR = "hour"
    ALL = "all"


_SENTENCES = {
    Lack.DISK: "There is no room on the disk just now.",
    Lack.SENDER: "This sender sent too much within an hour.",
    Lack.HOST: "This host sent too much within an hour.",
    Lack.HOUR: "Too much came within an hour.",
    Lack.ALL: "The room for mail is full.",
}


class NoRoom(TemporaryFailure):
    """There is no room for a message now; it may come again."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(_SENTENCES[lack], f"no room: {lack}", reason=lack)
        self.lack = lack


@dataclass(frozen=True, slots=True)
class Comer:
    """Who brings a message and how: `sender` and `host` are '' where they say nothing."""

    size_bytes: int
    sender: str = ""
    host: str = ""
    #: What our own people write, and what we fetch for a request: only a full disk keeps it out.
    ours: bool = False

    @property
    def names(self) -> tuple[tuple[Lack, str], ...]:
        named = ((Lack.SENDER, self.sender.lower()), (Lack.HOST, self.host))
        return tuple((lack, name) for lack, name in named if name)


class Place:
    """Room that is taken for one message; given back when it is stored, or was not."""

    def __init__(self, room: Room, comer: Comer, step: _Step | None) -> None:
        self._room, self._comer, self._step = room, comer, step

    def done(self, *, stored: bool) -> None:
        self._room._done(self._comer, self._step, stored=stored)


class _Step:
    """What came within five minutes: bytes in all, and by sender and host."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.total = 0
        self.by_name: Counter[tuple[Lack, str]] = Counter()

    def count(self, comer: Comer, sign: int = 1) -> None:
        self.total += sign * comer.size_bytes
        for name in comer.names:
            if sign < 0 or name in self.by_name or len(self.by_name) < _MOST_NAMES:
                self.by_name[name] += sign * comer.size_bytes
            if self.by_name.get(name, 1) <= 0:
                del self.by_name[name]


class Room:
    """Counts what comes in; thread-safe. One for a process: several processes count each what they take."""

    def __init__(
        self, limits: LimitSettings, folders: Iterable[Path], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._folders = tuple(dict.fromkeys(folders))
        self._clock = clock
        self._lock = threading.Lock()
        self._steps: deque[_Step] = deque()
        self._on_its_way = 0
        #: Bytes of all messages kept as they came, as the database counts them.
        self.kept_bytes = 0
        #: How often there was no room, by what lacked, since the start.
        self.refused: Counter[Lack] = Counter()
        #: Who was refused last for the room of one sender or one host.
        self.last_name: dict[Lack, str] = {}

    def look(self, comer: Comer) -> Lack | None:
        """What there is no room in for such a message; None when it may come. Nothing is taken."""
        with self._lock:
            return self._lack(comer)

    def take(self, comer: Comer) -> Place:
        """Room for one message. Raises NoRoom."""
        with self._lock:
            lack = self._lack(comer)
            if lack is None:
                step = None if comer.ours else self._step()
                if step is not None:
                    step.count(comer)
                self._on_its_way += comer.size_bytes
                return Place(self, comer, step)
        raise self.no_room(lack, comer)

    def no_room(self, lack: Lack, comer: Comer) -> NoRoom:
        """What is raised, or answered, for want of room; counted here."""
        with self._lock:
            self.refused[lack] += 1
            self.last_name.update({kind: name for kind, name in comer.names if kind is lack})
        return NoRoom(lack)

    def remember(self, age_seconds: float, comer: Comer) -> None:
        """Count what came before this process began. To be called from the oldest to the youngest."""
        with self._lock:
            if age_seconds < _STEP_SECONDS * _STEPS:
                self._step(self._clock() - max(age_seconds, 0.0)).count(comer)

    def last_hour(self) -> dict[Lack, int]:
        """Bytes of the last hour: in all, of the sender and of the host that sent most."""
        with self._lock:
            self._forget()
            by_name: Counter[tuple[Lack, str]] = Counter()
            for step in self._steps:
                by_name.update(step.by_name)
            most = {kind: max((n for (k, _), n in by_name.items() if k is kind), default=0)
                    for kind in (Lack.SENDER, Lack.HOST)}  # fmt: skip
            return {**most, Lack.HOUR: sum(step.total for step in self._steps)}

    def _lack(self, comer: Comer) -> Lack | None:
        limits, size = self._limits, comer.size_bytes
        needed = _TIMES_ON_DISK * (size + self._on_its_way) + limits.free_bytes
        if any(0 <= free < needed for free in map(free_bytes, self._folders)):
            return Lack.DISK
        if comer.ours:
            return None
        self._forget()
        share = 1.0 if size <= SMALL_BYTES else _SHARE_OF_LARGE
        if self.kept_bytes + self._on_its_way + size > limits.mail_bytes * share:
            return Lack.ALL
        if sum(step.total for step in self._steps) + size > limits.mail_bytes_per_hour * share:
            return Lack.HOUR
        most = {
            Lack.SENDER: limits.sender_bytes_per_hour,
            Lack.HOST: limits.host_bytes_per_hour,
        }
        for name in comer.names:
            if sum(step.by_name.get(name, 0) for step in self._steps) + size > most[name[0]]:
                return name[0]
        return None

    def _step(self, at: float | None = None) -> _Step:
        number = int((self._clock() if at is None else at) // _STEP_SECONDS)
        if not self._steps or self._steps[-1].number < number:
            self._steps.append(_Step(number))
        return self._steps[-1]

    def _forget(self) -> None:
        oldest = int(self._clock() // _STEP_SECONDS) - _STEPS
        while self._steps and self._steps[0].number <= oldest:
            self._steps.popleft()

    def _done(self, comer: Comer, step: _Step | None, *, stored: bool) -> None:
        with self._lock:
            self._on_its_way -= comer.size_bytes
            if stored:
                self.kept_bytes += comer.size_bytes
            elif step is not None:
                step.count(comer, -1)


def free_bytes(folder: Path) -> int:
    """Room on the disk of `folder` that we may use; -1 when that cannot be known: it is away then."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return -1
    # What root alone may still use, and a disk without inodes left, are of no use to us.
    return 0 if found.f_files and found.f_favail == 0 else found.f_bavail * found.f_frsize
