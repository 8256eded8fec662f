"""Whoever has a passkey proves by it again who they are: in the session that is open, by a key of their own."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.store.database import Database
from tests.chromium import chromium
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT
from tests.servers.http_service import serving
from tests.soft_passkey import SoftPasskey
from tests.web.browsing import Counter
from tests.web.seen import command, mistakes
from tests.web.test_passkeys import Person, counter, key_here, person, refused
from tests.web.test_passkeys_in_chromium import DEVICE

__all__ = ["counter"]
FILE = "/demandes.csv?etat=toutes"
HOUR = 3601


def ask(browser: Person) -> Any:
    """What the page's script would be answered."""
    browser.open(f"/confirmer?vers={FILE}")
    return browser.post("/confirmer/cle/demander", jeton=browser.hidden("/sortir")["jeton"])


def confirm(browser: Person, answer: str) -> Any:
    browser.open(f"/confirmer?vers={FILE}")
    fields = {"jeton": browser.hidden("/sortir")["jeton"], "vers": FILE}
    return browser.post("/confirmer/cle", reponse=answer, **fields)


def is_asked(browser: Person) -> bool:
    return "/confirmer" in browser.open(FILE).url


@pytest.fixture
def key() -> SoftPasskey:
    return key_here()


@pytest.fixture
def keeper(counter: Counter, key: SoftPasskey) -> Person:
    """Signed in an hour ago, with a passkey that was added then."""
    counter.ask()
    browser = person(counter, KEEPER)
    assert browser.add(key).status_code == 303
    counter.clock.pass_seconds(HOUR)
    return browser


def test_ones_own_key_confirms_and_the_session_goes_on(
    counter: Counter, keeper: Person, key: SoftPasskey
) -> None:
    assert is_asked(keeper)
    assert 'data-ask="/confirmer/cle/demander"' in keeper.page.text
    cookies = keeper.cookies()
    asked = ask(keeper).json()
    assert len(asked["allowCredentials"]) == 1 and asked["userVerification"] == "required"
    answer = confirm(keeper, key.sign(asked))
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/confirmer?vers=")
    assert not is_asked(keeper) and keeper.cookies() == cookies
    (row,) = counter.accesses("confirm")
    assert row.actor == "agent:karim-benali" and row.data["by"] == "passkey"
    assert counter.notices("sign_in") == [], "no code was sent"
    counter.clock.pass_seconds(HOUR)
    assert is_asked(keeper)


def test_the_key_of_a_colleague_confirms_nothing(counter: Counter, keeper: Person, key: SoftPasskey) -> None:
    theirs = key_here()
    person(counter, ROADS_AGENT).add(theirs)
    answer = confirm(keeper, theirs.sign(ask(keeper).json()))
    assert answer.status_code == 400 and "n’a rien confirmé" in answer.text
    assert 'name="code"' not in answer.text, "no code was sent, so none is asked for"
    assert is_asked(keeper)
    assert refused(counter) == ["passkey another's"]


def test_what_another_session_was_asked_confirms_nothing_here(
    counter: Counter, keeper: Person, key: SoftPasskey
) -> None:
    other = person(counter, KEEPER)
    counter.clock.pass_seconds(HOUR)
    assert confirm(keeper, key.sign(ask(other).json())).status_code == 400
    asked = ask(keeper).json()
    assert confirm(keeper, key.sign(asked)).status_code == 303
    counter.clock.pass_seconds(HOUR)
    assert confirm(keeper, key.sign(asked)).status_code == 400, "answered already"
    assert is_asked(keeper) and is_asked(other)
    assert refused(counter) == ["passkey challenge"] * 2


def test_what_is_asked_to_sign_in_and_to_confirm_are_not_the_same(
    counter: Counter, keeper: Person, key: SoftPasskey
) -> None:
    stranger = person(counter)
    to_enter = stranger.ask("/entrer/cle/demander", "/entrer").json()
    assert confirm(keeper, key.sign(to_enter)).status_code == 400
    assert person(counter).send_answer(key.sign(ask(keeper).json())).status_code == 400
    # Not even in a browser whose cookie of signing in says that it is the session.
    forger = person(counter)
    secret = keeper.session.cookies["__Host-guichet"]
    forger.session.cookies.set("__Host-guichet-entree", f"session {secret}")
    assert forger.send_answer(key.sign(ask(keeper).json())).status_code == 400
    assert is_asked(keeper)


@pytest.mark.parametrize(
    "changed", [{"verified": False}, {"site": "ville.test"}, {"identifier": b"\x01" * 16}]
)
def test_an_answer_that_is_wrong_confirms_nothing(
    keeper: Person, key: SoftPasskey, changed: dict[str, Any]
) -> None:
    assert confirm(keeper, replace(key, **changed).sign(ask(keeper).json())).status_code == 400
    assert confirm(keeper, "{").status_code == 400
    assert is_asked(keeper)


def test_who_has_no_key_is_not_asked_for_one(counter: Counter) -> None:
    counter.ask()
    colleague, citizen = person(counter, KEEPER), person(counter, CITIZEN, as_staff=False)
    person(counter, ROADS_AGENT).add(key_here())
    for _ in range(3):
        counter.clock.pass_seconds(HOUR / 3)
        assert citizen.open("/mes-demandes").url.endswith("/mes-demandes")
    for browser in (colleague, citizen):
        assert (
            "data-passkey" not in browser.open("/confirmer").text and "/confirmer/code" in browser.page.text
        )
        assert ask(browser).status_code == 409


def test_a_list_is_taken_away_after_a_touch_of_ones_device(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://localhost:{listener.getsockname()[1]}"
    counter = Counter(sqlite_town_database, tmp_path, doors={"http": {"public_url": address}})
    with serving(counter.router, listener), chromium(tmp_path / "profile", width=390) as browser:
        command(browser, "WebAuthn.enable")
        command(browser, "WebAuthn.addVirtualAuthenticator", options=DEVICE)
        browser.open(address + counter.board.sign_ins.terminal_link("karim-benali"))
        browser.click("main button")
        browser.open(f"{address}/cles")
        browser.click("form[data-passkey] button")
        browser.wait(".card .what")
        counter.clock.pass_seconds(HOUR)
        browser.open(address + FILE)
        browser.wait("form[data-passkey]:not([hidden])")
        assert browser.text("h1") == "Confirmer que c’est vous"
        for scheme in ("light", "dark"):
            browser.show_at(390, scheme)
            assert mistakes(browser) == []
        browser.press("Tab", until="form[data-passkey] button")
        browser.press("Enter")
        browser.wait("a.button")
        assert browser.attribute("a.button", "href") == FILE
        assert mistakes(browser) == []
    counter.close()
