"""Debian's own Chromium, driven by Playwright: one for each process of a run, a fresh context for each test."""

from __future__ import annotations

import asyncio
import shutil
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, ConsoleMessage, Locator, Page
from playwright.async_api import Error as PlaywrightError

from tests.servers.browser_engine import PATIENCE_MS, Engine, Found, surely
from tests.servers.presence import missing

#: Pixels below which a page is shown as a telephone shows it.
_TELEPHONE = 500

_engine: Engine | None = None


def close() -> None:
    """End the browser of this process, when there is one."""
    global _engine
    if _engine is not None:
        _engine.close()
        _engine = None


class Browser:
    """What one person sees: a context with one page. What has not come after `PATIENCE_MS` fails the test."""

    def __init__(
        self, engine: Engine, context: BrowserContext, page: Page, protocol: CDPSession, has_scripts: bool
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
        return self._surely(self._page.title)

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
        return [f"{css} >> nth={at}" for at in range(self._surely(self._page.locator(css).count))]

    def click(self, css: str) -> None:
        """Press it once it is shown, still and uncovered; a page that this opens has been loaded."""
        self._do(self._click(self._first(css)))

    async def _click(self, element: Locator) -> None:
        await element.click()
        await self._page.wait_for_load_state()

    def type(self, css: str, text: str) -> None:
        """Key by key, after what stands there."""
        at_the_end = (
            "each => { each.focus(); const end = each.value.length; each.setSelectionRange?.(end, end); }"
        )
        self._surely(lambda: self._first(css).evaluate(at_the_end))
        self.type_here(text)

    def type_here(self, text: str) -> None:
        """Type into what has the focus."""
        self._do(self._page.keyboard.type(text))

    def press(self, key: str, *, until: str = "", most: int = 60) -> None:
        """Press a key once, or again and again until what `until` selects has the focus. Keys have
        Playwright's names: Tab, Enter, Escape, ArrowDown, a letter.
        """
        self._do(self._press(key, until, most))

    async def _press(self, key: str, until: str, most: int) -> None:
        has_focus = "css => document.activeElement.matches(css)"
        for _ in range(most if until else 1):
            await self._page.keyboard.press(key)
            if until and await surely(lambda: self._page.evaluate(has_focus, until)):
                return
        assert not until, f"{until} is never reached by the keyboard"
        await self._page.wait_for_load_state()

    def focused_id(self) -> str:
        return str(self.run("return document.activeElement.id;"))

    def run(self, script: str) -> Any:
        """What the steps of a script return; it may wait for promises. They begin again on the next page when
        this one gives way to it before they have ended.
        """
        return self._surely(lambda: self._page.evaluate(f"async () => {{ {script} }}"))

    def until(self, condition: str) -> None:
        """Wait for what scripts bring about by themselves, here or on the page they lead to: until the steps
        of `condition`, which may wait for promises, return something true.
        """
        self._do(self._until(f"async () => Boolean(await (async () => {{ {condition} }})())"))

    async def _until(self, condition: str) -> None:
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while not await surely(lambda: self._page.evaluate(condition)):
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
        shown = self._surely(lambda: self._protocol.send("Page.captureScreenshot"))
        path.write_bytes(b64decode(shown["data"]))

    def _surely(self, question: Callable[[], Awaitable[Found]]) -> Found:
        return self._do(surely(question))

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
    _engine = _engine or Engine()
    browser = _engine.do(_fresh(_engine, scripts, width))
    try:
        yield browser
    except BaseException:
        _engine.do(_leave(browser, kept))
        raise
    else:
        _engine.do(browser._context.close())
    assert not browser.complaints, browser.complaints


async def _fresh(engine: Engine, scripts: bool, width: int) -> Browser:
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
