"""Servers in processes of their own, beside the one that measures them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection


@contextmanager
def in_a_process(serve: Callable[[Connection], None]) -> Iterator[int]:
    """The port of a server: `serve` sends it through the pipe, and ends when it hears anything there."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("end")
        process.join(30)
