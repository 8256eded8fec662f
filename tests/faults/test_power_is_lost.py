"""The power goes at any moment: whoever heard 250 has a message in the ledger, with its octets and its files.

Not played by a machine without power, but by what the process asked of the system, written down by `strace`
(tests/faults/asked.py, power.py): after each thing that became sure, and at each 250, the town is opened with what the
disk would hold then.
"""

from __future__ import annotations

import random
import re
import shutil
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.service.service import Service
from cli.town.init import set_up
from intake.ledger.reception import raw_bytes
from models.errors import PermanentFailure
from models.settings.settings import Settings
from models.store.database import Database
from models.store.files import FileStore, sha256_of
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.faults.agreement import disagreements
from tests.faults.asked import Call, calls, written_down
from tests.faults.power import Disk
from tests.faults.whole_service import PATIENCE_SECONDS, end, start
from tests.letters import TOWN_HALL, write
from tests.photos import noise
from tests.sampling import seed
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port
from tests.town import settings_for, wait_until

_inbound = table_of(InboundMessage)
_ACCEPTED = re.compile(rb"250 2\.0\.0 Accepted as (\d+)")
_PHOTO = noise(seed=4)
#: One that is kept in its row, one whose octets are a file, and two with one photo: the second finds it there.
LETTERS = [
    write("Une ampoule est cassée au gymnase Guimard.", sender="ana@example.org"),
    write("La façade.", subject="Façade", sender="luc@example.org", files={"a.jpg": noise(400, 300)}),
    write("Le préau fuit.", subject="Préau", sender="zoe@example.org", files={"b.jpg": _PHOTO}),
    write("Une tuile du préau.", subject="Tuile", sender="eva@example.org", files={"c.jpg": _PHOTO}),
]


def town_in(place: Path, relay_port: int) -> Settings:
    return settings_for(place, f"sqlite:///{place}/guichet.db", relay_port)


@pytest.fixture(scope="module")
def world() -> Iterator[Mailbox]:
    made = Mailbox()
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def asked(world: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> tuple[Disk, list[Call]]:
    """The disk as it was before four mails, and all that was asked of it until their notices had left."""
    root, trace = tmp_path_factory.mktemp("town"), tmp_path_factory.mktemp("trace") / "calls"
    settings = town_in(root, world.port)
    office = Office(settings)
    set_up(office)
    office.close()
    port = free_port()
    service = start(settings, smtp_port=port)
    try:
        with written_down(service.pid, trace):
            disk = Disk(root)
            for letter in LETTERS:
                hand_over(port, letter)
            # Looked at from outside: whoever opens the database here would write into it unseen.
            wait_until(
                lambda: len(world.delivered) >= 2 * len(LETTERS), "notices are missing", PATIENCE_SECONDS
            )
    finally:
        assert end(service) == 0
    return disk, list(calls(trace))


def hand_over(port: int, letter: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_SECONDS) as connection:
        connection.sendmail(letter["From"].addresses[0].addr_spec, [TOWN_HALL], letter.as_bytes())


def accepts(call: Call) -> re.Match[bytes] | None:
    """The 250 that begins to leave by this call."""
    return _ACCEPTED.match(call.texts[0]) if call.name == "sendto" and not call.is_over else None


def lost(place: Path, accepted: set[int]) -> list[str]:
    """What is wrong with the town in `place`, where these messages were answered 250."""
    database = Database(f"sqlite:///{place}/guichet.db")
    files = FileStore(place / "var/files", marked=True)
    try:
        with database.reading() as session:
            connection = session.connection()
            sound = connection.execute(sa.text("PRAGMA integrity_check")).scalar_one()
            kept = {row.id: row for row in connection.execute(sa.select(_inbound))}
        wrong = [] if sound == "ok" else [f"the database: {sound}"]
        for number in sorted(accepted):
            if number not in kept:
                wrong.append(f"message {number} is gone")
            elif octets_of(kept[number], files) is None:
                wrong.append(f"the octets of message {number} are not what came")
    finally:
        database.close()
    return wrong + disagreements(f"sqlite:///{place}/guichet.db", place)


def octets_of(row: sa.Row[Any], files: FileStore) -> bytes | None:
    """What came as this message; None when it is not there as it came."""
    try:
        found = raw_bytes(row.raw, row.raw_sha256, files)
    except PermanentFailure:
        return None
    return found if sha256_of(found) == row.raw_sha256 else None


@pytest.mark.parametrize("rest", ["all that was not synced is lost", "some of it is there"])
def test_whenever_the_power_goes_what_was_answered_is_there(
    asked: tuple[Disk, list[Call]], world: Mailbox, tmp_path: Path, rest: str
) -> None:
    before, played = asked
    disk = before.copy()
    chance = random.Random(seed()) if rest.startswith("some") else None
    accepted: set[int] = set()
    wrong, moments = [], 0
    for call in played:
        if answer := accepts(call):
            accepted.add(int(answer[1]))
        if disk.take(call) or answer:
            moments += 1
            place = tmp_path / str(moments)
            place.mkdir()
            disk.left(place, chance)
            wrong += [f"at moment {moments}: {each}" for each in lost(place, accepted)]
            shutil.rmtree(place)
    assert wrong == []
    assert len(accepted) == len(LETTERS)
    assert moments > 5 * len(LETTERS)


def test_the_service_goes_on_with_what_is_left(
    asked: tuple[Disk, list[Call]], world: Mailbox, tmp_path: Path
) -> None:
    before, played = asked
    disk, answered = before.copy(), 0
    for call in played:
        disk.take(call)
        answered += accepts(call) is not None
        if answered == len(LETTERS):
            break
    disk.left(tmp_path)
    office = Office(town_in(tmp_path, world.port))
    service = Service(office)
    service.start()
    try:
        wait_until(lambda: states(office) == {"new_request"}, "not everything was decided", PATIENCE_SECONDS)
    finally:
        service.stop()
        office.close()
    assert answered == len(LETTERS)


def states(office: Office) -> set[str]:
    """Of all messages."""
    with office.database.reading() as session:
        return set(session.connection().execute(sa.select(_inbound.c.state)).scalars())
