"""One Chromium for each process of a run, in a thread with an event loop of its own: a test may run another, and
start what it likes.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

#: Milliseconds until what a test waits for is not coming; seconds until the browser itself is taken for dead.
PATIENCE_MS = 60_000
_DEAD_SECONDS = 150
#: What the browser says when a page gave way to the next before it answered, or had drawn nothing yet.
_GAVE_WAY = ("context was destroyed", "Unable to capture screenshot")

Found = TypeVar("Found")


class Engine:
    """The thread, its loop, Playwright and the one browser, which is started anew when it is gone."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="playwright", daemon=True)
        self._thread.start()
        self._playwright: Playwright | None = None
        self._chromium: Browser | None = None

    def do(self, step: Coroutine[Any, Any, Found]) -> Found:
        return asyncio.run_coroutine_threadsafe(step, self._loop).result(_DEAD_SECONDS)

    async def context(self, **options: Any) -> BrowserContext:
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        if self._chromium is None or not self._chromium.is_connected():
            self._chromium = await self._playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--disable-gpu", "--lang=fr"]
            )
        return await self._chromium.new_context(**options)

    def close(self) -> None:
        self.do(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=60)
        self._loop.close()

    async def _leave(self) -> None:
        if self._chromium is not None:
            await self._chromium.close()
        if self._playwright is not None:
            await self._playwright.stop()


async def surely(question: Callable[[], Awaitable[Found]]) -> Found:
    """The answer of a page that is shown: a click may lead to the next one at any moment after it."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while True:
            try:
                return await question()
            except PlaywrightError as wrong:
                if not any(each in wrong.message for each in _GAVE_WAY):
                    raise
            await asyncio.sleep(0.05)
