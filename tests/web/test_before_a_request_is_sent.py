"""While a request is written: which service it would go to, and why, and what is open near by; nothing is kept, and
nobody learns of requests that are not theirs to see.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.organisation import Official
from models.tables import metadata
from tests.chromium import chromium
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, ROADS_MANAGER
from tests.rows import in_rows
from tests.web.browsing import Browser, Counter
from tests.web.test_pages_in_chromium import command

LAMP = "Une ampoule est cassée au gymnase Guimard."


def looked(browser: Browser, text: str = LAMP, **fields: str) -> str:
    browser.open("/nouvelle")
    hidden = browser.hidden("/nouvelle")
    browser.page = browser.session.post(
        browser.address + "/nouvelle/regarder",
        data={**hidden, "texte": text, **fields},
        headers={"Origin": browser.address},
        timeout=60,
    )
    return browser.page.text


def section(page: str) -> str:
    """What the page says of the request before it is sent."""
    return page[page.index("data-glance") : page.index("formaction=")]


def test_the_service_that_the_check_names_is_the_one_that_gets_it_and_staff_read_why(
    counter: Counter,
) -> None:
    agent = counter.signed_in(KEEPER)
    said = section(looked(agent))
    assert "<strong>Bâtiments communaux</strong>" in said
    assert "« ampoule »" in said or "Guimard" in said
    agent.open("/nouvelle")
    agent.send("/nouvelle", texte=LAMP)
    counter.settle()
    with counter.database.reading() as session:
        services = counter.board.organisations.current(session).in_force.service_ids
    assert counter.request("2026-00001").service_id == services["batiments"]


def test_a_citizen_reads_the_service_and_no_rule(counter: Counter) -> None:
    counter.ask()
    said = section(looked(counter.signed_in(CITIZEN, as_staff=False)))
    assert "<strong>Bâtiments communaux</strong>" in said
    assert 'class="why' not in said


def test_the_check_keeps_every_word_and_writes_nothing(counter: Counter) -> None:
    agent = counter.signed_in(KEEPER)
    tables = [each for each in metadata.sorted_tables if each.name not in ("access_record", "web_session")]

    def held() -> dict[str, int]:
        return {
            each.name: counter.rows(sa.select(sa.func.count()).select_from(each))[0][0] for each in tables
        }

    before = held()
    page = looked(
        agent,
        "Un <b>trou</b> devant l’école.",
        objet="Un trou",
        origine="telephone",
        nom="Luc Moreau",
        contact="06 39 98 00 12",
    )
    for kept in (
        "Un &lt;b&gt;trou&lt;/b&gt; devant",
        'value="Un trou"',
        'value="Luc Moreau"',
        'value="06 39 98 00 12"',
        'value="telephone" checked',
    ):
        assert kept in page, kept
    assert held() == before


def test_what_is_open_at_the_same_place_is_shown_the_same_matter_first(counter: Counter) -> None:
    counter.ask("Le robinet du gymnase Guimard fuit.", subject="Robinet")
    same = counter.ask(message_id="<b@example.org>")
    counter.ask("Le robinet fuit encore.", subject="Robinet, bis", message_id="<c@example.org>")
    done = counter.ask("Ampoule au gymnase Guimard.", subject="Vieille ampoule", message_id="<d@example.org>")
    counter.set(done, state="done", state_kind="done", closed_at=counter.clock())
    said = section(looked(counter.signed_in(KEEPER)))
    assert said.index(same) < said.index("2026-00001")
    assert "semble la même" in said[said.index(same) : said.index("2026-00001")]
    assert done not in said
    assert counter.accesses("list")[-1].subject == "around"


@in_rows(
    ("place", "is_near"),
    [
        ((47.40009, 0.7), True),
        ((47.40085, 0.7), True),
        ((47.40095, 0.7), False),
        ((47.4, 0.70125), True),
        ((47.4, 0.70140), False),
        ((47.4006, 0.7009), True),
        ((47.4007, 0.7010), False),
    ],
)
def test_near_is_a_hundred_metres_on_the_ground(
    counter: Counter, place: tuple[float, float], is_near: bool
) -> None:
    if not counter.entries():
        counter.ask("Un trou dans la chaussée.", subject="Trou")
        counter.set("2026-00001", latitude=47.4, longitude=0.7, building_id=None)
    said = section(
        looked(
            counter.signed_in(ROADS_MANAGER),
            "Un trou dans la route.",
            latitude=str(place[0]),
            longitude=str(place[1]),
        )
    )
    assert ("2026-00001" in said) is is_near


def test_nobody_learns_of_a_request_that_is_not_theirs_to_see(counter: Counter) -> None:
    organisation = counter.organisation()
    services = tuple(each.key for each in organisation.services)
    agents = tuple(
        each.model_copy(update={"services": services}) if each.role == "administrator" else each
        for each in organisation.agents
    )
    officials = (
        Official(key="anne", name="Anne", emails=("anne@elus.ville.test",), services=("batiments",)),
        Official(key="paul", name="Paul", emails=("paul@elus.ville.test",), services=("voirie",)),
    )
    counter.organise(organisation.model_copy(update={"agents": agents, "officials": officials}))
    reference = counter.ask(subject="Ampoule secrète")
    counter.ask("Le portail.", sender="luc@example.org", message_id="<l@example.org>")
    for address, as_staff, sees in (
        (KEEPER, True, True),
        (ROADS_AGENT, True, False),
        (CITIZEN, False, True),
        ("luc@example.org", False, False),
        ("anne@elus.ville.test", True, True),
        ("paul@elus.ville.test", True, False),
    ):
        said = section(looked(counter.signed_in(address, as_staff=as_staff)))
        assert (reference in said) is sees, address
        assert ("secrète" in said) is sees, address


def test_few_words_say_nothing_and_the_page_says_so(counter: Counter) -> None:
    assert "Écrivez quelques mots" in section(looked(counter.signed_in(KEEPER), "Trou"))


def test_whoever_is_not_signed_in_is_told_nothing(counter: Counter) -> None:
    counter.ask()
    answer = counter.browser().session.post(
        counter.address + "/nouvelle/regarder",
        data={"texte": LAMP},
        headers={"Origin": counter.address},
        timeout=60,
    )
    assert answer.status_code == 403
    assert "Bâtiments" not in answer.text
    assert counter.signed_in(KEEPER).open("/nouvelle/regarder").url == counter.address + "/nouvelle"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_service_stands_there_while_one_types_and_by_a_button_without_scripts(
    counter: Counter, tmp_path: Path, scripts: bool
) -> None:
    counter.ask()
    cookie = counter.signed_in(KEEPER).session.cookies["guichet"]
    with chromium(tmp_path / "profile", scripts=scripts) as browser:
        one: dict[str, Any] = {"name": "guichet", "value": cookie, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[one])
        browser.open(counter.address + "/nouvelle")
        browser.type("#texte", LAMP)
        if not scripts:
            browser.click("[formaction]")
        browser.wait("[data-glance] .near")
        assert "2026-00001" in browser.text("[data-glance] .near")
        assert "Bâtiments" in browser.text("[data-glance] strong")
