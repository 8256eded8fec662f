"""What an official types says nothing about who asks, nobody in copy is named to them, and they write only so much."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.people.contacts import find_contact
from dispatch.requests.requester import change_requester
from dispatch.web.acting.written import MOST_PER_HOUR
from models.organisation import Official
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.organisation import Followed
from models.tables.requests import EntryKind, Participant, RequestRow
from models.values import ContactKind
from tests.letters import KEEPER, write
from tests.web.browsing import Browser, Counter

OFFICIAL, OTHER = "anne.roux@elus.ville.test", "luc.blanc@elus.ville.test"
NEIGHBOUR = "paul.girod@example.org"
_inbound, _followed, _participants = table_of(InboundMessage), table_of(Followed), table_of(Participant)
_requests = table_of(RequestRow)


def elect(counter: Counter, **changes: Any) -> None:
    first = {
        "key": "anne-roux",
        "name": "Anne Roux",
        "emails": (OFFICIAL,),
        "services": ("batiments",),
        **changes,
    }
    second = {**first, "key": "luc-blanc", "name": "Luc Blanc", "emails": (OTHER,)}
    officials = tuple(Official.model_validate(each) for each in (first, second))
    counter.organise(counter.organisation().model_copy(update={"officials": officials}))


@pytest.fixture
def reference(counter: Counter) -> str:
    elect(counter, sees=["notes"])
    letter = write(
        "Une ampoule est cassée au gymnase Guimard.",
        subject="Ampoule de Jeanne Lambert",
        sender="jeanne.lambert@example.org",
        name="Jeanne Lambert",
        headers={"Cc": f"Paul Girod <{NEIGHBOUR}>"},
    )
    counter.ask("Un banc du gymnase Guimard est cassé.", sender=NEIGHBOUR, name="Paul Girod", subject="Banc")
    counter.desk.take(letter, envelope_from="jeanne.lambert@example.org")
    counter.settle()
    return "2026-00002"


@pytest.fixture
def browser(counter: Counter, reference: str) -> Browser:
    return counter.signed_in(OFFICIAL)


def test_a_name_guessed_in_a_word_comes_back_as_it_was_typed(
    counter: Counter, browser: Browser, reference: str
) -> None:
    path, guess = f"/delegation/{reference}", "Est-ce lambert, Mme Lambert ou Mme Zidane, au 06 39 98 00 12 ?"
    browser.open(path)
    assert guess in browser.send(f"{path}/commenter", note=guess).text
    other = counter.signed_in(OTHER).open(path).text
    assert "Est-ce lambert, […] ou […], au […] ?" in other, "struck by what it looks like alone"


@pytest.mark.parametrize("sees", [[], ["notes"]])
def test_a_name_guessed_in_what_is_written_for_somebody_comes_back_as_it_was_typed(
    counter: Counter, browser: Browser, reference: str, sees: list[str]
) -> None:
    elect(counter, sees=sees)
    browser.open("/nouvelle")
    text = "La porte du gymnase Guimard ferme mal : lambert, zidane, Lambert, Zidane."
    browser.send("/nouvelle", texte=text, objet="Porte de Lambert ou Zidane", origine="telephone",
                 nom="X", contact="jeanne.lambert@example.org")  # fmt: skip
    counter.settle()
    newest = counter.rows(sa.select(_requests).order_by(_requests.c.id.desc()))[0]
    assert newest.requester_id == counter.person_at("jeanne.lambert@example.org")
    for who in (browser, counter.signed_in(OTHER)):
        page = who.open("/delegation/2026-00003").text
        assert text in page and "Porte de Lambert ou Zidane" in page
        assert "Porte de Lambert ou Zidane" in who.open("/delegation.csv").content.decode("utf-8-sig")
        assert "Jeanne" not in page


def test_what_the_requester_wrote_is_struck_all_the_same(browser: Browser, reference: str) -> None:
    page = browser.open(f"/delegation/{reference}").text
    assert "Ampoule de […]" in page and "Lambert" not in page


def test_an_address_that_was_typed_names_nobody(counter: Counter, browser: Browser, reference: str) -> None:
    path = f"/delegation/{reference}"
    keeper = counter.signed_in(KEEPER)
    keeper.open(f"/demandes/{reference}")
    typed = "12 rue Lambert, chez Jeanne Lambert, 06 39 98 00 12"
    keeper.send(
        f"/demandes/{reference}/placer",
        adresse=typed,
        lieu="gymnase-guimard",
        latitude="47.4",
        longitude="0.7",
    )
    assert counter.request(reference).address == typed
    assert "12 rue Lambert, chez […], […]" in browser.open(path).text
    elect(counter, sees=["names"])
    assert typed in browser.open(path).text


def test_an_address_with_a_name_guessed_comes_back_as_it_was_typed(
    counter: Counter, browser: Browser
) -> None:
    guess = "derrière chez lambert, Lambert ou Zidane"
    browser.open("/nouvelle")
    browser.send("/nouvelle", texte="La porte du gymnase Guimard ferme mal.", adresse=guess,
                 latitude="47.4", longitude="0.7", origine="telephone", nom="X",
                 contact="jeanne.lambert@example.org")  # fmt: skip
    counter.settle()
    assert guess in browser.open("/delegation/2026-00003").text


def test_nobody_in_copy_is_named_in_a_note(counter: Counter, browser: Browser, reference: str) -> None:
    assert counter.rows(sa.select(_participants.c.address).where(_participants.c.address == NEIGHBOUR))
    keeper = counter.signed_in(KEEPER)
    keeper.open(f"/demandes/{reference}")
    keeper.send(
        f"/demandes/{reference}/noter", note="Vu avec girod, et Paul au téléphone ; paul.girod@example.org"
    )
    note = next(row for row in counter.entries() if row.text.startswith("Vu avec"))
    with counter.database.transaction() as session:
        from dispatch.history.actor import SYSTEM
        from dispatch.history.change import Change
        from dispatch.history.request import lock_request

        in_force = counter.board.organisations.current(session).in_force
        request = lock_request(session, in_force, note.request_id)
        change = Change(session, in_force, request, SYSTEM, "a test", counter.clock())
        change.write(EntryKind.NOTE, text="paul g. suit la demande.", data={"follows": True})
        contact = find_contact(session, ContactKind.EMAIL, NEIGHBOUR)
        assert contact is not None
        change_requester(change, contact, before="jeanne l.")
    page = browser.open(f"/delegation/{reference}").text
    assert "Vu avec […], et […] au téléphone ; […]" in page
    for hidden in ("girod", "Girod", "paul", "Paul", "jeanne", "Lambert", "suit la demande"):
        assert hidden not in page.replace("paul-bert", ""), hidden
    elect(counter, sees=["notes", "names"])
    assert "paul g. suit la demande." in browser.open(f"/delegation/{reference}").text


def test_following_makes_nobody_a_participant(counter: Counter, browser: Browser, reference: str) -> None:
    browser.open(f"/delegation/{reference}")
    browser.send(f"/delegation/{reference}/suivre", choix="suivre")
    assert len(counter.rows(sa.select(_followed))) == 1
    assert not counter.rows(sa.select(_participants.c.address).where(_participants.c.address == OFFICIAL))


def test_an_official_writes_and_follows_only_so_often_in_an_hour(
    counter: Counter, browser: Browser, reference: str
) -> None:
    def write_one() -> int:
        browser.open("/nouvelle")
        sent = browser.send(
            "/nouvelle", texte="Un trou.", origine="telephone", nom="Ana", contact="ana@example.org"
        )
        return sent.status_code

    def follow(choice: str) -> int:
        browser.open(f"/delegation/{reference}")
        return browser.send(f"/delegation/{reference}/suivre", choix=choice).status_code

    before = len(counter.rows(sa.select(_inbound.c.id)))
    assert [write_one() for _ in range(MOST_PER_HOUR + 1)] == [200] * MOST_PER_HOUR + [429]
    assert "Un trou." in browser.page.text, "what was typed is not lost"
    assert len(counter.rows(sa.select(_inbound.c.id))) == before + MOST_PER_HOUR
    assert {follow("suivre" if number % 2 else "cesser") for number in range(MOST_PER_HOUR)} == {200}
    assert follow("suivre") == 429
    assert "beaucoup de demandes" in browser.page.text
    counter.clock.pass_seconds(3601)
    assert (write_one(), follow("suivre")) == (200, 200)


def test_a_clerk_writes_down_as_many_as_there_are(counter: Counter, reference: str) -> None:
    clerk = counter.signed_in(KEEPER)
    for _ in range(MOST_PER_HOUR + 1):
        clerk.open("/nouvelle")
        assert clerk.send("/nouvelle", texte="Un trou.", origine="telephone", nom="Ana").status_code == 200


def test_files_for_a_page_of_staff_are_read_for_nobody_else(browser: Browser, reference: str) -> None:
    browser.send(f"/demandes/{reference}/noter", files={"photo": ("x.jpg", b"x" * 1_000_000, "image/jpeg")})
    assert browser.page.status_code == 404
    assert browser.page.headers["Connection"] == "close", "refused before the body is read"
