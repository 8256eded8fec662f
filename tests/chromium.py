"""A real headless Chromium, driven by its own chromedriver over the W3C WebDriver protocol."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.servers.presence import missing

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One session; every answer that is an error of the driver fails the test."""

    def __init__(self, driver: str, scripts: bool, width: int, profile: Path) -> None:
        arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            f"--window-size={width},900",
            f"--user-data-dir={profile}",
            "--lang=fr",
        ]
        preferences = {} if scripts else {"profile.managed_default_content_settings.javascript": 2}
        options = {"args": arguments, "prefs": preferences, "binary": shutil.which("chromium")}
        self._driver = driver
        self._session = ""
        answer = self._ask(
            "POST", "/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        )
        self._session = f"/session/{answer['sessionId']}"

    def open(self, address: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": address})

    @property
    def address(self) -> str:
        return str(self._ask("GET", f"{self._session}/url"))

    @property
    def title(self) -> str:
        return str(self._ask("GET", f"{self._session}/title"))

    def wait(self, css: str) -> str:
        """The element, when it is there: the driver waits for it up to its implicit timeout."""
        self._ask("POST", f"{self._session}/timeouts", {"implicit": 20_000})
        found = self._ask("POST", f"{self._session}/element", {"using": "css selector", "value": css})
        return str(found[_ELEMENT])

    def text(self, css: str) -> str:
        return str(self._ask("GET", f"{self._session}/element/{self.wait(css)}/text"))

    def attribute(self, css: str, name: str) -> str:
        return str(self._ask("GET", f"{self._session}/element/{self.wait(css)}/attribute/{name}"))

    def label(self, css: str) -> str:
        """The name an assistive technology gives the element."""
        return str(self._ask("GET", f"{self._session}/element/{self.wait(css)}/computedlabel"))

    def choose_file(self, css: str, path: Path) -> None:
        self._ask("POST", f"{self._session}/element/{self.wait(css)}/value", {"text": str(path)})

    def click(self, css: str) -> None:
        self._ask("POST", f"{self._session}/element/{self.wait(css)}/click", {})

    def type(self, css: str, text: str) -> None:
        self._ask("POST", f"{self._session}/element/{self.wait(css)}/value", {"text": text})

    def type_here(self, text: str) -> None:
        """Type into what has the focus."""
        found = self._ask("GET", f"{self._session}/element/active")[_ELEMENT]
        self._ask("POST", f"{self._session}/element/{found}/value", {"text": text})

    def press(self, key: str, *, until: str = "", most: int = 60) -> None:
        """Press a key once, or again and again until what `until` selects has the focus."""
        source = {"type": "key", "id": "keys"}
        once = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        for _ in range(most if until else 1):
            self._ask("POST", f"{self._session}/actions", {"actions": [{**source, "actions": once}]})
            if until and self.run(f"return document.activeElement.matches({until!r})"):
                return
        assert not until, f"{until} is never reached by the keyboard"

    def focused_id(self) -> str:
        found = self._ask("GET", f"{self._session}/element/active")[_ELEMENT]
        return str(self._ask("GET", f"{self._session}/element/{found}/attribute/id"))

    def run(self, script: str) -> Any:
        return self._ask("POST", f"{self._session}/execute/sync", {"script": script, "args": []})

    def screenshot(self, path: Path) -> None:
        path.write_bytes(b64decode(self._ask("GET", f"{self._session}/screenshot")))

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def _ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
        answer = requests.request(method, self._driver + path, json=content, timeout=90)
        value = answer.json()["value"]
        assert answer.ok, f"{value['error']}: {value['message'][:300]}"
        return value


@contextmanager
def chromium(profile: Path, scripts: bool = True, width: int = 420) -> Iterator[Browser]:
    """A browser with a fresh profile, gone afterwards; skipped with the command that installs it."""
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        missing("Chromium", "chromium chromium-driver")
    process = subprocess.Popen(
        ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    drain: threading.Thread | None = None
    try:
        port = ""
        for line in process.stdout:
            found = re.search(r"started successfully on port ([0-9]+)", line)
            if found:
                port = found[1]
                break
        drain = threading.Thread(target=process.stdout.read, daemon=True)
        drain.start()
        browser = Browser(f"http://127.0.0.1:{port}", scripts, width, profile)
        try:
            yield browser
        finally:
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=20)
        if drain:
            drain.join(timeout=10)
        process.stdout.close()
