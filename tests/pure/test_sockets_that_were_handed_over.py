"""Sockets of the service manager go to the door of their address, and to no other."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.doors import handed
from intake.doors.handed import handed_sockets, left_to_open
from models.errors import UserError
from models.settings.doors import DoorSettings, HttpDoorSettings, LmtpDoorSettings, SmtpDoorSettings


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A unix socket and one on loopback, listening under descriptors that follow one another."""
    unix, tcp = socket.socket(socket.AF_UNIX), socket.socket()
    unix.bind(str(tmp_path / "mail.lmtp"))
    tcp.bind(("127.0.0.1", 0))
    for each in (unix, tcp):
        each.listen()
    yield unix, tcp
    unix.close()
    tcp.close()


def doors(path: Path, port: int) -> DoorSettings:
    return DoorSettings(
        smtp=SmtpDoorSettings(enabled=False),
        lmtp=LmtpDoorSettings(enabled=True, socket=path),
        http=HttpDoorSettings(port=port),
    )


def hand_over(monkeypatch: pytest.MonkeyPatch, *sockets: socket.socket, **said: str) -> dict[str, str]:
    """The variables of systemd for copies of these sockets, put where it would put them, but higher up."""
    first = 200
    monkeypatch.setattr(handed, "FIRST", first)
    for at, each in enumerate(sockets):
        os.dup2(each.fileno(), first + at)
    return {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(sockets)), **said}


def test_each_goes_to_the_door_of_its_address_whatever_their_order(
    listening: tuple[socket.socket, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unix, tcp = listening
    settings = doors(tmp_path / "mail.lmtp", tcp.getsockname()[1])
    for order in ((unix, tcp), (tcp, unix)):
        variables = hand_over(monkeypatch, *order, LISTEN_FDNAMES="guichet@a.socket:guichet@a.socket")
        found = handed_sockets(settings, variables)
        assert found["lmtp"].getsockname() == unix.getsockname()
        assert found["http"].getsockname() == tcp.getsockname()
        assert not any(each.get_inheritable() for each in found.values())
        # No child of ours takes them for its own.
        assert variables == {}
        assert left_to_open(settings, found) == ()
        for each in found.values():
            each.close()


def test_a_name_decides_before_the_address(
    listening: tuple[socket.socket, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, tcp = listening
    settings = doors(tmp_path / "elsewhere", 1)
    found = handed_sockets(settings, hand_over(monkeypatch, tcp, LISTEN_FDNAMES="lmtp"))
    assert list(found) == ["lmtp"]
    assert left_to_open(settings, found) == ("http",)
    found["lmtp"].close()


def test_what_no_open_door_wants_is_refused_with_its_address(
    listening: tuple[socket.socket, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unix, tcp = listening
    settings = doors(tmp_path / "mail.lmtp", 1)
    with pytest.raises(UserError, match=f"127.0.0.1:{tcp.getsockname()[1]}"):
        handed_sockets(settings, hand_over(monkeypatch, tcp))
    # A door that is closed in the settings opens for nobody, by no name.
    with pytest.raises(UserError, match="where no door"):
        handed_sockets(settings, hand_over(monkeypatch, unix, LISTEN_FDNAMES="smtp"))
    # Twice the same door.
    with pytest.raises(UserError, match=r"Two sockets were handed over for doors\.lmtp"):
        handed_sockets(settings, hand_over(monkeypatch, unix, unix))
    with pytest.raises(UserError, match=r"Two sockets were handed over for doors\.lmtp"):
        handed_sockets(settings, hand_over(monkeypatch, unix, tcp, LISTEN_FDNAMES="lmtp:lmtp"))


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"LISTEN_PID": "1", "LISTEN_FDS": "1"},
        {"LISTEN_PID": str(os.getpid())},
    ],
)
def test_what_was_meant_for_somebody_else_is_left_alone(tmp_path: Path, variables: dict[str, str]) -> None:
    assert handed_sockets(doors(tmp_path / "x", 1), dict(variables)) == {}


@pytest.mark.parametrize("count", ["-1", "³", "two", "9" * 5_000])
def test_a_number_of_sockets_that_is_none_is_said(tmp_path: Path, count: str) -> None:
    said = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": count}
    with pytest.raises(UserError, match="LISTEN_FDS is no number of sockets"):
        handed_sockets(doors(tmp_path / "x", 1), said)


def test_more_sockets_than_doors_are_refused_before_one_is_touched(tmp_path: Path) -> None:
    said = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "4"}
    with pytest.raises(UserError, match=r"4 sockets were handed over .* there are 3 doors"):
        handed_sockets(doors(tmp_path / "x", 1), said)


def test_what_does_not_listen_is_refused_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound, datagrams = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
    with bound, datagrams:
        for each in (bound, datagrams):
            each.bind(("127.0.0.1", 0))
            address = "{}:{}".format(*each.getsockname())
            settings = doors(tmp_path / "x", each.getsockname()[1])
            with pytest.raises(UserError, match=f"{address} takes no connections"):
                handed_sockets(settings, hand_over(monkeypatch, each))
    # The descriptor was given back with the refusal: now it is a closed one.
    with pytest.raises(UserError, match="Descriptor 200 was handed over and is closed"):
        handed_sockets(settings, {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"})
    with (tmp_path / "file").open("w") as file:
        os.dup2(file.fileno(), 200)
    with pytest.raises(UserError, match="Descriptor 200 was handed over and is no socket"):
        handed_sockets(settings, {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"})
    os.close(200)
