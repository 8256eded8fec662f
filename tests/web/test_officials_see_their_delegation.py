"""An elected official in a browser: their delegation, nobody named, nothing changed but a word and a wish."""

from __future__ import annotations

import io
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from dispatch.sight.conditions import delegated_to
from dispatch.sight.may_see import Placed, is_delegated
from dispatch.sight.viewer import viewer_of
from models.organisation import Official
from models.tables.columns import table_of
from models.tables.organisation import Followed
from models.tables.requests import Attachment, RequestRow
from models.tables.sessions import WebSession
from tests.letters import ADMINISTRATOR, KEEPER, PHOTO
from tests.web.browsing import Browser, Counter

OFFICIAL = "anne.roux@elus.ville.test"
_requests, _followed, _files = table_of(RequestRow), table_of(Followed), table_of(Attachment)
_sessions = table_of(WebSession)
WORDS = (
    "Bonjour, une ampoule est cassée au gymnase Guimard, près du petit escalier. Rappelez-moi au 06 39 98 00 12 ou à "
    "jeanne.petit@example.org. Mme Zoé Lambert l’a vue aussi. Jeanne Petit"
)


def official(**changes: Any) -> Official:
    values = {"key": "anne-roux", "name": "Anne Roux", "emails": (OFFICIAL,), "services": ("batiments",)}
    return Official.model_validate({**values, **changes})


def elect(counter: Counter, **changes: Any) -> None:
    counter.organise(counter.organisation().model_copy(update={"officials": (official(**changes),)}))


@pytest.fixture
def reference(counter: Counter) -> str:
    elect(counter)
    files = {"jeanne-petit.jpg": PHOTO, "lettre.pdf": b"%PDF-1.4 Jeanne Petit"}
    return counter.ask(WORDS, subject="Ampoule de Jeanne Petit", name="Jeanne Petit", files=files)


@pytest.fixture
def browser(counter: Counter, reference: str) -> Browser:
    return counter.signed_in(OFFICIAL)


def test_a_code_sent_to_a_registered_address_lets_an_official_in_and_to_their_delegation(
    counter: Counter, reference: str
) -> None:
    browser = counter.browser()
    browser.open("/entrer")
    assert browser.send("/entrer", contact=OFFICIAL).status_code == 200
    assert len(counter.notices("sign_in")) == 1
    signed = counter.signed_in(OFFICIAL)
    assert signed.open("/").url == counter.address + "/delegation"
    for path in ("/bureau", "/demandes", "/tableau", f"/demandes/{reference}", "/a-trier", "/chiffres"):
        assert signed.open(path).status_code == 404, path


def test_nobody_is_named_on_any_page_file_or_search(
    counter: Counter, browser: Browser, reference: str
) -> None:
    listed = browser.open("/delegation").text
    assert reference in listed and "Ampoule de […]" in listed
    page = browser.open(f"/delegation/{reference}").text
    assert "ampoule est cassée au gymnase Guimard" in page and "près du petit escalier" in page
    csv = browser.open("/delegation.csv").content.decode("utf-8-sig")
    assert reference in csv
    book = load_workbook(io.BytesIO(browser.open("/delegation.xlsx").content))
    sheet = " ".join(str(cell.value) for row in book.active.rows for cell in row)  # type: ignore[union-attr]
    assert reference in sheet
    for text in (listed, page, csv, sheet):
        for hidden in (
            "Jeanne",
            "Petit",
            "jeanne",
            "Lambert",
            "06 39 98",
            "39980012",
            "example.org",
            "lettre.pdf",
        ):
            assert hidden not in text, hidden
    for words in ("jeanne", "petit jeanne", "Lambert", "0639980012", "jeanne.petit@example.org"):
        found = browser.session.get(
            counter.address + "/delegation", params={"q": words, "etat": "toutes"}, timeout=60
        )
        assert reference not in found.text and ">0</span>" in found.text, words
        taken = browser.session.get(counter.address + "/delegation.csv", params={"q": words}, timeout=60)
        assert reference not in taken.text
    for words in ("ampoule", "petit escalier", reference, str(int(reference[5:])), "gymn"):
        found = browser.session.get(counter.address + "/delegation", params={"q": words}, timeout=60)
        assert reference in found.text, words


def test_of_files_only_pictures_are_shown_and_tell_nothing_besides(
    counter: Counter, browser: Browser, reference: str
) -> None:
    from tests.photos import photo_taken_at

    ids = {row.filename: row.id for row in counter.rows(sa.select(_files))}
    shown = browser.open(f"/delegation/{reference}/fichiers/{ids['jeanne-petit.jpg']}/photo-1")
    assert shown.status_code == 200 and "jeanne" not in shown.headers["Content-Disposition"]
    assert browser.open(f"/delegation/{reference}/fichiers/{ids['lettre.pdf']}/x").status_code == 404
    placed = counter.ask("Au gymnase Guimard", files={"p.jpg": photo_taken_at(46.7, 4.4)}, subject="Autre")
    counter.set(placed, service_id=counter.request(reference).service_id)
    number = max(row.id for row in counter.rows(sa.select(_files)))
    bare = browser.open(f"/delegation/{placed}/fichiers/{number}/p").content
    assert bare.startswith(b"\xff\xd8\xff") and b"Exif" not in bare


def test_the_organisation_may_show_names_and_notes(
    counter: Counter, browser: Browser, reference: str
) -> None:
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/noter", note="Vu avec le chauffagiste")
    assert "chauffagiste" not in browser.open(f"/delegation/{reference}").text
    elect(counter, sees=["names", "notes"])
    page = browser.open(f"/delegation/{reference}").text
    for shown in ("Jeanne Petit", "jeanne.petit@example.org", "Lambert", "lettre.pdf", "chauffagiste"):
        assert shown in page, shown
    found = browser.session.get(counter.address + "/delegation", params={"q": "jeanne"}, timeout=60)
    assert reference in found.text


def test_a_letter_of_ours_among_the_files_is_for_whoever_it_was_written_to_alone(counter: Counter) -> None:
    elect(counter, sees=("names",))
    notice = b"Demande 2026-00042 \xc2\xb7 guichet.42.ab2cd3ef"
    reference = counter.ask(WORDS, files={"avis.txt": notice, "lettre.txt": b"Jeanne Petit"})
    browser = counter.signed_in(OFFICIAL)
    opened = {
        row.filename: browser.open(f"/delegation/{reference}/fichiers/{row.id}/x").status_code
        for row in counter.rows(sa.select(_files))
    }
    assert opened == {"avis.txt": 404, "lettre.txt": 200}


def test_what_is_no_part_of_the_delegation_looks_as_if_it_never_was(
    counter: Counter, browser: Browser, reference: str
) -> None:
    counter.set(reference, service_id=None, building_id=None)
    for path in (f"/delegation/{reference}", f"/delegation/{reference}/fichiers/1/x"):
        there, never = browser.open(path), browser.open(path.replace(reference, "2026-09999"))
        assert (there.status_code, there.text) == (404, never.text)
    assert reference not in browser.open("/delegation?etat=toutes").text
    browser.open("/nouvelle")
    for act in ("commenter", "suivre"):
        sent = browser.session.post(
            f"{counter.address}/delegation/{reference}/{act}",
            data={**browser.hidden("/nouvelle"), "note": "x", "choix": "suivre"},
            headers={"Origin": counter.address},
            timeout=60,
        )
        assert sent.status_code == 404, act
    assert counter.rows(sa.select(_followed)) == []


@pytest.mark.parametrize("address", [KEEPER, ADMINISTRATOR, "jeanne.petit@example.org"])
def test_the_pages_of_officials_are_there_for_nobody_else(
    counter: Counter, reference: str, address: str
) -> None:
    other = counter.signed_in(address, as_staff=address != "jeanne.petit@example.org")
    for path in ("/delegation", "/delegation.csv", f"/delegation/{reference}"):
        assert other.open(path).status_code == 404
    assert counter.browser().open("/delegation").url.endswith("/entrer?vers=%2Fdelegation")


def test_a_word_is_a_note_for_whoever_has_the_request_and_its_requester_never_reads_it(
    counter: Counter, browser: Browser, reference: str
) -> None:
    before = len(counter.notices("note_added"))
    browser.open(f"/delegation/{reference}")
    assert browser.send(f"/delegation/{reference}/commenter", note=" ").status_code == 400
    said = browser.send(f"/delegation/{reference}/commenter", note="Le club joue samedi.")
    assert "Le club joue samedi." in said.text
    (note,) = [row for row in counter.entries() if row.text == "Le club joue samedi."]
    assert note.kind == "note" and not note.public and note.data["official"] == "anne-roux"
    assert len(counter.notices("note_added")) == before + 1
    page = counter.signed_in(KEEPER).open(f"/demandes/{reference}").text
    assert "Anne Roux (élu" in page
    elect(counter, comments=False)
    assert "commenter" not in browser.open(f"/delegation/{reference}").text
    assert counter.accesses("note")[-1].actor == "official:anne-roux"


def test_news_follow_the_delegation_and_no_further(
    counter: Counter, browser: Browser, reference: str
) -> None:
    def take(verb: str) -> None:
        agent = counter.signed_in(KEEPER)
        agent.open(f"/demandes/{reference}")
        sent = agent.send(f"/demandes/{reference}/agir", verbe=verb, commentaire="Jeanne, c’est vu.")
        assert sent.status_code == 200, sent.text[:300]

    browser.open(f"/delegation/{reference}")
    assert "Vous suivez" in browser.send(f"/delegation/{reference}/suivre", choix="suivre").text
    take("take")
    (news,) = counter.notices("follower_news")
    assert news.recipient == OFFICIAL and "comment" not in news.data and "Jeanne" not in str(news.data)
    service = counter.request(reference).service_id
    counter.set(reference, service_id=None, building_id=None)
    take("wait")
    assert len(counter.notices("follower_news")) == 1, "it is no part of their delegation any more"
    counter.set(reference, service_id=service)
    browser.open(f"/delegation/{reference}")
    browser.send(f"/delegation/{reference}/suivre", choix="cesser")
    take("done")
    assert len(counter.notices("follower_news")) == 1


def test_an_official_writes_for_a_citizen_who_told_them(counter: Counter, browser: Browser) -> None:
    browser.open("/nouvelle")
    sent = browser.send(
        "/nouvelle", texte="La porte du gymnase Guimard ferme mal.", origine="telephone", nom="Ana Costa", contact="ana@example.org"
    )  # fmt: skip
    assert sent.url.startswith(counter.address + "/delegation")
    counter.settle()
    row = counter.rows(sa.select(_requests).order_by(_requests.c.id.desc()))[0]
    assert row.requester_id == counter.person_at("ana@example.org")


def test_whose_term_is_over_is_signed_out_at_once(counter: Counter, browser: Browser) -> None:
    assert browser.open("/delegation").status_code == 200
    elect(counter, closed=True)
    assert counter.rows(sa.select(_sessions.c.ended_at))[0].ended_at is not None
    assert browser.open("/delegation").url.startswith(counter.address + "/entrer")
    counter.browser().open("/entrer")
    again = counter.browser()
    again.open("/entrer")
    again.send("/entrer", contact=OFFICIAL)
    assert counter.notices("sign_in") == []


def test_administrators_see_which_request_is_part_of_which_delegation(
    counter: Counter, reference: str
) -> None:
    page = counter.signed_in(ADMINISTRATOR).open(f"/qui-voit-quoi?ref={reference}").text
    row = page.partition("Anne Roux")[2].partition("</tr>")[0]
    assert row.count("oui") == 2 and row.count("non") == 2, "sees it and may leave a word; no names, no notes"


def test_the_database_delegates_what_the_function_does(counter: Counter, reference: str) -> None:
    elect(counter, buildings=["gymnase-guimard"], services=["voirie"])
    with counter.database.reading() as session:
        in_force = counter.board.organisations.current(session).in_force
    today = in_force.organisation.town.local_day(counter.clock())
    viewer = viewer_of(in_force.organisation, today, person_id=1, official="anne-roux")
    seen = set()
    for service in (None, "voirie", "batiments"):
        for building in (None, "gymnase-guimard", "mairie"):
            counter.set(
                reference,
                service_id=in_force.service_ids.get(service or ""),
                building_id=in_force.building_ids.get(building or ""),
            )
            query = sa.select(_requests.c.id).where(delegated_to(viewer, in_force))
            said = bool(counter.rows(query))
            assert said == is_delegated(viewer, Placed(9, service=service, building=building))
            seen.add(said)
    assert seen == {True, False}
