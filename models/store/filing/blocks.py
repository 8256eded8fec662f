"""The blocks of an answer from the network as a file to read; one block is held at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, NoReturn


class Blocks(io.RawIOBase):
    """Reads `blocks` (buffers) one after another; what breaks in the middle is told to `failed`."""

    def __init__(self, blocks: Iterator[Any], failed: Callable[[Exception], NoReturn]) -> None:
        self._blocks = blocks
        self._failed = failed
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]  # any writable buffer
        while not self._left:
            try:
                block = next(self._blocks, None)
            except Exception as wrong:  # noqa: BLE001  # the library's own, and the network's
                self._failed(wrong)
            if block is None:
                return 0
            self._left = memoryview(bytes(block))
        taken = self._left[: len(into)]
        into[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)
