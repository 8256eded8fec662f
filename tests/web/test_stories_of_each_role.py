"""One story of each role, from the mail it begins with, through the pages, back to the letter it ends with: narrow
and wide, with scripts and without, light and dark, with motion and without. axe judges every state on the way.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.chromium import Browser, chromium
from tests.desk import SIGNER
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, PHOTO, ROADS_AGENT, ROADS_MANAGER, write
from tests.web.browsing import Counter
from tests.web.seen import mistakes
from tests.web.test_officials_see_their_delegation import OFFICIAL, elect
from tests.web.test_signing_in import last_code
from tests.web.test_tracking_page import path_of

_inbound = table_of(InboundMessage)
#: The button that ends the form of a new request.
SEND = "main form button:text('Enregistrer')"
SCHOOL = "direction.pasteur@ecoles.example.org"


@dataclass(frozen=True)
class Way:
    """How somebody looks at the pages."""

    width: int
    scripts: bool
    scheme: str
    reduced: bool

    def __str__(self) -> str:
        names = (str(self.width), "scripts" if self.scripts else "plain", self.scheme, "calm" * self.reduced)
        return "-".join(filter(None, names))


#: Each width, light and dark, with motion and without; each story with scripts and without.
WITH_SCRIPTS_FIRST = (
    Way(390, True, "dark", False),
    Way(820, False, "light", True),
    Way(1440, True, "light", False),
)
PLAIN_FIRST = (
    Way(390, False, "light", False),
    Way(820, True, "dark", True),
    Way(1440, False, "dark", False),
)


@dataclass
class Person:
    """Somebody at a browser, and the counter they call."""

    counter: Counter
    browser: Browser
    way: Way
    story: str
    wrong: list[str] = field(default_factory=list)
    looked: int = 0

    def open(self, path: str) -> None:
        self.browser.open(self.counter.address + path)
        self.look()

    def look(self) -> None:
        """What is shown is whole, and axe finds nothing wrong with it."""
        self.looked += 1
        where = f"{self.story}, {self.looked}: {self.browser.address}"
        if self.browser.run("return document.documentElement.scrollWidth;") > self.way.width:
            self.wrong.append(f"{where} is wider than {self.way.width}")
        self.wrong += [f"{where}: {each}" for each in mistakes(self.browser)]
        if kept := os.environ.get("GUICHET_PICTURES"):
            self.browser.screenshot(Path(kept) / f"{self.story}-{self.looked:02d}-{self.way}.png")

    def click(self, css: str, then: str = "") -> None:
        """Press it; where a script goes on by itself, until the page shows `then`."""
        self.browser.click(css)
        if then:
            self.browser.wait(then)
        self.look()

    def enter(self, address: str) -> None:
        """Sign in by the code that is sent. Both pages are the same for everybody: agents look at them."""
        self.browser.open(f"{self.counter.address}/entrer")
        for css, words in (("#contact", lambda: address), ("#code", lambda: last_code(self.counter)[0])):
            if address == KEEPER:
                self.look()
            self.browser.type(css, words())
            self.browser.click("main button")
        self.look()

    def choose(self, css: str, value: str) -> None:
        self.browser.choose(css, value)

    def unfold(self, css: str) -> None:
        """Open what is folded, when it is."""
        if not self.browser.run(f"return document.querySelector({css!r}).open;"):
            self.browser.click(f"{css} > summary")

    def part(self, *ids: str) -> None:
        """Choose a part of the composer."""
        for each in ids:
            self.browser.click(f"label[for={each}]")

    def text(self, css: str = "main") -> str:
        return self.browser.text(css)


def answered(counter: Counter, reference: str, text: str, *, sender: str, purpose: Purpose) -> None:
    """Somebody answers a letter about the request by mail."""
    until = counter.clock() + timedelta(days=400)
    token = SIGNER.sign(purpose, counter.request(reference).id, counter.person_at(sender), until)
    letter = write(text, sender=sender, name="", subject=f"Re: [{reference}]", message_id=None)
    counter.desk.take(letter, envelope_from=sender, recipients=(f"demandes+{token}@ville.test",))
    counter.settle()


def told(counter: Counter, notice: str) -> tuple[str, str]:
    """Who the last notice of this kind goes to, and its words."""
    row = counter.notices(notice)[-1]
    return row.recipient, str(row.data.get("text") or row.data.get("comment") or "")


def of_an_agent(one: Person) -> None:
    counter, browser = one.counter, one.browser
    reference = counter.ask(files={"photo.jpg": PHOTO})
    one.enter(KEEPER)
    assert "Ampoule cassée" in one.text(".cards")
    browser.type("#find", "gymnase ampoule")
    browser.click(".find button")
    one.look()
    one.click("tbody th a")
    one.part("tab-action")
    one.choose("#verbe", "take")
    one.click("#action button", then=".status > p")
    assert counter.request(reference).state == "taken"
    one.part("tab-answer")
    browser.type("#texte", "Bonjour Madame, quelle salle ?")
    one.click("#answer button", then=".line.out")
    assert told(counter, "answer") == (CITIZEN, "Bonjour Madame, quelle salle ?")
    counter.clock.pass_seconds(121)
    answered(counter, reference, "La petite salle.", sender=CITIZEN, purpose=Purpose.REQUESTER)
    # An open page follows by itself where there are scripts.
    if not one.way.scripts:
        one.open(f"/demandes/{reference}")
    browser.until("return document.querySelector('.lines').innerText.includes('La petite salle.');")
    one.open(f"/demandes/{reference}")
    one.part("tab-action")
    one.choose("#verbe", "done")
    browser.type("#commentaire", "C’est réparé.")
    one.click("#action button", then=".status > p")
    assert counter.request(reference).state == "done"
    assert told(counter, "done") == (CITIZEN, "C’est réparé.")


def of_a_manager(one: Person) -> None:
    counter, browser = one.counter, one.browser
    first = counter.ask("Un nid-de-poule profond rue des Lilas.", subject="Nid-de-poule")
    counter.ask("Un panneau de la route est tombé.", subject="Panneau", message_id="<q@example.org>")
    counter.set(first, assignee_id=None)
    one.enter(ROADS_MANAGER)
    one.open("/tableau")
    assert "Nid-de-poule" in one.text("#c-new ~ .cards")
    one.open(f"/demandes/{first}")
    one.part("tab-action", "do-give")
    one.choose("#a", "agent:marc-durand")
    browser.type("#mot", "Pour demain, merci.")
    one.click("#give button", then=".status > p")
    assert counter.notices("assigned")[-1].recipient == ROADS_AGENT
    counter.clock.pass_seconds(121)
    answered(counter, first, "pris", sender=ROADS_AGENT, purpose=Purpose.ASSIGNEE)
    one.open("/tableau")
    assert "Nid-de-poule" in one.text("#c-taken ~ .cards")
    one.open("/demandes?etat=ouvertes")
    for box in browser.all("tbody input[type=checkbox]"):
        browser.click(box)
    one.choose("#quoi", browser.run("return document.querySelector('#quoi optgroup option').value;"))
    one.click(".several button")
    assert "possible" in one.text(".notice")
    one.open("/chiffres")
    one.open("/agenda")


def of_an_administrator(one: Person) -> None:
    counter = one.counter
    letter = write("La grille du parc est ouverte.", sender="machine@example.org", subject="Grille")
    number = counter.desk.take(letter, envelope_from="machine@example.org")
    counter.settle()
    with counter.database.transaction() as session:
        held = {"state": "held", "reason": "looks automatic: List-Id is set.", "request_id": None}
        session.connection().execute(sa.update(_inbound).where(_inbound.c.id == number).values(**held))
    one.enter(ADMINISTRATOR)
    one.open("/a-trier?etat=held")
    one.click("tbody th a")
    one.click("button[value=laisser-passer]")
    counter.settle()
    state = counter.rows(sa.select(_inbound.c.state).where(_inbound.c.id == number))[0].state
    assert state == "new_request"
    one.open(f"/envois/{counter.notices('acknowledgement')[-1].id}")
    assert "machine@example.org" in one.text()
    for path in ("/envois", "/organisation", "/qui-voit-quoi", "/cles", "/vues"):
        one.open(path)


def of_an_official(one: Person) -> None:
    counter, browser = one.counter, one.browser
    elect(counter)
    reference = counter.ask("Une ampoule est cassée au gymnase Guimard. Jeanne Petit", name="Jeanne Petit")
    one.enter(OFFICIAL)
    assert "Jeanne" not in one.text()
    one.click(".card .what a")
    assert reference in browser.title and "Jeanne" not in one.text()
    browser.type("#note", "On m’en a parlé au marché.")
    one.click("section[aria-labelledby=comment] button")
    assert counter.entries()[-1].kind == "note" and not counter.entries()[-1].public
    one.click("button[value=suivre]")
    one.open("/nouvelle")
    browser.type("#texte", "Un banc du gymnase Guimard est cassé.")
    browser.click("input[name=origine]:not([value=''])")
    browser.type("#contact", "luc.morel@example.org")
    one.click(SEND)
    counter.settle()
    assert counter.notices("acknowledgement")[-1].recipient == "luc.morel@example.org"


def of_an_internal_service(one: Person) -> None:
    counter, browser = one.counter, one.browser
    counter.ask("La sonnette est en panne.", sender=SCHOOL, name="École Pasteur", subject="Sonnette")
    one.enter(SCHOOL)
    assert "Sonnette" in one.text()
    one.open("/nouvelle")
    browser.type("#texte", "Le portail ferme mal.")
    browser.type("#objet", "Portail")
    one.choose("#lieu", "gymnase-guimard")
    one.click(SEND)
    assert one.text("#status")
    counter.settle()
    assert told(counter, "acknowledgement")[0] == SCHOOL
    one.open("/mes-demandes")
    one.click(".card .what a")
    assert "Portail" in one.text(".what")
    path = urlsplit(browser.address).path
    answered(
        counter,
        "2026-00002",
        "Bonjour Madame,\n\nLe serrurier est prévenu.",
        sender=KEEPER,
        purpose=Purpose.ASSIGNEE,
    )
    counter.clock.pass_seconds(121)
    one.open(path)
    assert "Le serrurier est prévenu" in one.text(".lines")


def of_a_citizen(one: Person) -> None:
    counter, browser = one.counter, one.browser
    reference = counter.ask(files={"photo.jpg": PHOTO})
    path = path_of(counter, reference)
    one.open(path)
    assert "Votre demande est enregistrée" in one.text(".now")
    browser.type("#texte", "C’est l’ampoule de gauche.")
    one.click("section[aria-labelledby=write] button")
    counter.settle()
    assert counter.notices("requester_reply")[-1].recipient == KEEPER
    answered(
        counter, reference, "terminé : Bonjour Madame, c’est réparé.", sender=KEEPER, purpose=Purpose.ASSIGNEE
    )
    counter.clock.pass_seconds(121)
    one.open(path)
    assert "c’est réparé." in one.text(".lines")
    browser.type("#texte", "Elle ne marche toujours pas.")
    one.click("button[name=regle]")
    counter.settle()
    assert counter.request(reference).state == "reopened"
    one.open(path)
    one.unfold("section details")
    browser.type("#why", "J’ai trouvé une autre lampe.")
    one.click("section details button")
    counter.settle()
    assert any(row.text.endswith("une autre lampe.") for row in counter.entries())
    assert counter.notices("requester_reply")[-1].recipient == KEEPER
    one.open("/suivi/inconnu")


#: The story of each role, and how it is looked at.
STORIES: dict[str, tuple[Callable[[Person], None], tuple[Way, ...]]] = {
    "agent": (of_an_agent, WITH_SCRIPTS_FIRST),
    "manager": (of_a_manager, PLAIN_FIRST),
    "administrator": (of_an_administrator, WITH_SCRIPTS_FIRST),
    "official": (of_an_official, PLAIN_FIRST),
    "service": (of_an_internal_service, WITH_SCRIPTS_FIRST),
    "citizen": (of_a_citizen, PLAIN_FIRST),
}


@pytest.mark.parametrize(
    ("story", "way"),
    [pytest.param(name, way, id=f"{name}-{way}") for name, (_, ways) in STORIES.items() for way in ways],
)
def test_each_role_goes_their_way_from_a_mail_to_a_letter(
    counter: Counter, story: str, way: Way, tmp_path: Path
) -> None:
    with chromium(tmp_path / "shown", scripts=way.scripts, width=way.width) as browser:
        browser.show_at(way.width, way.scheme, reduced=way.reduced)
        one = Person(counter, browser, way, story)
        STORIES[story][0](one)
        assert one.wrong == []
