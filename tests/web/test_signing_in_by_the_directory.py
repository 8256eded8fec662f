"""The town's directory says who somebody is: only whom the organisation names is signed in, and nobody is made."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from cli.service.examining.directory import directory as look_at
from dispatch.delivery.outside.calling import Unanswered, exchange
from dispatch.web.directory import pages
from dispatch.web.directory.provider import provider_of
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.sessions import WebSession
from tests.letters import KEEPER
from tests.servers.directory import CLIENT, SECRET, Directory, directory, new_key
from tests.servers.http_service import serving
from tests.web.browsing import Browser, Counter

_people, _sessions = table_of(Person), table_of(WebSession)
Opened = Callable[..., AbstractContextManager[tuple[Counter, Directory]]]
SIRET = "21710540000014"


@pytest.fixture
def opened(sqlite_town_database: Database, tmp_path: Path) -> Opened:
    """A counter and the directory that it trusts; settings of the directory may be otherwise."""

    @contextmanager
    def open_(**settings: Any) -> Iterator[tuple[Counter, Directory]]:
        secret = tmp_path / "secret"
        secret.write_text(SECRET + "\n", encoding="utf-8")
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        counters: list[Counter] = []
        with directory(lambda: counters[0].clock(), email=KEEPER, email_verified=True) as there:
            values = {
                "issuer": there.address,
                "client_id": CLIENT,
                "client_secret_file": secret,
                "allowed_networks": ["127.0.0.0/8"],
                "name": "Annuaire",
                **settings,
            }
            doors = {"http": {"public_url": address}}
            counter = Counter(sqlite_town_database, tmp_path, directory=values, doors=doors)
            counters.append(counter)
            with serving(counter.router, listener):
                counter.address = address
                yield counter, there
            counter.close()

    return open_


def enter(counter: Counter) -> Browser:
    browser = counter.browser()
    browser.open("/entrer?vers=/bureau")
    assert "Me connecter avec Annuaire" in browser.page.text
    browser.open("/entrer/annuaire?vers=/bureau")
    return browser


def way_back(counter: Counter, browser: Browser) -> str:
    """Where the directory sends this browser back to, which does not go there yet."""
    browser.open("/entrer")
    address = counter.address + "/entrer/annuaire"
    for _ in range(2):
        address = browser.session.get(address, allow_redirects=False, timeout=60).headers["Location"]
    return address.removeprefix(counter.address)


def refused(counter: Counter) -> list[str]:
    return [row.data["why"] for row in counter.accesses("refuse")]


def nobody_entered(counter: Counter) -> bool:
    return counter.rows(sa.select(_sessions)) == []


def test_whoever_the_directory_knows_by_an_agents_address_is_signed_in(opened: Opened) -> None:
    with opened() as (counter, there):
        people = len(counter.rows(sa.select(_people)))
        browser = enter(counter)
        assert browser.page.url == counter.address + "/bureau" and "Karim Benali" in browser.page.text
        (asked,) = there.asked
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert asked["scope"] == "openid email" and len(asked["nonce"]) >= 32 and len(asked["state"]) >= 32
        assert (
            asked["redirect_uri"] == counter.address + "/entrer/annuaire/retour" and "acr_values" not in asked
        )
        (row,) = counter.rows(sa.select(_sessions))
        assert (row.by, row.as_staff, row.person_id) == ("directory", True, counter.person_at(KEEPER))
        assert row.id_token.startswith("sealed:")
        assert [line.data["by"] for line in counter.accesses("enter")] == ["directory"]
        assert len(counter.rows(sa.select(_people))) == people
        assert [each.level for each in look_at(counter.board.settings)] == ["ok"]


def lies(name: str, **values: Any) -> Callable[[Directory], None]:
    return lambda there: getattr(there, name).update(values)


@pytest.mark.parametrize(
    ("lie", "why", "status"),
    [
        (lies("token", nonce="another"), "directory nonce", 400),
        (lies("token", aud="another"), "directory audience", 400),
        (lies("token", iss="https://other.example.org"), "directory issuer", 400),
        (lies("token", exp=1), "directory expired", 400),
        (lies("token", at_hash="AAAA"), "directory access token", 400),
        (lies("info", sub="person-2"), "directory subject", 400),
        (lies("person", email_verified=False), "directory unverified", 403),
        (lies("person", email_verified="true"), "directory unverified", 403),
        (lies("person", email="nobody@example.org"), "directory unknown", 403),
        (lies("person", email="jeanne.petit@example.org"), "directory unknown", 403),
        (lies("person", email="no address"), "directory no address", 400),
        (lies("person", email=None), "directory no address", 400),
        (lies("back", code="", error="access_denied"), "directory no code", 400),
    ],
)
def test_what_proves_nothing_signs_nobody_in_and_makes_nobody(
    opened: Opened, lie: Callable[[Directory], None], why: str, status: int
) -> None:
    with opened() as (counter, there):
        counter.ask()
        people = len(counter.rows(sa.select(_people)))
        lie(there)
        browser = enter(counter)
        assert browser.page.status_code == status and "Connexion impossible" in browser.page.text
        assert refused(counter) == [why] and nobody_entered(counter)
        assert len(counter.rows(sa.select(_people))) == people


def test_an_answer_in_the_name_of_another_directory_is_not_even_asked_about(opened: Opened) -> None:
    with opened() as (counter, there):
        for said in ("https://other.example.org", ""):
            there.back = {"iss": said}
            assert enter(counter).page.status_code == 400
        assert refused(counter) == ["directory issuer"] * 2 and "token" not in there.calls


def test_a_way_back_works_once_in_the_browser_that_left_and_soon(opened: Opened) -> None:
    with opened() as (counter, there):
        browser = counter.browser()
        back = way_back(counter, browser)
        assert counter.browser().open(back).status_code == 400, "another browser"
        assert browser.open(back.replace("state=", "state=A")).status_code == 400
        cookies = browser.session.cookies.copy()
        assert browser.open(back).url == counter.address + "/bureau"
        browser.session.cookies = cookies
        assert browser.open(back).status_code == 400, "a second time"
        assert there.calls.count("token") == 1
        late = counter.browser()
        back = way_back(counter, late)
        counter.clock.pass_seconds(301)
        assert late.open(back).status_code == 400
        assert refused(counter) == ["directory state"] * 4


def test_who_left_is_signed_in_by_no_directory(opened: Opened) -> None:
    with opened() as (counter, _):
        enter(counter)
        organisation = counter.organisation()
        agents = tuple(
            each.model_copy(update={"closed": each.key == "karim-benali"}) for each in organisation.agents
        )
        counter.organise(organisation.model_copy(update={"agents": agents}))
        (ended,) = counter.rows(sa.select(_sessions))
        assert ended.ended_at is not None and ended.id_token == "", "nothing of it is kept"
        assert enter(counter).page.status_code == 403
        assert refused(counter) == ["directory unknown"] and len(counter.rows(sa.select(_sessions))) == 1


def test_signing_out_asks_the_directory_nothing_even_when_what_it_said_is_old_or_forgotten(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as (counter, there):
        for forget in (lambda board: None, lambda board: provider_of(board.settings.directory)):
            browser = enter(counter)
            assert counter.board.directory is not None
            counter.board.directory._seconds = lambda: time.monotonic() + 100_000
            if (fresh := forget(counter.board)) is not None:
                object.__setattr__(counter.board, "directory", fresh)
            asked = len(there.calls)
            left = browser.send("/sortir")
            assert left.headers["Refresh"].startswith(f"0; url={there.address}/logout?")
            assert len(there.calls) == asked
        assert all(row.ended_at is not None for row in counter.rows(sa.select(_sessions)))


def test_proconnect_as_it_is(opened: Opened) -> None:
    """The secret in the form, signed user information without `email_verified`, a level, a SIRET, sign-out."""
    given = {
        "client_auth": "post",
        "scopes": ["openid", "given_name", "usual_name", "email", "siret"],
        "acr_values": ["eidas1"],
        "email_is_proved": True,
        "siret": SIRET,
    }
    with opened(**given) as (counter, there):
        there.person = {"email": KEEPER, "siret": SIRET, "given_name": "Karim"}
        there.signs_info = True
        browser = enter(counter)
        assert browser.page.url == counter.address + "/bureau", browser.page.text
        assert there.asked[0]["acr_values"] == "eidas1" and "siret" in there.asked[0]["scope"]
        there.person["siret"] = "99999999900019"
        assert enter(counter).page.status_code == 400
        there.person["siret"] = SIRET
        there.token["acr"] = "low"
        assert enter(counter).page.status_code == 400
        assert refused(counter) == ["directory siret", "directory acr"]

        browser.open("/bureau")
        left = browser.send("/sortir")
        page = left.headers["Refresh"].removeprefix("0; url=")
        assert page.startswith(there.address + "/logout?") and page in unescape(left.text)
        told = parse_qs(urlsplit(page).query)
        assert told["post_logout_redirect_uri"] == [counter.address + "/entrer"]
        assert told["id_token_hint"][0].count(".") == 2
        assert browser.open("/bureau").url.startswith(counter.address + "/entrer")
        assert counter.rows(sa.select(_sessions.c.id_token))[0].id_token == "", "nothing of it is kept"


def test_a_directory_that_is_away_is_said_in_both_languages_and_left_alone_for_a_moment(
    opened: Opened,
) -> None:
    with opened() as (counter, there):
        there.status = 503
        browser = enter(counter)
        assert browser.page.status_code == 503 and "Annuaire ne répond pas" in browser.page.text
        said = browser.open("/entrer/annuaire?lang=en")
        assert said.status_code == 503 and "Annuaire does not answer" in said.text
        assert there.calls == ["configuration"]
        (wrong,) = look_at(counter.board.settings)
        assert wrong.level == "error"
        there.status = 200
        for lie, said_so in (
            ({"issuer": "https://other.example.org"}, "calls itself https://other.example.org"),
            ({"token_endpoint": "javascript:alert(1)"}, "token_endpoint"),
            ({"jwks_uri": None}, "jwks_uri"),
            ({"token_endpoint": "https://[x"}, "token_endpoint"),
            ({"end_session_endpoint": "https://sso.example.org:99999/out"}, "end_session_endpoint"),
        ):
            there.metadata = lie
            (wrong,) = look_at(counter.board.settings)
            assert said_so in wrong.sentence and wrong.level == "error"


def test_a_new_key_of_the_directory_is_fetched_when_it_is_used(opened: Opened) -> None:
    with opened() as (counter, there):
        ticks = [0.0]
        assert counter.board.directory is not None
        counter.board.directory._seconds = lambda: ticks[0]
        enter(counter)
        there.key = new_key("two")
        assert enter(counter).page.status_code == 400, "asked for a moment ago"
        ticks[0] = 31.0
        assert enter(counter).page.url == counter.address + "/bureau"
        assert there.calls.count("keys") == 2 and there.calls.count("configuration") == 1


def test_a_directory_in_a_private_network_is_called_only_when_the_settings_name_it(opened: Opened) -> None:
    with opened(allowed_networks=[]) as (counter, there):
        assert enter(counter).page.status_code == 503
        assert there.calls == []
        (wrong,) = look_at(counter.board.settings)
        assert wrong.level == "error" and "directory.allowed_networks" in wrong.sentence


def test_without_a_secret_that_can_be_read_nobody_is_signed_in(opened: Opened, tmp_path: Path) -> None:
    with opened(client_secret_file=tmp_path / "none") as (counter, there):
        assert enter(counter).page.status_code == 503 and "none" not in enter(counter).page.text
        assert "token" not in there.calls
        (wrong,) = look_at(counter.board.settings)
        assert "client secret of the directory" in wrong.sentence


def test_without_a_directory_there_is_no_such_way(counter: Counter) -> None:
    assert "annuaire" not in counter.browser().open("/entrer").text
    for path in ("/entrer/annuaire", "/entrer/annuaire/retour?code=x&state=y"):
        assert counter.browser().open(path).status_code == 404
    (found,) = look_at(counter.board.settings)
    assert found.level == "ok"


def test_a_directory_that_hangs_holds_up_no_other_page(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page at once, and one call that hangs: it is not that page. The next call waits for nobody."""
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    monkeypatch.setattr(pages, "MOST_WAITING", 0)
    hangs, go_on = threading.Event(), threading.Event()
    with opened() as (counter, there):
        counter.board.limiter.total_tokens = 1
        there.before["token"] = lambda: (hangs.set(), go_on.wait(60))
        waiting, other = counter.browser(), counter.browser()
        thread = threading.Thread(target=waiting.open, args=(way_back(counter, waiting),))
        thread.start()
        try:
            assert hangs.wait(60)
            assert other.open("/entrer").status_code == 200
            said = other.open("/entrer/annuaire")
            assert said.status_code == 503 and said.headers["Retry-After"] == "60"
        finally:
            go_on.set()
            thread.join(20)
        assert waiting.page.url == counter.address + "/bureau"


def test_a_sign_in_ends_though_each_page_of_the_directory_answers_in_time(opened: Opened) -> None:
    with opened(timeout_seconds=10) as (counter, there):
        ticks = [0.0]
        assert counter.board.directory is not None
        counter.board.directory._seconds = lambda: ticks[0]
        there.before["token"] = lambda: ticks.append(ticks.pop() + 31)
        assert enter(counter).page.status_code == 503
        assert there.calls == ["configuration", "token"], "no time was left for its keys"
        there.before.clear()
        assert enter(counter).page.url == counter.address + "/bureau", "and none of its pages was called away"


@pytest.mark.parametrize("page", ["token", "keys", "userinfo"])
def test_a_page_that_is_away_is_left_alone_for_a_moment(opened: Opened, page: str) -> None:
    with opened() as (counter, there):
        ticks = [0.0]
        assert counter.board.directory is not None
        counter.board.directory._seconds = lambda: ticks[0]
        there.statuses[page] = 503
        for _ in range(2):
            assert enter(counter).page.status_code == 503
        assert there.calls.count(page) == 1
        there.statuses.clear()
        ticks[0] = 31.0
        assert enter(counter).page.url == counter.address + "/bureau"


def test_what_one_visitor_sends_closes_the_way_for_nobody_else(opened: Opened) -> None:
    with opened() as (counter, there):
        for lie in ({"code": "x" * 30}, {}):
            there.back, there.statuses = dict(lie), {} if lie else {"token": 500}
            assert enter(counter).page.status_code == 503
        there.back, there.statuses = {}, {}
        assert enter(counter).page.url == counter.address + "/bureau"


def test_an_answer_without_end_is_not_read(opened: Opened) -> None:
    with opened() as (counter, there):
        there.metadata = {"more": "x" * 400_000}
        assert enter(counter).page.status_code == 503
        (wrong,) = look_at(counter.board.settings)
        assert wrong.level == "error" and "more than can be read" in wrong.sentence
        there.metadata = {"end_session_endpoint": "https://sso.example.org/" + "x" * 3000}
        (wrong,) = look_at(counter.board.settings)
        assert "end_session_endpoint" in wrong.sentence


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_is_silent_is_left_when_the_whole_took_too_long(scheme: str) -> None:
    """It takes the call and says nothing, not even hello of TLS; its silence alone would be borne for long."""
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(Unanswered):
        exchange(
            "GET",
            f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/",
            headers={},
            allowed=["127.0.0.0/8"],
            setting="directory.allowed_networks",
            seconds=3600,
            within=0.2,
            most_bytes=10,
        )
