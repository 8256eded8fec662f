"""The pages as Chromium shows them: with scripts and without, narrow and wide, light and dark, by keyboard, and
judged by axe.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dispatch.web.entering.sessions import end_sessions_of
from models.organisation import Official
from tests.chromium import chromium
from tests.letters import CITIZEN, KEEPER
from tests.web.browsing import Counter
from tests.web.seen import AXE, busy, command, mistakes, show_at, sign_in
from tests.web.test_signing_in import last_code
from tests.web.test_tracking_page import path_of

AXE_SHA256 = "fb83a4378d978ecb7d2dae48a3a3778a84c971ac692f3afd45d714fba89c0f0d"


def test_the_copy_of_axe_is_the_one_that_was_looked_at() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


def test_every_page_fits_every_width_and_axe_finds_nothing_wrong(counter: Counter, tmp_path: Path) -> None:
    reference = busy(counter)
    with chromium(tmp_path / "profile", width=1440) as browser:
        pages = {
            "/entrer": False,
            "/entrer/code": False,
            path_of(counter, reference): False,
            "/suivi/x": False,
            "/suivi": False,
            "/accessibilite": False,
            "/donnees-personnelles": False,
        }
        pages |= dict.fromkeys(
            (
                "/bureau",
                "/demandes",
                "/tableau",
                f"/demandes/{reference}",
                "/nouvelle",
                "/demandes?q=rien",
                "/vues",
                "/agenda",
                "/personnes?q=jeanne",
                f"/personnes/{counter.person_at(CITIZEN)}",
            ),
            True,
        )
        wrong: list[str] = []
        signed_in = False
        for path, needs in pages.items():
            if needs and not signed_in:
                sign_in(browser, counter)
                signed_in = True
            browser.open(counter.address + path)
            browser.wait("h1")
            for width, scheme in ((360, "light"), (820, "dark"), (1440, "light")):
                show_at(browser, width, scheme)
                if browser.run("return document.documentElement.scrollWidth") > width:
                    wrong.append(f"{path} is wider than {width}")
                if width != 820 or needs:
                    wrong += [f"{path} at {width} {scheme}: {each}" for each in mistakes(browser)]
        assert wrong == []


def test_the_pages_of_an_official_fit_a_phone_and_axe_finds_nothing_wrong(
    counter: Counter, tmp_path: Path
) -> None:
    reference = busy(counter)
    elected = Official(key="anne", name="Anne", emails=("anne@elus.ville.test",), services=("batiments",))
    counter.organise(counter.organisation().model_copy(update={"officials": (elected,)}))
    cookie = counter.signed_in("anne@elus.ville.test").session.cookies["guichet"]
    with chromium(tmp_path / "profile", width=360) as browser:
        one = {"name": "guichet", "value": cookie, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[one])
        wrong: list[str] = []
        for path in ("/delegation", f"/delegation/{reference}"):
            browser.open(counter.address + path)
            assert "Anne" in browser.text(".me")
            for width, scheme in ((360, "light"), (1440, "dark")):
                show_at(browser, width, scheme)
                if browser.run("return document.documentElement.scrollWidth") > width:
                    wrong.append(f"{path} is wider than {width}")
                wrong += [f"{path} at {width} {scheme}: {each}" for each in mistakes(browser)]
        assert wrong == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_agent_finds_takes_answers_and_finishes_a_request(
    counter: Counter, tmp_path: Path, scripts: bool
) -> None:
    reference = counter.ask()
    with chromium(tmp_path / "profile", scripts=scripts, width=420) as browser:
        sign_in(browser, counter)
        assert browser.title.startswith("Mon bureau")
        browser.click(".card .what a")
        assert reference in browser.title
        # By the bar under the thumb, which leads there, and opens it where there are scripts.
        browser.click("[data-opens=action]")
        if not scripts:
            browser.click("label[for=tab-action]")
        browser.click("#action button")
        browser.wait(".status > p")
        assert counter.request(reference).state == "taken"
        browser.click("label[for=tab-answer]")
        browser.type("#texte", "Bonjour Madame, nous passons demain.")
        browser.click("#answer button")
        browser.wait(".line.out")
        assert counter.notices("answer")[-1].data["text"] == "Bonjour Madame, nous passons demain."
        browser.click(".undo button")
        browser.wait(".line.withdrawn")
        assert "annulé" in browser.text("#status")
        assert [row.state for row in counter.notices("answer")] == ["canceled"]
        browser.open(f"{counter.address}/tableau")
        browser.click(".move button")
        browser.type("#commentaire", "Pouvez-vous nous envoyer une photo ?")
        browser.click("main form button")
        browser.wait(".columns")
        assert browser.address.startswith(f"{counter.address}/tableau")


def test_the_whole_way_is_walked_with_the_keyboard_alone(counter: Counter, tmp_path: Path) -> None:
    """Sign in, find, take, answer, finish; what was done is where the reader is, never at the end of the page."""
    reference = counter.ask()
    with chromium(tmp_path / "profile", width=1200) as browser:

        def do(field: str, text: str, button: str, then: str) -> None:
            browser.press("Tab", until=field)
            browser.type_here(text)
            browser.press("Tab", until=button)
            assert browser.run("return getComputedStyle(document.activeElement).outlineStyle;") != "none", (
                button
            )
            browser.press("Enter")
            browser.wait(then)

        def choose(verb: str) -> None:
            browser.press("Tab", until="[name=part]:checked")
            browser.press("ArrowRight", until="#tab-action")
            browser.press("Tab", until="#verbe")
            for _ in range(20):
                if browser.run("return document.activeElement.value;") == verb:
                    return
                browser.press("ArrowDown")
            raise AssertionError(verb)

        browser.open(counter.address + "/entrer")
        do("#contact", KEEPER, "main button", "#code")
        do("#code", last_code(counter)[0], "main button", ".cards")
        browser.press("/")
        assert browser.focused_id() == "find"
        browser.type_here("ampoule gymnase")
        browser.press("Enter")
        browser.wait("tbody")
        browser.press("Tab", until="tbody th a")
        browser.press("Enter")
        browser.wait("#composer")
        assert reference in browser.title
        choose("take")
        do("#commentaire", "", "#action button", ".status > p")
        assert counter.request(reference).state == "taken"
        browser.press("Tab", until="#tab-action")
        browser.press("ArrowRight", until="#tab-answer")
        do("#texte", "Bonjour, à demain.", "#answer button", ".line.out")
        assert counter.notices("answer")[-1].data["text"] == "Bonjour, à demain."
        choose("done")
        do("#commentaire", "C’est réparé.", "#action button", ".state.done")
        assert counter.request(reference).state == "done"
        assert counter.notices("done")[-1].data["comment"] == "C’est réparé."


def test_what_is_typed_survives_leaving_the_page(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask()
    with chromium(tmp_path / "profile", width=1200) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.type("#texte", "Une réponse à moitié")
        browser.open(f"{counter.address}/bureau")
        browser.open(f"{counter.address}/demandes/{reference}")
        assert browser.run("return document.getElementById('texte').value") == "Une réponse à moitié"
        browser.click("#answer button")
        browser.wait(".line.out")
        browser.open(f"{counter.address}/demandes/{reference}")
        assert browser.run("return document.getElementById('texte').value") == ""
        assert browser.run("return sessionStorage.length") == 0


def test_words_of_a_new_request_are_found_again_until_it_is_sent_and_not_after(
    counter: Counter, tmp_path: Path
) -> None:
    value = "return document.getElementById('texte').value"
    with chromium(tmp_path / "profile", width=420) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/nouvelle")
        browser.type("#texte", "Un banc est cassé")
        browser.open(f"{counter.address}/bureau")
        browser.open(f"{counter.address}/nouvelle")
        assert browser.run(value) == "Un banc est cassé"
        browser.type("#texte", " au gymnase.")
        browser.click("main form button:not([formaction])")
        browser.wait("#status p")
        assert browser.run("return sessionStorage.length") == 0
        browser.open(f"{counter.address}/nouvelle")
        assert browser.run(value) == ""
    counter.settle()
    assert counter.entries()[0].text == "Un banc est cassé au gymnase."


def test_words_outlive_a_session_and_meet_those_of_another_device(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask()
    page = f"{counter.address}/demandes/{reference}"
    value = "return document.getElementById('texte').value"
    with chromium(tmp_path / "profile", width=1200) as browser:
        sign_in(browser, counter)
        browser.open(page)
        browser.type("#texte", "Nous passons jeudi")
        browser.run("document.getElementById('texte').blur()")
        browser.wait("[data-kept=texte]:not(:empty)")
        on_phone = counter.signed_in(KEEPER)
        assert "Nous passons jeudi</textarea>" in on_phone.open(f"/demandes/{reference}").text
        # The phone writes over what both had read; the tab goes on with what it had.
        hidden = on_phone.hidden(f"/demandes/{reference}/repondre")
        on_phone.send(f"/demandes/{reference}/brouillon", **hidden, texte="Du téléphone")
        with counter.database.transaction() as session:
            end_sessions_of(session, counter.person_at(KEEPER), counter.clock())
        browser.type("#texte", " à huit heures")
        browser.run("document.getElementById('texte').blur()")
        browser.wait(".kept.lost")
        sign_in(browser, counter)
        browser.open(page)
        browser.wait(".other")
        assert browser.run(value) == "Nous passons jeudi à huit heures"
        assert "Du téléphone" in browser.text(".other")
        browser.click(".other button[name=reprendre]")
        browser.wait(".status > p")
        assert browser.run(value) == "Nous passons jeudi à huit heures\n\nDu téléphone"


def test_single_keys_lead_around_and_can_be_switched_off(counter: Counter, tmp_path: Path) -> None:
    reference = counter.ask()
    with chromium(tmp_path / "profile", width=1200) as browser:
        sign_in(browser, counter)
        browser.press("j")
        browser.press("o")
        browser.wait("#composer")
        assert reference in browser.title
        browser.press("n")
        assert browser.focused_id() == "note"
        browser.type_here("g b ?")
        assert browser.run("return document.getElementById('note').value") == "g b ?"
        browser.open(f"{counter.address}/demandes")
        browser.press("?")
        browser.click("#keys-on")
        browser.click("#keys button")
        browser.press("/")
        assert browser.focused_id() != "find"
        browser.open(f"{counter.address}/demandes")
        browser.run("document.cookie = 'guichet-keys=on; path=/'")
        browser.press("/")
        assert browser.focused_id() == "find"
