"""The HTTP door on a unix socket: for one proxy, which says who is at the other end, and for nobody else."""

from __future__ import annotations

import grp
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter, Request

from intake.doors.http.server import HttpDoor, make_app
from models.errors import UserError
from models.settings.doors import HttpDoorSettings

PATIENCE_SECONDS = 60.0
Opener = Callable[..., HttpDoor]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "town.http"


@pytest.fixture
def make_door(place: Path) -> Iterator[Opener]:
    """Doors at `place`, not open yet, with settings of one's own."""
    doors: list[HttpDoor] = []

    def make(handed: socket.socket | None = None, **settings: object) -> HttpDoor:
        router = APIRouter()

        @router.get("/who")
        async def who(request: Request) -> str:
            return request.client.host if request.client else "nobody"

        values = {"socket": str(place), "proxies": (), **settings}
        app = make_app({}, [router])
        doors.append(HttpDoor(HttpDoorSettings.model_validate(values), app, handed=handed))
        return doors[-1]

    yield make
    for door in doors:
        door.stop()


def who_is_there(place: Path, *forwarded: str) -> str:
    """Whom the door takes its caller for."""
    said = "".join(f"X-Forwarded-For: {each}\r\n" for each in forwarded)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE_SECONDS)
        connection.connect(str(place))
        connection.sendall(f"GET /who HTTP/1.1\r\nHost: x\r\n{said}Connection: close\r\n\r\n".encode())
        answered = b""
        while block := connection.recv(65_536):
            answered += block
    head, _, body = answered.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    return body.decode().strip('"')


def test_the_proxy_alone_connects_and_is_believed_who_is_behind_it(make_door: Opener, place: Path) -> None:
    door = make_door()
    assert door.start() is None and door.is_open
    assert stat.S_IMODE(place.stat().st_mode) == 0o660
    assert who_is_there(place) == "127.0.0.1"
    assert who_is_there(place, "192.0.2.7") == "192.0.2.7"
    # What the caller wrote before the proxy did counts for nothing.
    assert who_is_there(place, "203.0.113.1, 192.0.2.7") == "192.0.2.7"
    door.stop()
    assert list(place.parent.iterdir()) == []


def test_the_places_of_one_address_are_not_those_of_the_proxy(make_door: Opener, place: Path) -> None:
    make_door(max_connections_per_peer=1).start()
    with socket.socket(socket.AF_UNIX) as idle:
        idle.connect(str(place))
        assert who_is_there(place, "192.0.2.7") == "192.0.2.7"


def test_it_has_the_mode_and_the_group_of_the_settings(make_door: Opener, place: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives a file to any group")
    group = next(each for each in grp.getgrall() if each.gr_gid)
    make_door(socket_group=group.gr_name, socket_mode="0620").start()
    assert (stat.S_IMODE(place.stat().st_mode), place.stat().st_gid) == (0o620, group.gr_gid)


def test_what_a_killed_process_left_is_replaced_and_one_that_is_used_is_not(
    make_door: Opener, place: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place))
    make_door().start()
    with pytest.raises(UserError, match=f"The HTTP door cannot listen on {place}: is it in use already"):
        make_door().start()
    assert who_is_there(place) == "127.0.0.1"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"socket_group": "no-such-group"}, r"there is no group no-such-group \(socket_group\)"),
        ({"socket": "/proc/nowhere/town.http"}, "No such file or directory"),
        ({"socket": f"/tmp/{'x' * 120}"}, "the path is too long for a socket"),
    ],
)
def test_one_that_cannot_be_made_is_refused_with_its_reason_and_leaves_nothing(
    make_door: Opener, place: Path, settings: dict[str, str], said: str
) -> None:
    with pytest.raises(UserError, match=f"^The HTTP door cannot listen on /.*: {said}"):
        make_door(**settings).start()
    assert list(place.parent.iterdir()) == []


def test_a_file_at_its_place_is_left_alone(make_door: Opener, place: Path) -> None:
    place.write_text("of somebody")
    with pytest.raises(UserError, match="is it in use already"):
        make_door().start()
    assert place.read_text() == "of somebody"


def test_one_that_systemd_opened_is_served_and_stays(make_door: Opener, place: Path) -> None:
    given = socket.socket(socket.AF_UNIX)
    given.bind(str(place))
    given.listen()
    given.setblocking(False)
    door = make_door(handed=given)
    assert door.start() is None
    assert who_is_there(place, "192.0.2.7") == "192.0.2.7"
    door.stop()
    assert place.is_socket()
