"""Photos that come after their text: from Twilio, and from the upload page."""

from __future__ import annotations

import io
import os
import re
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.chromium import chromium
from tests.flow.conftest import TextFounder
from tests.texting import CITIZEN, PUBLIC_URL, TextTown
from tests.town import wait_until


def _photo(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def _page(town: TextTown) -> str:
    address = re.search(rf"{PUBLIC_URL}(/depot/[a-z0-9]+)", town.texts_to()[0])
    assert address is not None
    return town.http + address[1]


def test_the_request_exists_before_its_photos_which_join_it_when_fetched(text_town: TextTown) -> None:
    text_town.text("Portail cassé", media=(("image/jpeg", _photo()), ("image/jpeg", _photo("blue"))))
    text_town.wait_for_files(2)
    request = text_town.request()
    assert {item["content_type"] for item in request["attachments"]} == {"image/jpeg"}
    assert text_town.states() == ["new_request", "follow_up", "follow_up"]
    assert [notice for notice, _ in text_town.told()].count("requester_reply") == 2


def test_a_photo_the_provider_no_longer_has_is_said_in_the_history_and_to_the_administrators(
    text_town: TextTown,
) -> None:
    message = text_town.twilio.receive(CITIZEN, "+33199000001", "Portail cassé", (("image/jpeg", _photo()),))
    assert text_town.call_then_forget_media(message) == 200
    text_town.settle()
    text_town.wait_for_entry("could not be fetched")
    text_town.settle()
    assert any(notice == "alert" for notice, _ in text_town.told())


def test_photos_handed_in_on_the_page_join_the_request_once_and_staff_are_told(text_town: TextTown) -> None:
    text_town.text("Portail cassé au gymnase Guimard")
    page = _page(text_town)
    assert requests.get(page, timeout=60).status_code == 200
    files = [
        ("files", ("portail.jpg", _photo(), "image/jpeg")),
        ("files", ("b.jpg", _photo("blue"), "image/jpeg")),
    ]
    answer = requests.post(page, files=files, timeout=60, allow_redirects=False)
    assert answer.status_code == 303
    text_town.settle()
    request = text_town.request()
    assert [item["shown_name"] for item in request["attachments"]] == ["portail.jpg", "b.jpg"]
    assert "requester_reply" in [notice for notice, _ in text_town.told()]
    assert requests.get(page, timeout=60).status_code == 410
    assert requests.post(page, files=files, timeout=60).status_code == 410


def test_an_address_that_we_did_not_make_is_no_page(text_town: TextTown) -> None:
    text_town.text("Portail cassé au gymnase Guimard")
    page = _page(text_town)
    other = page[:-1] + ("a" if page[-1] != "a" else "b")
    assert requests.get(other, timeout=60).status_code == 404


def test_a_link_that_is_too_old_says_so(text_town: TextTown) -> None:
    text_town.text("Portail cassé au gymnase Guimard")
    text_town.let_links_expire()
    answer = requests.get(_page(text_town), timeout=60)
    assert answer.status_code == 410


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_citizen_follows_the_link_in_chromium_and_the_photo_reaches_the_request(
    text_town: TextTown, tmp_path: Path, scripts: bool
) -> None:
    text_town.text("Portail cassé au gymnase Guimard")
    photo = tmp_path / "portail.jpg"
    photo.write_bytes(_photo())
    with chromium(tmp_path / "profile", scripts=scripts) as browser:
        browser.open(_page(text_town))
        browser.screenshot(_shown(tmp_path, f"texts-form-{scripts}.png"))
        assert text_town.request()["reference"] in browser.text("main")
        browser.choose_file("#file1", photo)
        browser.click("button")
        browser.wait("main:not(:has(form))")
        assert browser.text("h1") == "Merci, vos fichiers sont arrivés"
        browser.screenshot(_shown(tmp_path, f"texts-done-{scripts}.png"))
    text_town.settle()
    (kept,) = text_town.request()["attachments"]
    assert (kept["shown_name"], kept["content_type"]) == ("portail.jpg", "image/jpeg")


def _shown(tmp_path: Path, name: str) -> Path:
    """Where to put a screenshot: kept when GUICHET_SCREENSHOTS names a directory."""
    return Path(os.environ.get("GUICHET_SCREENSHOTS") or tmp_path) / name


class _FindsEverything(socketserver.BaseRequestHandler):
    """As clamd speaks (INSTREAM), and a virus in whatever it is shown."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        while size := int.from_bytes(stream.read(4), "big"):
            stream.read(size)
        self.request.sendall(b"stream: Eicar-Test FOUND\0")


@pytest.fixture
def clamd() -> Iterator[str]:
    """The address of an antivirus that finds one everywhere."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _FindsEverything) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_photo_of_a_text_with_a_virus_is_held_and_the_administrators_are_told(
    found_text_town: TextFounder, clamd: str
) -> None:
    town = found_text_town(antivirus={"clamd": clamd})
    town.text("Portail cassé", media=(("image/jpeg", _photo()),))
    wait_until(lambda: town.states() == ["new_request", "held"], "the photo is not held")
    town.settle()
    assert town.request()["attachments"] == []
    assert [notice for notice, _ in town.told()].count("set_aside") == 1
