"""Pages that are open hear that something changed, and nothing else; who may not see it hears nothing."""

from __future__ import annotations

import asyncio
import os
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from fastapi import FastAPI

from dispatch.sight.viewer import Viewer
from dispatch.web.entering.sessions import end_sessions_of
from dispatch.web.live.changes import MOST_OF_SESSION, Changes
from dispatch.web.live.listener import Listener
from intake.doors.http.server import HttpDoor
from models.organisation import Official
from models.settings.doors import HttpDoorSettings
from models.tables.columns import table_of
from models.tables.sessions import WebSession
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT
from tests.web.browsing import Browser, Counter

_sessions = table_of(WebSession)


class Ear:
    """A stream that somebody listens to."""

    def __init__(self, browser: Browser) -> None:
        self.answer = browser.session.get(f"{browser.address}/evenements", stream=True, timeout=60)
        self.lines: queue.Queue[str] = queue.Queue()
        #: Every line that ever came.
        self.heard: list[str] = []
        if self.answer.status_code == 200:
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for line in self.answer.iter_lines(chunk_size=1, decode_unicode=True):
                self.heard.append(line)
                self.lines.put(line)
        except (requests.RequestException, AttributeError, ValueError):
            pass
        self.lines.put("end")

    def hears(self, seconds: float = 60) -> str:
        """The next event."""
        while True:
            line = self.lines.get(timeout=seconds)
            if line.startswith("event") or line == "end":
                return line

    def close(self) -> None:
        # Who listens in another thread is told first: they hold what is closed until the next line comes.
        if not self.answer.raw.closed:
            with socket.socket(fileno=os.dup(self.answer.raw.fileno())) as line, suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.answer.close()


@contextmanager
def listening(*browsers: Browser) -> Iterator[list[Ear]]:
    ears = [Ear(each) for each in browsers]
    for ear in ears:
        if ear.answer.status_code == 200:
            assert ear.lines.get(timeout=60).startswith("retry")
    yield ears
    for ear in ears:
        ear.close()


def test_who_sees_a_request_hears_that_it_changed_and_nobody_else(counter: Counter) -> None:
    counter.ask("Un nid de poule rue des Lilas.", subject="Trou", sender="luc@example.org")
    elected = Official(key="anne", name="Anne", emails=("anne@elus.ville.test",), services=("batiments",))
    counter.organise(counter.organisation().model_copy(update={"officials": (elected,)}))
    keeper, roads = counter.signed_in(KEEPER), counter.signed_in(ROADS_AGENT)
    with listening(keeper, roads, counter.signed_in("anne@elus.ville.test")) as (
        of_keeper,
        of_roads,
        of_elected,
    ):
        reference = counter.ask()
        assert of_keeper.hears() == "event: change"
        assert of_roads.hears() == "event: change", "what is given to somebody may have left a page of others"
        assert of_elected.hears() == "event: change"
        for ear in (of_keeper, of_roads, of_elected):
            while not ear.lines.empty():
                ear.lines.get_nowait()
        keeper.open(f"/demandes/{reference}")
        keeper.send(f"/demandes/{reference}/noter", note="Chien méchant.")
        assert of_keeper.hears() == "event: change"
        assert of_elected.hears() == "event: change", "it is part of their delegation"
        with pytest.raises(queue.Empty):
            of_roads.hears(1)
        for ear, changes in ((of_keeper, 2), (of_roads, 1)):
            assert ear.heard.count("event: change") >= changes
            assert not [line for line in ear.heard if "Chien" in line or reference in line]


def elect(counter: Counter, **official: Any) -> None:
    values = {"key": "anne", "name": "Anne", "emails": ("anne@elus.ville.test",), "services": ("batiments",)}
    elected = Official.model_validate({**values, **official})
    counter.organise(counter.organisation().model_copy(update={"officials": (elected,)}))


def test_an_official_hears_of_no_request_that_is_given_to_somebody_else(counter: Counter) -> None:
    elect(counter)
    with listening(counter.signed_in("anne@elus.ville.test"), counter.signed_in(KEEPER)) as (ear, of_keeper):
        counter.ask("Un nid de poule rue des Lilas.", subject="Trou", sender="luc@example.org")
        assert of_keeper.hears() == "event: change"
        with pytest.raises(queue.Empty):
            ear.hears(1)
        counter.ask()
        assert ear.hears() == "event: change"


@pytest.mark.parametrize("how", ["signed out", "revoked", "over", "term over", "delegation is another"])
def test_a_stream_ends_with_what_it_was_opened_by(counter: Counter, how: str) -> None:
    elect(counter)
    browser = counter.signed_in("anne@elus.ville.test")
    with listening(browser) as (ear,):
        if how == "signed out":
            browser.open("/delegation")
            browser.send("/sortir")
        elif how == "revoked":
            with counter.database.transaction() as session:
                end_sessions_of(session, counter.person_at("anne@elus.ville.test"), counter.clock())
        elif how == "over":
            counter.clock.pass_seconds(400 * 3600)
        else:
            elect(counter, **({"closed": True} if how == "term over" else {"services": ("voirie",)}))
        assert ear.hears() == "end"
        assert "event: change" not in ear.heard
    again = Ear(browser)
    assert again.answer.status_code == (200 if how == "delegation is another" else 204)
    again.close()


def test_a_stream_is_for_staff_and_a_few_of_each_session(counter: Counter) -> None:
    counter.ask()
    nobody, citizen = counter.browser(), counter.signed_in(CITIZEN, as_staff=False)
    for browser in (nobody, citizen):
        assert Ear(browser).answer.status_code == 204
    keeper = counter.signed_in(KEEPER)
    with listening(*[keeper] * MOST_OF_SESSION) as ears:
        assert [ear.answer.status_code for ear in ears] == [200] * MOST_OF_SESSION
        assert ears[0].answer.headers["Content-Type"].startswith("text/event-stream")
        assert ears[0].answer.headers["Cache-Control"] == "no-store"
        assert Ear(keeper).answer.status_code == 204, "browsers ask no more"
        another = Ear(counter.signed_in(ADMINISTRATOR))
        assert another.answer.status_code == 200
        another.close()


def test_streams_end_at_once_when_the_service_does(counter: Counter) -> None:
    with listening(counter.signed_in(KEEPER)) as (ear,):
        counter.board.live.close()
        assert ear.hears() == "end"
    assert Ear(counter.signed_in(KEEPER)).answer.status_code == 204


def test_a_page_that_looks_by_itself_keeps_nobody_signed_in(counter: Counter) -> None:
    counter.ask()
    keeper = counter.signed_in(KEEPER)
    counter.clock.pass_seconds(3600)

    def seen_at() -> object:
        return counter.rows(sa.select(_sessions.c.seen_at))[0].seen_at

    before = seen_at()
    assert keeper.open("/tableau", **{"X-Guichet-Live": "1"}).status_code == 200
    with listening(keeper):
        assert seen_at() == before
    keeper.open("/tableau")
    assert seen_at() != before


def test_those_who_ask_at_the_same_moment_are_no_more_than_there_is_room_for(counter: Counter) -> None:
    live = Changes(counter.board.reads, counter.board.organisations, counter.clock, every_seconds=60)

    async def begin() -> list[bytes]:
        # All of them found that there was room.
        assert live.has_room(7)
        streams = [live.stream(Listener(Viewer(person_id=1), 7)) for _ in range(MOST_OF_SESSION + 3)]
        began = await asyncio.gather(*(anext(each, b"") for each in streams))
        for each in streams:
            await each.aclose()  # type: ignore[attr-defined]
        return began

    assert sorted(asyncio.run(begin())) == [b""] * 3 + [b"retry: 5000\n\n"] * MOST_OF_SESSION


def test_however_many_begin_to_listen_together_one_looks_for_all(counter: Counter) -> None:
    looks: list[str] = []
    live = Changes(counter.board.reads, counter.board.organisations, counter.clock, every_seconds=60)
    newest = live._newest
    live._newest = lambda: looks.append("look") or newest()  # type: ignore[method-assign, func-returns-value]

    async def begin() -> None:
        streams = [live.stream(Listener(Viewer(person_id=1), number)) for number in range(50)]
        assert set(await asyncio.gather(*(anext(each) for each in streams))) == {b"retry: 5000\n\n"}
        assert live.has_room(1)
        for each in streams:
            await each.aclose()  # type: ignore[attr-defined]

    asyncio.run(begin())
    assert looks == ["look"]


def test_pages_that_listen_take_no_place_of_those_who_knock(counter: Counter) -> None:
    """The door has a place; three pages listen all day, and a provider's call, or a page, still comes in."""
    door_settings = HttpDoorSettings(host="127.0.0.1", port=0, max_connections=1, max_connections_per_peer=1)
    app = FastAPI(openapi_url=None)
    app.router.routes.extend(counter.router.routes)
    door = HttpDoor(door_settings, app)
    address = door.start()
    assert address is not None
    counter.address = "http://{}:{}".format(*address)
    try:
        keeper = counter.signed_in(KEEPER)
        ears = [Ear(keeper) for _ in range(3)]
        assert [ear.answer.status_code for ear in ears] == [200] * 3
        assert ears[0].answer.headers["Connection"] == "close", "nothing else is asked where no place is held"
        page = requests.get(f"{counter.address}/entrer", headers={"Connection": "close"}, timeout=60)
        assert page.status_code == 200
        for ear in ears:
            ear.close()
    finally:
        counter.board.live.close()
        door.stop()
