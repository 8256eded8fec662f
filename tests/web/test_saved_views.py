"""Views of the list that somebody saved: tabs with counts, a default, shared with a service; they give no right."""

from __future__ import annotations

import re

from models.vocabulary import StaffRole
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT, ROADS_MANAGER
from tests.web.browsing import Browser, Counter

LATE = "/demandes?retard=1"


def save(browser: Browser, address: str, name: str, **fields: str) -> str:
    """Save the list at `address` as its page offers; the text of the page that follows."""
    browser.open(address)
    return browser.send("/vues", nom=name, **fields).text


def tabs(browser: Browser) -> dict[str, str]:
    """The tabs of the list shown, with what is counted in each."""
    found = re.search(r'<nav class="tabs".*?</nav>', browser.page.text, re.DOTALL)
    assert found is not None
    pairs = re.findall(r"<a href[^>]*>(.*?)</a>", found[0], re.DOTALL)
    return {
        (parts := re.split(r" <span class=\"count\">", each))[0]: parts[1].partition("<")[0]
        if parts[1:]
        else ""
        for each in pairs
    }


def test_a_saved_view_is_a_tab_with_its_count_and_where_one_is_is_said(counter: Counter) -> None:
    counter.ask()
    browser = counter.signed_in(KEEPER)
    text = save(browser, "/demandes?lieu=gymnase-guimard", "Le gymnase")
    assert browser.page.url.endswith("/demandes?lieu=gymnase-guimard&dit=vue")
    assert re.search(r'href="/demandes\?lieu=gymnase-guimard" aria-current="page">Le gymnase', text)
    assert tabs(browser)["Le gymnase"] == "1"
    assert "Enregistrer cette vue" not in text, "what is saved is not offered again"
    counter.ask(message_id="<second@example.org>")
    browser.open("/demandes?etat=ouvertes")
    assert tabs(browser)["Le gymnase"] == "2"


def test_the_list_opens_with_the_default_view_and_everything_stays_one_link_away(counter: Counter) -> None:
    reference = counter.ask()
    browser = counter.signed_in(KEEPER)
    save(browser, LATE, "En retard", defaut="1")
    browser.open("/demandes")
    assert browser.page.url.endswith(LATE)
    assert reference not in browser.page.text
    assert 'href="/demandes?etat=ouvertes"' in browser.page.text
    assert reference in browser.open("/demandes?etat=ouvertes").text
    browser.open("/vues")
    path = re.findall(r'action="(/vues/\d+)"', browser.page.text)[0]
    browser.send(path, quoi="sans-defaut")
    assert browser.open("/demandes").url.endswith("/demandes")


def test_views_are_renamed_and_removed_by_their_owner_alone(counter: Counter) -> None:
    browser, other = counter.signed_in(KEEPER), counter.signed_in(ROADS_AGENT)
    save(browser, LATE, "En retard")
    browser.open("/vues")
    path = re.findall(r'action="(/vues/\d+)"', browser.page.text)[0]
    token = other.open("/nouvelle") and other.hidden("/nouvelle")["jeton"]
    for what in ("renommer", "defaut", "retirer", "partager"):
        refused = other.send(path, jeton=token, quoi=what, nom="À moi")
        assert refused.status_code == 400 and "n’est pas à vous" in refused.text, what
    browser.send(path, quoi="renommer", nom="  Ce qui   presse ")
    assert "Ce qui presse" in browser.page.text
    browser.send(path, quoi="retirer")
    assert "Ce qui presse" not in browser.open("/vues").text


def test_a_view_without_a_name_or_with_one_that_is_taken_is_not_saved(counter: Counter) -> None:
    browser = counter.signed_in(KEEPER)
    save(browser, LATE, "En retard")
    text = save(browser, "/demandes?a=moi", "En retard")
    assert browser.page.status_code == 400
    assert "une vue de ce nom" in text and 'value="/demandes?a=moi"' in text
    assert "Donnez un nom" in save(browser, "/demandes?a=moi", "   ")
    for number in range(19):
        save(browser, f"/demandes?q={number}x", f"Vue {number}")
    assert "vingt vues" in save(browser, "/demandes?a=moi", "Une de trop")


def test_a_view_shared_by_a_manager_is_a_tab_of_the_service_and_gives_no_right(counter: Counter) -> None:
    reference = counter.ask()
    boss = counter.signed_in(ADMINISTRATOR)
    save(boss, "/demandes?etat=toutes&q=ampoule", "Ampoules", service="voirie")
    boss.open("/demandes?etat=ouvertes")
    assert tabs(boss)["Ampoules"] == "1"
    roads = counter.signed_in(ROADS_AGENT)
    roads.open("/demandes?etat=ouvertes")
    assert tabs(roads)["Ampoules"] == "0"
    assert reference not in roads.open("/demandes?etat=toutes&q=ampoule").text
    keeper = counter.signed_in(KEEPER)
    keeper.open("/demandes?etat=ouvertes")
    assert "Ampoules" not in tabs(keeper), "it was not shared with this service"
    roads.open("/vues")
    assert "action=" not in roads.page.text.partition("Ampoules")[2].partition("</li>")[0]


def test_an_agent_shares_with_nobody_and_a_manager_not_with_a_service_of_others(counter: Counter) -> None:
    organisation = counter.organisation()
    everything = tuple(each.key for each in organisation.services)
    agents = tuple(
        each.model_copy(update={"services": everything}) if each.role == StaffRole.ADMINISTRATOR else each
        for each in organisation.agents
    )
    counter.organise(organisation.model_copy(update={"agents": agents}))
    for address, service in ((KEEPER, "batiments"), (ROADS_MANAGER, "batiments")):
        browser = counter.signed_in(address)
        text = save(browser, LATE, "Pour vous", service=service)
        assert browser.page.status_code == 400 and "n’est pas à vous" in text, address
    browser = counter.signed_in(ROADS_MANAGER)
    save(browser, LATE, "Pour la voirie", service="voirie")
    assert browser.page.status_code == 200


def test_views_are_for_those_who_work_here(counter: Counter) -> None:
    counter.ask()
    assert counter.signed_in(CITIZEN, as_staff=False).open("/vues").status_code == 404
    assert "/entrer" in counter.browser().open("/vues").url
