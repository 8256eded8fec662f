"""Tasks answered by mail, fields asked for once, and a rule's copy to somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from cli.office import now
from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.queries.requests import request_id_of
from dispatch.queries.tasks import list_tasks
from dispatch.requests.tasks import create_tasks
from dispatch.rules.decision import TaskDraft
from dispatch.rules.in_force import Organisations
from models.organisation import Organisation
from tests.letters import CITIZEN, KEEPER, PHOTO, ROADS_AGENT, ROADS_MANAGER, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts, wait_until

COLLEAGUE = "karim-benali"


def give_task(town: Town, title: str = "Changer l'ampoule") -> Delivered:
    """A task of the roads' agent on the only request there is; the notice as delivered."""
    (row,) = town.requests()
    with town.office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        (agent,) = (a for a in in_force.organisation.agents if ROADS_AGENT in map(str, a.emails))
        request = lock_request(session, in_force, request_id_of(session, row["reference"]))
        draft = TaskDraft(title, agent.key, None, None)
        moment = now()
        change = Change(session, in_force, request, SYSTEM, f"test:{moment.isoformat()}", moment)
        create_tasks(change, [draft], by=SYSTEM)
    town.service._wake_deliverers()
    town.settle()
    (notice,) = town.world.to(ROADS_AGENT)[-1:]
    assert title in notice.text
    return notice


def tasks(town: Town) -> list[dict[str, Any]]:
    with town.office.database.reading() as session:
        return list_tasks(session, everything=True)


@pytest.fixture
def task(town: Town) -> Delivered:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return give_task(town)


def test_fait_ends_the_task_and_not_the_request(town: Town, task: Delivered) -> None:
    before = town.request()["state"]
    town.send(answer(task, "Fait. Ampoule neuve."))
    (found,) = tasks(town)
    assert (found["state"], found["comment"]) == ("done", "Ampoule neuve.")
    assert town.request()["state"] == before
    assert town.states()[-1] == "command"


def test_who_works_on_a_request_reads_what_became_of_its_tasks_and_what_remains(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.send(answer(notice, "tâche Marc Durand : changer l'ampoule"))
    town.send(answer(notice, "tâche Inès Leroy : prévenir l'école"))
    first, second = town.world.to(ROADS_AGENT)[-1], town.world.to(ROADS_MANAGER)[-1]
    heard = len(town.world.to(KEEPER))

    town.send(answer(first, "Fait. Ampoule neuve.", files={"lampe.jpg": PHOTO}))
    (told,) = town.world.to(KEEPER)[heard:]
    assert "Marc Durand a fait une tâche" in told.text and "Ampoule neuve." in told.text
    assert "prévenir l'école (Inès Leroy)" in told.text and "lampe.jpg" in str(told.files)
    assert "dernière tâche" not in told.text

    town.send(answer(second, "Fait"))
    (told,) = town.world.to(KEEPER)[heard + 1 :]
    assert "C’était la dernière tâche ouverte" in told.text and "terminé" in told.text
    town.send(answer(told, "Terminé"))
    assert town.request()["state"] == "done"


def test_who_gave_a_task_is_told_too_and_nobody_of_their_own_doing(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.send(answer(notice, "tâche Karim Benali : changer l'ampoule"))
    town.send(answer(notice, "tâche pour Marc Durand : prévenir l'école"))
    town.send(answer(notice, "affecter à Inès Leroy"))
    town.send(answer(town.world.to(ROADS_AGENT)[-1], "refusé : je ne connais personne là-bas"))
    assert sorted(to for notice, to in town.told() if notice == "task_ended") == [ROADS_MANAGER, KEEPER]
    assert "ne peut pas faire" in town.world.to(ROADS_MANAGER)[-1].text
    town.send(answer(notice, "tâche faite"))
    assert [to for notice, to in town.told() if notice == "task_ended"][2:] == [ROADS_MANAGER]


def test_refuse_keeps_its_reason(town: Town, task: Delivered) -> None:
    town.send(answer(task, "Refusé : pas de nacelle cette semaine"))
    (found,) = tasks(town)
    assert (found["state"], found["comment"]) == ("refused", "pas de nacelle cette semaine")


def test_pour_gives_it_to_a_colleague_who_is_told(town: Town, task: Delivered) -> None:
    town.send(answer(task, "Pour M. Benali"))
    (found,) = tasks(town)
    assert (found["state"], found["assignee"]) == ("open", COLLEAGUE)
    assert ("task_assigned", "karim.benali@agents.ville.test") in town.told()


def test_anything_else_is_a_note_that_the_requester_never_sees(town: Town, task: Delivered) -> None:
    told = len(town.world.to(CITIZEN))
    town.send(answer(task, "Il faudra une échelle de six mètres."))
    assert [found["state"] for found in tasks(town)] == ["open"]
    assert any("échelle" in text for text in texts(town.request(), "note"))
    assert len(town.world.to(CITIZEN)) == told


def changed(town: Town, change: dict[str, Any]) -> None:
    document = town.organisation().model_dump(mode="json")
    document.update(change)
    town.change_organisation(Organisation.model_validate(document))
    version = town.organisation()
    wait_until(lambda: town.organisation() == version, "the organisation did not change")


def test_a_required_field_is_asked_for_once_and_read_from_the_answer(town: Town) -> None:
    document = town.organisation().model_dump(mode="json")
    for kind in document["request_types"]:
        if kind["key"] == "acte-etat-civil":
            kind["fields"] = [
                {"key": "naissance", "label": {"fr": "Date de naissance"}, "kind": "date", "required": True}
            ]
    rule = {"key": "acte", "when": {"words": ["acte de naissance"]}, "then": {"type": "acte-etat-civil"}}
    changed(town, {"request_types": document["request_types"], "rules": [rule, *document["rules"]]})
    town.send(write("Bonjour, je voudrais un acte de naissance.", subject="Acte"))
    asked = [each for each in town.world.to(CITIZEN) if "Date de naissance" in each.text]
    assert len(asked) == 1

    town.send(answer(asked[0], "Je ne sais plus, je vous rappelle."))
    assert town.request()["fields"] == {}
    town.send(answer(asked[0], "Date de naissance : 3 mars 1980"))
    assert town.request()["fields"] == {"naissance": "1980-03-03"}
    assert len([each for each in town.world.to(CITIZEN) if "Date de naissance ?" in each.text]) <= 1


def test_a_rule_sends_its_copy_once_to_the_address_it_names(town: Town) -> None:
    """Outside the town hall nobody is named in it, but to a partner who may know; staff reads who asks."""
    document = town.organisation().model_dump(mode="json")
    told = ["gardien@prestataire.test", "exploitant@prestataire.test", ROADS_AGENT]
    rule = {"key": "copie", "when": {"words": ["gymnase"]}, "then": {"forward_to": told}}
    partner = {"key": "exploitant", "name": "Exploitant", "email": told[1], "sees": ["text", "requester"]}
    changed(town, {"rules": [rule, *document["rules"]], "partners": [partner]})
    town.send(write("Une ampoule est cassée au gymnase Guimard.\nMme Petit, 01 99 00 12 34"))
    for address, named in zip(told, (False, True, True), strict=True):
        (copy,) = town.world.to(address)
        assert "Une ampoule est cassée" in copy.text
        assert ("Petit" in copy.text, CITIZEN in copy.text, "99 00 12 34" in copy.text) == (named,) * 3
    assert town.request()["building"] == "gymnase-guimard"


def test_whom_a_request_was_shared_with_is_told_that_they_may_answer_and_may(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    (given,) = [each for each in town.world.to(KEEPER) if "ampoule" in each.text]
    town.send(answer(given, "partager syndic@example.org", sender=KEEPER))
    (copy,) = town.world.to("syndic@example.org")
    assert "répondez à ce message" in copy.text and "rien à répondre" not in copy.text
    town.send(answer(copy, "L'ampoule est à nous, nous la changeons.", sender="syndic@example.org"))
    assert "nous la changeons" in texts(town.request(), "message_in")[-1]
    assert len(town.requests()) == 1
