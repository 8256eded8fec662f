"""`guichet training`: a trainee goes through the whole course, by their mailbox and the pages; nothing leaves."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from cli.office import now
from cli.service.service import Service
from cli.service.training.exercises import EXERCISES, FOR_ADMINISTRATOR
from cli.service.training.folder import make_training
from cli.service.training.kept import changing, read_course
from cli.service.training.playing import Citizens
from cli.service.training.running import playing
from dispatch.queries.inbox import show_inbound
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from tests.commands.running import guichet
from tests.servers.processes import free_port
from tests.town import wait_until

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_TOKEN = re.compile(r'name="jeton" value="([0-9a-f]{32})"')


class Room:
    """A training that is open, with whoever learns in it; the course goes on when it is told to."""

    def __init__(self, folder: Path, service: Service, citizens: Citizens) -> None:
        self.folder, self.service, self.citizens = folder, service, citizens
        self.base = service._settings.doors.http.public_url

    def settle(self) -> None:
        """Until what came in is decided and what is due has left; and the citizens have heard of it."""

        def unfinished() -> bool:
            with self.service._office.database.reading() as session:
                run = session.connection().execute
                waiting = sa.select(_inbound.c.id).where(_inbound.c.state == "waiting").limit(1)
                queued = sa.select(_outbox.c.id).where(_outbox.c.state == "queued").limit(1)
                return any(run(query).first() is not None for query in (waiting, queued))

        wait_until(lambda: not unfinished(), "messages or notices are still on their way")
        self.citizens.step()

    def go_on(self) -> None:
        """Whoever has something to answer does it, else the next messages come."""
        with changing(self.folder) as course:
            course.hurry()
        self.citizens.step()
        self.settle()

    def answers(self) -> None:
        """Every citizen says all that they have to say now."""
        while any(each.notice for each in read_course(self.folder).coming):
            self.go_on()

    def until(self, minute: int) -> None:
        """Everything up to that minute of the course has come in."""
        self.answers()
        while any(not each.notice and each.due <= minute * 60 for each in read_course(self.folder).coming):
            self.go_on()

    def reached(self, name: str) -> dict[str, str]:
        """The exercises of somebody, as `training status --json` says them."""
        told = guichet("training", "status", str(self.folder), "--json").json()
        return next(each["exercises"] for each in told["trainees"] if each["name"] == name)


class Learner:
    """Somebody with a browser, who reads their mailbox and answers as they please."""

    def __init__(self, room: Room, number: str) -> None:
        self.room, self.browser = room, requests.Session()
        self.home = f"/formation/{read_course(room.folder).secrets[number]}"

    def open(self, path: str) -> str:
        answer = self.browser.get(self.room.base + path, timeout=30)
        assert answer.status_code == 200, (path, answer.status_code)
        assert "FORMATION" in answer.text
        return answer.text

    def send(self, page: str, path: str, **fields: str) -> requests.Response:
        token = _TOKEN.search(self.open(page))
        assert token is not None
        headers = {"Sec-Fetch-Site": "same-origin"}
        answer = self.browser.post(
            self.room.base + path, data={"jeton": token[1], **fields}, headers=headers, timeout=30
        )
        self.room.settle()
        return answer

    def letters(self) -> list[tuple[str, str]]:
        """Path and subject of the letters in the mailbox, newest first."""
        found = re.findall(rf'<a href="({self.home}/lettre/\d+)">([^<]*)</a>', self.open(self.home))
        return [(path, unescape(subject)) for path, subject in found]

    def answer(self, subject: str, words: str) -> None:
        """Answer the newest letter whose subject says that."""
        path = next(path for path, said in self.letters() if subject in said)
        assert self.send(path, path, texte=words).url.endswith("?dit=envoye")

    def reference(self, subject: str) -> str:
        path = next(path for path, said in self.letters() if subject in said)
        found = re.search(r"\b20\d\d-\d{5}\b", self.open(path))
        assert found is not None
        return found[0]


@pytest.fixture
def relay() -> Iterator[socket.socket]:
    """Where a relay would be: whoever calls waits there to be accepted."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relay: socket.socket) -> Iterator[Room]:
    """A room with two trainees, on a machine whose environment and file name a relay that answers."""
    monkeypatch.setenv("GUICHET_OUTGOING__CARRIER", "smtp")
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__HOST", "127.0.0.1")
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__PORT", str(relay.getsockname()[1]))
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__TLS", "none")
    folder = make_training(tmp_path / "cours", "Marie Petit, Paul Roche", undo_seconds=0, port=free_port())
    with playing(folder) as (service, citizens):
        yield Room(folder, service, citizens)


def test_a_trainee_reaches_every_exercise_and_nothing_leaves(room: Room, relay: socket.socket) -> None:
    marie = Learner(room, "1")
    room.until(0)
    assert len(marie.letters()) == 5
    assert all(subject.startswith("[FORMATION] ") for _, subject in marie.letters())
    assert set(room.reached("Marie Petit").values()) == {"open", "to come"}
    marie.answer("Lampadaire", "pris en charge")
    marie.answer("Lampadaire", "terminé")
    marie.answer(
        "Rendez-vous", "Bonjour Madame,\n\nVenez mardi à 10 h avec une photo d'identité.\n\nMarie Petit"
    )
    marie.answer("TROU", "attente demandeur : l'adresse exacte du trou")
    marie.answer("acte", "à transmettre à l'état civil")
    room.answers()
    assert any("27 rue des Écoles" in unescape(marie.open(path)) for path, _ in marie.letters()[:6])
    room.until(12)
    room.answers()
    marie.answer("Banc cassé", "note : adresse inconnue, je lui ai téléphoné")
    room.until(18)
    marie.answer("poubelles", "réponse : Bonjour, le camion repasse demain matin.")
    room.until(25)
    marie.answer("Deux choses", "séparer")
    room.until(35)
    marie.answer("Encombrants", f"fusionner {marie.reference('Dépôt')}")
    room.until(45)
    marie.answer("Fil électrique", "pris en charge")
    paul = Learner(room, "2")
    paul.answer("Lampadaire", "pris en charge")
    paul.answer("Fil électrique", "pris en charge")
    room.until(55)
    marie.answer("Bruit", "refusé : l'autoroute relève de l'État")
    room.answers()
    assert room.reached("Marie Petit")["explain"] == "open"
    marie.answer("Bruit", "réponse : Bonjour Monsieur, l'autoroute relève du préfet : écrivez-lui.")
    room.until(65)
    marie.answer("banc ?", "Bonjour Madame, le banc est commandé, il sera posé avant la fin du mois.")
    room.until(75)
    marie.answer("plaque", "Bonjour Monsieur,\n\nNous venons caler la plaque demain.\n\nMarie Petit")
    room.until(85)
    marie.answer("Chauffage", "terminé")
    room.answers()
    marie.answer("Chauffage", "terminé")
    room.until(95)
    marie.answer("Haie", f"planifié {now() + timedelta(days=7):%d/%m/%Y}")
    room.answers()
    assert room.reached("Marie Petit") == {each.key: "reached" for each in EXERCISES}
    assert [key for key, how in room.reached("Paul Roche").items() if how == "reached"] == ["take"]
    # He took something else first.
    assert room.reached("Paul Roche")["danger"] == "missed"
    assert "Traiter le danger d’abord (Margaux Joly)" in paul.open(paul.home)
    let_through_and_give(room)
    assert room.reached("Sophie Martin") == {each.key: "reached" for each in FOR_ADMINISTRATOR}
    with pytest.raises(BlockingIOError):
        relay.accept()


def let_through_and_give(room: Room) -> None:
    """The administrator's exercises, on the pages of the counter."""
    sophie = Learner(room, "0")
    assert sophie.send(sophie.home, f"{sophie.home}/entrer").url.endswith("/bureau")
    told = sophie.open(next(path for path, said in sophie.letters() if "en attente de décision" in said))
    set_aside = re.search(rf'<a href="{room.base}(/a-trier/\d+)">', told)
    assert set_aside is not None and set_aside[1] in sophie.open("/a-trier?etat=held")
    sophie.send(set_aside[1], set_aside[1], quoi="laisser-passer")
    begun = read_course(room.folder).begun["0/salle"]
    with room.service._office.database.reading() as session:
        reference = show_inbound(session, begun)["request"]
    page = f"/demandes/{reference}"
    seen = re.search(r'name="vu" value="(\d+)"', sophie.open(page))
    assert seen is not None
    assert sophie.send(page, f"{page}/donner", a="agent:thomas-petit", vu=seen[1]).status_code == 200


def test_pages_of_a_training_open_to_their_secret_alone(room: Room) -> None:
    room.until(0)
    marie, paul, trainer = (Learner(room, number) for number in ("1", "2", "trainer"))
    path = marie.letters()[0][0]
    theirs = path.replace(marie.home, paul.home)
    for address in (theirs, f"{marie.home}x", f"{marie.home}/lettre/1e9", f"{trainer.home}/lettre/2"):
        refused = requests.get(room.base + address, headers={"Accept": "text/html"}, timeout=30)
        assert refused.status_code == 404 and "FORMATION" in refused.text
    assert marie.send(marie.home, f"{marie.home}/suite").status_code == 404
    assert marie.send(path, path, texte="  ").status_code == 400
    assert requests.post(f"{room.base}{path}", data={"texte": "terminé"}, timeout=30).status_code == 403
    # A letter that cannot be answered is no way in either.
    sophie = Learner(room, "0")
    room.until(5)
    told = sophie.letters()[0][0]
    assert "<textarea" not in sophie.open(told)
    assert sophie.send(sophie.home, told, texte="terminé").status_code == 404
    before = read_course(room.folder).seconds
    assert trainer.send(trainer.home, f"{trainer.home}/suite").url.endswith("?dit=suite")
    assert read_course(room.folder).seconds > before
