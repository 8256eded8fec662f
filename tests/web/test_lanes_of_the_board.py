"""The board in lanes: apart for each service, holder or place; and where the reader is once a card has left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dispatch.queries.seen import lanes
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from tests.chromium import chromium
from tests.letters import ADMINISTRATOR, KEEPER
from tests.web.browsing import Counter
from tests.web.seen import mistakes, sign_in


@pytest.fixture
def town(counter: Counter) -> Counter:
    """Two requests about the gymnasium, one of the roads, one that nobody placed and nobody has."""
    counter.ask()
    counter.ask("Le portail du gymnase Guimard.", subject="Portail", message_id="<b@example.org>")
    counter.ask("Un nid-de-poule rue des Lilas.", subject="Trou", message_id="<c@example.org>")
    counter.ask("Une question.", subject="Question", message_id="<d@example.org>")
    counter.set("2026-00004", service_id=None, building_id=None, assignee_id=None)
    first = counter.request("2026-00001")
    like = {"service_id": first.service_id, "assignee_id": first.assignee_id}
    counter.set("2026-00002", due_at=counter.clock().replace(day=1), **like)
    return counter


def found(page: str) -> list[tuple[str, list[str]]]:
    """The lanes of the page in their order, each with the references that it shows."""
    parts = re.split(r'<section class="lane"[^>]*data-key="([^"]*)">', page)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [(key, re.findall(r'data-key="(2026-\d{5})"', body)) for key, body in pairs]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "service",
            [("-", ["2026-00004"]), ("batiments", ["2026-00002", "2026-00001"]), ("voirie", ["2026-00003"])],
        ),
        ("lieu", [("-", ["2026-00003", "2026-00004"]), ("gymnase-guimard", ["2026-00002", "2026-00001"])]),
    ],
)
def test_each_lane_holds_its_own_and_what_has_none_comes_first(
    town: Counter, by: str, expected: list[tuple[str, list[str]]]
) -> None:
    page = town.signed_in(ADMINISTRATOR).open(f"/tableau?couloirs={by}").text
    assert sorted(found(page)) == sorted(expected)
    assert found(page)[0] == expected[0]
    assert f'<option value="{by}" selected>' in page


def test_a_lane_of_agents_leads_to_the_list_of_its_own(town: Counter) -> None:
    admin = town.signed_in(ADMINISTRATOR)
    page = admin.open("/tableau?couloirs=agent").text
    key, references = found(page)[0]
    assert key == "-" and references == ["2026-00004"]
    assert "Chez personne" in page and 'href="/demandes?a=personne"' in page
    shown = admin.open("/demandes?a=karim-benali").text
    assert 'href="/demandes?a=karim-benali"' in page
    for key, references in found(page):
        if key == "karim-benali":
            assert references and all(each in shown for each in references)


def test_an_agent_has_the_lanes_of_what_they_see_alone(town: Counter) -> None:
    page = town.signed_in(KEEPER).open("/tableau?couloirs=service").text
    assert found(page) == [("batiments", ["2026-00002", "2026-00001"])]
    assert "Trou" not in page and "Question" not in page


def test_what_a_place_cannot_hold_is_one_link_away(town: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST_IN_CELL", 1)
    monkeypatch.setattr(lanes, "MOST_LANES", 1)
    admin = town.signed_in(ADMINISTRATOR)
    page = admin.open("/tableau?couloirs=service").text
    assert found(page) == [("batiments", ["2026-00002"])], "where most is late, the oldest due"
    assert "2 autres couloirs" in page
    monkeypatch.setattr(lanes, "MOST_LANES", 2)
    assert "Un autre couloir a des demandes." in admin.open("/tableau?couloirs=service").text
    monkeypatch.setattr(lanes, "MOST_LANES", 1)
    (link,) = re.findall(r'<a href="([^"]*)">Afficher plus \(1\)', page)
    shown = admin.open(link.replace("&amp;", "&")).text
    assert "2026-00001" in shown and "2026-00002" in shown and "2026-00003" not in shown


def test_a_folded_column_is_folded_in_every_lane_and_the_way_back_keeps_the_lanes(town: Counter) -> None:
    course = DEFAULT_WORKFLOW.model_copy(update={"key": "autre"})
    both = (DEFAULT_WORKFLOW, course)
    town.organise(town.organisation().model_copy(update={"workflows": both}))
    admin = town.signed_in(ADMINISTRATOR)
    admin.open("/tableau?couloirs=service&circuit=autre")
    hidden = admin.hidden("/tableau/replier")
    page = admin.send("/tableau/replier", **{**hidden, "colonne": "new"})
    assert page.url == f"{town.address}/tableau?circuit=autre&couloirs=service"
    page = admin.open("/tableau?couloirs=service")
    assert [references for _, references in found(page.text)] == [[], [], []]
    assert 'aria-expanded="false"' in page.text


def test_an_unknown_lane_is_none(town: Counter) -> None:
    page = town.signed_in(ADMINISTRATOR).open("/tableau?couloirs=person").text
    assert found(page) == [] and "2026-00001" in page


@pytest.mark.parametrize("by", ["", "?couloirs=service"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_focus_goes_on_to_the_next_card_and_what_was_done_is_said(
    town: Counter, tmp_path: Path, by: str, scripts: bool
) -> None:
    with chromium(tmp_path / "shown", scripts=scripts, width=1440) as browser:
        sign_in(browser, town)
        browser.open(f"{town.address}/tableau{by}")
        for width, scheme in ((360, "dark"), (1440, "light")):
            browser.show_at(width, scheme)
            assert browser.run("return document.documentElement.scrollWidth;") <= width
            assert mistakes(browser) == []
        first = "[data-key='2026-00002']"
        browser.choose(f"{first} select[name=verbe]", "take")
        browser.press("Tab", until=f"{first} .move button", most=80)
        browser.press("Enter")
        browser.wait("#commentaire")
        browser.click("main form button")
        browser.wait(".undo")
        assert "2026-00002 est maintenant : prise en charge." in browser.text(".undo")
        assert browser.run("return document.activeElement.closest('.card')?.dataset.key;") == "2026-00001"
        if scripts:
            browser.until("return document.getElementById('live').textContent.includes('2026-00002');")
        browser.choose("[data-key='2026-00001'] select[name=verbe]", "take")
        browser.click("[data-key='2026-00001'] .move button")
        browser.wait("#commentaire")
        browser.click("main form button")
        browser.wait(".undo")
        assert browser.focused_id() == "c-new", "nothing is left there: the head of the column"
