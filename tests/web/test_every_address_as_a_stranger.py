"""Every address of the counter, whatever is added to it, as an agent of another service: what is not theirs is not
there, and looks as if it never was; and no number of somebody else's is good in an address or form of one's own.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import NamedTuple

import pytest
import requests
import sqlalchemy as sa

from dispatch.web.pages.all_pages import page_routers
from models.tables import metadata
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Attachment, Task
from models.tables.sessions import SavedView
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, PHOTO, ROADS_AGENT
from tests.web.browsing import Browser, Counter

_files, _tasks, _views = table_of(Attachment), table_of(Task), table_of(SavedView)
#: Addresses that are opened by something signed, or are no pages; each has tests of its own.
_APART = re.compile(r"/(api/|open311|suivi/|entrer|pages/|suite/|icones/|agenda/\{secret|evenements|sortir)")
#: What tables hold that looking writes.
_BY_LOOKING = {"access_record", "trace_link", "web_session"}
_SECRET = "SECRÈTE"


class Town(NamedTuple):
    """Two requests: one of the buildings' service, one of the roads'; and who is of the roads."""

    theirs: str
    own: str
    stranger: Browser


@pytest.fixture
def town(counter: Counter) -> Town:
    organisation = counter.organisation()
    # Somebody leads every service.
    keys = tuple(service.key for service in organisation.services)
    agents = tuple(
        each.model_copy(update={"services": keys}) if each.role == "administrator" else each
        for each in organisation.agents
    )
    counter.organise(organisation.model_copy(update={"agents": agents}))
    theirs = counter.ask(f"{_SECRET} au gymnase Guimard.", subject=_SECRET, files={"photo.jpg": PHOTO})
    own = counter.ask(
        "Un nid-de-poule rue des Lilas.",
        subject="Nid-de-poule",
        sender="luc@example.org",
        name="Luc",
        message_id="<luc@example.org>",
    )
    counter.set(own, service_id=_service(counter, "voirie"), assignee_id=None)
    keeper = counter.signed_in(KEEPER)
    keeper.open(f"/demandes/{theirs}")
    keeper.send(f"/demandes/{theirs}/noter", note=f"{_SECRET} note")
    keeper.open(f"/demandes/{theirs}")
    token = keeper.hidden(f"/demandes/{theirs}/repondre")["jeton"]
    keeper.send(f"/demandes/{theirs}/brouillon", jeton=token, texte=f"{_SECRET} brouillon")
    keeper.open("/demandes?lieu=gymnase-guimard")
    keeper.send("/vues", nom=f"{_SECRET} vue")
    with counter.database.transaction() as session:
        task = {
            "request_id": counter.request(theirs).id,
            "title": f"{_SECRET} tâche",
            "state": "open",
            "assignee_id": _agent(counter, "karim-benali"),
            "created_at": counter.clock(),
        }
        session.connection().execute(sa.insert(_tasks).values(**task))
    stranger = counter.signed_in(ROADS_AGENT)
    assert own in stranger.open("/demandes").text
    return Town(theirs, own, stranger)


def _service(counter: Counter, key: str) -> int:
    with counter.database.reading() as session:
        return counter.board.organisations.current(session).in_force.service_ids[key]


def _agent(counter: Counter, key: str) -> int:
    with counter.database.reading() as session:
        return counter.board.organisations.current(session).in_force.agent_ids[key]


def held(counter: Counter) -> dict[str, int]:
    """How many rows each table has that is changed by acts alone, and the sums of what requests are."""
    tables = [each for each in metadata.sorted_tables if each.name not in _BY_LOOKING]
    return {each.name: counter.rows(sa.select(sa.func.count()).select_from(each))[0][0] for each in tables}


def routes(counter: Counter, method: str) -> list[str]:
    found = {
        route.path
        for router in page_routers(counter.board)
        for route in router.routes
        if method in getattr(route, "methods", ()) and not _APART.match(getattr(route, "path", ""))
    }
    return sorted(found)


def filled(path: str, reference: str, number: int) -> str:
    values = {
        "reference": reference,
        "number": str(number),
        "name": "photo.jpg",
        "zoom": "1",
        "x": "1",
        "y": "1",
    }
    return re.sub(r"\{([a-z]+)\}", lambda found: values[found[1]], path)


def post(browser: Browser, path: str, **fields: str | list[str]) -> requests.Response:
    token = browser.hidden("/nouvelle").get("jeton", "") if browser.open("/nouvelle") else ""
    return browser.session.post(
        browser.address + path,
        data={"jeton": token, "vu": "999999", **fields},
        headers={"Origin": browser.address},
        timeout=60,
        allow_redirects=False,
    )


def read(answer: requests.Response) -> str:
    """The words of a page, or of a workbook."""
    if not answer.content.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return unescape(
            "".join(book.read(each).decode() for each in book.namelist() if each.endswith(".xml"))
        )


FIELDS = {
    "texte": "x", "note": "x", "verbe": "take", "a": "service:voirie", "tache": "1", "fin": "done", "choix": "viser",
    "numero": "1", "ligne": "1", "mot": "x", "adresse": "x", "lieu": "gymnase-guimard",
}  # fmt: skip


def test_each_address_of_a_request_is_the_same_as_of_one_that_never_was(counter: Counter, town: Town) -> None:
    number = counter.rows(sa.select(_files.c.id))[0].id
    before = held(counter)
    wrong = []
    for method in ("GET", "POST"):
        walked = [each for each in routes(counter, method) if "{reference}" in each]
        assert walked
        for path in walked:
            answers = []
            for reference in (town.theirs, "2026-09999"):
                at = filled(path, reference, number)
                if method == "POST":
                    answer = post(town.stranger, at, **FIELDS)
                else:
                    answer = town.stranger.session.get(
                        counter.address + at, timeout=60, allow_redirects=False
                    )
                answers.append(
                    tuple(
                        each.replace(reference, "")
                        for each in (str(answer.status_code), answer.text, answer.headers.get("Location", ""))
                    )
                )
            if answers[0] != answers[1] or answers[0][0] not in ("303", "404"):
                wrong.append((method, path, answers))
    assert wrong == []
    assert held(counter) == before


def test_no_page_without_a_name_of_a_request_shows_anything_of_one(counter: Counter, town: Town) -> None:
    filters = "etat=toutes&service=batiments&lieu=gymnase-guimard"
    queries = (
        "",
        f"?{filters}&a=karim-benali",
        "?etat=toutes&q=secrete",
        "?etat=toutes&q=petit&s=-90&o=-180&n=90&e=180",
    )
    wrong = []
    for path in (each for each in routes(counter, "GET") if "{" not in each):
        for query in queries:
            answer = town.stranger.open(path + query)
            assert answer.status_code < 500, path + query
            said = read(answer)
            wrong += [(path + query, word) for word in (_SECRET, "Jeanne", town.theirs) if word in said]
    assert wrong == []
    assert _SECRET in read(counter.signed_in(KEEPER).open("/demandes.xlsx?etat=toutes"))


def test_numbers_of_others_are_good_for_nothing_in_ones_own_forms(counter: Counter, town: Town) -> None:
    own, stranger = f"/demandes/{town.own}", town.stranger
    file = counter.rows(sa.select(_files.c.id))[0].id
    task = counter.rows(sa.select(_tasks.c.id))[0].id
    view = counter.rows(sa.select(_views.c.id))[0].id
    line = counter.entries()[-1].id
    note = next(row.id for row in counter.entries() if row.kind == "note")
    before = held(counter)
    assert stranger.open(f"{own}/fichiers/{file}/photo.jpg").status_code == 404
    for path, fields in (
        (f"{own}/tache", {"tache": str(task), "fin": "done"}),
        (f"{own}/annuler", {"ligne": str(line)}),
        (f"{own}/annuler", {"ligne": str(note)}),
        (f"{own}/viser", {"numero": "1", "choix": "viser"}),
        (f"/vues/{view}", {"nom": "à moi", "fait": "renommer"}),
        (f"/vues/{view}", {"fait": "retirer"}),
        ("/demandes/ensemble", {"ref": town.theirs, "quoi": "note", "mot": "x"}),
        ("/demandes/ensemble", {"sur": "1", "vu": f"{town.theirs}:{line}", "quoi": "note", "mot": "x"}),
        ("/demandes/ensemble", {"sur": "1", "vu": f"{town.theirs}:{line}", "quoi": "verbe:take"}),
        ("/a-trier/1", {"choix": "liberer"}),
        ("/envois/1", {"choix": "arreter"}),
        ("/organisation", {"sur": "1"}),
        ("/cles/retirer", {"cle": "1", "numero": "1"}),
    ):  # fmt: skip
        answer = post(stranger, path, **fields)
        assert answer.status_code < 500, path
        assert _SECRET not in answer.text, path
    post(stranger, f"{own}/brouillon", texte="Le mien", reprendre="1", brouillon="1:1")
    after = held(counter)
    assert after | {"draft": 0} == before | {"draft": 0}
    assert "Le mien" in stranger.open(own).text
    assert _SECRET not in stranger.page.text
    assert (
        f"{_SECRET} brouillon</textarea>" in counter.signed_in(KEEPER).open(f"/demandes/{town.theirs}").text
    )
    assert f"{_SECRET} vue" in counter.signed_in(KEEPER).open("/vues").text
    assert counter.request(town.theirs).state == "new"
    assert [row.state for row in counter.rows(sa.select(_tasks))] == ["open"]


def test_what_is_of_administrators_alone_is_not_there_for_anybody_else(counter: Counter, town: Town) -> None:
    counter.settle()
    notice = counter.rows(sa.select(table_of(OutboundMessage).c.id))[0].id
    walked = [
        each for each in routes(counter, "GET") if re.match("/(a-trier|envois|organisation|qui-voit)", each)
    ]
    assert len(walked) > 5
    administrator = counter.signed_in(ADMINISTRATOR)
    for path in (filled(each, town.theirs, notice) for each in walked):
        page = town.stranger.open(path)
        missing = town.stranger.open("/envois/999999")
        assert (page.status_code, page.text) == (404, missing.text), path
        assert administrator.open(path).status_code in (200, 404), path
    citizen = counter.signed_in(CITIZEN, as_staff=False)
    for path in (each for each in routes(counter, "GET") if "{" not in each):
        assert town.own not in citizen.open(path).text, path
