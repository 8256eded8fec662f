"""Photos wait for a slow antivirus among themselves: pages and words without photos go on."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dispatch.web.frame import board as frame
from models.store.database import Database
from tests.letters import KEEPER
from tests.servers.http_service import serving
from tests.web.browsing import Counter

JPEG = {"photo": ("fuite.jpg", b"\xff\xd8\xff\xe0" + b"x" * 200, "image/jpeg")}


class Clamd(socketserver.ThreadingTCPServer):
    """As clamd speaks (INSTREAM); it finds nothing, and answers when it is let."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.asked, self.go_on = threading.Semaphore(0), threading.Event()

    @property
    def written(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Clamd)
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        while size := int.from_bytes(stream.read(4), "big"):
            stream.read(size)
        self.server.asked.release()
        self.server.go_on.wait(60)
        self.request.sendall(b"stream: OK\0")


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with Clamd() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        made.go_on.set()
        made.shutdown()
        thread.join()


def test_pages_and_words_go_on_while_photos_wait_for_the_antivirus(
    sqlite_town_database: Database, tmp_path: Path, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "FILES_WAITING", 0)
    made = Counter(sqlite_town_database, tmp_path, antivirus={"clamd": clamd.written, "timeout_seconds": 60})
    made.board.limiter.total_tokens = made.board.with_files.total_tokens = 2
    with serving(made.router) as made.address, ThreadPoolExecutor() as people:
        # A request for each: nobody's words meet newer ones.
        paths = [f"/demandes/{made.ask(subject=f'Sujet {at}')}/noter" for at in range(4)]
        browsers = [made.signed_in(KEEPER) for _ in paths]
        for browser, path in zip(browsers, paths, strict=True):
            assert browser.open(path.removesuffix("/noter")).status_code == 200
        with_photos = [
            people.submit(browser.send, path, note="Photo.", files=JPEG)
            for browser, path in zip(browsers[:2], paths[:2], strict=True)
        ]
        try:
            assert all(clamd.asked.acquire(timeout=60) for _ in with_photos)
            assert browsers[3].send(paths[3], note="Sans photo.").url.endswith("?dit=noter#fil")
            assert browsers[3].open("/bureau").status_code == 200
            # As many as there are turns, and as many as may wait for one: the next keeps its words.
            refused = browsers[2].send(paths[2], note="Trop de photos.", files=JPEG)
            assert refused.status_code == 503 and "Trop de photos." in refused.text
        finally:
            clamd.go_on.set()
        assert [each.result(20).status_code for each in with_photos] == [200, 200]
        assert [row.text for row in made.entries() if row.kind == "note"] == [
            "Sans photo.",
            "Photo.",
            "Photo.",
        ]
    made.close()
