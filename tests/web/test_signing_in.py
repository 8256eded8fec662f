"""Who gets in: by the link or the code that was sent, once; nobody learns who is known here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from dispatch.notices.details import SignInDetails
from dispatch.notices.secret.words import opened
from dispatch.web.entering.attempts import MOST_GUESSES, PER_BROWSER, PER_HOUR, PER_PEER, Visitor
from models.store.database import Database
from tests.desk import SIGNER
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, STRANGER
from tests.web.browsing import Browser, Counter


def asked(counter: Counter, browser: Browser, address: str) -> None:
    browser.open("/entrer")
    browser.send("/entrer", contact=address)


def last_code(counter: Counter) -> tuple[str, str]:
    """The code and the path of the link that were sent last."""
    sealed = SignInDetails.model_validate(counter.notices("sign_in")[-1].data)
    details = opened(sealed, SIGNER)
    assert details.code not in str(sealed) and len(details.code) == 6
    return details.code, urlsplit(details.url).path


def is_in(browser: Browser) -> bool:
    return browser.open("/bureau").url.endswith("/bureau")


def test_the_code_signs_in_the_browser_that_asked_and_no_other(counter: Counter) -> None:
    browser, other = counter.browser(), counter.browser()
    asked(counter, browser, KEEPER)
    code, _ = last_code(counter)
    other.open("/entrer")
    other.open("/entrer/code")
    assert other.send("/entrer/code", code=code).status_code == 400
    assert not is_in(other)
    browser.open("/entrer/code")
    assert browser.send("/entrer/code", code=f"{code[:3]} {code[3:]}").url.endswith("/bureau")
    assert is_in(browser)


def test_opening_the_link_signs_nobody_in_and_the_button_does_once(counter: Counter) -> None:
    browser, scanner = counter.browser(), counter.browser()
    asked(counter, browser, KEEPER)
    _, link = last_code(counter)
    for robot in (scanner, browser):
        assert robot.open(link).status_code == 200
        robot.session.head(counter.address + link, timeout=60)
        assert not is_in(robot)
    browser.open(link)
    assert browser.send(link).url.endswith("/bureau")
    assert is_in(browser)
    again = counter.browser()
    again.session.cookies.update(scanner.session.cookies)
    assert again.open(link).status_code == 404
    assert not is_in(again)


def test_another_browser_needs_the_code_beside_the_link(counter: Counter) -> None:
    asked(counter, counter.browser(), KEEPER)
    code, link = last_code(counter)
    other = counter.browser()
    other.open(link)
    assert 'name="code"' in other.page.text
    assert other.send(link).status_code == 400
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert other.send(link, code=wrong).status_code == 400
    assert other.send(link, code=code).url.endswith("/bureau")


def test_a_known_and_an_unknown_address_are_answered_alike(counter: Counter) -> None:
    counter.ask()
    shown = []
    for address in (KEEPER, CITIZEN, STRANGER, "nobody@example.org", "accueil-equipe@agents.ville.test"):
        browser = counter.browser()
        asked(counter, browser, address)
        token = re.sub(r'value="[0-9a-f]{32}"', "", browser.page.text)
        browser.send("/entrer/code", code="000000")
        wrong = re.sub(r'value="[0-9a-f]{32}"', "", browser.page.text)
        shown.append((browser.page.status_code, token, wrong))
    assert len(set(shown)) == 1
    told = {row.recipient for row in counter.notices("sign_in")}
    assert told == {KEEPER, CITIZEN}


def test_five_wrong_codes_end_an_attempt(counter: Counter) -> None:
    browser = counter.browser()
    asked(counter, browser, KEEPER)
    code, link = last_code(counter)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(MOST_GUESSES):
        assert browser.send("/entrer/code", code=wrong).status_code == 400
    assert browser.send("/entrer/code", code=code).status_code == 400
    assert browser.open(link).status_code == 404
    assert [row.data["why"] for row in counter.accesses("refuse")] == ["code"] * (MOST_GUESSES + 1)


def test_neither_link_nor_code_works_after_its_time(counter: Counter) -> None:
    browser = counter.browser()
    asked(counter, browser, KEEPER)
    code, link = last_code(counter)
    counter.clock.pass_seconds(counter.desk.settings.web.code_minutes * 60 + 1)
    assert browser.open(link).status_code == 404
    browser.open("/entrer/code")
    assert browser.send("/entrer/code", code=code).status_code == 400


def test_one_address_is_sent_few_codes_and_one_peer_asks_for_few(counter: Counter) -> None:
    browser = counter.browser()
    for _ in range(PER_HOUR + 1):
        asked(counter, browser, KEEPER)
        assert browser.page.status_code == 200
    assert len(counter.notices("sign_in")) == PER_HOUR
    for at in range(PER_BROWSER - PER_HOUR - 1):
        asked(counter, browser, f"x{at}@example.org")
    asked(counter, browser, "somebody@example.org")
    assert browser.page.status_code == 429


def test_a_town_hall_behind_one_address_signs_in_and_one_of_it_asks_no_more_for_that(
    counter: Counter,
) -> None:
    ask = counter.board.sign_ins.ask
    for at in range(PER_PEER - 1):
        assert ask(f"x{at}@example.org", _visitor(f"b{at // PER_BROWSER}")) == "asked"
    assert ask(KEEPER, _visitor("b0")) == "too_many"
    assert ask(KEEPER, _visitor("next door")) == "asked"
    assert ask(KEEPER, _visitor("b0", "203.0.113.1")) == "asked"
    assert len(counter.notices("sign_in")) == 2
    assert ask(KEEPER, _visitor("another")) == "too_many"
    assert [each.data["why"] for each in counter.accesses("refuse")] == ["peer asks too often"] * 2


def test_the_database_is_asked_the_same_for_whoever_may_sign_in_and_for_nobody(counter: Counter) -> None:
    counter.ask()
    counter.board.sign_ins.ask("first@example.org", _visitor())
    said = []
    for address in (KEEPER, CITIZEN, STRANGER, "nobody@example.org", "accueil-equipe@agents.ville.test"):
        with every_statement(counter.database) as statements:
            assert counter.board.sign_ins.ask(address, _visitor(address)) == "asked"
        said.append([each for each in statements if "SAVEPOINT" not in each])
    for _ in range(PER_HOUR):
        counter.board.sign_ins.ask(KEEPER, _visitor())
    with every_statement(counter.database) as statements:
        counter.board.sign_ins.ask(KEEPER, _visitor())
    said.append([each for each in statements if "SAVEPOINT" not in each])
    assert len(said[0]) > 6
    assert said == [said[0]] * len(said)
    told = {row.recipient for row in counter.notices("sign_in")}
    assert told == {KEEPER, CITIZEN}, "and what is written for nobody is taken back"


def test_a_contact_taken_away_from_an_agent_signs_nobody_in(counter: Counter) -> None:
    organisation = counter.organisation()
    agents = [
        each.model_copy(update={"emails": ("autre@agents.ville.test",)})
        if each.key == "karim-benali"
        else each
        for each in organisation.agents
    ]
    counter.organise(organisation.model_copy(update={"agents": tuple(agents)}))
    browser = counter.browser()
    asked(counter, browser, KEEPER)
    assert counter.notices("sign_in") == []
    asked(counter, browser, "autre@agents.ville.test")
    assert len(counter.notices("sign_in")) == 1


def test_others_who_ask_for_an_address_do_not_keep_its_owner_out(counter: Counter) -> None:
    for at in range(12):
        counter.board.sign_ins.ask(KEEPER, Visitor("b", f"203.0.113.{at % 3}"))
    before = len(counter.notices("sign_in"))
    asked(counter, counter.browser(), KEEPER)
    assert len(counter.notices("sign_in")) == before + 1


def _visitor(browser: str = "b", peer: str = "127.0.0.1") -> Visitor:
    return Visitor(browser, peer)


@contextmanager
def every_statement(database: Database) -> Iterator[list[str]]:
    """Every statement that is run meanwhile, in its order."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("written", ["", "bonjour", "marc@", "12"])
def test_what_is_no_address_and_no_number_is_said_so(counter: Counter, written: str) -> None:
    browser = counter.browser()
    browser.open("/entrer")
    assert browser.send("/entrer", contact=written).status_code == 400
    assert 'role="alert"' in browser.page.text


def test_the_link_of_the_terminal_works_on_this_machine_alone_and_once(counter: Counter) -> None:
    link = counter.board.sign_ins.terminal_link()
    browser = counter.browser()
    assert browser.open(link, **{"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert browser.open(link).status_code == 200
    assert browser.send(link).url.endswith("/bureau")
    assert counter.accesses("enter")[-1].data["by"] == "terminal"
    assert "Sophie Martin" in browser.open("/bureau").text
    assert browser.open(link).status_code == 404


def test_a_session_ends_by_itself_by_its_button_by_command_and_with_the_job(counter: Counter) -> None:
    from dispatch.web.entering.sessions import end_session, list_sessions

    browser = counter.signed_in(KEEPER)
    assert is_in(browser)
    browser.send("/sortir")
    assert not is_in(browser)

    late = counter.signed_in(KEEPER)
    counter.clock.pass_seconds(11.9 * 3600)
    assert is_in(late)
    counter.clock.pass_seconds(11.9 * 3600)
    assert is_in(late), "each page lets it last on"
    counter.clock.pass_seconds(12.1 * 3600)
    assert not is_in(late)

    ended = counter.signed_in(KEEPER)
    with counter.database.transaction() as session:
        (only,) = list_sessions(session, counter.clock())
        end_session(session, only["id"], counter.clock())
    assert not is_in(ended)

    gone = counter.signed_in(KEEPER)
    organisation = counter.organisation()
    agents = tuple(
        each.model_copy(update={"closed": True}) if each.key == "karim-benali" else each
        for each in organisation.agents
    )
    counter.organise(organisation.model_copy(update={"agents": agents}))
    assert not is_in(gone)


def test_a_citizens_session_is_short_and_opens_nothing_of_the_staffs(counter: Counter) -> None:
    reference = counter.ask()
    browser = counter.signed_in(CITIZEN, as_staff=False)
    assert reference in browser.open("/mes-demandes").text
    for path in ("/bureau", "/demandes", "/tableau", "/demandes.csv", f"/demandes/{reference}"):
        assert browser.open(path).status_code == 404
    counter.clock.now += timedelta(minutes=31)
    assert browser.open("/mes-demandes").url.endswith("/entrer?vers=%2Fmes-demandes")


def test_signing_in_leads_to_where_one_wanted_to_go_and_never_elsewhere(counter: Counter) -> None:
    for wanted, reached in (
        ("/demandes?etat=closes", "/demandes?etat=closes"),
        ("https://evil.example/", "/bureau"),
        ("//evil.example/", "/bureau"),
        ("/\\evil.example/", "/bureau"),
    ):
        browser = counter.browser()
        browser.open("/entrer")
        browser.send("/entrer", contact=KEEPER, vers=wanted)
        code, _ = last_code(counter)
        browser.send("/entrer/code", code=code)
        assert browser.page.url == counter.address + reached


def test_the_cookie_of_before_opens_nothing_after_signing_in(counter: Counter) -> None:
    """A session cannot be fixed: the cookie is made anew at each sign-in."""
    browser = counter.browser()
    browser.session.cookies.set("guichet", "chosen-by-somebody-else")
    browser.session.cookies.set("guichet-entree", "known-to-somebody-else")
    asked(counter, browser, KEEPER)
    code, _ = last_code(counter)
    browser.send("/entrer/code", code=code)
    values = [cookie.value for cookie in browser.session.cookies if cookie.name == "guichet"]
    assert "chosen-by-somebody-else" not in values[-1]
    thief = counter.browser()
    thief.session.cookies.set("guichet", "chosen-by-somebody-else")
    assert not is_in(thief)


def test_attempts_and_entries_are_in_the_access_log(counter: Counter) -> None:
    browser = counter.browser()
    asked(counter, browser, ADMINISTRATOR)
    code, _ = last_code(counter)
    browser.send("/entrer/code", code=code)
    person = counter.person_at(ADMINISTRATOR)
    assert [(row.actor, row.subject) for row in counter.accesses("ask")] == [("door:web", f"person:{person}")]
    assert [(row.actor, row.subject) for row in counter.accesses("enter")] == [
        ("agent:sophie-martin", f"person:{person}")
    ]
    browser.open("/demandes")
    assert [row.subject for row in counter.accesses("list")] == ["desk", "requests"]
