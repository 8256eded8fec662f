"""The HTTP door without a proxy in front: slow, many and lying callers keep nobody else out."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

import pytest
import requests
from fastapi import APIRouter, Request, Response

from intake.doors.http.descriptors import FEWEST, LISTENERS, share_for_http
from intake.doors.http.server import HttpDoor, make_app
from intake.doors.http.upload import MAX_BY_ONE_LINK, upload_router
from models.settings.doors import HttpDoorSettings
from models.settings.settings import Settings
from tests.doors.test_upload_page import SETTINGS, TOKEN, MemoryStore

PATIENCE_SECONDS = 60.0
Opened = tuple[str, int]
Opener = Callable[..., Opened]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def open_door(store: MemoryStore) -> Iterator[Opener]:
    """Opens the door with settings of one's own; its address."""
    doors: list[HttpDoor] = []

    def open_it(**settings: object) -> Opened:
        router = APIRouter()

        @router.post("/echo")
        async def echo(request: Request) -> dict[str, int]:
            return {"octets": len(await request.body())}

        @router.get("/much")
        async def much() -> Response:
            return Response(b"x" * MUCH)

        @router.get("/crash")
        async def crash() -> None:
            raise RuntimeError("secret")

        values = {"port": 0, "proxies": (), **settings}
        routers = [router, upload_router(SETTINGS, store, "Mairie de Ville-Test")]
        app = make_app({}, routers, hall="Mairie de Ville-Test")
        doors.append(HttpDoor(HttpDoorSettings.model_validate(values), app))
        return doors[-1].start()

    yield open_it
    for door in doors:
        door.stop()


def connect(address: Opened, said: bytes = b"") -> socket.socket:
    connection = socket.create_connection(address, PATIENCE_SECONDS)
    connection.sendall(said)
    return connection


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other end closes."""
    said = b""
    try:
        while block := connection.recv(65_536):
            said += block
    except ConnectionResetError:
        pass
    return said


def is_served(address: Opened) -> bool:
    host, port = address
    answered = requests.get(f"http://{host}:{port}/health/live", timeout=PATIENCE_SECONDS)
    return answered.status_code == 200


@pytest.mark.parametrize(
    "said",
    [b"", b"GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: "],
    ids=["nothing", "half a header"],
)
def test_headers_that_do_not_come_end_with_408(open_door: Opener, said: bytes) -> None:
    with connect(open_door(header_seconds=0.3), said) as slow:
        assert answer(slow).startswith(b"HTTP/1.1 408 ")


def test_a_second_request_on_a_kept_line_has_its_own_deadline(open_door: Opener) -> None:
    address = open_door(header_seconds=0.5)
    with connect(address, b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n") as kept:
        assert kept.recv(65_536).startswith(b"HTTP/1.1 200 ")
        kept.sendall(b"GET /health/live HT")
        assert b"HTTP/1.1 408 " in answer(kept)


@pytest.mark.parametrize("path", ["/echo", f"/depot/{TOKEN}"])
def test_a_body_that_does_not_come_ends_with_408(open_door: Opener, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx"
    with connect(open_door(body_seconds=0.3), head.encode()) as slow:
        assert answer(slow).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_comes_fast_enough_is_taken_whole(open_door: Opener) -> None:
    host, port = open_door(body_seconds=0.3)
    answered = requests.post(f"http://{host}:{port}/echo", data=b"x" * 3_000_000, timeout=PATIENCE_SECONDS)
    assert answered.json() == {"octets": 3_000_000}


#: More than the buffers of both ends hold.
MUCH = 16_000_000


def reader(address: Opened) -> socket.socket:
    """A connection whose other end holds little of what nobody reads, and that has asked for much."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE_SECONDS)
    connection.connect(address)
    connection.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
    return connection


def test_whoever_asks_and_does_not_read_gives_their_place_to_others(open_door: Opener) -> None:
    address = open_door(body_seconds=0.1, max_connections_per_peer=1)
    with reader(address):
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                assert is_served(address)
                break
            except (AssertionError, requests.ConnectionError):
                assert time.monotonic() < give_up, "the place is still taken"


def test_whoever_reads_gets_all(open_door: Opener) -> None:
    host, port = open_door(body_seconds=2.0)
    assert len(requests.get(f"http://{host}:{port}/much", timeout=PATIENCE_SECONDS).content) == MUCH


def test_one_peer_has_so_many_connections_and_a_proxy_has_all(open_door: Opener) -> None:
    crowded = open_door(max_connections_per_peer=3)
    behind_a_proxy = open_door(max_connections_per_peer=3, proxies=("127.0.0.0/8",))
    with ExitStack() as open_lines:
        for address in (crowded, behind_a_proxy):
            for _ in range(3):
                open_lines.enter_context(connect(address, b"GET / HTTP/1.1\r\n"))
        with connect(crowded) as one_more:
            assert answer(one_more).startswith(b"HTTP/1.1 503 ")
        assert is_served(behind_a_proxy)
    wait_until_served(crowded)


def wait_until_served(address: Opened) -> None:
    """Places are given back as soon as the door sees that the lines are closed."""
    pause = threading.Event()
    for _ in range(200):
        try:
            if is_served(address):
                return
        except requests.RequestException:
            pass
        pause.wait(0.05)
    raise AssertionError("the places of closed lines are not given back")


def test_all_in_all_there_are_so_many_connections(open_door: Opener) -> None:
    address = open_door(max_connections=4)
    with ExitStack() as open_lines:
        for _ in range(4):
            open_lines.enter_context(connect(address))
        with connect(address) as one_more:
            assert answer(one_more).startswith(b"HTTP/1.1 503 ")
    wait_until_served(address)


def test_slow_posts_on_one_link_leave_room_for_everybody_else(open_door: Opener, store: MemoryStore) -> None:
    store.uploads["another"] = store.uploads["english"]
    host, port = open_door(max_connections_per_peer=100)
    head = f"POST /depot/{TOKEN} HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    slow = f"{head}Content-Length: 100000\r\n\r\n--b\r\n".encode()
    with ExitStack() as lines:
        opened = [lines.enter_context(connect((host, port), slow)) for _ in range(16)]
        # All but two of this link are asked to come back; what they sent is not waited for.
        refused = answered(opened, 16 - MAX_BY_ONE_LINK, PATIENCE_SECONDS)
        assert all(line.recv(65_536).startswith(b"HTTP/1.1 503 ") for line in refused)
        assert len(refused) == 16 - MAX_BY_ONE_LINK and not answered(set(opened) - refused, 1, 0.5)
        taken = requests.post(
            f"http://{host}:{port}/depot/another", files={"file1": b"x" * 100}, timeout=PATIENCE_SECONDS
        )
        assert taken.status_code == 200
        assert [token for token, _, _ in store.saved] == ["another"]


def answered(lines: Iterable[socket.socket], number: int, seconds: float) -> set[socket.socket]:
    """Those on which something has come, as soon as there are so many, or after so many seconds."""
    waiting, found, until = set(lines), set[socket.socket](), time.monotonic() + seconds
    while len(found) < number and (rest := until - time.monotonic()) > 0:
        found.update(select.select(waiting - found, [], [], rest)[0])
    return found


@pytest.mark.parametrize("path", ["/health/live/", "/depot/assets/", "//evil.example/"])
def test_no_redirect_is_made_of_what_the_caller_says_it_called(open_door: Opener, path: str) -> None:
    with connect(open_door()) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode())
        said = answer(line)
    assert said.startswith(b"HTTP/1.1 404 ")
    assert b"evil.example" not in said


@pytest.mark.parametrize(
    ("descriptors", "most"), [(100_000, 200), (1_000, 42), (64, FEWEST)], ids=["plenty", "some", "few"]
)
def test_descriptors_are_kept_for_mail(monkeypatch: pytest.MonkeyPatch, descriptors: int, most: int) -> None:
    """The limit of the process is the world's: only the system call is replaced."""
    monkeypatch.setattr("resource.getrlimit", lambda _what: (min(descriptors, 64), descriptors))
    raised: list[int] = []
    monkeypatch.setattr("resource.setrlimit", lambda _what, limits: raised.append(limits[0]))
    settings = Settings.model_validate({"doors": {"smtp": {"max_connections": 100}}})
    needed = 100 + settings.doors.lmtp.max_connections + 2 * settings.database.pool_size + 200 + LISTENERS
    share = share_for_http(settings)
    assert share == most
    assert raised == [min(descriptors, needed + 400)]


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("language", "title"), [("fr-FR,fr;q=0.9", "Cette page n’existe pas"), ("en", "There is no such page")]
)
def test_a_browser_at_an_unknown_address_is_shown_a_page_in_its_language(
    open_door: Opener, language: str, title: str
) -> None:
    host, port = open_door()
    shown = requests.get(
        f"http://{host}:{port}/nulle/part", headers={**BROWSER, "Accept-Language": language}, timeout=60
    )
    assert shown.status_code == 404 and shown.headers["content-type"].startswith("text/html")
    assert f"<h1>{title}</h1>" in shown.text and "Mairie de Ville-Test" in shown.text
    assert "frame-ancestors 'none'" in shown.headers["content-security-policy"]
    assert "<a " not in shown.text, "without pages of the counter there is nothing to go back to"
    programs = requests.get(f"http://{host}:{port}/nulle/part", timeout=60)
    assert programs.status_code == 404 and programs.json() == {"detail": "Not Found"}


def test_a_browser_that_sends_what_an_address_does_not_take_is_told_in_words(open_door: Opener) -> None:
    host, port = open_door()
    shown = requests.get(f"http://{host}:{port}/echo", headers=BROWSER, timeout=60)
    assert shown.status_code == 405 and shown.headers["allow"] == "POST"
    assert "Cela ne peut pas se faire ici" in shown.text
    crashed = requests.get(f"http://{host}:{port}/crash?lang=en", headers=BROWSER, timeout=60)
    assert crashed.status_code == 500 and "A mistake of ours" in crashed.text
    assert "RuntimeError" not in crashed.text
    assert requests.get(f"http://{host}:{port}/crash", timeout=60).text == "Internal Server Error"
