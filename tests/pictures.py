"""The eight pictures in docs/images, taken of an invented town: `python -m tests.pictures [TOWN]`.

TOWN is a directory that `guichet try --into TOWN --no-serve` made; without one the town is made first. Chromium
is needed (`apt-get install chromium`).
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from PIL import Image

from cli.office import Opening
from cli.service.service import Service
from cli.service.story.trying import make_town
from tests.chromium import Browser, chromium, close

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LARGEST_BYTES = 150_000
NARROW, WIDE = 390, 1440
#: Height in pixels: what is below is seen by whoever opens the page.
TALL, LOW = 844, 940
#: Photos that are in sight are there.
_WHOLE = """
return [...document.images].every((each) => each.complete || each.getBoundingClientRect().top > innerHeight);
"""
_PHOTOS = """
return [...document.querySelectorAll(".glimpse")].every((each) => !each.complete || each.naturalWidth > 64);
"""
MANAGER, ROADS = "ines-leroy", "marc-durand"


def main(directory: Path) -> None:
    """Take every picture anew."""
    opening = Opening(directory / "settings.toml")
    if not (directory / "settings.toml").exists():
        make_town(opening, directory)
    service = Service(opening.office)
    service.start()
    IMAGES.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as kept, chromium(Path(kept) / "shown", width=WIDE) as browser:
            _Camera(browser, service, directory, Path(kept)).take_all()
    finally:
        close()
        service.stop()
        opening.close()


class _Camera:
    def __init__(self, browser: Browser, service: Service, directory: Path, kept: Path) -> None:
        assert service.http_address is not None
        self._browser, self._service = browser, service
        self._ours = "http://{}:{}".format(*service.http_address)
        self._outgoing, self._kept = directory / "var" / "outgoing", kept

    def take_all(self) -> None:
        citizen = self._letter("jeanne.petit@example.org", "Lampadaire éteint avenue des Sports")
        self._open_letter(citizen)
        self._take("courriel-habitant-390", NARROW)
        self._open_letter(self._letter("@agents.ville.test", "À traiter : Nid-de-poule chemin du Repos"))
        self._take("courriel-agent-390", NARROW)
        tracked = re.search(r"http://[^\s\"<>]+/suivi/[^\s\"<>]+", _part(citizen, "plain"))
        assert tracked is not None
        self._browser.open(tracked[0])
        self._take("suivi-390", NARROW)
        self._sign_in(ROADS)
        self._open("/bureau")
        self._take("bureau-390", NARROW)
        self._sign_in(MANAGER)
        for _ in range(30):
            # A busy machine shows cards without their photo at first.
            self._open("/tableau")
            self._browser.until(_WHOLE)
            if self._browser.run(_PHOTOS):
                break
        self._take("tableau-1440", WIDE)
        self._open("/carte")
        self._browser.wait("#map[data-drawn]")
        self._take("carte-1440", WIDE)
        reference = re.search(r"\[([0-9]{4}-[0-9]{5})\]", citizen["Subject"])
        assert reference is not None
        self._open(f"/demandes/{reference[1]}")
        self._take("demande-1440", WIDE)
        self._take("demande-390", NARROW)

    def _open(self, path: str) -> None:
        self._browser.open(self._ours + path)

    def _sign_in(self, agent: str) -> None:
        assert self._service.pages.board is not None
        self._browser.command("Network.clearBrowserCookies")
        self._open(self._service.pages.board.sign_ins.terminal_link(agent))
        self._browser.click("main button")
        self._browser.wait("nav")

    def _letter(self, recipient: str, subject: str) -> EmailMessage:
        """The first letter to somebody with these words in its subject."""
        for path in sorted(self._outgoing.glob("*.eml")):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            if recipient in str(letter["X-Envelope-To"]) and subject in re.sub(r"\s", " ", letter["Subject"]):
                return letter
        raise SystemExit(f"There is no letter to {recipient}: {subject}")

    def _open_letter(self, letter: EmailMessage) -> None:
        """The letter as a mail program shows it, its pictures in their places."""
        html = _part(letter, "html")
        for part in letter.walk():
            if name := part.get("Content-ID"):
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                data = f"data:{part.get_content_type()};base64,{b64encode(content).decode()}"
                html = html.replace(f"cid:{name.strip('<>')}", data)
        page = self._kept / "letter.html"
        page.write_text(html, encoding="utf-8")
        self._browser.open(page.as_uri())

    def _take(self, name: str, width: int) -> None:
        self._browser.show_at(width, height=TALL if width == NARROW else LOW)
        self._browser.until(_WHOLE)
        raw = self._kept / "raw.png"
        self._browser.screenshot(raw)
        with Image.open(raw) as image:
            small = image.convert("RGB").quantize(
                192, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
            )
        out = io.BytesIO()
        small.save(out, "PNG", optimize=True)
        assert len(out.getvalue()) < LARGEST_BYTES, f"{name}: {len(out.getvalue())} bytes"
        (IMAGES / f"{name}.png").write_bytes(out.getvalue())
        sys.stdout.write(f"{name}.png  {small.width} × {small.height}  {len(out.getvalue()) // 1000} kB\n")


def _part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    return str(body.get_content()) if body is not None else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="guichet-pictures-")))
