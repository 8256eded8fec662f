"""Lists are taken away as files, and many requests changed, by whoever proved lately who they are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.web.entering.attempts import MOST_GUESSES
from dispatch.web.several import pages
from models.organisation import Official
from models.store.database import Database
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT
from tests.servers.http_service import serving
from tests.web.browsing import Browser, Counter
from tests.web.test_signing_in import last_code

HOUR = 3601
EXPORTS = ("/demandes.csv?etat=toutes", "/demandes.xlsx")


@pytest.fixture
def agent(counter: Counter) -> Browser:
    """Signed in an hour ago."""
    counter.ask()
    browser = counter.signed_in(KEEPER)
    counter.clock.pass_seconds(HOUR)
    return browser


def confirm(counter: Counter, browser: Browser, code: str = "") -> None:
    """Have a code sent from the page shown, and type it, or another one."""
    browser.send("/confirmer/code")
    browser.send("/confirmer", code=code or last_code(counter)[0])


@pytest.mark.parametrize("path", EXPORTS)
def test_a_file_of_a_list_waits_for_a_code_and_the_session_goes_on(
    counter: Counter, agent: Browser, path: str
) -> None:
    other = agent.session.cookies["guichet"]
    page = agent.open(path)
    assert page.url.startswith(f"{counter.address}/confirmer?vers=")
    assert "Jeanne" not in page.text
    confirm(counter, agent)
    assert "C’est confirmé" in agent.page.text
    assert f'href="{path}"' in agent.page.text
    taken = agent.open(path)
    assert taken.url == counter.address + path
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert agent.session.cookies["guichet"] == other
    assert [row.recipient for row in counter.notices("sign_in")] == [KEEPER]
    assert [row.actor for row in counter.accesses("confirm")] == ["agent:karim-benali"]
    counter.clock.pass_seconds(HOUR)
    assert agent.open(path).url.startswith(f"{counter.address}/confirmer")


def test_who_signed_in_lately_is_not_asked(counter: Counter) -> None:
    counter.ask()
    browser = counter.signed_in(KEEPER)
    counter.clock.pass_seconds(HOUR - 2)
    for path in EXPORTS:
        assert browser.open(path).url == counter.address + path


def test_a_wrong_code_confirms_nothing_and_five_end_it(counter: Counter, agent: Browser) -> None:
    agent.open(EXPORTS[0])
    agent.send("/confirmer/code")
    right = last_code(counter)[0]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(MOST_GUESSES):
        assert agent.send("/confirmer", code=wrong).status_code == 400
    assert agent.send("/confirmer", code=right).status_code == 400
    assert agent.open(EXPORTS[0]).url.startswith(f"{counter.address}/confirmer")
    assert counter.accesses("confirm") == []
    assert len([row for row in counter.accesses("refuse") if row.data.get("why") == "code"]) == 6


def test_the_code_of_another_person_or_browser_confirms_nothing(counter: Counter, agent: Browser) -> None:
    agent.open(EXPORTS[0])
    agent.send("/confirmer/code")
    code = last_code(counter)[0]
    again, colleague = counter.signed_in(KEEPER), counter.signed_in(ROADS_AGENT)
    counter.clock.pass_seconds(60)
    for browser in (again, colleague):
        browser.open("/confirmer")
        hidden = browser.hidden("/sortir")
        answer = browser.session.post(
            counter.address + "/confirmer",
            data={**hidden, "code": code},
            headers={"Origin": counter.address},
            timeout=60,
        )
        assert answer.status_code == 400
    agent.send("/confirmer", code=code)
    assert agent.open(EXPORTS[0]).headers["Content-Disposition"].startswith("attachment")


def test_a_code_works_once(counter: Counter, agent: Browser) -> None:
    agent.open(EXPORTS[0])
    confirm(counter, agent)
    counter.clock.pass_seconds(HOUR)
    agent.open(EXPORTS[0])
    agent.send("/confirmer/code")
    first, second = (last_code(counter)[0] for _ in range(2))
    assert first == second
    assert agent.send("/confirmer", code=first).status_code == 200
    counter.clock.pass_seconds(HOUR)
    agent.open(EXPORTS[0])
    token = agent.hidden("/sortir")["jeton"]
    answer = agent.session.post(
        counter.address + "/confirmer",
        data={"jeton": token, "code": first},
        headers={"Origin": counter.address},
        timeout=60,
    )
    assert answer.status_code == 400


def test_officials_confirm_before_their_list_leaves_too(counter: Counter) -> None:
    elected = Official(key="anne", name="Anne", emails=("anne@elus.ville.test",), services=("batiments",))
    counter.organise(counter.organisation().model_copy(update={"officials": (elected,)}))
    counter.ask()
    browser = counter.signed_in("anne@elus.ville.test")
    counter.clock.pass_seconds(HOUR)
    assert browser.open("/delegation.csv").url.startswith(f"{counter.address}/confirmer")
    confirm(counter, browser)
    assert browser.open("/delegation.csv").url == f"{counter.address}/delegation.csv"


def test_many_at_once_wait_for_it_and_few_do_not(
    counter: Counter, agent: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        counter.ask(message_id=f"<{number}@example.org>", subject=f"Ampoule {number}")
    references = ["2026-00001", "2026-00002", "2026-00003"]

    def planned(some: list[str]) -> None:
        agent.open("/demandes")
        token = agent.hidden("/demandes/ensemble")
        agent.page = agent.session.post(
            counter.address + "/demandes/ensemble",
            data={**token, "ref": some, "quoi": "note"},
            headers={"Origin": counter.address},
            timeout=60,
        )

    def done(some: list[str]) -> str:
        token = agent.hidden("/demandes/ensemble")
        last = max(row.id for row in counter.entries())
        agent.page = agent.session.post(
            counter.address + "/demandes/ensemble",
            data={
                **token,
                "vu": [f"{each}:{last}" for each in some],
                "mot": "Vu.",
                "quoi": "note",
                "sur": "1",
            },
            headers={"Origin": counter.address},
            timeout=60,
        )
        return agent.page.text

    monkeypatch.setattr(pages, "MOST_UNPROVED", 2)
    before = len(counter.entries())
    planned(references)
    assert "confirmez d’abord que c’est vous" in agent.page.text
    page = done(references)
    assert agent.page.status_code == 400
    assert "Rien n’a été fait" in page and ">Vu.</textarea>" in page
    assert len(counter.entries()) == before
    planned(references[:2])
    assert "confirmez d’abord" not in agent.page.text
    done(references[:2])
    assert len(counter.entries()) == before + 2
    agent.open("/confirmer")
    confirm(counter, agent)
    planned(references)
    done(references)
    assert len(counter.entries()) == before + 5


def test_a_citizen_is_told_where_the_code_goes_and_nobody_is_led_elsewhere(counter: Counter) -> None:
    counter.ask()
    citizen = counter.signed_in(CITIZEN, as_staff=False)
    counter.clock.pass_seconds(timedelta(minutes=20).total_seconds())
    citizen.open("/mes-demandes")
    counter.clock.pass_seconds(timedelta(minutes=20).total_seconds())
    citizen.open("/mes-demandes")
    counter.clock.pass_seconds(timedelta(minutes=25).total_seconds())
    page = citizen.open("/confirmer?vers=https://evil.example/").text
    assert CITIZEN in page and "evil.example" not in page
    assert counter.browser().open("/confirmer").url.startswith(f"{counter.address}/entrer")


def test_a_town_may_leave_it(sqlite_town_database: Database, tmp_path: Path) -> None:
    counter = Counter(sqlite_town_database, tmp_path, web={"proof_minutes": 0})
    with serving(counter.router) as address:
        counter.address = address
        counter.ask()
        browser = counter.signed_in(KEEPER)
        counter.clock.pass_seconds(5 * HOUR)
        assert browser.open(EXPORTS[0]).url == address + EXPORTS[0]
    counter.close()
