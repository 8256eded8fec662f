"""« annuler » undoes what an agent did last, for an hour: state, hands, day, words that have not left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.requests.staff_words import note_inside
from models.settings.settings import Settings
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import load, newest_version
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint
from models.vocabulary import ActorRole
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, ROADS_MANAGER

Found = Callable[..., Counter]
_outbox = table_of(OutboundMessage)


@pytest.fixture
def found(town_database: Database, tmp_path: Path) -> Iterator[Found]:
    """A counter with one request of the citizen, whose agent was told; settings of one's own."""
    desks: list[Desk] = []

    def make(**settings: Any) -> Counter:
        desks.append(Desk(town_database, tmp_path, settings=Settings.model_validate(settings)))
        counter = Counter(desks[-1])
        counter.citizen("Une ampoule est cassée au gymnase Guimard.")
        counter.deliver()
        return counter

    yield make
    for desk in desks:
        desk.close()


def test_a_state_is_as_before_and_the_requester_who_was_told_hears_that_it_was_a_mistake(
    found: Found,
) -> None:
    counter = found()
    counter.agent("Terminé")
    counter.deliver()

    undone = counter.agent("annuler")

    assert counter.outcome(undone) == "command: undone: now new"
    assert (counter.state(), counter.column("state_kind"), counter.column("closed_at")) == (
        "new",
        "new",
        None,
    )
    (told,) = counter.outbox("undone", CITIZEN)
    assert (told["data"]["from_state"], told["data"]["to_state"]) == ("done", "new")
    (mine,) = counter.outbox("order_done", KEEPER)
    assert mine["data"]["undone"] and mine["data"]["told_again"]
    assert mine["data"]["lines"] == ["État\u00a0: nouvelle"]
    (line,) = [each for each in counter.request()["entries"] if each["data"].get("verb") == "undo"]
    # Who, and how they were known: their notice's address, and mail of the town's own network.
    assert (line["person"], line["data"]["proof"]) == ("Karim Benali", "token+network")
    # It was told, so it stays in what the requester may read.
    assert not any(each["withdrawn"] for each in counter.request()["entries"])


def test_a_requester_who_was_not_told_yet_never_hears_of_it(found: Found) -> None:
    counter = found()
    counter.agent("Terminé")
    counter.agent("annuler")
    assert [row["state"] for row in counter.outbox("done")] == ["canceled"]
    assert counter.outbox("undone") == []
    assert [each["kind"] for each in counter.request()["entries"] if each["withdrawn"]] == ["state"]


def test_a_letter_in_the_deliverer_s_hands_counts_as_gone(found: Found) -> None:
    from datetime import timedelta

    counter = found()
    counter.agent("Terminé. L'ampoule est changée, merci de nous avoir prévenus !")
    outbox = _outbox
    with counter.desk.database.transaction() as session:
        later = counter.desk.clock() + timedelta(minutes=5)
        session.connection().execute(
            sa.update(outbox).where(outbox.c.notice == "done").values(leased_until=later)
        )
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("done", "undo_left")
    assert [row["state"] for row in counter.outbox("done")] == ["queued"]


def test_the_same_word_twice_undoes_one_act(found: Found) -> None:
    counter = found()
    counter.agent("Pris en charge")
    counter.agent("planifié le 3 décembre")
    assert counter.column("planned_at") is not None
    counter.agent("annuler")
    assert (counter.state(), counter.column("planned_at")) == ("taken", None)

    again = counter.agent("Annuler, merci")

    assert counter.outcome(again) == "command: nothing was undone: already"
    assert (counter.state(), counter.help()) == ("taken", "undo_already")


def test_a_note_is_what_was_done_last_and_nothing_older_is_undone_in_its_stead(found: Found) -> None:
    counter = found()
    counter.agent("Terminé")
    counter.agent("La clé est chez la gardienne, voir avec elle.")
    counter.agent("annuler")
    assert counter.state() == "done"
    assert [each["kind"] for each in counter.request()["entries"] if each["withdrawn"]] == ["note"]
    assert counter.outbox("order_done", KEEPER)[-1]["data"]["lines"] == ["Note retirée"]
    counter.agent("envoyer")
    assert counter.help() == "nothing_kept"
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("done", "undo_already")


def test_what_was_done_last_by_command_is_said_and_nothing_older_undone(found: Found) -> None:
    counter = found()
    counter.agent("Terminé")
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        request = lock_request(session, in_force, counter.column("id"))
        actor = Actor(ActorRole.AGENT, counter.person(KEEPER), "Karim Benali")
        note_inside(Change(session, in_force, request, actor, "cli:1", counter.desk.clock()), "Vu.")
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("done", "undo_elsewhere")
    assert counter.outbox("command_help")[-1]["data"]["written"]


def test_a_request_handed_on_comes_back_and_whoever_got_it_is_told(found: Found) -> None:
    counter = found()
    counter.agent("transférer à voirie")
    assert counter.request()["service"] == "voirie"
    counter.deliver()
    counter.agent("annuler")
    back = counter.request()
    assert (back["service"], back["assignee"]) == ("batiments", "karim-benali")
    assert "note_added" in counter.told(ROADS_AGENT) + counter.told(ROADS_MANAGER)


def test_words_that_have_not_left_are_stopped_with_the_verb_they_came_with(found: Found) -> None:
    counter = found()
    counter.agent("Terminé. L'ampoule est changée, merci de nous avoir prévenus !")
    counter.deliver()
    assert [row["state"] for row in counter.outbox("done")] == ["queued"]
    counter.agent("annuler")
    assert counter.state() == "new"
    assert [row["state"] for row in counter.outbox("done")] == ["canceled"]
    assert {each["kind"] for each in counter.request()["entries"] if each["withdrawn"]} == {"state"}
    assert counter.outbox("order_done", KEEPER)[-1]["data"]["stopped"] == 1


def test_words_that_have_left_cannot_be_undone_nor_what_they_said(found: Found) -> None:
    counter = found()
    counter.agent("Terminé. L'ampoule est changée, merci de nous avoir prévenus !")
    counter.desk.clock.pass_seconds(180)
    counter.deliver()
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("done", "undo_left")
    assert counter.outbox("undone") == []


def test_a_photo_that_has_left_cannot_be_undone_either(found: Found) -> None:
    counter = found()
    counter.agent("Terminé", files={"lampe.pdf": b"%PDF-1.4 lampe"})
    assert counter.outbox("done")[0]["attachment_ids"]
    counter.desk.clock.pass_seconds(180)
    counter.deliver()
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("done", "undo_left")


@pytest.mark.parametrize("is_gone", [False, True])
def test_words_that_went_another_way_are_the_same_words(found: Found, is_gone: bool) -> None:
    counter = found()
    counter.agent("Terminé. L'ampoule est changée, merci de nous avoir prévenus !")
    with counter.desk.database.transaction() as session:
        run = session.connection().execute
        first = run(sa.select(_outbox).where(_outbox.c.notice == "done")).one()
        run(sa.update(_outbox).where(_outbox.c.id == first.id).values(state="failed"))
        again = {name: value for name, value in first._mapping.items() if name != "id"}
        again |= {"unique_key": f"instead:{first.id}:99", "state": "sent" if is_gone else "queued"}
        run(sa.insert(_outbox).values(**again))
    counter.agent("annuler")
    assert counter.state() == ("done" if is_gone else "new")
    assert [row["state"] for row in counter.outbox("done")] == ["failed", "sent" if is_gone else "canceled"]


def test_what_somebody_else_did_since_stands(found: Found) -> None:
    counter = found()
    counter.agent("Terminé")
    counter.deliver()
    counter.citizen(
        "Ce n'est pas réglé, l'ampoule clignote encore.",
        to=counter.address(1, CITIZEN, purpose=Purpose.REQUESTER),
    )
    assert counter.state() == "reopened"
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("reopened", "undo_newer")


def test_what_somebody_else_wrote_since_keeps_what_was_done(found: Found) -> None:
    counter = found()
    counter.agent("transférer à voirie")
    counter.agent("note : vu sur place, le regard est à remplacer", agent=ROADS_AGENT)
    counter.agent("annuler")
    assert (counter.request()["service"], counter.help()) == ("voirie", "undo_newer")


def test_an_hour_later_it_is_too_late_and_a_town_may_say_how_long(found: Found) -> None:
    counter = found()
    counter.agent("Pris en charge")
    counter.desk.clock.pass_seconds(3601)
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("taken", "undo_late")
    counter.desk.settings = Settings.model_validate({"agents": {"undo_minutes": 120}})
    counter.agent("annuler")
    assert counter.state() == "new"


def test_without_the_hour_words_can_still_be_held_back_while_they_wait(found: Found) -> None:
    counter = found(agents={"undo_minutes": 0})
    counter.agent("Bonjour Madame,\n\nDe quelle porte parlez-vous ?")
    counter.desk.clock.pass_seconds(60)
    counter.agent("annuler")
    assert [row["state"] for row in counter.outbox("answer")] == ["canceled"]
    (said,) = [each for each in counter.request()["entries"] if "quelle porte" in each["text"]]
    assert (said["public"], said["withdrawn"]) == (False, True)


def test_nobody_undoes_what_a_colleague_did(found: Found) -> None:
    counter = found()
    counter.agent("affecter à Marc Durand")
    counter.agent("annuler", agent=ROADS_AGENT)
    assert counter.request()["assignee"] == "marc-durand"
    assert counter.help(ROADS_AGENT) == "undo_none"


def test_a_split_is_not_undone_by_a_word_and_nothing_older_instead(found: Found) -> None:
    counter = found()
    counter.agent("Pris en charge")
    counter.deliver()
    answer_to = counter.address(1, CITIZEN, purpose=Purpose.REQUESTER)
    counter.citizen(
        "Et le chauffage de l'école Jules Ferry est en panne.", to=answer_to, subject="Re: Ampoule"
    )
    counter.agent("nouvelle demande")
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("taken", "undo_split")


def test_an_order_that_did_nothing_is_not_what_was_done_last(found: Found) -> None:
    counter = found()
    counter.agent("Pris en charge")
    counter.agent("nouvelle demande")
    assert counter.help() == "nothing_to_split"
    counter.agent("désabonner")
    assert counter.help() == "no_number"
    counter.agent("annuler")
    assert counter.state() == "new"


def test_texts_that_were_stopped_are_not_sent_again_by_a_word_and_nothing_older_is_undone(
    found: Found,
) -> None:
    counter = found()
    number = {"value": "+33639980001", "written": "+33639980001", "kind": "phone"}
    with counter.desk.database.transaction() as session:
        session.add(
            ContactPoint(**number, person_id=counter.person(CITIZEN), created_at=counter.desk.clock())
        )
    counter.agent("Pris en charge")
    counter.agent("désabonner")
    assert counter.help() == "opted_out"
    counter.agent("annuler")
    assert (counter.state(), counter.help()) == ("taken", "undo_opt_out")


def test_a_task_that_was_ended_is_open_again(found: Found) -> None:
    counter = found()
    with counter.desk.database.transaction() as session:
        from sqlmodel import col, select

        from models.tables.organisation import AgentRow
        from models.tables.requests import RequestRow, Task

        agent = session.exec(select(AgentRow).where(col(AgentRow.key) == "karim-benali")).one()
        request = session.exec(select(RequestRow)).one()
        session.add(
            Task(
                title="Changer l'ampoule",
                request_id=request.id or 0,
                assignee_id=agent.id,
                created_at=counter.desk.clock(),
            )
        )
    counter.agent("tâche faite")
    assert [task["state"] for task in counter.request()["tasks"]] == ["done"]
    counter.agent("annuler")
    assert [task["state"] for task in counter.request()["tasks"]] == ["open"]


def _undone(counter: Counter, order: str, *, heard: bool = True) -> list[str]:
    """What « annuler » says was undone of an order; `heard`: its notices left before."""
    counter.agent(order)
    if heard:
        counter.deliver()
    counter.agent("annuler")
    return list(counter.outbox("order_done", KEEPER)[-1]["data"]["lines"])


def test_a_planned_day_that_no_longer_holds_is_said_and_one_that_holds_again(found: Found) -> None:
    counter = found()
    assert _undone(counter, "planifié le 3 décembre", heard=False) == [
        "État\u00a0: nouvelle",
        "N’est plus prévue le jeudi 3 décembre 2026",
    ]
    counter.agent("planifié le 3 décembre")
    assert _undone(counter, "planifié le 7 décembre", heard=False) == [
        "De nouveau prévue le jeudi 3 décembre 2026, et non plus le lundi 7 décembre 2026"
    ]


def test_a_task_that_is_withdrawn_is_said_with_its_agent_who_is_told(found: Found) -> None:
    counter = found()
    assert _undone(counter, "tâche Marc Durand : changer l'ampoule") == [
        "Tâche « changer l'ampoule » retirée à Marc Durand\u00a0: Marc Durand en reçoit l’avis"
    ]
    (told,) = counter.outbox("note_added", ROADS_AGENT)
    assert told["data"]["text"] == (
        "Karim Benali retire la tâche «\u00a0changer l'ampoule\u00a0» qui vous était confiée\u00a0: "
        "elle n’est plus à faire."
    )
    assert _undone(counter, "tâche pour Marc Durand : repeindre", heard=False) == [
        "Tâche « repeindre » retirée à Marc Durand\u00a0: Marc Durand n’en avait pas encore reçu l’avis"
    ]
    assert len(counter.outbox("note_added", ROADS_AGENT)) == 1


def test_a_view_no_longer_asked_for_is_said_with_whose_it_was_who_is_told(found: Found) -> None:
    counter = found()
    assert _undone(counter, "avis à Marc Durand : peut-on attendre lundi ?") == [
        "L’avis demandé à Marc Durand n’est plus attendu\u00a0: Marc Durand en reçoit l’avis"
    ]
    (told,) = counter.outbox("note_added", ROADS_AGENT)
    assert (
        told["data"]["text"] == "Karim Benali n’attend plus l’avis qui vous était demandé sur cette demande."
    )


def test_what_can_no_longer_be_undone_is_forgotten(found: Found) -> None:
    from datetime import timedelta

    import sqlalchemy as sa

    from dispatch.requests.undo.kept import forget_acts
    from models.tables.acts import StaffAct
    from models.tables.columns import table_of

    counter = found()
    counter.agent("Pris en charge")
    with counter.desk.database.transaction() as session:
        forget_acts(session, counter.desk.clock() - timedelta(days=2))
    acts = sa.select(sa.func.count()).select_from(table_of(StaffAct))
    assert counter.value(acts) == 1
    with counter.desk.database.transaction() as session:
        forget_acts(session, counter.desk.clock() + timedelta(seconds=1))
    assert counter.value(acts) == 0
