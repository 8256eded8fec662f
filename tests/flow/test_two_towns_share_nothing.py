"""Two towns of one machine, same names and numbers in both: nothing that opens one opens the other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from cli.office import now
from dispatch.programs.keys import add_key
from dispatch.web.entering.sessions import open_session
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.programs.keys import ProgramKind
from tests.letters import KEEPER, PHOTO, answer, reply_address, write
from tests.town import Town, texts

_contacts = table_of(ContactPoint)


@pytest.fixture
def two(sqlite_town_template: Path, tmp_path: Path) -> Iterator[tuple[Town, Town]]:
    """Two towns, each with one request of the same reference."""
    made = []
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copyfile(sqlite_town_template, folder / "guichet.db")
        town = Town(
            folder, f"sqlite:///{folder / 'guichet.db'}", doors={"smtp": {"port": 0}, "http": {"port": 0}}
        )
        town.open()
        made.append(town)
        town.send(write(f"Une lampe est en panne au gymnase Guimard ({name}).", files={"lampe.jpg": PHOTO}))
    yield made[0], made[1]
    for town in made:
        town.close()


def _address(town: Town) -> str:
    host, port = town.service.http_address or ("", 0)
    return f"http://{host}:{port}"


def _signed_in(town: Town) -> str:
    """The cookie of the keeper, signed in there."""
    with town.office.database.transaction() as session:
        person = session.connection().execute(
            sa.select(_contacts.c.person_id).where(_contacts.c.value == KEEPER)
        ).scalar_one()  # fmt: skip
        return open_session(session, person, as_staff=True, by="a test", now=now(), web=town.settings.web)


def _reply_addresses(two: tuple[Town, Town]) -> None:
    """A reply address of one orders and answers nothing in the other."""
    here, there = two
    assert here.request()["reference"] == there.request()["reference"]
    notice = here.world.to(KEEPER)[0]
    there.send(answer(notice, "terminé"))
    assert there.request(there.requests()[0]["reference"])["state"] == "new"
    acknowledgement = here.world.to("jeanne.petit@example.org")[0]
    # Without the number that both towns have: by the address alone.
    for town in two:
        town.send(write("Cela presse.", subject="Bonjour", to=reply_address(acknowledgement)))
    first = there.request(there.requests()[0]["reference"])
    assert texts(first, "message_in") == ["Une lampe est en panne au gymnase Guimard (there)."]
    assert texts(here.request(here.requests()[0]["reference"]), "message_in")[1:] == ["Cela presse."]
    here.send(answer(notice, "terminé"))
    assert here.request(here.requests()[0]["reference"])["state"] != "new"


def _sessions_pages_and_files(two: tuple[Town, Town]) -> None:
    here, there = two
    reference = here.request()["reference"]
    page = f"/demandes/{reference}"
    cookie = _signed_in(here)
    names = {"guichet": cookie}  # of a town whose pages are not behind TLS

    def looked(town: Town, path: str) -> requests.Response:
        return requests.get(_address(town) + path, cookies=names, allow_redirects=False, timeout=20)

    own = looked(here, page)
    assert own.status_code == 200 and "(here)" in own.text
    [file] = set(re.findall(rf'{page}/fichiers/[^"?]+', own.text))
    assert looked(here, file).status_code == 200
    for path in (page, file):
        elsewhere = looked(there, path)
        assert elsewhere.status_code != 200 and "(there)" not in elsewhere.text

    [tracking] = re.findall(r"/suivi/[\w.~-]+", here.world.to("jeanne.petit@example.org")[0].text)
    own = requests.get(_address(here) + tracking, timeout=20)
    assert own.status_code == 200 and "(here)" in own.text
    assert "(there)" not in requests.get(_address(there) + tracking, timeout=20).text


def _keys(two: tuple[Town, Town]) -> None:
    keys = []
    for town in two:
        with town.office.database.transaction() as session:
            keys.append(add_key(session, ProgramKind.API, "glpi", may=["read"], by="a test", now=now()))
    for town, answers in zip(two, ((200, 401), (401, 200)), strict=True):
        for key, status in zip(keys, answers, strict=True):
            headers = {"Authorization": f"Bearer {key}"}
            found = requests.get(f"{_address(town)}/api/v1/requests", headers=headers, timeout=20)
            assert found.status_code == status


def test_nothing_that_opens_one_town_opens_or_orders_anything_in_the_other(two: tuple[Town, Town]) -> None:
    _sessions_pages_and_files(two)
    _keys(two)
    _reply_addresses(two)
