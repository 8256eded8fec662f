"""The service of a training, with its citizens beside it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.logs import configure_logs
from cli.service.service import Service
from cli.service.training.folder import office_of_training, opened
from cli.service.training.playing import Citizens
from dispatch.upkeep.loop import Loop

#: How often the citizens look whether it is their turn.
STEP_SECONDS = 2.0


def run(folder: Path, on_open: Callable[[], None]) -> None:
    """Open the training until a signal ends it. Raises UserError when it is open already."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with playing(folder) as (_, citizens):
        loop = Loop("citizens", citizens.step, idle_seconds=STEP_SECONDS)
        loop.start()
        on_open()
        sys.stdout.flush()
        stopping.wait()
        loop.stop()
        loop.join(10)


@contextmanager
def playing(folder: Path) -> Iterator[tuple[Service, Citizens]]:
    """The open service of a training and its citizens, who do nothing until they are told to step."""
    with opened(folder):
        office = office_of_training(folder)
        configure_logs(office.settings.logs)
        service = Service(office)
        service.start()
        try:
            yield service, Citizens(office, folder, service.reception.accept)
        finally:
            service.stop()
