"""Agents on the road, in Chromium: what is read and written where there is no network, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Error as PlaywrightError

from dispatch.web.entering.sessions import end_sessions_of
from models.vocabulary import StaffRole
from tests.chromium import Browser, chromium
from tests.letters import KEEPER, PHOTO, ROADS_AGENT
from tests.servers.relay import Relay
from tests.web.browsing import Counter
from tests.web.seen import command, mistakes, show_at

#: What a browser holds on to: its stores of pages, its databases, and how many workers.
_HELD = """
const pages = {};
for (const name of await caches.keys()) {
  pages[name] = (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname).sort();
}
return { pages, bases: (await indexedDB.databases()).map((each) => each.name) };
"""
_OPENED = """
const base = await new Promise((done) => {
  const asked = indexedDB.open("guichet"); asked.onsuccess = () => done(asked.result);
});
const all = (store) => new Promise((done) => {
  const asked = store.getAll(); asked.onsuccess = () => done(asked.result);
});
const close = (step) => new Promise((done) => { step.oncomplete = () => { base.close(); done(); }; });
"""
_QUEUE = f"{_OPENED} const found = await all(base.transaction('queue').objectStore('queue')); base.close(); return found;"
#: What waits, as whoever takes the telephone apart reads it.
_SEALED = _QUEUE.replace(
    "return found;", "return found.map((each) => new TextDecoder().decode(each.words.data)).join();"
)
_EMPTY = _QUEUE.replace("return found;", "return !found.length;")
#: What waits, and what is kept, a day and an hour older.
_AGED = f"""{_OPENED}
const LATER = 25 * 3600 * 1000;
const found = await all(base.transaction("queue").objectStore("queue"));
const step = base.transaction("queue", "readwrite");
for (const item of found) {{ step.objectStore("queue").put({{ ...item, at: item.at - LATER }}); }}
await close(step);
"""
_AGED_PAGES = """
for (const name of (await caches.keys()).filter((each) => each.startsWith("kept-"))) {
  const cache = await caches.open(name);
  for (const asked of await cache.keys()) {
    const answer = await cache.match(asked);
    const headers = new Headers(answer.headers);
    headers.set("X-Kept-At", String(Number(headers.get("X-Kept-At")) - 25 * 3600 * 1000));
    await cache.put(asked, new Response(await answer.text(), { headers }));
  }
}
"""
_OTHER = "paul-girard"


class Phone:
    """The telephone of an agent, the way to the counter, and a request of theirs."""

    def __init__(self, counter: Counter, browser: Browser, relay: Relay) -> None:
        self.counter, self.browser, self.relay = counter, browser, relay
        self.reference = counter.ask(subject="Ampoule")
        counter.ask(
            "Le lampadaire de la rue des Lilas est cassé.", subject="Lampadaire", message_id="<p@example.org>"
        )
        agent = counter.signed_in(KEEPER)
        agent.open(f"/demandes/{self.reference}")
        agent.send(f"/demandes/{self.reference}/agir", verbe="take")

    def open(self, path: str) -> None:
        self.browser.open(self.relay.address + path)

    def open_request(self) -> None:
        self.open(f"/demandes/{self.reference}")

    def enter(self, who: str = "karim-benali") -> None:
        """Sign in, and wait until everything of theirs is kept."""
        self.open(self.counter.board.sign_ins.terminal_link(who))
        self.browser.click("main button")
        self.browser.wait("#live")
        self.browser.until("""
            const wanted = document.querySelector("[data-gather]").dataset.gather.split(" ");
            const name = (await caches.keys()).find((each) => each.startsWith("kept-"));
            const kept = name ? (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname) : [];
            return wanted.every((each) => kept.includes(each)) && navigator.serviceWorker.controller;
        """)  # fmt: skip

    def finish(self, words: str = "Bonjour, c'est réparé.", photo: Path | None = None) -> None:
        """« Terminé », by the bar under the thumb."""
        self.browser.click("[data-opens=action]")
        self.browser.run("document.getElementById('verbe').value = 'done'")
        self.browser.type("#commentaire", words)
        if photo is not None:
            self.browser.choose_file("#photo-commentaire", photo)
        self.browser.click("#action button")

    def note(self, words: str) -> None:
        self.browser.click("[data-opens=inside]")
        self.browser.type("#note", words)
        self.browser.click("#inside button")

    def come_back(self) -> None:
        """There is a network again, and the page looks."""
        self.relay.mend()
        self.open("/hors-ligne")

    @property
    def queue(self) -> list[Any]:
        return list(self.browser.run(_QUEUE))

    def count(self, text: str) -> int:
        return sum(row.text == text for row in self.counter.entries())


@contextmanager
def on_the_road(counter: Counter, tmp_path: Path) -> Iterator[Phone]:
    with Relay(counter.address) as relay, chromium(tmp_path / "profile", width=420) as browser:
        show_at(browser, 360)
        yield Phone(counter, browser, relay)


def test_without_a_network_ones_own_is_read_and_done_with_a_photo_is_sent_once_it_is_back(
    counter: Counter, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(PHOTO)
    with on_the_road(counter, tmp_path) as phone:
        browser = phone.browser
        phone.enter()
        phone.relay.cut()
        phone.open("/bureau")
        assert "Ampoule" in browser.text("main")
        phone.open_request()
        assert "Hors ligne" in browser.text(".offline")
        assert "gymnase Guimard" in browser.text("main")
        assert mistakes(browser) == []
        bar = browser.run(
            "const r = document.querySelector('.thumb').getBoundingClientRect(); return r.bottom;"
        )
        assert bar == browser.run("return window.innerHeight;")
        # What waits for nobody's eyes is not there, nor is the request that is somebody else's.
        phone.open("/demandes/2026-00002")
        assert "Lampadaire" not in browser.text("main")
        phone.open_request()
        phone.finish(photo=tmp_path / "photo.jpg")
        browser.wait(".on-phone")
        assert "photos : 1" in browser.text("#queue")
        assert mistakes(browser) == []
        sealed = browser.run(_SEALED)
        assert len(sealed) > 100 and "réparé" not in sealed and "commentaire" not in sealed
        assert counter.request(phone.reference).state == "taken"
        phone.come_back()
        browser.until(_EMPTY)
        assert counter.request(phone.reference).state == "done"
        assert phone.count("Bonjour, c'est réparé.") == 1
        assert [row.kind for row in counter.entries()][-2:] == ["attachment", "state"]
        assert len(counter.notices("done")[-1].attachment_ids) == 1


def test_an_answer_that_was_lost_makes_nothing_happen_twice_and_ones_own_acts_are_no_news(
    counter: Counter, tmp_path: Path
) -> None:
    with on_the_road(counter, tmp_path) as phone:
        phone.enter()
        phone.open_request()
        phone.relay.loses = f"POST /demandes/{phone.reference}/noter".encode()
        phone.note("Clé chez le gardien.")
        phone.browser.wait(".on-phone")
        assert phone.count("Clé chez le gardien.") == 1, "the counter heard it, and nobody heard the counter"
        phone.open_request()
        phone.finish()
        phone.browser.wait(".on-phone + .on-phone")
        phone.come_back()
        phone.browser.until(_EMPTY)
        assert phone.count("Clé chez le gardien.") == 1
        assert phone.count("Bonjour, c'est réparé.") == 1
        assert counter.request(phone.reference).state == "done"


def test_what_came_meanwhile_is_shown_before_words_that_waited_are_sent(
    counter: Counter, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(PHOTO)
    with on_the_road(counter, tmp_path) as phone:
        browser = phone.browser
        phone.enter()
        phone.relay.cut()
        phone.open_request()
        phone.finish(photo=tmp_path / "photo.jpg")
        browser.wait(".on-phone")
        colleague = counter.signed_in(KEEPER)
        colleague.open(f"/demandes/{phone.reference}")
        colleague.send(f"/demandes/{phone.reference}/noter", note="Attendre le plombier.")
        phone.come_back()
        browser.wait("[data-state=newer]")
        assert "a changé" in browser.text("#queue")
        assert "réparé" in browser.text("#queue")
        assert mistakes(browser) == []
        assert counter.request(phone.reference).state == "taken"
        browser.click("[data-part=again]")
        browser.wait("[data-resumed]")
        assert "Attendre le plombier." in browser.text(".line.newer")
        assert browser.run("return document.getElementById('commentaire').value") == "Bonjour, c'est réparé."
        assert browser.run("return document.getElementById('photo-commentaire').files.length") == 1
        assert mistakes(browser) == []
        browser.click("#action button")
        browser.wait(".status > p")
        assert counter.request(phone.reference).state == "done"
        assert [row.kind for row in counter.entries()][-2:] == ["attachment", "state"]
        assert phone.queue == []


def test_what_is_older_than_a_day_is_read_no_more_and_sent_by_hand_alone(
    counter: Counter, tmp_path: Path
) -> None:
    with on_the_road(counter, tmp_path) as phone:
        browser = phone.browser
        phone.enter()
        phone.relay.cut()
        phone.open_request()
        phone.finish()
        browser.wait(".on-phone")
        browser.run(_AGED)
        phone.come_back()
        browser.wait("[data-state=old]")
        # The look at the queue is over: whatever it sends by itself has been sent.
        browser.run("await navigator.locks.request('guichet-queue', () => {});")
        assert counter.request(phone.reference).state == "taken"
        assert mistakes(browser) == []
        browser.click("[data-part=send]")
        browser.until(_EMPTY)
        assert counter.request(phone.reference).state == "done"
        browser.run(_AGED_PAGES)
        phone.relay.cut()
        phone.open_request()
        assert browser.text("h1") == "Sur ce téléphone"
        assert "Ampoule" not in browser.text("main")


def test_nothing_of_one_person_is_there_for_the_next(counter: Counter, tmp_path: Path) -> None:
    with on_the_road(counter, tmp_path) as phone:
        browser = phone.browser
        phone.enter()
        phone.relay.cut()
        phone.open_request()
        phone.note("Code du portail : 4711.")
        browser.wait(".on-phone")
        # The session ends elsewhere: the next look at the counter takes along what was kept to be read.
        with counter.database.transaction() as session:
            end_sessions_of(session, counter.person_at(KEEPER), counter.clock())
        phone.relay.mend()
        phone.open("/bureau")
        browser.wait("#contact")
        assert [name for name in browser.run(_HELD)["pages"] if not name.startswith("shell-")] == []
        phone.relay.cut()
        phone.open_request()
        assert browser.text("h1") == "Sur ce téléphone"
        phone.relay.mend()
        phone.enter(_OTHER)
        phone.open("/hors-ligne")
        browser.until("return document.querySelector('#kept li');")
        assert "4711" not in browser.text("main")
        assert browser.run("return document.querySelectorAll('.on-phone').length") == 0
        assert phone.count("Code du portail : 4711.") == 0
        # Its writer finds it again, sealed until then; signing out takes everything along.
        phone.enter()
        phone.open("/hors-ligne")
        browser.until(_EMPTY)
        assert phone.count("Code du portail : 4711.") == 1
        browser.click(".menu summary")
        browser.click(".leave button")
        browser.wait("#contact")
        assert browser.run(_HELD) == {"pages": {}, "bases": []}
        phone.relay.cut()
        with pytest.raises(PlaywrightError, match="net::ERR_"):  # not even a worker is left
            phone.open_request()
        # The page that says so takes the place of the other in its own time.
        browser.until("return !document.body.innerText.includes('Ampoule');")


def test_what_was_typed_on_the_page_of_one_person_waits_in_nobody_elses_queue(
    counter: Counter, tmp_path: Path
) -> None:
    with on_the_road(counter, tmp_path) as phone:
        phone.enter()
        phone.open_request()
        # In another tab somebody else signs in.
        cookies = [
            {"name": each.name, "value": each.value, "url": phone.relay.address, "httpOnly": True}
            for each in counter.signed_in(ROADS_AGENT).session.cookies
        ]
        command(phone.browser, "Network.setCookies", cookies=cookies)
        phone.browser.until(
            """
            for (const path of ["/bureau", "/hors-ligne/moi"]) {
              await (await fetch(path, { headers: { "X-Guichet-Live": "1" } })).text();
            }
            const name = (await caches.keys()).find((each) => each.startsWith("kept-"));
            return name && (await caches.open(name)).match("/hors-ligne/moi");
        """,
        )
        phone.relay.cut()
        phone.note("Vu sur place.")
        phone.browser.wait("#status .error")
        assert phone.queue == []
        assert phone.browser.run("return document.getElementById('note').value;") == "Vu sur place."


def test_whoever_becomes_an_administrator_keeps_nothing_of_before(counter: Counter, tmp_path: Path) -> None:
    """They see everything from then on, and nothing of administrators stays on a telephone."""
    with on_the_road(counter, tmp_path) as phone:
        phone.enter()
        town = counter.organisation()
        agents = tuple(
            each.model_copy(update={"role": StaffRole.ADMINISTRATOR}) if each.key == "karim-benali" else each
            for each in town.agents
        )
        counter.organise(town.model_copy(update={"agents": agents}))
        phone.open("/bureau")
        phone.browser.wait("#live")
        held = phone.browser.run(_HELD)["pages"]
        assert [name for name in held if name.startswith("kept-")] == []


def test_what_the_server_cannot_take_waits_for_nothing_and_holds_up_nothing(
    counter: Counter, tmp_path: Path
) -> None:
    """One form that no server reads: its words stay, and what was written after it is sent."""
    with on_the_road(counter, tmp_path) as phone:
        browser = phone.browser
        second = counter.ask(
            "La porte du gymnase Guimard ferme mal.", subject="Porte", message_id="<q@example.org>"
        )
        agent = counter.signed_in(KEEPER)
        agent.open(f"/demandes/{second}")
        agent.send(f"/demandes/{second}/agir", verbe="take")
        phone.enter()
        phone.relay.cut()
        phone.open_request()
        browser.run("""
            const form = document.querySelector("form[action$='/noter']");
            for (let n = 0; n < 400; n += 1) {
              form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `n${n}`, value: "1" }));
            }
        """)  # fmt: skip
        phone.note("Que personne ne lit.")
        browser.wait(".on-phone")
        for words in ("Première.", "Deuxième."):
            phone.open_request()
            phone.note(words)
            browser.wait(".on-phone")
        phone.open(f"/demandes/{second}")
        phone.note("Ailleurs.")
        browser.wait(".on-phone")
        phone.come_back()
        browser.until("return document.querySelectorAll('.on-phone').length === 1;")
        assert "Que personne ne lit." in browser.text("[data-state=failed]")
        assert mistakes(browser) == []
        assert [phone.count(words) for words in ("Première.", "Deuxième.", "Ailleurs.")] == [1, 1, 1]
        assert [(each["state"], each["tries"]) for each in phone.queue] == [("failed", 5)]


def test_what_the_server_in_front_refuses_waits_and_is_tried_again_though_not_after_a_day(
    counter: Counter, tmp_path: Path
) -> None:
    """A network there is; what answers is a 503 of the web server in front, or the 500 of a mistake."""
    with on_the_road(counter, tmp_path) as phone:
        browser = phone.browser
        phone.enter()
        noting = f"POST /demandes/{phone.reference}/noter".encode()
        for status, words in ((503, "Premier passage."), (500, "Second passage.")):
            phone.open_request()
            phone.relay.refuses = {noting: status}
            phone.note(words)
            browser.wait("[data-state=away]")
            assert "nouvel essai" in browser.text("#queue")
            assert words in browser.text("#queue")
            assert mistakes(browser) == []
            assert phone.count(words) == 0
            phone.relay.mend()
            browser.run("window.dispatchEvent(new Event('online'))")
            browser.until(_EMPTY)
            assert phone.count(words) == 1
        # Away for longer than a day: it is shown, and leaves by hand alone.
        phone.open_request()
        phone.relay.refuses = {noting: 503}
        phone.note("D'hier.")
        browser.wait("[data-state=away]")
        browser.run(_AGED)
        phone.come_back()
        browser.wait("[data-state=old]")
        browser.run("await navigator.locks.request('guichet-queue', () => {});")
        assert phone.count("D'hier.") == 0
        browser.run("document.querySelector('[data-part=send]').click()")
        browser.until(_EMPTY)
        assert phone.count("D'hier.") == 1
