"""The page for photos: over HTTP as hostile senders do, and in a real Chromium with scripts on and off."""

from __future__ import annotations

import hashlib
import http.client
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from intake.doors.http.upload import Upload, upload_router
from intake.doors.http.upload_parts import PartsReceiver, ReceivedFile
from models.errors import TemporaryFailure
from models.settings.texts import UploadSettings
from tests.chromium import chromium
from tests.servers.http_service import serving

TOKEN = "abcdefghijkmnpqrstuvwxyz2345"
SETTINGS = UploadSettings(max_file_bytes=1_000_000)


class MemoryStore:
    """Links and what came by them; away when told so."""

    def __init__(self) -> None:
        self.uploads = {
            TOKEN: Upload("open", "2026-00042", "fr", datetime(2026, 11, 29, 22, 30, tzinfo=UTC)),
            "expired": Upload("expired", "2026-00042", "fr", datetime(2026, 11, 1, tzinfo=UTC)),
            "english": Upload("open", "2026-00043", "en", datetime(2026, 11, 29, tzinfo=UTC)),
        }
        self.saved: list[tuple[str, bytes, ReceivedFile]] = []
        self.is_away = False

    def find_upload(self, token: str) -> Upload | None:
        return self.uploads.get(token)

    def save(self, token: str, files: Sequence[ReceivedFile]) -> bool:
        if self.is_away:
            raise TemporaryFailure("The database is away.")
        if self.uploads[token].state != "open":
            return False
        self.saved += [(token, file.path.read_bytes(), file) for file in files]
        self.uploads[token] = replace(self.uploads[token], state="used")
        return True


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def site(store: MemoryStore) -> Iterator[str]:
    with serving(upload_router(SETTINGS, store, "Mairie de Ville-Test")) as address:
        yield address


def _post(address: str, **options: Any) -> requests.Response:
    return requests.post(address, timeout=60, **options)


def test_files_arrive_whole_and_named_and_the_link_is_then_used(site: str, store: MemoryStore) -> None:
    photo = os.urandom(300_000)
    answer = _post(
        f"{site}/depot/{TOKEN}",
        files=[
            ("file1", ("été/../évier.jpg", photo, "image/jpeg")),
            ("file2", ("a.pdf", b"%PDF", "application/pdf")),
        ],
    )
    assert answer.status_code == 200
    assert answer.url.endswith("/merci?lang=fr")
    assert "vos fichiers sont arrivés" in answer.text
    [(_, content, first), (_, _, second)] = store.saved
    assert content == photo
    assert (first.shown_name, first.sha256) == ("été/../évier.jpg", hashlib.sha256(photo).hexdigest())
    assert (second.content_type, second.size_bytes) == ("application/pdf", 4)
    assert not first.path.exists()
    assert _post(f"{site}/depot/{TOKEN}", files={"file1": ("b.jpg", b"b")}).status_code == 410
    assert len(store.saved) == 2


def test_each_page_without_a_form_says_why_and_in_the_language_asked_for(site: str) -> None:
    expired = requests.get(f"{site}/depot/expired", timeout=60)
    unknown = requests.get(f"{site}/depot/nothing?lang=en", timeout=60)
    assert (expired.status_code, unknown.status_code) == (410, 404)
    assert "n’est plus valable" in expired.text
    assert "is not known" in unknown.text
    assert '<html lang="en">' in unknown.text


def test_the_person_s_language_is_used_unless_another_is_asked_for(site: str) -> None:
    assert "<h1>Send photos</h1>" in requests.get(f"{site}/depot/english", timeout=60).text
    assert "<h1>Envoyer des photos</h1>" in requests.get(f"{site}/depot/english?lang=fr", timeout=60).text
    assert "<h1>Envoyer des photos</h1>" in requests.get(f"{site}/depot/{TOKEN}?lang=xx", timeout=60).text


def test_the_last_day_is_that_of_paris(site: str) -> None:
    assert "29 novembre 2026" in requests.get(f"{site}/depot/{TOKEN}", timeout=60).text


@pytest.mark.parametrize(
    ("files", "status", "words"),
    [
        ([("file1", ("big.jpg", b"x" * 1_000_001))], 413, "trop lourd"),
        ([(f"file{n}", (f"{n}.jpg", b"x")) for n in range(4)], 413, "trop de fichiers"),
        ([("file1", ("", b""))], 400, "au moins un fichier"),
        ([("file1", ("empty.jpg", b""))], 400, "au moins un fichier"),
        ([("file1", ("far.jpg", b"x" * 4_000_000))], 413, "trop lourd"),
    ],
)
def test_what_is_too_much_or_nothing_is_said_on_the_form_and_nothing_is_kept(
    site: str, store: MemoryStore, files: list[Any], status: int, words: str
) -> None:
    answer = _post(f"{site}/depot/{TOKEN}", files=files)
    assert (answer.status_code, store.saved) == (status, [])
    assert words in answer.text
    assert 'role="alert"' in answer.text
    assert "<title>Erreur :" in answer.text
    assert store.uploads[TOKEN].state == "open"


def test_a_store_that_is_away_leaves_the_link_open_for_another_try(site: str, store: MemoryStore) -> None:
    store.is_away = True
    refused = _post(f"{site}/depot/{TOKEN}", files={"file1": ("a.jpg", b"a")})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    store.is_away = False
    assert _post(f"{site}/depot/{TOKEN}", files={"file1": ("a.jpg", b"a")}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"hello"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"no boundary at all"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\ncut',
        ),
        ("multipart/form-data; boundary=" + "x" * 100, b"--x--"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nwhole\r\n'
            b'--x\r\nContent-Disposition: form-data; name="g"; filename="b"\r\n\r\ncut',
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: " + b"b" * 200_000),
        ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\n\r\n" * 5000 + b"--x--\r\n"),
    ],
)
def test_a_body_that_is_no_form_of_ours_is_refused_and_nothing_is_kept(
    site: str, store: MemoryStore, kind: str, body: bytes
) -> None:
    answer = _post(f"{site}/depot/{TOKEN}", data=body, headers={"Content-Type": kind})
    assert answer.status_code in (400, 413)
    assert store.saved == []


def test_a_sender_who_stops_halfway_is_given_up(store: MemoryStore) -> None:
    impatient = SETTINGS.model_copy(update={"read_timeout_seconds": 0.2})
    with serving(upload_router(impatient, store, "Ville-Test")) as site:
        line = http.client.HTTPConnection(site.removeprefix("http://"), timeout=60)
        line.putrequest("POST", f"/depot/{TOKEN}")
        line.putheader("Content-Type", "multipart/form-data; boundary=x")
        line.putheader("Content-Length", "1000")
        line.endheaders(b"--x\r\n")
        assert line.getresponse().status == 408
        line.close()
    assert store.saved == []


def test_no_page_lets_anything_in_or_tells_its_address(site: str) -> None:
    for path in (f"/depot/{TOKEN}", "/depot/expired", "/depot/nothing"):
        headers = requests.get(site + path, timeout=60).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_only_the_two_assets_are_served(site: str) -> None:
    assert (
        requests.get(f"{site}/depot/assets/depot.js", timeout=60)
        .headers["content-type"]
        .startswith("text/javascript")
    )
    assert requests.get(f"{site}/depot/assets/texts.fr.toml", timeout=60).status_code == 404
    assert requests.get(f"{site}/depot/assets/..%2f..%2fform.html", timeout=60).status_code == 404


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_same_parts_are_read_however_the_body_is_cut(tmp_path: Path, size: int) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\nContent-Type: '
        b"image/jpeg\r\n\r\n"
        b"one\r\n--y\r\ntwo\r\n--x\r\n"
        b'Content-Disposition: form-data; name="plain"\r\n\r\nnothing\r\n--x--\r\n'
    )
    receiver = PartsReceiver("multipart/form-data; boundary=x", tmp_path, 3, 1000)
    for start in range(0, len(body), size):
        receiver.feed(body[start : start + size])
    receiver.finish()
    [file] = receiver.files
    assert (receiver.problem, file.path.read_bytes()) == ("", b"one\r\n--y\r\ntwo")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_person_sends_a_photo_in_chromium(
    site: str, store: MemoryStore, tmp_path: Path, scripts: bool
) -> None:
    photo = tmp_path / "lampadaire.jpg"
    photo.write_bytes(b"\xff\xd8" + os.urandom(400_000))
    with chromium(tmp_path / "profile", scripts=scripts) as browser:
        browser.open(f"{site}/depot/{TOKEN}")
        browser.screenshot(_shown(tmp_path, f"depot-form-{'js' if scripts else 'plain'}.png"))
        assert browser.attribute("html", "lang") == "fr"
        assert browser.label("#file1") == "Photo ou document 1"
        assert browser.label("#file2") == "Photo ou document 2 (facultatif)"
        browser.click("button")
        assert "au moins un fichier" in browser.text("#error")
        # Without scripts it was the server that said so, by a new page at the form's address.
        assert browser.address.endswith("?lang=fr") is not scripts
        browser.screenshot(_shown(tmp_path, f"depot-error-{'js' if scripts else 'plain'}.png"))
        assert store.saved == []
        browser.choose_file("#file1", photo)
        browser.click("button")
        browser.wait("main:not(:has(form))")
        assert browser.address.endswith("/merci?lang=fr")
        assert browser.text("h1") == "Merci, vos fichiers sont arrivés"
        browser.screenshot(_shown(tmp_path, f"depot-done-{'js' if scripts else 'plain'}.png"))
    [(_, content, _)] = store.saved
    assert content == photo.read_bytes()


def test_a_file_that_is_too_large_is_named_before_it_is_sent(
    site: str, store: MemoryStore, tmp_path: Path
) -> None:
    photo = tmp_path / "panorama.jpg"
    photo.write_bytes(bytes(1_200_000))
    with chromium(tmp_path / "profile") as browser:
        browser.open(f"{site}/depot/english")
        browser.choose_file("#file1", photo)
        browser.click("button")
        assert "too large" in browser.text("#error")
        assert browser.focused_id() == "error"
        assert browser.attribute("#file1", "aria-describedby") == "limits error"
    assert store.saved == []


def test_with_scripts_an_answer_of_the_server_replaces_the_form_and_is_read_out(
    site: str, store: MemoryStore, tmp_path: Path
) -> None:
    store.is_away = True
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"\xff\xd8")
    with chromium(tmp_path / "profile") as browser:
        browser.open(f"{site}/depot/{TOKEN}")
        browser.choose_file("#file1", photo)
        browser.click("button")
        assert "momentanément indisponible" in browser.text("#error")
        assert browser.focused_id() == "error"
        assert browser.title.startswith("Erreur :")
        store.is_away = False
        browser.choose_file("#file1", photo)
        browser.click("button")
        browser.wait("main:not(:has(form))")
    assert len(store.saved) == 1


def _shown(tmp_path: Path, name: str) -> Path:
    """Where to put a screenshot: kept when GUICHET_SCREENSHOTS names a directory."""
    return Path(os.environ.get("GUICHET_SCREENSHOTS") or tmp_path) / name
