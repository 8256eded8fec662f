"""An agent's work on a page: the same changes as by mail, nothing sent twice, no word lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.web.frame import form
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import Visit
from models.signing.tokens import Purpose
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Task, withdrawn
from models.vocabulary import StaffRole
from tests.desk import SIGNER
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT, write
from tests.servers.http_service import serving
from tests.web.browsing import Browser, Counter

_tasks, _outbox = table_of(Task), table_of(OutboundMessage)


@pytest.fixture
def reference(counter: Counter) -> str:
    return counter.ask()


@pytest.fixture
def agent(counter: Counter, reference: str) -> Browser:
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    return browser


def do(browser: Browser, reference: str, act: str, **fields: str) -> int:
    return browser.send(f"/demandes/{reference}/{act}", **fields).status_code


def leave(counter: Counter, notice: str) -> None:
    """The wait is over, and what was due has left."""
    counter.clock.pass_seconds(121)
    due = _outbox.c.notice == notice, _outbox.c.state == OutboundState.QUEUED
    with counter.database.transaction() as session:
        left = sa.update(_outbox).where(*due).values(state=OutboundState.SENT, sent_at=counter.clock())
        assert session.connection().execute(left).rowcount > 0


def test_an_answer_waits_a_moment_and_goes_to_the_requester_as_one_by_mail_does(
    counter: Counter, agent: Browser, reference: str
) -> None:
    assert do(agent, reference, "repondre", texte="Bonjour Madame, nous passons demain.") == 200
    (told,) = counter.notices("answer")
    assert (told.recipient, told.audience, told.state) == (CITIZEN, "requester", "queued")
    assert told.data["text"] == "Bonjour Madame, nous passons demain."
    wait = counter.desk.settings.agents.publish_delay_seconds
    assert (told.next_attempt_at - counter.clock()).total_seconds() == wait
    entry = counter.entries()[-1]
    assert (entry.kind, entry.public, entry.actor_role, entry.data["proof"]) == (
        "message_out",
        True,
        "agent",
        "web",
    )
    assert "nous passons demain" in agent.page.text
    assert [row.actor for row in counter.accesses("answer")] == ["agent:karim-benali"]


def test_a_note_never_leaves(counter: Counter, agent: Browser, reference: str) -> None:
    assert do(agent, reference, "noter", note="Chien méchant, y aller à deux.") == 200
    entry = counter.entries()[-1]
    assert (entry.kind, entry.public) == ("note", False)
    assert counter.notices("answer") == []
    assert all(row.audience != "requester" for row in counter.notices("note_added"))
    assert "Chien méchant" in agent.page.text


def test_a_verb_does_what_it_does_by_mail(counter: Counter, agent: Browser, reference: str) -> None:
    assert (
        do(agent, reference, "agir", verbe="plan", jour="2026-11-12", commentaire="Nous venons jeudi.") == 200
    )
    request = counter.request(reference)
    assert (request.state, request.planned_at.date().isoformat()) == ("planned", "2026-11-12")
    (told,) = counter.notices("planned")
    assert (told.data["comment"], told.recipient) == ("Nous venons jeudi.", CITIZEN)
    assert told.next_attempt_at > counter.clock()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"verbe": "plan"}, "Il faut un jour."),
        ({"verbe": "plan", "jour": "2026-11-02"}, "Ce jour est passé."),
        ({"verbe": "plan", "jour": "9999-12-31"}, "Ce jour est dans plus de dix ans : vérifiez l’année."),
        ({"verbe": "plan", "jour": "demain"}, "Il faut un jour."),
        ({"verbe": "refuse", "jour": "", "commentaire": "  "}, "Il faut une explication"),
        ({"verbe": "answer", "commentaire": "gardez-moi"}, "On n’y passe pas"),
        ({"verbe": "fly", "commentaire": "gardez-moi"}, "Cette action n’existe pas"),
    ],
)
def test_what_a_verb_lacks_is_said_and_what_was_typed_stays(
    counter: Counter, agent: Browser, reference: str, fields: dict[str, str], why: str
) -> None:
    before = len(counter.entries())
    assert do(agent, reference, "agir", **fields) == 400
    assert why in agent.page.text
    assert fields.get("commentaire", "") in agent.page.text
    assert (counter.request(reference).state, len(counter.entries())) == ("new", before)


def test_a_change_of_state_is_undone_while_nobody_has_heard_of_it(
    counter: Counter, agent: Browser, reference: str
) -> None:
    do(agent, reference, "agir", verbe="plan", jour="2026-11-12")
    do(agent, reference, "agir", verbe="done")
    assert counter.request(reference).closed_at is not None
    counter.clock.pass_seconds(5)
    assert do(agent, reference, "annuler") == 200
    request = counter.request(reference)
    assert (request.state, request.state_kind, request.closed_at) == ("planned", "open", None)
    assert request.planned_at.date().isoformat() == "2026-11-12"
    assert [row.state for row in counter.notices("done")] == [OutboundState.CANCELED]
    assert [row.state for row in counter.notices("planned")] == [OutboundState.QUEUED]
    lines = [{"id": row.id, "data": row.data} for row in counter.entries()]
    done = next(row.id for row in counter.entries() if row.data.get("verb") == "done")
    assert withdrawn(lines) == {done}


def test_a_question_taken_back_leaves_the_due_date_as_it_was(
    counter: Counter, agent: Browser, reference: str
) -> None:
    due_at = counter.request(reference).due_at
    assert due_at is not None
    do(agent, reference, "agir", verbe="wait", commentaire="Quelle salle ?")
    assert counter.request(reference).due_at is None
    assert do(agent, reference, "annuler") == 200
    request = counter.request(reference)
    assert (request.state, request.due_left_hours) == ("new", None)
    assert abs((request.due_at - due_at).total_seconds()) < 1


def test_an_answer_is_undone_before_it_leaves_and_not_after(
    counter: Counter, agent: Browser, reference: str
) -> None:
    do(agent, reference, "repondre", texte="Bonjour, à demain.")
    entry = counter.entries()[-1].id
    assert do(agent, reference, "annuler") == 200
    assert [row.state for row in counter.notices("answer")] == [OutboundState.CANCELED]
    do(agent, reference, "repondre", texte="Bonjour, à lundi.")
    entry = max(row.id for row in counter.entries() if row.kind == "message_out")
    leave(counter, "answer")
    before = len(counter.entries())
    assert do(agent, reference, "annuler", ligne=str(entry)) == 400
    assert "vos mots sont partis vers le demandeur" in agent.page.text
    assert len(counter.entries()) == before
    assert "/annuler" not in agent.open(f"/demandes/{reference}").text


def test_nobody_undoes_what_another_did_or_what_is_no_longer_the_last(
    counter: Counter, agent: Browser, reference: str
) -> None:
    do(agent, reference, "agir", verbe="take")
    taken = max(row.id for row in counter.entries() if row.kind == "state")
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{reference}")
    hidden = other.hidden(f"/demandes/{reference}/noter")
    assert do(other, reference, "annuler", ligne=str(taken), jeton=hidden["jeton"]) == 400
    assert counter.request(reference).state == "taken"
    agent.open(f"/demandes/{reference}")
    do(agent, reference, "agir", verbe="done")
    assert do(agent, reference, "annuler", ligne=str(taken)) == 400
    assert counter.request(reference).state == "done"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("repondre", {"texte": "Bonjour, une longue réponse."}),
        ("noter", {"note": "Une longue note."}),
        ("agir", {"verbe": "done", "commentaire": "Une longue explication."}),
        ("donner", {"a": "agent:marc-durand", "mot": "Un long mot."}),
    ],
)
def test_what_came_meanwhile_is_shown_first_and_every_word_is_kept(
    counter: Counter, agent: Browser, reference: str, act: str, fields: dict[str, str]
) -> None:
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{reference}")
    do(other, reference, "noter", note="Le demandeur a rappelé.")
    before = len(counter.entries())
    assert do(agent, reference, act, **fields) == 409
    assert "Le demandeur a rappelé." in agent.page.text and "newer" in agent.page.text
    assert list(fields.values())[-1] in agent.page.text
    assert len(counter.entries()) == before
    assert do(agent, reference, act, **fields) == 200
    assert len(counter.entries()) > before


def test_a_button_pressed_twice_sends_once(counter: Counter, agent: Browser, reference: str) -> None:
    page = agent.page
    assert do(agent, reference, "repondre", texte="Bonjour, à demain.") == 200
    agent.page = page
    assert do(agent, reference, "repondre", texte="Bonjour, à demain.") == 409
    assert len(counter.notices("answer")) == 1


def test_what_is_written_after_the_session_ended_is_shown_again(
    counter: Counter, agent: Browser, reference: str
) -> None:
    counter.clock.pass_seconds(13 * 3600)
    assert do(agent, reference, "repondre", texte="Trois paragraphes écrits ce matin.") == 403
    assert "Trois paragraphes écrits ce matin." in agent.page.text
    assert counter.notices("answer") == []


def test_a_request_given_away_is_told_and_seen_no_more(
    counter: Counter, agent: Browser, reference: str
) -> None:
    do(agent, reference, "donner", a="agent:paul-girard", mot="Tu as la clé.")
    assert counter.notices("assigned")[-1].data["comment"] == "Tu as la clé."
    agent.open(f"/demandes/{reference}")
    do(agent, reference, "donner", a="service:etat-civil")
    assert agent.page.url.startswith(counter.address + "/demandes/"), "he keeps the building"
    other = counter.ask("Un trou dans la chaussée.", subject="Chaussée", message_id="<2@example.org>")
    roads = counter.signed_in(ROADS_AGENT)
    roads.open(f"/demandes/{other}")
    do(roads, other, "donner", a="service:etat-civil")
    assert roads.page.url.startswith(counter.address + "/bureau")
    assert roads.open(f"/demandes/{other}").status_code == 404


def test_a_request_is_passed_on_to_a_partner_from_its_page(
    counter: Counter, agent: Browser, reference: str
) -> None:
    assert "partner:agglo" in agent.page.text
    assert do(agent, reference, "donner", a="partner:agglo", mot="Votre conduite ?") == 200
    (letter,) = counter.notices("partner_request")
    assert (letter.recipient, letter.data["asked"]) == ("eau@agglo.example.org", "Votre conduite ?")
    assert counter.request(reference).state == "with-partner"
    agent.open(f"/demandes/{reference}")
    assert "Communauté d" in agent.page.text and "réponse attendue le" in agent.page.text
    # A word alone passes nothing on, on the board either.
    assert do(agent, reference, "agir", verbe="forward") == 400


@pytest.mark.parametrize("whom", ["partner:nobody", "agent:nobody", "service:nothing", "karim-benali", ""])
def test_nobody_is_given_what_there_is_not(
    counter: Counter, agent: Browser, reference: str, whom: str
) -> None:
    assert do(agent, reference, "donner", a=whom, mot="gardez-moi") == 400
    assert "gardez-moi" in agent.page.text


def test_a_task_is_ended_from_the_page(counter: Counter, agent: Browser, reference: str) -> None:
    from dispatch.history.actor import SYSTEM
    from dispatch.history.change import Change
    from dispatch.history.request import lock_request
    from dispatch.requests.tasks import create_tasks
    from dispatch.rules.decision import TaskDraft

    with counter.database.transaction() as session:
        in_force = counter.board.organisations.current(session).in_force
        request = lock_request(session, in_force, counter.request(reference).id)
        change = Change(session, in_force, request, SYSTEM, "test", counter.clock())
        create_tasks(change, [TaskDraft("Changer l’ampoule", "karim-benali")], by=SYSTEM)
    agent.open("/bureau")
    assert "Changer l’ampoule" in agent.page.text
    agent.open(f"/demandes/{reference}")
    task = str(counter.rows(sa.select(_tasks.c.id))[0].id)
    assert do(agent, reference, "agir", verbe="done") == 400
    assert "Des tâches restent à faire." in agent.page.text
    assert do(agent, reference, "tache", tache=task, fin="done") == 200
    assert counter.rows(sa.select(_tasks.c.state))[0].state == "done"
    token = agent.hidden(f"/demandes/{reference}/noter")["jeton"]
    assert do(agent, reference, "tache", tache=task, fin="done", jeton=token) == 400


def test_a_move_on_the_board_asks_for_what_its_verb_needs(
    counter: Counter, agent: Browser, reference: str
) -> None:
    agent.open("/tableau")
    assert reference in agent.page.text
    path = f"/demandes/{reference}/deplacer"
    assert agent.send(path, verbe="plan").status_code == 200
    assert 'name="jour"' in agent.page.text and counter.request(reference).state == "new"
    assert agent.send(path, jour="", commentaire="Nous venons.").status_code == 400
    assert "Nous venons." in agent.page.text
    assert agent.send(path, jour="2026-11-12", commentaire="Nous venons.").url.startswith(
        counter.address + "/tableau?dit=deplacee"
    )
    assert counter.request(reference).state == "planned"
    undo = f"/demandes/{reference}/annuler"
    assert agent.send(undo).url.startswith(counter.address + "/tableau")
    assert counter.request(reference).state == "new"


def test_a_card_that_a_colleague_moved_is_not_moved_by_a_verb_of_its_new_state(
    counter: Counter, agent: Browser, reference: str
) -> None:
    agent.open("/tableau")
    shown = agent.page
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{reference}")
    do(other, reference, "agir", verbe="take")
    agent.page = shown
    agent.send(f"/demandes/{reference}/deplacer", verbe="refuse", commentaire="Pas chez nous.", sur="1")
    assert counter.request(reference).state == "taken"
    assert agent.page.status_code == 400 and "Pas chez nous." in agent.page.text
    assert "La demande a changé d’état entre-temps." in agent.page.text
    # Seen as it stands now, it is moved.
    agent.send(f"/demandes/{reference}/deplacer", commentaire="Pas chez nous.")
    assert counter.request(reference).state == "refused"


def test_words_are_shown_again_when_the_database_is_away(
    counter: Counter, agent: Browser, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import contextmanager

    from models.errors import TemporaryFailure

    @contextmanager
    def away() -> Iterator[None]:
        raise TemporaryFailure("The database does not answer.", "away")
        yield

    monkeypatch.setattr(counter.board.reads, "looking", away)
    assert do(agent, reference, "repondre", texte="Nous passons demain.") == 503
    assert "Nous passons demain." in agent.page.text
    assert agent.page.headers["Content-Type"].startswith("text/plain")


def test_a_card_moved_by_somebody_else_meanwhile_is_not_moved_again(
    counter: Counter, agent: Browser, reference: str
) -> None:
    agent.open("/tableau")
    path = f"/demandes/{reference}/deplacer"
    agent.send(path, verbe="done")
    shown = agent.page
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{reference}")
    do(other, reference, "agir", verbe="refuse", commentaire="Pas chez nous.")
    agent.page = shown
    for _ in range(2):
        assert agent.send(path, commentaire="Réparé.").status_code == 400
        assert "Réparé." in agent.page.text and counter.request(reference).state == "refused"


def test_a_request_written_on_the_page_goes_the_way_of_every_message(
    counter: Counter, agent: Browser
) -> None:
    agent.open("/nouvelle")
    assert agent.send("/nouvelle", texte="", objet="gardez-moi").status_code == 400
    assert "gardez-moi" in agent.page.text
    agent.send("/nouvelle", texte="La vitre est fêlée.", objet="Vitre", lieu="ecole-jules-ferry", origine="")
    counter.settle()
    newest = counter.rows(sa.text("SELECT * FROM request ORDER BY id DESC"))[0]  # type: ignore[arg-type]
    assert newest.subject == "Vitre"
    assert newest.requester_id == counter.person_at(KEEPER)
    row = counter.rows(sa.text("SELECT door, state FROM inbound_message ORDER BY id DESC"))[0]  # type: ignore[arg-type]
    assert (row.door, row.state) == ("web", "new_request")


def test_a_call_is_written_down_for_the_caller(counter: Counter, agent: Browser) -> None:
    agent.open("/nouvelle")
    fields = {"texte": "Le banc du square est cassé.", "origine": "telephone", "nom": "Ali Haddad"}
    assert agent.send("/nouvelle", contact="pas un contact", **fields).status_code == 400
    agent.send("/nouvelle", contact="ali.haddad@example.org", **fields)
    counter.settle()
    row = counter.rows(sa.text("SELECT door, door_name, state FROM inbound_message ORDER BY id DESC"))[0]  # type: ignore[arg-type]
    assert (row.door, row.door_name, row.state) == ("desk", "telephone", "new_request")
    assert counter.notices("acknowledgement")[-1].recipient == "ali.haddad@example.org"
    assert counter.accesses("create")[-1].data["origin"] == "telephone"


def test_what_was_said_on_a_social_network_is_written_down_and_found_as_such(
    counter: Counter, agent: Browser
) -> None:
    assert "réseaux sociaux" in agent.open("/nouvelle").text
    agent.send(
        "/nouvelle",
        texte="Le banc du square est cassé.",
        objet="Banc vert",
        origine="social",
        nom="Ali Haddad",
    )
    counter.settle()
    row = counter.rows(sa.text("SELECT origin FROM request ORDER BY id DESC"))[0]  # type: ignore[arg-type]
    assert row.origin == "social"
    administrator = counter.signed_in(ADMINISTRATOR)
    found = administrator.open("/demandes?etat=toutes&origine=social").text
    assert "Banc vert" in found and re.search(r'<option value="social" selected>réseau social', found)
    assert "Banc vert" not in administrator.open("/demandes?etat=toutes&origine=paper").text


def test_photos_come_with_a_request_and_no_more_than_may(counter: Counter, agent: Browser) -> None:
    agent.open("/nouvelle")
    photo = ("photos", ("vitre.jpg", b"\xff\xd8\xff\xe0" + b"x" * 500, "image/jpeg"))
    agent.send("/nouvelle", files=[photo, photo], texte="La vitre de l’école Jules Ferry.", origine="")
    counter.settle()
    assert len(counter.rows(sa.text("SELECT id FROM attachment"))) == 2  # type: ignore[arg-type]
    agent.open("/nouvelle")
    assert agent.send("/nouvelle", files=[photo] * 9, texte="x").status_code == 400


def test_the_way_back_leads_to_pages_of_ours_alone(counter: Counter, agent: Browser, reference: str) -> None:
    agent.open(f"/demandes/{reference}?de=/%5Cevil.example")
    assert "evil.example" not in agent.page.text.split("<main", 1)[1].split("</p>", 1)[0]
    agent.open(f"/demandes/{reference}?de=/tableau")
    assert 'href="/tableau">←' in agent.page.text


def test_files_of_somebody_who_is_not_signed_in_are_refused(counter: Counter) -> None:
    files = {"fichiers": ("a.jpg", b"x" * 1000, "image/jpeg")}
    assert counter.browser().send("/nouvelle", files=files, texte="Bonjour").status_code == 403


@pytest.mark.parametrize(("patience", "status"), [(600.0, 200), (0.05, 503)])
def test_one_form_with_files_too_many_waits_for_its_turn(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, patience: float, status: int
) -> None:
    monkeypatch.setattr(form, "TURN_SECONDS", patience)
    come, go_on = threading.Semaphore(0), threading.Event()

    def slowly(_visit: Visit) -> Response:
        come.release()
        go_on.wait(60)
        return Response()

    router = APIRouter()
    taking = Route("anybody", own_token=False, most_files=1, most_file_bytes=1_000_000)
    serve(router, counter.board, "/essai", slowly, "POST", taking)
    with serving(router) as address, ThreadPoolExecutor() as browsers:

        def send() -> int:
            files = {"fichiers": ("a.jpg", b"x" * form.MOST_BYTES, "image/jpeg")}
            return Browser(address).send("/essai", files=files).status_code

        first = [browsers.submit(send) for _ in range(form.FORMS_WITH_FILES)]
        assert all(come.acquire(timeout=60) for _ in first)
        one_more = browsers.submit(send)
        if status == 503:
            assert one_more.result(60) == 503
        else:
            with pytest.raises(TimeoutError):
                one_more.result(0.5)
        go_on.set()
        assert [each.result(20) for each in first] == [200] * form.FORMS_WITH_FILES
        assert one_more.result(60) == status


def test_reports_of_one_incident_are_joined_and_taken_apart_on_the_page(
    counter: Counter, agent: Browser, reference: str
) -> None:
    again = counter.ask("L'ampoule du gymnase Guimard est toujours cassée.", sender="luc@example.org")
    assert "1 autre signalement" in agent.open("/bureau").text
    page = agent.open(f"/demandes/{reference}").text
    assert "Aussi signalé par" in page
    assert again in page
    assert do(agent, reference, "signalements", choix="reunir") == 200
    assert counter.request(again).merged_into_id == counter.request(reference).id
    assert "Réunies à celle-ci" in agent.page.text
    # Said again on a page that was open meanwhile, there is nothing left to join.
    token = agent.hidden(f"/demandes/{reference}/noter")["jeton"]
    assert do(agent, reference, "signalements", choix="reunir", jeton=token) == 400
    assert "n’est plus proposé" in agent.page.text
    agent.open(f"/demandes/{again}")
    assert do(agent, again, "signalements", choix="detacher") == 200
    assert counter.request(again).merged_into_id is None
    assert [row.actor for row in counter.accesses("incident")] == ["agent:karim-benali"] * 2


@pytest.mark.parametrize("choice", ["reunir", "separer"])
def test_reports_that_another_service_has_by_now_are_left_to_it(
    counter: Counter, agent: Browser, reference: str, choice: str
) -> None:
    mine, theirs = (
        counter.ask(f"L'ampoule du gymnase Guimard est cassée. {name}", sender=f"{name}@example.org")
        for name in ("luc", "ana")
    )
    with counter.database.reading() as session:
        roads = counter.board.organisations.current(session).in_force.service_ids["voirie"]
    counter.set(theirs, service_id=roads, building_id=None, assignee_id=None)
    shown = agent.open(f"/demandes/{reference}").text
    assert mine in shown and theirs not in shown
    assert do(agent, reference, "signalements", choix=choice) == 200
    assert counter.request(theirs).merged_into_id is None and counter.request(theirs).state == "new"
    is_joined = counter.request(mine).merged_into_id == counter.request(reference).id
    assert is_joined == (choice == "reunir")
    # Nothing of it is left to this agent, and to whoever has it it is proposed still.
    agent.open(f"/demandes/{reference}")
    token = agent.hidden(f"/demandes/{reference}/noter")["jeton"]
    assert do(agent, reference, "signalements", choix=choice, jeton=token) == 400
    administrator = counter.signed_in(ADMINISTRATOR)
    administrator.open(f"/demandes/{theirs}")
    assert do(administrator, theirs, "signalements", choix="reunir") == 200
    assert counter.request(theirs).merged_into_id == counter.request(reference).id


def test_words_that_need_a_visa_wait_on_the_page_and_a_manager_releases_them_there(
    counter: Counter, reference: str
) -> None:
    town = counter.organisation()
    services = tuple(each.model_copy(update={"visa": True}) for each in town.services)
    counter.organise(town.model_copy(update={"services": services}))
    agent, manager = counter.signed_in(KEEPER), counter.signed_in(ADMINISTRATOR)
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "repondre", texte="Bonjour Madame, nous passons demain.") == 200
    assert "attendent le visa d’un responsable" in agent.page.text
    assert counter.notices("answer") == []
    number = str(counter.notices("visa_asked")[0].data["visa"])
    assert do(agent, reference, "viser", numero=number, choix="viser") == 400
    assert "À viser" in manager.open("/bureau").text
    manager.open(f"/demandes/{reference}")
    assert do(manager, reference, "viser", numero=number, choix="autre") == 400
    assert counter.notices("answer") == []
    assert do(manager, reference, "viser", numero=number, choix="corriger", mot="Nous passons jeudi.") == 200
    (told,) = counter.notices("answer")
    assert (told.recipient, told.data["text"]) == (CITIZEN, "Nous passons jeudi.")
    assert [row.data["outcome"] for row in counter.notices("visa_told")] == ["asked", "corrected"]


def test_an_act_that_is_undone_asks_nobody_for_a_visa_any_more(counter: Counter, reference: str) -> None:
    town = counter.organisation()
    services = tuple(each.model_copy(update={"visa": True}) for each in town.services)
    counter.organise(town.model_copy(update={"services": services}))
    counter.set(reference, assignee_id=None)
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "repondre", texte="Bonjour Madame, nous passons demain.") == 200
    assert counter.request(reference).assignee_id is not None
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "annuler") == 200
    assert counter.request(reference).assignee_id is None
    assert "withdrawn" in [row.data.get("outcome") for row in counter.entries()]
    assert "reprendre" not in agent.open(f"/demandes/{reference}").text


def test_a_visa_given_or_refused_on_a_page_is_taken_back_there_until_its_words_have_left(
    counter: Counter, reference: str
) -> None:
    town = counter.organisation()
    services = tuple(each.model_copy(update={"visa": True}) for each in town.services)
    counter.organise(town.model_copy(update={"services": services}))
    agent, manager = counter.signed_in(KEEPER), counter.signed_in(ADMINISTRATOR)
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "repondre", texte="Bonjour Madame, nous passons demain.") == 200
    number = str(counter.notices("visa_asked")[0].data["visa"])
    for how in ("renvoyer", "viser"):
        manager.open(f"/demandes/{reference}")
        assert do(manager, reference, "viser", numero=number, choix=how, mot="Quel jour ?") == 200
        assert "En attente de visa" not in manager.open(f"/demandes/{reference}").text
        assert do(manager, reference, "annuler") == 200
        assert "En attente de visa" in manager.open(f"/demandes/{reference}").text
    assert [row.state for row in counter.notices("answer")] == [OutboundState.CANCELED]
    assert do(manager, reference, "viser", numero=number, choix="viser") == 200
    manager.open(f"/demandes/{reference}")
    undo = manager.hidden(f"/demandes/{reference}/annuler")
    leave(counter, "answer")
    assert do(manager, reference, "annuler", **undo) == 400
    assert "vos mots sont partis vers le demandeur" in manager.page.text
    assert "/annuler" not in manager.open(f"/demandes/{reference}").text


def test_a_note_and_reports_kept_apart_are_undone_on_the_page_and_nothing_older(
    counter: Counter, agent: Browser, reference: str
) -> None:
    again = counter.ask("L'ampoule du gymnase Guimard est toujours cassée.", sender="luc@example.org")
    do(agent, reference, "agir", verbe="take")
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "noter", note="La clé est chez la gardienne.") == 200
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "annuler") == 200
    assert "Note retirée" in agent.page.text
    assert counter.request(reference).state == "taken"
    assert do(agent, reference, "signalements", choix="separer") == 200
    assert "Aussi signalé par" not in agent.open(f"/demandes/{reference}").text
    assert do(agent, reference, "annuler") == 200
    assert again in agent.open(f"/demandes/{reference}").text and "Aussi signalé par" in agent.page.text
    assert counter.request(reference).state == "taken"


def test_who_wrote_words_takes_them_back_on_the_page_even_when_they_lead(
    counter: Counter, reference: str
) -> None:
    town = counter.organisation()
    services = tuple(each.model_copy(update={"visa": True}) for each in town.services)
    counter.organise(town.model_copy(update={"services": services}))
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "repondre", texte="Bonjour Madame, nous passons demain.") == 200
    number = str(counter.notices("visa_asked")[0].data["visa"])
    staff = tuple(
        each.model_copy(update={"role": StaffRole.ADMINISTRATOR} if each.key == "karim-benali" else {})
        for each in town.agents
    )
    counter.organise(town.model_copy(update={"services": services, "agents": staff}))
    assert "reprendre" in agent.open(f"/demandes/{reference}").text
    assert do(agent, reference, "viser", numero=number, choix="reprendre") == 200
    assert counter.notices("answer") == []
    # What somebody else wrote elsewhere is not said here.
    theirs = "mon fils Kevin rentre seul du judo le mardi soir à vingt heures"
    counter.ask(f"L'ampoule du gymnase Guimard est cassée, {theirs}.", sender="luc@example.org")
    agent.open(f"/demandes/{reference}")
    assert do(agent, reference, "repondre", texte=f"Bonjour, {theirs}.") == 400
    assert "qu’une autre personne a écrit" in agent.page.text
    assert counter.notices("answer") == []


def test_a_request_given_away_is_taken_back_before_anybody_was_told(
    counter: Counter, agent: Browser, reference: str
) -> None:
    before = counter.request(reference)
    do(agent, reference, "donner", a="agent:paul-girard", mot="Tu as la clé.")
    told = counter.notices("assigned")[-1]
    assert (told.next_attempt_at - counter.clock()).total_seconds() == 20
    assert "est prévenue dans 20" in agent.page.text
    assert do(agent, reference, "annuler") == 200
    assert counter.notices("assigned")[-1].state == OutboundState.CANCELED
    after = counter.request(reference)
    assert (after.assignee_id, after.service_id) == (before.assignee_id, before.service_id)
    line = counter.entries()[-1]
    assert (line.kind, line.data["verb"], line.actor_role) == ("assignment", "undo", "agent")
    assert "a annulé" in agent.page.text


def test_what_its_giver_sees_no_more_is_taken_back_from_the_desk_by_them_alone_and_only_in_time(
    counter: Counter, agent: Browser
) -> None:
    def give() -> tuple[str, str]:
        roads.open(f"/demandes/{other}")
        do(roads, other, "donner", a="service:etat-civil")
        return roads.hidden(f"/demandes/{other}/annuler")["ligne"], roads.page.text

    other = counter.ask("Un trou dans la chaussée.", subject="Chaussée", message_id="<2@example.org>")
    roads = counter.signed_in(ROADS_AGENT)
    holder = counter.request(other).assignee_id
    line, desk = give()
    assert roads.page.url.startswith(counter.address + "/bureau") and "Annuler" in desk
    # Who did not give it and does not see it is told nothing of it.
    agent.open("/bureau")
    token = agent.hidden("/sortir")["jeton"]
    assert do(agent, other, "annuler", ligne=line, jeton=token) == 404
    assert do(roads, other, "annuler") == 200
    assert roads.page.url.startswith(f"{counter.address}/demandes/{other}")
    assert counter.request(other).assignee_id == holder
    given, _ = give()
    counter.clock.pass_seconds(3601)
    assert do(roads, other, "annuler", ligne=given) == 404


def test_what_was_told_or_worked_on_is_not_taken_back(
    counter: Counter, agent: Browser, reference: str
) -> None:
    do(agent, reference, "donner", a="agent:paul-girard")
    line = max(row.id for row in counter.entries() if row.kind == "assignment")
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{reference}")
    do(other, reference, "agir", verbe="take")
    agent.open(f"/demandes/{reference}")
    holder = counter.request(reference).assignee_id
    token = agent.hidden(f"/demandes/{reference}/noter")["jeton"]
    assert do(agent, reference, "annuler", ligne=str(line), jeton=token) == 400
    assert "Trop tard" in agent.page.text
    assert counter.request(reference).assignee_id == holder


def test_who_was_told_of_a_request_given_to_them_hears_that_it_was_taken_back(
    counter: Counter, agent: Browser
) -> None:
    other = counter.ask("Un trou dans la chaussée.", subject="Chaussée", message_id="<2@example.org>")
    roads = counter.signed_in(ROADS_AGENT)
    roads.open(f"/demandes/{other}")
    service = counter.request(other).service_id
    do(roads, other, "donner", a="service:etat-civil")
    undo = roads.hidden(f"/demandes/{other}/annuler")
    leave(counter, "assigned")
    assert do(roads, other, "annuler", **undo) == 200
    assert roads.page.url.startswith(f"{counter.address}/demandes/{other}")
    assert "Ceux qui l’avaient appris en sont avertis" in roads.page.text
    assert counter.request(other).service_id == service
    assert "a annulé ce qui vous avait été annoncé" in counter.notices("note_added")[-1].data["text"]


def test_what_was_done_by_mail_is_undone_on_the_page_and_the_history_says_how_they_were_known(
    counter: Counter, agent: Browser, reference: str
) -> None:
    until = counter.clock() + timedelta(days=400)
    signed = SIGNER.sign(Purpose.ASSIGNEE, 1, counter.person_at(KEEPER), until)
    letter = write("Pris en charge", sender=KEEPER, name="", subject="Re: demande")
    counter.desk.take(
        letter, peer="127.0.0.1", envelope_from=KEEPER, recipients=(f"demandes+{signed}@ville.test",)
    )
    while counter.desk.processor().process_next():
        pass
    assert counter.request(reference).state == "taken"
    assert (
        "peut être annulé jusqu’à" in agent.open(f"/demandes/{reference}").text
        or "part dans" in agent.page.text
    )
    assert do(agent, reference, "annuler") == 200
    line = counter.entries()[-1]
    assert counter.request(reference).state == "new"
    assert (line.data["verb"], line.data["proof"]) == ("undo", "web")


def test_what_somebody_else_worked_on_since_is_not_taken_back_by_who_sees_it_or_not(
    counter: Counter, agent: Browser, reference: str
) -> None:
    do(agent, reference, "donner", a="agent:paul-girard")
    undo = agent.hidden(f"/demandes/{reference}/annuler")
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{reference}")
    do(other, reference, "noter", note="Vu sur place.")
    holder = counter.request(reference).assignee_id
    assert do(agent, reference, "annuler", **undo) == 400
    assert "quelqu’un d’autre a travaillé sur la demande" in agent.page.text
    assert counter.request(reference).assignee_id == holder
    assert "/annuler" not in agent.open(f"/demandes/{reference}").text
    roads = counter.signed_in(ROADS_AGENT)
    street = counter.ask("Un trou dans la chaussée.", subject="Chaussée", message_id="<2@example.org>")
    roads.open(f"/demandes/{street}")
    do(roads, street, "donner", a="service:etat-civil")
    other.open(f"/demandes/{street}")
    do(other, street, "noter", note="Vu sur place.")
    service = counter.request(street).service_id
    assert do(roads, street, "annuler") == 200
    assert roads.page.url == f"{counter.address}/bureau?dit=trop_tard&ref={street}"
    assert "Trop tard" in roads.page.text and counter.request(street).service_id == service


def test_without_a_wait_the_desk_offers_to_take_nothing_back(
    sqlite_town_database: Database, tmp_path: Path
) -> None:
    counter = Counter(sqlite_town_database, tmp_path, web={"undo_seconds": 0})
    with serving(counter.router) as counter.address:
        other = counter.ask("Un trou dans la chaussée.", subject="Chaussée")
        roads = counter.signed_in(ROADS_AGENT)
        roads.open(f"/demandes/{other}")
        do(roads, other, "donner", a="service:etat-civil")
        assert roads.page.url == f"{counter.address}/bureau?dit=donnee&ref={other}"
        assert "/annuler" not in roads.page.text
    counter.close()


def test_an_act_by_which_somebody_got_a_request_leaves_it_with_nobody_when_undone(
    counter: Counter, reference: str
) -> None:
    with counter.database.transaction() as session:
        session.connection().execute(sa.text("UPDATE request SET assignee_id = NULL"))
    agent = counter.signed_in(KEEPER)
    agent.open(f"/demandes/{reference}")
    do(agent, reference, "agir", verbe="take")
    assert counter.request(reference).assignee_id is not None
    assert do(agent, reference, "annuler") == 200
    request = counter.request(reference)
    assert (request.state, request.assignee_id) == ("new", None)
