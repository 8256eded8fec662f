"""The page of whoever asked: opened by the link of each letter, read-only until a button is pressed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.delivery.pages import page_of
from dispatch.letters.contents import prepare
from dispatch.letters.rows import read_rows
from dispatch.notices.claimed import ClaimedNotice
from dispatch.people.contacts import find_contact
from dispatch.people.merging import link_contacts
from models.organisation.workflow import Transition
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Attachment
from models.values import ContactKind
from tests.desk import SIGNER
from tests.letters import CITIZEN, KEEPER, PHOTO, STRANGER, write
from tests.photos import photo_taken_at
from tests.web.browsing import Browser, Counter

_outbox, _files = table_of(OutboundMessage), table_of(Attachment)


@pytest.fixture
def reference(counter: Counter) -> str:
    return counter.ask(files={"photo.jpg": PHOTO})


def path_of(counter: Counter, reference: str, *, person: int | None = None, days: float = 400) -> str:
    request = counter.request(reference)
    expires_at = counter.clock() + timedelta(days=days)
    token = SIGNER.sign(Purpose.TRACK, request.id, person or request.requester_id, expires_at)
    return f"/suivi/{token}"


@pytest.fixture
def citizen(counter: Counter, reference: str) -> Browser:
    browser = counter.browser()
    browser.open(path_of(counter, reference))
    return browser


def ledger(counter: Counter) -> list[Any]:
    return counter.rows(sa.text("SELECT door, state, reason FROM inbound_message ORDER BY id"))  # type: ignore[arg-type]


def test_it_says_in_words_where_the_request_stands_and_what_comes_next(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    assert "Votre demande est enregistrée" in citizen.page.text
    assert "au plus tard le" in citizen.page.text
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(
        f"/demandes/{reference}/agir", verbe="plan", jour="2026-11-12", commentaire="Nous venons jeudi."
    )
    counter.clock.pass_seconds(121)
    shown = citizen.open(path_of(counter, reference)).text
    assert "Votre demande est planifiée pour le jeudi 12 novembre 2026." in shown
    assert "Nous venons jeudi." in shown


def test_hours_of_planned_work_are_given_on_the_page_of_the_request(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    agent = counter.signed_in(KEEPER)
    page = f"/demandes/{reference}"
    asked = {"verbe": "plan", "jour": "2026-11-12", "heure": "11:00", "heure_fin": "09:00"}
    agent.open(page)
    wrong = agent.send(f"{page}/agir", **asked)
    assert wrong.status_code == 400 and "heure de fin vient avant" in wrong.text
    assert 'value="11:00"' in wrong.text and 'value="09:00"' in wrong.text, "what was typed is kept"
    agent.open(page)
    agent.send(f"{page}/agir", **(asked | {"heure_fin": "12:00"}))
    shown = agent.open(page).text
    assert "jeudi 12 novembre 2026, entre 11\u00a0h et midi" in shown
    assert "entre 11\u00a0h et midi" in agent.open("/agenda?a=tous").text
    counter.clock.pass_seconds(121)
    mine = citizen.open(path_of(counter, reference)).text
    assert "Votre demande est planifiée pour le jeudi 12 novembre 2026, entre 11\u00a0h et midi." in mine


def test_it_shows_what_is_said_to_the_requester_and_nothing_from_inside(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/noter", note="Client difficile.")
    agent.send(f"/demandes/{reference}/donner", a="agent:paul-girard", mot="Va voir.")
    agent.send(f"/demandes/{reference}/repondre", texte="Nous passons demain.")
    agent.send(f"/demandes/{reference}/repondre", texte="Non, lundi.")
    agent.send(f"/demandes/{reference}/annuler")
    assert "Nous passons demain." not in citizen.open(path_of(counter, reference)).text
    counter.clock.pass_seconds(121)
    shown = citizen.open(path_of(counter, reference)).text
    assert "Nous passons demain." in shown
    for inside in ("Client difficile.", "Va voir.", "Non, lundi.", "karim.benali@", "Paul Girard", "Règle"):
        assert inside not in shown, inside


def test_it_says_that_the_town_has_answered_though_nobody_has_taken_it_up(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/repondre", texte="Nous passons demain.")
    assert "et nous vous avons répondu" not in citizen.open(path_of(counter, reference)).text
    counter.clock.pass_seconds(121)
    assert "Votre demande est enregistrée, et nous vous avons répondu le" in (
        citizen.open(path_of(counter, reference)).text
    )


def test_looking_changes_nothing(counter: Counter, citizen: Browser, reference: str) -> None:
    """A scanner that opens every link of every letter finds pages, and does nothing by it."""
    before = (len(counter.entries()), len(ledger(counter)), counter.request(reference).updated_at)
    base = path_of(counter, reference)
    for path in (base, f"{base}/ecrire", f"{base}/annuler", f"{base}/photos", f"{base}/preuve"):
        assert citizen.open(path).status_code == 200
        citizen.session.head(counter.address + path, timeout=60)
    assert (len(counter.entries()), len(ledger(counter)), counter.request(reference).updated_at) == before


def test_what_is_written_there_joins_the_request_as_a_reply_by_mail_does(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    base = path_of(counter, reference)
    assert citizen.send(f"{base}/ecrire", texte="  ").status_code == 400
    citizen.send(f"{base}/ecrire", texte="C’est l’ampoule de gauche.\n\nMerci")
    assert citizen.page.url.endswith("?dit=message")
    counter.settle()
    assert tuple(ledger(counter)[-1])[:2] == ("web", "follow_up")
    entry = [row for row in counter.entries() if row.kind == "message_in"][-1]
    assert entry.text.startswith("C’est l’ampoule de gauche.")
    assert (entry.public, entry.actor_role, entry.person_id) == (
        True,
        "requester",
        counter.person_at(CITIZEN),
    )
    assert counter.notices("requester_reply")[-1].recipient == KEEPER
    assert "C’est l’ampoule de gauche." in citizen.open(base).text


def test_what_is_written_about_a_joined_request_stays_with_whoever_wrote_it(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    other = counter.ask("Une seconde ampoule est cassée au gymnase Guimard.", sender="paul@example.org")
    counter.set(reference, merged_into_id=counter.request(other).id)
    base = path_of(counter, reference)
    citizen.open(base)
    citizen.send(f"{base}/ecrire", texte="C’est l’ampoule de gauche.")
    counter.settle()
    entry = [row for row in counter.entries() if row.kind == "message_in"][-1]
    assert entry.request_id == counter.request(reference).id
    citizen.open(base)
    citizen.send(f"{base}/annuler", texte="")
    counter.settle()
    entry = [row for row in counter.entries() if row.kind == "message_in"][-1]
    assert entry.request_id == counter.request(reference).id


def test_not_solved_opens_a_closed_request_again(counter: Counter, citizen: Browser, reference: str) -> None:
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/agir", verbe="done")
    base = path_of(counter, reference)
    assert "n’est pas réglé" in citizen.open(base).text
    citizen.send(f"{base}/ecrire", texte="Elle clignote encore.", regle="non")
    counter.settle()
    assert counter.request(reference).state == "reopened"


def test_a_wish_to_cancel_is_passed_on_where_the_workflow_does_not_let_them(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    base = path_of(counter, reference)
    citizen.send(f"{base}/annuler", texte="Le voisin l’a changée.")
    assert "nous est transmis" in citizen.page.text
    counter.settle()
    assert counter.request(reference).state == "new"
    assert ledger(counter)[-1].reason == "to be canceled: passed on to staff"
    assert counter.notices("requester_reply")[-1].recipient == KEEPER


def test_a_wish_to_cancel_is_done_where_the_workflow_lets_them(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    organisation = counter.organisation()
    course = organisation.workflows[0]
    own = Transition.model_validate({"from": ["new"], "to": "done", "verb": "withdraw", "who": ["requester"]})
    course = course.model_copy(update={"transitions": (*course.transitions, own)})
    counter.organise(organisation.model_copy(update={"workflows": (course,)}))
    citizen.send(f"{path_of(counter, reference)}/annuler")
    counter.settle()
    assert counter.request(reference).state == "done"
    assert counter.notices("state_changed")[-1].recipient == CITIZEN


def test_photos_are_handed_in_by_the_page_for_photos(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    path = f"{path_of(counter, reference)}/photos"
    answer = citizen.session.post(
        counter.address + path,
        data=citizen.hidden(path),
        headers={"Origin": counter.address},
        allow_redirects=False,
        timeout=60,
    )
    where = answer.headers["Location"]
    assert where.startswith("/depot/")
    claim = SIGNER.read(where.removeprefix("/depot/").partition("?")[0])
    assert claim.purpose is Purpose.UPLOAD


def test_no_link_but_the_persons_own_opens_anything(counter: Counter, reference: str) -> None:
    browser, request = counter.browser(), counter.request(reference)
    other = counter.person_at(KEEPER)
    reply = SIGNER.sign(
        Purpose.REQUESTER, request.id, request.requester_id, counter.clock() + timedelta(days=9)
    )
    good = path_of(counter, reference)
    for path in (
        path_of(counter, reference, person=other),
        path_of(counter, reference, days=-2),
        f"/suivi/{reply}",
        "/suivi/nothing",
        good[:-1] + ("a" if good[-1] != "a" else "b"),
    ):
        page = browser.open(path)
        assert page.status_code == 404
        assert "ampoule" not in page.text
    counter.set(reference, requester_id=other)
    assert browser.open(good).status_code == 404, "it is somebody else's request now"


def test_a_link_and_ones_own_words_outlive_the_record_of_an_address(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    """Whoever asked turns out to be known at another address, whose record stays."""
    good, now = path_of(counter, reference), counter.clock()
    other = "jeanne@autre.example"
    counter.ask("Un banc est cassé.", sender=other, message_id="<2@autre.example>")
    with counter.database.transaction() as session:
        stays = find_contact(session, ContactKind.EMAIL, other)
        assert stays is not None
        link_contacts(session, stays, ContactKind.EMAIL, CITIZEN, CITIZEN, now)
    assert counter.request(reference).requester_id == counter.person_at(other)
    assert citizen.open(good).status_code == 200
    assert "Une ampoule est cassée" in citizen.page.text


def test_files_of_staff_are_had_as_they_travel_and_ones_own_as_they_came(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    """A letter takes a picture along without its place, and no document that nobody asked for."""
    until = counter.clock() + timedelta(days=400)
    about, agent = counter.request(reference).id, counter.person_at(KEEPER)
    to = f"demandes+{SIGNER.sign(Purpose.ASSIGNEE, about, agent, until)}@ville.test"
    photo = photo_taken_at(48.5, 2.5)
    files = {"gymnase.jpg": photo, "interne-budget.docx": b"PK\x03\x04 prive"}
    answer = write("réponse : Voici le gymnase, Madame.", sender=KEEPER, name="", files=files)
    counter.desk.take(answer, envelope_from=KEEPER, recipients=(to,))
    counter.settle()
    counter.clock.now += timedelta(hours=1)
    base = path_of(counter, reference)
    shown = citizen.open(base).text
    assert "Voici le gymnase" in shown and "gymnase.jpg" in shown and "interne-budget" not in shown
    rows = counter.rows(sa.select(_files.c.id, _files.c.filename).order_by(_files.c.id))
    own, sent, kept = (
        next(row.id for row in rows if row.filename == name)
        for name in ("photo.jpg", "gymnase.jpg", "interne-budget.docx")
    )
    copy = citizen.open(f"{base}/fichiers/{sent}/gymnase.jpg").content
    assert copy.startswith(b"\xff\xd8") and b"Telephone de Jeanne" in photo and b"Telephone" not in copy
    assert citizen.open(f"{base}/fichiers/{kept}/interne-budget.docx").status_code == 404
    assert citizen.open(f"{base}/fichiers/{own}/photo.jpg").content == PHOTO


def test_an_old_link_shows_nothing_until_its_person_is_named(
    counter: Counter, citizen: Browser, reference: str
) -> None:
    base = path_of(counter, reference)
    file_id = counter.rows(sa.select(_files.c.id))[0].id
    counter.clock.now += timedelta(days=32)
    stranger = counter.browser()
    assert "ampoule" not in stranger.open(base).text
    assert stranger.open(f"{base}/fichiers/{file_id}/photo.jpg").status_code == 404
    stranger.open(base)
    assert stranger.send(f"{base}/preuve", contact="quelqu-un@example.net").status_code == 400
    before = len(ledger(counter))
    stranger.send(f"{base}/ecrire", texte="Je m’en mêle.")
    assert len(ledger(counter)) == before
    for _ in range(4):
        stranger.open(base)
        stranger.send(f"{base}/preuve", contact="quelqu-un@example.net")
    assert stranger.send(f"{base}/preuve", contact=CITIZEN).status_code == 429
    counter.clock.now += timedelta(hours=2)
    citizen.open(base)
    citizen.send(f"{base}/preuve", contact=CITIZEN.upper())
    assert "ampoule" in citizen.page.text
    assert "ampoule" in citizen.open(base).text
    counter.clock.now += timedelta(minutes=31)
    assert "ampoule" not in citizen.open(base).text


def test_a_form_of_another_site_does_nothing(counter: Counter, citizen: Browser, reference: str) -> None:
    base, before = path_of(counter, reference), len(ledger(counter))
    assert citizen.send(f"{base}/annuler", origin="https://evil.example").status_code == 403
    citizen.open(base)
    assert citizen.send(f"{base}/annuler", jeton="0" * 32).status_code == 404
    assert len(ledger(counter)) == before


def test_nobody_writes_without_end(counter: Counter, citizen: Browser, reference: str) -> None:
    base = path_of(counter, reference)
    for at in range(20):
        citizen.open(base)
        citizen.send(f"{base}/ecrire", texte=f"Message {at}")
        counter.settle()
    citizen.open(base)
    assert citizen.send(f"{base}/ecrire", texte="Encore un").status_code == 429
    assert "Encore un" in citizen.page.text


def _view_of(counter: Counter, row: Any, settings: Any) -> str:
    claimed = ClaimedNotice(**{name: getattr(row, name) for name in ClaimedNotice.__dataclass_fields__})
    with counter.database.reading() as session:
        rows = read_rows(session, [claimed])
        in_force = counter.board.organisations.current(session).in_force
    prepared = prepare(
        claimed,
        rows,
        in_force,
        sender_name="",
        reply_address="demandes@ville.test",
        marker="",
        max_attached_bytes=0,
        words_of=lambda details: details,
    )
    return page_of(prepared, SIGNER, settings, counter.clock())


def test_each_letter_leads_its_reader_to_their_own_page(counter: Counter, reference: str) -> None:
    (given,), (told,) = counter.notices("assigned"), counter.notices("acknowledgement")
    settings = counter.desk.settings
    assert _view_of(counter, given, settings) == f"http://127.0.0.1:8080/demandes/{reference}"
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/repondre", texte="Bonjour")
    (answer,) = counter.notices("answer")
    page = _view_of(counter, answer, settings)
    assert page.startswith("http://127.0.0.1:8080/suivi/")
    assert "ampoule" in counter.browser().open(page.removeprefix("http://127.0.0.1:8080")).text
    plain = told.data.get("plain", False)
    assert bool(_view_of(counter, told, settings)) is not plain
    closed = settings.model_copy(update={"web": settings.web.model_copy(update={"board": False})})
    assert _view_of(counter, answer, closed) == ""


def test_what_is_followed_with_another_stands_as_that_one_does(counter: Counter, reference: str) -> None:
    """Its own row is closed; nothing of the other one but its state is shown."""
    other = counter.ask("Une autre ampoule, avec Zorglub.", sender=STRANGER, subject="Lampe")
    counter.set(reference, merged_into_id=counter.request(other).id, state="done", state_kind="done")
    counter.set(other, state="taken", state_kind="open")
    browser = counter.browser()
    shown = browser.open(path_of(counter, reference)).text
    assert "suivie avec une autre demande" in shown and "en cours de traitement" in shown
    assert "terminée" not in shown
    assert other not in shown and "Zorglub" not in shown
    counter.set(other, state="done", state_kind="done")
    assert "terminée" in browser.open(path_of(counter, reference)).text
