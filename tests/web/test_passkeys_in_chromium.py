"""A passkey from its making to a sign-in, in a real browser with an authenticator of its own."""

from __future__ import annotations

import socket
from pathlib import Path

import sqlalchemy as sa

from models.store.database import Database
from models.tables.columns import table_of
from models.tables.sessions import Passkey
from tests.chromium import chromium
from tests.servers.http_service import serving
from tests.web.browsing import Counter
from tests.web.seen import command, mistakes, show_at

_keys = table_of(Passkey)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_an_agent_adds_a_passkey_signs_out_and_comes_back_by_it_alone(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://localhost:{listener.getsockname()[1]}"
    counter = Counter(sqlite_town_database, tmp_path, doors={"http": {"public_url": address}})
    with (
        serving(counter.router, listener),
        chromium(tmp_path / "profile", width=360) as browser,
    ):
        command(browser, "WebAuthn.enable")
        device = command(browser, "WebAuthn.addVirtualAuthenticator", options=DEVICE)["authenticatorId"]
        browser.open(address + counter.board.sign_ins.terminal_link("karim-benali"))
        browser.click("main button")
        browser.wait("nav")
        show_at(browser, 360)
        browser.open(address + "/cles")
        assert browser.run("return document.documentElement.scrollWidth") <= 360
        browser.type("#nom", "Téléphone")
        browser.click("form[data-passkey] button")
        assert browser.text(".card .what") == "Téléphone"
        assert mistakes(browser) == []
        browser.click(".menu summary")
        browser.click(".leave button")
        browser.wait("form[data-passkey]:not([hidden])")
        show_at(browser, 360, "dark")
        assert mistakes(browser) == []
        browser.click("form[data-passkey] button")
        browser.wait("nav")
        assert browser.text("h1") == "Mon bureau"
        (row,) = counter.rows(sa.select(_keys))
        assert row.used_at is not None and row.sign_count > 0

        # Whoever cannot unlock the device stays outside, and is told so where they pressed.
        browser.click(".menu summary")
        browser.click(".leave button")
        browser.wait("form[data-passkey]:not([hidden])")
        command(browser, "WebAuthn.setUserVerified", authenticatorId=device, isUserVerified=False)
        browser.click("form[data-passkey] button")
        browser.wait("form[data-passkey] [role=status]:not(:empty)")
        said = browser.text("form[data-passkey] [role=status]")
        assert said == browser.attribute("form[data-passkey]", "data-lost")
    counter.close()
