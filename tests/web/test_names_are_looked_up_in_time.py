"""The name of somebody else's server is looked up within the time of its call, and takes no place for long."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dispatch.delivery.outside.calling import Unanswered, exchange
from dispatch.delivery.outside.looking_up import LookUps
from dispatch.web.directory.asking import Asking
from models.errors import TemporaryFailure
from models.settings.web import DirectorySettings

HANGS, THERE = "hangs.example.org", "there.example.org"


class Names:
    """The system's look-up, of which one name hangs until it is let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def getaddrinfo(self, host: str, port: int, **_given: Any) -> list[Any]:
        self.asked.append(host)
        if host == HANGS:
            assert self.go_on.wait(60)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", port))]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    made = Names()
    monkeypatch.setattr(socket, "getaddrinfo", made.getaddrinfo)
    yield made
    made.go_on.set()


def test_a_name_that_hangs_is_given_up_and_the_directory_is_away(names: Names) -> None:
    call: dict[str, Any] = {"headers": {}, "allowed": (), "setting": "x", "most_bytes": 10}
    with pytest.raises(Unanswered) as found:
        exchange("GET", f"https://{HANGS}/", seconds=3600, within=0.05, **call)
    assert not found.value.maybe_taken and found.value.private == "name not resolved in time"
    asking = Asking(DirectorySettings(timeout_seconds=1), lambda: 0.0)
    patience = asking.patience()
    with pytest.raises(Unanswered), asking.at("token", patience):
        asking.json("GET", f"https://{HANGS}/", patience)
    with pytest.raises(TemporaryFailure, match="away"), asking.at("token", patience):
        raise AssertionError("asked although it was away a moment ago")
    assert names.asked == [HANGS], "whoever asks for it again waits for the same look-up"


def test_other_names_go_on_and_the_place_of_the_one_comes_back(names: Names) -> None:
    look_ups = LookUps(most_at_once=2)
    with pytest.raises(TimeoutError):
        look_ups.addresses(HANGS, 443, 0.01)
    assert [str(each) for each in look_ups.addresses(THERE, 443, 30)] == ["192.0.2.7"]
    names.go_on.set()
    assert look_ups.addresses(HANGS, 443, 30)
    assert look_ups.addresses(THERE, 443, 30)


def test_no_more_names_are_looked_up_at_once_than_there_are_places(names: Names) -> None:
    look_ups = LookUps(most_at_once=1)
    with pytest.raises(TimeoutError):
        look_ups.addresses(HANGS, 443, 0.01)
    with pytest.raises(TimeoutError):
        look_ups.addresses(THERE, 443, 0.01)
    assert names.asked == [HANGS]
