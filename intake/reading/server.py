"""The server from which reading processes are forked: what it has loaded, they share."""

from __future__ import annotations

from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext

#: What it loads besides: what those who ask have their functions in.
_besides: tuple[str, ...] = ()


def forking(*, languages: bool) -> ForkServerContext:
    """How reading processes are started; `languages`: they also tell languages apart."""
    context = get_context("forkserver")
    own = f"intake.reading.{'with_languages' if languages else 'shared'}"
    context.set_forkserver_preload([own, *_besides])
    return context


def load_besides(*modules: str) -> None:
    """Have that server load these modules, too, when it starts."""
    global _besides
    _besides = modules


def start_ahead() -> None:
    """Start that server now, beside everything else that begins: loading takes it some seconds."""
    forking(languages=True)
    forkserver.ensure_running()
