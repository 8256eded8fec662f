"""The server from which reading processes are forked: what it has loaded, they share."""

from __future__ import annotations

from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext


def forking(*, languages: bool) -> ForkServerContext:
    """How reading processes are started; `languages`: they also tell languages apart."""
    context = get_context("forkserver")
    context.set_forkserver_preload([f"intake.reading.{'with_languages' if languages else 'shared'}"])
    return context


def start_ahead() -> None:
    """Start that server now, beside everything else that begins: loading takes it some seconds."""
    forking(languages=True)
    forkserver.ensure_running()
