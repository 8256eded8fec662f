"""Whoever lost the letter follows their request by its reference, after a code; nobody learns which requests there
are.
"""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.web.entering.attempts import PER_BROWSER
from tests.letters import CITIZEN, KEEPER
from tests.web.browsing import Browser, Counter
from tests.web.test_signing_in import last_code


def asked(browser: Browser, reference: str, contact: str) -> str:
    browser.open("/suivi")
    return browser.send("/suivi", reference=reference, contact=contact).url


def proved(counter: Counter, browser: Browser, code: str) -> None:
    browser.open(browser.page.url.removeprefix(counter.address))
    browser.send("/entrer/code", code=code)


def test_the_code_opens_the_page_of_the_request(counter: Counter) -> None:
    reference = counter.ask()
    browser = counter.browser()
    asked(browser, reference[:5] + str(int(reference[5:])), CITIZEN)
    proved(counter, browser, last_code(counter)[0])
    assert "/suivi/" in browser.page.url
    assert reference in browser.page.text and "Ampoule cassée" in browser.page.text


def test_a_number_alone_is_of_the_year_that_the_town_has(counter: Counter) -> None:
    """Half past midnight on the first of January in Paris; in Greenwich it is the old year still."""
    counter.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    browser = counter.signed_in(KEEPER)
    assert browser.open("/suivi?ref=7").url.endswith("/demandes/2027-00007")


def test_the_request_of_somebody_else_and_one_that_is_not_there_answer_alike(counter: Counter) -> None:
    counter.ask()
    theirs = counter.ask(sender="luc@example.org", name="Luc", message_id="<luc@example.org>")
    pages = []
    for reference in (theirs, "2026-09999"):
        browser = counter.browser()
        asked(browser, reference, CITIZEN)
        proved(counter, browser, last_code(counter)[0])
        pages.append(
            (browser.page.status_code, browser.page.text.partition("<main")[2].replace(reference, ""))
        )
    assert pages[0] == pages[1]
    assert pages[0][0] == 404


def test_the_answer_to_an_address_that_is_not_known_is_the_same_and_nothing_is_sent(counter: Counter) -> None:
    reference = counter.ask()
    ends = [asked(counter.browser(), reference, each) for each in (CITIZEN, "nobody@example.org")]
    assert ends[0] == ends[1]
    assert [row.recipient for row in counter.notices("sign_in")] == [CITIZEN]


def test_what_is_no_reference_or_no_address_is_said_and_stays_in_the_form(counter: Counter) -> None:
    counter.ask()
    browser = counter.browser()
    for reference, contact, said in (
        ("demain", CITIZEN, "Ce n’est pas une référence"),
        ("2026-00001", "???", "ni une adresse électronique ni un numéro"),
    ):
        asked(browser, reference, contact)
        assert browser.page.status_code == 400
        assert said in browser.page.text
        assert f'value="{reference}"' in browser.page.text and f'value="{contact}"' in browser.page.text
    assert counter.notices("sign_in") == []


def test_whoever_asks_too_often_is_told_to_wait(counter: Counter) -> None:
    browser = counter.browser()
    for _ in range(PER_BROWSER):
        asked(browser, "2026-00001", "x@example.org")
        assert browser.page.status_code == 200
    asked(browser, "2026-00001", "x@example.org")
    assert browser.page.status_code == 429


def test_staff_go_to_the_page_of_the_request_itself(counter: Counter) -> None:
    reference = counter.ask()
    browser = counter.signed_in(KEEPER)
    assert browser.open(f"/suivi?ref={reference}").url == f"{counter.address}/demandes/{reference}"


def test_the_address_of_a_search_leads_to_the_list_of_all_states(counter: Counter) -> None:
    reference = counter.ask()
    counter.ask("Le portail.", subject="Autre chose", sender="luc@example.org", message_id="<l@example.org>")
    browser = counter.signed_in(KEEPER)
    assert browser.open("/recherche?q=ampoule").url.endswith("/demandes?etat=toutes&q=ampoule")
    assert reference in browser.page.text
    assert browser.open("/recherche?q=2026-1").url.endswith(f"/demandes/{reference}")
