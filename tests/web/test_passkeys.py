"""Passkeys: added right after a sign-in, a way in beside the mail, and nothing else opens by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.web.entering.challenges import PER_BROWSER
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.sessions import Passkey, WebSession
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT
from tests.servers.http_service import serving
from tests.soft_passkey import SoftPasskey
from tests.web.browsing import Browser, Counter

SITE = "guichet.ville.test"
ORIGIN = f"https://{SITE}"
_keys, _sessions = table_of(Passkey), table_of(WebSession)


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """The counter under a public name, reached on loopback as by a server in front."""
    made = Counter(sqlite_town_database, tmp_path, doors={"http": {"public_url": ORIGIN}})
    with serving(made.router) as address:
        made.address = address
        yield made
    made.close()


class Person(Browser):
    """Somebody whose browser holds the cookies of the https site, though it is reached without TLS here."""

    def open(self, path: str, **headers: str) -> Any:
        return super().open(path, Cookie=self.cookies(), **headers)

    def cookies(self) -> str:
        return "; ".join(f"{each.name}={each.value}" for each in self.session.cookies)

    def ask(self, path: str, page: str) -> Any:
        """What the page's script would be answered."""
        self.open(page)
        token = self.hidden(path.removesuffix("/demander") if "entrer" in path else "/cles/ajouter")["jeton"]
        return self.post(path, jeton=token)

    def post(self, path: str, **fields: str) -> Any:
        self.page = self.session.post(
            self.address + path,
            data=fields,
            headers={"Origin": ORIGIN, "Cookie": self.cookies()},
            timeout=60,
            allow_redirects=False,
        )
        for name, value in self.page.cookies.items():
            self.session.cookies.set(name, value)
        return self.page

    def add(self, key: SoftPasskey, name: str = "Téléphone") -> Any:
        asked = self.ask("/cles/demander", "/cles").json()
        self.open("/cles")
        token = self.hidden("/cles/ajouter")["jeton"]
        return self.post("/cles/ajouter", jeton=token, reponse=key.make(asked), nom=name)

    def enter(self, key: SoftPasskey, **given: Any) -> Any:
        asked = self.ask("/entrer/cle/demander", "/entrer").json()
        return self.send_answer(key.sign(asked, **given))

    def send_answer(self, answer: str) -> Any:
        self.open("/entrer")
        return self.post("/entrer/cle", jeton=self.hidden("/entrer/cle")["jeton"], reponse=answer)


def person(counter: Counter, address: str = "", *, as_staff: bool = True) -> Person:
    found = Person(counter.address)
    if address:
        secret = counter.signed_in(address, as_staff=as_staff).session.cookies["guichet"]
        found.session.cookies.set("__Host-guichet", secret)
    return found


def key_here(**given: Any) -> SoftPasskey:
    return SoftPasskey(**{"origin": ORIGIN, "site": SITE, **given})


@pytest.fixture
def key(counter: Counter) -> SoftPasskey:
    """A key of the keeper, added."""
    made = key_here()
    added = person(counter, KEEPER).add(made)
    assert added.status_code == 303 and added.headers["Location"] == "/cles?dit=ajoutee", added.text
    return made


def refused(counter: Counter) -> list[str]:
    return [row.data["why"] for row in counter.accesses("refuse")]


def test_a_key_signs_its_owner_in_and_is_asked_for_its_owners_presence(
    counter: Counter, key: SoftPasskey
) -> None:
    stranger = person(counter)
    asked = stranger.ask("/entrer/cle/demander", "/entrer").json()
    assert asked["userVerification"] == "required" and asked["rpId"] == SITE and not asked["allowCredentials"]
    entered = stranger.enter(key)
    assert entered.status_code == 303 and entered.headers["Location"] == "/"
    assert "Karim Benali" in stranger.open("/bureau").text
    (row,) = counter.rows(sa.select(_sessions).where(_sessions.c.by == "passkey"))
    assert row.as_staff and row.person_id == counter.person_at(KEEPER)
    assert [line.data["by"] for line in counter.accesses("enter")] == ["passkey"]


def test_what_is_asked_of_a_new_key_names_nobody_and_no_key_twice(counter: Counter, key: SoftPasskey) -> None:
    asked = person(counter, KEEPER).ask("/cles/demander", "/cles").json()
    choice = asked["authenticatorSelection"]
    assert choice["userVerification"] == "required" and choice["residentKey"] == "required"
    assert len(asked["excludeCredentials"]) == 1 and KEEPER not in json.dumps(asked)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"origin": "https://guichet.ville.example.org"}, "passkey signature"),
        ({"origin": ORIGIN + ":8443"}, "passkey signature"),
        ({"site": "ville.test"}, "passkey signature"),
        ({"verified": False}, "passkey signature"),
        ({"handle": b"\x00" * 32}, "passkey another's"),
        ({"identifier": b"\x01" * 16}, "passkey unknown"),
    ],
)
def test_a_wrong_answer_signs_nobody_in_and_all_are_told_the_same(
    counter: Counter, key: SoftPasskey, changed: dict[str, Any], why: str
) -> None:
    answer = person(counter).enter(replace(key, **changed))
    assert answer.status_code == 400 and "ne connecte personne" in answer.text
    assert refused(counter) == [why]


def test_a_key_that_signs_for_another_is_refused(counter: Counter, key: SoftPasskey) -> None:
    other = key_here()
    assert person(counter, ROADS_AGENT).add(other).status_code == 303
    forged = replace(key, key=other.key)
    assert person(counter).enter(forged).status_code == 400, "the id of one key, the signature of another"
    assert person(counter).enter(key, handle=other.handle).status_code == 400
    assert refused(counter) == ["passkey signature", "passkey another's"]


def test_a_challenge_is_answered_once_by_the_browser_that_was_asked_and_soon(
    counter: Counter, key: SoftPasskey
) -> None:
    one, other = person(counter), person(counter)
    asked = one.ask("/entrer/cle/demander", "/entrer").json()
    other.open("/entrer")
    assert other.send_answer(key.sign(asked)).status_code == 400, "asked of another browser"
    browser = one.session.cookies["__Host-guichet-entree"]
    assert one.send_answer(key.sign(asked)).status_code == 303
    one.session.cookies.clear()
    one.session.cookies.set("__Host-guichet-entree", browser)
    asked_again = one.ask("/entrer/cle/demander", "/entrer").json()
    assert one.send_answer(key.sign(asked)).status_code == 400, "answered already"
    counter.clock.pass_seconds(301)
    assert one.send_answer(key.sign(asked_again)).status_code == 400, "too late"
    made_up = {"challenge": "A" * 43}
    assert one.send_answer(key.sign(made_up)).status_code == 400, "never asked"
    assert refused(counter) == ["passkey challenge"] * 4


def test_a_challenge_for_a_new_key_opens_nothing(counter: Counter, key: SoftPasskey) -> None:
    browser = person(counter, KEEPER)
    asked = browser.ask("/cles/demander", "/cles").json()
    assert person(counter).send_answer(key.sign(asked)).status_code == 400


def test_a_key_that_counts_backwards_was_copied_and_opens_nothing_any_more(counter: Counter) -> None:
    key = key_here(count=5)
    person(counter, KEEPER).add(key)
    copy = replace(key)
    first = person(counter)
    assert first.enter(key).status_code == 303
    assert person(counter).enter(copy).status_code == 400
    assert "/entrer" in first.open("/bureau").url, "whoever came first may be the thief"
    assert person(counter).enter(key).status_code == 400, "nobody knows which of both is whose"
    assert refused(counter) == ["passkey counter", "signed out", "passkey unknown"]


def test_a_key_that_was_taken_away_signs_nobody_in_and_its_sessions_end(
    counter: Counter, key: SoftPasskey
) -> None:
    lost = person(counter)
    lost.enter(key)
    owner = person(counter, KEEPER)
    page = owner.open("/cles").text
    assert "Téléphone" in page
    number = counter.rows(sa.select(_keys.c.id))[0].id
    token = owner.hidden("/cles/retirer")["jeton"]
    foreign = person(counter, ROADS_AGENT)
    foreign.open("/cles")
    theirs = foreign.hidden("/cles/ajouter")["jeton"]
    for path in ("/cles/retirer", "/cles/nommer"):
        assert foreign.post(path, jeton=theirs, cle=str(number), nom="x").status_code == 404, path
    assert owner.post("/cles/nommer", jeton=token, cle=str(number), nom="Bureau").status_code == 303
    assert owner.post("/cles/nommer", jeton=token, cle=str(number), nom=" ").status_code == 400
    assert "Bureau" in owner.open("/cles").text
    assert owner.post("/cles/retirer", jeton=token, cle=str(number)).status_code == 303
    assert lost.open("/bureau").url.startswith(counter.address + "/entrer")
    assert owner.open("/bureau").status_code == 200
    assert person(counter).enter(key).status_code == 400


def test_keys_end_when_their_owner_leaves_and_do_not_come_back_with_them(
    counter: Counter, key: SoftPasskey
) -> None:
    organisation = counter.organisation()
    gone = tuple(each for each in organisation.agents if each.key != "karim-benali")
    buildings = tuple(each.model_copy(update={"keeper": None}) for each in organisation.buildings)
    counter.organise(organisation.model_copy(update={"agents": gone, "buildings": buildings}))
    assert person(counter).enter(key).status_code == 400
    counter.organise(organisation)
    assert person(counter).enter(key).status_code == 400
    assert counter.rows(sa.select(_keys.c.ended_at))[0].ended_at is not None


def test_a_browser_left_open_adds_no_key_and_a_citizen_none_at_all(counter: Counter) -> None:
    browser = person(counter, KEEPER)
    asked = browser.ask("/cles/demander", "/cles").json()
    browser.open("/cles")
    token = browser.hidden("/cles/ajouter")["jeton"]
    counter.clock.pass_seconds(601)
    assert "connectez-vous de nouveau" in browser.open("/cles").text
    assert browser.post("/cles/demander", jeton=token).status_code == 409
    late = browser.post("/cles/ajouter", jeton=token, reponse=key_here().make(asked), nom="x")
    assert late.status_code == 400 and counter.rows(sa.select(_keys)) == []
    counter.ask()
    citizen = person(counter, CITIZEN, as_staff=False)
    assert citizen.open("/cles").status_code == 404


def test_who_asks_too_often_is_told_to_wait_and_nonsense_is_refused(counter: Counter) -> None:
    browser = person(counter)
    for nonsense in ("", "{}", "[]", "x" * 30_000, '{"response": {"clientDataJSON": "e30"}}', "[" * 5000):
        assert browser.send_answer(nonsense).status_code == 400
    for _ in range(PER_BROWSER):
        assert browser.ask("/entrer/cle/demander", "/entrer").status_code == 200
    assert browser.ask("/entrer/cle/demander", "/entrer").status_code == 429
    # A colleague behind the same address of the town hall still signs in.
    assert person(counter).ask("/entrer/cle/demander", "/entrer").status_code == 200
    counter.clock.pass_seconds(901)
    assert browser.ask("/entrer/cle/demander", "/entrer").status_code == 200


@pytest.mark.parametrize(
    "changed", [{"origin": "https://evil.example"}, {"site": "evil.example"}, {"verified": False}]
)
def test_a_new_key_for_another_site_or_without_its_owner_is_not_kept(
    counter: Counter, changed: dict[str, Any]
) -> None:
    assert person(counter, KEEPER).add(key_here(**changed)).status_code == 400
    assert counter.rows(sa.select(_keys)) == []


def test_without_a_public_name_there_are_no_keys(sqlite_town_database: Database, tmp_path: Path) -> None:
    counter = Counter(sqlite_town_database, tmp_path)
    with serving(counter.router) as address:
        counter.address = address
        assert "passkey" not in counter.browser().open("/entrer").text
        assert "adresse publique du guichet soit un nom" in counter.signed_in(KEEPER).open("/cles").text
    counter.close()
