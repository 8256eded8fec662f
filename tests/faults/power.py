"""What a disk holds when the power goes, by what a process asked of it (tests/faults/asked.py): its calls are played on a
model in which only what was synced is sure.

A file is what was written into it up to the last `fsync` of it; a name is in its directory, or gone from it, once
the directory was synced. What came later may be there in part: `Disk.left(place, chance)` chooses which of it.
"""

from __future__ import annotations

import os
import random
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.faults.asked import Call

#: Calls of which the model knows nothing: one that comes is an error, not a hole.
_UNKNOWN = {
    "creat",
    "writev",
    "pwritev",
    "truncate",
    "fallocate",
    "renameat2",
    "linkat",
    "unlinkat",
    "mkdirat",
}


@dataclass
class File:
    """What was written, and how much of it is sure."""

    content: bytearray = field(default_factory=bytearray)
    sure: bytes = b""
    #: Since the last sync: (offset, octets), or (length, None) where it was cut.
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, offset: int, octets: bytes | None) -> None:
        _write(self.content, offset, octets)
        self.since.append((offset, octets))

    def left(self, chance: random.Random | None) -> bytes:
        """What is there after the power went: what is sure, and by chance some of the rest."""
        found = bytearray(self.sure)
        for offset, octets in self.since if chance else ():
            if chance and chance.random() < 0.5:
                _write(found, offset, octets)
        return bytes(found)


def _write(content: bytearray, offset: int, octets: bytes | None) -> None:
    if octets is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(octets)] = octets


class Disk:
    """A directory, as it was when all of it was sure, and what is asked of it since."""

    def __init__(self, root: Path) -> None:
        self.root = root
        #: By path; None is a directory.
        self.names: dict[str, File | None] = {}
        for path in root.rglob("*"):
            if path.is_dir():
                self.names[str(path)] = None
            elif path.is_file():
                self.names[str(path)] = File(bytearray(path.read_bytes()), path.read_bytes())
        self.sure_names = dict(self.names)
        #: What a thread is about to make sure: a file, its octets when it began, and how many writes they are.
        self._syncing: dict[int, tuple[File, bytes, int]] = {}

    def copy(self) -> Disk:
        """Another that goes on from here by itself."""
        return deepcopy(self)

    def take(self, call: Call) -> bool:
        """Play one call; whether it made anything sure."""
        if not self._is_here(call):
            return False
        if call.name in {"fsync", "fdatasync"}:
            return self._sync(call)
        if not call.is_over:
            return False
        assert call.name not in _UNKNOWN, call.words
        paths = [os.fsdecode(each) for each in call.texts]
        match call.name:
            case "openat" if "O_CREAT" in call.words and self.names.get(paths[0]) is None:
                self.names[paths[0]] = File()
            case "openat" if "O_TRUNC" in call.words:
                self._file(paths[0]).write(0, None)
            case "write":
                self._file(call.fd).write(len(self._file(call.fd).content), call.texts[0])
            case "pwrite64":
                self._file(call.fd).write(call.numbers[-1], call.texts[0])
            case "ftruncate":
                self._file(call.fd).write(call.numbers[-1], None)
            case "rename" | "renameat":
                self.names[paths[1]] = self.names.pop(paths[0])
            case "link":
                self.names[paths[1]] = self.names[paths[0]]
            case "unlink":
                self.names.pop(paths[0], None)
            case "mkdir":
                self.names[paths[0]] = None
        return False

    def left(self, place: Path, chance: random.Random | None = None) -> None:
        """Write below `place` what is left when the power goes now."""
        names = dict(self.sure_names)
        for path in (self.names.keys() ^ names.keys()) if chance else ():
            if chance and chance.random() < 0.5:
                names.pop(path, None)
                names |= {path: self.names[path]} if path in self.names else {}
        for path, file in sorted(names.items()):
            there = place / PurePosixPath(path).relative_to(self.root)
            if not there.parent.is_dir():
                continue  # nothing leads to it
            if file is None:
                there.mkdir()
            else:
                there.write_bytes(file.left(chance))

    def _is_here(self, call: Call) -> bool:
        first = call.fd if call.name != "openat" else call.texts[0].decode()
        if call.name in {"rename", "renameat", "link", "unlink", "mkdir"}:
            first = call.texts[0].decode()
        # An index in shared memory, made anew from the log.
        return first.startswith(f"{self.root}") and not first.endswith("-shm")

    def _file(self, path: str) -> File:
        found = self.names.get(path)
        assert found is not None, f"{path} was never opened"
        return found

    def _sync(self, call: Call) -> bool:
        """What was written before a sync began is sure when it is over."""
        if self.names.get(call.fd) is None:  # a directory
            if call.is_over:
                inside = [
                    each for each in {*self.names, *self.sure_names} if str(Path(each).parent) == call.fd
                ]
                for each in inside:
                    self.sure_names.pop(each, None)
                    if each in self.names:
                        self.sure_names[each] = self.names[each]
            return call.is_over
        if not call.is_over:
            file = self._file(call.fd)
            self._syncing[call.thread] = file, bytes(file.content), len(file.since)
            return False
        file, content, count = self._syncing.pop(call.thread)
        file.sure = content
        del file.since[:count]
        return True
