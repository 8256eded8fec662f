"""May work be sent here? Every look at it ends in time, whatever hangs behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

#: A check returns '' when all is well, else one sentence that tells nothing of the configuration.
Check = Callable[[], str]
#: Longest time for one look, in seconds: those who ask wait for five or ten.
LOOK_SECONDS = 4.0
SILENT = "no answer in time"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found: `ready` says whether work may be sent here; `well` whether nothing is wrong."""

    ready: bool
    well: bool
    found: dict[str, str]


@dataclass(slots=True)
class _Look:
    """One look on its way, in a thread of its own; several who ask share it."""

    done: Future[None] = field(default_factory=Future)
    found: dict[str, str] = field(default_factory=dict)


class Readiness:
    """Looks at `checks`, of which each says whether work can be done here, and at `warnings`, which somebody
    must see to while the work goes on: a service that is taken out of use for them helps nobody.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        warnings: Mapping[str, Check] | None = None,
        *,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        self._checks = dict(checks)
        self._warnings = dict(warnings or {})
        self._seconds = seconds
        self._lock = threading.Lock()
        self._look: _Look | None = None

    async def look(self) -> Seen:
        """Look now. What says nothing in time is not well; it holds up nobody else, and only one thread."""
        look = self._begun()
        await asyncio.wait([asyncio.wrap_future(look.done)], timeout=self._seconds)
        everything = {**self._checks, **self._warnings}
        found = {name: look.found.get(name, SILENT) or "ok" for name in everything}
        return Seen(
            ready=all(found[name] == "ok" for name in self._checks),
            well=all(said == "ok" for said in found.values()),
            found=found,
        )

    def _begun(self) -> _Look:
        with self._lock:
            if self._look is None or self._look.done.done():
                self._look = _Look()
                threading.Thread(target=self._run, args=(self._look,), name="readiness", daemon=True).start()
            return self._look

    def _run(self, look: _Look) -> None:
        try:
            for name, check in {**self._checks, **self._warnings}.items():
                try:
                    look.found[name] = check()
                except Exception as wrong:  # noqa: BLE001  # a look that fails is a trouble of what it looks at
                    look.found[name] = f"cannot be looked at ({type(wrong).__name__})"
        finally:
            look.done.set_result(None)
