"""When no process can be started that reads, no message is to blame: it waits, and none of its tries is used up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.reading.asked import NoReaders, SetAside
from intake.reading.room import ReadingRoom
from models.settings.settings import Settings
from models.store.database import Database
from tests.desk import Desk
from tests.letters import write


class Machine:
    """A store that a worker is given when it starts: while `broken` is there, whoever is given it ends."""

    def __init__(self, broken: Path) -> None:
        self.broken = broken

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if self.broken.exists():
            os._exit(1)

    def put(self, content: bytes) -> str:
        """Nothing is stored."""
        return ""


class RoomReader:
    """Reads by workers alone."""

    def __init__(self, room: ReadingRoom) -> None:
        self.room = room

    def read_many(self, doors_and_raws: Any) -> Any:
        return self.room.read_many([raw for _, raw in doors_and_raws])


@pytest.fixture
def desk(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings.model_validate({"work": {"max_attempts": 2}})
    made = Desk(sqlite_town_database, tmp_path, settings=settings)
    yield made
    made.close()


def test_messages_wait_until_there_are_readers_again(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.touch()
    first = desk.take(write("Une ampoule est cassée au gymnase Guimard."))
    second = desk.take(write("Un nid de poule rue des Lilas.", sender="luc@example.org"))
    with ReadingRoom(workers=1, store=Machine(broken)) as room:
        processor = desk.processor(RoomReader(room))
        for _ in range(4):
            with pytest.raises(NoReaders):
                processor.process_next()
            desk.clock.pass_seconds(3600)
        assert [(row.state, row.attempts, row.deaths) for row in (desk.row(first), desk.row(second))] == [
            ("waiting", 0, 0)
        ] * 2
        broken.unlink()
        while processor.process_next():
            pass
    assert desk.states() == ["new_request", "new_request"]


def test_a_room_that_is_closed_uses_up_no_try_either(desk: Desk) -> None:
    number = desk.take(write("Une ampoule est cassée au gymnase Guimard."))
    room = ReadingRoom(workers=1)
    room.close()
    with pytest.raises(NoReaders):
        desk.processor(RoomReader(room)).process_next()
    assert (desk.row(number).state, desk.row(number).attempts) == ("waiting", 0)


def test_a_message_that_ends_its_worker_is_still_to_blame() -> None:
    with ReadingRoom(workers=1, store=Deadly()) as room:
        letter = write("Voici le plan.", files={"plan.bin": b"x" * 2000}).as_bytes()
        assert isinstance(room.read(letter), SetAside)
        assert not isinstance(room.read(b"Subject: a\n\nb"), SetAside)


class Deadly:
    """A store in which every file ends the process."""

    def put(self, content: bytes) -> str:
        os._exit(1)
