"""Debian's own Chromium, driven by Playwright: one for each process of a run, a fresh context for each test.

Playwright lives in a thread with an event loop of its own: a test may run another, and start what it likes.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from base64 import b64decode
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import Browser as Chromium
from playwright.async_api import (
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    async_playwright,
)
from playwright.async_api import Error as PlaywrightError

from tests.servers.presence import missing

#: Milliseconds until what a test waits for is not coming; seconds until the browser itself is taken for dead.
PATIENCE_MS = 20_000
_DEAD_SECONDS = 90
#: Pixels below which a page is shown as a telephone shows it.
_TELEPHONE = 500

Found = TypeVar("Found")


class _Engine:
    """The thread, its loop, Playwright and the one browser, which is started anew when it is gone."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="playwright", daemon=True)
        self._thread.start()
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

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
        self._thread.join(timeout=20)
        self._loop.close()

    async def _leave(self) -> None:
        if self._chromium is not None:
            await self._chromium.close()
        if self._playwright is not None:
            await self._playwright.stop()


_engine: _Engine | None = None


def close() -> None:
    """End the browser of this process, when there is one."""
    global _engine
    if _engine is not None:
        _engine.close()
        _engine = None


class Browser:
    """What one person sees: a context with one page. What has not come after `PATIENCE_MS` fails the test."""

    def __init__(
        self, engine: _Engine, context: BrowserContext, page: Page, protocol: CDPSession, has_scripts: bool
    ) -> None:
        self._do, self._context, self._page, self._protocol = engine.do, context, page, protocol
        self._has_scripts = has_scripts
        #: Errors that scripts of pages did not catch, and what the pages' own policy refused.
        self.complaints: list[str] = []
        context.on("weberror", lambda found: self.complaints.append(str(found.error)))
        context.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def open(self, address: str) -> None:
        self._do(self._page.goto(address))

    @property
    def address(self) -> str:
        return self._page.url

    @property
    def title(self) -> str:
        return self._do(self._page.title())

    def wait(self, css: str) -> None:
        """Until there is such an element, shown or not."""
        self._do(self._first(css).wait_for(state="attached"))

    def text(self, css: str) -> str:
        """Its words as they are shown; a space that does not break is a space."""
        return self._do(self._first(css).inner_text()).replace("\u00a0", " ").strip()

    def attribute(self, css: str, name: str) -> str:
        return str(self._do(self._first(css).get_attribute(name)))

    def label(self, css: str) -> str:
        """The name an assistive technology gives the element."""
        found = self.command("Runtime.evaluate", expression=f"document.querySelector({css!r})")
        nodes = self.command(
            "Accessibility.getPartialAXTree", objectId=found["result"]["objectId"], fetchRelatives=False
        )
        return str(nodes["nodes"][0]["name"]["value"])

    def choose_file(self, css: str, path: Path) -> None:
        self._do(self._first(css).set_input_files(path))

    def choose(self, css: str, value: str) -> None:
        """Choose what has this value in a list that opens."""
        self._do(self._first(css).select_option(value))

    def all(self, css: str) -> list[str]:
        """Selectors of every element that `css` selects, in order."""
        return [f"{css} >> nth={at}" for at in range(self._do(self._page.locator(css).count()))]

    def click(self, css: str) -> None:
        """Press it once it is shown, still and uncovered; a page that this opens has been loaded."""
        self._do(self._click(self._first(css)))

    async def _click(self, element: Locator) -> None:
        await element.click()
        await self._page.wait_for_load_state()

    def type(self, css: str, text: str) -> None:
        """Key by key, after what stands there."""
        self._do(self._type(self._first(css), text))

    async def _type(self, element: Locator, text: str) -> None:
        await element.evaluate(
            "each => { each.focus(); const end = each.value.length; each.setSelectionRange?.(end, end); }"
        )
        await self._page.keyboard.type(text)

    def type_here(self, text: str) -> None:
        """Type into what has the focus."""
        self._do(self._page.keyboard.type(text))

    def press(self, key: str, *, until: str = "", most: int = 60) -> None:
        """Press a key once, or again and again until what `until` selects has the focus. Keys have
        Playwright's names: Tab, Enter, Escape, ArrowDown, a letter.
        """
        self._do(self._press(key, until, most))

    async def _press(self, key: str, until: str, most: int) -> None:
        for _ in range(most if until else 1):
            await self._page.keyboard.press(key)
            if until and await self._page.evaluate("css => document.activeElement.matches(css)", until):
                return
        assert not until, f"{until} is never reached by the keyboard"
        await self._page.wait_for_load_state()

    def focused_id(self) -> str:
        return str(self.run("return document.activeElement.id;"))

    def run(self, script: str) -> Any:
        """What the steps of a script return; it may wait for promises."""
        return self._do(self._page.evaluate(f"async () => {{ {script} }}"))

    def until(self, condition: str) -> None:
        """Wait for what scripts bring about by themselves, here or on the page they lead to: until the steps
        of `condition`, which may wait for promises, return something true.
        """
        self._do(self._until(f"async () => Boolean(await (async () => {{ {condition} }})())"))

    async def _until(self, condition: str) -> None:
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while True:
                try:
                    if await self._page.evaluate(condition):
                        return
                except PlaywrightError as wrong:
                    if "context was destroyed" not in wrong.message:
                        raise
                await asyncio.sleep(0.05)

    def hold_time(self) -> None:
        """From the next page on its clock stands still, and its timers with it, but for `pass_seconds`."""
        self._do(self._hold_time())

    async def _hold_time(self) -> None:
        await self._page.clock.install()
        await self._page.clock.pause_at("2030-01-01")

    def pass_seconds(self, seconds: int) -> None:
        """Timers that end within these seconds end at once."""
        self._do(self._page.clock.run_for(seconds * 1000))

    @contextmanager
    def scripts_for_once(self) -> Iterator[None]:
        """Timers and promises of a test run on a page without scripts, whose own have not begun and do not begin."""
        if self._has_scripts:
            yield
            return
        self.command("Emulation.setScriptExecutionDisabled", value=False)
        try:
            yield
        finally:
            self.command("Emulation.setScriptExecutionDisabled", value=True)

    def command(self, name: str, **values: Any) -> Any:
        """A command of the browser's own protocol."""
        return self._do(self._protocol.send(name, values))

    def show_at(self, width: int, scheme: str = "light", *, height: int = 900, reduced: bool = False) -> None:
        """As a window of that width shows it, in light or dark; as a telephone does when it is narrow."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < _TELEPHONE}
        self.command("Emulation.setDeviceMetricsOverride", **size)
        motion = "reduce" if reduced else "no-preference"
        self._do(self._page.emulate_media(color_scheme=scheme, reduced_motion=motion))  # type: ignore[arg-type]

    def screenshot(self, path: Path) -> None:
        """What the window shows. Not by Playwright, which goes back to the width it knows."""
        path.write_bytes(b64decode(self.command("Page.captureScreenshot")["data"]))

    def _first(self, css: str) -> Locator:
        return self._page.locator(css).first


@contextmanager
def chromium(kept: Path, scripts: bool = True, width: int = 420) -> Iterator[Browser]:
    """A browser in which nobody was before. What was shown when a test failed is left in `kept`, a directory.

    Skipped with the command that installs it. A script that fails, and what a page's policy refuses, fail the
    test.
    """
    global _engine
    if not shutil.which("chromium"):
        missing("Chromium", "chromium")
    _engine = _engine or _Engine()
    browser = _engine.do(_fresh(_engine, scripts, width))
    try:
        yield browser
    except BaseException:
        _engine.do(_leave(browser, kept))
        raise
    else:
        _engine.do(browser._context.close())
    assert not browser.complaints, browser.complaints


async def _fresh(engine: _Engine, scripts: bool, width: int) -> Browser:
    context = await engine.context(locale="fr-FR", viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    protocol = await context.new_cdp_session(page)
    if not scripts:
        await protocol.send("Emulation.setScriptExecutionDisabled", {"value": True})
    return Browser(engine, context, page, protocol, scripts)


async def _leave(browser: Browser, kept: Path) -> None:
    try:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / "page.html").write_text(await browser._page.content(), "utf-8")
        shown = await browser._protocol.send("Page.captureScreenshot")
        (kept / "page.png").write_bytes(b64decode(shown["data"]))
        await browser._context.close()
    except PlaywrightError:
        return
